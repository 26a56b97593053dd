import Storage

/// Reads the Parquet checkpoints of a log; the table looks for them and replays what follows.
public protocol CheckpointReader: Sendable {
  /// All actions of a checkpoint.
  func actions(of checkpoint: Checkpoint, in store: any ObjectStore) throws(TableError) -> [LogAction]
}

/// A whole table state in Parquet, which stands for all log entries up to its version (PROTOCOL.md, "Checkpoints").
public struct Checkpoint: Sendable, Hashable {
  public var version: Int
  /// Its files in the table's store, in order; several if it was written in pieces.
  public var paths: [String]
}
