import JSONLines
import Testing

struct JSONTextTests {
  @Test(
    "A path leads to the exact bytes of its value",
    arguments: [
      (#"{"a":1}"#, ["a"], "1"), (#"{ "a" : -1.50e+3 , "b":2}"#, ["a"], "-1.50e+3"), (#"{"a":1}"#, ["b"], nil),
      (#"{"a":"x\"}y"}"#, ["a"], #""x\"}y""#), (#"{"a":"x\\","b":true }"#, ["b"], "true"),
      (#"{"a":null}"#, ["a"], "null"),
      (#"{"a":[1,{"b":2},"]"] ,"b":3}"#, ["a"], #"[1,{"b":2},"]"]"#), (#"{"a":[1,{"b":2}],"b":3}"#, ["b"], "3"),
      (#"{"a":{ "b" : {"c":[]} } }"#, ["a", "b"], #"{"c":[]}"#), (#"{"a":{"b":{"c":[]}}}"#, ["a", "b", "c"], "[]"),
      (#"{"a":[{"b":1}]}"#, ["a", "b"], nil), (#"{"a":"{\"b\":1}"}"#, ["a", "b"], nil),
      (#" {"a":1} "#, [], #"{"a":1}"#),
      (#"{"":{"":7}}"#, ["", ""], "7"), (#"{}"#, ["a"], nil), (#"{"a":{},"b":1e400}"#, ["b"], "1e400"),
      // The last of several equal keys counts, at each level.
      (#"{"a":1,"a":2}"#, ["a"], "2"), (#"{"a":{"b":1},"a":{"b":2,"b":3}}"#, ["a", "b"], "3"),
      (#"{"a":{"b":1},"a":{}}"#, ["a", "b"], nil), (#"{"a":{"b":1},"a":4}"#, ["a", "b"], nil),
      (#"{"a":1,"\u0061":2}"#, ["a"], "2"),
      // Keys are compared after unescaping, byte by byte.
      (#"{"\u00fc":1}"#, ["ü"], "1"), (#"{"\ud83e\udda5x":1}"#, ["🦥x"], "1"), (#"{"\"\\\n":1}"#, ["\"\\\n"], "1"),
      (#"{"a\u0062":1}"#, ["a"], nil), (#"{"a\u0062":1}"#, ["abc"], nil), (#"{"é":1}"#, ["e\u{301}"], nil),
      (#"{"a long key, longer than a word":1}"#, ["a long key, longer than a word"], "1"),
    ] as [(String, [String], String?)])
  func span(line: String, path: [String], value: String?) {
    let bytes = Array(line.utf8)
    let span = bytes.withUnsafeBufferPointer { JSONText.span(of: path, in: $0) }
    #expect(span.map { String(decoding: bytes[$0], as: UTF8.self) } == value)
  }

  @Test(
    "Rescued text mirrors the nesting",
    arguments: [
      (
        #"{"a":1e400,"b":0,"location":{"city":"y","zip":"x"}}"#, [["a"], ["location", "zip"]],
        #"{"a":1e400,"location":{"zip":"x"}}"#
      ),
      (
        #"{"l":{"m":{"x":1,"y":[ 2 ]},"z":3},"k":4}"#, [["l", "m", "x"], ["k"], ["l", "m", "y"], ["l", "z"]],
        #"{"l":{"m":{"x":1,"y":[ 2 ]},"z":3},"k":4}"#
      ),
      (#"{"a":1,"a":2}"#, [["a"]], #"{"a":2}"#), (#"{"a":1}"#, [["b"], ["a", "c"]], #"{"a":{}}"#),
      (#"{"a":1}"#, [], "{}"),
      (#"{"q\"\\\n\u0001ü\u001f":"\u00e9"}"#, [["q\"\\\n\u{1}ü\u{1F}"]], #"{"q\"\\\n\u0001ü\u001f":"\u00e9"}"#),
      (#"{"é":1,"e\u0301":2}"#, [["é"], ["e\u{301}"]], "{\"é\":1,\"e\u{301}\":2}"),
      (#"{"c":3,"a":1,"b":2}"#, [["a"], ["b"], ["c"]], #"{"a":1,"b":2,"c":3}"#),
    ] as [(String, [[String]], String)])
  func rescued(line: String, paths: [[String]], expected: String) {
    let text = Array(line.utf8).withUnsafeBufferPointer { JSONText.rescued(paths: paths, in: $0) }
    #expect(text == Array(expected.utf8), "\(String(decoding: text, as: UTF8.self))")
  }

  @Test("Every member of a random record is found", arguments: 0..<10 as Range<UInt64>)
  func everyMember(seed: UInt64) throws {
    var sample = StrictSample(seed: seed)
    for _ in 0..<100 {
      let record = sample.record()
      try check(record, at: [], line: sample.text(of: record))
    }
  }

  private func check(_ value: StrictValue, at path: [String], line: [UInt8]) throws {
    guard case .object(let members) = value else { return }
    var last: [[UInt8]: StrictValue] = [:]
    for member in members { last[member.key] = member.value }
    var parser = StrictParser()
    for (key, value) in last {
      let path = path + [String(decoding: key, as: UTF8.self)]
      let span = try #require(line.withUnsafeBufferPointer { JSONText.span(of: path, in: $0) })
      // The parser takes objects only, so the value found is wrapped in one; so is the rescued text already.
      let found = Array(#"{"v":"#.utf8) + line[span] + [0x7D]
      let rescued = line.withUnsafeBufferPointer { JSONText.rescued(paths: [path], in: $0) }
      try #require(found.withUnsafeBufferPointer { parser.parse($0) } == .record)
      #expect(try StrictTapeReader.value(of: parser) == .object([.init(key: [0x76], value: value)]))
      try #require(rescued.withUnsafeBufferPointer { parser.parse($0) } == .record)
      #expect(
        try StrictTapeReader.value(of: parser)
          == path.reversed().reduce(value) { .object([.init(key: Array($1.utf8), value: $0)]) })
      try check(value, at: path, line: line)
    }
  }
}
