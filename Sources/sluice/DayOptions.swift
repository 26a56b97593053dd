import ArgumentParser
import Configuration

/// Which days a run is about.
struct DayOptions: ParsableArguments {
  @Option(help: ArgumentHelp("One day: YYYY-MM-DD, today or yesterday (in UTC).", valueName: "day"))
  var date: String?

  @Option(help: ArgumentHelp("Days from the first to the last, both included.", valueName: "first..last"))
  var dates: String?

  func validate() throws {
    if date != nil, dates != nil { throw ValidationError("--date and --dates are both given; give one of them.") }
    if date == nil, dates == nil {
      throw ValidationError("Which day? Give --date 2020-01-01, or --dates 2020-01-01..2020-01-31.")
    }
  }

  /// `YYYY-MM-DD`, in order.
  func days() throws(ConfigurationError) -> [String] {
    if let date { return [try DayRange.day(date).description] }
    return try DayRange.days(dates ?? "").map(\.description)
  }
}
