import Foundation
import JSONLines
import Storage
import Table

/// Manifests and quarantines that no day of the table goes by any longer: of builds that were replaced while their run was
/// killed, or that never came to be published.
public struct StrayRecords: Sendable {
  private let table: DeltaTable

  /// - Parameter table: rooted at the table's folder.
  public init(table: DeltaTable) { self.table = table }

  /// Those older than `age` seconds; what is younger may belong to a run that is publishing.
  public func find(age: Double) throws(PipelineError) -> [ObjectInfo] {
    let settled = Int64((Date().timeIntervalSince1970 - age) * 1e9)
    // Listed before the log is read: what is published in between is not in the list.
    var candidates: [ObjectInfo]
    do {
      candidates = try table.store.list(prefix: ManifestStore.root) + table.store.list(prefix: QuarantineWriter.root)
    } catch {
      throw PipelineError(writing: error)
    }
    candidates.removeAll { $0.modified > settled }
    let snapshot: Snapshot?
    do {
      snapshot = try table.snapshot()
    } catch {
      throw PipelineError(error)
    }
    let byDay = Dictionary(grouping: candidates) { Self.day(of: $0.path) }
    var stray: [ObjectInfo] = []
    for (day, objects) in byDay.sorted(by: { $0.key < $1.key }) {
      let manifests = ManifestStore(day: day, store: table.store)
      guard let number = manifests.live(in: snapshot) else {
        stray += objects
        continue
      }
      // A manifest that cannot be read names nothing, so nothing of its day is known to be stray.
      guard let manifest = try manifests.read(number) else { continue }
      let named = Set(manifest.quarantine + [manifests.path(number)])
      stray += objects.filter { !named.contains($0.path) }
    }
    return stray
  }

  /// `2020-01-01` of `_quarantine/day_partition=2020-01-01/….jsonl`.
  private static func day(of path: String) -> String {
    let folder = path.split(separator: "/").dropFirst().first ?? ""
    return String(folder.dropFirst("\(RecordLayout.dayColumn)=".count))
  }
}
