import Foundation
import Testing

/// Runs Python with pyarrow and DuckDB, the readers that Sluice's files must please.
enum ParquetPython {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The output of a script. It finds `folder` in `sys.argv[1]`.
  static func run(_ script: String, folder: URL) throws -> String {
    let process = Process()
    process.executableURL = try python()
    process.arguments = ["-c", script, folder.path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: text) }
    return text
  }

  private static func python() throws -> URL {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appendingPathComponent(".venv/bin/python")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    throw Failure(description: "no .venv/bin/python above \(#filePath); run Scripts/set-up")
  }

  /// Writes `0.parquet`, `1.parquet`, … into the folder: one row group each, of one schema with every type of column.
  static let makePieces = """
    import sys, datetime, decimal, random
    import pyarrow as pa, pyarrow.parquet as pq
    folder = sys.argv[1]
    schema = pa.schema([
      ('id', pa.int64()), ('small', pa.int8()), ('flag', pa.bool_()), ('ratio', pa.float64()), ('half', pa.float32()),
      ('language', pa.dictionary(pa.int32(), pa.string())), ('text', pa.string()), ('blob', pa.binary()),
      ('day', pa.date32()), ('at', pa.timestamp('us', tz='UTC')),
      ('price', pa.decimal128(10, 2)), ('huge', pa.decimal128(38, 4)), ('nothing', pa.string()),
      ('location', pa.struct([('city', pa.string()), ('point', pa.struct([('x', pa.float64())]))])),
      ('tags', pa.list_(pa.string())), ('links', pa.list_(pa.struct([('url', pa.string()), ('rank', pa.int32())]))),
    ], metadata={'made by': 'the test'})
    rng = random.Random(7)
    D = decimal.Decimal
    def row(i):
      maybe = lambda value: None if rng.random() < 0.2 else value
      return {
        'id': i, 'small': maybe(rng.randint(-128, 127)), 'flag': maybe(rng.random() < 0.5),
        'ratio': maybe(rng.uniform(-1e6, 1e6)), 'half': maybe(float(rng.randint(-999, 999)) / 4),
        'language': maybe(rng.choice(['en', 'de', '\\u00e9\\u00e9', '\\U0001f600', '\\uffee'])),
        'text': maybe('word ' * rng.randint(0, 30) + str(i)), 'blob': maybe(bytes([i % 256])),
        'day': maybe(datetime.date(1960, 1, 1) + datetime.timedelta(days=rng.randint(0, 30000))),
        'at': maybe(datetime.datetime(1965, 1, 1, tzinfo=datetime.timezone.utc)
          + datetime.timedelta(microseconds=rng.randint(0, 10 ** 16))),
        'price': maybe(D(rng.randint(-10 ** 9, 10 ** 9)).scaleb(-2)),
        'huge': maybe(D(rng.randint(-10 ** 27, 10 ** 27)).scaleb(-4)), 'nothing': None,
        'location': maybe({'city': maybe(f'city {i % 50}'), 'point': maybe({'x': rng.random()})}),
        'tags': maybe([maybe('t' + str(k)) for k in range(rng.randint(0, 4))]),
        'links': maybe([maybe({'url': f'u{i}', 'rank': maybe(k)}) for k in range(rng.randint(0, 3))]),
      }
    start = 0
    for k, rows in enumerate([1000, 1, 0, 2500]):
      table = pa.Table.from_pylist([row(start + i) for i in range(rows)], schema)
      start += rows
      pq.write_table(table, f'{folder}/{k}.parquet', compression='snappy', write_statistics=True,
        use_dictionary=['language', 'text', 'tags.list.element'], write_page_index=(k != 1), row_group_size=1 << 20)
    """

  /// Compares `joined.parquet` with the pieces, by both readers, whole and filtered.
  static let compareJoined = """
    import sys, glob, duckdb, pyarrow as pa, pyarrow.parquet as pq
    folder = sys.argv[1]
    pieces = sorted(glob.glob(folder + '/[0-9].parquet'))
    joined = folder + '/joined.parquet'
    expected = pa.concat_tables([pq.ParquetFile(p).read() for p in pieces])
    got = pq.ParquetFile(joined).read()
    got.validate(full=True)
    assert got.equals(expected, check_metadata=True), 'pyarrow reads other rows'
    meta = pq.read_metadata(joined)
    assert meta.metadata[b'made by'] == b'the test' and b'ARROW:schema' in meta.metadata
    assert meta.num_row_groups == len(pieces) and meta.num_rows == len(expected)
    for i, p in enumerate(pieces):
      assert pq.ParquetFile(joined).read_row_group(i).equals(pq.ParquetFile(p).read()), f'row group {i}'
    rows = lambda files, where: duckdb.sql(f"SELECT * FROM read_parquet({files}) {where}").to_arrow_table()
    for where in ['', 'WHERE id = 2222', "WHERE location.city = 'city 7'", 'WHERE price < 0', 'WHERE id IN (3, 1000)']:
      a, b = rows([joined], where), rows(pieces, where)
      assert a.num_rows and a.equals(b), 'DuckDB reads other rows ' + where
    few = [('id', '>=', 990), ('id', '<', 1010)]
    assert pq.read_table(joined, filters=few).num_rows == 20
    print('same')
    """

  /// Prints `path|nulls|minimum|maximum` for each leaf, merged over `joined.parquet`'s row groups by pyarrow's metadata.
  static let printStatistics = """
    import sys, datetime, decimal, pyarrow.parquet as pq
    meta = pq.read_metadata(sys.argv[1] + '/joined.parquet')
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    def text(v):
      if v is None: return '-'
      if isinstance(v, bool): return str(v).lower()
      if isinstance(v, datetime.datetime): return str((v - epoch) // datetime.timedelta(microseconds=1))
      if isinstance(v, datetime.date): return str((v - epoch.date()).days)
      if isinstance(v, decimal.Decimal): return str(int(v.scaleb(-v.as_tuple().exponent)))
      return str(v)
    for j in range(meta.num_columns):
      chunks = [meta.row_group(i).column(j) for i in range(meta.num_row_groups)]
      path = chunks[0].path_in_schema
      if '.list.' in path: continue
      found = [c.statistics for c in chunks if c.num_values]
      low = [s.min for s in found if s.has_min_max]
      high = [s.max for s in found if s.has_min_max]
      if path == 'blob': low = high = []
      key = lambda v: v.encode() if isinstance(v, str) else v
      print(path, sum(s.null_count for s in found), text(min(low, key=key, default=None)),
        text(max(high, key=key, default=None)), sep='|')
    """
}
