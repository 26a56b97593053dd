/// Text of others (feature functions, raw records) made safe to print: no escape sequences, nothing that moves the cursor.
public enum PlainText {
  public static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    var clean = String.UnicodeScalarView()
    var sequence = Sequence.none
    for scalar in text.unicodeScalars {
      switch sequence {
      case .started where scalar == "[": sequence = .inside
      case .started: sequence = .none
      case .inside: if (0x40...0x7E).contains(scalar.value) { sequence = .none }
      case .none where scalar == "\u{1B}": sequence = .started
      case .none where scalar == "\t": clean.append(contentsOf: "    ".unicodeScalars)
      case .none: if !isControl(scalar) { clean.append(scalar) }
      }
    }
    return String(clean)
  }

  /// Where in an escape sequence (ECMA-48, `ESC [ … final`) we are.
  private enum Sequence { case none, started, inside }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
  }
}
