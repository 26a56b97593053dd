/// How many lines of a day may go to the quarantine before the day fails.
public enum QuarantineLimit: Sendable, Hashable {
  case count(Int)
  /// Of the lines read.
  case percent(Double)

  public static let standard = QuarantineLimit.percent(1)

  /// Reads `100` or `1%`; nil for anything else.
  public init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Int(text.filter { $0 != "_" && $0 != "," }), count >= 0 else { return nil }
      self = .count(count)
    }
  }

  /// Whether a day with so many lines read may be published.
  public func allows(quarantined: Int, of read: Int) -> Bool {
    switch self {
    case .count(let most): quarantined <= most
    case .percent(let most): Double(quarantined) * 100 <= most * Double(read)
    }
  }
}

extension QuarantineLimit: CustomStringConvertible {
  public var description: String {
    switch self {
    case .count(let most): "\(most)"
    case .percent(let most): most == most.rounded() ? "\(Int(most))%" : "\(most)%"
    }
  }
}
