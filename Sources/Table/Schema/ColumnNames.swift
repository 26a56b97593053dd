import Columnar

/// The names that columns of a table may have.
enum ColumnNames {
  /// Delta Lake and the Parquet readers of Spark and Athena refuse these in names.
  private static let refused: [Character: String] = [
    " ": "a space", ",": "`,`", ";": "`;`", "{": "`{`", "}": "`}`", "(": "`(`", ")": "`)`", "\n": "a line feed",
    "\t": "a tab", "=": "`=`",
  ]

  /// Throws if a name, also of a struct's member, is one that readers refuse or that readers take for another's.
  static func check(_ schema: Schema) throws(TableError) {
    try check(schema.fields, path: [])
  }

  private static func check(_ fields: [Field], path: [String]) throws(TableError) {
    var seen: [String: String] = [:]
    for field in fields {
      let shown = (path + [field.name]).joined(separator: ".")
      if field.name.isEmpty {
        throw TableError(.invalidSchema, message: "a column\(within(path)) has an empty name; name it")
      }
      // A scalar at a time: "\r\n" is one character.
      if let bad = field.name.unicodeScalars.lazy.compactMap({ refused[Character($0)] }).first {
        throw TableError(
          .invalidSchema,
          message:
            "column `\(shown)` has \(bad) in its name, which Delta Lake readers refuse; rename it, for example to "
            + "`\(String(field.name.unicodeScalars.map { refused[Character($0)] == nil ? Character($0) : "_" }))`")
      }
      if let other = seen.updateValue(field.name, forKey: field.name.lowercased()) {
        throw TableError(
          .invalidSchema,
          message:
            "columns `\(other)` and `\(field.name)`\(within(path)) differ in case only, which Delta Lake readers take "
            + "for the same; rename one")
      }
      try check(field.type, path: path + [field.name])
    }
  }

  private static func check(_ type: DataType, path: [String]) throws(TableError) {
    switch type {
    case .list(let element): try check(element, path: path)
    case .structure(let fields): try check(fields, path: path)
    default: break
    }
  }

  private static func within(_ path: [String]) -> String {
    path.isEmpty ? "" : " of `\(path.joined(separator: "."))`"
  }
}
