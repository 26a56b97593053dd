import JSONLines

/// How a day is cut into shards. Depends on the raw files alone, never on the machine.
struct DayPlan: Sendable {
  let files: [RawFile]
  /// Ranges of ``files``, each to fill about one part.
  let shards: [Range<Int>]

  /// How full a part is planned to be: the estimate may be a little off, and a shard with a few rows too many would leave
  /// a small part behind.
  static let fill = 0.97

  init(files: [RawFile], sample: DaySample, rowsPerPart: Int) {
    self.files = files
    let estimates = files.map { sample.estimatedRecords(in: $0) }
    let total = estimates.reduce(0, +)
    let count = max(1, Int((total / (Double(rowsPerPart) * Self.fill)).rounded(.up)))
    var shards: [Range<Int>] = []
    var start = 0
    var sum = 0.0
    for (index, estimate) in estimates.enumerated() {
      sum += estimate
      let isLast = index == files.count - 1
      if isLast || (sum >= total * Double(shards.count + 1) / Double(count) && shards.count < count - 1) {
        shards.append(start..<index + 1)
        start = index + 1
      }
    }
    self.shards = shards
  }

  var bytes: Int { files.reduce(0) { $0 + $1.size } }
}
