import Columnar
import Features
import Foundation
import JSONLines
import Storage

/// What the first records of a day become, written nowhere.
public struct TablePreview: Sendable {
  /// The function's name and form; nil without a function.
  public var form: String?
  /// The raw lines, as they are.
  public var lines: [String] = []
  public var rows: [RecordBatch] = []
  public var counts = Counts()
  /// File, line and reason of each line that could not be used.
  public var quarantined: [String] = []
  /// Seconds for all records, without imports.
  public var seconds = 0.0
}

extension TableRun {
  /// Calls the function on the first records of a day as a run would.
  public func preview(day: String, records: Int) throws(PipelineError) -> TablePreview {
    let workers = FeatureWorkers(self)
    let files = try source.files(of: day)
    guard !files.isEmpty else {
      throw PipelineError(
        .source,
        "\(source.store.location) has no raw files for \(day): nothing like \(day.replacing("-", with: "/"))/**/*.jsonl"
      )
    }
    let loaded = try FunctionLoading(Array(workers.hosts.prefix(1))).wait()
    let sample = try Sampler().sample(files, in: source.store)
    let layout = workers.layout(of: workers.record(of: sample), loaded: loaded, existing: Schema())
    var limits = ShardReader.Limits()
    limits.lines = records
    limits.isFileByFile = loaded?.input == .file
    let reader = ShardReader(files[...], in: source.store, limits: limits)
    let batch = RawBatch()
    _ = try reader.read(into: batch)
    var preview = TablePreview()
    preview.form = loaded.map { "\($0.name) (\($0.form))" }
    preview.lines = batch.lines.prefix(3).map { String(decoding: batch.bytes(of: $0), as: UTF8.self) }
    let begun = ContinuousClock.now
    do {
      let extracted = try workers.make(0, layout: layout).extract(batch)
      preview.rows = extracted.rows
      preview.counts.read = extracted.read
      preview.counts.written = extracted.written
      preview.counts.dropped = extracted.dropped
      preview.counts.added = extracted.added
      preview.counts.quarantined = extracted.unusable.count
      preview.quarantined = extracted.unusable.map {
        let entry = QuarantineEntry($0, in: batch)
        return "\(entry.file):\(entry.line): \(entry.reason.rawValue)" + (entry.detail.map { " (\($0))" } ?? "")
      }
    } catch {
      throw PipelineError(error)
    }
    preview.seconds = (ContinuousClock.now - begun) / .seconds(1)
    return preview
  }
}
