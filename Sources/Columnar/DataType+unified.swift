extension DataType {
  /// The narrowest type that holds the values of both, or nil if there is none: nulls take any type, smaller integers
  /// become larger ones, numbers become doubles, and lists and structs are unified inside.
  public func unified(with other: DataType) -> DataType? {
    if self == other { return self }
    switch (self, other) {
    case (.null, let type), (let type, .null):
      return type
    case (.list(let a), .list(let b)):
      return a.unified(with: b).map { .list($0) }
    case (.structure(let a), .structure(let b)):
      guard let fields = Schema(a).unified(with: Schema(b), conflict: { _, _, _ in }) else { return nil }
      return .structure(fields.fields)
    case (.float32, .float64), (.float64, .float32):
      return .float64
    default:
      if let a = integerRank, let b = other.integerRank { return a > b ? self : other }
      if integerRank != nil, other.isFloat || isFloat { return .float64 }
      if isFloat, other.integerRank != nil { return .float64 }
      return nil
    }
  }

  private var integerRank: Int? {
    switch self {
    case .int8: 0
    case .int16: 1
    case .int32: 2
    case .int64: 3
    default: nil
    }
  }

  private var isFloat: Bool { self == .float32 || self == .float64 }

  /// The type with everything taken out whose type is not known; nil if nothing is left.
  public var known: DataType? {
    switch self {
    case .null: return nil
    case .list(let element): return element.known.map { .list($0) }
    case .structure(let fields):
      let known = fields.compactMap { field in field.type.known.map { Field(field.name, $0) } }
      return known.isEmpty ? nil : .structure(known)
    default: return self
    }
  }
}

extension Schema {
  /// The columns of both, those of `self` first, each with a type that holds the values of both.
  /// - Parameter conflict: told of a column whose types no type unites; the result is nil then.
  public func unified(with other: Schema, conflict: (String, DataType, DataType) -> Void) -> Schema? {
    var unified = self
    for field in other.fields {
      guard let index = unified.fields.firstIndex(where: { $0.isNamed(field.name) }) else {
        unified.fields.append(field)
        continue
      }
      guard let type = unified.fields[index].type.unified(with: field.type) else {
        conflict(field.name, unified.fields[index].type, field.type)
        return nil
      }
      unified.fields[index].type = type
    }
    return unified
  }

  /// The columns whose type is known.
  public var known: Schema { Schema(fields.compactMap { field in field.type.known.map { Field(field.name, $0) } }) }
}
