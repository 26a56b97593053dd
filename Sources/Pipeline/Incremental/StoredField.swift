import Columnar

/// A field as manifests have it: `{"name":"location","type":{"struct":[{"name":"city","type":"string"}]}}`.
struct StoredField: Codable {
  var field: Field

  init(_ field: Field) { self.field = field }

  private enum Key: String, CodingKey { case name, type }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    field = Field(try values.decode(String.self, forKey: .name), try values.decode(StoredType.self, forKey: .type).type)
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(field.name, forKey: .name)
    try values.encode(StoredType(type: field.type), forKey: .type)
  }
}

private struct StoredType: Codable {
  var type: DataType

  private static let plain: [DataType] = [
    .null, .boolean, .int8, .int16, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp,
  ]

  private enum Key: String, CodingKey { case list, `struct`, decimal }

  init(type: DataType) { self.type = type }

  init(from decoder: any Decoder) throws {
    if let name = try? decoder.singleValueContainer().decode(String.self) {
      guard let found = Self.plain.first(where: { "\($0)" == name }) else {
        throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no type \(name)"))
      }
      type = found
      return
    }
    let values = try decoder.container(keyedBy: Key.self)
    if let element = try values.decodeIfPresent(StoredType.self, forKey: .list) {
      type = .list(element.type)
    } else if let members = try values.decodeIfPresent([StoredField].self, forKey: .struct) {
      type = .structure(members.map(\.field))
    } else {
      let digits = try values.decode([Int].self, forKey: .decimal)
      guard digits.count == 2 else {
        throw DecodingError.dataCorruptedError(forKey: .decimal, in: values, debugDescription: "precision and scale")
      }
      type = .decimal(precision: digits[0], scale: digits[1])
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch type {
    case .list(let element):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(StoredType(type: element), forKey: .list)
    case .structure(let members):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(members.map(StoredField.init), forKey: .struct)
    case .decimal(let precision, let scale):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode([precision, scale], forKey: .decimal)
    default:
      var value = encoder.singleValueContainer()
      try value.encode("\(type)")
    }
  }
}

extension [Field] {
  /// These fields as they are, and behind them what others have besides: how a day's further raw files are decoded.
  func extended(by others: [Field]) -> [Field] {
    var all = self
    for other in others {
      guard let index = all.firstIndex(where: { $0.name == other.name }) else {
        all.append(other)
        continue
      }
      if case .structure(let known) = all[index].type, case .structure(let seen) = other.type {
        all[index].type = .structure(known.extended(by: seen))
      }
    }
    return all
  }
}
