import Foundation
import Storage

/// A table: the parts and the log in one folder, in the format of Delta Lake (reader version 1, writer version 2).
///
/// The log is the only truth about which parts are live. It is a series of entries that are written once and never changed;
/// whoever creates the next one has made the next version, all or nothing.
///
/// The specification is PROTOCOL.md of delta-io/delta.
public struct DeltaTable: Sendable {
  /// Rooted at the table's folder.
  public let store: any ObjectStore

  /// - Parameter store: rooted at the table's folder.
  public init(store: any ObjectStore) {
    self.store = store
  }

  /// The table as of a version, the latest one by default.
  /// - Returns: nil if there is no table.
  public func snapshot(version: Int? = nil) throws(TableError) -> Snapshot? {
    let listing = try listing()
    guard let latest = listing.latest else { return nil }
    let wanted = version ?? latest
    guard (0...latest).contains(wanted) else {
      throw TableError(
        .noSuchVersion, table: store.location, message: "has no version \(wanted); its versions are 0 to \(latest)")
    }
    do throws(TableError) {
      var snapshot = try start(listing, wanted: wanted)
      while snapshot.version < wanted {
        let next = snapshot.version + 1
        guard let object = listing.entries[next] else { throw Self.missing(next) }
        try snapshot.advance(to: try entry(next), timestamp: Self.milliseconds(object))
      }
      return snapshot
    } catch {
      throw error.of(table: store.location)
    }
  }

  /// The latest version, from one known earlier: reads only what came after it.
  /// - Returns: the entries in between too, oldest first.
  func advance(_ known: Snapshot) throws(TableError) -> (snapshot: Snapshot, entries: [LogEntry]) {
    var snapshot = known
    var entries: [LogEntry] = []
    while let bytes = try readIfThere(LogEntry.path(of: snapshot.version + 1)) {
      do throws(TableError) {
        let entry = try LogEntry(version: snapshot.version + 1, parsing: bytes)
        try snapshot.advance(to: entry)
        entries.append(entry)
      } catch {
        throw error.of(table: store.location)
      }
    }
    return (snapshot, entries)
  }

  /// The newest version up to `wanted` that can be had without what precedes it: a checkpoint's, or 0. A checkpoint that is
  /// damaged is passed over.
  private func start(_ listing: LogListing, wanted: Int) throws(TableError) -> Snapshot {
    var damage: TableError?
    for checkpoint in listing.checkpoints.reversed() where checkpoint.version <= wanted {
      guard listing.hasEntries(after: checkpoint.version, upTo: wanted) else { break }
      do throws(TableError) {
        return try Snapshot(
          version: checkpoint.version, timestamp: try timestamp(of: checkpoint.version, listing),
          start: try checkpoint.actions(in: store), isCheckpoint: true)
      } catch {
        // Another checkpoint would ask for the same.
        if error.code == .unsupported { throw error }
        damage = damage ?? error
      }
    }
    if let object = listing.entries[0], damage == nil || listing.hasEntries(after: 0, upTo: wanted) {
      let entry = try entry(0)
      return try Snapshot(
        version: 0, timestamp: entry.info?.timestamp ?? Self.milliseconds(object), start: entry.actions)
    }
    if let damage {
      throw TableError(
        damage.code, message: "\(damage.message), and the log before it is gone; restore one of them from a backup")
    }
    if let unknown = listing.unknownCheckpoints.filter({ $0.key <= wanted }).max(by: { $0.key < $1.key }) {
      throw TableError(
        .unsupported,
        message: "\(unknown.value) is a V2 checkpoint, which Sluice does not know; use the tool that made it")
    }
    throw Self.missing(0)
  }

  /// When a version was committed, by its entry if that is still there.
  func timestamp(of version: Int, _ listing: LogListing) throws(TableError) -> Int? {
    guard let object = listing.entries[version] else { return nil }
    return try entry(version).info?.timestamp ?? Self.milliseconds(object)
  }

  func listing() throws(TableError) -> LogListing {
    do {
      return try LogListing(store)
    } catch {
      throw TableError(error, table: store.location)
    }
  }

  func entry(_ version: Int) throws(TableError) -> LogEntry {
    guard let bytes = try readIfThere(LogEntry.path(of: version)) else { throw Self.missing(version) }
    return try LogEntry(version: version, parsing: bytes)
  }

  func readIfThere(_ path: String) throws(TableError) -> [UInt8]? {
    do {
      return try store.read(path)
    } catch  where error.code == .notFound {
      return nil
    } catch {
      throw TableError(error, table: store.location)
    }
  }

  static func missing(_ version: Int) -> TableError {
    TableError(
      .corrupt,
      message: "\(LogEntry.path(of: version)) is missing, so later versions cannot be read; restore it from a backup")
  }

  static func milliseconds(_ object: ObjectInfo) -> Int { Int(object.modified / 1_000_000) }

  static var now: Int { Int(Date().timeIntervalSince1970 * 1000) }
}
