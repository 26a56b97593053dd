/// Finds values in the text of a line that is known to be valid JSON (the parser has accepted it).
///
/// Keys are compared byte by byte after unescaping, and where a key is repeated the last one counts, as in `json.loads`.
/// Nested values are skipped without recursion. A line that is not valid JSON gives meaningless answers, but never
/// a read outside of it.
public enum JSONText {
  /// The bytes of the value that following `path` from the outermost object leads to, nil if there is none. The empty
  /// path gives the whole value.
  public static func span(of path: [String], in line: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var span = value(at: 0, in: line)
    for key in path {
      var key = key
      let found = key.withUTF8 { key in
        var last: Range<Int>?
        forEachMember(of: span, in: line) { name, value in
          if name.equals(key, in: line) { last = value }
        }
        return last
      }
      guard let found else { return nil }
      span = found
    }
    return span
  }

  /// A key as it stands in the line, without its quotation marks.
  struct Key {
    let span: Range<Int>
    let hasEscapes: Bool

    func equals(_ other: UnsafeBufferPointer<UInt8>, in line: UnsafeBufferPointer<UInt8>) -> Bool {
      guard hasEscapes else {
        guard span.count == other.count else { return false }
        for index in 0..<other.count where line[span.lowerBound + index] != other[index] { return false }
        return true
      }
      var position = span.lowerBound
      var matched = 0
      while position < span.upperBound {
        if line[position] == UInt8(ascii: "\\") {
          guard let scalar = JSONEscape.decode(line, at: &position) else { return false }
          for byte in scalar.utf8 {
            guard matched < other.count, other[matched] == byte else { return false }
            matched += 1
          }
        } else {
          guard matched < other.count, other[matched] == line[position] else { return false }
          matched += 1
          position += 1
        }
      }
      return matched == other.count
    }
  }

  /// Calls `body` with each key and value of the object at `span`, in order; not at all if it is no object.
  static func forEachMember(
    of span: Range<Int>, in line: UnsafeBufferPointer<UInt8>, _ body: (Key, Range<Int>) -> Void
  ) {
    let end = min(span.upperBound, line.count)
    var position = span.lowerBound
    guard position < end, line[position] == UInt8(ascii: "{") else { return }
    position += 1
    while position < end {
      position = skipSeparators(from: position, in: line)
      guard position < end, line[position] == UInt8(ascii: "\"") else { return }
      let (keyEnd, hasEscapes) = endOfString(at: position, in: line)
      let key = Key(span: position + 1..<max(position + 1, keyEnd - 1), hasEscapes: hasEscapes)
      let value = value(at: skipSeparators(from: keyEnd, in: line), in: line)
      body(key, value)
      position = max(value.upperBound, position + 1)
    }
  }

  /// The value that starts at `start` or behind the whitespace there.
  private static func value(at start: Int, in line: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    let start = skipSeparators(from: start, in: line)
    var position = start
    var depth = 0
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "\""):
        position = endOfString(at: position, in: line).end
        if depth == 0 { return start..<position }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        // The bracket of the object around a bare value ends that value and is not part of it.
        if depth == 0 { return start..<position }
        depth -= 1
        position += 1
        if depth == 0 { return start..<position }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D:
        if depth == 0 { return start..<position }
        position += 1
      default:
        position += 1
      }
    }
    return start..<line.count
  }

  /// The position behind the string whose quotation mark is at `start`.
  private static func endOfString(
    at start: Int, in line: UnsafeBufferPointer<UInt8>
  ) -> (end: Int, hasEscapes: Bool) {
    var position = start + 1
    var hasEscapes = false
    while position < line.count {
      position = firstOfInterest(from: position, in: line)
      guard position < line.count else { break }
      if line[position] == UInt8(ascii: "\"") { return (position + 1, hasEscapes) }
      if line[position] == UInt8(ascii: "\\") {
        hasEscapes = true
        position += 1
      }
      position += 1
    }
    return (line.count, hasEscapes)
  }

  /// Skips eight bytes at a time as long as none is a quotation mark or a backslash.
  @inline(__always)
  private static func firstOfInterest(from start: Int, in line: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = UnsafeRawPointer(line.baseAddress) else { return start }
    var position = start
    while position + 8 <= line.count {
      let word = base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      if hasZeroByte(word ^ 0x2222_2222_2222_2222) || hasZeroByte(word ^ 0x5C5C_5C5C_5C5C_5C5C) { break }
      position += 8
    }
    return position
  }

  @inline(__always)
  private static func hasZeroByte(_ word: UInt64) -> Bool {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0
  }

  /// Skips whitespace, and the comma or colon in it.
  @inline(__always)
  private static func skipSeparators(from start: Int, in line: UnsafeBufferPointer<UInt8>) -> Int {
    var position = start
    while position < line.count {
      switch line[position] {
      case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: ":"): position += 1
      default: return position
      }
    }
    return position
  }
}
