import Pipeline

/// The one line that shows how far the days under way are.
struct LiveLine {
  /// A day under way.
  struct Day {
    var table: String
    var day: String
    var progress: DayProgress
  }

  /// The most that fits in `width` columns; the first facts are kept longest.
  static func text(_ days: [Day], width: Int) -> String {
    guard let first = days.first else { return "" }
    var sum = DayProgress()
    for day in days {
      sum.counts += day.progress.counts
      sum.filesRead += day.progress.filesRead
      sum.filesTotal += day.progress.filesTotal
      sum.bytesRead += day.progress.bytesRead
      sum.bytesTotal += day.progress.bytesTotal
      sum.seconds = max(sum.seconds, day.progress.seconds)
    }
    let title = days.count == 1 ? "\(first.table) \(first.day)" : "\(days.count) days"
    let share = sum.bytesTotal > 0 ? min(100, sum.bytesRead * 100 / sum.bytesTotal) : 0
    var facts = [title, "\(share) %"]
    if let left = secondsLeft(sum) { facts.append("\(clock(left)) left") }
    facts.append("\(HumanNumber.count(sum.filesRead))/\(HumanNumber.count(sum.filesTotal)) files")
    if sum.seconds > 0 {
      facts.append("\(HumanNumber.count(Int(Double(sum.counts.read) / sum.seconds))) records/s")
    }
    if let speed = HumanNumber.throughput(bytes: sum.bytesRead, seconds: sum.seconds) { facts.append(speed) }
    facts.append("\(HumanNumber.count(sum.counts.quarantined)) quarantined")
    return fitting(facts, width: width)
  }

  private static func fitting(_ facts: [String], width: Int) -> String {
    var line = ""
    for fact in facts {
      let longer = line.isEmpty ? fact : line + "  " + fact
      if DisplayWidth.of(longer) > width { break }
      line = longer
    }
    return line.isEmpty ? DisplayWidth.cut(facts.first ?? "", to: width) : line
  }

  /// Nil until enough was read for a guess.
  static func secondsLeft(_ progress: DayProgress) -> Double? {
    guard progress.seconds >= 1, progress.bytesRead > 0, progress.bytesTotal > 0 else { return nil }
    return Double(max(0, progress.bytesTotal - progress.bytesRead)) * progress.seconds / Double(progress.bytesRead)
  }

  /// `0:07`, `1:02:03`: of a width that changes seldom.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded(.up))
    let rest = whole % 60 < 10 ? "0\(whole % 60)" : "\(whole % 60)"
    guard whole >= 3600 else { return "\(whole / 60):\(rest)" }
    let minutes = whole / 60 % 60
    return "\(whole / 3600):\(minutes < 10 ? "0" : "")\(minutes):\(rest)"
  }
}
