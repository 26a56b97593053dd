/// The escapes of JSON strings (RFC 8259 section 7).
enum JSONEscape {
  /// The character that the escape at `position` stands for, and moves `position` behind the escape; nil if it is no
  /// valid escape, or half of a surrogate pair. `line[position]` is the backslash.
  @inline(__always)
  static func decode(_ line: UnsafeBufferPointer<UInt8>, at position: inout Int) -> Unicode.Scalar? {
    guard position + 1 < line.count else { return nil }
    let letter = line[position + 1]
    if letter == UInt8(ascii: "u") { return decodeUnicode(line, at: &position) }
    let character: UInt8
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): character = letter
    case UInt8(ascii: "n"): character = 0x0A
    case UInt8(ascii: "t"): character = 0x09
    case UInt8(ascii: "r"): character = 0x0D
    case UInt8(ascii: "b"): character = 0x08
    case UInt8(ascii: "f"): character = 0x0C
    default: return nil
    }
    position += 2
    return Unicode.Scalar(character)
  }

  /// The escape of a character that may not stand in a string as it is, nil for all others.
  static func escaped(_ byte: UInt8) -> [UInt8]? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [UInt8(ascii: "\\"), byte]
    case 0x0A: return Array(#"\n"#.utf8)
    case 0x09: return Array(#"\t"#.utf8)
    case 0x0D: return Array(#"\r"#.utf8)
    case 0x08: return Array(#"\b"#.utf8)
    case 0x0C: return Array(#"\f"#.utf8)
    case 0x00..<0x10: return Array(#"\u000"#.utf8) + String(byte, radix: 16).utf8
    case 0x10..<0x20: return Array(#"\u00"#.utf8) + String(byte, radix: 16).utf8
    default: return nil
    }
  }

  private static func decodeUnicode(
    _ line: UnsafeBufferPointer<UInt8>, at position: inout Int
  ) -> Unicode.Scalar? {
    guard let first = codeUnit(line, at: position) else { return nil }
    // A single unit is a scalar by itself unless it is a surrogate; then only a high one followed by a low one is.
    if let scalar = Unicode.Scalar(UInt32(first)) {
      position += 6
      return scalar
    }
    guard first < 0xDC00, let second = codeUnit(line, at: position + 6), 0xDC00...0xDFFF ~= second else { return nil }
    position += 12
    return Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
  }

  /// The value of `\uXXXX` at `position`.
  private static func codeUnit(_ line: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt16? {
    guard position + 6 <= line.count, line[position] == UInt8(ascii: "\\"),
      line[position + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for index in position + 2..<position + 6 {
      let digit = line[index]
      let value: UInt8
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = digit - UInt8(ascii: "A") + 10
      default: return nil
      }
      unit = unit << 4 | UInt16(value)
    }
    return unit
  }
}
