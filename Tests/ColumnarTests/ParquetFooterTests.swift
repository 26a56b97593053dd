import Columnar
import Foundation
import Testing

@Suite struct ParquetFooterTests {
  @Test func joinedPiecesReadAsTheirConcatenationInPyarrowAndDuckDB() throws {
    let pieces = try ParquetPieces()
    let part = try pieces.writeJoined()
    #expect(try ParquetPython.run(ParquetPython.compareJoined, folder: pieces.folder) == "same\n")

    #expect(try ParquetPieces.join(pieces.files) == part)
    let joined = try ParquetPieces.footer(part)
    #expect(joined.rowCount == 3501)
    #expect(try joined.rowGroups() == pieces.files.flatMap { try ParquetPieces.footer($0).rowGroups() })
  }

  @Test func aJoinedPartCanBeJoinedAgain() throws {
    let pieces = try ParquetPieces()
    let whole = try ParquetPieces.join(pieces.files)
    let front = try ParquetPieces.join(Array(pieces.files[0..<2]))
    #expect(try ParquetPieces.join([front] + pieces.files[2...]) == whole)
  }

  @Test func aFooterSaysWhatTheColumnsAre() throws {
    let footer = try ParquetPieces.footer(try ParquetPieces().files[0])
    let groups = try footer.rowGroups()
    #expect(groups.count == 1)
    let group = try #require(groups.first)
    #expect(group.rowCount == 1000)
    #expect(group.totalByteSize == group.columns.reduce(0) { $0 + $1.totalUncompressedSize })
    #expect(group.totalCompressedSize > 0 && group.totalCompressedSize <= footer.dataRange.count)
    #expect(group.columns.map(\.path).contains(["links", "list", "element", "rank"]))
    let id = try #require(group.columns.first)
    #expect(id.path == ["id"] && id.physicalType == .int64 && id.valueCount == 1000 && id.nullCount == 0)
    #expect(id.minimum == [UInt8](repeating: 0, count: 8) && id.maximum == [0xe7, 3, 0, 0, 0, 0, 0, 0])
    #expect(id.isMinimumExact == true && id.isMaximumExact == true)
  }

  @Test func unlikeSchemasAndOverlappingPlacesAreRefused() throws {
    let pieces = try ParquetPieces()
    let script = """
      import sys, pyarrow as pa, pyarrow.parquet as pq
      pq.write_table(pa.table({'id': ['text']}), sys.argv[1] + '/other.parquet')
      """
    _ = try ParquetPython.run(script, folder: pieces.folder)
    let other = try ParquetPieces.footer(
      [UInt8](try Data(contentsOf: pieces.folder.appendingPathComponent("other.parquet"))))
    let first = try ParquetPieces.footer(pieces.files[0])
    let end = first.dataRange.upperBound
    func code(_ pieces: [(footer: ParquetFooter, offset: Int)]) -> ParquetFooterError.Code? {
      do throws(ParquetFooterError) { _ = try ParquetFooter.joined(pieces) } catch { return error.code }
      return nil
    }
    #expect(code([(first, 4), (first, end)]) == nil)
    #expect(code([(first, 4), (other, end)]) == .mismatch)
    #expect(code([(first, 4), (first, end - 1)]) == .mismatch)
    #expect(code([(first, 3)]) == .mismatch)
    #expect(code([]) == .mismatch)
  }

  @Test func everyTruncatedFileIsRefused() throws {
    let file = try ParquetPieces().files[1]
    for count in 0..<file.count {
      #expect(throws: ParquetFooterError.self, "\(count) bytes") { try ParquetPieces.footer(Array(file[..<count])) }
    }
  }

  @Test func damagedFootersAreRefusedOrReadButNeverCrash() throws {
    let file = try ParquetPieces().files[1]
    let footer = try ParquetPieces.footer(file)
    let thrift = footer.dataRange.upperBound..<file.count - 8
    // Every truncation of the footer itself, with a length that matches.
    for end in thrift {
      var cut = Array(file[..<end])
      withUnsafeBytes(of: UInt32(end - thrift.lowerBound).littleEndian) { cut += $0 }
      #expect(throws: ParquetFooterError.self) { try ParquetPieces.footer(cut + ParquetFooter.magic) }
    }
    var random = SplitMix(state: 11)
    var refused = 0
    let rounds = 5_000
    for round in 0..<rounds {
      var damaged = file
      for _ in 0...(round % 4) {
        damaged[Int.random(in: thrift.lowerBound..<file.count - 4, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      do {
        let footer = try ParquetPieces.footer(damaged)
        _ = try ColumnStatistics.merge(footers: [footer], schema: ParquetPieces.schema)
        _ = try? ParquetFooter.joined([(footer, 4), (footer, 1 << 62)])
      } catch {
        refused += 1
      }
    }
    #expect(refused > rounds / 10 && refused < rounds)
  }
}

/// Random numbers that are the same in every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
