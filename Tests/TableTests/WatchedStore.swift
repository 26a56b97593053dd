import Storage
import Synchronization

/// A store that notes what is read whole, and refuses to write what a test forbids.
final class WatchedStore: ObjectStore {
  let store: LocalStore
  let reads = Mutex<[String]>([])
  /// Paths with this in them cannot be written.
  let forbidden = Mutex<String?>(nil)

  init(_ store: LocalStore) { self.store = store }

  var location: String { store.location }
  func list(prefix: String) throws(StorageError) -> [ObjectInfo] { try store.list(prefix: prefix) }
  func unfinished(prefix: String) throws(StorageError) -> [ObjectInfo] { try store.unfinished(prefix: prefix) }
  func read(_ path: String) throws(StorageError) -> [UInt8] {
    let bytes = try store.read(path)
    reads.withLock { $0.append(path) }
    return bytes
  }
  func open(_ path: String, at offset: Int) throws(StorageError) -> any ObjectReader {
    try store.open(path, at: offset)
  }
  func write(_ path: String, _ bytes: [UInt8]) throws(StorageError) {
    if let word = forbidden.withLock({ $0 }), path.contains(word) {
      throw StorageError(.noSpace, path: path, message: "no space")
    }
    try store.write(path, bytes)
  }
  func writeIfAbsent(_ path: String, _ bytes: [UInt8]) throws(StorageError) -> Bool {
    try store.writeIfAbsent(path, bytes)
  }
  func makeWriter(_ path: String) throws(StorageError) -> any ObjectWriter { try store.makeWriter(path) }
  func delete(_ path: String) throws(StorageError) { try store.delete(path) }
  func localPath(_ path: String) -> String? { store.localPath(path) }
}
