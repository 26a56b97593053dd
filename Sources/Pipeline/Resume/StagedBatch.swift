import Columnar
import Features
import Foundation
import JSONLines
import Storage

/// What a batch of raw lines became, on its way to a file and back: the length of a JSON head in 8 bytes, the head, and the rows as
/// Arrow IPC streams.
struct StagedBatch {
  var extracted: ExtractedBatch
  private var head: Head

  private struct Head: Codable {
    /// The raw batch: its lines, and the first one's file and number.
    var lines: Int
    var file: String?
    var line: Int?
    var dropped: Int
    var added: Int
    var unusable: [Unusable]
    var repeatedKeys: Int
    var rescuedKeys: [String: Int]
    /// Bytes of each stream.
    var streams: [Int] = []
  }

  private struct Unusable: Codable {
    var line: Int
    var reason: QuarantineReason
    var detail: String?
  }

  init(_ extracted: ExtractedBatch, of raw: RawBatch) {
    self.extracted = extracted
    head = Head(
      lines: raw.lines.count, file: raw.lines.first.map { raw.files[Int($0.file)] }, line: raw.lines.first?.number,
      dropped: extracted.dropped, added: extracted.added,
      unusable: extracted.unusable.map { Unusable(line: $0.line, reason: $0.reason, detail: $0.detail) },
      repeatedKeys: extracted.repeatedKeys, rescuedKeys: extracted.rescuedKeys)
  }

  func fits(_ raw: RawBatch) -> Bool {
    head.lines == raw.lines.count && head.file == raw.lines.first.map { raw.files[Int($0.file)] }
      && head.line == raw.lines.first?.number && head.unusable.allSatisfy { raw.lines.indices.contains($0.line) }
  }

  func write(to writer: any ObjectWriter) throws {
    let streams = try extracted.rows.map { try RecordBatch.encodeIPC([$0], schema: $0.schema) }
    var head = head
    head.streams = streams.map(\.count)
    let text = Array(try JSONEncoder().encode(head))
    try withUnsafeBytes(of: UInt64(text.count).littleEndian) { try writer.write($0) }
    try text.withUnsafeBytes { try writer.write($0) }
    for stream in streams {
      try stream.withBytes { (bytes) throws(StorageError) in try writer.write(bytes) }
    }
  }

  /// - Parameter size: bytes of the object.
  static func read(from reader: any ObjectReader, size: Int) throws -> StagedBatch? {
    let length = try take(8, from: reader)?.withBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard let length, let count = Int(exactly: length), count <= size, let text = try take(count, from: reader) else {
      return nil
    }
    let head = try JSONDecoder().decode(Head.self, from: text.withBytes { Data($0) })
    guard head.streams.allSatisfy({ (0...size).contains($0) }) else { return nil }
    var extracted = ExtractedBatch()
    for stream in head.streams {
      guard let bytes = try take(stream, from: reader) else { return nil }
      extracted.rows += try RecordBatch.decodeIPC(bytes).batches
    }
    extracted.read = head.lines
    extracted.dropped = head.dropped
    extracted.added = head.added
    extracted.unusable = head.unusable.map { .init(line: $0.line, reason: $0.reason, detail: $0.detail) }
    extracted.repeatedKeys = head.repeatedKeys
    extracted.rescuedKeys = head.rescuedKeys
    return StagedBatch(extracted: extracted, head: head)
  }

  private init(extracted: ExtractedBatch, head: Head) {
    self.extracted = extracted
    self.head = head
  }

  /// - Returns: nil if the object ends before.
  private static func take(_ count: Int, from reader: any ObjectReader) throws -> ArrowBytes? {
    let bytes = try ArrowBytes(count: count)
    let isWhole = try bytes.withMutableBytes { (target) throws(StorageError) in
      var filled = 0
      while filled < count {
        let read = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: target[filled...]))
        guard read > 0 else { return false }
        filled += read
      }
      return true
    }
    return isWhole ? bytes : nil
  }
}
