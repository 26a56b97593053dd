/// A whole table state in Parquet, which stands for all log entries up to its version (PROTOCOL.md, "Checkpoints").
struct Checkpoint: Sendable, Hashable {
  var version: Int
  /// Its files in the table's store, in order; several if it was written in pieces.
  var paths: [String]

  /// Where Sluice writes the checkpoint of a version: in one piece.
  static func path(of version: Int) -> String {
    "\(LogEntry.folder)\(LogEntry.digits(version)).checkpoint.parquet"
  }

  /// Names the newest checkpoint, for readers that do not list the log.
  static let lastPath = "\(LogEntry.folder)_last_checkpoint"
}
