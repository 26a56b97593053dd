import Features
import Storage
import Table

/// A day before anything is done to it: what there is, and what is to be done.
struct DayInspection {
  /// The table; nil if there is none yet.
  var base: Snapshot?
  /// What the source has.
  var files: [RawFile]
  var loaded: LoadedFunction?
  var decision: DayDecision
  /// Where the raw files were looked for, as a user would write it.
  private let source: String
  /// Number of the live manifest.
  var manifestNumber: Int?

  /// Lists the source once and reads the day's manifest; writes nothing. Afterwards all `hosts` have loaded if there is work to do,
  /// and one if there is none: its fingerprint is needed in any case.
  init(
    day: String, settings: TableSettings, source: Source, table: DeltaTable, hosts: [FunctionHost], isFull: Bool,
    isDryRun: Bool
  ) throws(PipelineError) {
    self.source = source.store.location
    let manifests = ManifestStore(day: day, store: table.store)
    do {
      base = try table.snapshot()
    } catch {
      throw PipelineError(error)
    }
    manifestNumber = manifests.live(in: base)
    // Workers' interpreters start while the day is listed.
    let first = isDryRun || (manifestNumber != nil && !isFull) ? 1 : hosts.count
    let loading = FunctionLoading(Array(hosts.prefix(first)))
    let manifest: Manifest?
    do throws(PipelineError) {
      files = try source.files(of: day)
      manifest = try manifestNumber.flatMap { (number) throws(PipelineError) in try manifests.read(number) }
    } catch {
      // Nobody else may use the hosts before they are done.
      _ = try? loading.wait()
      throw error
    }
    loaded = try loading.wait()
    decision = DayDecision(
      files: files, manifest: manifest, parts: base?.files(of: day) ?? [], settings: settings, loaded: loaded,
      isFull: isFull)
  }

  /// Puts into the report what is known before anything is done; the outcome changes if there is nothing to do.
  func tell(_ report: inout DayReport) {
    guard !files.isEmpty else {
      // A source that was moved or not mounted must not empty the table.
      report.outcome = .empty
      let pattern = "\(report.day.replacing("-", with: "/"))/**/*.jsonl, .jsonl.gz or .jsonl.zst"
      report.reason =
        manifestNumber == nil
        ? "no raw files: nothing like \(pattern) in \(source)" : "no raw files any more; the day stays as it is"
      return
    }
    report.work = decision.work
    report.reason = decision.reason
    guard decision.work == .nothing else { return }
    report.outcome = .unchanged
    report.tableVersion = base?.version
    report.dayCounts = decision.manifest?.counts
    report.dayFiles = files.count
  }
}
