import Columnar
import Configuration
import DemoCorpus
import Features
import Foundation
import Pipeline
import Storage
import Terminal

/// What `sluice run` asks for, with everything checked that can be without looking at raw files.
struct RunRequest: Sendable {
  var project: ProjectConfiguration
  /// With the command line's overrides in place.
  var tables: [TableConfiguration]
  /// `YYYY-MM-DD`, in order.
  var days: [String]
  /// Rebuild days in which nothing changed, too.
  var isFull = false
  /// Only tell what would be done.
  var isDryRun = false
  var daysInParallel = 1
}

/// What `sluice preview` asks for.
struct PreviewRequest: Sendable {
  var project: ProjectConfiguration
  var table: TableConfiguration
  var day: String
  var records: Int
}

/// What `sluice generate` asks for.
struct GenerateRequest: Sendable {
  var folder: String
  var days: Int
  /// `YYYY-MM-DD`.
  var first: String
  var files: Int
  var records: Int
  /// Share of lines, 0 to 0.5.
  var dirty: Double
  var seed: UInt64
  var jobsOnly: Bool
  var force: Bool
}

/// Why nothing was run.
struct EngineError: Error, CustomStringConvertible {
  var status: ExitStatus
  var message: String

  var description: String { message }
}

/// Between the command line and the pipeline: turns configuration into what the pipeline takes.
enum Engine {
  /// Builds every day of every table. A day that fails is a report, not an error.
  static func runTables(
    _ request: RunRequest, interruption: Interruption = .watch(), events: @escaping @Sendable (RunEvent) -> Void
  ) throws -> [DayReport] {
    var reports: [DayReport] = []
    for table in request.tables {
      guard !interruption.hasCome else { return reports }
      let runs = TableRuns(
        try settings(of: table, in: request.project), source: try source(of: table),
        warehouse: warehouse(of: table, in: request.project),
        daysInParallel: min(request.daysInParallel, request.days.count), events: events,
        isInterrupted: { interruption.hasCome })
      reports +=
        request.isDryRun
        ? runs.forecast(days: request.days, isFull: request.isFull)
        : runs.build(days: request.days, isFull: request.isFull)
    }
    return reports
  }

  static func tableRun(
    _ table: TableConfiguration, in project: ProjectConfiguration, events: @escaping @Sendable (RunEvent) -> Void,
    isInterrupted: @escaping @Sendable () -> Bool
  ) throws -> TableRun {
    TableRun(
      try settings(of: table, in: project), source: try source(of: table), warehouse: warehouse(of: table, in: project),
      events: events, isInterrupted: isInterrupted)
  }

  static func source(of table: TableConfiguration) throws -> Source {
    guard let source = table.source else {
      throw EngineError(status: .usage, message: "table `\(table.name)` has no source")
    }
    return Source(store: LocalStore(source))
  }

  static func warehouse(of table: TableConfiguration, in project: ProjectConfiguration) -> any ObjectStore {
    LocalStore("\(project.warehouse)/\(table.name)")
  }

  static func settings(of table: TableConfiguration, in project: ProjectConfiguration) throws -> TableSettings {
    var settings = TableSettings(name: table.name)
    if let features = table.features {
      settings.function = PythonFunction(
        name: features.name(from: project.folder), input: table.input?.rawValue, project: project.folder,
        onError: table.onError, timeout: table.timeout, lineage: table.lineage)
      do {
        settings.python = try PythonEnvironment(named: project.python, project: project.folder)
      } catch {
        throw EngineError(status: .failed, message: "\(error)")
      }
    }
    settings.schema = table.schema ?? []
    settings.rescued = table.rescued
    settings.lineage = table.lineage
    settings.maxQuarantined = table.maxQuarantined
    settings.maxRowsPerPart = table.maxRowsPerPart
    settings.compression = table.compression
    settings.batchSize = table.batchSize
    settings.workers = table.workers ?? ProcessInfo.processInfo.activeProcessorCount
    return settings
  }

  static func generate(_ request: GenerateRequest) throws {
    var options = DemoCorpus.Options()
    options.seed = request.seed
    options.first = request.first
    options.days = request.days
    options.filesPerDay = request.files
    options.recordsPerFile = request.records
    options.dirtyShare = request.dirty
    options.replace = request.force
    if request.jobsOnly { options.sources = [.jobs] }
    options.threads = ProcessInfo.processInfo.activeProcessorCount
    do {
      print(try DemoCorpus(options).generate(into: request.folder))
    } catch {
      throw EngineError(status: error.code == .invalidOption ? .usage : .failed, message: "\(error)")
    }
  }
}
