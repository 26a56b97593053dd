import JSONLines
import Testing

struct StrictParserTests {
  @Test(
    "A record by RFC 8259 is accepted",
    arguments: [
      "{}", " \t\r\n{ } \n", #"{"":0}"#, #"{"a":[],"a":{}}"#, #"{"a":[[],{},[{}]]}"#,
      #"{"a":"\"\\\/\b\f\n\r\t\u0000"}"#,
      #"{"a":"\ud83e\udda5"}"#, "{\"a\":\"\u{7F}\u{10FFFF}\"}", #"{"a":[0,-0,-0.0,0e1,1E+2,1e-400,1e400,-1.5]}"#,
      #"{"a":[true,false,null]}"#, #"{"\u0061":1}"#,
    ])
  func accepts(line: String) throws {
    var parser = StrictParser()
    #expect(parse(Array(line.utf8), &parser) == .record)
    _ = try StrictTapeReader.value(of: parser)
  }

  @Test(
    "What is no record is refused with its reason and place",
    arguments: [
      ("", .notJSON, 0), ("  ", .notJSON, 2), ("{", .notJSON, 1), ("}", .notJSON, 0), ("{]", .notJSON, 1),
      (#"{"a":1,}"#, .notJSON, 7), (#"{,"a":1}"#, .notJSON, 1), (#"{"a" 1}"#, .notJSON, 5), (#"{"a":}"#, .notJSON, 5),
      (#"{"a":1 "b":2}"#, .notJSON, 7), (#"{a:1}"#, .notJSON, 1), (#"{'a':1}"#, .notJSON, 1), (#"{1:1}"#, .notJSON, 1),
      (#"{"a":[1,]}"#, .notJSON, 8), (#"{"a":[,1]}"#, .notJSON, 6), (#"{"a":[1}"#, .notJSON, 7),
      (#"{"a":1]"#, .notJSON, 6), (#"{"a":1}x"#, .notJSON, 7), (#"{} {}"#, .notJSON, 3), ("[1] 2", .notJSON, 4),
      (#"{"a":NaN}"#, .notJSON, 5), (#"{"a":Infinity}"#, .notJSON, 5), (#"{"a":-Infinity}"#, .notJSON, 6),
      (#"{"a":tru}"#, .notJSON, 5), (#"{"a":nul"#, .notJSON, 5), (#"{"a":True}"#, .notJSON, 5),
      (#"{"a":truee}"#, .notJSON, 9), (#"{/**/}"#, .notJSON, 1), (#"{} // x"#, .notJSON, 3),
      (#"{"a":01}"#, .notJSON, 6), (#"{"a":-01}"#, .notJSON, 7), (#"{"a":+1}"#, .notJSON, 5),
      (#"{"a":.5}"#, .notJSON, 5),
      (#"{"a":1.}"#, .notJSON, 7), (#"{"a":1.e5}"#, .notJSON, 7), (#"{"a":1e}"#, .notJSON, 7),
      (#"{"a":1e+}"#, .notJSON, 8),
      (#"{"a":-}"#, .notJSON, 6), (#"{"a":0x10}"#, .notJSON, 6), (#"{"a":1"#, .notJSON, 6), (#"{"a":"b"#, .notJSON, 7),
      ("{\"a\":\"\t\"}", .notJSON, 6), ("{\"a\u{0}\":1}", .notJSON, 3), ("{\u{0B}}", .notJSON, 1),
      ("{\u{A0}}", .notJSON, 1), ("\u{FEFF}{}", .notJSON, 0), ("\u{0}", .notJSON, 0),
      ("[]", .notAnObject, 0), (" 12", .notAnObject, 1), (#""{}""#, .notAnObject, 0), ("null ", .notAnObject, 0),
      (#"[{"a":1}]"#, .notAnObject, 0), ("1e400", .notAnObject, 0),
      (#"{"a":"\x41"}"#, .invalidEscape, 6), (#"{"a":"\u12"}"#, .invalidEscape, 6),
      (#"{"a":"\u12g4"}"#, .invalidEscape, 6),
      (#"{"a":"b\U0041"}"#, .invalidEscape, 7), (#"{"a":"\u00"#, .invalidEscape, 6), (#"{"a":"\"#, .invalidEscape, 6),
      (#"{"a":"\ud800"}"#, .invalidEscape, 6), (#"{"a":"\udc00"}"#, .invalidEscape, 6),
      (#"{"a":"\ud800\u0041"}"#, .invalidEscape, 6), (#"{"a":"\ud800\ud800"}"#, .invalidEscape, 6),
      (#"{"\ud800x":1}"#, .invalidEscape, 2), (#"["\ud800"]"#, .invalidEscape, 2), (#"{"a":"\'"}"#, .invalidEscape, 6),
    ] as [(String, QuarantineReason, Int)])
  func refuses(line: String, reason: QuarantineReason, position: Int) {
    var parser = StrictParser()
    #expect(parse(Array(line.utf8), &parser) == .refused(reason, at: position))
    #expect(parser.tape.isEmpty && parser.strings.isEmpty)
  }

  @Test(
    "Ill-formed UTF-8 comes before every other reason",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0xA6],
      [0xE2, 0x28, 0xA1],
      [0xF0, 0x9F, 0x28, 0x80], [0xF0, 0x9F, 0xA6, 0x28],
    ] as [[UInt8]])
  func refusesIllFormed(bytes: [UInt8]) throws {
    let guarded = try GuardedLine(capacity: 64)
    var parser = StrictParser()
    for prefix in [#"{"a":""#, #"not json \x at all, 日本 "#, #"{"\ud800"#, ""] {
      for suffix in ["", #"ü"}"#] {
        let line = Array(prefix.utf8) + bytes + Array(suffix.utf8)
        let outcome = guarded.with(line) { parser.parse($0) }
        #expect(outcome == .refused(.invalidUTF8, at: prefix.utf8.count))
      }
    }
  }

  @Test func everyScalarIsWellFormed() {
    var parser = StrictParser()
    let edges: [UInt32] = [
      0x20, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0x10FFFF,
    ]
    for scalar in edges.compactMap(Unicode.Scalar.init) {
      #expect(parse(Array("{\"a\":\"\(scalar)\"}".utf8), &parser) == .record)
    }
  }

  @Test func depthIsTheNumberOfOpenBrackets() {
    var parser = StrictParser(maximumDepth: 3)
    #expect(parse(Array(#"{"a":[[],[{}]]}"#.utf8), &parser) == .refused(.tooDeep, at: 10))
    #expect(parse(Array(#"{"a":[[],[1]]}"#.utf8), &parser) == .record)
    var usual = StrictParser()
    let lists = { (count: Int) in
      #"{"a":"# + String(repeating: "[", count: count) + String(repeating: "]", count: count) + "}"
    }
    #expect(parse(Array(lists(999).utf8), &usual) == .record)
    #expect(parse(Array(lists(1000).utf8), &usual) == .refused(.tooDeep, at: 5 + 999))
  }

  @Test func aMillionBracketsDoNotExhaustTheStack() throws {
    let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    var parser = StrictParser()
    #expect(parse(brackets, &parser) == .refused(.tooDeep, at: 1000))
    var unlimited = StrictParser(maximumDepth: .max)
    #expect(parse(brackets, &unlimited) == .refused(.notJSON, at: 1_000_000))
    let line = Array(#"{"a":"#.utf8) + brackets + [UInt8](repeating: UInt8(ascii: "]"), count: 1_000_000) + [0x7D]
    #expect(parse(line, &unlimited) == .record)
    line.withUnsafeBufferPointer { #expect(JSONText.span(of: ["a"], in: $0) == 5..<2_000_005) }
  }

  @Test func theTapeIsWordForWordSimdjsons() {
    var parser = StrictParser()
    // What simdjson 3.0.1 gives for this line.
    let line = #"{"a":[1,2,{}],"b":[],"c":9223372036854775808,"d":"xyz"}"#
    #expect(parse(Array(line.utf8), &parser) == .record)
    #expect(
      parser.tape == [
        0x7200_0000_0000_0015, 0x7b00_0004_0000_0014, 0x2200_0000_0000_0000, 0x5b00_0003_0000_000b,
        0x6c00_0000_0000_0000, 1,
        0x6c00_0000_0000_0000, 2, 0x7b00_0000_0000_000a, 0x7d00_0000_0000_0008, 0x5d00_0000_0000_0003,
        0x2200_0000_0000_0006,
        0x5b00_0000_0000_000e, 0x5d00_0000_0000_000c, 0x2200_0000_0000_000c, 0x7500_0000_0000_0000,
        0x8000_0000_0000_0000,
        0x2200_0000_0000_0012, 0x2200_0000_0000_0018, 0x7d00_0000_0000_0001, 0x7200_0000_0000_0000,
      ])
    let expected = ["a", "b", "c", "d", "xyz"].flatMap { text -> [UInt8] in
      [UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8) + [0]
    }
    #expect(parser.strings == expected)
  }

  @Test(
    "A number goes on the tape under the tag that holds it",
    arguments: [
      ("0", .int(0)), ("-0", .int(0)), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("9223372036854775808", .uint(1 << 63)), ("18446744073709551615", .uint(.max)),
      ("18446744073709551616", .exact(Array("18446744073709551616".utf8))),
      ("99999999999999999999", .exact(Array("99999999999999999999".utf8))),
      ("-9223372036854775809", .exact(Array("-9223372036854775809".utf8))),
      ("-18446744073709551616", .exact(Array("-18446744073709551616".utf8))),
      ("-0.0", .double(bits: 1 << 63)), ("0.1", .double(bits: (0.1).bitPattern)),
      ("1E2", .double(bits: (100.0).bitPattern)),
      ("1.00000000000000000001", .double(bits: (1.0).bitPattern)), ("1e-400", .double(bits: 0)),
      ("-1e-400", .double(bits: 1 << 63)), ("5e-324", .double(bits: 1)), ("2.4703282292062328e-324", .double(bits: 1)),
      ("2.4703282292062327e-324", .double(bits: 0)),
      ("9007199254740993.0", .double(bits: (9007199254740992.0).bitPattern)),
      ("9007199254740993.00000000000000000000000001", .double(bits: (9007199254740994.0).bitPattern)),
      ("2.2250738585072011e-308", .double(bits: 0x000F_FFFF_FFFF_FFFF)),
      ("1.7976931348623157e308", .double(bits: Double.greatestFiniteMagnitude.bitPattern)),
      ("1.7976931348623158079e308", .double(bits: Double.greatestFiniteMagnitude.bitPattern)),
      ("1.7976931348623159e308", .exact(Array("1.7976931348623159e308".utf8))),
      ("1e19", .double(bits: (1e19).bitPattern)),
      ("1e400", .exact(Array("1e400".utf8))), ("-1E+400", .exact(Array("-1E+400".utf8))),
      ("0e99999999999999999999", .double(bits: 0)),
      ("1e99999999999999999999", .exact(Array("1e99999999999999999999".utf8))),
      ("1e-99999999999999999999", .double(bits: 0)),
    ] as [(String, StrictValue)])
  func numbers(literal: String, value: StrictValue) throws {
    var parser = StrictParser()
    #expect(parse(Array("{\"a\":\(literal)}".utf8), &parser) == .record)
    let key = Array("a".utf8)
    #expect(try StrictTapeReader.value(of: parser) == .object([StrictValue.Member(key: key, value: value)]))
  }

  @Test func theReasonsReadWell() {
    #expect(
      QuarantineReason.allCases.map(\.rawValue) == [
        "not JSON", "not an object", "invalid UTF-8", "invalid escape", "too deep", "too long", "function raised",
        "function crashed", "function timed out", "out of memory",
      ])
  }

  private func parse(_ line: [UInt8], _ parser: inout StrictParser) -> StrictParser.Outcome {
    line.withUnsafeBufferPointer { parser.parse($0) }
  }
}
