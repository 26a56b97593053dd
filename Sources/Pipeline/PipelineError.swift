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

  /// - Parameters:
  ///   - count: of lines that cannot be used, as text.
  ///   - first: the first few of them.
  static func tooManyQuarantined(
    _ count: String, limit: QuarantineLimit, first: [QuarantineEntry], hasMore: Bool
  ) -> PipelineError {
    var lines = ["\(count) lines cannot be used, more than max_quarantined: \(limit) allows. The first of them:"]
    for entry in first {
      lines.append("  \(entry.file):\(entry.line): \(entry.reason.rawValue)" + (entry.detail.map { " (\($0))" } ?? ""))
    }
    if hasMore { lines.append("  …") }
    lines.append("Mend the raw files, or allow more with --max-quarantined; nothing was published")
    return PipelineError(.tooManyQuarantined, lines.joined(separator: "\n"))
  }

  public var description: String { message }
}
