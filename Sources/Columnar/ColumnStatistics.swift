/// How many nulls a column has and between what its values lie: what lets readers skip a part.
public struct ColumnStatistics: Sendable, Hashable {
  /// A bound, in the terms of ``DataType`` rather than of a file format.
  public enum Scalar: Sendable, Hashable {
    case boolean(Bool)
    /// Integers of all sizes.
    case int(Int64)
    /// Floating-point numbers of both sizes; never NaN.
    case double(Double)
    case string(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
    /// `unscaled` · 10^−`scale`.
    case decimal(unscaled: Int128, scale: Int)
  }

  /// The names of the column and, for a struct, its members: `["location", "city"]`.
  public var path: [String]
  /// Rows in which it is null, also because a struct around it is. Nil if not known.
  public var nullCount: Int?
  /// No value is below this. Nil if not known, or if there are only nulls.
  public var minimum: Scalar?
  /// No value is above this. Nil if not known, or if there are only nulls.
  public var maximum: Scalar?

  public init(path: [String], nullCount: Int? = nil, minimum: Scalar? = nil, maximum: Scalar? = nil) {
    self.path = path
    self.nullCount = nullCount
    self.minimum = minimum
    self.maximum = maximum
  }
}

extension ColumnStatistics.Scalar {
  /// Whether this is ordered before another of the same kind, as Parquet orders them: strings by their UTF-8 bytes.
  /// False for scalars of different kinds or scales.
  public func precedes(_ other: Self) -> Bool {
    switch (self, other) {
    case (.boolean(let a), .boolean(let b)): !a && b
    case (.int(let a), .int(let b)), (.timestamp(let a), .timestamp(let b)): a < b
    case (.double(let a), .double(let b)): a < b
    case (.string(let a), .string(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.date(let a), .date(let b)): a < b
    case (.decimal(let a, let scale), .decimal(let b, let other)): scale == other && a < b
    default: false
    }
  }
}
