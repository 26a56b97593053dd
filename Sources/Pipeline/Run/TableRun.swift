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

  /// - Parameters:
  ///   - warehouse: rooted at the table's folder.
  ///   - run: its name; nil for a new one.
  public init(
    _ settings: TableSettings, source: Source, warehouse: any ObjectStore, run: String? = nil,
    events: @escaping @Sendable (RunEvent) -> Void, isInterrupted: @escaping @Sendable () -> Bool
  ) {
    self.settings = settings
    self.source = source
    self.events = events
    self.isInterrupted = isInterrupted
    table = DeltaTable(store: warehouse)
    self.run = run ?? Self.makeName()
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

  private func build(
    _ inspection: DayInspection, _ monitor: DayMonitor, _ report: inout DayReport
  ) throws(PipelineError) {
    func build(_ inspection: DayInspection, _ monitor: DayMonitor) throws(PipelineError) {
      try DayBuild(
        day: report.day, run: run, settings: settings, source: source, table: table, workers: FeatureWorkers(self),
        monitor: monitor
      ).build(inspection, &report)
    }
    do {
      return try build(inspection, monitor)
    } catch  where error.code == .schemaConflict && inspection.decision.work == .append {
      // What does not go with the day's rows as they are may go with them when all are made anew.
    }
    var whole = try inspect(day: report.day, isFull: true)
    whole.decision.reason = "\(inspection.decision.reason), with columns that do not go with the day's"
    whole.tell(&report)
    guard report.outcome == .published else { return }
    try build(whole, DayMonitor(table: settings.name, day: report.day, events: events, interrupted: isInterrupted))
  }

  static func makeName() -> String {
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    return "\(time)-\(UUID().uuidString.prefix(8).lowercased())"
  }

  /// Builds and publishes one day. Whatever goes wrong is in the report.
  /// - Parameters:
  ///   - day: `YYYY-MM-DD`.
  ///   - isFull: rebuilds the day even if nothing changed.
  public func build(day: String, isFull: Bool = false) -> DayReport {
    currentDay.value = day
    let monitor = DayMonitor(table: settings.name, day: day, events: events, interrupted: isInterrupted)
    var report = DayReport(
      run: run, table: settings.name, day: day, outcome: .published, started: Date().formatted(.iso8601))
    do throws(PipelineError) {
      try monitor.check()
      let inspection = try inspect(day: day, isFull: isFull)
      inspection.tell(&report)
      if report.outcome == .published { try build(inspection, monitor, &report) }
      if report.work == .append { packIfDue(&report) }
      if report.outcome == .unchanged, !hosts.isEmpty { BatchStaging.clear(day: day, in: table.store) }
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

  /// Packs a day's small parts into full ones: no row changes, and readers of older versions keep theirs.
  public func pack(day: String, isDryRun: Bool = false) -> PackReport { packer(day).pack(isDryRun: isDryRun) }

  /// The days of the table; none if there is no table.
  public func days() throws(PipelineError) -> [String] {
    do {
      return try table.snapshot()?.filesByDay.keys.filter { !$0.isEmpty }.sorted() ?? []
    } catch {
      throw PipelineError(error)
    }
  }

  private func packer(_ day: String) -> DayPacker {
    // A name of its own: it may pack parts that this very run has made, and must never write over one.
    DayPacker(day: day, run: Self.makeName(), settings: settings, table: table, isInterrupted: isInterrupted)
  }

  /// After many appends. The day is published by then: should packing fail, the next run tries it again.
  private func packIfDue(_ report: inout DayReport) {
    let packer = packer(report.day)
    guard packer.isDue() else { return }
    let packed = packer.pack()
    if let error = packed.error {
      events(.notice(table: report.table, day: report.day, message: "its small parts were not packed: \(error)"))
    } else if let version = packed.tableVersion {
      report.tableVersion = version
      report.packedParts = packed.partsBefore
    }
  }

  /// Says what ``build(day:isFull:)`` would do, and why; writes nothing.
  public func forecast(day: String, isFull: Bool = false) -> DayReport {
    currentDay.value = day
    let begun = ContinuousClock.now
    var report = DayReport(
      run: run, table: settings.name, day: day, outcome: .planned, started: Date().formatted(.iso8601))
    do throws(PipelineError) {
      let inspection = try inspect(day: day, isFull: isFull, isDryRun: true)
      inspection.tell(&report)
      report.files = inspection.decision.files.count
      report.bytes = inspection.decision.files.reduce(0) { $0 + $1.size }
    } catch {
      report.outcome = error.code == .interrupted ? .interrupted : .failed
      report.error = error.message
    }
    report.seconds = (ContinuousClock.now - begun) / .seconds(1)
    return report
  }

  private func inspect(day: String, isFull: Bool, isDryRun: Bool = false) throws(PipelineError) -> DayInspection {
    try DayInspection(
      day: day, settings: settings, source: source, table: table, hosts: hosts, isFull: isFull, isDryRun: isDryRun)
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
