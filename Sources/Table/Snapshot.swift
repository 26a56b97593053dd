import Columnar

/// A table as of one version: what it is, and which parts are live.
public struct Snapshot: Sendable {
  public private(set) var version: Int
  /// When this version was committed, in milliseconds since 1970; nil if nobody said.
  public private(set) var timestamp: Int?
  public private(set) var tableProtocol: TableProtocol
  public private(set) var metadata: TableMetadata
  /// The version of the checkpoint that the log was read from; nil if it was read from its start.
  private(set) var checkpoint: Int?
  /// Live parts by their logged path.
  private var live: [String: AddFile]
  /// Ended parts by their logged path; readers of older versions need them for a while.
  private(set) var tombstones: [String: RemoveFile]

  /// The latest of each program's transactions, by its `appId`.
  private(set) var applications: [String: ApplicationTransaction]

  /// How far each program has got, by its `appId`; see ``TableChange/transactions``.
  public var transactions: [String: Int] { applications.mapValues(\.version) }

  /// The columns of the parts: what a run should give its own parts, so that they fit.
  public var partSchema: Schema { metadata.partSchema }

  /// Live parts in order of their paths, so by day.
  public var files: [AddFile] { live.values.sorted { $0.loggedPath < $1.loggedPath } }

  /// Live parts of each day, in order of their paths.
  public var filesByDay: [String: [AddFile]] { Dictionary(grouping: files) { $0.day ?? "" } }

  /// Live parts of one day, in order of their paths.
  public func files(of day: String) -> [AddFile] {
    live.values.filter { $0.day == day }.sorted { $0.loggedPath < $1.loggedPath }
  }

  func file(loggedPath: String) -> AddFile? { live[loggedPath] }

  /// Whether a part of this path is live, or was.
  func knows(_ path: String) -> Bool {
    let logged = LogPath.encode(path)
    return live[logged] != nil || tombstones[logged] != nil
  }

  var count: Int { live.count }

  /// - Parameters:
  ///   - start: the actions of version 0 or of a checkpoint.
  ///   - isCheckpoint: whether they come from a checkpoint.
  init(version: Int, timestamp: Int?, start: [LogAction], isCheckpoint: Bool = false) throws(TableError) {
    var asked: TableProtocol?
    var metadata: TableMetadata?
    for action in start {
      if case .tableProtocol(let found) = action { asked = found }
      if case .metadata(let found) = action { metadata = found }
    }
    guard let asked, let metadata else {
      throw TableError(
        .corrupt, message: "version \(version) has no protocol or no metaData action, so this is no table")
    }
    self.version = version
    self.timestamp = timestamp
    checkpoint = isCheckpoint ? version : nil
    self.metadata = metadata
    tableProtocol = asked
    live = [:]
    tombstones = [:]
    applications = [:]
    try apply(start)
  }

  /// Goes on to the next version.
  /// - Parameter timestamp: when it was committed, should the entry not say.
  mutating func advance(to entry: LogEntry, timestamp: Int? = nil) throws(TableError) {
    version = entry.version
    self.timestamp = entry.info?.timestamp ?? timestamp
    try apply(entry.actions)
  }

  /// A checkpoint of this version has been written.
  mutating func noteCheckpoint() { checkpoint = version }

  private mutating func apply(_ actions: [LogAction]) throws(TableError) {
    // The order within a version means nothing; a part that is both removed and added is live.
    for case .remove(let file) in actions {
      live[file.loggedPath] = nil
      tombstones[file.loggedPath] = file
    }
    for action in actions {
      switch action {
      case .add(let file):
        live[file.loggedPath] = file
        tombstones[file.loggedPath] = nil
      case .tableProtocol(let asked):
        try asked.checkReadable()
        tableProtocol = asked
      case .metadata(let changed):
        metadata = changed
      case .transaction(let transaction):
        applications[transaction.appID] = transaction
      case .remove, .commitInfo, .other:
        break
      }
    }
  }
}
