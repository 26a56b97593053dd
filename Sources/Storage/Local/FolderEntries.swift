import Glibc

/// The files and folders directly in one folder, sorted for ``FolderWalk``.
struct FolderEntries {
  struct Entry {
    /// Where the name's bytes lie in `names`; a folder's ends in `/`.
    var name: Range<Int>
    var isFolder: Bool
    var size: Int
    var modified: Int64
  }

  /// Which folder this is, whatever path led to it.
  let identity: Identity
  private(set) var entries: [Entry] = []
  /// All names one after the other: a folder of 50,000 files costs one buffer, not 50,000.
  private var names: [UInt8] = []

  struct Identity: Equatable {
    var device: UInt
    var inode: UInt
  }

  /// - Parameters:
  ///   - folder: absolute.
  ///   - shown: for messages.
  /// - Returns: nil if there is no such folder.
  init?(of folder: String, shown: String, wantsTemporary: Bool) throws(StorageError) {
    // opendir instead of our own descriptor: closedir closes it.
    guard let stream = retryingOpen(folder) else {
      if errno == ENOENT { return nil }
      throw StorageError(errno: errno, path: shown, while: .list)
    }
    defer { closedir(stream) }
    let descriptor = dirfd(stream)
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw StorageError(errno: errno, path: shown, while: .list) }
    identity = Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))

    while true {
      // Only errno tells the end from an error.
      errno = 0
      guard let entry = readdir(stream) else {
        if errno == 0 { break }
        throw StorageError(errno: errno, path: shown, while: .list)
      }
      let outcome = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { name in
          Result { () throws(StorageError) in
            try add(name, in: descriptor, shown: shown, wantsTemporary: wantsTemporary)
          }
        }
      }
      try outcome.get()
    }
    sort()
  }

  /// - Returns: nil if the name is not valid UTF-8.
  func name(of entry: Entry) -> String? {
    String(validating: names[entry.name], as: UTF8.self)
  }

  /// The name with what is not UTF-8 replaced, for messages.
  func shownName(of entry: Entry) -> String {
    String(decoding: names[entry.name], as: UTF8.self)
  }

  private mutating func add(
    _ name: UnsafePointer<CChar>, in folder: Int32, shown: String, wantsTemporary: Bool
  ) throws(StorageError) {
    let bytes = UnsafeRawBufferPointer(start: name, count: strlen(name))
    if bytes.elementsEqual(".".utf8) || bytes.elementsEqual("..".utf8) { return }
    var status = stat()
    if fstatat(folder, name, &status, 0) != 0 {
      let failure = errno
      // A file that vanished since it was read is simply not there; a link to nothing is, and hides something.
      if failure == ENOENT && fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 { return }
      let path = "\(shown)/\(String(decoding: bytes, as: UTF8.self))"
      if failure == ENOENT {
        throw StorageError(.notFound, path: path, message: "is a symbolic link to nothing; mend or remove it")
      }
      throw StorageError(errno: failure, path: path, while: .list)
    }
    let kind = status.st_mode & S_IFMT
    let isFolder = kind == S_IFDIR
    guard isFolder || (kind == S_IFREG && TemporaryName.matches(bytes) == wantsTemporary) else { return }
    let start = names.count
    names.append(contentsOf: bytes)
    if isFolder { names.append(UInt8(ascii: "/")) }
    entries.append(
      Entry(
        name: start..<names.count, isFolder: isFolder, size: Int(status.st_size),
        modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)))
  }

  private mutating func sort() {
    names.withUnsafeBytes { names in
      entries.sort { left, right in
        let shorter = min(left.name.count, right.name.count)
        guard shorter > 0, let base = names.baseAddress else { return left.name.count < right.name.count }
        let order = memcmp(base + left.name.lowerBound, base + right.name.lowerBound, shorter)
        return order != 0 ? order < 0 : left.name.count < right.name.count
      }
    }
  }
}

private func retryingOpen(_ folder: String) -> OpaquePointer? {
  while true {
    if let stream = opendir(folder) { return stream }
    if errno != EINTR { return nil }
  }
}
