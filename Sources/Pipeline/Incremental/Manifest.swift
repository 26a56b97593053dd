import Columnar

/// Which raw files a day was built from, and with which code and configuration.
///
/// The day's next run compares it with the source to find what changed. Written before the commit that it belongs to, which
/// names it (see ``ManifestStore``); without that commit it is garbage.
package struct Manifest: Sendable, Hashable {
  /// Changes whenever the rows that Sluice makes of the same raw files do, or this format does.
  static let format = 1

  package var run: String
  /// Fingerprint of the feature code; nil without a function.
  package var code: String?
  /// What the configuration says that rows or parts depend on, by key.
  package var configuration: [String: String]
  /// The members of a record as the day's batches were decoded; what is added to the day is decoded alike.
  package var record: [Field]
  /// Shards that the day was built in, appended ones included: the next one's number, so that parts sort in row order.
  package var shards = 0
  /// Of the whole day.
  package var counts = Counts()
  /// Paths of the quarantine's files.
  package var quarantine: [String] = []
  /// In path order.
  package var files: [Entry] = []

  package struct Entry: Sendable, Hashable {
    package var file: RawFile
    package var counts: FileCounts

    package init(file: RawFile, counts: FileCounts) {
      self.file = file
      self.counts = counts
    }
  }

  package init(run: String, code: String?, configuration: [String: String], record: [Field]) {
    (self.run, self.code, self.configuration, self.record) = (run, code, configuration, record)
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

  package var bytes: Int { files.reduce(0) { $0 + $1.file.size } }
}

/// What became of the lines of one raw file.
package struct FileCounts: Sendable, Hashable, Codable {
  package var path: String
  package var records = 0
  package var quarantined = 0

  package init(path: String, records: Int = 0, quarantined: Int = 0) {
    self.path = path
    self.records = records
    self.quarantined = quarantined
  }
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
