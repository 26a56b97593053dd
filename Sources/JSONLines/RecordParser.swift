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

  init() {
    guard let made = csimdjson_parser_make(Self.maximumDepth) else {
      preconditionFailure("out of memory: no JSON parser")
    }
    parser = made
  }

  deinit { csimdjson_parser_release(parser) }

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
    case .success(let words, let strings): .record(Tape(words: words, strings: strings))
    case .failure(let reason, _): .unusable(reason)
    }
  }
}
