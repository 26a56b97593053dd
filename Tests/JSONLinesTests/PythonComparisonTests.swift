import Foundation
import JSONLines
import Testing

/// Sluice's user knows `json.loads`; the parser must say the same of every line, but for what RFC 8259 has no room for.
struct PythonComparisonTests {
  /// Answers each line of base64 with what `json.loads` makes of it: a word, and for a record its values in the notation
  /// of ``notation(of:)``.
  private static let script = #"""
    import base64, json, struct, sys
    class Constant(Exception): pass
    class Exact(str): pass
    class Pairs(list): pass
    def constant(text): raise Constant
    def number(text):
        value = float(text)
        return Exact(text) if value in (float("inf"), float("-inf")) else value
    def notation(value):
        if value is None: return "n"
        if isinstance(value, Exact): return "x" + value
        if isinstance(value, bool): return "t" if value else "f"
        if isinstance(value, int): return "i%d" % value
        if isinstance(value, float): return "d" + struct.pack(">d", value).hex()
        if isinstance(value, str): return "s" + value.encode().hex()
        if isinstance(value, Pairs): return "{" + ",".join(notation(k) + ":" + notation(v) for k, v in value) + "}"
        return "[" + ",".join(map(notation, value)) + "]"
    def verdict(raw):
        try: text = raw.decode()
        except UnicodeDecodeError: return "utf8"
        try: value = json.loads(text, object_pairs_hook=Pairs, parse_float=number, parse_constant=constant)
        except Constant: return "constant"
        except RecursionError: return "deep"
        except ValueError: return "refused"
        try: text = notation(value)
        except UnicodeEncodeError: return "surrogate"
        return "record " + text if isinstance(value, Pairs) else "value"
    for line in sys.stdin: print(verdict(base64.b64decode(line)))
    """#

  @Test func linesAreJudgedAndReadAsByJSONLoads() throws {
    let lines = Self.lines()
    let verdicts = try Self.verdicts(on: lines)
    try #require(verdicts.count == lines.count)
    var parser = StrictParser()
    var seen: [String: Int] = [:]
    for (line, verdict) in zip(lines, verdicts) {
      let word = String(verdict.prefix { $0 != " " })
      seen[word, default: 0] += 1
      let text = Comment(rawValue: "\(String(decoding: line, as: UTF8.self)): \(word)")
      switch line.withUnsafeBufferPointer({ parser.parse($0) }) {
      case .record: #expect(try "record " + Self.notation(of: StrictTapeReader.value(of: parser)) == verdict, text)
      case .refused(.invalidUTF8, _): #expect(word == "utf8", text)
      case .refused(.notAnObject, _): #expect(word == "value", text)
      case .refused(.tooDeep, _): #expect(word == "deep", text)
      case .refused(.invalidEscape, _): #expect(["refused", "surrogate", "constant"].contains(word), text)
      case .refused(.notJSON, _): #expect(["refused", "constant"].contains(word), text)
      case .refused(let reason, _): Issue.record("\(reason) of \(text)")
      }
    }
    // The comparison says something only if there was something of everything.
    for word in ["record", "refused", "utf8", "value", "deep", "surrogate", "constant"] {
      #expect(seen[word, default: 0] > 0, "no line came out as \(word)")
    }
  }

  private static func lines() -> [[UInt8]] {
    var sample = StrictSample(seed: 3)
    var lines = [
      "12", "[]", #""x""#, "null", #"{"a":NaN}"#, #"{"a":[-Infinity]}"#, #"{"a":"\ud800"}"#, #"["\udc00"]"#,
      "\u{FEFF}{}",
      #"{"a":"\ud800","b":}"#, #"{"a":01}"#, "",
      String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000),
    ].map { Array($0.utf8) }
    for _ in 0..<1000 {
      let text = sample.text(of: sample.record())
      lines += [text, sample.damaged(text), sample.damaged(text)]
      lines.append(Array("{\"a\":\(literal(&sample))}".utf8))
    }
    return lines
  }

  /// A random decimal literal: many are halfway or nearly so between two float64.
  private static func literal(_ sample: inout StrictSample) -> String {
    let whole = String(sample.next() >> UInt64(sample.below(64)))
    let fraction = (0..<sample.below(30)).map { _ in String(sample.below(10)) }.joined()
    let exponent = sample.below(2) == 0 ? "" : "e\(sample.below(700) - 350)"
    return (sample.below(2) == 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction) + exponent
  }

  private static func verdicts(on lines: [[UInt8]]) throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let input = FileManager.default.temporaryDirectory.appending(path: "strict-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: input) }
    try Data(lines.map { Data($0).base64EncodedString() + "\n" }.joined().utf8).write(to: input)
    let python = Process()
    python.executableURL = root.appending(path: ".venv/bin/python")
    python.arguments = ["-c", script]
    python.standardInput = try FileHandle(forReadingFrom: input)
    let output = Pipe()
    python.standardOutput = output
    try python.run()
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    python.waitUntilExit()
    try #require(python.terminationStatus == 0)
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func notation(of value: StrictValue) -> String {
    switch value {
    case .null: "n"
    case .bool(let bool): bool ? "t" : "f"
    case .int(let int): "i\(int)"
    case .uint(let uint): "i\(uint)"
    case .double(let bits): "d" + hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    case .exact(let text):
      (text.allSatisfy { $0 < 0x3A && $0 != 0x2E } ? "i" : "x") + String(decoding: text, as: UTF8.self)
    case .string(let bytes): "s" + hexadecimal(bytes)
    case .list(let elements): "[" + elements.map(notation).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { "s" + hexadecimal($0.key) + ":" + notation(of: $0.value) }.joined(separator: ",") + "}"
    }
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
