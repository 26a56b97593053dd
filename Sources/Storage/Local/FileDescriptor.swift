import Glibc

/// An open file or folder that closes itself. Its calls go on after an interruption (EINTR) and after short reads and writes.
struct FileDescriptor: ~Copyable {
  let raw: Int32

  /// - Parameter path: what to open, absolute.
  init(opening path: String, flags: Int32) throws(Failure) {
    raw = retryingInterrupted { Glibc.open(path, flags | O_CLOEXEC, 0o666) }
    if raw < 0 { throw Failure(errno: errno) }
  }

  deinit { close(raw) }

  /// The number of a failed system call; callers add the path and what they were about.
  struct Failure: Error {
    var errno: Int32
  }

  func status() throws(Failure) -> stat {
    var status = stat()
    if fstat(raw, &status) != 0 { throw Failure(errno: errno) }
    return status
  }

  /// Reads up to `buffer.count` bytes; 0 only at the end (or for an empty buffer).
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    let count = retryingInterrupted { Glibc.read(raw, buffer.baseAddress, buffer.count) }
    if count < 0 { throw Failure(errno: errno) }
    return count
  }

  func writeAll(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = retryingInterrupted { Glibc.write(raw, rest.baseAddress, rest.count) }
      if count < 0 { throw Failure(errno: errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
    }
  }

  /// Reads all of `buffer` from `offset` on, wherever the file's own position is.
  func readAll(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(Failure) {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = retryingInterrupted { pread(raw, rest.baseAddress, rest.count, off_t(offset + filled)) }
      if count < 0 { throw Failure(errno: errno) }
      if count == 0 { throw Failure(errno: EIO) }
      filled += count
    }
  }

  func seek(to offset: Int) throws(Failure) {
    if lseek(raw, off_t(offset), SEEK_SET) < 0 { throw Failure(errno: errno) }
  }

  /// Returns once the content has reached the device.
  func synchronize() throws(Failure) {
    if retryingInterrupted({ fsync(raw) }) != 0 { throw Failure(errno: errno) }
  }

  /// Tells the kernel to read ahead generously.
  func willBeReadInOrder() {
    posix_fadvise(raw, 0, 0, POSIX_FADV_SEQUENTIAL)
  }
}

/// Repeats a system call for as long as signals interrupt it.
func retryingInterrupted<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result == -1 && errno == EINTR { continue }
    return result
  }
}
