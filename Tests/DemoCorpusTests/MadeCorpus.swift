import DemoCorpus
import Foundation
import Testing

/// A corpus in a temporary folder of its own, deleted with the value.
final class MadeCorpus {
  let folder = NSTemporaryDirectory() + "/sluice-corpus-" + UUID().uuidString
  let summary: DemoCorpus.Summary

  /// Two days of three files of fifty listings, unless changed.
  init(_ change: (inout DemoCorpus.Options) -> Void = { _ in }) throws {
    summary = try DemoCorpus(Self.options(change)).generate(into: folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static func options(_ change: (inout DemoCorpus.Options) -> Void = { _ in }) -> DemoCorpus.Options {
    var options = DemoCorpus.Options()
    options.first = "2020-02-28"
    options.days = 2
    options.filesPerDay = 3
    options.recordsPerFile = 50
    change(&options)
    return options
  }

  /// Every raw file by its path.
  func files(below prefix: String = "") throws -> [String: Data] {
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder)
    where path.hasSuffix(".jsonl") && path.hasPrefix(prefix) {
      files[path] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))
    }
    return files
  }

  /// The lines of a source with their day, without line ends and byte order marks.
  func lines(_ source: DemoSource) throws -> [(day: String, bytes: Data)] {
    try files(below: source.rawValue + "/").sorted { $0.key < $1.key }.flatMap { path, data in
      let day = path.split(separator: "/")[1...3].joined(separator: "-")
      let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
      var lines = text.split(separator: 10, omittingEmptySubsequences: false)
      if lines.last?.isEmpty == true { lines.removeLast() }
      return lines.map { (day, $0.last == 13 ? Data($0.dropLast()) : Data($0)) }
    }
  }

  /// The records of a source with their day; lines that cannot be used are left out.
  func records(_ source: DemoSource) throws -> [(day: String, record: [String: Any])] {
    try lines(source).compactMap { day, line in Self.record(line).map { (day, $0) } }
  }

  /// The text under a key that every record has.
  static func text(_ record: [String: Any], _ key: String) throws -> String {
    let value = record[key] as? String
    return try #require(value)
  }

  /// The line's record if it is a JSON object in valid UTF-8.
  static func record(_ line: Data) -> [String: Any]? {
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    return try? JSONSerialization.jsonObject(with: line) as? [String: Any]
  }
}
