import Storage

/// A version of a table: who made it, when and how.
public struct TableVersion: Sendable, Hashable {
  public var version: Int
  /// Milliseconds since 1970: what its writer said, else when the entry was written.
  public var timestamp: Int
  /// nil if the writer said nothing.
  public var info: CommitInfo?
}

extension DeltaTable {
  /// The table's versions, newest first; those that only a checkpoint holds are left out.
  /// - Parameter limit: nil for all.
  public func history(limit: Int? = nil) throws(TableError) -> [TableVersion] {
    let entries = try listing().entries.sorted { $0.key > $1.key }
    var versions: [TableVersion] = []
    for (version, object) in entries.prefix(limit ?? entries.count) {
      let info: CommitInfo?
      do {
        info = try entry(version).info
      } catch {
        throw error.of(table: store.location)
      }
      versions.append(
        TableVersion(version: version, timestamp: info?.timestamp ?? Self.milliseconds(object), info: info))
    }
    return versions
  }

  /// Files in the folders of days that no version needs which was the latest one within the last `retention` seconds, and that
  /// are older than that: what a vacuum may delete. Unfinished writes of that age are among them.
  public func unreferencedFiles(retention: Double) throws(TableError) -> [ObjectInfo] {
    guard let snapshot = try snapshot() else { return [] }
    let oldest = Self.now - Int(retention * 1000)
    var needed = Set(snapshot.files.map(\.path))
    for removed in snapshot.tombstones.values where removed.deleted ?? 0 >= oldest { needed.insert(removed.path) }
    do {
      let found = try store.list(prefix: "") + store.unfinished(prefix: "")
      return found.filter { object in
        object.path.hasPrefix("\(TableMetadata.dayColumn.name)=") && !needed.contains(object.path)
          && Self.milliseconds(object) < oldest
      }
    } catch {
      throw TableError(error, table: store.location)
    }
  }
}
