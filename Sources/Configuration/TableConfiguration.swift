import Columnar
import Features
import Pipeline

/// A table of `sluice.yaml`.
public struct TableConfiguration: Sendable, Hashable {
  public static let mostRowsPerPart = 1_048_576

  public var name: String
  /// Absolute path of the folder with the raw files; nil in a derived table.
  public var source: String?
  /// Nil where the records are flattened as they are.
  public var features: FeatureReference?
  /// Nil where the function's annotations tell.
  public var input: InputForm?
  /// Columns whose types are given; nil where all are inferred.
  public var schema: [Field]?
  public var onError = PythonFunction.OnError.fail
  public var maxQuarantined = QuarantineLimit.standard
  /// Adds `_source_file` and `_source_line` to the rows.
  public var lineage = false
  /// Hands `_rescued` to the feature function.
  public var rescued = false
  public var maxRowsPerPart = TableConfiguration.mostRowsPerPart
  public var compression = Compression.snappy
  /// Records per call of the feature function.
  public var batchSize = 10_000
  /// Nil for one per core.
  public var workers: Int?
  /// Seconds that the feature function may take for a batch; nil for any.
  public var timeout: Double?
  /// The SQL of a derived table.
  public var query: String?

  /// Where the values of the table's keys are written, by key (`features`).
  public var places: [String: ConfigurationError.Place] = [:]

  public init(name: String) {
    self.name = name
  }

  public var isDerived: Bool { query != nil }
}
