import Features
import Foundation
import JSONLines
import Storage
import Synchronization
import Table

/// Keeps what a slow feature function made of each batch, beside the table, until the day is published: a run that was killed is
/// gone on with by the next one that has the same fingerprint.
///
/// Only calls of the function are saved. The lines are read again and the parts are packed again, so the result has the same bytes
/// as an uninterrupted run. A batch is kept if making it took much longer than keeping it does.
final class BatchStaging: Sendable {
  private static let folder = DeltaTable.stagingFolder
  /// Making a batch must have taken this many times as long as keeping it would.
  private static let worth = 10.0

  private let prefix: String
  private let store: any ObjectStore
  /// Sizes of the batches that earlier runs kept, by path.
  private let kept: [String: Int]
  private let taken = Atomic<Int>(0)

  /// Finds what is kept, and forgets what was kept for other builds of the day.
  init(day: String, fingerprint: BuildFingerprint, store: any ObjectStore) {
    self.store = store
    prefix = "\(Self.folder)\(day)-\(fingerprint.text)-"
    var kept: [String: Int] = [:]
    for object in Self.all(of: day, in: store) {
      if object.path.hasPrefix(prefix) { kept[object.path] = object.size } else { try? store.delete(object.path) }
    }
    self.kept = kept
  }

  /// Forgets what is kept for a day, which was published.
  static func clear(day: String, in store: any ObjectStore) {
    for object in all(of: day, in: store) { try? store.delete(object.path) }
  }

  private static func all(of day: String, in store: any ObjectStore) -> [ObjectInfo] {
    ((try? store.list(prefix: folder)) ?? []).filter { $0.path.hasPrefix("\(folder)\(day)-") }
  }

  /// Batches that did not have to be made again.
  var resumed: Int { taken.load(ordering: .relaxed) }

  private func path(_ shard: Int, _ number: Int) -> String { "\(prefix)\(shard)-\(number)" }

  /// What an earlier run made of a batch; nil if it did not get so far.
  func take(_ raw: RawBatch, shard: Int, number: Int) -> ExtractedBatch? {
    let path = path(shard, number)
    guard let size = kept[path], let reader = try? store.open(path),
      let batch = try? StagedBatch.read(from: reader, size: size), batch.fits(raw)
    else { return nil }
    taken.wrappingAdd(1, ordering: .relaxed)
    return batch.extracted
  }

  /// Keeps a batch if that pays. Should it not succeed, the batch is made again, if ever it has to be.
  /// - Parameter seconds: how long it took to make.
  func keep(_ extracted: ExtractedBatch, of raw: RawBatch, shard: Int, number: Int, seconds: Double) {
    let bytes = extracted.rows.reduce(0) { $0 + $1.byteCount }
    // A disk's sync, and its speed.
    guard seconds > Self.worth * (0.005 + Double(bytes) / 300e6) else { return }
    guard let writer = try? store.makeWriter(path(shard, number)) else { return }
    do {
      try StagedBatch(extracted, of: raw).write(to: writer)
      try writer.publish()
    } catch {
      writer.discard()
    }
  }
}
