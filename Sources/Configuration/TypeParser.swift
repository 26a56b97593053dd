import Columnar

/// Reads a column type as users write it: `string`, `decimal(12, 2)`, `list<struct<city: string, zip: int64>>`.
public struct TypeParser {
  /// What is wrong with the text of a type, and where in it.
  public struct Problem: Error, Sendable, Hashable {
    /// Unicode scalars before the place.
    public var offset: Int
    public var problem: String
    public var remedy: String
  }

  private static let simple: [String: DataType] = [
    "string": .string, "bool": .boolean, "boolean": .boolean, "int8": .int8, "int16": .int16, "int32": .int32,
    "int64": .int64, "int": .int64, "long": .int64, "bigint": .int64, "float": .float32, "float32": .float32,
    "double": .float64, "float64": .float64, "binary": .binary, "date": .date, "timestamp": .timestamp,
  ]
  /// Every name, in the order in which messages show them.
  static let names = [
    "string", "bool", "int8", "int16", "int32", "int64", "float", "double", "date", "timestamp", "decimal", "binary",
    "list", "struct",
  ]
  /// What other systems call our types.
  private static let foreign = [
    "str": "string", "text": "string", "varchar": "string", "utf8": "string", "integer": "int64", "number": "double",
    "numeric": "decimal", "datetime": "timestamp", "time": "timestamp", "array": "list", "object": "struct",
    "dict": "struct", "map": "struct", "bytes": "binary", "json": "string", "uint64": "int64", "uint32": "int64",
  ]
  private static let deepest = 64

  private let scalars: [Unicode.Scalar]
  private var position = 0

  /// - Throws: ``Problem``.
  public static func parse(_ text: String) throws(Problem) -> DataType {
    var parser = TypeParser(scalars: Array(text.unicodeScalars))
    let type = try parser.type(depth: 0)
    parser.skipSpaces()
    guard parser.position == parser.scalars.count else {
      throw parser.problem("`\(parser.rest)` after the type `\(type)`", "remove it")
    }
    return type
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
  }

  private mutating func type(depth: Int) throws(Problem) -> DataType {
    skipSpaces()
    let start = position
    guard depth < Self.deepest else { throw problem("the type is nested too deep", "at most \(Self.deepest) levels") }
    let written = word()
    let name = written.lowercased()
    switch name {
    case "decimal": return try decimal()
    case "list":
      try expect("<", in: "list", example: "list<string>")
      let element = try type(depth: depth + 1)
      try expect(">", in: "list", example: "list<string>")
      return .list(element)
    case "struct": return try structure(depth: depth)
    case "": throw problem("a type is missing", "the types are \(Self.names.joined(separator: ", "))")
    default:
      if let type = Self.simple[name] { return type }
      position = start
      if let ours = Self.foreign[name] { throw problem("unknown type `\(written)`", "write `\(ours)`") }
      throw problem(
        "unknown type `\(written)`", Suggestion.remedy(for: name, among: Self.names, what: "the types are"))
    }
  }

  private mutating func decimal() throws(Problem) -> DataType {
    let example = "decimal(12, 2)"
    try expect("(", in: "decimal", example: example)
    skipSpaces()
    let start = position
    let precision = number()
    try expect(",", in: "decimal", example: example)
    let scale = number()
    try expect(")", in: "decimal", example: example)
    guard let precision, let scale, (1...38).contains(precision), (0...precision).contains(scale) else {
      position = start
      throw problem(
        "not a decimal type", "write `\(example)`: 1 to 38 digits in all, and how many of them are behind the point")
    }
    return .decimal(precision: precision, scale: scale)
  }

  private mutating func structure(depth: Int) throws(Problem) -> DataType {
    let example = "struct<city: string, zip: int64>"
    try expect("<", in: "struct", example: example)
    var fields: [Field] = []
    repeat {
      skipSpaces()
      let start = position
      let name = word()
      guard !name.isEmpty else { throw problem("a name is missing in a struct", "write `\(example)`") }
      guard !fields.contains(where: { $0.name == name }) else {
        position = start
        throw problem("`\(name)` is there twice in a struct", "remove or rename one of the two")
      }
      try expect(":", in: "struct", example: example)
      fields.append(Field(name, try type(depth: depth + 1)))
    } while take(",")
    try expect(">", in: "struct", example: example)
    return .structure(fields)
  }
}

extension TypeParser {
  private var rest: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[position...])
    return String(text)
  }

  private func problem(_ problem: String, _ remedy: String) -> Problem {
    Problem(offset: position, problem: problem, remedy: remedy)
  }

  private mutating func skipSpaces() {
    while position < scalars.count, scalars[position] == " " { position += 1 }
  }

  /// Everything up to a sign that means something in types.
  private mutating func word() -> String {
    var text = String.UnicodeScalarView()
    while position < scalars.count, !" <>(),:".unicodeScalars.contains(scalars[position]) {
      text.append(scalars[position])
      position += 1
    }
    return String(text)
  }

  private mutating func number() -> Int? {
    skipSpaces()
    return Int(word())
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard position < scalars.count, scalars[position] == sign else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ sign: Unicode.Scalar, in name: String, example: String) throws(Problem) {
    guard take(sign) else { throw problem("`\(sign)` is missing in a \(name) type", "write `\(example)`") }
  }
}
