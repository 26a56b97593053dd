import Foundation
import Yams

/// The folder that holds `sluice.yaml`; paths in the file start there.
struct ProjectFolder {
  /// Absolute.
  let path: String

  func resolve(_ text: String) -> String {
    let expanded = NSString(string: text).expandingTildeInPath
    let full = expanded.hasPrefix("/") ? expanded : path + "/" + expanded
    return Self.normal(full)
  }

  /// A folder, of which only local ones are known yet.
  func location(_ text: String, key: String, at node: Node, in document: Document) throws(ConfigurationError) -> String
  {
    if let scheme = text.range(of: "://") {
      let name = text[..<scheme.lowerBound].lowercased()
      if name == "s3" {
        throw document.error(
          at: node, "`\(key)` is on S3, which comes with a later version of Sluice",
          remedy: "write a local folder, such as ./\(key == "source" ? "raw/jobs" : "warehouse")")
      }
      throw document.error(
        at: node, "`\(key)` cannot be at `\(name)://`", remedy: "write a local folder; s3:// comes with a later version"
      )
    }
    return resolve(text)
  }

  /// Without `.`, `..` and doubled slashes; links are left alone.
  static func normal(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") {
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
