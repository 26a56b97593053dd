import Storage

/// Files that no reader and no run needs any longer.
public struct VacuumPlan: Sendable {
  /// Parts, live at no version within the retention, or never.
  public var parts: [ObjectInfo] = []
  /// What writes and runs left that were never finished.
  public var unfinished: [ObjectInfo] = []

  /// Manifests and quarantines that no day goes by any longer; the log does not know of them, so a caller may add them.
  public var records: [ObjectInfo] = []

  public var files: [ObjectInfo] { parts + unfinished + records }
  public var bytes: Int { files.reduce(0) { $0 + $1.size } }
}

extension DeltaTable {
  /// Where runs keep what they may go on with if they are killed; whatever is in it can be made again.
  public static let stagingFolder = "_staging/"

  /// What a vacuum would delete, if it is older than `retention` seconds: files in the folders of days that belong to no version
  /// that was the latest within that time, unfinished writes, and batches that runs kept aside. Whatever is younger may belong
  /// to a run that is under way. The log, and what else lies in folders with `_`, stays.
  public func vacuumPlan(retention: Double) throws(TableError) -> VacuumPlan {
    let oldest = Self.now - Int(retention * 1000)
    var plan = VacuumPlan()
    do {
      // Listed before the log is read: what is published in between is not in the list.
      let all = try store.list(prefix: "")
      plan.parts = all.filter { $0.path.hasPrefix("\(TableMetadata.dayColumn.name)=") }
      plan.unfinished = try all.filter { $0.path.hasPrefix(Self.stagingFolder) } + store.unfinished(prefix: "")
    } catch {
      throw TableError(error, table: store.location)
    }
    let needed = try neededParts(since: oldest)
    plan.parts.removeAll { needed.contains($0.path) || Self.milliseconds($0) > oldest }
    plan.unfinished.removeAll { Self.milliseconds($0) > oldest }
    return plan
  }

  /// Deletes what a plan names.
  /// - Parameter deleted: told after each file.
  public func vacuum(_ plan: VacuumPlan, deleted: (ObjectInfo) -> Void = { _ in }) throws(TableError) {
    for file in plan.files {
      do {
        try store.delete(file.path)
      } catch {
        throw TableError(error, table: store.location)
      }
      deleted(file)
    }
  }

  /// Paths of the parts of every version that was the latest at or after an instant: the live ones, and those that ended since.
  private func neededParts(since oldest: Int) throws(TableError) -> Set<String> {
    guard let snapshot = try snapshot() else {
      throw TableError(.noSuchVersion, table: store.location, message: "there is no table")
    }
    do throws(TableError) {
      try snapshot.tableProtocol.checkWritable()
      var needed = Set(snapshot.files.map(\.path))
      for removed in snapshot.tombstones.values where removed.deleted ?? 0 >= oldest { needed.insert(removed.path) }
      // A checkpoint forgets parts that ended long ago, so the entries are asked, back to the first that is too old.
      let listing = try listing()
      var version = snapshot.version
      while let object = listing.entries[version] {
        let entry = try entry(version)
        if max(entry.info?.timestamp ?? 0, Self.milliseconds(object)) < oldest { break }
        for case .remove(let removed) in entry.actions { needed.insert(removed.path) }
        version -= 1
      }
      return needed
    } catch {
      throw error.of(table: store.location)
    }
  }
}
