import Columnar

/// Values that need more than being copied from the tape: numbers of other widths, dates, timestamps, decimals.
enum ScalarConversion {
  /// Appends the value at `index` to the field's column if the column can hold it exactly.
  /// - Parameter line: the record's bytes, where a number's exact text may be looked up; nil inside lists.
  /// - Returns: false if the column cannot hold the value; nothing is appended then.
  @inline(never)
  static func append(
    _ tape: Tape, at index: Int, to field: FieldDecoder, row: Int, line: UnsafeBufferPointer<UInt8>?
  ) -> Bool {
    guard let builder = field.builder?.takeUnretainedValue() else { return false }
    let tag = tape.tag(index)
    switch field.kind {
    case .int8: return appendInteger(Int8.self, tape, index, builder, row)
    case .int16: return appendInteger(Int16.self, tape, index, builder, row)
    case .int32: return appendInteger(Int32.self, tape, index, builder, row)
    case .float64:
      let exact: Double? =
        switch tag {
        case Tape.Tag.int64: Double(exactly: tape.int64(index))
        case Tape.Tag.uint64: Double(exactly: tape.uint64(index))
        default: nil
        }
      guard let exact else { return false }
      builder.append(exact, at: row)
      return true
    case .float32:
      let exact: Float? =
        switch tag {
        case Tape.Tag.int64: Float(exactly: tape.int64(index))
        case Tape.Tag.double: Float(exactly: tape.double(index))
        default: nil
        }
      guard let exact else { return false }
      builder.append(exact, at: row)
      return true
    case .date:
      guard tag == Tape.Tag.string, let days = ISO8601.days(tape.string(index)) else { return false }
      builder.append(days, at: row)
      return true
    case .timestamp:
      guard tag == Tape.Tag.string, let microseconds = ISO8601.microseconds(tape.string(index)) else { return false }
      builder.append(microseconds, at: row)
      return true
    case .decimal:
      guard let unscaled = decimal(tape, index, field, line) else { return false }
      builder.append(unscaled, at: row)
      return true
    default:
      return false
    }
  }

  private static func appendInteger<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type, _ tape: Tape, _ index: Int, _ builder: ColumnBuilder, _ row: Int
  ) -> Bool {
    guard tape.tag(index) == Tape.Tag.int64, let value = Value(exactly: tape.int64(index)) else { return false }
    builder.append(value, at: row)
    return true
  }

  /// The value times 10^scale, from the number's own text: a double has already lost it.
  private static func decimal(
    _ tape: Tape, _ index: Int, _ field: FieldDecoder, _ line: UnsafeBufferPointer<UInt8>?
  ) -> Int128? {
    switch tape.tag(index) {
    case Tape.Tag.int64:
      return DecimalText.unscaled(Array(String(tape.int64(index)).utf8), field.precision, field.scale)
    case Tape.Tag.uint64:
      return DecimalText.unscaled(Array(String(tape.uint64(index)).utf8), field.precision, field.scale)
    case Tape.Tag.string, Tape.Tag.bigNumber:
      return DecimalText.unscaled(Array(tape.string(index)), field.precision, field.scale)
    case Tape.Tag.double:
      guard let line, let span = JSONText.span(of: field.path, in: line) else { return nil }
      return DecimalText.unscaled(Array(line[span]), field.precision, field.scale)
    default:
      return nil
    }
  }
}
