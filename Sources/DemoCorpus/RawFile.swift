/// A raw file to be made: of a source, a day, and a range of the day's listings or impressions.
struct RawFile: Sendable {
  var source: DemoSource
  var day: CalendarDay
  /// Its number within the day.
  var number: Int
  /// Numbers of the listings, or of the impressions that are shown or clicked in it.
  var range: Range<Int>

  /// Impressions are a tenth of a listing's size, so more of them go into a file; and one in twelve is clicked.
  static let impressionsPerFile = 2000
  static let impressionsPerClickFile = 12_500

  /// `jobs/2020/01/31`.
  var folder: String { Self.folder(source, day) }

  var name: String {
    let digits = String(number)
    return source.rawValue + "-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".jsonl"
  }

  static func folder(_ source: DemoSource, _ day: CalendarDay) -> String {
    source.rawValue + "/" + day.text(separator: "/")
  }

  /// How many raw files a source has a day.
  static func filesPerDay(_ source: DemoSource, _ options: DemoCorpus.Options) -> Int {
    switch source {
    case .jobs: options.filesPerDay
    case .impressions: (options.impressions + impressionsPerFile - 1) / impressionsPerFile
    case .clicks: (options.impressions + impressionsPerClickFile - 1) / impressionsPerClickFile
    }
  }

  init(_ source: DemoSource, _ day: CalendarDay, number: Int, _ options: DemoCorpus.Options) {
    self.source = source
    self.day = day
    self.number = number
    let (size, end) =
      switch source {
      case .jobs: (options.recordsPerFile, options.jobsPerDay)
      case .impressions: (Self.impressionsPerFile, options.impressions)
      case .clicks: (Self.impressionsPerClickFile, options.impressions)
      }
    range = number * size..<min(end, (number + 1) * size)
  }
}
