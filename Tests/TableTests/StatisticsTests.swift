import Columnar
import Table
import Testing

struct StatisticsTests {
  /// Commits one part with these statistics.
  /// - Returns: its `stats` as logged, and as read back.
  private func logged(
    _ columns: [ColumnStatistics], schema: [Field]
  ) throws -> (text: String, read: PartStatistics) {
    let fixture = try TableFixture()
    var change = TableFixture.change("2020-01-01", ["a"], schema: Schema(schema))
    change.parts[0].statistics = PartStatistics(rows: 7, columns: columns)
    _ = try fixture.table.commit(change, base: nil)
    let file = try #require(try fixture.table.snapshot()?.files.first)
    return (try #require(file.stats), try #require(file.statistics(schema: Schema(schema))))
  }

  private func bounds(
    _ type: DataType, _ minimum: ColumnStatistics.Value, _ maximum: ColumnStatistics.Value
  ) throws -> String {
    let text = try logged(
      [ColumnStatistics(path: ["x"], minimum: minimum, maximum: maximum)], schema: [Field("x", type)]
    ).text
    return text.replacing(#"{"maxValues":"#, with: "").replacing(#","nullCount":{},"numRecords":7}"#, with: "")
  }

  @Test func exactValuesComeBackExactly() throws {
    let schema = [
      Field("i", .int64), Field("f", .float64), Field("d", .date), Field("t", .timestamp),
      Field("m", .decimal(precision: 38, scale: 3)), Field("s", .structure([Field("c", .string), Field("n", .int8)])),
      Field("l", .list(.int64)),
    ]
    let columns = [
      ColumnStatistics(path: ["i"], nullCount: 1, minimum: .integer(.min), maximum: .integer(.max)),
      ColumnStatistics(path: ["f"], nullCount: 0, minimum: .float(-1e308), maximum: .float(0.1)),
      ColumnStatistics(path: ["d"], minimum: .date(-719_162), maximum: .date(2_932_896)),
      ColumnStatistics(
        path: ["t"], minimum: .timestamp(-62_135_596_800_000_000), maximum: .timestamp(1_577_836_800_123_000)),
      ColumnStatistics(
        path: ["m"], minimum: .decimal(unscaled: Int128("-99999999999999999999999999999999999999") ?? 0, scale: 3),
        maximum: .decimal(unscaled: 7, scale: 3)),
      ColumnStatistics(path: ["s", "c"], nullCount: 2, minimum: .string(""), maximum: .string("\"é\u{1}\n\\")),
      ColumnStatistics(path: ["s", "n"], nullCount: 7),
      ColumnStatistics(path: ["l"], nullCount: 3),
    ]
    let (text, read) = try logged(columns, schema: schema)
    #expect(read == PartStatistics(rows: 7, columns: columns))
    #expect(text.contains(#""m":-99999999999999999999999999999999999.999"#))
    #expect(text.contains(#""m":0.007"#))
    #expect(text.contains(#""d":"0001-01-01""#) && text.contains(#""d":"9999-12-31""#))
    #expect(text.contains(#""s":{"c":2,"n":7}"#))
  }

  @Test func timestampsAreRoundedOutwardsToMilliseconds() throws {
    #expect(
      try bounds(.timestamp, .timestamp(-1), .timestamp(1_577_836_800_000_001))
        == #"{"x":"2020-01-01T00:00:00.001Z"},"minValues":{"x":"1969-12-31T23:59:59.999Z"}"#)
    #expect(
      try bounds(.timestamp, .timestamp(1_582_934_400_000_999), .timestamp(1_582_934_400_001_000))
        == #"{"x":"2020-02-29T00:00:00.001Z"},"minValues":{"x":"2020-02-29T00:00:00.000Z"}"#)
  }

  @Test func longStringsAreCutAndStillBound() throws {
    let prefix = String(repeating: "ü", count: 32)
    #expect(
      try bounds(.string, .string(prefix + "a"), .string(prefix + "z"))
        == #"{"x":"\#(prefix)\#u{10FFFF}"},"minValues":{"x":"\#(prefix)"}"#)
    #expect(
      try bounds(.string, .string(prefix), .string(prefix)) == #"{"x":"\#(prefix)"},"minValues":{"x":"\#(prefix)"}"#)
    // No scalar is greater than the greatest: such text is kept on until one that is less.
    let greatest = prefix + "\u{10FFFF}\u{10FFFF}"
    #expect(
      try bounds(.string, .string("a"), .string(greatest + "b"))
        == #"{"x":"\#(greatest)\#u{10FFFF}"},"minValues":{"x":"a"}"#)
    #expect(try bounds(.string, .string("a"), .string(greatest)) == #"{"x":"\#(greatest)"},"minValues":{"x":"a"}"#)
  }

  @Test func aBoundThatIsNotKnownIsTheWidestOfItsType() throws {
    func widest(_ type: DataType) throws -> String {
      try logged([ColumnStatistics(path: ["x"], nullCount: 6)], schema: [Field("x", type)]).text
        .replacing(#","nullCount":{"x":6},"numRecords":7}"#, with: "")
    }
    #expect(try widest(.boolean) == #"{"maxValues":{"x":true},"minValues":{"x":false}"#)
    #expect(try widest(.int8) == #"{"maxValues":{"x":127},"minValues":{"x":-128}"#)
    #expect(
      try widest(.int64) == #"{"maxValues":{"x":9223372036854775807},"minValues":{"x":-9223372036854775808}"#)
    #expect(
      try widest(.decimal(precision: 5, scale: 2)) == #"{"maxValues":{"x":999.99},"minValues":{"x":-999.99}"#)
    let top = String(repeating: "\u{10FFFF}", count: 32)
    #expect(try widest(.string) == #"{"maxValues":{"x":"\#(top)"},"minValues":{"x":""}"#)
    #expect(try bounds(.int16, .string("1"), .float(2)) == #"{"x":32767},"minValues":{"x":-32768}"#)
  }

  @Test func aBoundThatCannotBeSaidLeavesAPartWithoutBounds() throws {
    let id = ColumnStatistics(path: ["id"], nullCount: 0, minimum: .integer(1), maximum: .integer(2))
    let unsayable: [(DataType, ColumnStatistics.Value, ColumnStatistics.Value)] = [
      (.float64, .float(1), .float(.infinity)), (.float32, .float(.nan), .float(1)),
      (.date, .date(-719_163), .date(0)), (.timestamp, .timestamp(0), .timestamp(.max)),
    ]
    for (type, minimum, maximum) in unsayable {
      let columns = [id, ColumnStatistics(path: ["x"], nullCount: 3, minimum: minimum, maximum: maximum)]
      let (text, read) = try logged(columns, schema: [Field("id", .int64), Field("x", type)])
      #expect(text == #"{"nullCount":{"id":0,"x":3},"numRecords":7}"#)
      #expect(
        read.columns == [ColumnStatistics(path: ["id"], nullCount: 0), ColumnStatistics(path: ["x"], nullCount: 3)])
      // A column of nulls needs no bounds, so the others keep theirs.
      let nulls = try logged(
        [id, ColumnStatistics(path: ["x"], nullCount: 7)], schema: [Field("id", .int64), Field("x", type)])
      #expect(nulls.text == #"{"maxValues":{"id":2},"minValues":{"id":1},"nullCount":{"id":0,"x":7},"numRecords":7}"#)
    }
  }

  @Test func listsAndBinariesHaveNullCountsOnly() throws {
    let schema = [Field("b", .binary), Field("l", .list(.structure([Field("a", .int64)])))]
    let columns = [
      ColumnStatistics(path: ["b"], nullCount: 2, minimum: .string("1"), maximum: .string("2")),
      ColumnStatistics(path: ["l", "a"], nullCount: 9, minimum: .integer(1), maximum: .integer(2)),
      ColumnStatistics(path: ["l"], nullCount: 4), ColumnStatistics(path: ["gone"], nullCount: 1),
    ]
    #expect(
      try logged(columns, schema: schema).text
        == #"{"maxValues":{},"minValues":{},"nullCount":{"b":2,"l":4},"numRecords":7}"#)
  }

  @Test func columnsThatAPartLacksAreNullInEveryRow() throws {
    let fixture = try TableFixture()
    try fixture.commit("2020-01-01", ["a"])
    var change = TableFixture.change("2020-01-02", ["b"], schema: Schema([Field("id", .int64)]))
    change.parts[0].statistics = PartStatistics(
      rows: 5, columns: [ColumnStatistics(path: ["id"], nullCount: 0, minimum: .integer(1), maximum: .integer(2))])
    let snapshot = try fixture.table.commit(change, base: fixture.table.snapshot())
    #expect(
      snapshot.files(of: "2020-01-02")[0].stats
        == #"{"maxValues":{"id":2},"minValues":{"id":1},"nullCount":{"id":0,"name":5},"numRecords":5}"#)
  }

  @Test func everyTypeOfColumnSurvivesTheLog() throws {
    let all: [DataType] = [
      .boolean, .int8, .int16, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp,
      .decimal(precision: 38, scale: 10), .list(.list(.string)),
      .structure([Field("ä\"\\", .list(.structure([Field("b", .date)])))]),
    ]
    let schema = Schema(all.enumerated().map { Field("column.\($0)", $1) })
    let fixture = try TableFixture()
    try fixture.commit("2020-01-01", ["a"], schema: schema)
    #expect(try fixture.table.snapshot()?.partSchema == schema)
  }
}
