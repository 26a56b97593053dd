import Foundation
import Storage

extension DeltaTable {
  /// More losses in a row than any number of honest writers explains.
  private static let mostAttempts = 100

  /// Publishes a change as the table's next version; the first one makes the table.
  ///
  /// Commits to other days that came in between are built upon. The change's own day must be as `base` has it: if another
  /// commit changed its rows, nothing is published and the error is ``TableError/Code/conflict(day:version:run:)``.
  ///
  /// - Parameter base: the table as it was when the change was planned; nil if there was none.
  /// - Returns: the table as of the new version.
  public func commit(_ change: TableChange, base: Snapshot?) throws(TableError) -> Snapshot {
    do {
      return try publish(try Transaction(change, base: base))
    } catch {
      throw error.of(table: store.location)
    }
  }

  /// Publishes what a plan asks for, on top of whatever was committed since it was made.
  func publish(_ plan: some CommitPlan) throws(TableError) -> Snapshot {
    var plan = plan
    for attempt in 0..<Self.mostAttempts {
      if attempt > 0 { Self.backOff(attempt) }
      // Others' versions since the base; among them may be this one, if a store's answer to an earlier attempt got lost.
      if let known = plan.latest {
        let (snapshot, entries) = try advance(known)
        for entry in entries {
          if entry.info?.transaction == plan.id { return try snapshotOf(entry.version) }
          try plan.check(against: entry)
        }
        plan.latest = snapshot
      } else if let first = try snapshot(version: nil) {
        for version in 0...first.version {
          // Entries that a checkpoint stands for are older than this transaction.
          guard let bytes = try readIfThere(LogEntry.path(of: version)) else { continue }
          let entry = try LogEntry(version: version, parsing: bytes)
          if entry.info?.transaction == plan.id { return try snapshotOf(version) }
          try plan.check(against: entry)
        }
        plan.latest = first
      }
      let entry = try plan.entry(timestamp: max(Self.now, (plan.latest?.timestamp ?? 0) + 1))
      if try write(entry, id: plan.id) {
        guard var snapshot = plan.latest else {
          return try Snapshot(version: 0, timestamp: entry.info?.timestamp, start: entry.actions)
        }
        try snapshot.advance(to: entry)
        keepCheckpoint(&snapshot)
        return snapshot
      }
    }
    throw TableError(
      .tooBusy,
      message:
        "other commits came first \(Self.mostAttempts) times in a row; nothing was published, run the same command again"
    )
  }

  /// - Returns: false if another commit has that version.
  private func write(_ entry: LogEntry, id: String) throws(TableError) -> Bool {
    let path = LogEntry.path(of: entry.version)
    do {
      return try store.writeIfAbsent(path, entry.bytes)
    } catch {
      // The entry may have been made all the same: what lies there now decides.
      let there: [UInt8]?
      do {
        there = try readIfThere(path)
      } catch let second {
        throw TableError(
          .uncertain,
          message:
            "version \(entry.version) may have been made or not (\(error); then \(second.message)); when the store "
            + "answers again, look at the table's history and run the same command again")
      }
      if let there, try LogEntry(version: entry.version, parsing: there).info?.transaction == id { return true }
      throw TableError(error, table: store.location)
    }
  }

  private func snapshotOf(_ version: Int) throws(TableError) -> Snapshot {
    guard let snapshot = try snapshot(version: version) else {
      throw TableError(.corrupt, message: "version \(version) vanished from the log after it was committed")
    }
    return snapshot
  }

  /// Waits a random time that grows with every loss, so that losers do not meet again.
  private static func backOff(_ attempt: Int) {
    let longest = min(0.5, 0.002 * Double(1 << min(attempt, 10)))
    Thread.sleep(forTimeInterval: Double.random(in: 0...longest))
  }
}
