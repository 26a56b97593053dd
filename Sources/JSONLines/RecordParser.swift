import CSimdjson

/// Turns lines into tapes: simdjson first, ``StrictParser`` for what it refuses.
final class RecordParser {
  enum Outcome {
    case record(Tape)
    case unusable(QuarantineReason)
  }

  /// Brackets that may be open at once.
  static let maximumDepth = 1000

  private let parser: OpaquePointer
  private var strict = StrictParser(maximumDepth: RecordParser.maximumDepth)
  private var strictWords = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 1)
  private var strictStrings = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 8)

  init() {
    // simdjson takes one bracket less, unless the innermost ones are empty; the strict parser takes what it refuses. One
    // more here, and records with empty brackets one beyond the limit would pass.
    guard let made = csimdjson_parser_make(Self.maximumDepth) else {
      preconditionFailure("out of memory: no JSON parser")
    }
    parser = made
  }

  deinit {
    csimdjson_parser_release(parser)
    strictWords.deallocate()
    strictStrings.deallocate()
  }

  /// Parses a line that has `CSIMDJSON_PADDING` readable bytes after it. The tape is valid until the next call.
  func parse(_ line: UnsafeBufferPointer<UInt8>) -> Outcome {
    guard csimdjson_parse(parser, line.baseAddress, line.count) == 0,
      let words = csimdjson_tape(parser), let strings = csimdjson_strings(parser)
    else { return parseStrictly(line) }
    let tape = Tape(words: words, strings: strings)
    return tape.tag(Tape.root) == Tape.Tag.object ? .record(tape) : .unusable(.notAnObject)
  }

  private func parseStrictly(_ line: UnsafeBufferPointer<UInt8>) -> Outcome {
    switch strict.parse(line) {
    case .refused(let reason, _): return .unusable(reason)
    case .record:
      strictWords.deallocate()
      strictWords = .allocate(capacity: strict.tape.count)
      _ = strictWords.initialize(from: strict.tape)
      // Keys are compared eight bytes at a time, as simdjson's own padded buffer allows.
      strictStrings.deallocate()
      strictStrings = .allocate(capacity: strict.strings.count + 8)
      strictStrings.initialize(repeating: 0)
      _ = strictStrings.update(from: strict.strings)
      guard let words = strictWords.baseAddress, let strings = strictStrings.baseAddress else {
        return .unusable(.notJSON)
      }
      return .record(Tape(words: UnsafePointer(words), strings: UnsafePointer(strings)))
    }
  }
}
