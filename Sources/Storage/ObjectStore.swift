/// What the log, parts, manifests and raw files are kept in: a folder on disk or, later, an S3 prefix.
///
/// Paths are relative to the store's root, use `/`, and never begin with one. Every call blocks until it is done; callers
/// that want parallel requests use threads. All errors are ``StorageError``.
public protocol ObjectStore: Sendable {
  /// The root as a user would write it, for messages: `./warehouse/clicks` or `s3://bucket/clicks`.
  var location: String { get }

  /// Every object whose path begins with `prefix` (a folder path ending in `/`, or empty for all), in ascending order of
  /// the path's UTF-8 bytes. A folder that does not exist has no objects. Unfinished writes are not listed.
  func list(prefix: String) throws(StorageError) -> [ObjectInfo]

  /// What writes that were never finished have left behind, as ``list(prefix:)`` would show it; such a write may still be
  /// under way.
  func unfinished(prefix: String) throws(StorageError) -> [ObjectInfo]

  /// The whole object.
  func read(_ path: String) throws(StorageError) -> [UInt8]

  /// Opens an object to be read in pieces, from byte `offset` to the end.
  func open(_ path: String, at offset: Int) throws(StorageError) -> any ObjectReader

  /// Writes or replaces an object; durable, and never visible in part.
  func write(_ path: String, _ bytes: [UInt8]) throws(StorageError)

  /// Writes an object if none has that path; durable, and never visible in part.
  /// - Returns: false if one was there already; it is left as it is.
  func writeIfAbsent(_ path: String, _ bytes: [UInt8]) throws(StorageError) -> Bool

  /// Begins an object that is written in pieces, aside; it appears under `path` when its writer publishes it.
  func makeWriter(_ path: String) throws(StorageError) -> any ObjectWriter

  /// Deletes an object; one that does not exist is no error.
  func delete(_ path: String) throws(StorageError)

  /// Where the object lies on this machine's file system, if it does: user scripts that take a path get this.
  func localPath(_ path: String) -> String?
}

extension ObjectStore {
  /// Opens an object to be read from start to end in pieces.
  public func open(_ path: String) throws(StorageError) -> any ObjectReader { try open(path, at: 0) }
  public func unfinished(prefix: String) throws(StorageError) -> [ObjectInfo] { [] }
}

/// One object of a listing.
public struct ObjectInfo: Sendable, Hashable {
  public var path: String
  /// Bytes.
  public var size: Int
  /// Changes whenever the content may have changed: modification time in nanoseconds on disk, ETag on S3.
  public var version: String
  /// Nanoseconds since 1970.
  public var modified: Int64

  public init(path: String, size: Int, version: String, modified: Int64) {
    self.path = path
    self.size = size
    self.version = version
    self.modified = modified
  }
}

/// An object being read from start to end. Used by one thread at a time; closes itself when released.
public protocol ObjectReader: AnyObject {
  /// Reads up to `buffer.count` bytes.
  /// - Returns: the number of bytes read; 0 at the end and only there.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int
}

/// An object being written aside. Used by one thread at a time; discards itself when released unpublished.
public protocol ObjectWriter: AnyObject {
  var path: String { get }
  func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError)
  /// Reads back bytes that were written: all of `buffer`, from `offset` on.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StorageError)
  /// Makes what was written durable, still aside. No more writes may follow.
  func finish() throws(StorageError)
  /// Lets the finished object appear under its path, in one step.
  func publish() throws(StorageError)
  /// Gives up: nothing is left behind.
  func discard()
}
