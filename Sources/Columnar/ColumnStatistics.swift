/// What is known about the values of one column, or struct member, of one part.
public struct ColumnStatistics: Sendable, Hashable {
  /// Names from the column inwards: `["location", "city"]`.
  public var path: [String]
  /// Rows in which the value is null, also because a struct around it is null; nil if not known.
  public var nullCount: Int?
  /// At most every value; nil if not known or if there is none.
  public var minimum: Value?
  /// At least every value; nil if not known or if there is none.
  public var maximum: Value?

  public enum Value: Sendable, Hashable {
    case boolean(Bool)
    /// Of int8 to int64.
    case integer(Int64)
    /// Of float32 and float64.
    case float(Double)
    case string(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
    /// `unscaled` × 10^-`scale`.
    case decimal(unscaled: Int128, scale: Int)
  }

  public init(path: [String], nullCount: Int? = nil, minimum: Value? = nil, maximum: Value? = nil) {
    self.path = path
    self.nullCount = nullCount
    self.minimum = minimum
    self.maximum = maximum
  }
}

extension ColumnStatistics.Value {
  /// Whether this is ordered before another of the same kind, as Parquet orders them: strings by their UTF-8 bytes.
  /// False for values of different kinds or scales.
  public func precedes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.integer(let a), .integer(let b)), (.timestamp(let a), .timestamp(let b)): a < b
    case (.float(let a), .float(let b)): a < b
    case (.string(let a), .string(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.date(let a), .date(let b)): a < b
    case (.decimal(let a, let scale), .decimal(let b, let other)): scale == other && a < b
    default: false
    }
  }
}
