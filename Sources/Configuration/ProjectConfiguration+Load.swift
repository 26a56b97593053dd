import Foundation

extension ProjectConfiguration {
  /// Reads the configuration of the current folder, or the one that was asked for.
  ///
  /// - Parameter path: a configuration file, or a folder that holds `sluice.yaml`.
  public static func load(_ path: String? = nil) throws(ConfigurationError) -> ProjectConfiguration {
    let manager = FileManager.default
    var file = path ?? fileName
    var isFolder: ObjCBool = false
    if manager.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      file = (file.hasSuffix("/") ? file : file + "/") + fileName
    }
    guard manager.fileExists(atPath: file) else { throw missing(file, asked: path != nil) }
    guard let data = manager.contents(atPath: file) else {
      throw ConfigurationError(file: file, problem: "cannot be read", remedy: "check the file's permissions")
    }
    let text = try decode(data, file: file)
    let full = file.hasPrefix("/") ? file : manager.currentDirectoryPath + "/" + file
    return try ProjectConfiguration(parsing: text, file: file, folder: NSString(string: full).deletingLastPathComponent)
  }

  private static func missing(_ file: String, asked: Bool) -> ConfigurationError {
    let short = NSString(string: file).deletingPathExtension + ".yml"
    let remedy =
      if FileManager.default.fileExists(atPath: short) {
        "there is \(short): rename it to \(fileName), or give --config \(short)"
      } else if asked {
        "check the path after --config, or run `sluice init` to make a project"
      } else {
        "run `sluice init` to make a project here, or give --config with the path of one"
      }
    return ConfigurationError(file: file, problem: "there is no such file", remedy: remedy)
  }

  private static func decode(_ data: Data, file: String) throws(ConfigurationError) -> String {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let bytes = data.starts(with: mark) ? data.dropFirst(mark.count) : data
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let bad = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw ConfigurationError(
      file: "\(file):\(bad + 1)", problem: "not UTF-8 text", remedy: "save the file with the encoding UTF-8")
  }
}
