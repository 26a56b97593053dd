extension StrictParser {
  /// Parses the number at `position` (RFC 8259 section 6).
  ///
  /// An integer literal goes on the tape as int64, or else as uint64; a literal with a fraction or an exponent as the
  /// nearest float64, as `json.loads` does. What is beyond those goes there as text.
  mutating func parseNumber(_ line: UnsafeBufferPointer<UInt8>, _ position: inout Int) throws(Refusal) {
    let start = position
    let isNegative = line[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let digits = try skipDigits(line, &position)
    if digits.count > 1, line[digits.lowerBound] == UInt8(ascii: "0") {
      throw Refusal(.notJSON, at: digits.lowerBound + 1)
    }
    var isInteger = true
    if position < line.count, line[position] == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      _ = try skipDigits(line, &position)
    }
    if position < line.count, line[position] | 0x20 == UInt8(ascii: "e") {
      isInteger = false
      position += 1
      if position < line.count, line[position] == UInt8(ascii: "+") || line[position] == UInt8(ascii: "-") {
        position += 1
      }
      _ = try skipDigits(line, &position)
    }

    let literal = line[start..<position]
    if isInteger {
      appendInteger(literal, isNegative: isNegative, magnitude: magnitude(line[digits]))
    } else {
      appendDouble(literal)
    }
  }

  /// Skips the digits at `position`; there must be one.
  private func skipDigits(
    _ line: UnsafeBufferPointer<UInt8>, _ position: inout Int
  ) throws(Refusal) -> Range<Int> {
    let start = position
    while position < line.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= line[position] { position += 1 }
    guard position > start else { throw Refusal(.notJSON, at: position) }
    return start..<position
  }

  /// The value of `digits`, nil if it takes more than 64 bits.
  private func magnitude(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      let (product, productOverflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
      if productOverflows || sumOverflows { return nil }
      value = sum
    }
    return value
  }

  private mutating func appendInteger(
    _ literal: Slice<UnsafeBufferPointer<UInt8>>, isNegative: Bool, magnitude: UInt64?
  ) {
    switch (isNegative, magnitude) {
    case (true, let value?) where value <= Int64.min.magnitude:
      // Two's complement; -0 is 0, as simdjson and json.loads have it.
      append(number: 0 &- value, tag: UInt8(ascii: "l"))
    case (false, let value?):
      append(number: value, tag: value <= UInt64(Int64.max) ? UInt8(ascii: "l") : UInt8(ascii: "u"))
    default:
      appendExact(literal)
    }
  }

  private mutating func appendDouble(_ literal: Slice<UnsafeBufferPointer<UInt8>>) {
    // Swift's conversion rounds correctly and does not ask the locale, as strtod would.
    if let value = Double(String(decoding: literal, as: UTF8.self)), value.isFinite {
      append(number: value.bitPattern, tag: UInt8(ascii: "d"))
    } else {
      appendExact(literal)
    }
  }

  private mutating func appendExact(_ literal: Slice<UnsafeBufferPointer<UInt8>>) {
    let offset = beginString()
    append(literal)
    endString(offset, tag: Self.exactNumberTag)
  }
}
