import Columnar
import JSONLines
import Testing

@Suite struct BatchDecoderTests {
  @Test func objectsAreFlattenedAndListsStayLists() {
    let rows = DecodedLines([
      #"{"id":"a","place":{"city":"Köln","geo":{"lat":50.9}},"tags":["x","y"],"n":1}"#,
      #"{"n":2.5,"tags":[],"id":"b","place":null}"#,
    ])
    #expect(
      rows.types == [
        "id string", "place_city string", "place_geo_lat double", "tags list<string>", "n double", "_rescued string",
      ])
    #expect(rows["place_city"] == ["Köln", "null"])
    #expect(rows["tags"] == [#"["x", "y"]"#, "[]"])
    #expect(rows["n"] == ["1.0", "2.5"])
    #expect(rows.rescued == ["null", "null"])
  }

  @Test func whatNoColumnHoldsIsRescuedWithItsOwnText() {
    let rows = DecodedLines(
      [
        #"{"n":1.50,"s":{"a":1},"new":[1, 2],"o":{"k":7,"x":null,"y":1e400}}"#,
        #"{"n":9223372036854775808,"o":"text"}"#,
        #"{"n":7}"#,
      ], sample: [#"{"n":1,"s":"text","o":{"k":1}}"#])
    #expect(rows["n"] == ["null", "null", "7"])
    #expect(
      rows.rescued == [
        #"{"n":1.50,"s":{"a":1},"new":[1, 2],"o":{"y":1e400}}"#, #"{"n":9223372036854775808,"o":"text"}"#, "null",
      ])
    #expect(rows.decoded.rescuedKeys == ["n": 2, "s": 1, "new": 1, "o.y": 1, "o": 1])
  }

  @Test func aListWithAnythingUnfittingInItIsRescuedWhole() {
    let rows = DecodedLines(
      [#"{"l":[1,"x"],"m":[{"a":1},{"b":2}]}"#, #"{"l":[2],"m":[{"a":3}]}"#, #"{"l":[3,null]}"#],
      sample: [#"{"l":[1],"m":[{"a":1}]}"#])
    #expect(rows["l"] == ["null", "[2]", "[3, null]"])
    #expect(rows["m"] == ["null", #"[{"a": 3}]"#, "null"])
    #expect(rows.rescued == [#"{"l":[1,"x"],"m":[{"a":1},{"b":2}]}"#, "null", "null"])
  }

  @Test func theLastOfRepeatedKeysWinsAndTheRecordIsCounted() {
    let rows = DecodedLines(
      [
        #"{"a":1,"a":2}"#, #"{"a":1,"a":"x"}"#, #"{"a":"x","a":3}"#, #"{"a":4,"a":null}"#,
        #"{"o":{"k":1},"o":{"j":2}}"#,
        #"{"u":1,"u":2}"#, #"{"l":[1],"l":[2,3]}"#,
      ], sample: [#"{"a":1,"o":{"k":1,"j":1},"l":[1]}"#])
    #expect(rows["a"] == ["2", "null", "3", "null", "null", "null", "null"])
    #expect(rows["o_k"] == Array(repeating: "null", count: 7))
    #expect(rows["o_j"][4] == "2")
    #expect(rows["l"][6] == "[2, 3]")
    #expect(rows.rescued == ["null", #"{"a":"x"}"#, "null", "null", "null", #"{"u":2}"#, "null"])
    #expect(rows.decoded.repeatedKeys == 7)
  }

  @Test func keysMayComeInAnyOrderAndNumber() {
    let keys = (0..<40).map { "a_rather_long_key_\($0)" }
    let lines = (0..<200).map { row in
      "{"
        + keys.enumerated().filter { ($0.offset * 7 + row) % 3 != 0 }.sorted {
          ($0.offset * row) % 41 < ($1.offset * row) % 41
        }
        .map { "\"\($0.element)\":\($0.offset + row)" }.joined(separator: ",") + "}"
    }
    let rows = DecodedLines(lines)
    for (place, key) in keys.enumerated() {
      #expect(rows[key] == (0..<200).map { row in (place * 7 + row) % 3 != 0 ? "\(place + row)" : "null" })
    }
  }

  @Test func unusableLinesAreNamedWithTheirReasons() {
    let rows = DecodedLines([#"{"a":1}"#, "[1]", #"{"a":"#, #"{"a":"\ud800"}"#, #"{"a":2}"#])
    #expect(
      rows.decoded.unusable == [
        UnusableLine(line: 1, reason: .notAnObject), UnusableLine(line: 2, reason: .notJSON),
        UnusableLine(line: 3, reason: .invalidEscape),
      ])
    #expect(rows.decoded.lines == [0, 4])
    #expect(rows["a"] == ["1", "2"])
  }

  @Test func typesAskedForAreTakenWhereNothingIsLost() {
    let rows = DecodedLines(
      [
        #"{"t":"2020-02-29T23:59:59.123456+01:00","d":"2020-02-29","m":12.50,"i":3}"#,
        #"{"t":"2020-02-30T00:00:00Z","d":"2020-13-01","m":0.001,"i":128}"#,
        #"{"t":"2020-01-01T00:00:00.1234567Z","d":"2020-01-01T00:00:00","m":"7","i":1.0}"#,
      ],
      schema: [
        Field("t", .timestamp), Field("d", .date), Field("m", .decimal(precision: 6, scale: 2)), Field("i", .int8),
      ])
    #expect(rows["t"] == ["2020-02-29T22:59:59.123456Z", "null", "null"])
    #expect(rows["d"] == ["2020-02-29", "null", "null"])
    #expect(rows["m"] == ["12.50", "null", "7.00"])
    #expect(rows["i"] == ["3", "null", "null"])
    #expect(rows.rescued[0] == "null")
    #expect(rows.rescued[1] == #"{"t":"2020-02-30T00:00:00Z","d":"2020-13-01","m":0.001,"i":128}"#)
  }

  @Test func columnsOfTheTableKeepTheirTypes() {
    let rows = DecodedLines(
      [#"{"n":1}"#, #"{"n":2.5}"#], sample: [#"{"n":1}"#], existing: Schema([Field("n", .float64)]))
    #expect(rows["n"] == ["1.0", "2.5"])
  }

  @Test func columnsThatWouldShareANameAreToldApart() {
    let rows = DecodedLines([#"{"a":{"b":1},"a_b":2,"A_B":3,"_rescued":4,"day_partition":5,"x y":6,"":7}"#])
    #expect(
      rows.types.map { $0.split(separator: " ")[0] } == [
        "a_b", "a_b_2", "A_B_3", "_rescued_2", "day_partition_2", "x_y", "_", "_rescued",
      ])
    #expect(rows["a_b_2"] == ["2"] && rows["A_B_3"] == ["3"] && rows["_"] == ["7"])
  }

  @Test func nestedShapeKeepsStructs() {
    let rows = DecodedLines(
      [#"{"o":{"k":1,"l":[{"m":true}]}}"#, #"{"o":{}}"#, #"{"o":null}"#], shape: .nested)
    #expect(rows["o"] == [#"{"k": 1, "l": [{"m": true}]}"#, #"{"k": null, "l": null}"#, "null"])
  }
}
