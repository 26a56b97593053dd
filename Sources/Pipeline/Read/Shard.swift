import Foundation
import JSONLines

/// A shard while it is worked on: its lines go out in batches, its row groups come back into parts.
///
/// Sendable: the reader and what belongs to it are used under ``reading`` only; the others guard themselves.
final class Shard: @unchecked Sendable {
  let number: Int
  let packer: ShardPacker
  let assembler: PartAssembler
  private let reader: ShardReader
  private let reading = NSLock()
  private var batches = 0
  private var isExhausted = false

  enum Read {
    /// A batch, with its number in the shard.
    case batch(Int)
    /// Nothing is left; row groups that became complete by that.
    case end([RowGroup])
    /// Another worker is reading, or too much is waiting for one slow batch.
    case busy
  }

  init(number: Int, reader: ShardReader, packer: ShardPacker, assembler: PartAssembler) {
    self.number = number
    self.reader = reader
    self.packer = packer
    self.assembler = assembler
  }

  /// Reads the next batch.
  /// - Parameters:
  ///   - ahead: batches that may wait for one that is not done yet.
  ///   - progress: told how many bytes, as stored, and files were read.
  func read(
    into batch: RawBatch, ahead: Int, waits: Bool, progress: (_ bytes: Int, _ files: Int) -> Void
  ) throws(PipelineError) -> Read {
    if waits { reading.lock() } else if !reading.try() { return .busy }
    defer { reading.unlock() }
    guard !isExhausted else { return .end([]) }
    guard batches - packer.placed <= ahead else { return .busy }
    let found = try reader.read(into: batch)
    let read = reader.takeProgress()
    progress(read.bytes, read.files)
    guard found else {
      isExhausted = true
      return .end(packer.end(total: batches))
    }
    batches += 1
    return .batch(batches - 1)
  }

  func discard() {
    packer.discard()
    assembler.discard()
  }
}
