import Columnar
import Foundation
import Storage
import Table
import Testing

struct CheckpointTests {
  let fixture: TableFixture

  init() throws { fixture = try TableFixture() }

  /// Commits versions up to `last`, each replacing one of ten days.
  @discardableResult
  private func commit(to last: Int, in table: DeltaTable? = nil) throws -> Snapshot? {
    let table = table ?? fixture.table
    var snapshot = try table.snapshot()
    while (snapshot?.version ?? -1) < last {
      let version = (snapshot?.version ?? -1) + 1
      var change = TableFixture.change("2020-01-1\(version % 10)", ["v\(version)", "ü \(version)%"])
      change.parts[0].tags = ["a": "1", "b": ""]
      change.transactions = ["sluice-2020-01-1\(version % 10)": version]
      snapshot = try table.commit(change, base: snapshot)
    }
    return snapshot
  }

  private func checkpoints() throws -> [String] {
    try fixture.store.list(prefix: "_delta_log/").map(\.path).filter { $0.contains("checkpoint.parquet") }
  }

  private func path(_ version: Int) -> String {
    let digits = String(version)
    return "_delta_log/" + String(repeating: "0", count: 20 - digits.count) + digits
  }

  private func deleteEntries(_ versions: ClosedRange<Int>) throws {
    for version in versions { try fixture.store.delete("\(path(version)).json") }
  }

  /// All that a snapshot says.
  private func content(_ snapshot: Snapshot?) throws -> some Equatable {
    struct Content: Equatable {
      var version: Int
      var timestamp: Int?
      var files: [AddFile]
      var metadata: TableMetadata
      var asked: TableProtocol
      var transactions: [String: Int]
    }
    let snapshot = try #require(snapshot)
    return Content(
      version: snapshot.version, timestamp: snapshot.timestamp, files: snapshot.files, metadata: snapshot.metadata,
      asked: snapshot.tableProtocol, transactions: snapshot.transactions)
  }

  @Test func everyTenthCommitWritesACheckpoint() throws {
    try commit(to: 31)
    #expect(try checkpoints() == [10, 20, 30].map { "\(path($0)).checkpoint.parquet" })
    let last = String(decoding: try fixture.store.read("_delta_log/_last_checkpoint"), as: UTF8.self)
    #expect(last.contains(#""numOfAddFiles":20,"#) && last.contains(#""version":30}"#))
  }

  @Test func aCheckpointSaysWhatTheEntriesBeforeItSaid() throws {
    let before = try commit(to: 10)
    #expect(before?.transactions["sluice-2020-01-13"] == 3)
    try deleteEntries(0...9)
    #expect(try content(fixture.table.snapshot()) == content(before))
    let after = try commit(to: 12)
    #expect(try content(fixture.table.snapshot()) == content(after))
    #expect(try fixture.table.snapshot(version: 11)?.version == 11)
    let early = #expect(throws: TableError.self) { try fixture.table.snapshot(version: 9) }
    #expect(early?.code == .corrupt)
  }

  @Test func partsThatEndedAreRememberedForAWeek() throws {
    try commit(to: 10)
    let removed = try Python.run(
      """
      import pyarrow.parquet as pq, sys
      rows = pq.read_table(sys.argv[1])['remove'].to_pylist()
      print(sorted((r['path'], r['partitionValues'], r['size']) for r in rows if r))
      """, "\(fixture.path)/\(path(10)).checkpoint.parquet")
    #expect(
      removed == "[('day_partition=2020-01-10/%C3%BC%200%25.parquet', [('day_partition', '2020-01-10')], 10), "
        + "('day_partition=2020-01-10/v0.parquet', [('day_partition', '2020-01-10')], 10)]")
  }

  @Test func aThousandCommitsDeepOpeningReadsACheckpointAndAtMostTenEntries() throws {
    let last = try commit(to: 1009)
    let store = WatchedStore(fixture.store)
    let opened = try DeltaTable(store: store).snapshot()
    let reads = store.reads.withLock { $0 }
    #expect(reads.filter { $0.hasSuffix(".checkpoint.parquet") } == ["\(path(1000)).checkpoint.parquet"])
    // The checkpoint's own entry says when it was.
    #expect(reads.filter { $0.hasSuffix(".json") } == (1000...1009).map { "\(path($0)).json" })
    #expect(try content(opened) == content(last))
  }

  @Test func aCheckpointThatCannotBeWrittenFailsNoCommitAndIsMadeUpFor() throws {
    let store = WatchedStore(fixture.store)
    store.forbidden.withLock { $0 = "checkpoint" }
    let table = DeltaTable(store: store)
    #expect(try commit(to: 10, in: table)?.version == 10)
    #expect(try checkpoints() == [])
    store.forbidden.withLock { $0 = nil }
    try commit(to: 12, in: table)
    #expect(try checkpoints() == ["\(path(11)).checkpoint.parquet"])
    try commit(to: 20, in: table)
    #expect(try checkpoints().count == 2)
  }

  @Test(arguments: ["empty", "text", "half", "other"])
  func aDamagedCheckpointIsPassedOver(damage: String) throws {
    let last = try commit(to: 25)
    let good = try fixture.store.read("\(path(20)).checkpoint.parquet")
    let bad: [UInt8] =
      switch damage {
      case "empty": []
      case "text": Array("no Parquet".utf8)
      case "half": Array(good[..<(good.count / 2)])
      default: try otherParquet()
      }
    try fixture.store.write("\(path(20)).checkpoint.parquet", bad)
    try fixture.store.write("_delta_log/_last_checkpoint", Array("{\"vers".utf8))
    // The checkpoint before serves, or the log's start.
    try deleteEntries(0...8)
    #expect(try content(fixture.table.snapshot()) == content(last))
    try fixture.store.write("\(path(10)).checkpoint.parquet", bad)
    let gone = #expect(throws: TableError.self) { try fixture.table.snapshot() }
    #expect(gone?.code == .corrupt)
  }

  private func otherParquet() throws -> [UInt8] {
    _ = try Python.run(
      "import pyarrow as pa, pyarrow.parquet as pq, sys; pq.write_table(pa.table({'add': [1, 2]}), sys.argv[1])",
      "\(fixture.path)/other")
    return try fixture.store.read("other")
  }

  @Test func noDamageToACheckpointCrashesTheReader() throws {
    try commit(to: 10)
    try deleteEntries(0...9)
    let checkpoint = "\(path(10)).checkpoint.parquet"
    let good = try fixture.store.read(checkpoint)
    for place in stride(from: 0, to: good.count, by: max(1, good.count / 250)) {
      var bad = good
      bad[place] ^= UInt8(1 + place % 255)
      try fixture.store.write(checkpoint, bad)
      do {
        _ = try fixture.table.snapshot()
      } catch {
        #expect(error.table == fixture.path)
      }
    }
  }

  // MARK: - Others' checkpoints

  @Test func deltaRsReadsOurCheckpointsWithoutTheLogBefore() throws {
    try commit(to: 11)
    try deleteEntries(0...9)
    let read = try Python.run(
      """
      import deltalake, sys
      table = deltalake.DeltaTable(sys.argv[1])
      print(table.version(), table.transaction_version('sluice-2020-01-13'), len(table.file_uris()))
      """, fixture.path)
    #expect(read == "11 3 20")
  }

  @Test func deltaRsCheckpointsAreReadWithoutTheLogBefore() throws {
    let last = try commit(to: 9)
    _ = try Python.run(
      "import deltalake, sys; deltalake.DeltaTable(sys.argv[1]).create_checkpoint()", fixture.path)
    try deleteEntries(0...8)
    #expect(try content(fixture.table.snapshot()) == content(last))
    try commit(to: 12)
    #expect(try checkpoints() == [9, 10].map { "\(path($0)).checkpoint.parquet" })
  }

  @Test func piecesAndColumnsThatWeDoNotKnowAreNoObstacle() throws {
    let last = try commit(to: 10)
    try deleteEntries(0...9)
    _ = try Python.run(
      """
      import datetime as dt, decimal, os, sys
      import pyarrow as pa, pyarrow.parquet as pq
      log = sys.argv[1] + '/_delta_log/00000000000000000010.checkpoint'
      table = pq.read_table(log + '.parquet')
      rows = table.to_pylist()
      extra = pa.struct([
        ('minValues', pa.struct([('at', pa.timestamp('ns')), ('price', pa.decimal128(9, 2)), ('born', pa.date32())])),
        ('list', pa.large_list(pa.binary())), ('half', pa.time64('us'))])
      add = table.schema.field('add').type
      fields = [extra_field for extra_field in add]
      fields.insert(1, pa.field('stats_parsed', extra))
      fields = [pa.field(f.name, pa.large_string()) if f.name == 'path' else f for f in fields]
      schema = pa.schema([pa.field('fromTheFuture', extra)] + [
        pa.field('add', pa.struct(fields)) if f.name == 'add' else f for f in table.schema])
      value = {'minValues': {'at': dt.datetime(2020, 1, 1), 'price': decimal.Decimal('1.25'), 'born': dt.date(2020, 1, 1)},
               'list': [b'a', None], 'half': dt.time(12)}
      for row in rows:
        row['fromTheFuture'] = None
        if row['add']: row['add']['stats_parsed'] = value
      for piece in range(3):
        some = rows[piece::3]
        pq.write_table(pa.Table.from_pylist(some, schema), f'{log}.{piece + 1:010}.{3:010}.parquet', row_group_size=4)
      os.unlink(log + '.parquet')
      """, fixture.path)
    #expect(try content(fixture.table.snapshot()) == content(last))
    try fixture.store.delete("\(path(10)).checkpoint.0000000002.0000000003.parquet")
    #expect(throws: TableError.self) { try fixture.table.snapshot() }
  }

  @Test(arguments: ["sidecar", "named"])
  func v2CheckpointsAreRefusedByName(kind: String) throws {
    try commit(to: 10)
    try deleteEntries(0...9)
    _ = try Python.run(
      """
      import os, sys
      import pyarrow as pa, pyarrow.parquet as pq
      log = sys.argv[1] + '/_delta_log/00000000000000000010.checkpoint'
      if sys.argv[2] == 'named':
        os.rename(log + '.parquet', log + '.80a083e8-7026-4e79-81be-64bd76c43a11.parquet')
      else:
        table = pq.read_table(log + '.parquet')
        sidecar = pa.array([{'path': 'x.parquet'}] + [None] * (len(table) - 1))
        pq.write_table(table.append_column('sidecar', sidecar), log + '.parquet')
      """, fixture.path, kind)
    let error = #expect(throws: TableError.self) { try fixture.table.snapshot() }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains("V2 checkpoint") == true)
  }
}
