/// Paths of parts as the log writes them: URIs relative to the table's folder (RFC 2396).
enum LogPath {
  private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/=".utf8)

  static func encode(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      if plain.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += byte < 16 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }

  static func decode(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var path: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        path.append(byte)
        index += 3
      } else {
        path.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: path, as: UTF8.self)
  }

  /// Throws for a part outside the table's folder: a store could not read it.
  static func check(_ text: String) throws(TableError) {
    if text.hasPrefix("/") || text.contains("://") || text.split(separator: "/").contains("..") {
      throw TableError(
        .unsupported,
        message:
          "part \(text) lies outside the table's folder (a shallow clone?); copy the table to have its parts inside")
    }
  }
}
