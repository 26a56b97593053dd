import Columnar
import Features
import JSONLines

/// One worker thread's part of a day: batch by batch through extraction, and row groups through encoding.
struct DayWorker {
  let worker: any FeatureWorker
  let queue: ShardQueue
  let schema: DaySchema
  let monitor: DayMonitor
  let settings: TableSettings

  /// Works until nothing is left, or something fails.
  func work() throws(PipelineError) {
    let batch = RawBatch(capacity: 8 << 20)
    while !monitor.isStopped {
      let next = try queue.next(into: batch, isStopped: { monitor.isStopped }, progress: monitor.read)
      switch next {
      case .nothing: return
      case .ended(let shard, let groups): try encode(groups, of: shard)
      case .batch(let shard, let number):
        let groups = try shard.packer.add(try extract(batch, shard: shard, number: number))
        try encode(groups, of: shard)
      }
    }
  }

  private func extract(_ raw: RawBatch, shard: Shard, number: Int) throws(PipelineError) -> PackableBatch {
    let extracted: ExtractedBatch
    do {
      extracted = try worker.extract(raw)
    } catch {
      throw PipelineError(error)
    }
    let file = raw.lines.first.map { raw.files[Int($0.file)] } ?? ""
    for rows in extracted.rows {
      try schema.add(rows.schema, at: .init(shard: shard.number, batch: number), file: file)
    }
    var counts = Counts()
    counts.read = extracted.read
    counts.written = extracted.written
    counts.dropped = extracted.dropped
    counts.added = extracted.added
    counts.quarantined = extracted.unusable.count
    monitor.add(counts)
    if case .count(let most) = settings.maxQuarantined, monitor.soFar.quarantined > most + 10_000 {
      throw PipelineError(
        .tooManyQuarantined, "more than \(most + 10_000) lines cannot be used, and max_quarantined is \(most); is \(file) what it should be?")
    }
    return PackableBatch(
      number: number, rows: extracted.rows, counts: counts,
      quarantined: extracted.unusable.map { QuarantineEntry($0, in: raw) }, repeatedKeys: extracted.repeatedKeys,
      rescuedKeys: extracted.rescuedKeys)
  }

  private func encode(_ groups: [RowGroup], of shard: Shard) throws(PipelineError) {
    for group in groups {
      try shard.assembler.add(
        EncodedRowGroup(group, schema: schema.soFar, compression: settings.compression))
    }
  }
}
