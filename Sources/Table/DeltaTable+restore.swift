import Storage

/// What a restore has done, or would do.
public struct RestoreOutcome: Sendable {
  /// The version whose parts are live again.
  public var restored: Int
  /// The version that this made; nil if nothing had to change.
  public var version: Int?
  public var partsAdded: Int
  public var partsRemoved: Int
  /// Rows of the table afterwards; nil if some part's writer did not say.
  public var rows: Int?
}

extension DeltaTable {
  /// Makes the parts of an earlier version the live ones, in one commit. Columns and settings become what they were too.
  ///
  /// - Throws: ``TableError/Code/partsDeleted`` if a vacuum has deleted a part that the version needs, and
  ///   ``TableError/Code/conflict(day:version:run:)`` if others commit meanwhile; nothing is changed then.
  public func restore(version: Int) throws(TableError) -> RestoreOutcome {
    guard let base = try snapshot(), let target = try snapshot(version: version) else {
      throw TableError(.noSuchVersion, table: store.location, message: "there is no table to restore")
    }
    let plan = Restoration(target, base: base)
    let (added, removed) = plan.difference
    try checkPresent(added, version: version)
    var outcome = RestoreOutcome(
      restored: version, partsAdded: added.count, partsRemoved: removed.count,
      rows: target.files.reduce(0) { sum, file in sum.flatMap { sum in file.rows.map { sum + $0 } } })
    if added.isEmpty && removed.isEmpty && base.metadata == target.metadata { return outcome }
    do {
      outcome.version = try publish(plan).version
    } catch {
      throw error.of(table: store.location)
    }
    return outcome
  }

  private func checkPresent(_ files: [AddFile], version: Int) throws(TableError) {
    guard !files.isEmpty else { return }
    let present: Set<String>
    do {
      present = Set(try store.list(prefix: "").map(\.path))
    } catch {
      throw TableError(error, table: store.location)
    }
    let gone = files.filter { !present.contains($0.path) }
    guard let first = gone.first else { return }
    throw TableError(
      .partsDeleted, table: store.location,
      message:
        "version \(version) cannot be restored: \(gone.count) of its parts were deleted, among them \(first.path); "
        + "restore a later version, or run its days again")
  }
}
