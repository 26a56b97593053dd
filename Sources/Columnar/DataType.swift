/// The type of a column. The set is what Parquet, Arrow and Delta Lake all carry without loss.
public indirect enum DataType: Sendable, Hashable {
  /// Nothing but nulls so far: the type is not known yet. Batches may have such columns; tables do not.
  case null
  case boolean
  case int8, int16, int32, int64
  case float32, float64
  /// UTF-8 text.
  case string
  case binary
  /// Days since 1970-01-01.
  case date
  /// Microseconds since 1970-01-01T00:00:00Z.
  case timestamp
  /// `precision` is 1…38 digits in all, `scale` of them behind the point.
  case decimal(precision: Int, scale: Int)
  /// A list of nullable elements.
  case list(DataType)
  /// A struct; at least one field.
  case structure([Field])
}

extension DataType: CustomStringConvertible {
  /// As users write it in `schema:`, for example `list<struct<city: string, zip: int64>>`.
  public var description: String {
    switch self {
    case .null: "null"
    case .boolean: "bool"
    case .int8: "int8"
    case .int16: "int16"
    case .int32: "int32"
    case .int64: "int64"
    case .float32: "float"
    case .float64: "double"
    case .string: "string"
    case .binary: "binary"
    case .date: "date"
    case .timestamp: "timestamp"
    case .decimal(let precision, let scale): "decimal(\(precision), \(scale))"
    case .list(let element): "list<\(element)>"
    case .structure(let fields): "struct<\(fields.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
    }
  }
}
