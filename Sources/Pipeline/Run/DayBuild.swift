import Columnar
import Features
import Foundation
import JSONLines
import Storage
import Table

/// Builds one day of a table: reads all its raw files, writes its parts aside, and publishes them with one log entry.
struct DayBuild {
  let day: String
  let run: String
  let settings: TableSettings
  let source: Source
  let table: DeltaTable
  let workers: FeatureWorkers
  let monitor: DayMonitor

  /// Values that a batch of a table without a function may have, null or not.
  private static let valuesPerBatch = 4 << 20

  var store: any ObjectStore { table.store }

  /// Does what the day needs.
  func build(_ inspection: DayInspection, _ report: inout DayReport) throws(PipelineError) {
    let files = inspection.decision.files
    let manifest = inspection.decision.manifest
    // The other workers' interpreters start while the day is sampled.
    let loading = FunctionLoading(workers.hosts)
    let sampled = Result { () throws(PipelineError) in try Sampler().sample(files, in: source.store) }
    let loaded = try loading.wait()
    let sample = try sampled.get()
    let plan = DayPlan(files: files, sample: sample, rowsPerPart: settings.maxRowsPerPart)
    monitor.plan(files: files.count, bytes: plan.bytes, shards: plan.shards.count)
    report.files = files.count
    report.bytes = plan.bytes
    let existing = existingColumns(inspection)
    let record = workers.record(of: sample, known: manifest?.record)
    let layout = workers.layout(of: record, loaded: loaded, existing: existing)
    report.keepsRescued = layout.keepsRescued
    let schema = DaySchema(existing: existing, day: day)
    let shards = makeShards(plan, layout: layout, input: loaded?.input, first: manifest?.shards ?? 0)
    defer { for shard in shards { shard.discard() } }
    if loaded == nil { try schema.add(flattenedSchema(layout), at: .init(shard: 0, batch: 0), file: files[0].path) }
    let staging = loaded.map { _ in
      BatchStaging(
        day: day,
        fingerprint: BuildFingerprint(inspection, plan: plan, record: record, settings: settings), store: store)
    }
    try work(on: shards, layout: layout, schema: schema, staging: staging)
    report.resumedBatches = staging?.resumed ?? 0
    try monitor.check()

    var tally = ShardTally()
    for shard in shards { tally.add(shard.packer.result) }
    report.take(tally)
    let next = Manifest(
      run: run, code: loaded?.fingerprint, configuration: settings.configuration, record: record,
      shards: (manifest?.shards ?? 0) + shards.count, files: files, tally: tally, joining: manifest)
    try checkQuarantined(tally, of: next.counts)
    try publish(shards, schema: schema, inspection, next, &report)
  }

  /// The columns that the day's have to go together with: none if this day is all there is and all of it is replaced.
  private func existingColumns(_ inspection: DayInspection) -> Schema {
    guard let base = inspection.base,
      inspection.decision.work == .append || base.files.contains(where: { $0.day != day })
    else { return Schema() }
    return base.partSchema
  }

  /// Columns of a table without a function are known from the start, so they are there even if no record has them.
  private func flattenedSchema(_ layout: RecordLayout) -> Schema {
    var schema = layout.schema
    if settings.lineage {
      schema.fields += [Field(RecordLayout.sourceFileColumn, .string), Field(RecordLayout.sourceLineColumn, .int64)]
    }
    return schema
  }

  private func makeShards(
    _ plan: DayPlan, layout: RecordLayout, input: LoadedFunction.Input?, first: Int
  ) -> [Shard] {
    var limits = ShardReader.Limits()
    limits.lines = min(settings.batchSize, settings.maxRowsPerPart)
    // Columns take memory where they are null, too. A function is given the batches that it asks for.
    if input == nil { limits.lines = min(limits.lines, max(Self.valuesPerBatch / max(layout.columns.count, 1), 1)) }
    limits.isFileByFile = input == .file
    let folder = "\(RecordLayout.dayColumn)=\(day)/"
    let (run, compression) = (run, settings.compression)
    return plan.shards.enumerated().map { number, range in
      Shard(
        number: number, reader: ShardReader(plan.files[range], in: source.store, limits: limits),
        packer: ShardPacker(
          rowLimit: min(131_072, settings.maxRowsPerPart),
          quarantine: QuarantineWriter("\(quarantineFolder)\(run)-\(number).jsonl", in: store, source: source.store)),
        assembler: PartAssembler(
          store: store, rowsPerPart: settings.maxRowsPerPart, compression: compression
        ) {
          PartName.make(shard: first + number, number: $0, folder: folder, run: run, compression: compression)
        })
    }
  }

  var quarantineFolder: String { "\(QuarantineWriter.root)\(RecordLayout.dayColumn)=\(day)/" }

  private func work(on shards: [Shard], layout: RecordLayout, schema: DaySchema, staging: BatchStaging?)
    throws(PipelineError)
  {
    let queue = ShardQueue(shards, workers: settings.workers)
    let (settings, monitor, workers) = (settings, monitor, workers)
    WorkerThreads.run(settings.workers) { index in
      do throws(PipelineError) {
        let worker: any FeatureWorker
        do throws(FeatureError) {
          worker = try workers.make(index, layout: layout)
        } catch {
          throw PipelineError(error)
        }
        try DayWorker(
          worker: worker, queue: queue, schema: schema, monitor: monitor, settings: settings, staging: staging
        ).work()
      } catch {
        monitor.fail(error)
      }
    }
  }

  /// - Parameter counts: of the whole day, so that it is allowed what it would be allowed if it were built at once.
  private func checkQuarantined(_ tally: ShardTally, of counts: Counts) throws(PipelineError) {
    guard tally.counts.quarantined > 0,
      !settings.maxQuarantined.allows(quarantined: counts.quarantined, of: counts.read)
    else { return }
    throw PipelineError.tooManyQuarantined(
      "\(counts.quarantined) of \(counts.read)", limit: settings.maxQuarantined, first: tally.firstQuarantined,
      hasMore: counts.quarantined > tally.firstQuarantined.count)
  }
}

extension DayReport {
  mutating func take(_ tally: ShardTally) {
    counts = tally.counts
    quarantineReasons = tally.reasons
    rescuedKeys = tally.rescuedKeys
    repeatedKeys = tally.repeatedKeys
  }
}
