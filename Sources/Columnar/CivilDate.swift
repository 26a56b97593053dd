import Foundation

/// Days and instants as ISO 8601 writes them.
enum CivilDate {
  static func text(days: Int) -> String { style.format(Date(timeIntervalSince1970: Double(days) * 86400)) }

  static func text(microseconds: Int64) -> String {
    let day = Int((Double(microseconds) / 86_400_000_000).rounded(.down))
    let rest = microseconds - Int64(day) * 86_400_000_000
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = rest / 1_000_000
    let fraction = rest % 1_000_000
    let clock = "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    let digits = "\(fraction)"
    let decimals = fraction == 0 ? "" : "." + String(repeating: "0", count: 6 - digits.count) + digits
    return "\(text(days: day))T\(clock)\(decimals)Z"
  }

  private static let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
}
