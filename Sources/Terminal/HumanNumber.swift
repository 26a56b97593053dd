import Foundation

/// Numbers as people read them.
public enum HumanNumber {
  /// `1,234,567`.
  public static func count(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var grouped = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return grouped
  }

  /// `1,234 files`, `1 file`.
  public static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// `412 MB`; powers of ten, as disks and networks are sold.
  public static func bytes(_ number: Int) -> String {
    let units = ["bytes", "KB", "MB", "GB", "TB", "PB"]
    var (value, unit) = (Double(number), 0)
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return unit == 0 ? "\(number) \(number == 1 ? "byte" : "bytes")" : "\(short(value)) \(units[unit])"
  }

  /// `33 MB/s`; nil before there is anything to divide.
  public static func throughput(bytes: Int, seconds: Double) -> String? {
    guard bytes > 0, seconds > 0 else { return nil }
    return "\(short(Double(bytes) / seconds / 1e6)) MB/s"
  }

  /// `12.3 s`, `4:05 min`, `1:02:03 h`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "–" }
    if seconds < 59.95 { return "\(fixed(seconds, digits: 1)) s" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest)) h" : "\(minutes):\(two(rest)) min"
  }

  /// Two digits at least, and no more than make sense: `0.42`, `4.2`, `42`.
  static func short(_ value: Double) -> String {
    if value >= 9.95 { return count(Int(value.rounded())) }
    return fixed(value, digits: value >= 0.995 ? 1 : 2)
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func fixed(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
