import Columnar

/// Bounds of columns as the log writes them.
enum StatisticsValue {
  enum Bound { case minimum, maximum }

  /// Characters (Unicode scalars) of a string's bound; Spark's default for its statistics.
  static let longestString = 32

  /// Whether readers expect bounds of such columns.
  static func hasBounds(_ type: DataType) -> Bool {
    switch type {
    case .null, .binary, .list, .structure: false
    default: true
    }
  }

  /// The bound, or if it is not known the widest of the type; nil if there is none that JSON can say.
  static func json(_ value: ColumnStatistics.Value?, type: DataType, bound: Bound) -> JSONValue? {
    value.flatMap { json($0, type: type, bound: bound) } ?? widest(type, bound: bound)
  }

  private static func widest(_ type: DataType, bound: Bound) -> JSONValue? {
    let isMinimum = bound == .minimum
    switch type {
    case .boolean: return .boolean(!isMinimum)
    case .int8: return .integer(isMinimum ? Int8.min : .max)
    case .int16: return .integer(isMinimum ? Int16.min : .max)
    case .int32: return .integer(isMinimum ? Int32.min : .max)
    case .int64: return .integer(isMinimum ? Int64.min : .max)
    case .string: return .string(isMinimum ? "" : String(repeating: "\u{10FFFF}", count: longestString))
    case .decimal(let precision, let scale):
      let greatest = (0..<precision).reduce(Int128(0)) { number, _ in number * 10 + 9 }
      return .number(decimal(isMinimum ? -greatest : greatest, scale: scale))
    case .null, .binary, .float32, .float64, .date, .timestamp, .list, .structure: return nil
    }
  }

  /// nil if the value cannot be said, or not of this type.
  private static func json(_ value: ColumnStatistics.Value, type: DataType, bound: Bound) -> JSONValue? {
    switch (type, value) {
    case (.boolean, .boolean(let value)):
      return .boolean(value)
    case (.int8, .integer(let number)), (.int16, .integer(let number)), (.int32, .integer(let number)),
      (.int64, .integer(let number)):
      return .integer(number)
    case (.float32, .float(let number)), (.float64, .float(let number)):
      return number.isFinite ? .number(number.description) : nil
    case (.string, .string(let text)):
      switch bound {
      case .minimum: return .string(String(String.UnicodeScalarView(text.unicodeScalars.prefix(longestString))))
      case .maximum: return .string(roundedUp(text))
      }
    case (.date, .date(let days)):
      return CivilTime.date(days: Int(days)).map { .string($0) }
    case (.timestamp, .timestamp(let microseconds)):
      // The log says milliseconds: rounded so that the bound still bounds.
      let floor = CivilTime.floorDivide(Int(microseconds), 1000)
      let isExact = floor * 1000 == Int(microseconds)
      return CivilTime.instant(milliseconds: bound == .minimum || isExact ? floor : floor + 1).map { .string($0) }
    case (.decimal(_, let scale), .decimal(let unscaled, let itsScale)) where scale == itsScale:
      return .number(decimal(unscaled, scale: scale))
    default:
      return nil
    }
  }

  /// Reads a bound that any writer may have written; nil if it is not of this type.
  static func value(_ json: JSONValue, type: DataType) -> ColumnStatistics.Value? {
    switch (type, json) {
    case (.int8, .number(let text)), (.int16, .number(let text)), (.int32, .number(let text)),
      (.int64, .number(let text)):
      return Int64(text).map { .integer($0) }
    case (.float32, .number(let text)), (.float64, .number(let text)):
      return Double(text).map { .float($0) }
    case (.string, .string(let text)):
      return .string(text)
    case (.boolean, .boolean(let value)):
      return .boolean(value)
    case (.date, .string(let text)):
      return CivilTime.days(date: text).flatMap { Int32(exactly: $0) }.map { .date($0) }
    case (.timestamp, .string(let text)):
      return CivilTime.microseconds(instant: text).map { .timestamp($0) }
    case (.decimal(_, let scale), .number(let text)), (.decimal(_, let scale), .string(let text)):
      return unscaled(text, scale: scale).map { .decimal(unscaled: $0, scale: scale) }
    default:
      return nil
    }
  }

  /// A string of little more than the longest kept that is no less than `text` in the order of its UTF-8 bytes: the greatest
  /// scalar takes the place of the rest, as Spark does it.
  private static func roundedUp(_ text: String) -> String {
    let greatest: Unicode.Scalar = "\u{10FFFF}"
    let scalars = text.unicodeScalars
    var end =
      scalars.index(scalars.startIndex, offsetBy: longestString, limitedBy: scalars.endIndex) ?? scalars.endIndex
    // Before the greatest scalar itself there is no room for a greater one.
    while end < scalars.endIndex && scalars[end] == greatest { scalars.formIndex(after: &end) }
    if end == scalars.endIndex { return text }
    var kept = String.UnicodeScalarView(scalars[..<end])
    kept.append(greatest)
    return String(kept)
  }

  private static func decimal(_ unscaled: Int128, scale: Int) -> String {
    guard scale > 0 else { return String(unscaled) }
    let digits = String(unscaled.magnitude)
    let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
    return "\(unscaled < 0 ? "-" : "")\(padded.dropLast(scale)).\(padded.suffix(scale))"
  }

  /// nil if the text is no plain decimal number or has more digits behind the point than the scale.
  private static func unscaled(_ text: String, scale: Int) -> Int128? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let fraction = parts.count > 1 ? parts[1] : ""
    guard fraction.count <= scale else { return nil }
    return Int128(parts[0] + fraction + String(repeating: "0", count: scale - fraction.count))
  }
}
