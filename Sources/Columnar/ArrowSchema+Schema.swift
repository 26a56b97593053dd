import CArrow

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Schema {
  /// The schema as an Arrow struct type. The caller hands it to a function that consumes it, or releases it.
  func makeArrowSchema() -> ArrowSchema { Field("", .structure(fields)).makeArrowSchema() }

  /// Reads an Arrow struct type; does not release it.
  init(_ schema: ArrowSchema) throws(ColumnarError) {
    guard case .structure(let fields) = try DataType(schema) else {
      throw ColumnarError(.unsupportedType, "a batch must be a struct of columns")
    }
    self.init(fields)
  }
}

extension Field {
  func makeArrowSchema() -> ArrowSchema {
    var format: String
    var members: [Field] = []
    // https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings
    switch type {
    case .null: format = "n"
    case .boolean: format = "b"
    case .int8: format = "c"
    case .int16: format = "s"
    case .int32: format = "i"
    case .int64: format = "l"
    case .float32: format = "f"
    case .float64: format = "g"
    case .string: format = "u"
    case .binary: format = "z"
    case .date: format = "tdD"
    case .timestamp: format = "tsu:UTC"
    case .decimal(let precision, let scale): format = "d:\(precision),\(scale)"
    case .list(let element):
      format = "+l"
      members = [Field("element", element)]
    case .structure(let fields):
      format = "+s"
      members = fields
    }
    let children = UnsafeMutablePointer<UnsafeMutablePointer<ArrowSchema>?>.allocate(capacity: max(members.count, 1))
    for (index, member) in members.enumerated() {
      children[index] = .allocate(capacity: 1)
      children[index]!.initialize(to: member.makeArrowSchema())
    }
    return ArrowSchema(
      format: strdup(format), name: strdup(name), metadata: nil, flags: Int64(ARROW_FLAG_NULLABLE),
      n_children: Int64(members.count), children: children, dictionary: nil,
      release: { schema in
        guard let schema else { return }
        for index in 0..<Int(schema.pointee.n_children) {
          let child = schema.pointee.children[index]!
          child.pointee.release?(child)
          child.deallocate()
        }
        schema.pointee.children.deallocate()
        free(UnsafeMutableRawPointer(mutating: schema.pointee.format))
        free(UnsafeMutableRawPointer(mutating: schema.pointee.name))
        schema.pointee.release = nil
      }, private_data: nil)
  }
}

extension ArrowSchema {
  /// Makes maps of all lists of `{key, value}` structs in a schema of ours: in memory they are the same, but that keys and
  /// pairs are never null.
  mutating func makeMapsOfPairs() {
    for index in 0..<Int(n_children) { children[index]!.pointee.makeMapsOfPairs() }
    guard String(cString: format) == "+l", n_children == 1, let pair = children[0], pair.pointee.n_children == 2,
      let key = pair.pointee.children[0], let value = pair.pointee.children[1],
      String(cString: key.pointee.name) == "key", String(cString: value.pointee.name) == "value"
    else { return }
    free(UnsafeMutableRawPointer(mutating: format))
    format = UnsafePointer(strdup("+m"))
    pair.pointee.flags = 0
    key.pointee.flags = 0
  }
}

extension DataType {
  init(_ schema: ArrowSchema) throws(ColumnarError) {
    let format = String(cString: schema.format)
    switch format {
    case "n": self = .null
    case "b": self = .boolean
    case "c": self = .int8
    case "s": self = .int16
    case "i": self = .int32
    case "l": self = .int64
    case "f": self = .float32
    case "g": self = .float64
    case "u": self = .string
    case "z": self = .binary
    case "tdD": self = .date
    case "tsu:UTC": self = .timestamp
    case "+l": self = .list(try DataType(schema.children[0]!.pointee))
    case "+s":
      var fields: [Field] = []
      for index in 0..<Int(schema.n_children) {
        let child = schema.children[index]!.pointee
        fields.append(Field(String(cString: child.name), try DataType(child)))
      }
      self = .structure(fields)
    default:
      let digits = format.dropFirst(2).split(separator: ",").compactMap { Int($0) }
      guard format.hasPrefix("d:"), digits.count == 2 else {
        throw ColumnarError(.unsupportedType, "Arrow type with format `\(format)` has no place in a table")
      }
      self = .decimal(precision: digits[0], scale: digits[1])
    }
  }
}
