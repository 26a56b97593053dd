/// The fields of a Thrift struct or union, by ascending id.
package struct ThriftStruct: Sendable, Hashable {
  package struct Field: Sendable, Hashable {
    package var id: Int16
    package var value: ThriftValue
  }

  /// By strictly ascending id.
  package private(set) var fields: [Field] = []

  package init() {}

  /// The field with an id. Setting nil takes it away.
  package subscript(id: Int16) -> ThriftValue? {
    get { fields.first { $0.id == id }?.value }
    set {
      let place = fields.firstIndex { $0.id >= id } ?? fields.count
      let isThere = place < fields.count && fields[place].id == id
      if isThere { fields.remove(at: place) }
      if let newValue { fields.insert(Field(id: id, value: newValue), at: place) }
    }
  }

  /// Adds a field behind all others; false if its id is not above theirs.
  mutating func append(id: Int16, _ value: ThriftValue) -> Bool {
    if let last = fields.last, last.id >= id { return false }
    fields.append(Field(id: id, value: value))
    return true
  }

  /// A field as a Swift value; nil if it is not there.
  /// - Throws: if it is there with another type. `name` says in the message which field that is.
  func optional<Value>(
    _ id: Int16, _ name: StaticString, _ convert: (ThriftValue) -> Value?
  ) throws(ParquetFooterError) -> Value? {
    guard let field = self[id] else { return nil }
    guard let value = convert(field) else { throw .malformed("\(name) has a type or value that it must not have") }
    return value
  }

  /// A field as a Swift value.
  /// - Throws: if it is not there, or has another type.
  func required<Value>(
    _ id: Int16, _ name: StaticString, _ convert: (ThriftValue) -> Value?
  ) throws(ParquetFooterError) -> Value {
    guard let value = try optional(id, name, convert) else { throw .malformed("\(name) is missing") }
    return value
  }

  /// A count or size: an integer that is not negative.
  func count(_ id: Int16, _ name: StaticString) throws(ParquetFooterError) -> Int {
    try required(id, name, Self.count)
  }

  static func count(_ value: ThriftValue) -> Int? {
    value.integer.flatMap { $0 < 0 ? nil : Int(exactly: $0) }
  }
}
