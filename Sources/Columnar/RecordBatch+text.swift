import CArrow

extension RecordBatch {
  /// One value as people read it: strings as they are, lists and structs as JSON has them, null as `null`.
  public func text(column: Int, row: Int) -> String {
    withColumn(column) { CellText.of($0, schema.fields[column].type, Int($0.offset) + row) }
  }
}

/// Values of Arrow arrays as text.
private enum CellText {
  /// - Parameter row: counted from the array's first slot, its offset included.
  static func of(_ array: ArrowArray, _ type: DataType, _ row: Int, quoted: Bool = false) -> String {
    guard isValid(array, type, row) else { return "null" }
    switch type {
    case .null: return "null"
    case .boolean: return bit(array.buffers[1], row) ? "true" : "false"
    case .int8: return "\(value(array, row, as: Int8.self))"
    case .int16: return "\(value(array, row, as: Int16.self))"
    case .int32: return "\(value(array, row, as: Int32.self))"
    case .int64: return "\(value(array, row, as: Int64.self))"
    case .float32: return "\(value(array, row, as: Float.self))"
    case .float64: return "\(value(array, row, as: Double.self))"
    case .string:
      let text = String(decoding: bytes(array, row), as: UTF8.self)
      return quoted ? "\"\(text)\"" : text
    case .binary: return "\(bytes(array, row).count) bytes"
    case .date: return CivilDate.text(days: Int(value(array, row, as: Int32.self)))
    case .timestamp: return CivilDate.text(microseconds: value(array, row, as: Int64.self))
    case .decimal(_, let scale): return decimal(value(array, row, as: Int128.self), scale)
    case .list(let element):
      let child = array.children[0]!.pointee
      let start = Int(value(array, row, as: Int32.self))
      let end = Int(value(array, row + 1, as: Int32.self))
      return "["
        + (start..<end).map { of(child, element, Int(child.offset) + $0, quoted: true) }.joined(separator: ", ") + "]"
    case .structure(let fields):
      let members = fields.enumerated().map { index, field in
        let child = array.children[index]!.pointee
        return "\"\(field.name)\": \(of(child, field.type, Int(child.offset) + row, quoted: true))"
      }
      return "{" + members.joined(separator: ", ") + "}"
    }
  }

  private static func isValid(_ array: ArrowArray, _ type: DataType, _ row: Int) -> Bool {
    guard type != .null, array.n_buffers > 0, let validity = array.buffers[0] else { return type != .null }
    return bit(validity, row)
  }

  private static func bit(_ buffer: UnsafeRawPointer?, _ row: Int) -> Bool {
    guard let buffer else { return false }
    return buffer.load(fromByteOffset: row / 8, as: UInt8.self) & (1 << UInt8(row % 8)) != 0
  }

  private static func value<Value: BitwiseCopyable & ExpressibleByIntegerLiteral>(
    _ array: ArrowArray, _ row: Int, as type: Value.Type
  ) -> Value {
    array.buffers[1]?.loadUnaligned(fromByteOffset: row * MemoryLayout<Value>.size, as: type) ?? 0
  }

  private static func bytes(_ array: ArrowArray, _ row: Int) -> UnsafeRawBufferPointer {
    let start = Int(value(array, row, as: Int32.self))
    let end = Int(value(array, row + 1, as: Int32.self))
    return UnsafeRawBufferPointer(start: array.buffers[2].map { $0 + start }, count: end - start)
  }

  private static func decimal(_ unscaled: Int128, _ scale: Int) -> String {
    guard scale > 0 else { return "\(unscaled)" }
    var digits = "\(unscaled.magnitude)"
    if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
    digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    return (unscaled < 0 ? "-" : "") + digits
  }
}
