/// A named, nullable column or struct member.
public struct Field: Sendable, Hashable {
  public var name: String
  public var type: DataType

  public init(_ name: String, _ type: DataType) {
    self.name = name
    self.type = type
  }
}

/// The columns of a batch or table, in order. Names are unique.
public struct Schema: Sendable, Hashable {
  public var fields: [Field]

  public init(_ fields: [Field] = []) {
    self.fields = fields
  }

  public subscript(name: String) -> Field? {
    fields.first { $0.name == name }
  }
}
