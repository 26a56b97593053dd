import Glibc

/// Objects as files under one folder of this machine.
///
/// Writes go to a hidden temporary file in the folder of their object (`.<name>.<pid>-<random>.tmp`), are synced, and then take
/// their name in one step; the folder is synced after that. So an object is there whole or not at all, also after a power cut,
/// and a crash leaves at worst a temporary file, which ``list(prefix:)`` does not show and ``unfinished(prefix:)`` does.
public struct LocalStore: ObjectStore {
  public let location: String
  /// Absolute, without a slash at the end.
  private let root: String

  /// - Parameter folder: the root, absolute or relative to the current folder. It is created by the first write.
  public init(_ folder: String) {
    location = folder
    var absolute = folder
    if !folder.hasPrefix("/"), let current = getcwd(nil, 0) {
      absolute = folder.isEmpty ? String(cString: current) : "\(String(cString: current))/\(folder)"
      free(current)
    }
    while absolute.utf8.count > 1 && absolute.hasSuffix("/") { absolute.removeLast() }
    root = absolute == "/" ? "" : absolute
  }

  public func list(prefix: String) throws(StorageError) -> [ObjectInfo] {
    try FolderWalk.files(below: file(for: prefix, .list), prefix: prefix, temporary: false)
  }

  /// Temporary files of writes that are under way or whose process died, as ``list(prefix:)`` would show them.
  public func unfinished(prefix: String) throws(StorageError) -> [ObjectInfo] {
    try FolderWalk.files(below: file(for: prefix, .list), prefix: prefix, temporary: true)
  }

  public func read(_ path: String) throws(StorageError) -> [UInt8] {
    try LocalReader(file: file(for: path, .read), path: path).readAll()
  }

  public func open(_ path: String, at offset: Int) throws(StorageError) -> any ObjectReader {
    try LocalReader(file: file(for: path, .read), path: path, offset: offset)
  }

  public func write(_ path: String, _ bytes: [UInt8]) throws(StorageError) {
    let writer = try LocalWriter(file: file(for: path, .write), path: path)
    try writer.write(all: bytes)
    try writer.publish()
  }

  public func writeIfAbsent(_ path: String, _ bytes: [UInt8]) throws(StorageError) -> Bool {
    let writer = try LocalWriter(file: file(for: path, .write), path: path)
    try writer.write(all: bytes)
    return try writer.publishIfAbsent()
  }

  public func makeWriter(_ path: String) throws(StorageError) -> any ObjectWriter {
    try LocalWriter(file: file(for: path, .write), path: path)
  }

  public func delete(_ path: String) throws(StorageError) {
    let file = try file(for: path, .delete)
    if unlink(file) == 0 || errno == ENOENT || errno == ENOTDIR { return }
    // Linux answers EISDIR for a folder; others EPERM.
    throw StorageError(errno: errno, path: path, while: .delete)
  }

  public func localPath(_ path: String) -> String? {
    path.isEmpty ? (root.isEmpty ? "/" : root) : "\(root)/\(path)"
  }

  /// The absolute path of an object, after checking that it stays below the root.
  private func file(for path: String, _ intent: StorageError.Intent) throws(StorageError) -> String {
    if path.utf8.contains(0) || path.hasPrefix("/") || path.split(separator: "/").contains("..") {
      throw StorageError(
        intent.code, path: path, message: "is no path inside \(location); it must be relative, without `..` and NUL")
    }
    return "\(root)/\(path)"
  }
}
