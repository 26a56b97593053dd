/// What became of the records of a day, a shard or a run.
///
/// `read + added == written + dropped + quarantined` holds for every value that leaves the pipeline; ``balances`` says so.
public struct Counts: Sendable, Hashable, Codable {
  /// Lines that hold something: records and lines that could not be used. Blank lines do not count.
  public var read = 0
  /// Rows in the table.
  public var written = 0
  /// Records that the feature function returned no row for.
  public var dropped = 0
  /// Rows beyond one per record, where the feature function returned more rows than it was given.
  public var added = 0
  /// Lines in the quarantine.
  public var quarantined = 0

  public init() {}

  public var balances: Bool { read + added == written + dropped + quarantined }

  public static func += (sum: inout Counts, other: Counts) {
    sum.read += other.read
    sum.written += other.written
    sum.dropped += other.dropped
    sum.added += other.added
    sum.quarantined += other.quarantined
  }
}
