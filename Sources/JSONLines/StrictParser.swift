/// The slow path for lines that simdjson refuses: says why a line cannot be used, or gives its tape after all.
///
/// A line is a record if it is one JSON object by RFC 8259, no more and no less. simdjson also refuses records with
/// numbers that no int64, uint64 or float64 holds; this parser keeps such a number as its exact text.
///
/// On success ``tape`` and ``strings`` have the layout of simdjson's document
/// (<https://github.com/simdjson/simdjson/blob/master/doc/tape.md>), and one tag of our own: ``exactNumberTag``. The
/// parser keeps its buffers from line to line, and an explicit stack, so that depth costs memory, not the native stack.
public struct StrictParser: Sendable {
  /// What a line turned out to be.
  public enum Outcome: Sendable, Hashable {
    /// A record: ``StrictParser/tape`` and ``StrictParser/strings`` hold it until the next line is parsed.
    case record
    /// A line for the quarantine, and the byte in the line (from 0) where it goes wrong.
    case refused(QuarantineReason, at: Int)
  }

  /// The tag of a number that is kept as text. Its payload is an offset into ``strings``, like a string's.
  public static let exactNumberTag = UInt8(ascii: "N")

  /// The most brackets that may be open at once.
  public let maximumDepth: Int
  /// The tape of the last line, if that was a record; otherwise empty.
  public private(set) var tape: [UInt64] = []
  /// The strings of the last line: length as little-endian UInt32, bytes, NUL; one after the other.
  public private(set) var strings: [UInt8] = []

  /// An object or a list that is still open.
  private struct Container {
    let start: Int
    let isObject: Bool
    var count: UInt64 = 0
  }

  private enum Expected { case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, nothing }

  private var open: [Container] = []

  public init(maximumDepth: Int = 1000) { self.maximumDepth = maximumDepth }

  /// Parses one line, without its line feed and without a byte order mark.
  ///
  /// Ill-formed UTF-8 anywhere in the line comes before every other reason, then what is wrong furthest to the left.
  /// ``QuarantineReason/notAnObject`` is said only of lines that are otherwise valid.
  public mutating func parse(_ line: UnsafeBufferPointer<UInt8>) -> Outcome {
    tape.removeAll(keepingCapacity: true)
    strings.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    do throws(Refusal) {
      try parseLine(line)
      return .record
    } catch {
      tape.removeAll(keepingCapacity: true)
      strings.removeAll(keepingCapacity: true)
      return .refused(error.reason, at: error.position)
    }
  }

  private mutating func parseLine(_ line: UnsafeBufferPointer<UInt8>) throws(Refusal) {
    // The tape's indices have 32 bits. A list of digits, the densest line, takes as many words as bytes, and a few.
    guard line.count < Int(UInt32.max) - 8 else { throw Refusal(.tooLong, at: 0) }
    if let position = UTF8Validation.firstIllFormed(in: line) { throw Refusal(.invalidUTF8, at: position) }

    append(tag: UInt8(ascii: "r"), 0)
    var position = 0
    skipWhitespace(line, &position)
    let start = position
    try parseValue(line, &position)
    guard tape[1] >> 56 == UInt64(UInt8(ascii: "{")) else { throw Refusal(.notAnObject, at: start) }
    append(tag: UInt8(ascii: "r"), 0)
    tape[0] |= UInt64(tape.count)
  }

  /// Parses one value and makes sure that nothing follows.
  private mutating func parseValue(_ line: UnsafeBufferPointer<UInt8>, _ position: inout Int) throws(Refusal) {
    var expected = Expected.value
    while position < line.count {
      let byte = line[position]
      switch (expected, byte) {
      case (.value, _),
        (.valueOrEnd, _) where byte != UInt8(ascii: "]"):
        if let last = open.indices.last, !open[last].isObject { open[last].count += 1 }
        expected = try parseStart(line, &position)
      case (.key, UInt8(ascii: "\"")), (.keyOrEnd, UInt8(ascii: "\"")):
        open[open.count - 1].count += 1
        try parseString(line, &position)
        expected = .colon
      case (.colon, UInt8(ascii: ":")):
        position += 1
        expected = .value
      case (.commaOrEnd, UInt8(ascii: ",")):
        position += 1
        expected = open[open.count - 1].isObject ? .key : .value
      case (.keyOrEnd, UInt8(ascii: "}")), (.valueOrEnd, UInt8(ascii: "]")),
        (.commaOrEnd, UInt8(ascii: "}")) where open[open.count - 1].isObject,
        (.commaOrEnd, UInt8(ascii: "]")) where !open[open.count - 1].isObject:
        position += 1
        close(tag: byte)
        expected = open.isEmpty ? .nothing : .commaOrEnd
      default:
        throw Refusal(.notJSON, at: position)
      }
      skipWhitespace(line, &position)
    }
    guard expected == .nothing else { throw Refusal(.notJSON, at: position) }
  }

  /// Parses the value that starts at `position`, of an object or a list only the opening bracket.
  private mutating func parseStart(
    _ line: UnsafeBufferPointer<UInt8>, _ position: inout Int
  ) throws(Refusal) -> Expected {
    let byte = line[position]
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard open.count < maximumDepth else { throw Refusal(.tooDeep, at: position) }
      let isObject = byte == UInt8(ascii: "{")
      open.append(Container(start: tape.count, isObject: isObject))
      append(tag: byte, 0)
      position += 1
      return isObject ? .keyOrEnd : .valueOrEnd
    case UInt8(ascii: "\""): try parseString(line, &position)
    case UInt8(ascii: "t"): try parseLiteral("true", line, &position)
    case UInt8(ascii: "f"): try parseLiteral("false", line, &position)
    case UInt8(ascii: "n"): try parseLiteral("null", line, &position)
    default: try parseNumber(line, &position)
    }
    return open.isEmpty ? .nothing : .commaOrEnd
  }

  private mutating func close(tag: UInt8) {
    let container = open.removeLast()
    append(tag: tag, UInt64(container.start))
    // simdjson's count saturates at 24 bits; the opening word points behind the closing one.
    tape[container.start] |= min(container.count, 0xFF_FFFF) << 32 | UInt64(tape.count)
  }

  private mutating func parseLiteral(
    _ literal: StaticString, _ line: UnsafeBufferPointer<UInt8>, _ position: inout Int
  ) throws(Refusal) {
    let length = literal.utf8CodeUnitCount
    guard position + length <= line.count else { throw Refusal(.notJSON, at: position) }
    for index in 0..<length where line[position + index] != literal.utf8Start[index] {
      throw Refusal(.notJSON, at: position)
    }
    append(tag: literal.utf8Start[0], 0)
    position += length
  }

  private func skipWhitespace(_ line: UnsafeBufferPointer<UInt8>, _ position: inout Int) {
    while position < line.count, line[position] <= 0x20 {
      switch line[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }
}

// The buffers' words, for the parser's other files.
extension StrictParser {
  /// Why the parser gave up on a line, and where.
  struct Refusal: Error {
    let reason: QuarantineReason
    let position: Int

    init(_ reason: QuarantineReason, at position: Int) {
      self.reason = reason
      self.position = position
    }
  }

  mutating func append(tag: UInt8, _ payload: UInt64) { tape.append(UInt64(tag) << 56 | payload) }

  /// Appends a number: its tag, then its 64 bits in a word of their own.
  mutating func append(number bits: UInt64, tag: UInt8) {
    append(tag: tag, 0)
    tape.append(bits)
  }

  /// Starts a string in the string buffer with room for its length, and gives its offset.
  mutating func beginString() -> Int {
    let offset = strings.count
    strings.append(contentsOf: repeatElement(0, count: 4))
    return offset
  }

  mutating func append(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    strings.append(contentsOf: UnsafeBufferPointer(rebasing: bytes))
  }

  mutating func append(_ scalar: Unicode.Scalar) { strings.append(contentsOf: scalar.utf8) }

  /// Fills in the length of the string that began at `offset`, ends it with NUL and puts it on the tape.
  mutating func endString(_ offset: Int, tag: UInt8) {
    let length = UInt32(strings.count - offset - 4)
    for index in 0..<4 { strings[offset + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index))) }
    strings.append(0)
    append(tag: tag, UInt64(offset))
  }
}
