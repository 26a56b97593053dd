import Columnar
import Features

/// How a table is built: what `sluice.yaml` says of it, resolved.
public struct TableSettings: Sendable {
  public var name: String
  /// Nil for tables whose records are flattened as they are.
  public var function: PythonFunction?
  public var python: PythonEnvironment?
  /// Types that the configuration asks for.
  public var schema: [Field] = []
  /// Whether the function is handed `_rescued`.
  public var rescued = false
  public var lineage = false
  public var maxQuarantined = QuarantineLimit.percent(1)
  public var maxRowsPerPart = 1 << 20
  public var compression = Compression.snappy
  public var batchSize = 10_000
  /// Days, shards and files are spread over this many workers.
  public var workers = 2

  public init(name: String) { self.name = name }
}
