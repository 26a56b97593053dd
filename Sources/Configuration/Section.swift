import Yams

/// A mapping of the configuration whose keys are known: finds values and says what is wrong with them.
struct Section {
  let document: Document
  /// Where we are, for messages: "table `job_features`".
  let title: String
  /// Place of the section itself.
  let mark: Mark?
  private let entries: [(name: String, key: Node, value: Node)]

  /// - Throws: if `node` is no mapping, or has a key that is not among `keys`.
  init(_ node: Node, title: String, keys: [String], document: Document) throws(ConfigurationError) {
    self.document = document
    self.title = title
    mark = node.mark
    guard case .mapping(let mapping) = node else {
      throw document.error(
        at: node, "\(title) must be a mapping, not \(node.kind)",
        remedy: "write `key: value` lines; the keys are \(keys.joined(separator: ", "))")
    }
    var entries: [(String, Node, Node)] = []
    for (key, value) in mapping {
      guard let name = key.plainText else {
        throw document.error(at: key, "a key of \(title) is \(key.kind)", remedy: "write a name and a colon")
      }
      guard keys.contains(name) else {
        throw document.error(
          at: key, "unknown key `\(name)` in \(title)",
          remedy: Suggestion.remedy(for: name, among: keys, what: "the keys are"))
      }
      entries.append((name, key, value))
    }
    self.entries = entries
  }

  /// The key and its value, if the key is there. A key without a value is a mistake.
  func entry(_ name: String) throws(ConfigurationError) -> (key: Node, value: Node)? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    guard !entry.value.isNull else {
      throw document.error(
        at: entry.key, "`\(name)` in \(title) has no value", remedy: "write one after the colon, or remove the key")
    }
    return (entry.key, entry.value)
  }

  func text(_ name: String) throws(ConfigurationError) -> (text: String, node: Node)? {
    guard let (_, value) = try entry(name) else { return nil }
    guard let text = value.plainText else {
      throw document.error(
        at: value, "`\(name)` in \(title) must be text, not \(value.kind)", remedy: "write `\(name): …` on one line")
    }
    guard !text.isEmpty else {
      throw document.error(at: value, "`\(name)` in \(title) is empty", remedy: "write a value, or remove the key")
    }
    return (text, value)
  }

  func boolean(_ name: String) throws(ConfigurationError) -> Bool? {
    guard let (_, value) = try entry(name) else { return nil }
    switch value.plainText?.lowercased() {
    case "true": return true
    case "false": return false
    default:
      throw document.error(
        at: value, "`\(name)` in \(title) must be true or false, not \(value.shown)",
        remedy: "write `\(name): true` or `\(name): false`")
    }
  }

  func integer(_ name: String, in range: ClosedRange<Int>, example: Int) throws(ConfigurationError) -> Int? {
    guard let (_, value) = try entry(name) else { return nil }
    guard let text = value.plainText, let number = Int(text.filter { $0 != "_" && $0 != "," }) else {
      throw document.error(
        at: value, "`\(name)` in \(title) must be a whole number, not \(value.shown)",
        remedy: "write `\(name): \(example)`")
    }
    guard range.contains(number) else {
      throw document.error(
        at: value, "`\(name)` in \(title) is \(number)",
        remedy: "it must be between \(range.lowerBound) and \(range.upperBound), for example \(example)")
    }
    return number
  }

  /// A value of a closed list of names.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(ConfigurationError) -> Choice? {
    guard let (text, node) = try text(name) else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    throw document.error(
      at: node, "`\(name)` in \(title) cannot be `\(text)`",
      remedy: Suggestion.remedy(for: text, among: Choice.allCases.map(\.rawValue), what: "it is one of"))
  }

  /// Places of the keys, for mistakes that show only later (a file that is not there).
  var places: [String: ConfigurationError.Place] {
    var places: [String: ConfigurationError.Place] = [:]
    for entry in entries {
      guard let mark = entry.value.mark else { continue }
      places[entry.name] = document.place(line: mark.line, column: mark.column)
    }
    return places
  }
}

extension Node {
  /// The text of a scalar.
  var plainText: String? {
    guard case .scalar(let scalar) = self else { return nil }
    return CommaGuard.restore(scalar.string)
  }

  /// Nothing, `~` or `null`, without quotes.
  var isNull: Bool {
    guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// What it is, for messages.
  var kind: String {
    switch self {
    case .scalar: isNull ? "empty" : "text"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// The value for messages: configuration is no data, so it may be shown.
  var shown: String { plainText.map { "`\($0)`" } ?? kind }
}
