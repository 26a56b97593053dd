/// A named, nullable column or struct member.
public struct Field: Sendable, Hashable {
  public var name: String
  public var type: DataType

  public init(_ name: String, _ type: DataType) {
    self.name = name
    self.type = type
  }

  /// Names are equal byte by byte. Swift's own equality is canonical equivalence, which takes `é` and `e` with an accent
  /// behind it for one name: JSON, Arrow and Parquet have them as two.
  public func isNamed(_ other: String) -> Bool { name.utf8.elementsEqual(other.utf8) }

  public static func == (a: Field, b: Field) -> Bool { a.isNamed(b.name) && a.type == b.type }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(type)
  }
}

/// The columns of a batch or table, in order. Names are unique.
public struct Schema: Sendable, Hashable {
  public var fields: [Field]

  public init(_ fields: [Field] = []) {
    self.fields = fields
  }

  public subscript(name: String) -> Field? {
    fields.first { $0.isNamed(name) }
  }
}
