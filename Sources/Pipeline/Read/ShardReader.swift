import Foundation
import JSONLines
import Storage

/// Cuts the lines of consecutive raw files into batches. Used by one thread at a time.
final class ShardReader {
  /// When a batch is full.
  struct Limits: Sendable {
    /// Lines.
    var lines = 10_000
    /// Bytes of lines.
    var bytes = 24 << 20
    /// Bytes a line may have.
    var lineBytes = 16 << 20
    /// A batch ends with its raw file: for functions that are handed whole files.
    var isFileByFile = false
  }

  private let files: ArraySlice<RawFile>
  private let store: any ObjectStore
  private let limits: Limits
  private var next: Int
  private var current: RawFileReader?
  /// What was read of the current file behind the last batch's end.
  private var carried: [UInt8] = []
  /// Of the next line in the current file: its number, and the offset of its first byte.
  private var number = 1
  private var position = 0
  /// Bytes of the current line that were not kept, because it is too long.
  private var skipped = 0
  private var reportedBytes = 0
  /// Bytes as stored, and files, read to the end since the last call of ``takeProgress()``.
  private var progress = (bytes: 0, files: 0)

  init(_ files: ArraySlice<RawFile>, in store: any ObjectStore, limits: Limits) {
    self.files = files
    self.store = store
    self.limits = limits
    next = files.startIndex
  }

  func takeProgress() -> (bytes: Int, files: Int) {
    defer { progress = (0, 0) }
    return progress
  }

  /// Fills `batch` with the next lines.
  /// - Returns: false if there were none left.
  func read(into batch: RawBatch) throws(PipelineError) -> Bool {
    batch.removeAll()
    if let current {
      batch.files.append(current.file.path)
      let room = batch.reserve(carried.count)
      carried.withUnsafeBytes { room.copyMemory(from: $0) }
      batch.commit(carried.count)
      carried.removeAll(keepingCapacity: true)
    }
    var lineStart = 0
    var scanned = 0
    while true {
      if current != nil, scan(batch, from: &scanned, lineStart: &lineStart) {
        carry(batch, from: lineStart)
        return true
      }
      guard let reader = current else {
        guard next < files.endIndex else { return !batch.lines.isEmpty }
        current = try RawFileReader(files[next], in: store)
        next += 1
        (number, position, reportedBytes) = (1, 0, 0)
        batch.files.append(files[next - 1].path)
        // A line of one file never runs on into the next.
        lineStart = batch.count
        scanned = batch.count
        continue
      }
      let wanted = min(max(reader.file.size - reader.storedBytes + 1, 4096), 1 << 20)
      let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: batch.reserve(wanted).prefix(wanted)))
      batch.commit(count)
      progress.bytes += reader.storedBytes - reportedBytes
      reportedBytes = reader.storedBytes
      guard count == 0 else { continue }
      if batch.count > lineStart || skipped > 0 { emit(batch, lineStart..<batch.count, terminator: 0) }
      lineStart = batch.count
      scanned = batch.count
      current = nil
      progress.files += 1
      if isFull(batch, lineStart) || limits.isFileByFile { return true }
    }
  }

  private func isFull(_ batch: RawBatch, _ lineStart: Int) -> Bool {
    !limits.isFileByFile && (batch.lines.count >= limits.lines || lineStart >= limits.bytes)
  }

  /// Finds the lines that end in the bytes from `scanned` on.
  /// - Returns: whether the batch is full.
  private func scan(_ batch: RawBatch, from scanned: inout Int, lineStart: inout Int) -> Bool {
    let base = batch.memory.baseAddress.unsafelyUnwrapped
    while scanned < batch.count {
      guard let found = memchr(base + scanned, 0x0A, batch.count - scanned) else {
        scanned = batch.count
        if batch.count - lineStart > limits.lineBytes {
          // Keep counting, not keeping: the quarantine reads such a line from the raw file again.
          skipped += batch.count - lineStart
          batch.truncate(to: lineStart)
          scanned = lineStart
        }
        return false
      }
      let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      emit(batch, lineStart..<end, terminator: 1)
      lineStart = end + 1
      scanned = end + 1
      if isFull(batch, lineStart) { return true }
    }
    return false
  }

  /// Takes a line into the batch unless it is blank.
  private func emit(_ batch: RawBatch, _ range: Range<Int>, terminator: Int) {
    let stored = skipped + range.count + terminator
    defer {
      number += 1
      position += stored
      skipped = 0
    }
    let file = Int32(batch.files.count - 1)
    guard skipped == 0, range.count <= limits.lineBytes else {
      // `offset` is put to use for the length, which has no other place.
      batch.lines.append(
        .init(offset: stored - terminator, length: -1, file: file, number: number, position: position))
      return
    }
    let bytes = UnsafeRawBufferPointer(rebasing: batch.memory[range])
    var start = 0
    var end = bytes.count
    if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    if end > start, bytes[start] > 0x20 {
      // A line that begins with something visible is not blank.
    } else if bytes[start..<end].allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
      return
    }
    batch.lines.append(
      .init(
        offset: range.lowerBound + start, length: Int32(end - start), file: file, number: number,
        position: position + start))
  }

  /// Keeps what lies behind the batch's last line for the next batch.
  private func carry(_ batch: RawBatch, from lineStart: Int) {
    carried.append(contentsOf: batch.memory[lineStart..<batch.count])
    batch.truncate(to: lineStart)
  }
}
