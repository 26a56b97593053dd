/// The patterns of one language, compiled: every word lies in one pool of bytes, a pattern is a row of numbers.
struct Vocabulary: Sendable {
  /// What a description is put together from.
  enum Kind: Int { case title, heading, sentence, item, call }

  /// The language's code in quotes, as the record has it.
  let code: [UInt8]
  private var pool: [UInt8] = []
  private var words: [Piece] = []
  private var lists: [Range<Int>] = []
  private var steps: [Step] = []
  private var patterns: [Range<Int>] = []
  private var kinds: [Range<Int>] = []

  private struct Piece {
    var offset: Int32
    var length: Int32
  }

  private enum Step {
    case literal(Int32)
    case list(Int32)
    case number, name
  }

  /// English, German, Japanese, Arabic.
  static let all = [LanguageText.english, .german, .japanese, .arabic].map(Vocabulary.init)

  init(_ text: LanguageText) {
    code = Array("\"\(text.code)\"".utf8)
    var numbers: [Character: Int32] = [:]
    for (letter, list) in text.words.sorted(by: { $0.key < $1.key }) {
      numbers[letter] = Int32(lists.count)
      let first = words.count
      for word in list.split(whereSeparator: \.isWhitespace) {
        add(String(word.map { $0 == "_" ? " " : $0 }))
      }
      lists.append(first..<words.count)
    }
    for group in [text.titles, text.headings, text.sentences, text.items, text.calls] {
      let first = patterns.count
      for pattern in group { compile(pattern, lists: numbers) }
      kinds.append(first..<patterns.count)
    }
    pool.append(contentsOf: [UInt8](repeating: 0, count: LineBuffer.slack))
  }

  /// Appends a random text of a kind.
  func write(_ kind: Kind, to buffer: inout LineBuffer, _ random: inout RandomStream) {
    let group = kinds[kind.rawValue]
    let pattern = patterns[group.lowerBound &+ random.below(group.count)]
    pool.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      for index in pattern {
        switch steps[index] {
        case .literal(let word):
          let piece = words[Int(word)]
          buffer.append(padded: start + Int(piece.offset), Int(piece.length))
        case .list(let list):
          let range = lists[Int(list)]
          let piece = words[range.lowerBound &+ random.below(range.count)]
          buffer.append(padded: start + Int(piece.offset), Int(piece.length))
        case .number:
          buffer.append(number: 10 &+ random.below(90), digits: 2)
        case .name:
          Self.writeName(to: &buffer, random.next())
        }
      }
    }
  }

  /// Appends an invented name of two to four syllables; the same bits give the same name.
  static func writeName(to buffer: inout LineBuffer, _ bits: UInt64) {
    let onsets: StaticString = "bdfgklmnprstvzhj"
    let vowels: StaticString = "aeiouaeo"
    let syllables = 2 &+ Int(bits >> 62 & 1) &+ Int(bits >> 63)
    var rest = bits
    for syllable in 0..<syllables {
      let onset = onsets.utf8Start[Int(rest & 15)]
      buffer.append(syllable == 0 ? onset &- 32 : onset)
      buffer.append(vowels.utf8Start[Int(rest >> 4 & 7)])
      if rest >> 7 & 3 == 0 { buffer.append(onsets.utf8Start[4 &+ Int(rest >> 9 & 7)]) }
      rest >>= 13
    }
  }

  @discardableResult
  private mutating func add(_ word: String) -> Int {
    words.append(Piece(offset: Int32(pool.count), length: Int32(word.utf8.count)))
    pool.append(contentsOf: word.utf8)
    return words.count - 1
  }

  private mutating func compile(_ pattern: String, lists: [Character: Int32]) {
    let first = steps.count
    var literal = ""
    var rest = pattern[...]
    while let character = rest.popFirst() {
      guard character == "{", let letter = rest.popFirst(), rest.popFirst() == "}" else {
        literal.append(character)
        continue
      }
      if !literal.isEmpty { steps.append(.literal(Int32(add(literal)))) }
      literal = ""
      switch letter {
      case "#": steps.append(.number)
      case "*": steps.append(.name)
      default:
        guard let list = lists[letter] else { preconditionFailure("\(pattern): there is no word list \(letter)") }
        steps.append(.list(list))
      }
    }
    if !literal.isEmpty { steps.append(.literal(Int32(add(literal)))) }
    patterns.append(first..<steps.count)
  }
}
