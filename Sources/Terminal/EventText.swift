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

  static func finished(_ report: DayReport, style: Style) -> String {
    let title = "\(report.table) \(report.day): "
    switch report.outcome {
    case .published:
      var facts = [style.green("published")]
      facts.append(HumanNumber.count(report.counts.written, "row"))
      if report.counts.quarantined > 0 { facts.append("\(HumanNumber.count(report.counts.quarantined)) quarantined") }
      facts.append(HumanNumber.duration(report.seconds))
      if let speed = HumanNumber.throughput(bytes: report.bytes, seconds: report.seconds) { facts.append(speed) }
      return title + facts.joined(separator: ", ")
    case .unchanged: return title + "unchanged"
    case .empty: return title + style.yellow("no raw files")
    case .failed: return title + style.red("failed, nothing published")
    case .conflict: return title + style.red("another run published it first; nothing of this one was")
    case .interrupted: return title + style.yellow("interrupted, nothing published")
    }
  }
}
