import Features
import Table

/// What a run has to do for a day, and why.
struct DayDecision: Sendable {
  var work: DayReport.Work
  /// For people: `10 new raw files`, `features.py changed`.
  var reason: String
  /// The raw files to read, in path order.
  var files: [RawFile]
  /// What the day was built from; nil where it does not matter any more.
  var manifest: Manifest?

  /// - Parameters:
  ///   - files: what the source has now.
  ///   - manifest: the live one.
  ///   - parts: the day's live parts.
  init(
    files: [RawFile], manifest: Manifest?, parts: [AddFile], settings: TableSettings, loaded: LoadedFunction?,
    isFull: Bool
  ) {
    func rebuild(_ reason: String) -> DayDecision {
      DayDecision(work: .rebuild, reason: reason, files: files, manifest: nil)
    }
    guard let manifest else {
      self = rebuild(parts.isEmpty ? "not built yet" : "it has no manifest, so what it was built from is not known")
      return
    }
    if isFull {
      self = rebuild("--full")
    } else if parts.reduce(0, { $0 + ($1.rows ?? -1) }) != manifest.counts.written {
      self = rebuild("its parts are not those that Sluice wrote: another program changed them, or a version was restored")
    } else if manifest.code != loaded?.fingerprint {
      self = rebuild(Self.codeChanged(loaded))
    } else if let keys = Self.changedKeys(manifest.configuration, settings.configuration) {
      self = rebuild("configuration changed: \(keys)")
    } else {
      let changes = FileChanges(from: manifest.files.map(\.file), to: files)
      if let reason = changes.reasonToRebuild {
        self = rebuild(reason)
      } else if changes.new.isEmpty {
        self = DayDecision(work: .nothing, reason: "nothing changed", files: [], manifest: manifest)
      } else {
        let count = changes.new.count
        self = DayDecision(
          work: .append, reason: "\(count) new raw file\(count == 1 ? "" : "s")", files: changes.new, manifest: manifest)
      }
    }
  }

  private init(work: DayReport.Work, reason: String, files: [RawFile], manifest: Manifest?) {
    self.work = work
    self.reason = reason
    self.files = files
    self.manifest = manifest
  }

  private static func codeChanged(_ loaded: LoadedFunction?) -> String {
    guard let loaded else { return "the table has no feature function any more" }
    guard let first = loaded.modules.first else { return "the feature code changed" }
    return loaded.modules.count == 1 ? "\(first) changed" : "feature code changed: one of \(loaded.modules.joined(separator: ", "))"
  }

  private static func changedKeys(_ old: [String: String], _ new: [String: String]) -> String? {
    let keys = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    return keys.isEmpty ? nil : keys.joined(separator: ", ")
  }
}

/// How two listings of a day differ.
private struct FileChanges {
  var new: [RawFile] = []
  private var changed: [RawFile] = []
  private var deleted: [RawFile] = []

  /// Both in path order.
  init(from old: [RawFile], to now: [RawFile]) {
    var place = 0
    for file in now {
      while place < old.count, old[place].path.precedes(file.path) {
        deleted.append(old[place])
        place += 1
      }
      if place < old.count, old[place].path.hasSameBytes(as: file.path) {
        if old[place].size != file.size || old[place].version != file.version { changed.append(file) }
        place += 1
      } else {
        new.append(file)
      }
    }
    deleted += old[place...]
  }

  var reasonToRebuild: String? {
    let reasons = [(changed, "changed"), (deleted, "deleted")].compactMap { files, what -> String? in
      guard let first = files.first else { return nil }
      return files.count == 1 ? "\(first.path) was \(what)" : "\(files.count) raw files were \(what), \(first.path) the first"
    }
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }
}
