/// What a table may be called: it becomes a folder and a name in SQL.
public enum TableName {
  private static let longest = 128

  /// What is wrong with the name; nil if it is fine.
  public static func problem(_ name: String) -> String? {
    let plain = name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    guard let first = name.utf8.first, plain, isLetter(first) else {
      return "use letters a to z, digits and _, with a letter first, like `job_features`"
    }
    return name.utf8.count > longest ? "use at most \(longest) letters" : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

enum PythonName {
  /// A name in a Python module; Python takes letters of every script.
  static func isValid(_ name: String) -> Bool {
    guard let first = name.first, first.isLetter || first == "_" else { return false }
    return name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }
}
