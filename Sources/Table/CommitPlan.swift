/// What is to become the table's next version: it is checked against commits that came first, and then made an entry on top of
/// them.
protocol CommitPlan {
  /// Unique to this commit, and in its entry.
  var id: String { get }
  /// The version to build upon; nil while there is no table. Everything up to it has been checked for conflicts.
  var latest: Snapshot? { get set }

  /// Throws if a commit that came first leaves this one nothing to build upon.
  func check(against entry: LogEntry) throws(TableError)

  /// The entry that makes this plan the version after `latest`.
  /// - Parameter timestamp: milliseconds since 1970.
  func entry(timestamp: Int) throws(TableError) -> LogEntry
}
