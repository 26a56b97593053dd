import Dispatch
import Glibc
import Synchronization

/// A file being written beside its final name.
final class LocalWriter: ObjectWriter {
  let path: String
  /// The final name and the temporary one; both absolute, in one folder.
  private let file: String
  private let temporary: String
  private let descriptor: FileDescriptor
  private var state = State.writing
  /// Bytes written since the device was last asked to take them.
  private var unsynchronized = 0
  private let background = DispatchGroup()
  private let backgroundFailure = KeptFailure()

  /// Bytes after which the device begins to take a large file while the rest is still being made, so that ``finish()`` has
  /// little left to wait for.
  private static let backgroundSize = 16 << 20

  private enum State { case writing, finished, gone }

  /// - Parameters:
  ///   - file: the final name, absolute.
  ///   - path: for messages.
  init(file: String, path: String) throws(StorageError) {
    self.path = path
    self.file = file
    let (folder, name) = Self.split(file)
    temporary = "\(folder)/\(TemporaryName.make(for: name))"
    let flags = O_RDWR | O_CREAT | O_EXCL
    do {
      descriptor = try FileDescriptor(opening: temporary, flags: flags)
    } catch  where error.errno == ENOENT {
      do {
        try Folders.create(folder)
        descriptor = try FileDescriptor(opening: temporary, flags: flags)
      } catch {
        throw StorageError(errno: error.errno, path: path, while: .write)
      }
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .write)
    }
  }

  deinit { discard() }

  func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    guard case .writing = state else {
      throw StorageError(.unwritable, path: path, message: "was finished already; nothing can be added to it")
    }
    do {
      try descriptor.writeAll(bytes)
      unsynchronized += bytes.count
      if unsynchronized >= Self.backgroundSize { synchronizeInBackground() }
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .write)
    }
  }

  func write(all bytes: [UInt8]) throws(StorageError) {
    let outcome = bytes.withUnsafeBytes { all in
      Result { () throws(StorageError) in try write(all) }
    }
    try outcome.get()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StorageError) {
    do {
      try descriptor.readAll(into: buffer, at: offset)
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .read)
    }
  }

  func finish() throws(StorageError) {
    guard case .writing = state else { return }
    background.wait()
    let failure = backgroundFailure.code.withLock { $0 }
    guard failure == 0 else { throw StorageError(errno: failure, path: path, while: .write) }
    do {
      try descriptor.synchronize()
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .write)
    }
    state = .finished
  }

  func publish() throws(StorageError) {
    try finish()
    try checkNotGone()
    if rename(temporary, file) != 0 { throw StorageError(errno: errno, path: path, while: .write) }
    state = .gone
    try synchronizeFolder()
  }

  /// Lets the finished object appear unless one is there.
  /// - Returns: false if there was; then this writer's bytes are discarded.
  func publishIfAbsent() throws(StorageError) -> Bool {
    try finish()
    try checkNotGone()
    // A rename would replace what is there; a second link to the same file never does.
    let failure = link(temporary, file) == 0 ? 0 : errno
    discard()
    switch failure {
    case 0:
      try synchronizeFolder()
      return true
    case EEXIST:
      return false
    case EPERM, EOPNOTSUPP, EMLINK:
      throw StorageError(
        .unwritable, path: path,
        message: "this file system has no hard links, which commits need; put the warehouse on another one")
    default:
      throw StorageError(errno: failure, path: path, while: .write)
    }
  }

  /// The system reports a failed write-back once only, so a failure here is kept for ``finish()``.
  private func synchronizeInBackground() {
    guard background.wait(timeout: .now()) == .success else { return }
    unsynchronized = 0
    let file = descriptor.raw
    let failure = backgroundFailure
    DispatchQueue.global().async(group: background) {
      if fdatasync(file) != 0 {
        let code = errno
        failure.code.withLock { $0 = code }
      }
    }
  }

  func discard() {
    // The descriptor must not close, and its number not be used anew, under a background call.
    background.wait()
    if case .gone = state { return }
    state = .gone
    unlink(temporary)
  }

  private func checkNotGone() throws(StorageError) {
    if case .gone = state {
      throw StorageError(.unwritable, path: path, message: "was published or discarded already")
    }
  }

  private func synchronizeFolder() throws(StorageError) {
    do {
      try Folders.synchronize(Self.split(file).folder)
    } catch {
      throw StorageError(errno: error.errno, path: path, while: .write)
    }
  }

  private static func split(_ file: String) -> (folder: String, name: String) {
    guard let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", file) }
    return (String(file[..<slash]), String(file[file.utf8.index(after: slash)...]))
  }
}

/// The number of a system call's failure in the background; 0 while there is none.
private final class KeptFailure: Sendable {
  let code = Mutex<Int32>(0)
}
