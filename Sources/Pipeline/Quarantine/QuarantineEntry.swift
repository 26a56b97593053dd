import Features
import Foundation
import JSONLines

/// A raw line that could not be used, with where it is and why.
struct QuarantineEntry: Sendable {
  var file: String
  /// From 1.
  var line: Int
  /// Bytes from the start of the (decompressed) raw file.
  var offset: Int
  var reason: QuarantineReason
  /// For a feature function's failures: the exception's type and message.
  var detail: String?
  /// The line's bytes; nil where the line is too long to be kept, and is read from its file again.
  var raw: [UInt8]?
  /// Bytes of the line.
  var length: Int

  init(_ unusable: ExtractedBatch.Unusable, in batch: RawBatch) {
    let line = batch.lines[unusable.line]
    file = batch.files[Int(line.file)]
    self.line = line.number
    offset = line.position
    reason = unusable.reason
    detail = unusable.detail
    raw = line.length < 0 ? nil : Array(batch.bytes(of: line))
    length = line.length < 0 ? line.offset : Int(line.length)
  }

  /// The members of the JSON object before `raw`.
  var head: [UInt8] {
    var text = "{\"file\":\(Self.quoted(file)),\"line\":\(line),\"offset\":\(offset),\"reason\":\"\(reason.rawValue)\","
    if let detail { text += "\"detail\":\(Self.quoted(detail))," }
    return Array(text.utf8)
  }

  static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
