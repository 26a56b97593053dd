import Foundation

/// A commit that makes the table what it was at an earlier version.
struct Restoration: CommitPlan {
  let id = UUID().uuidString.lowercased()
  var latest: Snapshot?
  let target: Snapshot
  private let readVersion: Int

  /// Programs whose transactions begin like this are ours: what they say belongs to the parts, and goes back with them.
  /// Others' stay: a program that feeds the table must not feed it twice.
  private static let ownApplications = "sluice"

  init(_ target: Snapshot, base: Snapshot) {
    self.target = target
    latest = base
    readVersion = base.version
  }

  func check(against entry: LogEntry) throws(TableError) {
    for action in entry.actions {
      let day: String?
      switch action {
      case .add(let file): day = file.day
      case .remove(let file):
        day = file.partitionValues?[TableMetadata.dayColumn.name] ?? latest?.file(loggedPath: file.loggedPath)?.day
      case .metadata, .tableProtocol, .transaction: day = nil
      case .commitInfo, .other: continue
      }
      let run = entry.info?.run
      throw TableError(
        .conflict(day: day ?? "", version: entry.version, run: run),
        message:
          "\(run.map { "run \($0)" } ?? entry.info?.engine ?? "another program") made version \(entry.version) while version "
          + "\(target.version) was being restored; nothing was changed, look at the history and run the same command again"
      )
    }
  }

  /// Parts that come back, and parts that go.
  var difference: (added: [AddFile], removed: [AddFile]) {
    let now = Set((latest?.files ?? []).map(\.loggedPath))
    let then = Set(target.files.map(\.loggedPath))
    return (
      target.files.filter { !now.contains($0.loggedPath) },
      (latest?.files ?? []).filter { !then.contains($0.loggedPath) }
    )
  }

  func entry(timestamp: Int) throws(TableError) -> LogEntry {
    guard let latest else { throw TableError(.noSuchVersion, message: "there is no table") }
    try latest.tableProtocol.checkWritable()
    let (added, removed) = difference
    if latest.metadata.isAppendOnly && !removed.isEmpty {
      throw TableError(
        .unsupported,
        message: "no part may go (delta.appendOnly is true); set it to false with the tool that set it")
    }
    var actions: [LogAction] = []
    if latest.metadata != target.metadata { actions.append(.metadata(target.metadata)) }
    actions += removed.map { .remove(RemoveFile($0, deleted: timestamp, dataChange: true)) }
    actions += added.map { file in
      var file = file
      file.dataChange = true
      return .add(file)
    }
    actions += applications(latest).map { app, version in
      .transaction(ApplicationTransaction(appID: app, version: version, updated: timestamp))
    }
    let info = CommitInfo(
      timestamp: timestamp, operation: "RESTORE", run: nil, transaction: id,
      parameters: ["version": String(target.version)],
      metrics: [
        "numRestoredFiles": String(added.count), "numRemovedFiles": String(removed.count),
        "restoredFilesSize": String(added.reduce(0) { $0 + $1.size }),
        "removedFilesSize": String(removed.reduce(0) { $0 + $1.size }),
        "numOfFilesAfterRestore": String(target.count),
        "tableSizeAfterRestore": String(target.files.reduce(0) { $0 + $1.size }),
      ],
      details: [:], readVersion: readVersion, isBlindAppend: false)
    return LogEntry(version: latest.version + 1, actions: [.commitInfo(info)] + actions)
  }

  /// Our transactions that differ; one that the target does not have cannot be taken back, and becomes -1.
  private func applications(_ latest: Snapshot) -> [(String, Int)] {
    latest.transactions.filter { $0.key.hasPrefix(Self.ownApplications) }.sorted { $0.key < $1.key }
      .compactMap { app, version in
        let then = target.transactions[app] ?? -1
        return then == version ? nil : (app, then)
      }
  }
}
