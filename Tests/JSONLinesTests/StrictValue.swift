import JSONLines

/// A JSON value as a tape says it: numbers by their tag, strings as bytes (Swift's string equality is canonical
/// equivalence), members in order and with repeated keys.
indirect enum StrictValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(bits: UInt64)
  case exact([UInt8])
  case string([UInt8])
  case list([StrictValue])
  case object([Member])

  struct Member: Hashable, Sendable {
    let key: [UInt8]
    let value: StrictValue
  }
}

/// Walks a tape as simdjson's documentation describes it and checks every index, count and terminator on the way.
struct StrictTapeReader {
  struct Malformed: Error {
    let index: Int
    let what: String
  }

  private let tape: [UInt64]
  private let strings: [UInt8]
  private var index = 0

  static func value(of parser: StrictParser) throws -> StrictValue {
    var reader = StrictTapeReader(tape: parser.tape, strings: parser.strings)
    return try reader.document()
  }

  private init(tape: [UInt64], strings: [UInt8]) {
    self.tape = tape
    self.strings = strings
  }

  private mutating func document() throws -> StrictValue {
    try check(tape.count >= 3 && tape[0] == word("r", UInt64(tape.count)), "first root word")
    index = 1
    let value = try self.value()
    try check(index == tape.count - 1 && tape[index] == word("r", 0), "last root word")
    return value
  }

  private mutating func value() throws -> StrictValue {
    let start = index
    let tag = Character(Unicode.Scalar(UInt8(tape[start] >> 56)))
    let payload = tape[start] & 0x00FF_FFFF_FFFF_FFFF
    index += 1
    switch tag {
    case "{":
      var members: [StrictValue.Member] = []
      while tape[index] >> 56 != UInt64(UInt8(ascii: "}")) {
        guard case .string(let key) = try value() else { throw Malformed(index: index, what: "key") }
        members.append(StrictValue.Member(key: key, value: try value()))
      }
      try checkEnd(of: start, tag: "}", count: members.count)
      return .object(members)
    case "[":
      var elements: [StrictValue] = []
      while tape[index] >> 56 != UInt64(UInt8(ascii: "]")) { elements.append(try value()) }
      try checkEnd(of: start, tag: "]", count: elements.count)
      return .list(elements)
    case "\"": return .string(try text(at: Int(payload)))
    case "N": return .exact(try text(at: Int(payload)))
    case "l", "u", "d":
      try check(payload == 0, "number's payload")
      index += 1
      let bits = tape[start + 1]
      return tag == "l" ? .int(Int64(bitPattern: bits)) : tag == "u" ? .uint(bits) : .double(bits: bits)
    case "t", "f":
      try check(payload == 0, "literal's payload")
      return .bool(tag == "t")
    case "n":
      try check(payload == 0, "literal's payload")
      return .null
    default: throw Malformed(index: start, what: "tag \(tag)")
    }
  }

  private mutating func checkEnd(of start: Int, tag: Character, count: Int) throws {
    try check(tape[index] == word(tag, UInt64(start)), "closing word")
    index += 1
    let payload = tape[start] & 0x00FF_FFFF_FFFF_FFFF
    try check(payload == UInt64(count) << 32 | UInt64(index), "opening word")
  }

  private func text(at offset: Int) throws -> [UInt8] {
    try check(offset + 5 <= strings.count, "string's offset")
    let length = (0..<4).reduce(0) { $0 | Int(strings[offset + $1]) << (8 * $1) }
    try check(offset + 4 + length < strings.count && strings[offset + 4 + length] == 0, "string's end")
    return Array(strings[offset + 4..<offset + 4 + length])
  }

  private func word(_ tag: Character, _ payload: UInt64) -> UInt64 {
    UInt64(tag.asciiValue ?? 0) << 56 | payload
  }

  private func check(_ holds: Bool, _ what: String) throws {
    guard holds else { throw Malformed(index: index, what: what) }
  }
}
