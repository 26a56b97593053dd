/// What is wrong with a line that cannot be used.
public enum LineFault: String, Sendable, Hashable, CaseIterable {
  case truncated = "truncated"
  case notAnObject = "not an object"
  case invalidUTF8 = "invalid UTF-8"
  case invalidEscape = "invalid escape"
  /// `NaN`, `Infinity`: Python reads and writes them, JSON (RFC 8259) has no such numbers.
  case notANumber = "not a number"
}

/// What is odd about a record that can be used all the same.
public enum RecordOddity: String, Sendable, Hashable, CaseIterable {
  case repeatedKey = "repeated key"
  case unknownKey = "unknown key"
  /// A string where other records have an integer.
  case changedType = "changed type"
  /// An integer beyond int64.
  case hugeInteger = "huge integer"
}

/// Which lines are broken and which records odd, as a function of the source, the day and the record's number in the day.
struct Dirt: Sendable {
  let share: Double
  private let seed: UInt64

  init(seed: UInt64, share: Double) {
    self.seed = mixed(seed ^ 0x6469_7274)
    self.share = share
  }

  /// What breaks the line of a record, for `share` of them; never a day's first, so that events always have a listing.
  func fault(_ source: DemoSource, _ day: CalendarDay, _ index: Int) -> LineFault? {
    index == 0 ? nil : draw(bits(source, day, index), from: LineFault.allCases)
  }

  /// What is odd about a record, for `share` of those whose line is not broken.
  func oddity(_ source: DemoSource, _ day: CalendarDay, _ index: Int) -> RecordOddity? {
    draw(mixed(bits(source, day, index) ^ 1), from: RecordOddity.allCases)
  }

  /// Whether a blank line precedes a record's.
  func blankLine(_ source: DemoSource, _ day: CalendarDay, _ index: Int) -> Bool {
    share > 0 && unit(mixed(bits(source, day, index) ^ 2)) < share / 2
  }

  /// How a raw file departs from plain lines; each happens to a quarter of the files of a dirty corpus.
  func habits(_ source: DemoSource, _ day: CalendarDay, file: Int) -> FileHabits {
    guard share > 0 else { return FileHabits() }
    let bits = mixed(bits(source, day, file) ^ 3)
    return FileHabits(
      carriageReturns: bits & 3 == 0, finalNewline: bits >> 2 & 3 != 0, byteOrderMark: bits >> 4 & 3 == 0)
  }

  private func bits(_ source: DemoSource, _ day: CalendarDay, _ index: Int) -> UInt64 {
    guard share > 0 else { return 0 }
    let number = UInt64(truncatingIfNeeded: day.number) << 40 | UInt64(truncatingIfNeeded: index)
    return mixed(number ^ mixed(seed ^ source.salt))
  }

  private func draw<Case>(_ bits: UInt64, from cases: [Case]) -> Case? {
    guard share > 0, unit(mixed(bits ^ 4)) < share else { return nil }
    return cases[scaled(mixed(bits ^ 5), to: cases.count)]
  }
}

/// How the lines of a raw file end and begin.
struct FileHabits: Sendable {
  var carriageReturns = false
  var finalNewline = true
  var byteOrderMark = false
}
