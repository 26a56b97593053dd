import Columnar
import Features
import Storage
import Table

/// Why a day could not be built or published.
public struct PipelineError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// The source does not exist or cannot be read.
    case source
    /// The feature function could not be loaded, or failed.
    case function
    /// Batches whose columns do not go together.
    case schemaConflict
    /// More lines in the quarantine than `max_quarantined` allows.
    case tooManyQuarantined
    /// Parts could not be written.
    case warehouse
    /// Another run published the day meanwhile.
    case conflict
    case interrupted
  }

  public var code: Code
  /// What went wrong, where and how to mend it.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: FeatureError) {
    self.init(error.code == .interrupted ? .interrupted : .function, error.description)
  }

  init(reading error: StorageError) { self.init(.source, error.description) }
  init(writing error: StorageError) { self.init(.warehouse, error.description) }

  init(_ error: TableError) {
    if case .conflict = error.code {
      self.init(.conflict, error.description)
    } else {
      self.init(error.code == .schemaConflict ? .schemaConflict : .warehouse, error.description)
    }
  }

  public var description: String { message }
}
