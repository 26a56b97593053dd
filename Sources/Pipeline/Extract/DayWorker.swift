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
  /// Nil where batches are made as fast as they are kept.
  var staging: BatchStaging?

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
    if let kept = staging?.take(raw, shard: shard.number, number: number) {
      extracted = kept
    } else {
      extracted = try make(raw, shard: shard, number: number)
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
    let quarantined = extracted.unusable.map { QuarantineEntry($0, in: raw) }
    // A count can be exceeded long before the day is read; a percentage only shows at its end.
    if case .count(let most) = settings.maxQuarantined, !quarantined.isEmpty, monitor.soFar.quarantined > most {
      throw PipelineError.tooManyQuarantined(
        "\(monitor.soFar.quarantined) or more", limit: settings.maxQuarantined, first: Array(quarantined.prefix(5)),
        hasMore: quarantined.count > 5)
    }
    return PackableBatch(
      number: number, rows: extracted.rows, counts: counts,
      quarantined: quarantined, repeatedKeys: extracted.repeatedKeys, rescuedKeys: extracted.rescuedKeys,
      files: fileCounts(raw, extracted))
  }

  private func make(_ raw: RawBatch, shard: Shard, number: Int) throws(PipelineError) -> ExtractedBatch {
    let begun = ContinuousClock.now
    let extracted: ExtractedBatch
    do {
      extracted = try worker.extract(raw)
    } catch {
      throw PipelineError(error)
    }
    let seconds = (ContinuousClock.now - begun) / .seconds(1)
    staging?.keep(extracted, of: raw, shard: shard.number, number: number, seconds: seconds)
    return extracted
  }

  private func fileCounts(_ raw: RawBatch, _ extracted: ExtractedBatch) -> [FileCounts] {
    var files = raw.files.map { FileCounts(path: $0) }
    for line in raw.lines { files[Int(line.file)].records += 1 }
    for unusable in extracted.unusable { files[Int(raw.lines[unusable.line].file)].quarantined += 1 }
    return files
  }

  private func encode(_ groups: [RowGroup], of shard: Shard) throws(PipelineError) {
    for group in groups {
      try shard.assembler.add(
        EncodedRowGroup(group, schema: schema.soFar, compression: settings.compression))
    }
  }
}
