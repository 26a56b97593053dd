/// Tells usable lines from the others without decoding them, for functions that parse the records themselves.
public final class LineValidator {
  private let parser = RecordParser()
  private var keys = Set<[UInt8]>()

  public init() {}

  /// Why the line cannot be used, or nil if it can; and whether a key is repeated in it.
  public func check(_ line: UnsafeBufferPointer<UInt8>) -> (reason: QuarantineReason?, hasRepeatedKey: Bool) {
    switch parser.parse(line) {
    case .unusable(let reason): (reason, false)
    case .record(let tape): (nil, hasRepeatedKey(tape))
    }
  }

  /// Looks through every object of the record; the tape lists them one inside the other, so no recursion is needed.
  private func hasRepeatedKey(_ tape: Tape) -> Bool {
    var index = Tape.root
    let end = tape.end(Tape.root)
    while index < end {
      if tape.tag(index) == Tape.Tag.object, repeatsKey(tape, at: index) { return true }
      index = tape.tag(index) == Tape.Tag.object || tape.tag(index) == Tape.Tag.list ? index + 1 : tape.skip(index)
    }
    return false
  }

  private func repeatsKey(_ tape: Tape, at object: Int) -> Bool {
    keys.removeAll(keepingCapacity: true)
    var index = object + 1
    let end = tape.end(object)
    while index < end {
      guard keys.insert(Array(tape.string(index))).inserted else { return true }
      index = tape.skip(index + 1)
    }
    return false
  }
}
