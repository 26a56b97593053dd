import Columnar
import JSONLines

/// What a batch of raw lines became.
public struct ExtractedBatch: Sendable {
  /// Rows for the table, in order.
  public var rows: [RecordBatch] = []
  /// Lines in the batch.
  public var read = 0
  /// Records for which the function returned no row.
  public var dropped = 0
  /// Rows beyond one per record.
  public var added = 0
  public var unusable: [Unusable] = []
  /// Records in which a key is repeated.
  public var repeatedKeys = 0
  /// Records with a value that no column could hold, by key path.
  public var rescuedKeys: [String: Int] = [:]

  public var written: Int { rows.reduce(0) { $0 + $1.rowCount } }

  /// A line for the quarantine.
  public struct Unusable: Sendable {
    /// Index of the line in the raw batch.
    public var line: Int
    public var reason: QuarantineReason
    /// The exception's type and message, for a feature function's failures.
    public var detail: String?

    public init(line: Int, reason: QuarantineReason, detail: String? = nil) {
      self.line = line
      self.reason = reason
      self.detail = detail
    }
  }

  public init() {}

  /// Settles `dropped` and `added` from `usable` records in and the rows out.
  /// - Parameter known: records without a row, where the function's form tells; otherwise only the difference is known.
  mutating func balance(usable: Int, dropped known: Int?) {
    dropped = known ?? max(0, usable - written)
    added = written + dropped - usable
  }
}

/// Turns raw batches into rows: one worker of a feature function. Used by one thread at a time.
public protocol FeatureWorker: AnyObject {
  func extract(_ raw: RawBatch) throws(FeatureError) -> ExtractedBatch
}
