/// Decimal numbers from their text.
enum DecimalText {
  /// The number times 10^scale, or nil if it is no number, has digits behind the scale, or more than `precision` in all.
  static func unscaled(_ text: [UInt8], _ precision: Int, _ scale: Int) -> Int128? {
    var rest = text[...]
    let negative = rest.first == UInt8(ascii: "-")
    if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    var digits: [UInt8] = []
    var places = 0
    var seenPoint = false
    while let byte = rest.first, byte == UInt8(ascii: ".") || (48...57).contains(byte) {
      rest = rest.dropFirst()
      if byte == UInt8(ascii: ".") {
        guard !seenPoint else { return nil }
        seenPoint = true
      } else {
        digits.append(byte - 48)
        if seenPoint { places += 1 }
      }
    }
    guard !digits.isEmpty else { return nil }
    if let marker = rest.first {
      guard marker | 0x20 == UInt8(ascii: "e"), let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
        abs(exponent) < 1000
      else { return nil }
      places -= exponent
    }
    while places > scale, digits.last == 0 {
      digits.removeLast()
      places -= 1
    }
    guard places <= scale || digits.allSatisfy({ $0 == 0 }) else { return nil }
    var value: Int128 = 0
    var significant = 0
    for digit in digits + Array(repeating: 0, count: max(0, min(scale - places, 80))) {
      if significant > 0 || digit != 0 { significant += 1 }
      guard significant <= precision else { return nil }
      value = value * 10 + Int128(digit)
    }
    return negative ? -value : value
  }
}
