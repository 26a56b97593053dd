import CSimdjson

/// The lines of a batch: consecutive, from one or more raw files, with where each came from.
///
/// Filled by one thread, then read; memory is kept for the next use by ``removeAll()``.
public final class RawBatch {
  /// One line that holds something.
  public struct Line: Sendable {
    /// Where its bytes begin in the batch's memory.
    public var offset: Int
    /// Bytes, without the line ending; -1 for a line that is too long to be kept in memory.
    public var length: Int32
    /// Index in ``RawBatch/files``.
    public var file: Int32
    /// Line number in the raw file, from 1; blank lines count.
    public var number: Int
    /// Byte offset in the raw file (in its decompressed bytes, where it is compressed).
    public var position: Int

    public init(offset: Int, length: Int32, file: Int32, number: Int, position: Int) {
      self.offset = offset
      self.length = length
      self.file = file
      self.number = number
      self.position = position
    }
  }

  public private(set) var memory: UnsafeMutableRawBufferPointer
  /// Bytes of ``memory`` in use.
  public private(set) var count = 0
  public var lines: [Line] = []
  /// Paths of the raw files, relative to the source.
  public var files: [String] = []

  public init(capacity: Int = 1 << 20) {
    memory = .allocate(byteCount: capacity + Int(CSIMDJSON_PADDING), alignment: 64)
  }

  deinit { memory.deallocate() }

  public func removeAll() {
    count = 0
    lines.removeAll(keepingCapacity: true)
    files.removeAll(keepingCapacity: true)
  }

  /// Room for at least `extra` bytes behind those in use.
  public func reserve(_ extra: Int) -> UnsafeMutableRawBufferPointer {
    let wanted = count + extra + Int(CSIMDJSON_PADDING)
    if wanted > memory.count {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(wanted, memory.count + memory.count / 2), alignment: 64)
      larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
      memory.deallocate()
      memory = larger
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[count..<(memory.count - Int(CSIMDJSON_PADDING))])
  }

  /// Counts `extra` bytes, written where ``reserve(_:)`` said, as in use.
  public func commit(_ extra: Int) { count += extra }

  /// Gives back the bytes from `start` on.
  public func truncate(to start: Int) { count = start }

  public func bytes(of line: Line) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: memory.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + line.offset,
      count: max(Int(line.length), 0))
  }
}
