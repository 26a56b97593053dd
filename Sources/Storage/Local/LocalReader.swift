import Glibc

/// A file being read from start to end.
final class LocalReader: ObjectReader {
  private let path: String
  private let descriptor: FileDescriptor
  private let size: Int

  /// Files of at least this many bytes get generous read-ahead; below it, the call costs more than it brings.
  private static let readAheadSize = 1 << 20

  /// - Parameters:
  ///   - file: absolute.
  ///   - path: for messages.
  ///   - offset: where to begin.
  init(file: String, path: String, offset: Int = 0) throws(StorageError) {
    self.path = path
    do throws(FileDescriptor.Failure) {
      descriptor = try FileDescriptor(opening: file, flags: O_RDONLY)
      let status = try descriptor.status()
      if status.st_mode & S_IFMT == S_IFDIR { throw FileDescriptor.Failure(errno: EISDIR) }
      size = Int(status.st_size)
      if offset > 0 { try descriptor.seek(to: offset) }
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .read)
    }
    if size >= Self.readAheadSize { descriptor.willBeReadInOrder() }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
    do {
      return try descriptor.read(into: buffer)
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .read)
    }
  }

  /// The rest of the file, whatever its size says: it may have grown or shrunk since it was opened.
  func readAll() throws(StorageError) -> [UInt8] {
    // One byte more than expected, so that the end is noticed without a second round.
    var bytes = [UInt8](repeating: 0, count: size + 1)
    var filled = 0
    while true {
      let outcome = bytes.withUnsafeMutableBytes { all in
        Result { () throws(StorageError) in try read(into: UnsafeMutableRawBufferPointer(rebasing: all[filled...])) }
      }
      let count = try outcome.get()
      if count == 0 { break }
      filled += count
      if filled == bytes.count { bytes.append(contentsOf: repeatElement(0, count: max(bytes.count, 4096))) }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}
