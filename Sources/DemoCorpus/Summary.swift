extension DemoCorpus {
  /// What was made. A day's reading adds up: lines = records + unusable + blank lines.
  public struct Summary: Sendable, Hashable, CustomStringConvertible {
    /// What was made of one source.
    public struct Counts: Sendable, Hashable {
      public var files = 0
      public var bytes = 0
      /// Records that can be used, odd ones among them.
      public var records = 0
      /// Lines that cannot be used, by what is wrong with them.
      public var faults: [LineFault: Int] = [:]
      /// Odd records, by what is odd about them.
      public var oddities: [RecordOddity: Int] = [:]
      public var blankLines = 0
      /// Clicks in the folder of the day after their impression's.
      public var lateClicks = 0

      public var unusable: Int { faults.values.reduce(0, +) }

      static func += (left: inout Counts, right: Counts) {
        left.files += right.files
        left.bytes += right.bytes
        left.records += right.records
        left.faults.merge(right.faults, uniquingKeysWith: +)
        left.oddities.merge(right.oddities, uniquingKeysWith: +)
        left.blankLines += right.blankLines
        left.lateClicks += right.lateClicks
      }
    }

    public var sources: [DemoSource: Counts] = [:]

    public var total: Counts { sources.values.reduce(into: Counts()) { $0 += $1 } }

    /// A line for each source and, for a dirty corpus, what is wrong and what is odd.
    public var description: String {
      var lines = DemoSource.allCases.compactMap { source in
        sources[source].map { "\(source.rawValue): \($0.records) records in \($0.files) files, \(size($0.bytes))" }
      }
      let total = total
      if total.unusable > 0 {
        lines.append("unusable lines: \(total.unusable) (\(list(LineFault.allCases, total.faults)))")
      }
      if !total.oddities.isEmpty {
        let odd = total.oddities.values.reduce(0, +)
        lines.append("odd records: \(odd) (\(list(RecordOddity.allCases, total.oddities)))")
      }
      if total.blankLines > 0 { lines.append("blank lines: \(total.blankLines)") }
      return lines.joined(separator: "\n")
    }

    private func list<Case: RawRepresentable<String> & Hashable>(_ cases: [Case], _ counts: [Case: Int]) -> String {
      cases.compactMap { name in counts[name].map { "\(name.rawValue) \($0)" } }.joined(separator: ", ")
    }

    private func size(_ bytes: Int) -> String {
      guard bytes >= 1_000_000 else { return "\((bytes + 500) / 1000) kB" }
      let tenths = (bytes + 50_000) / 100_000
      return "\(tenths / 10).\(tenths % 10) MB"
    }
  }

  /// How far the making has come.
  public struct Progress: Sendable, Hashable {
    public var files: Int
    public var allFiles: Int
    public var bytes: Int
  }
}
