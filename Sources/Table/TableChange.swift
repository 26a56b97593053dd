import Columnar

/// What one commit does to a table: one day, all or nothing.
public struct TableChange: Sendable {
  public enum Mode: Sendable, Hashable {
    /// The day's live parts are replaced by the new ones.
    case replace
    /// The new parts join the day's.
    case append
    /// The new parts hold the rows of these live parts of the day, packed anew; no row changes. Paths in the table's store.
    case optimize(replacing: [String])
  }

  /// `YYYY-MM-DD`.
  public var day: String
  public var mode: Mode
  /// Written and durable already, under `day_partition=<day>/`, each under a name that the table never had.
  public var parts: [NewPart]
  /// The parts' columns, without the partition column.
  public var schema: Schema
  /// The run that does this.
  public var run: String
  /// What else the history shall say: feature-code fingerprint, counts, …
  public var details: [String: String]
  /// Versions of programs by their `appId`, to be set together with the parts (PROTOCOL.md, "Transaction Identifiers").
  /// If another commit has set one of them since the change was planned, that is a conflict.
  public var transactions: [String: Int] = [:]

  public init(
    day: String, mode: Mode, parts: [NewPart], schema: Schema, run: String, details: [String: String] = [:],
    transactions: [String: Int] = [:]
  ) {
    self.day = day
    self.mode = mode
    self.parts = parts
    self.schema = schema
    self.run = run
    self.details = details
    self.transactions = transactions
  }
}

/// A part to be added to a table.
public struct NewPart: Sendable, Hashable {
  /// In the table's store: `day_partition=2020-01-01/….parquet`.
  public var path: String
  /// Bytes; readers rely on it.
  public var size: Int
  /// Milliseconds since 1970.
  public var modified: Int
  public var statistics: PartStatistics
  public var tags: [String: String]

  public init(path: String, size: Int, modified: Int, statistics: PartStatistics, tags: [String: String] = [:]) {
    self.path = path
    self.size = size
    self.modified = modified
    self.statistics = statistics
    self.tags = tags
  }
}
