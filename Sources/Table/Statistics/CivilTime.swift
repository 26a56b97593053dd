/// Dates and times in the proleptic Gregorian calendar, UTC, as the log writes them.
enum CivilTime {
  /// `2020-01-31`; nil outside the years 1 to 9999, which the format cannot say.
  static func date(days: Int) -> String? {
    // Days are counted from 0000-03-01, so that a leap day ends its year; 146,097 days are 400 years.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    guard (1...9999).contains(year) else { return nil }
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
  }

  /// `2020-01-31T12:00:00.000Z`; nil outside the years 1 to 9999.
  static func instant(milliseconds: Int) -> String? {
    let days = floorDivide(milliseconds, 86_400_000)
    let time = milliseconds - days * 86_400_000
    guard let date = date(days: days) else { return nil }
    let clock = "\(digits(time / 3_600_000, 2)):\(digits(time / 60_000 % 60, 2)):\(digits(time / 1000 % 60, 2))"
    return "\(date)T\(clock).\(digits(time % 1000, 3))Z"
  }

  /// The days of `2020-01-31`; nil if the text is no such date.
  static func days(date text: some StringProtocol) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
    else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let shiftedMonth = month > 2 ? month - 3 : month + 9
    let days =
      shiftedYear * 365 + floorDivide(shiftedYear, 4) - floorDivide(shiftedYear, 100) + floorDivide(shiftedYear, 400)
      + (153 * shiftedMonth + 2) / 5 + day - 1 - 719_468
    // Whatever does not come back as it went in (February 30th) is no date.
    return date(days: days) == String(text) ? days : nil
  }

  /// The microseconds of an instant in UTC, with up to six digits behind the second; nil if the text is none.
  static func microseconds(instant text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
      let days = days(date: String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    var rest = bytes[11...]
    if rest.last == UInt8(ascii: "Z") { rest.removeLast() }
    if rest.suffix(6).elementsEqual("+00:00".utf8) { rest.removeLast(6) }
    let clock = rest.prefix(8).split(separator: UInt8(ascii: ":")).map { Int(String(decoding: $0, as: UTF8.self)) }
    guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2] else { return nil }
    var fraction = 0
    rest = rest.dropFirst(8)
    if rest.first == UInt8(ascii: ".") {
      let shown = rest.dropFirst().prefix(6)
      guard !shown.isEmpty, shown.allSatisfy(isDigit) else { return nil }
      for place in 0..<6 {
        fraction = fraction * 10 + (place < shown.count ? Int(shown[shown.startIndex + place] - 0x30) : 0)
      }
    } else if !rest.isEmpty {
      return nil
    }
    return Int64(((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000 + Int64(fraction)
  }

  static func floorDivide<Number: BinaryInteger>(_ value: Number, _ divisor: Number) -> Number {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func digits(_ value: Int, _ count: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
