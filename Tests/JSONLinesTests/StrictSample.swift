import JSONLines

/// Random JSON from a seed: values, and their text with random whitespace and random escapes.
struct StrictSample {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func record(depth: Int = 5) -> StrictValue {
    .object((0..<below(7)).map { _ in StrictValue.Member(key: string(), value: value(depth: depth - 1)) })
  }

  private mutating func value(depth: Int) -> StrictValue {
    switch below(depth > 0 ? 12 : 9) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .int([0, 1, -1, Int64.max, Int64.min][below(5)])
    case 3: return .int(Int64(bitPattern: next()) >> Int64(below(64)))
    case 4: return .uint(UInt64(Int64.max) + 1 + next() >> 1)
    case 5:
      let double = Double(bitPattern: next())
      return .double(bits: (double.isFinite ? double : -0.0).bitPattern)
    case 6:
      let exact = [
        "18446744073709551616", "-9223372036854775809", "1e400", "-1.5E+999", "1" + String(repeating: "0", count: 60),
      ]
      return .exact(Array(exact[below(exact.count)].utf8))
    case 7, 8: return .string(string())
    case 9: return .list((0..<below(5)).map { _ in value(depth: depth - 1) })
    default: return record(depth: depth)
    }
  }

  private mutating func string() -> [UInt8] {
    let pieces = [
      "a", "key", "ü", "日本", "🦥", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "e\u{301}", "é", " ",
      "plain text ",
    ]
    return (0..<below(6)).flatMap { _ in Array(pieces[below(pieces.count)].utf8) }
  }

  /// The value as JSON text.
  mutating func text(of value: StrictValue) -> [UInt8] {
    let text: [UInt8]
    switch value {
    case .null: text = Array("null".utf8)
    case .bool(let bool): text = Array("\(bool)".utf8)
    case .int(let int): text = Array("\(int)".utf8)
    case .uint(let uint): text = Array("\(uint)".utf8)
    case .double(let bits): text = Array("\(Double(bitPattern: bits))".utf8)
    case .exact(let exact): text = exact
    case .string(let string): text = quoted(string)
    case .list(let elements):
      text = [0x5B] + Array(elements.map { self.text(of: $0) }.joined(separator: [0x2C])) + space() + [0x5D]
    case .object(let members):
      let pairs = members.map { space() + quoted($0.key) + space() + [0x3A] + self.text(of: $0.value) }
      text = [0x7B] + Array(pairs.joined(separator: [0x2C])) + space() + [0x7D]
    }
    return space() + text + space()
  }

  private mutating func space() -> [UInt8] {
    below(4) > 0 ? [] : (0..<below(3)).map { _ in [0x20, 0x09, 0x0A, 0x0D][below(4)] }
  }

  private mutating func quoted(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = [0x22]
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      if mustEscape || below(4) == 0 {
        for unit in UTF16.encode(scalar).map({ Array($0) }) ?? [] {
          let digits = String(unit, radix: 16, uppercase: below(2) == 0)
          text += Array("\\u".utf8) + Array(String(repeating: "0", count: 4 - digits.count).utf8) + Array(digits.utf8)
        }
      } else {
        text += Array(scalar.utf8)
      }
    }
    return text + [0x22]
  }

  /// The text with a few random changes, most of which break it.
  mutating func damaged(_ text: [UInt8]) -> [UInt8] {
    var text = text
    let tokens = [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "NaN", "-Infinity", "\\ud83d", "\\udca9", "\u{1}",
      "//", "null", " ",
    ]
    for _ in 0...below(3) where !text.isEmpty {
      let index = below(text.count)
      switch below(4) {
      case 0: text[index] ^= 1 << UInt8(below(8))
      case 1: text.remove(at: index)
      case 2: text.insert(contentsOf: Array(tokens[below(tokens.count)].utf8), at: index)
      default: text.swapAt(index, below(text.count))
      }
    }
    return text
  }
}
