extension JSONText {
  /// One JSON object with the values at `paths`, nested as in the line, each value the exact bytes of the line: for
  /// `[["a"], ["location", "zip"]]` something like `{"a":1e400,"location":{"zip":"x"}}`.
  ///
  /// No path may be a prefix of another. Keys come in the order in which `paths` first names them; a path that the line
  /// does not have is left out. Each object on the way is scanned once, however many paths lead through it.
  public static func rescued(paths: [[String]], in line: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var text: [UInt8] = [UInt8(ascii: "{")]
    guard let whole = span(of: [], in: line) else { return [UInt8(ascii: "{"), UInt8(ascii: "}")] }
    var levels = [Level(members: members(of: whole, paths: paths[...], in: line))]
    while let depth = levels.indices.last {
      guard levels[depth].next < levels[depth].members.count else {
        text.append(UInt8(ascii: "}"))
        levels.removeLast()
        continue
      }
      let member = levels[depth].members[levels[depth].next]
      levels[depth].next += 1
      if text.last != UInt8(ascii: "{") { text.append(UInt8(ascii: ",")) }
      append(key: member.key, to: &text)
      if member.rest.isEmpty {
        text.append(contentsOf: UnsafeBufferPointer(rebasing: line[member.span]))
      } else {
        text.append(UInt8(ascii: "{"))
        levels.append(Level(members: members(of: member.span, paths: member.rest[...], in: line)))
      }
    }
    return text
  }

  /// An object of the rescued text that is being written.
  private struct Level {
    let members: [Member]
    var next = 0
  }

  /// A key that paths lead through or to, and the value that it has in the line.
  private struct Member {
    let key: String
    var span: Range<Int>
    /// What is left of the paths behind the key; empty if a path ends here.
    var rest: [[String]]
  }

  /// The keys that `paths` start with, with their values in the object at `span`.
  private static func members(
    of span: Range<Int>, paths: ArraySlice<[String]>, in line: UnsafeBufferPointer<UInt8>
  ) -> [Member] {
    var wanted: [Member] = []
    // Swift's string equality is canonical equivalence; keys are equal only byte by byte.
    var indices: [[UInt8]: Int] = [:]
    for path in paths {
      guard let key = path.first else { continue }
      let rest = Array(path.dropFirst())
      if let index = indices[Array(key.utf8)] {
        wanted[index].rest.append(rest)
      } else {
        indices[Array(key.utf8)] = wanted.count
        wanted.append(Member(key: key, span: 0..<0, rest: rest.isEmpty ? [] : [rest]))
      }
    }
    // Paths mostly come in the order of the line, so the search goes on from the last hit.
    var next = 0
    forEachMember(of: span, in: line) { name, value in
      for offset in 0..<wanted.count {
        let index = (next + offset) % wanted.count
        var key = wanted[index].key
        guard key.withUTF8({ name.equals($0, in: line) }) else { continue }
        wanted[index].span = value
        next = index + 1
        return
      }
    }
    return wanted.filter { !$0.span.isEmpty }
  }

  private static func append(key: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in key.utf8 {
      if let escape = JSONEscape.escaped(byte) {
        text.append(contentsOf: escape)
      } else {
        text.append(byte)
      }
    }
    text.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
  }
}
