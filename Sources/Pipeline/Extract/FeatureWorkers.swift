import Columnar
import Features
import JSONLines

/// Makes the feature workers of a day.
///
/// Sendable: the hosts are only handed on, each to the one thread with its index.
struct FeatureWorkers: @unchecked Sendable {
  /// One for each worker; empty where there is no function.
  let hosts: [FunctionHost]
  private let settings: TableSettings
  private let source: Source

  init(_ run: TableRun) {
    hosts = run.hosts
    settings = run.settings
    source = run.source
  }

  /// Which columns the records become: of their own for flattened tables, the function's input otherwise.
  func layout(of record: [Field], loaded: LoadedFunction?, existing: Schema) -> RecordLayout {
    RecordLayout(
      record: record, shape: loaded == nil ? .flattened : .nested, keepsRescued: loaded == nil || settings.rescued,
      existing: existing, given: settings.schema)
  }

  /// The members of a day's records.
  /// - Parameter known: those that the day's rows were decoded with; they keep their types.
  func record(of sample: DaySample, known: [Field]? = nil) -> [Field] {
    let found = sample.inference.members(given: settings.schema)
    guard let known else { return found }
    // Where keys are data, every new raw file would bring columns.
    let columns = RecordLayout(record: known, shape: .flattened, keepsRescued: true).columns.count
    return columns > SchemaInference.manyColumns ? known : known.extended(by: found)
  }

  func make(_ index: Int, layout: RecordLayout) throws(FeatureError) -> any FeatureWorker {
    guard !hosts.isEmpty else { return FlattenWorker(layout: layout, lineage: settings.lineage) }
    let store = source.store
    return try PythonFeatureWorker(host: hosts[index], layout: layout, localPath: { store.localPath($0) })
  }
}
