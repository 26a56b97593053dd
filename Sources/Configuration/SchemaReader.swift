import Columnar
import Yams

/// Reads `schema:`, a mapping from columns to types; a mapping in place of a type is a struct, `[type]` a list.
struct SchemaReader {
  let document: Document

  func fields(of node: Node, path: String) throws(ConfigurationError) -> [Field] {
    guard case .mapping(let mapping) = node else {
      throw document.error(
        at: node, "`\(path)` must be a mapping from columns to types, not \(node.kind)",
        remedy: "write `\(path): {posted_at: timestamp}`")
    }
    guard !mapping.isEmpty else {
      throw document.error(at: node, "`\(path)` names no column", remedy: "write `posted_at: timestamp`, or remove it")
    }
    var fields: [Field] = []
    for (key, value) in mapping {
      guard let name = key.plainText, !name.isEmpty else {
        throw document.error(at: key, "a column of `\(path)` is \(key.kind)", remedy: "write a name and a colon")
      }
      fields.append(Field(name, try type(of: value, path: "\(path).\(name)")))
    }
    return fields
  }

  private func type(of node: Node, path: String) throws(ConfigurationError) -> DataType {
    switch node {
    case .mapping:
      return .structure(try fields(of: node, path: path))
    case .sequence(let sequence):
      guard sequence.count == 1, let element = sequence.first else {
        throw document.error(
          at: node, "`\(path)` must have one type between the brackets", remedy: "write `[string]` or `list<string>`")
      }
      return .list(try type(of: element, path: path))
    case .scalar(let scalar):
      guard let text = node.plainText, !node.isNull else {
        throw document.error(
          at: node, "`\(path)` has no type", remedy: "the types are \(TypeParser.names.joined(separator: ", "))")
      }
      do {
        return try TypeParser.parse(text)
      } catch {
        let quoted = scalar.style == .doubleQuoted || scalar.style == .singleQuoted
        throw document.error(
          at: node, shift: error.offset + (quoted ? 1 : 0), "\(error.problem) in `\(path)`", remedy: error.remedy)
      }
    case .alias:
      throw document.error(at: node, "`\(path)` is an alias", remedy: "write the type")
    }
  }
}
