/// What a run tells whoever watches it, in order of happening. Sent from several threads, one at a time.
public enum RunEvent: Sendable {
  /// A day's raw files are known and cut into shards.
  case planned(table: String, day: String, files: Int, bytes: Int, shards: Int)
  /// Totals of the day so far; sent a few times a second.
  case progress(table: String, day: String, DayProgress)
  /// A line that the feature function printed or logged.
  case output(table: String, day: String, line: String)
  /// Something the user should know that does not fail the run.
  case notice(table: String, day: String, message: String)
  case dayFinished(DayReport)
}

/// How far a day is.
public struct DayProgress: Sendable, Hashable {
  public var counts = Counts()
  public var filesRead = 0
  public var filesTotal = 0
  /// Bytes as stored.
  public var bytesRead = 0
  public var bytesTotal = 0
  /// Seconds since the day began.
  public var seconds = 0.0

  public init() {}
}
