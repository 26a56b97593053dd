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
}
