import CArrow

/// Bytes in Arrow's memory: an encoded row group, an IPC stream.
///
/// Sendable because nobody writes to it once it is shared, and Arrow frees memory from any thread.
public final class ArrowBytes: @unchecked Sendable {
  private var buffer: CArrowBuffer

  /// Takes the buffer over.
  init(_ buffer: CArrowBuffer) { self.buffer = buffer }

  /// Uninitialised memory, to be filled through ``withMutableBytes(_:)`` before it is shared.
  public init(count: Int) throws(ColumnarError) {
    var allocated = CArrowBuffer()
    try arrow { carrow_buffer_allocate(Int64(count), &allocated, $0) }
    buffer = allocated
  }

  deinit { carrow_buffer_release(&buffer) }

  public var count: Int { Int(buffer.size) }

  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: buffer.data, count: Int(buffer.size)))
  }

  public func withMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeMutableRawBufferPointer(start: buffer.data, count: Int(buffer.size)))
  }

  /// Gives the buffer to a function that consumes it; empty afterwards.
  func release() -> CArrowBuffer {
    let given = buffer
    buffer = CArrowBuffer()
    return given
  }
}
