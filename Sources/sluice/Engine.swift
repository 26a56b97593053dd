import Configuration
import Pipeline
import Terminal

/// What `sluice run` asks for, with everything checked that can be without looking at raw files.
struct RunRequest: Sendable {
  var project: ProjectConfiguration
  /// With the command line's overrides in place.
  var tables: [TableConfiguration]
  /// `YYYY-MM-DD`, in order.
  var days: [String]
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

/// The seam between the command line and the pipeline.
enum Engine {
  /// Builds every day of every table. A day that fails is a report, not an error.
  static func runTables(
    _ request: RunRequest, events: @escaping @Sendable (RunEvent) -> Void
  ) throws -> [DayReport] {
    throw EngineError(status: .failed, message: "running tables is not built in yet")
  }

  /// Calls the feature function on a few records. `output` gets the lines that it prints.
  static func previewTable(
    _ request: PreviewRequest, output: @escaping @Sendable (String) -> Void
  ) throws -> Preview {
    throw EngineError(status: .failed, message: "preview is not built in yet")
  }

  static func generate(_ request: GenerateRequest) throws {
    throw EngineError(status: .failed, message: "the demo corpus is not built in yet")
  }
}
