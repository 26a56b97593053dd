/// Dates and times as ISO 8601 and RFC 3339 write them, with nothing rounded.
enum ISO8601 {
  /// Days since 1970-01-01 of `YYYY-MM-DD`.
  static func days(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard text.count == 10 else { return nil }
    return date(text)
  }

  /// Microseconds since 1970 of `YYYY-MM-DD[T ]HH:MM[:SS[.fraction]][Z|±HH[[:]MM]]`; without a zone the time is UTC. More
  /// than six fractional digits are accepted only if the rest are zeros.
  static func microseconds(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard text.count >= 16, let days = date(text),
      text[10] | 0x20 == UInt8(ascii: "t") || text[10] == UInt8(ascii: " "), text[13] == UInt8(ascii: ":"),
      let hour = number(text, 11, 2), let minute = number(text, 14, 2), hour < 24, minute < 60
    else { return nil }
    var index = 16
    var second: Int64 = 0
    var fraction: Int64 = 0
    if index < text.count, text[index] == UInt8(ascii: ":") {
      guard let read = number(text, index + 1, 2), read < 60 else { return nil }
      second = read
      index += 3
      if index < text.count, text[index] == UInt8(ascii: ".") {
        index += 1
        var weight: Int64 = 100_000
        let first = index
        while index < text.count, (48...57).contains(text[index]) {
          let digit = Int64(text[index] - 48)
          guard weight > 0 || digit == 0 else { return nil }
          fraction += digit * weight
          weight /= 10
          index += 1
        }
        guard index > first else { return nil }
      }
    }
    guard let offset = zone(text, index) else { return nil }
    return ((Int64(days) * 24 + hour) * 60 + minute - offset) * 60_000_000 + second * 1_000_000 + fraction
  }

  /// Minutes east of UTC of the zone from `index` to the end.
  private static func zone(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int64? {
    guard index < text.count else { return 0 }
    let sign = text[index]
    if sign | 0x20 == UInt8(ascii: "z") { return index + 1 == text.count ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(text, index + 1, 2), hours < 24
    else { return nil }
    var minutes: Int64 = 0
    var end = index + 3
    if end < text.count {
      if text[end] == UInt8(ascii: ":") { end += 1 }
      guard let read = number(text, end, 2), read < 60 else { return nil }
      minutes = read
      end += 2
    }
    guard end == text.count else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func date(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    guard let year = number(text, 0, 4), text[4] == UInt8(ascii: "-"), let month = number(text, 5, 2),
      text[7] == UInt8(ascii: "-"), let day = number(text, 8, 2), (1...12).contains(month), day >= 1
    else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[Int(month) - 1] else { return nil }
    // Days since 0000-03-01, so that the leap day comes last in the year.
    let shifted = year - (month <= 2 ? 1 : 0)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  private static func number(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ digits: Int) -> Int64? {
    guard start + digits <= text.count else { return nil }
    var value: Int64 = 0
    for index in start..<start + digits {
      guard (48...57).contains(text[index]) else { return nil }
      value = value * 10 + Int64(text[index] - 48)
    }
    return value
  }
}
