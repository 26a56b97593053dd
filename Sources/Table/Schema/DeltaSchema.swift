import Columnar

/// A schema as Delta Lake writes it in `schemaString` (PROTOCOL.md, "Schema Serialization Format").
enum DeltaSchema {
  /// What `schemaString` says.
  struct Parsed {
    var schema: Schema
    /// Rules about values that writers must keep (NOT NULL, invariants), in words; Sluice keeps none.
    var constraints: [String] = []
  }

  /// - Parameter known: the `schemaString` that the table has so far; what it says about fields that stay (comments, say) is kept.
  static func text(of schema: Schema, known: String? = nil) throws(TableError) -> String {
    let known = known.flatMap { try? JSONParser.parse($0) }
    return try json(of: .structure(schema.fields), path: [], known: known).text
  }

  static func parse(_ text: String) throws(TableError) -> Parsed {
    let value: JSONValue
    do {
      value = try JSONParser.parse(text)
    } catch {
      throw TableError(.corrupt, message: "the table's schemaString is not JSON (at byte \(error.offset))")
    }
    var parsed = Parsed(schema: Schema())
    guard case .structure(let fields) = try type(value, path: [], &parsed.constraints) else {
      throw TableError(.corrupt, message: "the table's schemaString is no struct")
    }
    parsed.schema = Schema(fields)
    return parsed
  }

  private static func json(of type: DataType, path: [String], known: JSONValue?) throws(TableError) -> JSONValue {
    switch type {
    case .null:
      throw TableError(
        .invalidSchema,
        message: "column `\(path.joined(separator: "."))` has no type, since it is null in every row; leave it out")
    case .boolean: return .string("boolean")
    case .int8: return .string("byte")
    case .int16: return .string("short")
    case .int32: return .string("integer")
    case .int64: return .string("long")
    case .float32: return .string("float")
    case .float64: return .string("double")
    case .string: return .string("string")
    case .binary: return .string("binary")
    case .date: return .string("date")
    case .timestamp: return .string("timestamp")
    case .decimal(let precision, let scale): return .string("decimal(\(precision),\(scale))")
    case .list(let element):
      return .object([
        "type": .string("array"), "containsNull": .boolean(true),
        "elementType": try json(of: element, path: path + ["element"], known: known?["elementType"]),
      ])
    case .structure(let fields):
      var members: [JSONValue] = []
      for field in fields {
        let old = known?["fields"]?.array?.first { $0["name"]?.string == field.name }
        members.append(
          .object([
            "name": .string(field.name), "nullable": .boolean(true), "metadata": old?["metadata"] ?? .object([:]),
            "type": try json(of: field.type, path: path + [field.name], known: old?["type"]),
          ]))
      }
      return .object(["type": .string("struct"), "fields": .array(members)])
    }
  }

  private static func type(
    _ value: JSONValue, path: [String], _ constraints: inout [String]
  ) throws(TableError) -> DataType {
    let shown = path.joined(separator: ".")
    if let name = value.string {
      if let type = primitive(name) { return type }
      throw TableError(
        .unsupported,
        message: "column `\(shown)` has the type \(name), which Sluice does not know; read it with another tool")
    }
    switch value["type"]?.string {
    case "struct":
      var fields: [Field] = []
      for member in value["fields"]?.array ?? [] {
        guard let name = member["name"]?.string, let type = member["type"] else {
          throw TableError(
            .corrupt, message: "a field of `\(shown)` in the table's schemaString has no name or no type")
        }
        let inner = path + [name]
        if member["nullable"]?.boolean == false { constraints.append("`\(inner.joined(separator: "."))` NOT NULL") }
        if let rule = member["metadata"]?["delta.invariants"] {
          constraints.append("`\(inner.joined(separator: "."))` \(rule.string ?? rule.text)")
        }
        fields.append(Field(name, try self.type(type, path: inner, &constraints)))
      }
      return .structure(fields)
    case "array":
      guard let element = value["elementType"] else {
        throw TableError(.corrupt, message: "the list `\(shown)` in the table's schemaString has no element type")
      }
      if value["containsNull"]?.boolean == false { constraints.append("elements of `\(shown)` NOT NULL") }
      return .list(try type(element, path: path + ["element"], &constraints))
    case let other:
      throw TableError(
        .unsupported,
        message:
          "column `\(shown)` has the type \(other ?? value.text), which Sluice does not know; read it with another tool"
      )
    }
  }

  private static func primitive(_ name: String) -> DataType? {
    switch name {
    case "boolean": return .boolean
    case "byte": return .int8
    case "short": return .int16
    case "integer": return .int32
    case "long": return .int64
    case "float": return .float32
    case "double": return .float64
    case "string": return .string
    case "binary": return .binary
    case "date": return .date
    case "timestamp": return .timestamp
    default:
      guard name.hasPrefix("decimal(") && name.hasSuffix(")") else { return nil }
      let numbers = name.dropFirst(8).dropLast().split(separator: ",").map { part in
        Int(part.filter { $0 != " " })
      }
      guard numbers.count == 2, let precision = numbers[0], let scale = numbers[1] else { return nil }
      return .decimal(precision: precision, scale: scale)
    }
  }
}
