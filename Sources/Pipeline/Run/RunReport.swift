/// What a run did to one day: printed as the summary, and kept as JSON beside the table.
public struct DayReport: Sendable, Codable {
  public enum Outcome: String, Sendable, Codable {
    /// The day appeared or was replaced.
    case published
    /// Nothing had changed since the day was last built.
    case unchanged
    /// A dry run: this is what a run would do.
    case planned
    /// The source has no raw files for the day.
    case empty
    case failed
    /// Another run published the day while this one was under way.
    case conflict
    case interrupted
  }

  /// What a run has to do for a day.
  public enum Work: String, Sendable, Codable {
    /// The day stands as its raw files, code and configuration have it.
    case nothing
    /// There are new raw files, and nothing else changed: they alone are read, and their parts join the day's.
    case append
    /// All raw files are read, and their parts replace what is there.
    case rebuild
  }

  public var run: String
  public var table: String
  /// `YYYY-MM-DD`.
  public var day: String
  public var outcome: Outcome
  /// What there was to do; nil if the run did not get far enough to tell.
  public var work: Work?
  /// Why: `10 new raw files`, `features.py changed`.
  public var reason: String?
  /// Of what this run read.
  public var counts = Counts()
  /// Of the whole day as it is now, and how many raw files it is from; nil unless published or unchanged.
  public var dayCounts: Counts?
  public var dayFiles: Int?
  /// Raw files read, and their bytes as stored.
  public var files = 0
  public var bytes = 0
  public var parts = 0
  /// Bytes of the parts.
  public var partBytes = 0
  /// Batches that an earlier run, which did not come to its end, had done already.
  public var resumedBatches = 0
  /// Small parts that were packed into full ones after the day was published.
  public var packedParts = 0
  /// Version of the table in which the day is as this report says; nil unless published or unchanged.
  public var tableVersion: Int?
  public var started: String
  public var seconds = 0.0
  /// Quarantined lines by reason.
  public var quarantineReasons: [String: Int] = [:]
  /// Records with a value that no column could hold, by key path (`location.zip`).
  public var rescuedKeys: [String: Int] = [:]
  /// Whether these values are in `_rescued`: always without a function, with one where `rescued: true` hands them to it.
  public var keepsRescued = true
  /// Records in which a key is repeated; the last value won.
  public var repeatedKeys = 0
  /// Columns with nothing but nulls and empty lists; they join the table once they have a type.
  public var untypedColumns: [String] = []
  /// The folder with the day's quarantine, as a user would write it; nil if this run put no lines there.
  public var quarantinePath: String?
  /// What went wrong, where and how to mend it; nil unless failed.
  public var error: String?

  public init(run: String, table: String, day: String, outcome: Outcome, started: String) {
    self.run = run
    self.table = table
    self.day = day
    self.outcome = outcome
    self.started = started
  }
}
