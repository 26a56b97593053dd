import Foundation
import Pipeline

/// One JSON object a line on standard output, for programs. `event` tells them apart.
struct JSONView: ProgressView {
  /// Seconds between two lines of progress of a day.
  private static let pause = 1.0

  let console: Console
  private var lastProgress: [String: Double] = [:]

  init(console: Console) {
    self.console = console
  }

  mutating func show(_ event: RunEvent) {
    switch event {
    case .planned(let table, let day, let files, let bytes, let shards):
      var line = Line(event: "planned", table: table, day: day)
      (line.files, line.bytes, line.shards) = (files, bytes, shards)
      write(line)
    case .progress(let table, let day, let progress):
      let (key, now) = ("\(table) \(day)", console.now())
      guard now - lastProgress[key, default: -.infinity] >= Self.pause else { return }
      lastProgress[key] = now
      var line = Line(event: "progress", table: table, day: day)
      line.counts = progress.counts
      (line.filesRead, line.files) = (progress.filesRead, progress.filesTotal)
      (line.bytesRead, line.bytes) = (progress.bytesRead, progress.bytesTotal)
      line.seconds = progress.seconds
      write(line)
    case .output(let table, let day, let text):
      var line = Line(event: "output", table: table, day: day)
      line.line = text
      write(line)
    case .notice(let table, let day, let message):
      var line = Line(event: "notice", table: table, day: day)
      line.message = message
      write(line)
    case .dayFinished(let report):
      lastProgress["\(report.table) \(report.day)"] = nil
      var line = Line(event: "day_finished", table: report.table, day: report.day)
      line.report = report
      write(line)
    }
  }

  mutating func stop() {}

  mutating func forecast(_ reports: [DayReport]) {
    for report in reports {
      var line = Line(event: "day_planned", table: report.table, day: report.day)
      line.report = report
      write(line)
    }
  }

  mutating func finish(_ reports: [DayReport], seconds: Double?) {
    let total = Summary.published(reports)
    var line = Line(event: "finished")
    (line.days, line.counts, line.seconds) = (reports.count, total, seconds)
    line.failed = reports.filter { [.failed, .conflict, .interrupted].contains($0.outcome) }.count
    write(line)
  }

  private func write(_ line: Line) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Nothing here can fail to encode: strings, integers and doubles with a strategy for every value.
    guard let data = try? encoder.encode(line) else { return }
    console.out(String(decoding: data, as: UTF8.self) + "\n")
  }

  /// What a line may hold; absent keys are left out.
  private struct Line: Encodable {
    var event: String
    var table: String?
    var day: String?
    var files: Int?
    var filesRead: Int?
    var bytes: Int?
    var bytesRead: Int?
    var shards: Int?
    var days: Int?
    var failed: Int?
    var counts: Counts?
    var seconds: Double?
    var line: String?
    var message: String?
    var report: DayReport?
  }
}
