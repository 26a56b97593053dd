import Foundation
import Storage

/// Writes the quarantine of one shard: a JSON object a line, in row order. The object exists only if there are entries.
final class QuarantineWriter {
  /// Holds a folder for each day.
  static let root = "_quarantine/"

  let path: String
  private let store: any ObjectStore
  private let source: any ObjectStore
  private var writer: (any ObjectWriter)?

  init(_ path: String, in store: any ObjectStore, source: any ObjectStore) {
    self.path = path
    self.store = store
    self.source = source
  }

  func write(_ entries: [QuarantineEntry]) throws(PipelineError) {
    guard !entries.isEmpty else { return }
    for entry in entries {
      guard let raw = entry.raw else {
        try writeLong(entry)
        continue
      }
      var text = entry.head
      if let valid = String(validating: raw, as: UTF8.self) {
        text += Array("\"raw\":\(QuarantineEntry.quoted(valid))}\n".utf8)
      } else {
        text += Array("\"raw_base64\":\"\(Data(raw).base64EncodedString())\"}\n".utf8)
      }
      try append(text)
    }
  }

  /// A line that was too long for memory goes from its raw file to the quarantine in pieces.
  private func writeLong(_ entry: QuarantineEntry) throws(PipelineError) {
    try append(entry.head + Array("\"raw_base64\":\"".utf8))
    let packing = RawFile.packing(of: entry.file) ?? .plain
    let file = RawFile(path: entry.file, size: Int.max, version: "")
    let reader = try RawFileReader(file, in: source, at: packing == .plain ? entry.offset : 0, checksSize: false)
    var toSkip = packing == .plain ? 0 : entry.offset
    var left = entry.length
    // A multiple of three bytes has a base64 text of its own.
    var pending: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 3 << 16)
    while left > 0 {
      let wanted = toSkip > 0 ? min(toSkip, chunk.count) : min(left, chunk.count)
      let count = try chunk.withUnsafeMutableBytes { (buffer) -> Result<Int, PipelineError> in
        Result { () throws(PipelineError) in
          try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(wanted)))
        }
      }.get()
      guard count > 0 else {
        throw PipelineError(.source, "\(entry.file): became shorter while it was read; run the day again")
      }
      if toSkip > 0 {
        toSkip -= count
        continue
      }
      left -= count
      pending += chunk[..<count]
      let whole = left == 0 ? pending.count : pending.count / 3 * 3
      try append(Array(Data(pending[..<whole]).base64EncodedString().utf8))
      pending.removeFirst(whole)
    }
    try append(Array("\"}\n".utf8))
  }

  private func append(_ bytes: [UInt8]) throws(PipelineError) {
    do {
      let writer = try self.writer ?? store.makeWriter(path)
      self.writer = writer
      try bytes.withUnsafeBytes { all in
        Result { () throws(StorageError) in try writer.write(all) }
      }.get()
    } catch let error as StorageError {
      throw PipelineError(writing: error)
    } catch {
      throw PipelineError(.warehouse, "\(error)")
    }
  }

  /// Ends the object, durable but still aside; nil if nothing was written.
  func finish() throws(PipelineError) -> (any ObjectWriter)? {
    do {
      try writer?.finish()
    } catch {
      throw PipelineError(writing: error)
    }
    return writer
  }

  func discard() { writer?.discard() }
}
