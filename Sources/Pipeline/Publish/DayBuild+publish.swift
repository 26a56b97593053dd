import Features
import Foundation
import Storage
import Table

extension DayBuild {
  /// Lets the day appear as it now is, with one log entry.
  func publish(
    _ shards: [Shard], schema: DaySchema, _ inspection: DayInspection, _ manifest: Manifest, _ report: inout DayReport
  ) throws(PipelineError) {
    let (final, untyped) = schema.final()
    report.untypedColumns = untyped
    var parts: [(path: String, part: FinishedPart)] = []
    var quarantines: [FinishedQuarantine] = []
    for shard in shards {
      parts += try shard.assembler.finish(schema: final)
      quarantines.append(try shard.packer.finishQuarantine())
    }
    try monitor.check()
    var manifest = manifest
    let isAppend = inspection.decision.work == .append
    let manifests = ManifestStore(day: day, store: store)
    var change = TableChange(
      day: day, mode: isAppend ? .append : .replace,
      parts: parts.map { path, part in
        NewPart(
          path: path, size: part.size, modified: Int(Date().timeIntervalSince1970 * 1000), statistics: part.statistics)
      }, schema: final, run: run, details: details(report, inspection.loaded))
    // Listed before the commit: what comes after it belongs to the runs that build upon it.
    let old = (quarantine: (try? store.list(prefix: quarantineFolder)) ?? [], manifests: manifests.all())
    var published: [String] = []
    var number: Int?
    do {
      for quarantine in quarantines where quarantine.writer != nil {
        try quarantine.writer?.publish()
        published.append(quarantine.path)
        report.quarantinePath = "\(store.location)/\(quarantineFolder)"
      }
      for (path, part) in parts {
        try part.writer.publish()
        published.append(path)
      }
      manifest.quarantine = (isAppend ? manifest.quarantine : []) + published.filter { $0.hasPrefix(quarantineFolder) }
      number = try manifests.write(manifest)
      change.transactions = [manifests.application: number ?? 0]
      report.tableVersion = try table.commit(change, base: inspection.base).version
    } catch {
      // A commit that may have come about needs its files; a vacuum takes them away if it has not.
      if let error = error as? TableError, error.code == .uncertain { throw PipelineError(error) }
      for path in published { try? store.delete(path) }
      if let number { manifests.delete(number) }
      if let error = error as? StorageError { throw PipelineError(writing: error) }
      if let error = error as? TableError { throw PipelineError(error) }
      throw PipelineError(.warehouse, "\(error)")
    }
    report.parts = parts.count
    report.partBytes = parts.reduce(0) { $0 + $1.part.size }
    report.dayCounts = manifest.counts
    report.dayFiles = manifest.files.count
    // The quarantine of a day that was replaced speaks of rows that are gone. Should this fail, nothing is lost.
    let kept = Set(manifest.quarantine)
    for object in old.quarantine where !kept.contains(object.path) { try? store.delete(object.path) }
    if inspection.loaded != nil { BatchStaging.clear(day: day, in: store) }
    manifests.forget(old.manifests, keeping: [number, inspection.manifestNumber].compactMap { $0 })
  }

  private func details(_ report: DayReport, _ loaded: LoadedFunction?) -> [String: String] {
    var details = [
      "read": "\(report.counts.read)", "written": "\(report.counts.written)", "dropped": "\(report.counts.dropped)",
      "quarantined": "\(report.counts.quarantined)",
    ]
    if let loaded {
      details["features"] = settings.function?.name
      details["fingerprint"] = loaded.fingerprint
    }
    return details
  }
}
