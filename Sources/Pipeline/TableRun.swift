import Features
import Foundation
import Storage
import Table

/// A run over days of one table.
public final class TableRun {
  /// Names the run in parts, reports and the history: time of its start, and something random.
  public let run: String
  let settings: TableSettings
  let source: Source
  private let table: DeltaTable
  private let events: @Sendable (RunEvent) -> Void
  private let isInterrupted: @Sendable () -> Bool
  /// One for each worker; empty where there is no function.
  let hosts: [FunctionHost]
  /// Tells which day's function prints a line: workers outlive days.
  private let currentDay: CurrentDay

  /// - Parameter warehouse: rooted at the table's folder.
  public init(
    _ settings: TableSettings, source: Source, warehouse: any ObjectStore,
    events: @escaping @Sendable (RunEvent) -> Void, isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.settings = settings
    self.source = source
    self.events = events
    self.isInterrupted = isInterrupted
    table = DeltaTable(store: warehouse)
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    run = "\(time)-\(UUID().uuidString.prefix(8).lowercased())"
    let currentDay = CurrentDay()
    self.currentDay = currentDay
    if let function = settings.function, let python = settings.python {
      hosts = (0..<settings.workers).map { _ in
        FunctionHost(
          function, python: python,
          printed: { events(.output(table: settings.name, day: currentDay.value, line: $0)) },
          isInterrupted: isInterrupted)
      }
    } else {
      hosts = []
    }
  }

  /// Builds and publishes one day. Whatever goes wrong is in the report.
  /// - Parameter day: `YYYY-MM-DD`.
  public func build(day: String) -> DayReport {
    currentDay.value = day
    let monitor = DayMonitor(table: settings.name, day: day, events: events, interrupted: isInterrupted)
    var report = DayReport(
      run: run, table: settings.name, day: day, outcome: .published, started: Date().formatted(.iso8601))
    let build = DayBuild(
      day: day, run: run, settings: settings, source: source, table: table, workers: FeatureWorkers(self), monitor: monitor)
    do throws(PipelineError) {
      try monitor.check()
      if try !build.build(&report) { report.outcome = .empty }
    } catch {
      report.outcome =
        switch error.code {
        case .interrupted: .interrupted
        case .conflict: .conflict
        default: .failed
        }
      report.error = error.message
      if report.counts.read == 0 { report.counts = monitor.soFar }
    }
    report.seconds = monitor.seconds
    keep(report)
    events(.dayFinished(report))
    return report
  }

  /// Leaves the report beside the table. A table that does not exist gets none for a day that came to nothing.
  private func keep(_ report: DayReport) {
    guard report.outcome != .empty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let bytes = try? encoder.encode(report) else { return }
    do {
      try table.store.write("_runs/\(run)-\(report.day).json", Array(bytes) + [UInt8(ascii: "\n")])
    } catch {
      events(.notice(table: report.table, day: report.day, message: "the run report could not be kept: \(error)"))
    }
  }
}

/// Sendable: the value is used under the lock only.
private final class CurrentDay: @unchecked Sendable {
  private let lock = NSLock()
  private var day = ""

  var value: String {
    get { lock.withLock { day } }
    set { lock.withLock { day = newValue } }
  }
}
