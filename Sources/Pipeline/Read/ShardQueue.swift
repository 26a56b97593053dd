import Foundation
import JSONLines

/// Hands out batches of a day's shards to workers, a few shards at a time.
///
/// Sendable: everything that changes is used under ``lock`` only.
final class ShardQueue: @unchecked Sendable {
  private let shards: [Shard]
  /// Shards under way at once. Few, since each has a row group in memory; but one reader cannot feed many workers.
  private let width: Int
  private let ahead: Int
  private let lock = NSLock()
  private var isExhausted: [Bool]
  private var first = 0

  init(_ shards: [Shard], workers: Int) {
    self.shards = shards
    width = (workers + 3) / 4
    ahead = workers * 2
    isExhausted = shards.map { _ in false }
  }

  enum Next {
    case batch(Shard, Int)
    /// A shard came to its end; row groups that became complete by that.
    case ended(Shard, [RowGroup])
    case nothing
  }

  /// The next batch for a worker; waits for other workers where it has to.
  func next(
    into batch: RawBatch, isStopped: () -> Bool, progress: (_ bytes: Int, _ files: Int) -> Void
  ) throws(PipelineError) -> Next {
    while !isStopped() {
      let open = openShards()
      guard !open.isEmpty else { return .nothing }
      for (place, shard) in open.enumerated() {
        switch try shard.read(into: batch, ahead: ahead, waits: place == open.count - 1, progress: progress) {
        case .batch(let number): return .batch(shard, number)
        case .end(let groups):
          lock.withLock { isExhausted[shard.number] = true }
          return .ended(shard, groups)
        case .busy: continue
        }
      }
      // Every open shard waits for a slow batch of another worker.
      Thread.sleep(forTimeInterval: 0.002)
    }
    return .nothing
  }

  private func openShards() -> [Shard] {
    lock.withLock {
      while first < shards.count, isExhausted[first] { first += 1 }
      return shards[first...].lazy.filter { !self.isExhausted[$0.number] }.prefix(width).map { $0 }
    }
  }
}
