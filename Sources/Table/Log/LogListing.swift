import Storage

/// What lies in `_delta_log/`.
struct LogListing {
  /// Log entries by version, as listed.
  private(set) var entries: [Int: ObjectInfo] = [:]
  /// Complete checkpoints, oldest first.
  private(set) var checkpoints: [Checkpoint] = []

  /// Versions of checkpoints in a format that Sluice does not read, by their paths.
  private(set) var unknownCheckpoints: [Int: String] = [:]

  /// nil if there is no table.
  var latest: Int? {
    [entries.keys.max(), checkpoints.last?.version, unknownCheckpoints.keys.max()].compactMap { $0 }.max()
  }

  /// Whether every entry of `first + 1 ... last` is there.
  func hasEntries(after first: Int, upTo last: Int) -> Bool {
    first >= last || (first + 1...last).allSatisfy { entries[$0] != nil }
  }

  init(_ store: any ObjectStore) throws(StorageError) {
    var pieces: [[Int]: [String]] = [:]
    for object in try store.list(prefix: LogEntry.folder) {
      let words = object.path.dropFirst(LogEntry.folder.utf8.count).split(
        separator: ".", omittingEmptySubsequences: false)
      guard let first = words.first, first.utf8.count == 20, let version = Int(first) else { continue }
      switch words.dropFirst().joined(separator: ".") {
      case "json":
        entries[version] = object
      case "checkpoint.parquet":
        checkpoints.append(Checkpoint(version: version, paths: [object.path]))
      default:
        // 00000000000000000010.checkpoint.0000000001.0000000003.parquet
        if words.count == 5, words[1] == "checkpoint", words[4] == "parquet", Int(words[2]) != nil,
          let all = Int(words[3])
        {
          pieces[[version, all], default: []].append(object.path)
        } else if words.count == 4, words[1] == "checkpoint", words[2].utf8.count == 36 {
          // 00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.json, or .parquet
          unknownCheckpoints[version] = object.path
        }
      }
    }
    // One that lacks a piece is to be passed over.
    for (key, paths) in pieces where paths.count == key[1] {
      checkpoints.append(Checkpoint(version: key[0], paths: paths))
    }
    checkpoints.sort { $0.version < $1.version }
  }
}
