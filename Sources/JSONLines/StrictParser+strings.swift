extension StrictParser {
  /// Parses the string whose quotation mark is at `position` (RFC 8259 section 7).
  mutating func parseString(_ line: UnsafeBufferPointer<UInt8>, _ position: inout Int) throws(Refusal) {
    let offset = beginString()
    position += 1
    var plainStart = position
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "\""):
        append(line[plainStart..<position])
        position += 1
        endString(offset, tag: UInt8(ascii: "\""))
        return
      case UInt8(ascii: "\\"):
        append(line[plainStart..<position])
        guard let scalar = JSONEscape.decode(line, at: &position) else {
          throw Refusal(.invalidEscape, at: position)
        }
        append(scalar)
        plainStart = position
      case 0x00..<0x20:
        throw Refusal(.notJSON, at: position)
      default:
        position += 1
      }
    }
    // The line ends inside the string.
    throw Refusal(.notJSON, at: position)
  }
}
