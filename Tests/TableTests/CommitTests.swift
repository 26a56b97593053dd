import Columnar
import Foundation
import Storage
import Table
import Testing

struct CommitTests {
  let fixture: TableFixture
  let first = "2020-01-01"
  let second = "2020-01-02"

  init() throws { fixture = try TableFixture() }

  @Test func aFolderWithoutALogIsNoTable() throws {
    #expect(try fixture.table.snapshot() == nil)
    #expect(try fixture.table.history() == [])
  }

  @Test func theFirstCommitMakesTheTableInOneEntry() throws {
    let snapshot = try fixture.commit(first, ["a"])
    #expect(snapshot.version == 0)
    #expect(snapshot.partSchema == TableFixture.columns)
    #expect(snapshot.metadata.schema.fields.last == Field("day_partition", .string))
    #expect(snapshot.metadata.partitionColumns == ["day_partition"])
    let lines = try fixture.entry(0).split(separator: "\n").map { $0.prefix(14) }
    #expect(lines == ["{\"commitInfo\":", "{\"protocol\":{\"", "{\"metaData\":{\"", "{\"add\":{\"dataC"])
    #expect(try fixture.entry(0).contains(#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}"#))
  }

  @Test func replacingADayIsOneEntryAndLeavesOtherDaysAlone() throws {
    try fixture.commit(first, ["a", "b"])
    try fixture.commit(second, ["c"])
    let snapshot = try fixture.commit(first, ["d"])
    #expect(snapshot.version == 2)
    #expect(try fixture.live(first) == ["d"])
    #expect(try fixture.live(second) == ["c"])
    #expect(try fixture.live(first, version: 1) == ["a", "b"])
    #expect(snapshot.filesByDay.keys.sorted() == [first, second])
    #expect(snapshot.files.map(\.rows) == [5, 5])
  }

  @Test func appendingKeepsTheDaysParts() throws {
    try fixture.commit(first, ["a"])
    try fixture.commit(first, ["b"], mode: .append)
    #expect(try fixture.live(first) == ["a", "b"])
  }

  @Test func optimizingChangesNoData() throws {
    try fixture.commit(first, ["a", "b", "c"])
    let path = "day_partition=\(first)/"
    try fixture.commit(first, ["ab"], mode: .optimize(replacing: [path + "a.parquet", path + "b.parquet"]))
    #expect(try fixture.live(first) == ["ab", "c"])
    #expect(!(try fixture.entry(1).contains(#""dataChange":true"#)))
    let error = #expect(throws: TableError.self) {
      try fixture.commit(first, ["x"], mode: .optimize(replacing: [path + "a.parquet"]))
    }
    #expect(error?.code == .invalidChange)
  }

  @Test func differentDaysBothWin() throws {
    let base = try fixture.commit("2020-01-09", ["z"])
    try fixture.commit(first, ["a"], base: base)
    let snapshot = try fixture.commit(second, ["b"], base: base)
    #expect(snapshot.version == 2)
    #expect(try fixture.live(first) == ["a"])
    #expect(try fixture.live(second) == ["b"])
  }

  @Test func twoRunsMakingTheTableBothWinOnDifferentDays() throws {
    try fixture.commit(first, ["a"], base: nil)
    let snapshot = try fixture.commit(second, ["b"], base: nil)
    #expect(snapshot.version == 1)
    #expect(snapshot.files.count == 2)
    let error = #expect(throws: TableError.self) { try fixture.commit(first, ["c"], base: nil) }
    #expect(error?.code == .conflict(day: first, version: 0, run: "run-a"))
  }

  @Test(arguments: [TableChange.Mode.replace, .append])
  func theSecondRunOnADayLosesAndIsToldWhoWon(mode: TableChange.Mode) throws {
    let base = try fixture.commit(first, ["a"])
    try fixture.commit(second, ["x"])
    try fixture.commit(first, ["b"], mode: mode)
    let error = #expect(throws: TableError.self) { try fixture.commit(first, ["c"], base: base) }
    #expect(error?.code == .conflict(day: first, version: 2, run: "run-b"))
    #expect(error?.message.contains("run run-b (version 2)") == true)
    #expect(try fixture.table.snapshot()?.version == 2)
  }

  @Test func anOptimizeInBetweenIsNoConflictForRunsButARunIsForAnOptimize() throws {
    let base = try fixture.commit(first, ["a", "b"])
    let path = "day_partition=\(first)/"
    let both = TableChange.Mode.optimize(replacing: [path + "a.parquet", path + "b.parquet"])
    try fixture.commit(first, ["ab"], mode: both)
    try fixture.commit(first, ["c"], mode: .append, base: base)
    #expect(try fixture.live(first) == ["ab", "c"])
    let error = #expect(throws: TableError.self) { try fixture.commit(first, ["ab2"], mode: both, base: base) }
    #expect(error?.code == .conflict(day: first, version: 1, run: "run-ab"))
    try fixture.commit(first, ["d"], mode: .replace)
    #expect(try fixture.live(first) == ["d"])
  }

  @Test func aWinnersNewColumnsAreKept() throws {
    let base = try fixture.commit(first, ["a"])
    let wide = Schema(TableFixture.columns.fields + [Field("theirs", .boolean)])
    try fixture.commit(second, ["b"], schema: wide)
    let other = Schema(TableFixture.columns.fields + [Field("ours", .date)])
    let snapshot = try fixture.commit("2020-01-03", ["c"], schema: other, base: base)
    #expect(snapshot.metadata.schema.fields.map(\.name) == ["id", "name", "theirs", "ours", "day_partition"])
    #expect(try fixture.table.snapshot(version: 1)?.partSchema == wide)
  }

  @Test func typesMayChangeOnlyWhenEveryLivePartIsReplaced() throws {
    try fixture.commit(first, ["a"])
    let changed = Schema([Field("id", .float64), Field("name", .null), Field("nothing", .null)])
    let snapshot = try fixture.commit(first, ["b"], schema: changed)
    #expect(snapshot.partSchema == Schema([Field("id", .float64), Field("name", .string)]))
    let error = #expect(throws: TableError.self) { try fixture.commit(second, ["c"]) }
    #expect(error?.code == .schemaConflict)
    #expect(
      error?.description
        == "\(fixture.path): column `id` is double in the table's other days and int64 in day 2020-01-02; a Delta Lake table "
        + "holds one type a column: let the feature function (or `schema:` in sluice.yaml) give double, or delete the table's "
        + "folder and run all its days again")
    #expect(try fixture.table.snapshot()?.version == 1)
  }

  @Test func changesThatContradictThemselvesAreRefused() throws {
    try fixture.commit(first, ["a"])
    func refused(_ change: TableChange) -> TableError.Code? {
      #expect(throws: TableError.self) { try fixture.table.commit(change, base: fixture.table.snapshot()) }?.code
    }
    #expect(refused(TableFixture.change("2020-02-30", ["b"])) == .invalidChange)
    #expect(refused(TableFixture.change(first, ["b", "b"])) == .invalidChange)
    #expect(refused(TableFixture.change(first, ["a"])) == .invalidChange)
    var elsewhere = TableFixture.change(second, ["b"])
    elsewhere.day = first
    #expect(refused(elsewhere) == .invalidChange)
    #expect(
      refused(TableFixture.change(first, ["b"], schema: Schema([Field("Day_Partition", .string)]))) == .invalidSchema)
  }

  @Test func historyTellsRunsAndDetailsNewestFirst() throws {
    try fixture.commit(first, ["a"])
    try fixture.commit(second, ["b", "c"])
    let history = try fixture.table.history()
    #expect(history.map(\.version) == [1, 0])
    #expect(history[0].info?.run == "run-b+c")
    #expect(history[0].info?.details == ["run": "run-b+c", "fingerprint": "f00", "day": second])
    #expect(history[0].info?.metrics["numOutputRows"] == "10")
    #expect(history[0].timestamp > history[1].timestamp)
    #expect(try fixture.table.history(limit: 1).map(\.version) == [1])
  }

  @Test func filesThatNoRecentVersionNeedsAreInAVacuumsPlan() throws {
    for name in ["a", "b", "stray"] { try fixture.store.write("day_partition=\(first)/\(name).parquet", [1]) }
    try fixture.store.write("_quarantine/day_partition=\(first)/x.jsonl", [1])
    let aside = try fixture.store.makeWriter("day_partition=\(first)/aside.parquet")
    try fixture.commit(first, ["a"])
    try fixture.commit(first, ["b"])
    #expect(try fixture.table.vacuumPlan(retention: 3600).files == [])
    Thread.sleep(forTimeInterval: 0.01)
    let found = try fixture.table.vacuumPlan(retention: 0).files.map(\.path)
    #expect(found.count == 3)
    #expect(found.prefix(2) == ["day_partition=\(first)/a.parquet", "day_partition=\(first)/stray.parquet"])
    #expect(found[2].hasSuffix(".tmp"))
    aside.discard()
  }
}
