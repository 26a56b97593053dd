import Columnar

/// Which raw files a day was built from, and with which code and configuration.
///
/// The day's next run compares it with the source to find what changed. Written before the commit that it belongs to, which
/// names it (see ``ManifestStore``); without that commit it is garbage.
struct Manifest: Sendable, Hashable {
  /// Changes whenever the rows that Sluice makes of the same raw files do, or this format does.
  static let format = 1

  var run: String
  /// Fingerprint of the feature code; nil without a function.
  var code: String?
  /// What the configuration says that rows or parts depend on, by key.
  var configuration: [String: String]
  /// The members of a record as the day's batches were decoded; what is added to the day is decoded alike.
  var record: [Field]
  /// Shards that the day was built in, appended ones included: the next one's number, so that parts sort in row order.
  var shards = 0
  /// Of the whole day.
  var counts = Counts()
  /// Paths of the quarantine's files.
  var quarantine: [String] = []
  /// In path order.
  var files: [Entry] = []

  struct Entry: Sendable, Hashable {
    var file: RawFile
    var counts: FileCounts
  }

  init(
    run: String, code: String?, configuration: [String: String], record: [Field], shards: Int, files: [RawFile],
    tally: ShardTally, joining old: Manifest?
  ) {
    (self.run, self.code, self.configuration, self.record, self.shards) = (run, code, configuration, record, shards)
    counts = tally.counts
    if let old {
      counts += old.counts
      quarantine = old.quarantine
    }
    // All three are in path order, and what is known of lines is part of what was read.
    var known = tally.files[...]
    var before = (old?.files ?? [])[...]
    for file in files {
      while let entry = before.first, entry.file.path.precedes(file.path) {
        self.files.append(entry)
        before = before.dropFirst()
      }
      var counts = FileCounts(path: file.path)
      if let found = known.first, found.path.hasSameBytes(as: file.path) {
        counts = found
        known = known.dropFirst()
      }
      self.files.append(Entry(file: file, counts: counts))
    }
    self.files += before
  }

  var bytes: Int { files.reduce(0) { $0 + $1.file.size } }
}

/// What became of the lines of one raw file.
struct FileCounts: Sendable, Hashable, Codable {
  var path: String
  var records = 0
  var quarantined = 0
}

extension [FileCounts] {
  /// Adds the next batch's files: its first may be the last one here.
  mutating func add(_ next: [FileCounts]) {
    var next = next[...]
    if let first = next.first, let last, last.path.hasSameBytes(as: first.path) {
      self[count - 1].records += first.records
      self[count - 1].quarantined += first.quarantined
      next = next.dropFirst()
    }
    self += next
  }
}

extension String {
  /// Paths are the same only if their bytes are; Swift's `==` takes different spellings of a letter for one.
  func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
  /// The order of listings.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
