extension LineBuffer {
  /// Breaks the record that begins at `start` and ends with the buffer.
  mutating func breakLine(from start: Int, by fault: LineFault, _ bits: UInt64) {
    switch fault {
    case .truncated:
      var end = start + 1 + scaled(mixed(bits), to: count - start - 1)
      // Cut between characters: a half one would make the line invalid UTF-8, which is another fault.
      while self[end] & 0xC0 == 0x80 { end -= 1 }
      truncate(to: end)
    case .notAnObject:
      truncate(to: start)
      let lines: [StaticString] = ["[1,2]", "\"x\"", "42", "null", "true", "[]"]
      append(lines[scaled(mixed(bits), to: lines.count)])
    case .invalidUTF8:
      // A byte that never occurs, a sequence cut short, a continuation without a start, a surrogate in UTF-8.
      let bytes: [[UInt8]] = [[0xFF], [0xC3, 0x28], [0x80], [0xED, 0xA0, 0x80]]
      insert(bytes[scaled(mixed(bits), to: bytes.count)], at: firstString(from: start))
    case .invalidEscape:
      let escapes = ["\\x41", "\\u12G4", "\\ ", "\\'"]
      insert(Array(escapes[scaled(mixed(bits), to: escapes.count)].utf8), at: firstString(from: start))
    case .notANumber:
      let members: [StaticString] = ["\"score\":NaN", "\"score\":Infinity", "\"score\":-Infinity"]
      appendMember(members[scaled(mixed(bits), to: members.count)])
    }
  }

  /// Adds `"key":value` to the object that ends with the buffer.
  mutating func appendMember(_ member: StaticString) {
    truncate(to: count - 1)
    append(UInt8(ascii: ","))
    append(member)
    append(UInt8(ascii: "}"))
  }

  /// Appends a count as most records have it, or odd.
  mutating func append(count value: Int, _ oddity: RecordOddity?) {
    switch oddity {
    case .changedType:
      append(UInt8(ascii: "\""))
      append(number: value)
      append(UInt8(ascii: "\""))
    case .hugeInteger:
      append("1844674407370955")
      append(number: 10_000 + value % 10_000)
    default: append(number: value)
    }
  }

  /// Where the text of the first string value begins, in the record that begins at `start`.
  private func firstString(from start: Int) -> Int {
    var place = start + 3
    while place < count, !(self[place - 3] == 34 && self[place - 2] == 58 && self[place - 1] == 34) { place += 1 }
    return place
  }
}
