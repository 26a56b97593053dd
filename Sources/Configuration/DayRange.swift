/// Days as users ask for them: `2020-01-31`, `today`, `yesterday`, `2020-01-01..2020-03-30`.
public enum DayRange {
  /// Ten years; more in one run is a typing error.
  private static let longest = 3660

  /// One day.
  public static func day(_ text: String, today: CalendarDay = .today()) throws(ConfigurationError) -> CalendarDay {
    switch text.lowercased() {
    case "today": return today
    case "yesterday": return CalendarDay(number: today.number - 1)
    default: break
    }
    if text.contains("..") {
      throw ConfigurationError(problem: "`\(text)` is more than one day", remedy: "write `--dates \(text)`")
    }
    guard let match = text.wholeMatch(of: /([0-9]{4})-([0-9]{2})-([0-9]{2})/), let year = Int(match.1),
      let month = Int(match.2), let day = Int(match.3)
    else {
      throw ConfigurationError(
        problem: "`\(text)` is not a date", remedy: "write YYYY-MM-DD, like 2020-01-31, or today or yesterday")
    }
    if let found = CalendarDay(year: year, month: month, day: day) { return found }
    throw ConfigurationError(
      problem: "there is no day `\(text)`", remedy: remedy(year: year, month: month))
  }

  private static func remedy(year: Int, month: Int) -> String {
    guard (1900...2199).contains(year) else { return "the year must be between 1900 and 2199" }
    guard (1...12).contains(month) else { return "the month comes second: YYYY-MM-DD" }
    let (first, rest) = (month < 10 ? "0" : "", String(month))
    return "\(year)-\(first)\(rest) has \(CalendarDay.length(of: month, in: year)) days"
  }

  /// A range with both ends, or one day.
  public static func days(_ text: String, today: CalendarDay = .today()) throws(ConfigurationError) -> [CalendarDay] {
    guard let dots = text.firstRange(of: "..") else { return [try day(text, today: today)] }
    let first = try day(String(text[..<dots.lowerBound]), today: today)
    let last = try day(String(text[dots.upperBound...]), today: today)
    guard first <= last else {
      throw ConfigurationError(
        problem: "`\(text)` ends before it begins", remedy: "write the earlier day first: \(last)..\(first)")
    }
    let count = last.number - first.number + 1
    guard count <= longest else {
      throw ConfigurationError(
        problem: "`\(text)` is \(count) days", remedy: "at most \(longest) at once; check the years")
    }
    return (first.number...last.number).map(CalendarDay.init(number:))
  }
}
