import ArgumentParser
import Configuration
import Pipeline
import Terminal

/// Packs small parts.
struct OptimizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Packs the small parts of days into full ones; no row changes.",
    discussion: """
      Days that were refreshed many times have many small parts, which are slower to read. One commit a day replaces them; \
      `sluice run` does the same by itself for a day with more than a handful of them.

        sluice optimize job_features
        sluice optimize job_features --dates 2020-01-01..2020-01-31 --dry-run
      """)

  @Argument(help: ArgumentHelp("Tables of sluice.yaml. (default: all that have a source)", valueName: "table"))
  var tables: [String] = []

  @Option(help: ArgumentHelp("One day. (default: all days of the table)", valueName: "day"))
  var date: String?

  @Option(help: ArgumentHelp("Days from the first to the last, both included.", valueName: "first..last"))
  var dates: String?

  @Flag(help: "Tell what would be packed; write nothing.")
  var dryRun = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if date != nil, dates != nil { throw ValidationError("--date and --dates are both given; give one of them.") }
  }

  func run() throws {
    let project = try project.load()
    let days = try wantedDays()
    let console = Console.standard()
    var status = ExitStatus.done
    for table in try project.tables(named: tables) {
      try Engine.packTable(table, in: project, days: days, isDryRun: dryRun) { report in
        console.out(PackText.line(report, isDryRun: dryRun, style: console.outStyle) + "\n")
        if report.error != nil { status = report.isConflict && status != .failed ? .conflict : .failed }
      }
    }
    if status != .done { throw status }
  }

  /// Nil for all.
  private func wantedDays() throws(ConfigurationError) -> Set<String>? {
    if let date { return [try DayRange.day(date).description] }
    guard let dates else { return nil }
    return Set(try DayRange.days(dates).map(\.description))
  }
}
