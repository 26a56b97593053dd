import CArrow

/// Decompresses a stream of gzip or zstd, piece by piece. Concatenated streams count as one, as `gunzip` has it.
public final class Decompressor {
  public enum Codec: Sendable, Hashable {
    case gzip, zstd
  }

  private let handle: OpaquePointer
  /// Whether the input may end here: at the start, or after a complete stream.
  public private(set) var isComplete = true
  private var hasEnded = false

  public init(_ codec: Codec) throws(ColumnarError) {
    var made: OpaquePointer?
    try arrow { carrow_decompressor_make(codec == .gzip ? CARROW_CODEC_GZIP : CARROW_CODEC_ZSTD, &made, $0) }
    guard let made else { throw ColumnarError(.library, "no decompressor") }
    handle = made
  }

  deinit { carrow_decompressor_release(handle) }

  /// Decompresses some of `input` into `output`.
  /// - Returns: how many bytes were consumed and produced; both may be less than there were.
  public func step(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(ColumnarError) -> (consumed: Int, produced: Int) {
    guard let source = input.baseAddress, let target = output.baseAddress, !input.isEmpty || !isComplete else {
      return (0, 0)
    }
    if hasEnded {
      guard !input.isEmpty else { return (0, 0) }
      try arrow(.corrupt) { carrow_decompressor_reset(handle, $0) }
      hasEnded = false
    }
    var consumed: Int64 = 0
    var produced: Int64 = 0
    var finished = false
    try arrow(.corrupt) {
      carrow_decompressor_step(
        handle, source.assumingMemoryBound(to: UInt8.self), Int64(input.count),
        target.assumingMemoryBound(to: UInt8.self), Int64(output.count), &consumed, &produced, &finished, $0)
    }
    hasEnded = finished
    isComplete = finished
    return (Int(consumed), Int(produced))
  }
}
