import Pipeline

/// What a summary says below its table, one table at a time: quarantine, rescued and repeated keys, failures.
struct SummaryNotes {
  /// Keys, reasons, paths and columns named before the rest is only counted.
  private static let most = 5

  let reports: [DayReport]
  let style: Style

  init(_ reports: [DayReport], style: Style) {
    self.reports = reports
    self.style = style
  }

  func lines() -> [String] {
    var tables: [String] = []
    for report in reports where !tables.contains(report.table) { tables.append(report.table) }
    return tables.flatMap(notes) + reports.flatMap(failure)
  }

  private func notes(of table: String) -> [String] {
    let days = reports.filter { $0.table == table }
    var lines: [String] = []
    let reasons = sum(days.map(\.quarantineReasons))
    if !reasons.isEmpty {
      let total = HumanNumber.count(reasons.values.reduce(0, +), "line")
      lines.append("\(table): \(style.yellow("quarantined")) \(total): \(top(reasons))")
    }
    lines += list(days.compactMap(\.quarantinePath)).map { "  see \($0)" }
    let rescued = sum(days.map(\.rescuedKeys))
    if !rescued.isEmpty {
      lines.append(
        days.allSatisfy(\.keepsRescued)
          ? "\(table): \(style.yellow("rescued")) into _rescued, by key: \(top(rescued))"
          : "\(table): \(style.yellow("not handed to the function")), since no column fits, by key: \(top(rescued)); "
            + "`rescued: true` hands them over as `_rescued`")
    }
    let repeated = days.reduce(0) { $0 + $1.repeatedKeys }
    if repeated > 0 {
      let records = HumanNumber.count(repeated, "record")
      lines.append("\(table): \(style.yellow("repeated keys")) in \(records); the last value won")
    }
    let untyped = Set(days.flatMap(\.untypedColumns)).sorted()
    if !untyped.isEmpty {
      lines.append(
        "\(table): columns with nothing but nulls and empty lists, left out until they have a type: "
          + list(untyped).joined(separator: ", "))
    }
    return lines
  }

  private func failure(of report: DayReport) -> [String] {
    guard let error = report.error else { return [] }
    let title = "\(report.table) \(report.day): "
    let lines = error.split(separator: "\n", omittingEmptySubsequences: false).map { PlainText.clean(String($0)) }
    let label = report.outcome == .interrupted ? "" : style.red("\(report.outcome.rawValue): ")
    return [title + label + (lines.first ?? "")] + lines.dropFirst().map { "  " + $0 }
  }

  private func sum(_ counts: [[String: Int]]) -> [String: Int] {
    counts.reduce(into: [:]) { sum, next in sum.merge(next, uniquingKeysWith: +) }
  }

  /// Largest first, by name where equal.
  private func top(_ counts: [String: Int]) -> String {
    let sorted = counts.sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }
    return list(sorted.map { "\(PlainText.clean($0.key)) \(HumanNumber.count($0.value))" }).joined(separator: ", ")
  }

  private func list(_ texts: [String]) -> [String] {
    guard texts.count > Self.most else { return texts }
    return texts.prefix(Self.most) + ["and \(HumanNumber.count(texts.count - Self.most)) more"]
  }
}
