/// Well-formedness of UTF-8 (Unicode 15, table 3-7).
enum UTF8Validation {
  /// The position of the first ill-formed sequence in `bytes`, or nil if there is none: overlong forms, surrogates, code
  /// points beyond U+10FFFF, stray continuation bytes and truncated sequences are all ill-formed.
  static func firstIllFormed(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
    let count = bytes.count
    var position = 0
    while position < count {
      // Most of a line is ASCII: eight bytes at a time.
      while position + 8 <= count,
        base.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        position += 8
      }
      guard position < count else { break }
      let length = lengthOfSequence(in: bytes, at: position)
      guard length > 0 else { return position }
      position += length
    }
    return nil
  }

  /// The bytes of the well-formed sequence at `position`, 0 if it is ill-formed.
  private static func lengthOfSequence(in bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    let lead = bytes[position]
    // The second byte's range excludes overlong forms (E0, F0), surrogates (ED) and what is beyond U+10FFFF (F4).
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0x00...0x7F: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return 0 }
    for offset in 2..<max(length, 2) where bytes[position + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
