import Pipeline

/// What a run did, at its end: a table whose numbers add up, and below it what needs a look.
public struct Summary {
  private let reports: [DayReport]
  private let seconds: Double?
  private let style: Style

  /// - Parameter seconds: how long the whole run took; nil leaves it out.
  public init(_ reports: [DayReport], seconds: Double? = nil, style: Style = Style(isColoured: false)) {
    self.reports = reports
    self.seconds = seconds
    self.style = style
  }

  /// Sum of the days that were published.
  public static func published(_ reports: [DayReport]) -> Counts {
    var sum = Counts()
    for report in reports where report.outcome == .published { sum += report.counts }
    return sum
  }

  /// - Parameter width: columns to fit the table in, if need be without its less important ones; nil for no limit.
  public func lines(width: Int? = nil) -> [String] {
    guard !reports.isEmpty else { return [] }
    var lines = table(width)
    lines[0] = style.bold(lines[0])
    let notes = SummaryNotes(reports, style: style).lines()
    return lines + (notes.isEmpty ? [] : [""] + notes)
  }

  private func table(_ width: Int?) -> [String] {
    let hasAdded = reports.contains { $0.outcome == .published && $0.counts.added > 0 }
    let header =
      ["table", "day", "read"] + (hasAdded ? ["+", "added"] : []) + [
        "=", "written", "+", "dropped", "+", "quarantined",
      ]
      + ["outcome", "version", "parts", "size", "speed", "time"]
    let left: Set = ["table", "day", "outcome"]
    var table = TextTable(header, alignments: header.map { left.contains($0) ? .left : .right })
    for report in reports { table.add(row(report, hasAdded: hasAdded)) }
    let published = reports.filter { $0.outcome == .published }
    if reports.count > 1 { table.add(total(of: published, hasAdded: hasAdded)) }
    return table.lines(width: width, droppable: ["size", "parts", "speed", "version", "time"])
  }

  private func row(_ report: DayReport, hasAdded: Bool) -> [String] {
    var row = [report.table, report.day]
    guard report.outcome == .published else {
      row += equation(nil, hasAdded: hasAdded) + [report.outcome.rawValue, report.tableVersion.map(String.init) ?? ""]
      return report.seconds > 0 ? row + ["", "", "", HumanNumber.duration(report.seconds)] : row
    }
    row += equation(report.counts, hasAdded: hasAdded)
    row += [report.outcome.rawValue, report.tableVersion.map(String.init) ?? ""]
    row += [HumanNumber.count(report.parts), HumanNumber.bytes(report.partBytes)]
    row += [HumanNumber.throughput(bytes: report.bytes, seconds: report.seconds) ?? ""]
    return row + [HumanNumber.duration(report.seconds)]
  }

  private func total(of published: [DayReport], hasAdded: Bool) -> [String] {
    let bytes = published.reduce(0) { $0 + $1.bytes }
    var row = ["total", HumanNumber.count(published.count, "day")]
    row += equation(Self.published(reports), hasAdded: hasAdded) + [published.isEmpty ? "" : "published", ""]
    row += [HumanNumber.count(published.reduce(0) { $0 + $1.parts })]
    row += [HumanNumber.bytes(published.reduce(0) { $0 + $1.partBytes })]
    row += [seconds.flatMap { HumanNumber.throughput(bytes: bytes, seconds: $0) } ?? ""]
    return row + [seconds.map(HumanNumber.duration) ?? ""]
  }

  /// `read = written + dropped + quarantined`, in columns. Sums that do not hold would show as `≠`.
  private func equation(_ counts: Counts?, hasAdded: Bool) -> [String] {
    guard let counts else {
      return ["–"] + (hasAdded ? ["", "–"] : []) + ["", "–", "", "–", "", "–"]
    }
    let number = HumanNumber.count(_:)
    return [number(counts.read)] + (hasAdded ? ["+", number(counts.added)] : [])
      + [counts.balances ? "=" : "≠", number(counts.written), "+", number(counts.dropped), "+"]
      + [number(counts.quarantined)]
  }
}
