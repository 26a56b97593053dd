import Columnar
import Foundation
import Testing

@Suite struct ColumnStatisticsTests {
  @Test func statisticsAreThoseOfPyarrowsMetadata() throws {
    let pieces = try ParquetPieces()
    _ = try pieces.writeJoined()
    let expected = try ParquetPython.run(ParquetPython.printStatistics, folder: pieces.folder)
    let footers = try pieces.files.map { try ParquetPieces.footer($0) }
    let merged = try ColumnStatistics.merge(footers: footers, schema: ParquetPieces.schema)
    let got = merged.map { column in
      "\(column.path.joined(separator: "."))|\(column.nullCount.map { "\($0)" } ?? "?")|"
        + "\(text(column.minimum))|\(text(column.maximum))\n"
    }
    #expect(got.joined() == expected)
    #expect(got.contains("nothing|3501|-|-\n") && got.contains { $0.hasPrefix("location.point.x|") })
    #expect(got.contains { $0.hasPrefix("language|") && $0.hasSuffix("|de|\u{1f600}\n") })
    // The joined part says the same as its pieces.
    let joined = try ParquetPieces.footer(try ParquetPieces.join(pieces.files))
    #expect(try ColumnStatistics.merge(footers: [joined], schema: ParquetPieces.schema) == merged)
  }

  @Test func aBoundThatOneRowGroupLacksIsLacking() throws {
    let pieces = try ParquetPieces()
    let script = """
      import sys, pyarrow as pa, pyarrow.parquet as pq
      def write(name, **columns):
        pq.write_table(pa.table(columns), f'{sys.argv[1]}/{name}.parquet')
      nan = float('nan')
      write('a', s=['a', 'b'], d=[1.0, nan], z=[0.0, -0.0], n=pa.array([None, None], pa.int64()))
      write('b', s=['x' * 5000, 'c'], d=[nan, nan], z=[0.0, 0.0], n=[5, None])
      """
    _ = try ParquetPython.run(script, folder: pieces.folder)
    let footers = try ["a", "b"].map {
      try ParquetPieces.footer([UInt8](try Data(contentsOf: pieces.folder.appendingPathComponent("\($0).parquet"))))
    }
    let schema = Schema([
      Field("s", .string), Field("d", .float64), Field("z", .float64), Field("n", .int64), Field("absent", .int64),
    ])
    let merged = try ColumnStatistics.merge(footers: footers, schema: schema)
    #expect(merged[0] == ColumnStatistics(path: ["s"], nullCount: 0, minimum: .string("a")))
    #expect(merged[1] == ColumnStatistics(path: ["d"], nullCount: 0))
    #expect(text(merged[2].minimum) == "-0.0" && text(merged[2].maximum) == "0.0")
    #expect(merged[3] == ColumnStatistics(path: ["n"], nullCount: 3, minimum: .integer(5), maximum: .integer(5)))
    #expect(merged[4] == ColumnStatistics(path: ["absent"]))
    let first = try ColumnStatistics.merge(footers: [footers[0]], schema: schema)
    #expect(first[0].maximum == .string("b"))
  }

  private func text(_ scalar: ColumnStatistics.Value?) -> String {
    switch scalar {
    case nil: "-"
    case .boolean(let value): "\(value)"
    case .integer(let value), .timestamp(let value): "\(value)"
    case .float(let value): "\(value)"
    case .string(let value): value
    case .date(let value): "\(value)"
    case .decimal(let value, _): "\(value)"
    }
  }
}
