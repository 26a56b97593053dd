extension DemoCorpus {
  /// What to make. The same options make the same bytes; `threads` and `replace` change none of them.
  public struct Options: Sendable {
    public var seed: UInt64 = 1
    /// The first day, `YYYY-MM-DD`.
    public var first = "2020-01-01"
    public var days = 3
    /// Raw files of job listings a day.
    public var filesPerDay = 20
    /// Job listings a raw file.
    public var recordsPerFile = 100
    /// Which sources to write.
    public var sources: Set<DemoSource> = [.jobs, .impressions, .clicks]
    /// Impressions a day; nil for five per job listing.
    public var impressionsPerDay: Int?
    /// The share of lines that cannot be used, from 0 to 0.5. Above 0 there are also as many odd records, blank lines, and
    /// files with CRLF, without a final newline or with a byte order mark.
    public var dirtyShare = 0.0
    /// How many files are made at once.
    public var threads = 2
    /// Whether to replace days that are there already.
    public var replace = false

    public init() {}

    var jobsPerDay: Int { filesPerDay * recordsPerFile }
    var impressions: Int { impressionsPerDay ?? jobsPerDay * 5 }

    /// The first day, when all options make sense together.
    func checkedFirstDay() throws(DemoCorpusError) -> CalendarDay {
      guard let day = CalendarDay(first) else {
        throw DemoCorpusError(
          .invalidOption, "first day '\(first)': not a date. Write it as YYYY-MM-DD, say 2020-01-31.")
      }
      try check("days", days, 1...36_500)
      try check("files per day", filesPerDay, 1...10_000_000)
      try check("records per file", recordsPerFile, 1...1_000_000)
      try check("impressions per day", impressions, 0...(1 << 36))
      try check("threads", threads, 1...1024)
      guard dirtyShare >= 0, dirtyShare <= 0.5 else {
        throw DemoCorpusError(
          .invalidOption, "dirty share \(dirtyShare): out of range. Give a share from 0 to 0.5, say 0.01 for 1 %.")
      }
      guard !sources.isEmpty else {
        throw DemoCorpusError(.invalidOption, "no source to make. Choose one or more of jobs, impressions and clicks.")
      }
      return day
    }

    private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(DemoCorpusError) {
      guard range.contains(value) else {
        throw DemoCorpusError(
          .invalidOption,
          "\(name) \(value): out of range. Give a number from \(range.lowerBound) to \(range.upperBound).")
      }
    }
  }
}
