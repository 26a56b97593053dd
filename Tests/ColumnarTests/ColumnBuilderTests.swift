import Columnar
import Testing

@Suite struct ColumnBuilderTests {
  /// A seeded generator, so that a failure can be had again.
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private func texts(_ batch: RecordBatch, column: Int = 0) -> [String] {
    (0..<batch.rowCount).map { batch.text(column: column, row: $0) }
  }

  private func append(_ text: String, to column: ColumnBuilder, at row: Int) {
    var text = text
    text.withUTF8 { column.append(UnsafeRawPointer($0.baseAddress!), count: $0.count, at: row) }
  }

  @Test func rowsThatArePassedOverAreNull() {
    let builder = BatchBuilder(schema: Schema([Field("n", .int64), Field("s", .string), Field("b", .boolean)]))
    builder.columns[0].append(Int64(5), at: 2)
    append("x", to: builder.columns[1], at: 0)
    append("", to: builder.columns[1], at: 3)
    builder.columns[2].append(UInt8(1), at: 1)
    let batch = builder.finish(rows: 5)
    #expect(texts(batch, column: 0) == ["null", "null", "5", "null", "null"])
    #expect(texts(batch, column: 1) == ["x", "null", "null", "", "null"])
    #expect(texts(batch, column: 2) == ["null", "true", "null", "null", "null"])
  }

  @Test func aBuilderIsEmptyAfterEachBatch() {
    let builder = BatchBuilder(schema: Schema([Field("s", .string)]))
    append("first", to: builder.columns[0], at: 0)
    #expect(texts(builder.finish(rows: 2)) == ["first", "null"])
    append("second", to: builder.columns[0], at: 1)
    #expect(texts(builder.finish(rows: 2)) == ["null", "second"])
    #expect(builder.finish(rows: 0).rowCount == 0)
  }

  @Test func randomValuesWithTruncationEqualAModel() {
    for seed in 0..<200 {
      var random = Seeded(state: UInt64(seed))
      let builder = BatchBuilder(
        schema: Schema([Field("n", .float64), Field("s", .string), Field("f", .boolean), Field("l", .list(.int64))]))
      var model: [[String]] = [[], [], [], []]
      let rows = Int.random(in: 0...100, using: &random)
      for row in 0..<rows {
        for column in 0..<4 {
          // A value that is taken back leaves no trace, whatever comes in its place.
          for attempt in 0..<Int.random(in: 0...2, using: &random) {
            if attempt > 0 {
              builder.columns[column].truncate(to: row)
              model[column].removeLast(model[column].count - row)
            }
            model[column] += Array(repeating: "null", count: row - model[column].count)
            switch column {
            case 0:
              let value = Double(Int.random(in: -9...9, using: &random))
              builder.columns[0].append(value, at: row)
              model[0].append("\(value)")
            case 1:
              let text = String(repeating: "ä", count: Int.random(in: 0...5, using: &random))
              append(text, to: builder.columns[1], at: row)
              model[1].append(text)
            case 2:
              let flag = Bool.random(using: &random)
              builder.columns[2].append(UInt8(flag ? 1 : 0), at: row)
              model[2].append("\(flag)")
            default:
              let elements = builder.columns[3].children[0]
              let values = (0..<Int.random(in: 0...3, using: &random)).map { Int64($0) }
              for value in values { elements.append(value, at: elements.count) }
              builder.columns[3].appendList(at: row)
              model[3].append("[" + values.map { "\($0)" }.joined(separator: ", ") + "]")
            }
          }
        }
      }
      let batch = builder.finish(rows: rows)
      for column in 0..<4 {
        let expected = model[column] + Array(repeating: "null", count: rows - model[column].count)
        #expect(texts(batch, column: column) == expected, "seed \(seed), column \(column)")
      }
    }
  }

  @Test func slicesShareRowsAndCountTheirOwnBytes() throws {
    let builder = BatchBuilder(schema: Schema([Field("s", .string)]))
    for row in 0..<10 { append(String(repeating: "x", count: row), to: builder.columns[0], at: row) }
    let batch = builder.finish(rows: 10)
    let slice = try batch.slice(3..<6)
    #expect(texts(slice) == ["xxx", "xxxx", "xxxxx"])
    #expect(slice.byteCount == 3 * 4 + 12)
    #expect(batch.byteCount == 10 * 4 + 45)
  }
}
