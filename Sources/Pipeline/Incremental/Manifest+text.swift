import Columnar
import Foundation

/// Manifests as text: one JSON object, laid out with a line for the head and a line for each raw file, so that fifty thousand
/// files are read without a general parser.
///
///     {"head":{"code":"…","configuration":{…},"counts":{…},"format":1,"record":[…],"run":"…","shards":5},
///     "files":[
///     ["2020/01/01/a.jsonl",2048,"1577836800000000000",100,0],
///     ["2020/01/01/b.jsonl",2048,"1577836800000000000",100,1]
///     ]}
extension Manifest {
  private struct Head: Codable {
    var format: Int
    var run: String
    var code: String?
    var configuration: [String: String]
    var record: [StoredField]
    var shards: Int
    var counts: Counts
    var quarantine: [String]
  }

  private static let opening = "{\"head\":"
  private static let between = ",\n\"files\":[\n"

  var text: [UInt8] {
    let head = Head(
      format: Self.format, run: run, code: code, configuration: configuration, record: record.map(StoredField.init),
      shards: shards, counts: counts, quarantine: quarantine)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = Array(Self.opening.utf8)
    // Strings, integers and booleans: nothing that could not be encoded.
    text += (try? encoder.encode(head)) ?? Data()
    text += Self.between.utf8
    for (index, entry) in files.enumerated() {
      text += "[".utf8
      Self.append(quoted: entry.file.path, to: &text)
      text += ",\(entry.file.size),".utf8
      Self.append(quoted: entry.file.version, to: &text)
      text += ",\(entry.counts.records),\(entry.counts.quarantined)]\(index == files.count - 1 ? "" : ",")\n".utf8
    }
    text += "]}\n".utf8
    return text
  }

  private static func append(quoted string: String, to text: inout [UInt8]) {
    let isPlain = string.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    if isPlain {
      text.append(UInt8(ascii: "\""))
      text += string.utf8
      text.append(UInt8(ascii: "\""))
    } else {
      text += QuarantineEntry.quoted(string).utf8
    }
  }

  /// - Returns: nil for what is no manifest of this format: then the day is built anew.
  init?(text: [UInt8]) {
    let feed = UInt8(ascii: "\n")
    guard text.starts(with: Self.opening.utf8), let end = text.firstIndex(of: feed), end > Self.opening.utf8.count,
      text[end...].starts(with: Self.between.utf8.dropFirst()),
      let head = try? JSONDecoder().decode(Head.self, from: Data(text[Self.opening.utf8.count..<end - 1])),
      head.format == Self.format
    else { return nil }
    run = head.run
    code = head.code
    configuration = head.configuration
    record = head.record.map(\.field)
    shards = head.shards
    counts = head.counts
    quarantine = head.quarantine
    files = []
    var lines = ManifestLines(text, from: end + Self.between.utf8.count - 1)
    while let entry = lines.next() { files.append(entry) }
    guard lines.isWhole else { return nil }
  }
}

/// Reads the lines of a manifest's raw files.
private struct ManifestLines {
  private let text: [UInt8]
  private var place: Int
  /// Whether the end was reached as it should be.
  private(set) var isWhole = false

  init(_ text: [UInt8], from place: Int) {
    self.text = text
    self.place = place
  }

  mutating func next() -> Manifest.Entry? {
    if text[min(place, text.count)...].elementsEqual("]}\n".utf8) {
      isWhole = true
      return nil
    }
    guard take("["), let path = string(), take(","), let size = number(), take(","), let version = string(), take(","),
      let records = number(), take(","), let quarantined = number(), take("]")
    else { return nil }
    _ = take(",")
    guard take("\n") else { return nil }
    return Manifest.Entry(
      file: RawFile(path: path, size: size, version: version),
      counts: FileCounts(path: path, records: records, quarantined: quarantined))
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func number() -> Int? {
    var value = 0
    let start = place
    while place < text.count, case let digit = Int(text[place]) - 48, (0...9).contains(digit), value < 1 << 58 {
      value = value * 10 + digit
      place += 1
    }
    return place > start ? value : nil
  }

  private mutating func string() -> String? {
    guard take("\"") else { return nil }
    let start = place
    var isPlain = true
    while place < text.count, text[place] != UInt8(ascii: "\"") {
      if text[place] == UInt8(ascii: "\\") {
        isPlain = false
        place += 1
      }
      place += 1
    }
    guard place < text.count else { return nil }
    place += 1
    if isPlain { return String(decoding: text[start..<place - 1], as: UTF8.self) }
    return try? JSONDecoder().decode(String.self, from: Data(text[start - 1..<place]))
  }
}
