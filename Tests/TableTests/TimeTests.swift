import Columnar
import Foundation
import Storage
import Table
import Testing

struct TimeTests {
  let fixture: TableFixture

  init() throws { fixture = try TableFixture() }

  /// Writes parts (of no rows, but there) and commits them.
  @discardableResult
  private func commit(_ day: String, _ names: [String], transactions: [String: Int] = [:]) throws -> Snapshot {
    var change = TableFixture.change(day, names)
    change.transactions = transactions
    for part in change.parts { try fixture.store.write(part.path, [1]) }
    return try fixture.table.commit(change, base: fixture.table.snapshot())
  }

  /// Makes a file look as old as `days`.
  private func age(_ path: String, days: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -days * 86_400)], ofItemAtPath: "\(fixture.path)/\(path)")
  }

  /// Makes a version as old as `days`.
  private func ageEntry(_ version: Int, days: Double) throws {
    let digits = String(version)
    let name = "_delta_log/" + String(repeating: "0", count: 20 - digits.count) + digits + ".json"
    let shift = Int(days * 86_400_000)
    let text = try fixture.entry(version).replacing(/"(timestamp|deletionTimestamp)":([0-9]+)/) { match in
      "\"\(match.1)\":\(Int(match.2)! - shift)"
    }
    try fixture.store.write(name, Array(text.utf8))
    try age(name, days: days)
  }

  @Test func theVersionAtAnInstantIsTheLastOneMadeUntilThen() throws {
    for version in 0...6 { try commit("2020-01-01", ["v\(version)"]) }
    let times = try fixture.table.history().map(\.timestamp).reversed() as [Int]
    for (version, time) in times.enumerated() {
      #expect(try fixture.table.version(at: time) == version)
      #expect(try fixture.table.snapshot(asOf: time)?.version == version)
    }
    #expect(try fixture.table.version(at: times[6] + 1_000_000) == 6)
    let early = #expect(throws: TableError.self) { try fixture.table.version(at: times[0] - 1) }
    #expect(early?.code == .noSuchVersion)
    #expect(early?.message.contains(try #require(try fixture.table.history().last).time) == true)
  }

  @Test func instantsAreReadAsTheHistoryShowsThem() throws {
    #expect(DeltaTable.instant("2020-01-01") == 1_577_836_800_000)
    #expect(DeltaTable.instant("2020-01-01T00:00:01Z") == 1_577_836_801_000)
    #expect(DeltaTable.instant("2020-01-01 00:00:01.234") == 1_577_836_801_234)
    #expect(DeltaTable.instant("2020-02-30") == nil)
    #expect(DeltaTable.instant("yesterday") == nil)
    try commit("2020-01-01", ["a"])
    let version = try #require(try fixture.table.history().first)
    #expect(DeltaTable.instant(version.time) == version.timestamp)
  }

  @Test func transactionsAreSetWithThePartsAndClashIfAnotherSetThem() throws {
    let base = try commit("2020-01-01", ["a"], transactions: ["app": 3])
    #expect(try fixture.table.snapshot()?.transactions == ["app": 3])
    try commit("2020-01-02", ["b"], transactions: ["app": 4])
    var change = TableFixture.change("2020-01-03", ["c"])
    change.transactions = ["app": 5]
    let error = #expect(throws: TableError.self) { try fixture.table.commit(change, base: base) }
    guard case .conflict = error?.code else {
      Issue.record("\(String(describing: error)) is no conflict")
      return
    }
    #expect(try fixture.table.snapshot()?.transactions == ["app": 4])
  }

  // MARK: - Restore

  @Test func aRestoreMakesThePartsOfAVersionLiveAgain() throws {
    try commit("2020-01-01", ["a"], transactions: ["sluice-1": 1, "other": 1])
    try commit("2020-01-02", ["b"])
    let wanted = try #require(try fixture.table.snapshot())
    try commit("2020-01-01", ["c"], transactions: ["sluice-1": 2, "other": 2])
    try commit("2020-01-03", ["d"], transactions: ["sluice-3": 1])
    let outcome = try fixture.table.restore(version: 1)
    #expect(outcome.version == 4)
    #expect((outcome.partsAdded, outcome.partsRemoved, outcome.rows) == (1, 2, 10))
    let restored = try #require(try fixture.table.snapshot())
    #expect(restored.files == wanted.files)
    #expect(restored.transactions == ["sluice-1": 1, "other": 2, "sluice-3": -1])
    #expect(try fixture.table.history().first?.info?.operation == "RESTORE")
    // The same again changes nothing.
    #expect(try fixture.table.restore(version: 1).version == nil)
    #expect(try fixture.table.snapshot()?.version == 4)
  }

  @Test func aRestoreTakesTheColumnsBackToo() throws {
    try commit("2020-01-01", ["a"])
    let old = try fixture.table.snapshot()?.partSchema
    try fixture.commit(
      "2020-01-01", ["b"], schema: Schema(TableFixture.columns.fields + [Field("new", .boolean)]))
    _ = try fixture.table.restore(version: 0)
    #expect(try fixture.table.snapshot()?.partSchema == old)
  }

  @Test func aVersionWhosePartsAreDeletedIsNotRestored() throws {
    try commit("2020-01-01", ["a", "b"])
    try commit("2020-01-01", ["c"])
    try fixture.store.delete("day_partition=2020-01-01/b.parquet")
    let error = #expect(throws: TableError.self) { try fixture.table.restore(version: 0) }
    #expect(error?.code == .partsDeleted)
    #expect(error?.message.contains("day_partition=2020-01-01/b.parquet") == true)
    #expect(try fixture.table.snapshot()?.version == 1)
    let unknown = #expect(throws: TableError.self) { try fixture.table.restore(version: 7) }
    #expect(unknown?.code == .noSuchVersion)
  }

  // MARK: - Vacuum

  @Test func aVacuumNamesWhatNoVersionWithinTheRetentionNeeds() throws {
    try commit("2020-01-01", ["a"])  // ends 20 days ago
    try commit("2020-01-01", ["b"])  // ends 3 days ago
    try commit("2020-01-01", ["c"])
    for (version, days) in [(0, 30.0), (1, 20), (2, 3)] { try ageEntry(version, days: days) }
    let day = "day_partition=2020-01-01"
    for name in ["stray.parquet", "young.parquet", ".part.parquet.1-abc.tmp", ".young.parquet.2-abc.tmp"] {
      try fixture.store.write("\(day)/\(name)", [1, 2])
    }
    let kept = ["_quarantine/\(day)/q.jsonl", "_runs/r.json", "_manifests/m.json", "notes.txt"]
    let unfinished = ["_staging/2020-01-01-f00-0-1", "_runs/.r.json.1-x.tmp"]
    for path in kept + unfinished + ["_staging/young"] { try fixture.store.write(path, [1]) }
    let old = ["a.parquet", "b.parquet", "c.parquet", "stray.parquet", ".part.parquet.1-abc.tmp"].map { "\(day)/\($0)" }
    for path in old + kept + unfinished { try age(path, days: 40) }

    let plan = try fixture.table.vacuumPlan(retention: 7 * 86_400)
    #expect(plan.parts.map(\.path) == ["\(day)/a.parquet", "\(day)/stray.parquet"])
    #expect(plan.unfinished.map(\.path) == unfinished + ["\(day)/.part.parquet.1-abc.tmp"])
    #expect(plan.bytes == 1 + 2 + 1 + 1 + 2)
    // A version that was the latest one 20 days ago needs what ended then.
    #expect(try fixture.table.vacuumPlan(retention: 25 * 86_400).parts.map(\.path) == ["\(day)/stray.parquet"])
    try fixture.table.vacuum(plan)
    let left = try fixture.store.list(prefix: "").map(\.path).filter { !$0.hasPrefix("_delta_log/") }
    #expect(Set(left) == Set(kept + ["_staging/young"] + ["b", "c", "young"].map { "\(day)/\($0).parquet" }))
    #expect(try fixture.live("2020-01-01") == ["c"])
  }

  @Test func aVacuumWithoutRetentionLeavesTheLivePartsAlone() throws {
    for version in 0...12 { try commit("2020-01-0\(1 + version % 3)", ["v\(version)", "w\(version)"]) }
    let live = try #require(try fixture.table.snapshot()).files.map(\.path)
    Thread.sleep(forTimeInterval: 0.02)
    try fixture.table.vacuum(try fixture.table.vacuumPlan(retention: 0))
    let left = try fixture.store.list(prefix: "").map(\.path).filter { $0.hasPrefix("day_partition=") }
    #expect(left == live)
  }

  @Test func aPartThatOnlyACheckpointForgotIsStillNeededByALongerRetention() throws {
    for version in 0...10 { try commit("2020-01-01", ["v\(version)"]) }
    // The checkpoint at version 10 is as if it had been written a month after the commits.
    for version in 0...10 { try ageEntry(version, days: 30) }
    let files = try fixture.store.list(prefix: "day_partition=2020-01-01/").map(\.path)
    for path in files { try age(path, days: 60) }
    let checkpoint = "_delta_log/00000000000000000010.checkpoint.parquet"
    try fixture.store.delete(checkpoint)
    try fixture.table.writeCheckpoint(try #require(try fixture.table.snapshot()))
    #expect(try fixture.table.vacuumPlan(retention: 40 * 86_400).parts.isEmpty)
    let ended = (0..<10).map { "day_partition=2020-01-01/v\($0).parquet" }
    #expect(try fixture.table.vacuumPlan(retention: 20 * 86_400).parts.map(\.path) == ended)
  }
}
