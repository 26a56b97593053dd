import Columnar
import Foundation
import Storage
import Table
import Testing

/// Tables of ours in the eyes of delta-rs and Polars, and theirs in ours.
@Suite(.serialized) struct ReaderTests {
  let fixture: TableFixture

  static let columns = Schema([
    Field("id", .int64), Field("flag", .boolean), Field("tiny", .int8), Field("small", .int16), Field("medium", .int32),
    Field("single", .float32), Field("score", .float64), Field("name", .string), Field("raw", .binary),
    Field("born", .date), Field("seen", .timestamp), Field("price", .decimal(precision: 10, scale: 2)),
    Field("tags", .list(.string)), Field("place", .structure([Field("city", .string), Field("zip", .int64)])),
    Field("visits", .list(.structure([Field("at", .timestamp)]))),
  ])

  /// Row i has values that follow from i, so that both sides know them.
  static let makeParts = """
    import datetime as dt, decimal, os, sys
    import pyarrow as pa, pyarrow.parquet as pq
    utc = dt.timezone.utc
    schema = pa.schema([
      ('id', pa.int64()), ('flag', pa.bool_()), ('tiny', pa.int8()), ('small', pa.int16()), ('medium', pa.int32()),
      ('single', pa.float32()), ('score', pa.float64()), ('name', pa.string()), ('raw', pa.binary()),
      ('born', pa.date32()), ('seen', pa.timestamp('us', 'UTC')), ('price', pa.decimal128(10, 2)),
      ('tags', pa.list_(pa.string())), ('place', pa.struct([('city', pa.string()), ('zip', pa.int64())])),
      ('visits', pa.list_(pa.struct([('at', pa.timestamp('us', 'UTC'))]))),
    ])
    def row(i):
      seen = dt.datetime(2020, 1, 1, tzinfo=utc) + dt.timedelta(seconds=i, microseconds=1)
      return {
        'id': i, 'flag': i % 2 == 0, 'tiny': i % 100, 'small': i, 'medium': i, 'single': i / 4, 'score': i / 10,
        'name': None if i % 10 == 3 else 'ü' * 40 + f'{i:04}', 'raw': bytes([i % 256]),
        'born': dt.date(2020, 1, 1) + dt.timedelta(days=i), 'seen': seen, 'price': decimal.Decimal(i) / 100,
        'tags': [str(i), None], 'place': {'city': f'c{i:04}', 'zip': i}, 'visits': [{'at': seen}],
      }
    """

  init() throws { fixture = try TableFixture() }

  /// Writes parts of ten rows each, the first row being each of `starts`.
  private func change(_ day: String, _ starts: [Int], mode: TableChange.Mode = .replace) throws -> TableChange {
    let names = starts.map { "day_partition=\(day)/part-\($0)-\(UUID().uuidString).parquet" }
    for (name, start) in zip(names, starts) {
      _ = try Python.run(
        Self.makeParts + """

          os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
          start = int(sys.argv[2])
          pq.write_table(pa.Table.from_pylist([row(i) for i in range(start, start + 10)], schema), sys.argv[1])
          """, "\(fixture.path)/\(name)", String(start))
    }
    let listed = try fixture.store.list(prefix: "day_partition=\(day)/")
    let parts = try zip(names, starts).map { name, start in
      let object = try #require(listed.first { $0.path == name })
      return NewPart(
        path: name, size: object.size, modified: Int(object.modified / 1_000_000),
        statistics: PartStatistics(rows: 10, columns: Self.statistics(start)))
    }
    return TableChange(day: day, mode: mode, parts: parts, schema: Self.columns, run: "run-\(starts)")
  }

  private static func statistics(_ start: Int) -> [ColumnStatistics] {
    let end = start + 9
    func name(_ row: Int) -> ColumnStatistics.Value {
      .string(String(repeating: "ü", count: 40) + String(String(10_000 + row).dropFirst()))
    }
    func seen(_ row: Int) -> ColumnStatistics.Value { .timestamp(1_577_836_800_000_001 + Int64(row) * 1_000_000) }
    func city(_ row: Int) -> ColumnStatistics.Value { .string("c" + String(10_000 + row).dropFirst()) }
    func integers(_ path: String...) -> ColumnStatistics {
      ColumnStatistics(path: path, nullCount: 0, minimum: .integer(Int64(start)), maximum: .integer(Int64(end)))
    }
    return [
      integers("id"), integers("small"), integers("medium"), integers("place", "zip"),
      ColumnStatistics(path: ["flag"], nullCount: 0, minimum: .boolean(false), maximum: .boolean(true)),
      ColumnStatistics(path: ["raw"], nullCount: 0),
      ColumnStatistics(
        path: ["single"], nullCount: 0, minimum: .float(Double(start) / 4), maximum: .float(Double(end) / 4)),
      ColumnStatistics(
        path: ["score"], nullCount: 0, minimum: .float(Double(start) / 10), maximum: .float(Double(end) / 10)),
      ColumnStatistics(path: ["name"], nullCount: 1, minimum: name(start), maximum: name(end)),
      ColumnStatistics(
        path: ["born"], nullCount: 0, minimum: .date(Int32(18_262 + start)), maximum: .date(Int32(18_262 + end))),
      ColumnStatistics(path: ["seen"], nullCount: 0, minimum: seen(start), maximum: seen(end)),
      ColumnStatistics(
        path: ["price"], nullCount: 0, minimum: .decimal(unscaled: Int128(start), scale: 2),
        maximum: .decimal(unscaled: Int128(end), scale: 2)),
      ColumnStatistics(path: ["place", "city"], nullCount: 0, minimum: city(start), maximum: city(end)),
      ColumnStatistics(path: ["tags"], nullCount: 0), ColumnStatistics(path: ["visits"], nullCount: 0),
    ]
  }

  private func build() throws {
    var snapshot = try fixture.table.commit(try change("2020-01-01", [0, 10]), base: nil)
    snapshot = try fixture.table.commit(try change("2020-01-31", [20]), base: snapshot)
    snapshot = try fixture.table.commit(try change("2020-02-01", [30]), base: snapshot)
    snapshot = try fixture.table.commit(try change("2020-01-31", [40, 50]), base: snapshot)
    _ = try fixture.table.commit(try change("2020-01-31", [60], mode: .append), base: snapshot)
  }

  @Test func deltaRsAndPolarsReadEveryVersionRowForRow() throws {
    try build()
    let printed = try Python.run(
      Self.makeParts + """

        import deltalake, polars as pl
        path = sys.argv[1]
        one, mid, two = '2020-01-01', '2020-01-31', '2020-02-01'
        versions = [[(one, 0), (one, 10)], [(mid, 20)], [(two, 30)], [(mid, 40), (mid, 50)], [(mid, 60)]]
        versions[1] += versions[0]
        versions[2] += versions[1]
        versions[3] += versions[0] + [(two, 30)]
        versions[4] += versions[3]
        for version, parts in enumerate(versions):
          want = [{**row(i), 'day_partition': day} for day, start in sorted(parts, key=lambda p: p[1])
                  for i in range(start, start + 10)]
          got = deltalake.DeltaTable(path, version=version).to_pyarrow_table().sort_by('id').to_pylist()
          assert got == want, (version, got[:1], want[:1])
          got = pl.scan_delta(path, version=version).sort('id').collect().to_dicts()
          assert got == want, (version, got[:1], want[:1])
        print(deltalake.DeltaTable(path).version(), len(want))
        """, fixture.path)
    #expect(printed == "4 60")
  }

  @Test func aRangeOfDaysIsSaidWithStringsInEveryReader() throws {
    try build()
    let printed = try Python.run(
      """
      import sys, deltalake, polars as pl, duckdb
      path = sys.argv[1]
      table = deltalake.DeltaTable(path)
      where = "day_partition BETWEEN '2020-01-01' AND '2020-01-31'"
      a = table.to_pyarrow_table(filters=[('day_partition', '>=', '2020-01-01'), ('day_partition', '<=', '2020-01-31')])
      b = pl.SQLContext(t=pl.scan_delta(path)).execute(f'SELECT * FROM t WHERE {where}').collect()
      c = pl.scan_delta(path).filter(pl.col('day_partition').is_between(pl.lit('2020-01-01'), pl.lit('2020-01-31'))).collect()
      data = table.to_pyarrow_dataset()
      d = duckdb.sql(f'SELECT count(*) FROM data WHERE {where}').fetchone()[0]
      e = deltalake.QueryBuilder().register('t', table).execute(f'SELECT id FROM t WHERE {where}').read_all()
      print(a.num_rows, b.height, c.height, d, len(e))
      """, fixture.path)
    #expect(printed == "50 50 50 50 50")
  }

  @Test func skippingByOurStatisticsLosesNoRow() throws {
    try build()
    let printed = try Python.run(
      Self.makeParts + """

        import deltalake, duckdb, polars as pl
        path = sys.argv[1]
        table = deltalake.DeltaTable(path)
        data = table.to_pyarrow_dataset()
        live = [row(i) for start in (0, 10, 30, 40, 50, 60) for i in range(start, start + 10)]
        checks = 0
        for i in (0, 9, 10, 19, 33, 44, 59, 69):
          one = row(i)
          for key in ('id', 'small', 'medium', 'single', 'score', 'name', 'born', 'seen', 'price', 'flag', 'raw'):
            value = one[key]
            if value is None: continue
            for word, keep in (('>=', lambda x: x >= value), ('<=', lambda x: x <= value), ('=', lambda x: x == value)):
              want = sorted(r['id'] for r in live if r[key] is not None and keep(r[key]))
              c = pl.col(key)
              lit = pl.lit(value, dtype=pl.Decimal(10, 2)) if key == 'price' else pl.lit(value)
              test = {'>=': c >= lit, '<=': c <= lit, '=': c == lit}[word]
              got = sorted(pl.scan_delta(path).filter(test).select('id').collect()['id'].to_list())
              assert got == want, ('polars', key, word, value, got, want)
              got = sorted(x[0] for x in duckdb.execute(f'SELECT id FROM data WHERE "{key}" {word} ?', [value]).fetchall())
              assert got == want, ('pyarrow', key, word, value, got, want)
              checks += 1
          got = pl.scan_delta(path).filter(pl.col('place').struct.field('city') == one['place']['city']).collect()
          assert got['id'].to_list() == [i]
        query = "SELECT id FROM t WHERE name = '%s'" % row(44)['name']
        found = deltalake.QueryBuilder().register('t', table).execute(query).read_all()
        assert pa.table(found).column('id').to_pylist() == [44]
        print('checked' if checks > 200 else checks)
        """, fixture.path)
    #expect(printed == "checked")
  }

  @Test func deltaRsSeesOurStatisticsAndOurHistory() throws {
    try build()
    let printed = try Python.run(
      """
      import sys, deltalake, pyarrow as pa
      table = deltalake.DeltaTable(sys.argv[1])
      adds = sorted(pa.table(table.get_add_actions(flatten=True)).to_pylist(), key=lambda a: a['min.id'])
      first = adds[0]
      assert all(a['num_records'] == 10 for a in adds)
      assert [a['min.id'] for a in adds] == [0, 10, 30, 40, 50, 60], adds
      assert str(first['max.price']) == '0.09' and str(first['max.born']) == '2020-01-10', first
      assert str(first['min.seen']).startswith('2020-01-01 00:00:00') and first['null_count.name'] == 1, first
      assert str(first['max.seen']).startswith('2020-01-01 00:00:09.001'), first
      assert first['max.place.city'] == 'c0009' and first['null_count.tags'] == 0, first
      history = table.history()
      assert [h['version'] for h in history] == [4, 3, 2, 1, 0]
      assert history[0]['operationParameters']['mode'] == 'Append'
      assert history[0]['sluice']['run'] == 'run-[60]', history[0]
      print(history[0]['operation'], table.metadata().partition_columns)
      """, fixture.path)
    #expect(printed == "WRITE ['day_partition']")
  }

  @Test func weReadWhatDeltaRsAppendsReplacesAndVacuums() throws {
    try build()
    let before = try #require(try fixture.table.snapshot())
    _ = try Python.run(
      Self.makeParts + """

        import deltalake
        path = sys.argv[1]
        def rows(day, start, count):
          table = pa.Table.from_pylist([row(i) for i in range(start, start + count)], schema)
          return table.append_column('day_partition', pa.array([day] * count))
        deltalake.write_deltalake(path, rows('2020-03-01', 100, 5), mode='append')
        deltalake.write_deltalake(path, rows('2020-02-01', 200, 7), mode='overwrite',
                                  predicate="day_partition = '2020-02-01'")
        table = deltalake.DeltaTable(path)
        table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
        table.create_checkpoint()
        """, fixture.path)
    let after = try #require(try fixture.table.snapshot())
    #expect(after.files(of: "2020-03-01").map(\.rows) == [5])
    #expect(after.files(of: "2020-02-01").map(\.rows) == [7])
    #expect(after.metadata == before.metadata)
    let statistics = try #require(after.files(of: "2020-02-01")[0].statistics(schema: after.metadata.schema))
    let id = try #require(statistics.columns.first { $0.path == ["id"] })
    #expect(id == ColumnStatistics(path: ["id"], nullCount: 0, minimum: .integer(200), maximum: .integer(206)))
    #expect(statistics.columns.first { $0.path == ["born"] }?.minimum == .date(18_262 + 200))
    #expect(statistics.columns.first { $0.path == ["place", "zip"] }?.maximum == .integer(206))
    let seen = statistics.columns.first { $0.path == ["seen"] }?.minimum
    #expect(seen == .timestamp(1_577_837_000_000_000) || seen == .timestamp(1_577_837_000_000_001))
    // Every live part is there, and theirs are at the paths that we make of the log's.
    let there = Set(try fixture.store.list(prefix: "").map(\.path))
    #expect(after.files.allSatisfy { there.contains($0.path) })

    // The day that delta-rs replaced is a conflict for a run that had read it before; others are not.
    let lost = #expect(throws: TableError.self) {
      try fixture.table.commit(try change("2020-02-01", [300]), base: before)
    }
    #expect(lost?.message.contains("was changed by delta-rs") == true)
    let ours = try fixture.table.commit(try change("2020-01-01", [300]), base: before)
    let printed = try Python.run(
      "import sys, polars as pl; print(pl.scan_delta(sys.argv[1]).select('id').sum().collect().item())", fixture.path)
    let expected =
      (300..<310).reduce(0, +) + (100..<105).reduce(0, +) + (200..<207).reduce(0, +) + (40..<70).reduce(0, +)
    #expect(printed == String(expected))
    #expect(ours.version > after.version)
  }

  @Test func readersTakeColumnsThatCameLaterAsNull() throws {
    let base = try fixture.table.commit(try change("2020-01-01", [0]), base: nil)
    var wide = try change("2020-01-02", [10])
    let path = "day_partition=2020-01-02/wide.parquet"
    _ = try Python.run(
      """
      import sys, pyarrow as pa, pyarrow.parquet as pq
      place = pa.array([{'zip': 1, 'land': 'ÅL'}], pa.struct([('zip', pa.int64()), ('land', pa.string())]))
      pq.write_table(pa.table({'later': pa.array([7], pa.int64()), 'place': place}), sys.argv[1])
      """, "\(fixture.path)/\(path)")
    let object = try #require(try fixture.store.list(prefix: "").first { $0.path == path })
    wide.parts = [
      NewPart(path: path, size: object.size, modified: 0, statistics: PartStatistics(rows: 1))
    ]
    wide.schema = Schema([
      Field("later", .int64), Field("place", .structure([Field("zip", .int64), Field("land", .string)])),
    ])
    _ = try fixture.table.commit(wide, base: base)
    let printed = try Python.run(
      """
      import sys, deltalake, polars as pl
      table = deltalake.DeltaTable(sys.argv[1])
      found = deltalake.QueryBuilder().register('t', table).execute(
        "SELECT count(*) n, count(later) later, count(id) id, max(place['land']) land, sum(place['zip']) zip FROM t").read_all()
      import pyarrow as pa
      print(*pa.table(found).to_pylist()[0].values())
      print(*pl.scan_delta(sys.argv[1]).select(
        pl.len(), pl.col('later').count(), pl.col('id').count(), pl.col('place').struct.field('land').max(),
        pl.col('place').struct.field('zip').sum()).collect().row(0))
      """, fixture.path)
    #expect(printed == "11 1 10 ÅL 46\n11 1 10 ÅL 46")
  }

  @Test func valuesWithoutBoundsAreFoundByEveryReader() throws {
    let path = "day_partition=2020-01-01/a.parquet"
    _ = try Python.run(
      """
      import os, sys, pyarrow as pa, pyarrow.parquet as pq
      os.makedirs(os.path.dirname(sys.argv[1]))
      pq.write_table(pa.table({'n': pa.array([1, 2], pa.int64()), 'f': [1.0, float('inf')], 's': ['a', 'z' * 5000]}), sys.argv[1])
      """, "\(fixture.path)/\(path)")
    let size = try fixture.store.list(prefix: path.replacing("a.parquet", with: ""))[0].size
    let n = ColumnStatistics(path: ["n"], nullCount: 0, minimum: .integer(1), maximum: .integer(2))
    let f = ColumnStatistics(path: ["f"], nullCount: 0, minimum: .float(1), maximum: .float(.infinity))
    let s = ColumnStatistics(path: ["s"], nullCount: 0)
    let schema = Schema([Field("n", .int64), Field("f", .float64), Field("s", .string)])
    for columns in [[n, f, s], [n, s], []] {
      let lone = try TableFixture()
      try lone.store.write(path, try fixture.store.read(path))
      let part = NewPart(path: path, size: size, modified: 0, statistics: PartStatistics(rows: 2, columns: columns))
      _ = try lone.table.commit(
        TableChange(day: "2020-01-01", mode: .replace, parts: [part], schema: schema, run: "r"), base: nil)
      let printed = try Python.run(
        """
        import sys, deltalake, polars as pl, duckdb
        table = deltalake.DeltaTable(sys.argv[1])
        data = table.to_pyarrow_dataset()
        for test in ('n >= 1', 'f >= 1', 'f <= 5', "s >= 'z'", "s <= 'b'", 'f IS NULL', 's IS NOT NULL'):
          print(duckdb.sql('SELECT n FROM data WHERE ' + test).fetchall().__len__(),
                len(deltalake.QueryBuilder().register('t', table).execute('SELECT n FROM t WHERE ' + test).read_all()),
                pl.scan_delta(sys.argv[1]).filter(pl.sql_expr(test)).collect().height, end=' ')
        """, lone.path)
      #expect(printed == "2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 0 0 0 2 2 2")
    }
  }
}
