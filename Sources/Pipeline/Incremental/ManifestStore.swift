import Storage
import Table

/// Where a day's manifests lie: `_manifests/day_partition=<day>/<number>.json`.
///
/// The commit that publishes a day sets the version of the application ``application`` to the manifest's number, so any snapshot
/// names each day's live manifest, also of days without parts.
struct ManifestStore {
  let day: String
  let store: any ObjectStore

  /// The `appId` of the table's transaction identifiers that stand for this day.
  var application: String { "sluice/day_partition=\(day)" }

  /// Holds a folder for each day.
  static let root = "_manifests/"

  private var folder: String { "\(Self.root)day_partition=\(day)/" }

  func path(_ number: Int) -> String { "\(folder)\(number).json" }

  /// The number of the live manifest; nil if the day never had one.
  func live(in snapshot: Snapshot?) -> Int? { snapshot?.transactions[application] }

  /// - Returns: nil if it is gone or of another format: then the day is built anew.
  func read(_ number: Int) throws(PipelineError) -> Manifest? {
    do {
      return Manifest(text: try store.read(path(number)))
    } catch  where error.code == .notFound {
      return nil
    } catch {
      throw PipelineError(.warehouse, error.description)
    }
  }

  /// - Returns: the number that it got. Random, so that runs that know nothing of each other do not meet.
  func write(_ manifest: Manifest) throws(StorageError) -> Int {
    // Readers of the log that keep numbers as doubles have 53 bits.
    let number = Int.random(in: 1..<(1 << 53))
    try store.write(path(number), manifest.text)
    return number
  }

  func delete(_ number: Int) { try? store.delete(path(number)) }

  /// Paths of all that are there.
  func all() -> [String] { ((try? store.list(prefix: folder)) ?? []).map(\.path) }

  /// Deletes what is among `old` and not to be kept. A run that has just read the log may still look for the previous one, so that
  /// one should be kept, too.
  func forget(_ old: [String], keeping numbers: [Int]) {
    let kept = Set(numbers.map(path))
    for path in old where !kept.contains(path) { try? store.delete(path) }
  }
}
