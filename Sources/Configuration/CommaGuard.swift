import Foundation

/// Lets `{min: decimal(12,2)}` mean what everybody expects.
///
/// Inside braces YAML ends a value at a comma, so the parser would see the keys `min` and `2)`. The comma of a decimal
/// is replaced by a private character before parsing, of the same width so that columns stay right, and put back in
/// every text that is read.
enum CommaGuard {
  private static let stand = "\u{E000}"

  static func protect(_ yaml: String) -> String {
    yaml.replacing(/(decimal\(\s*\d+\s*),(\s*\d+\s*\))/) { "\($0.1)\(stand)\($0.2)" }
  }

  static func restore(_ text: String) -> String {
    text.contains(stand) ? text.replacingOccurrences(of: stand, with: ",") : text
  }
}
