import Glibc

/// Lists the files below a folder, following symbolic links, in ascending order of the path's UTF-8 bytes.
///
/// Each folder is sorted by itself, with folders taken as `name/`; walking them in that order yields the order of the whole
/// paths, so no sort ever sees more than one folder's names.
struct FolderWalk {
  private let wantsTemporary: Bool
  private var found: [ObjectInfo] = []
  /// The folders above the one being read, to notice a link that leads back to one of them.
  private var ancestors: [FolderEntries.Identity] = []

  /// - Parameters:
  ///   - folder: absolute; nothing is found if it does not exist.
  ///   - prefix: put before every path found; empty, or ends in `/`.
  ///   - temporary: whether to find the temporary files of unfinished writes instead of all others.
  static func files(below folder: String, prefix: String, temporary: Bool) throws(StorageError) -> [ObjectInfo] {
    var walk = FolderWalk(wantsTemporary: temporary)
    try walk.enter(folder.hasSuffix("/") ? folder : folder + "/", prefix: prefix)
    return walk.found
  }

  private init(wantsTemporary: Bool) {
    self.wantsTemporary = wantsTemporary
  }

  /// - Parameter folder: absolute, ends in `/`.
  private mutating func enter(_ folder: String, prefix: String) throws(StorageError) {
    let shown = prefix.isEmpty ? folder : prefix
    guard let content = try FolderEntries(of: folder, shown: shown, wantsTemporary: wantsTemporary) else { return }
    if ancestors.contains(content.identity) { throw StorageError(errno: ELOOP, path: shown, while: .list) }
    ancestors.append(content.identity)
    defer { ancestors.removeLast() }
    for entry in content.entries {
      guard let name = content.name(of: entry) else {
        throw StorageError(
          .unreadable, path: shown,
          message: "holds a name that is not valid UTF-8 (\(content.shownName(of: entry))); rename it")
      }
      if entry.isFolder {
        try enter(folder + name, prefix: prefix + name)
      } else {
        found.append(
          ObjectInfo(path: prefix + name, size: entry.size, version: String(entry.modified), modified: entry.modified))
      }
    }
  }
}
