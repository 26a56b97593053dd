import Pipeline

/// Lines for logs and files.
struct PlainView: ProgressView {
  /// Seconds between two lines of progress.
  private static let pause = 10.0

  let console: Console
  private var days: [LiveLine.Day] = []
  private var lastProgress: Double

  init(console: Console) {
    self.console = console
    lastProgress = console.now()
  }

  mutating func show(_ event: RunEvent) {
    let style = console.errorStyle
    switch event {
    case .planned(let table, let day, let files, let bytes, let shards):
      line(EventText.planned(table: table, day: day, files: files, bytes: bytes, shards: shards))
    case .progress(let table, let day, let progress):
      days.removeAll { $0.table == table && $0.day == day }
      days.append(.init(table: table, day: day, progress: progress))
      guard console.now() - lastProgress >= Self.pause else { return }
      lastProgress = console.now()
      line(LiveLine.text(days, width: .max))
    case .output(let table, let day, let text):
      line(EventText.output(table: table, day: day, line: text, style: style))
    case .notice(let table, let day, let message):
      line(EventText.notice(table: table, day: day, message: message, style: style))
    case .dayFinished(let report):
      days.removeAll { $0.table == report.table && $0.day == report.day }
      line(EventText.finished(report, style: style))
    }
  }

  mutating func stop() {}

  mutating func forecast(_ reports: [DayReport]) {
    console.out(reports.map { EventText.forecast($0, style: console.outStyle) + "\n" }.joined())
  }

  mutating func finish(_ reports: [DayReport], seconds: Double?) {
    let summary = Summary(reports, seconds: seconds, style: console.outStyle)
    console.out(summary.lines().map { $0 + "\n" }.joined())
  }

  private func line(_ text: String) {
    console.error(text + "\n")
  }
}
