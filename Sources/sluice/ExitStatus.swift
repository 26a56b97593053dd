import Pipeline
import Table

/// What the shell learns.
enum ExitStatus: Int32, Error {
  case done = 0
  /// A run failed.
  case failed = 1
  /// The command line or the configuration is wrong.
  case usage = 2
  /// Another run got in the way.
  case conflict = 3
  case interrupted = 130

  /// The status of a command about a table's versions.
  init(_ error: TableError) {
    switch error.code {
    case .conflict, .tooBusy: self = .conflict
    case .noSuchVersion: self = .usage
    default: self = .failed
    }
  }

  /// The status of a run over these days.
  init(_ reports: [DayReport]) {
    let outcomes = reports.map(\.outcome)
    self =
      outcomes.contains(.interrupted)
      ? .interrupted : outcomes.contains(.failed) ? .failed : outcomes.contains(.conflict) ? .conflict : .done
  }
}
