import Columnar
import Testing

@Suite struct RowGroupEncoderTests {
  private func batch(_ range: Range<Int64>) -> RecordBatch {
    let builder = BatchBuilder(schema: Schema([Field("n", .int64), Field("empty", .null)]))
    for (row, value) in range.enumerated() where value % 7 != 0 { builder.columns[0].append(value, at: row) }
    return builder.finish(rows: range.count)
  }

  private func bytes(_ file: ArrowBytes) -> [UInt8] { file.withBytes { Array($0) } }

  @Test func theSameBatchesGiveTheSameBytes() throws {
    let schema = Schema([Field("n", .int64)])
    func encode() throws -> [UInt8] {
      let batches = try [batch(0..<1000), batch(1000..<1500)].map { try $0.cast(to: schema) }
      return bytes(try RowGroupEncoder.encode(batches, schema: schema, compression: .snappy))
    }
    #expect(try encode() == encode())
  }

  @Test func rowsEncodedAgainUnderAWiderSchemaAreAsIfEncodedUnderItAtOnce() throws {
    let narrow = Schema([Field("n", .int64)])
    let wide = Schema([Field("n", .float64), Field("late", .string)])
    let batches = [batch(0..<3000), batch(3000..<3100)]
    let first = try RowGroupEncoder.encode(
      batches.map { try $0.cast(to: narrow) }, schema: narrow, compression: .snappy)
    let again = try RowGroupEncoder.decode(first, batchLengths: [3000, 100], schema: narrow)
    #expect(again.map(\.rowCount) == [3000, 100])
    let widened = try RowGroupEncoder.encode(again.map { try $0.cast(to: wide) }, schema: wide, compression: .snappy)
    let direct = try RowGroupEncoder.encode(batches.map { try $0.cast(to: wide) }, schema: wide, compression: .snappy)
    #expect(bytes(widened) == bytes(direct))
  }

  @Test func anIntegerThatADoubleWouldRoundIsRefused() throws {
    let builder = BatchBuilder(schema: Schema([Field("n", .int64)]))
    builder.columns[0].append(Int64(9_007_199_254_740_993), at: 0)
    let batch = builder.finish(rows: 1)
    let error = #expect(throws: ColumnarError.self) { try batch.cast(to: Schema([Field("n", .float64)])) }
    #expect(error?.code == .lossyCast)
    #expect(error?.message.contains("`n`") == true)
  }

  @Test func typesAreUnifiedWithoutLoss() {
    #expect(DataType.null.unified(with: .string) == .string)
    #expect(DataType.int8.unified(with: .int32) == .int32)
    #expect(DataType.int64.unified(with: .float64) == .float64)
    #expect(DataType.int64.unified(with: .string) == nil)
    #expect(DataType.list(.null).unified(with: .list(.int64)) == .list(.int64))
    #expect(
      DataType.structure([Field("a", .null)]).unified(with: .structure([Field("b", .date)]))
        == .structure([Field("a", .null), Field("b", .date)]))
    #expect(DataType.structure([Field("a", .null), Field("b", .date)]).known == .structure([Field("b", .date)]))
    #expect(DataType.list(.null).known == nil)
  }
}
