import Storage
import Synchronization

/// A store whose conditional writes succeed but answer otherwise, as when a network loses the answer.
final class UncertainStore: ObjectStore {
  enum Answer: Sendable { case truth, failure, someoneElse, silence }

  let store: LocalStore
  let answer = Mutex(Answer.truth)
  private let silent = Mutex<String?>(nil)

  init(_ store: LocalStore) { self.store = store }

  var location: String { store.location }
  func list(prefix: String) throws(StorageError) -> [ObjectInfo] { try store.list(prefix: prefix) }
  func read(_ path: String) throws(StorageError) -> [UInt8] {
    if silent.withLock({ $0 == path }) { throw StorageError(.unreadable, path: path, message: "no answer") }
    return try store.read(path)
  }
  func open(_ path: String) throws(StorageError) -> any ObjectReader { try store.open(path) }
  func open(_ path: String, at offset: Int) throws(StorageError) -> any ObjectReader {
    try store.open(path, at: offset)
  }
  func write(_ path: String, _ bytes: [UInt8]) throws(StorageError) { try store.write(path, bytes) }
  func makeWriter(_ path: String) throws(StorageError) -> any ObjectWriter { try store.makeWriter(path) }
  func delete(_ path: String) throws(StorageError) { try store.delete(path) }
  func localPath(_ path: String) -> String? { store.localPath(path) }

  func writeIfAbsent(_ path: String, _ bytes: [UInt8]) throws(StorageError) -> Bool {
    let wasWritten = try store.writeIfAbsent(path, bytes)
    switch answer.withLock({ $0 }) {
    case .truth: return wasWritten
    case .failure: throw StorageError(.unwritable, path: path, message: "the answer was lost")
    case .someoneElse: return false
    case .silence:
      silent.withLock { $0 = path }
      throw StorageError(.unwritable, path: path, message: "no answer")
    }
  }
}
