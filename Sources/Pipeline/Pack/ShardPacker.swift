import Columnar
import Features
import Foundation
import JSONLines
import Storage

/// A batch of a shard after extraction, on its way to the packer.
struct PackableBatch: Sendable {
  /// Place among the shard's batches.
  var number: Int
  var rows: [RecordBatch]
  var counts: Counts
  var quarantined: [QuarantineEntry]
  var repeatedKeys: Int
  var rescuedKeys: [String: Int]
  /// Its lines by raw file.
  var files: [FileCounts] = []
}

/// Takes a shard's batches in any order, puts them in their own, and cuts them into row groups.
///
/// Sendable: everything that changes is used under ``lock`` only.
final class ShardPacker: @unchecked Sendable {
  private let lock = NSLock()
  private var waiting: [Int: PackableBatch] = [:]
  private var next = 0
  /// Batches in the shard; nil until the last has been read.
  private var total: Int?
  private var isClosed = false
  private var cutter: RowGroupCutter
  private let quarantine: QuarantineWriter
  private var tally = ShardTally()

  init(rowLimit: Int, quarantine: QuarantineWriter) {
    cutter = RowGroupCutter(rowLimit: rowLimit)
    self.quarantine = quarantine
  }

  /// Adds a batch.
  /// - Returns: the row groups that are complete now; the caller encodes them.
  func add(_ batch: PackableBatch) throws(PipelineError) -> [RowGroup] {
    lock.lock()
    defer { lock.unlock() }
    waiting[batch.number] = batch
    var groups: [RowGroup] = []
    while let ready = waiting.removeValue(forKey: next) {
      next += 1
      tally.add(ready)
      try quarantine.write(ready.quarantined)
      for rows in ready.rows { groups += try cutter.add(rows) }
    }
    return groups + close()
  }

  /// Says how many batches the shard has.
  func end(total: Int) -> [RowGroup] {
    lock.lock()
    defer { lock.unlock() }
    self.total = total
    return close()
  }

  private func close() -> [RowGroup] {
    guard let total, next == total, !isClosed else { return [] }
    isClosed = true
    return cutter.close()
  }

  /// How many batches have been put in their place.
  var placed: Int { lock.withLock { next } }

  /// What the shard's batches add up to; complete once all are placed.
  var result: ShardTally { lock.withLock { tally } }

  func finishQuarantine() throws(PipelineError) -> FinishedQuarantine {
    FinishedQuarantine(path: quarantine.path, writer: try quarantine.finish())
  }

  func discard() { lock.withLock { quarantine.discard() } }
}

/// A shard's quarantine, durable but not shown yet.
struct FinishedQuarantine {
  var path: String
  var writer: (any ObjectWriter)?
}

/// What the batches of a shard, or of all shards, add up to.
struct ShardTally: Sendable {
  var counts = Counts()
  var reasons: [String: Int] = [:]
  var rescuedKeys: [String: Int] = [:]
  var repeatedKeys = 0
  /// Keys that are counted one by one; an identifier used as a key could fill the memory otherwise.
  static let mostRescuedKeys = 10_000
  static let otherRescuedKeys = "(other keys)"

  /// In path order. Raw files without a line may be missing.
  var files: [FileCounts] = []
  /// The first few, for the error when there are too many.
  var firstQuarantined: [QuarantineEntry] = []

  mutating func add(_ batch: PackableBatch) {
    counts += batch.counts
    repeatedKeys += batch.repeatedKeys
    addRescued(batch.rescuedKeys)
    files.add(batch.files)
    for entry in batch.quarantined {
      reasons[entry.reason.rawValue, default: 0] += 1
      if firstQuarantined.count < 5 { firstQuarantined.append(entry) }
    }
  }

  mutating func add(_ other: ShardTally) {
    counts += other.counts
    repeatedKeys += other.repeatedKeys
    addRescued(other.rescuedKeys)
    reasons.merge(other.reasons, uniquingKeysWith: +)
    files.add(other.files)
    firstQuarantined += other.firstQuarantined.prefix(5 - firstQuarantined.count)
  }

  private mutating func addRescued(_ keys: [String: Int]) {
    // In a fixed order, so that which keys are among the others does not change from run to run.
    for (key, count) in keys.sorted(by: { $0.key < $1.key }) {
      let isKnown = rescuedKeys[key] != nil || rescuedKeys.count < Self.mostRescuedKeys
      rescuedKeys[isKnown ? key : Self.otherRescuedKeys, default: 0] += count
    }
  }
}
