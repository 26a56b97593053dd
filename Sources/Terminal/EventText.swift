import Pipeline

/// Events as lines for people.
enum EventText {
  static func planned(table: String, day: String, files: Int, bytes: Int, shards: Int) -> String {
    let parts = [HumanNumber.count(files, "raw file"), HumanNumber.bytes(bytes), HumanNumber.count(shards, "shard")]
    return "\(table) \(day): \(parts.joined(separator: ", "))"
  }

  static func output(table: String, day: String, line: String, style: Style) -> String {
    style.dim("\(table) \(day) │ ") + PlainText.clean(line)
  }

  static func notice(table: String, day: String, message: String, style: Style) -> String {
    "\(table) \(day): " + style.yellow("note: ") + PlainText.clean(message)
  }

  /// ` (rebuild: features.py changed)`; nothing for a day that was not there before.
  private static func why(_ report: DayReport) -> String {
    guard let work = report.work, let reason = report.reason, reason != "not built yet" else { return "" }
    return " (\(work.rawValue): \(PlainText.clean(reason)))"
  }

  /// What a run would do: `append: 10 new raw files (+1.2 MB)`.
  static func forecast(_ report: DayReport, style: Style) -> String {
    let title = "\(report.table) \(report.day): "
    let reason = PlainText.clean(report.reason ?? "")
    switch (report.outcome, report.work) {
    case (.unchanged, _): return title + "unchanged, table at version \(report.tableVersion ?? 0)"
    case (.planned, .append): return title + style.green("append") + ": \(reason) (+\(HumanNumber.bytes(report.bytes)))"
    case (.planned, _):
      let size = "\(HumanNumber.count(report.files, "raw file")), \(HumanNumber.bytes(report.bytes))"
      return title + style.green("rebuild") + ": \(reason) (\(size))"
    case (.empty, _): return title + style.yellow(reason.isEmpty ? "no raw files" : reason)
    default: return title + style.red("failed: ") + PlainText.clean(report.error ?? "")
    }
  }

  static func finished(_ report: DayReport, style: Style) -> String {
    let title = "\(report.table) \(report.day): "
    switch report.outcome {
    case .published:
      var facts = [style.green("published") + why(report)]
      facts.append(HumanNumber.count(report.counts.written, "row"))
      if report.counts.quarantined > 0 { facts.append("\(HumanNumber.count(report.counts.quarantined)) quarantined") }
      if report.resumedBatches > 0 {
        facts.append("\(HumanNumber.count(report.resumedBatches, "batch", "batches")) taken over from a run that was stopped")
      }
      if report.packedParts > 0 { facts.append("\(HumanNumber.count(report.packedParts, "small part")) packed") }
      facts.append(HumanNumber.duration(report.seconds))
      if let speed = HumanNumber.throughput(bytes: report.bytes, seconds: report.seconds) { facts.append(speed) }
      return title + facts.joined(separator: ", ")
    case .unchanged: return title + "unchanged" + (report.tableVersion.map { ", table at version \($0)" } ?? "")
    case .planned: return forecast(report, style: style)
    case .empty: return title + style.yellow(PlainText.clean(report.reason ?? "no raw files"))
    case .failed: return title + style.red("failed, nothing published")
    case .conflict: return title + style.red("another run published it first; nothing of this one was")
    case .interrupted: return title + style.yellow("interrupted, nothing published")
    }
  }
}
