import JSONLines
import Testing

struct StrictParserPropertyTests {
  @Test("A random record reads back as it was written", arguments: 0..<20 as Range<UInt64>)
  func roundTrip(seed: UInt64) throws {
    var sample = StrictSample(seed: seed)
    var parser = StrictParser()
    for _ in 0..<100 {
      let record = sample.record()
      let line = sample.text(of: record)
      #expect(line.withUnsafeBufferPointer { parser.parse($0) } == .record, "\(String(decoding: line, as: UTF8.self))")
      #expect(try StrictTapeReader.value(of: parser) == record, "\(String(decoding: line, as: UTF8.self))")
    }
  }

  @Test func noProperPrefixOfARecordIsOneAndNoneIsReadBeyondItsEnd() throws {
    var sample = StrictSample(seed: 7)
    var parser = StrictParser()
    let guarded = try GuardedLine(capacity: 1 << 16)
    for _ in 0..<60 {
      let line = trimmed(sample.text(of: sample.record()))
      for length in 0..<line.count {
        let outcome = guarded.with(line[..<length]) { parser.parse($0) }
        guard case .refused(let reason, let position) = outcome else {
          Issue.record("accepted: \(String(decoding: line[..<length], as: UTF8.self))")
          continue
        }
        #expect([.notJSON, .invalidUTF8, .invalidEscape].contains(reason))
        #expect(position <= length)
      }
      #expect(guarded.with(line) { parser.parse($0) } == .record)
    }
  }

  @Test func damageNeverCrashesAndWhatIsAcceptedHasASoundTape() throws {
    var sample = StrictSample(seed: 11)
    var parser = StrictParser(maximumDepth: 8)
    let guarded = try GuardedLine(capacity: 1 << 16)
    var accepted = 0
    for _ in 0..<5000 {
      let line = sample.damaged(sample.text(of: sample.record(depth: 3)))
      try guarded.with(line) { line in
        // The scanner promises to stay inside of lines that are not valid as well.
        _ = JSONText.span(of: ["a", "key"], in: line)
        _ = JSONText.rescued(paths: [["a"], ["key", "a"], ["", "ü"]], in: line)
        guard parser.parse(line) == .record else { return }
        accepted += 1
        _ = try StrictTapeReader.value(of: parser)
      }
    }
    #expect(accepted > 100 && accepted < 4900)
  }

  private func trimmed(_ line: [UInt8]) -> ArraySlice<UInt8> {
    let end = line.lastIndex { $0 > 0x20 } ?? line.startIndex
    return line[...end]
  }
}
