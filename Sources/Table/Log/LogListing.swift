import Storage

/// What lies in `_delta_log/`.
struct LogListing {
  /// Log entries by version, as listed.
  private(set) var entries: [Int: ObjectInfo] = [:]
  /// Complete checkpoints, oldest first.
  private(set) var checkpoints: [Checkpoint] = []

  /// nil if there is no table.
  var latest: Int? { [entries.keys.max(), checkpoints.last?.version].compactMap { $0 }.max() }

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
