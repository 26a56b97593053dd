extension ColumnStatistics.Value {
  /// A bound out of a footer. Nil if there is none, it does not fit the type, is NaN or not UTF-8, or the type has no
  /// bounds.
  /// - Parameter zero: What stands for zero: Parquet does not tell −0 from +0, so a minimum must be −0, a maximum +0.
  init?(_ bytes: [UInt8]?, _ physical: ParquetPhysicalType, as type: DataType, zero: Double) {
    guard let bytes else { return nil }
    switch type {
    case .boolean:
      guard physical == .boolean, bytes.count == 1 else { return nil }
      self = .boolean(bytes[0] != 0)
    case .int8, .int16, .int32, .int64:
      guard let value = Self.integer(bytes, physical) else { return nil }
      self = .integer(value)
    case .date:
      guard physical == .int32, let value = Self.integer(bytes, physical) else { return nil }
      self = .date(Int32(truncatingIfNeeded: value))
    case .timestamp:
      guard physical == .int64, let value = Self.integer(bytes, physical) else { return nil }
      self = .timestamp(value)
    case .float32, .float64:
      guard let value = Self.double(bytes, physical), !value.isNaN else { return nil }
      self = .float(value == 0 ? zero : value)
    case .string:
      guard physical == .byteArray, let value = String(validating: bytes, as: UTF8.self) else { return nil }
      self = .string(value)
    case .decimal(_, let scale):
      guard let value = Self.decimal(bytes, physical) else { return nil }
      self = .decimal(unscaled: value, scale: scale)
    case .null, .binary, .list, .structure:
      return nil
    }
  }

  private static func integer(_ bytes: [UInt8], _ physical: ParquetPhysicalType) -> Int64? {
    let bits = littleEndian(bytes)
    return switch (physical, bytes.count) {
    case (.int32, 4): Int64(Int32(truncatingIfNeeded: bits))
    case (.int64, 8): Int64(bitPattern: bits)
    default: nil
    }
  }

  private static func double(_ bytes: [UInt8], _ physical: ParquetPhysicalType) -> Double? {
    let bits = littleEndian(bytes)
    return switch (physical, bytes.count) {
    case (.float, 4): Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case (.double, 8): Double(bitPattern: bits)
    default: nil
    }
  }

  /// Byte arrays hold the unscaled value as a two's complement number with its highest byte first.
  private static func decimal(_ bytes: [UInt8], _ physical: ParquetPhysicalType) -> Int128? {
    guard physical == .fixedLengthByteArray || physical == .byteArray else {
      return integer(bytes, physical).map { Int128($0) }
    }
    guard let first = bytes.first, bytes.count <= 16 else { return nil }
    return bytes.reduce(first >= 0x80 ? -1 : 0) { $0 << 8 | Int128($1) }
  }

  private static func littleEndian(_ bytes: [UInt8]) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
