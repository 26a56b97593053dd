import Yams

/// The text of a configuration file, and the YAML tree in it.
struct Document {
  /// As the user would write it.
  let file: String
  private let lines: [Substring]

  init(file: String, text: String) {
    self.file = file
    // Characters would take "\r\n" for one, so split on either.
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
  }

  func place(line: Int, column: Int) -> ConfigurationError.Place {
    let text = lines.indices.contains(line - 1) ? String(lines[line - 1]) : ""
    return .init(line: line, column: column, text: text)
  }

  func error(at mark: Mark?, shift: Int = 0, _ problem: String, remedy: String) -> ConfigurationError {
    let found = mark.map { place(line: $0.line, column: $0.column + shift) }
    return ConfigurationError(file: file, place: found, problem: problem, remedy: remedy)
  }

  func error(at node: Node, shift: Int = 0, _ problem: String, remedy: String) -> ConfigurationError {
    error(at: node.mark, shift: shift, problem, remedy: remedy)
  }

  /// The tree's root; nil if the file holds nothing but comments.
  func root() throws(ConfigurationError) -> Node? {
    do {
      return try Parser(yaml: CommaGuard.protect(lines.joined(separator: "\n"))).singleRoot()
    } catch let error as YamlError {
      throw translate(error)
    } catch {
      throw self.error(at: nil, "not valid YAML: \(error)", remedy: "check indentation, quotes and colons")
    }
  }
}

extension Document {
  private func translate(_ error: YamlError) -> ConfigurationError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ConfigurationError(
        file: file, place: lastText(before: mark), problem: "not valid YAML: \(problem)",
        remedy: remedy(for: problem, at: mark))
    case .duplicatedKeysInMapping(let keys, let context):
      let key = CommaGuard.restore(keys.sorted().first ?? "")
      let first = place(line: context.mark.line, column: context.mark.column)
      return ConfigurationError(
        file: file, place: secondPlace(of: key, from: context.mark) ?? first, problem: "`\(key)` is there twice",
        remedy: "remove or rename one of the two")
    default:
      return self.error(at: nil, "not valid YAML: \(error)", remedy: "remove what is not text")
    }
  }

  /// The place, or the end of the text before it where nothing but blank lines follows.
  private func lastText(before mark: Mark) -> ConfigurationError.Place {
    let isBlank = lines.dropFirst(mark.line - 1).allSatisfy { $0.allSatisfy(\.isWhitespace) }
    let before = lines.prefix(mark.line - 1)
    guard isBlank, let last = before.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else {
      return place(line: mark.line, column: mark.column)
    }
    return place(line: last + 1, column: lines[last].unicodeScalars.count + 1)
  }

  private func remedy(for problem: String, at mark: Mark) -> String {
    let text = place(line: mark.line, column: mark.column).text
    if problem.hasPrefix("mapping values are not allowed") {
      if text.contains(".py: ") { return "write it without the space after the colon" }
      return text.contains("<")
        ? "put the type in quotes: a colon and a space begin a mapping in YAML"
        : "put the value in quotes if the colon belongs to it, or else align this key with its neighbours"
    }
    if text.contains("\t") { return "indent with spaces: YAML takes no tabs" }
    return "check indentation, quotes and colons here and in the line above"
  }

  /// The parser tells where the mapping begins, not where the key comes again.
  private func secondPlace(of key: String, from mark: Mark) -> ConfigurationError.Place? {
    var seen = 0
    for number in mark.line...max(mark.line, lines.count) where lines.indices.contains(number - 1) {
      let line = lines[number - 1]
      let body = line.drop { $0 == " " }
      let column = line.count - body.count + 1
      if column == mark.column, [key, "\"\(key)\"", "'\(key)'"].contains(where: { body.hasPrefix($0 + ":") }) {
        seen += 1
        if seen == 2 { return place(line: number, column: column) }
      } else if !body.isEmpty, !body.hasPrefix("#"), column < mark.column {
        return nil
      }
    }
    return nil
  }
}
