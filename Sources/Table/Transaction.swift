import Columnar
import Foundation

/// A change on its way into the log: what it conflicts with, and the entry that it becomes on top of a given version.
struct Transaction: CommitPlan {
  let change: TableChange
  /// Unique to this commit, and in its entry.
  let id = UUID().uuidString.lowercased()
  /// Of a table that this commit makes.
  private let tableID = UUID().uuidString.lowercased()
  /// The version to build upon; nil while there is no table. Everything up to it has been checked for conflicts.
  var latest: Snapshot?
  private let readVersion: Int?

  init(_ change: TableChange, base: Snapshot?) throws(TableError) {
    self.change = change
    latest = base
    readVersion = base?.version
    try checkItself()
    if case .optimize(let paths) = change.mode {
      let live = Set((base?.files(of: change.day) ?? []).map(\.path))
      if let unknown = paths.first(where: { !live.contains($0) }) {
        throw TableError(.invalidChange, message: "\(unknown) is no live part of day \(change.day)")
      }
    }
  }

  private func checkItself() throws(TableError) {
    if CivilTime.days(date: change.day) == nil {
      throw TableError(.invalidChange, message: "\(change.day) is no day; write it as YYYY-MM-DD")
    }
    if change.schema.fields.contains(where: { $0.name.lowercased() == TableMetadata.dayColumn.name }) {
      throw TableError(
        .invalidSchema,
        message:
          "column `\(TableMetadata.dayColumn.name)` is the table's own; let the feature function name it otherwise")
    }
    var seen: Set<String> = []
    for part in change.parts {
      if !part.path.hasPrefix("\(TableMetadata.dayColumn.name)=\(change.day)/") {
        throw TableError(.invalidChange, message: "part \(part.path) is not in the folder of day \(change.day)")
      }
      if !seen.insert(part.path).inserted {
        throw TableError(.invalidChange, message: "part \(part.path) is there twice")
      }
    }
  }

  /// Throws if a commit that came first leaves this one nothing to build upon.
  func check(against entry: LogEntry) throws(TableError) {
    for action in entry.actions {
      let isConflict: Bool
      switch action {
      case .add(let file):
        isConflict = file.day == change.day && (file.dataChange && !isOptimize)
      case .remove(let file):
        // Others may leave out the values; the part's folder does not matter then, only whether it was ours to read.
        let day = file.partitionValues?[TableMetadata.dayColumn.name] ?? latest?.file(loggedPath: file.loggedPath)?.day
        isConflict = isOptimize ? replaced.contains(file.path) : day == change.day && file.dataChange
      case .transaction(let other):
        isConflict = change.transactions[other.appID] != nil
      default:
        isConflict = false
      }
      guard isConflict else { continue }
      let run = entry.info?.run
      throw TableError(
        .conflict(day: change.day, version: entry.version, run: run),
        message:
          "day \(change.day) was changed by \(run.map { "run \($0)" } ?? entry.info?.engine ?? "another program") "
          + "(version \(entry.version)) after this run had read it; nothing was published, run the same command again")
    }
  }

  /// The entry that makes this change the version after `latest`.
  /// - Parameter timestamp: milliseconds since 1970.
  func entry(timestamp: Int) throws(TableError) -> LogEntry {
    let removed = removedFiles
    let columns: Schema
    var actions: [LogAction] = []
    if let latest {
      try checkWritable(latest, removing: removed)
      let old = latest.partSchema
      if change.parts.isEmpty {
        columns = old
      } else if !isOptimize && removed.count == latest.count {
        columns = try SchemaEvolution.replace(existing: old, new: change.schema)
      } else {
        columns = try SchemaEvolution.unify(existing: old, new: change.schema, day: change.day)
      }
      if columns != old { actions.append(.metadata(try latest.metadata.with(partSchema: columns))) }
    } else {
      columns = try SchemaEvolution.unify(existing: Schema(), new: change.schema, day: change.day)
      actions.append(.tableProtocol(.ours))
      actions.append(.metadata(try TableMetadata(id: tableID, columns: columns, created: timestamp)))
    }
    actions += removed.map { .remove(RemoveFile($0, deleted: timestamp, dataChange: !isOptimize)) }
    actions += change.parts.map { part in
      .add(
        AddFile(
          path: part.path, partitionValues: [TableMetadata.dayColumn.name: change.day], size: part.size,
          modified: part.modified, dataChange: !isOptimize,
          stats: part.statistics.json(schema: columns, present: change.schema).text, tags: part.tags))
    }
    actions += change.transactions.sorted { $0.key < $1.key }.map { app, version in
      .transaction(ApplicationTransaction(appID: app, version: version, updated: timestamp))
    }
    return LogEntry(
      version: (latest?.version ?? -1) + 1, actions: [.commitInfo(info(timestamp, removed: removed))] + actions)
  }

  private var isOptimize: Bool {
    if case .optimize = change.mode { true } else { false }
  }

  private var replaced: [String] {
    if case .optimize(let paths) = change.mode { paths } else { [] }
  }

  private var removedFiles: [AddFile] {
    guard let latest else { return [] }
    switch change.mode {
    case .append: return []
    case .replace: return latest.files(of: change.day)
    case .optimize(let paths):
      let wanted = Set(paths)
      return latest.files(of: change.day).filter { wanted.contains($0.path) }
    }
  }

  private func checkWritable(_ table: Snapshot, removing removed: [AddFile]) throws(TableError) {
    try table.tableProtocol.checkWritable()
    let metadata = table.metadata
    if metadata.partitionColumns != [TableMetadata.dayColumn.name] {
      throw TableError(
        .unsupported,
        message:
          "is not partitioned by \(TableMetadata.dayColumn.name) alone, so it is not Sluice's to write; choose another table"
      )
    }
    if let rule = metadata.constraints.first {
      throw TableError(
        .unsupported, message: "has a rule that Sluice does not check (\(rule)); drop the rule, or write another table")
    }
    if metadata.isAppendOnly && !removed.isEmpty && !isOptimize {
      throw TableError(
        .unsupported,
        message: "allows no day to be replaced (delta.appendOnly is true); set it to false with the tool that set it")
    }
    for part in change.parts where table.knows(part.path) {
      throw TableError(
        .invalidChange,
        message: "part \(part.path) is in the log already; a new part needs a name that the table never had")
    }
  }

  private func info(_ timestamp: Int, removed: [AddFile]) -> CommitInfo {
    let bytes = change.parts.reduce(0) { $0 + $1.size }
    let rows = change.parts.reduce(0) { $0 + $1.statistics.rows }
    let predicate = "\(TableMetadata.dayColumn.name) = '\(change.day)'"
    var parameters = ["partitionBy": "[\"\(TableMetadata.dayColumn.name)\"]"]
    switch change.mode {
    case .replace: parameters.merge(["mode": "Overwrite", "predicate": predicate]) { $1 }
    case .append: parameters["mode"] = "Append"
    case .optimize: parameters = ["predicate": "[\"\(predicate)\"]"]
    }
    return CommitInfo(
      timestamp: timestamp, operation: isOptimize ? "OPTIMIZE" : "WRITE", run: change.run, transaction: id,
      parameters: parameters,
      metrics: [
        "numFiles": String(change.parts.count), "numOutputRows": String(rows), "numOutputBytes": String(bytes),
        "numRemovedFiles": String(removed.count),
      ],
      details: change.details.merging(["day": change.day]) { _, day in day }, readVersion: readVersion,
      isBlindAppend: change.mode == .append)
  }
}
