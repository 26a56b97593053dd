import Glibc

/// Making folders so that they outlast a power cut.
enum Folders {
  /// Creates `folder` (absolute) and what is missing above it; one that is there is no error.
  static func create(_ folder: String) throws(FileDescriptor.Failure) {
    if mkdir(folder, 0o777) != 0 {
      switch errno {
      case EEXIST:
        return
      case ENOENT:
        try create(parent(of: folder))
        // Another process may be creating the same folders.
        if mkdir(folder, 0o777) != 0 && errno != EEXIST { throw FileDescriptor.Failure(errno: errno) }
      default:
        throw FileDescriptor.Failure(errno: errno)
      }
    }
    try synchronize(parent(of: folder))
  }

  /// Makes the folder's list of names durable.
  static func synchronize(_ folder: String) throws(FileDescriptor.Failure) {
    try FileDescriptor(opening: folder.isEmpty ? "/" : folder, flags: O_RDONLY | O_DIRECTORY).synchronize()
  }

  private static func parent(of folder: String) -> String {
    guard let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")), slash > folder.startIndex else { return "/" }
    return String(folder[..<slash])
  }
}
