import Pipeline

/// A line at the bottom of the terminal that is painted again and again; everything else appears above it.
struct LiveView: ProgressView {
  /// Ten a second.
  private static let pause = 0.1

  let console: Console
  private var days: [LiveLine.Day] = []
  private var lastPaint = -Double.infinity
  private var isPainted = false

  init(console: Console) {
    self.console = console
  }

  mutating func show(_ event: RunEvent) {
    switch event {
    case .planned(let table, let day, let files, let bytes, _):
      var progress = DayProgress()
      (progress.filesTotal, progress.bytesTotal) = (files, bytes)
      update(table, day, progress)
      paint()
    case .progress(let table, let day, let progress):
      update(table, day, progress)
      paint()
    case .output(let table, let day, let line):
      printAbove(EventText.output(table: table, day: day, line: line, style: console.errorStyle))
    case .notice(let table, let day, let message):
      printAbove(EventText.notice(table: table, day: day, message: message, style: console.errorStyle))
    case .dayFinished(let report):
      days.removeAll { $0.table == report.table && $0.day == report.day }
      printAbove(EventText.finished(report, style: console.errorStyle))
    }
  }

  mutating func stop() {
    days = []
    clear()
  }

  mutating func forecast(_ reports: [DayReport]) {
    stop()
    console.out(reports.map { EventText.forecast($0, style: console.outStyle) + "\n" }.joined())
  }

  mutating func finish(_ reports: [DayReport], seconds: Double?) {
    stop()
    let summary = Summary(reports, seconds: seconds, style: console.outStyle)
    console.out(summary.lines(width: console.width()).map { $0 + "\n" }.joined())
  }

  private mutating func update(_ table: String, _ day: String, _ progress: DayProgress) {
    if let index = days.firstIndex(where: { $0.table == table && $0.day == day }) {
      days[index].progress = progress
    } else {
      days.append(.init(table: table, day: day, progress: progress))
    }
  }

  private mutating func printAbove(_ text: String) {
    clear()
    console.error(text + "\n")
    paint()
  }

  /// Paints if it is time to; a flood of printed lines leaves the line away until it ebbs.
  private mutating func paint() {
    let now = console.now()
    guard !days.isEmpty, now - lastPaint >= Self.pause, let width = console.width() else { return }
    // The last column stays free: some terminals wrap as soon as it is taken.
    console.error("\r" + LiveLine.text(days, width: max(1, width - 1)) + "\u{1B}[K")
    lastPaint = now
    isPainted = true
  }

  private mutating func clear() {
    if isPainted { console.error("\r\u{1B}[K") }
    isPainted = false
  }
}
