import Columnar
import Storage

/// Reads the bytes of one raw file, decompressed where it is compressed.
final class RawFileReader {
  let file: RawFile
  private let reader: any ObjectReader
  private let decompressor: Decompressor?
  private var compressed = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private var pending = 0..<0
  private var isAtEnd = false
  /// Bytes read so far, as stored.
  private(set) var storedBytes = 0
  /// Whether to insist that the file is as long as it was when it was listed.
  private let checksSize: Bool

  private static let chunk = 256 << 10

  /// - Parameter offset: where to begin, in a plain file.
  init(
    _ file: RawFile, in store: any ObjectStore, at offset: Int = 0, checksSize: Bool = true
  ) throws(PipelineError) {
    self.file = file
    self.checksSize = checksSize && offset == 0
    do {
      reader = try store.open(file.path, at: offset)
    } catch {
      throw PipelineError(
        .source, error.code == .notFound ? "\(error.path): vanished after it was listed; run the day again" : "\(error)"
      )
    }
    do {
      decompressor = try file.packing.codec.map { (codec) throws(ColumnarError) in try Decompressor(codec) }
    } catch {
      throw PipelineError(.source, "\(file.path): \(error)")
    }
    if decompressor != nil { compressed = .allocate(byteCount: Self.chunk, alignment: 16) }
  }

  deinit { compressed.deallocate() }

  /// Fills part of `buffer`.
  /// - Returns: bytes read; 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(PipelineError) -> Int {
    guard let decompressor else { return try readStored(into: buffer) }
    while true {
      if pending.isEmpty, !isAtEnd {
        pending = 0..<(try readStored(into: compressed))
        isAtEnd = pending.isEmpty
      }
      guard !pending.isEmpty || !isAtEnd else {
        // The decompressor may still hold some output.
        let step = try step(decompressor, buffer)
        if step.produced > 0 { return step.produced }
        guard decompressor.isComplete else {
          throw PipelineError(.source, "\(file.path): the compressed data ends early; was the file copied whole?")
        }
        return 0
      }
      let step = try step(decompressor, buffer)
      pending = pending.lowerBound + step.consumed..<pending.upperBound
      if step.produced > 0 { return step.produced }
    }
  }

  private func step(
    _ decompressor: Decompressor, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(PipelineError) -> (consumed: Int, produced: Int) {
    do {
      return try decompressor.step(UnsafeRawBufferPointer(rebasing: compressed[pending]), into: buffer)
    } catch {
      throw PipelineError(.source, "\(file.path): cannot be decompressed (\(error)); is it what its name says?")
    }
  }

  private func readStored(into buffer: UnsafeMutableRawBufferPointer) throws(PipelineError) -> Int {
    let count: Int
    do {
      count = try reader.read(into: buffer)
    } catch {
      throw PipelineError(reading: error)
    }
    storedBytes += count
    if checksSize, storedBytes > file.size || (count == 0 && storedBytes < file.size) {
      throw PipelineError(
        .source,
        "\(file.path): had \(file.size) bytes when it was listed and \(count == 0 ? "\(storedBytes)" : "more") when it was read; run the day again once it no longer changes"
      )
    }
    return count
  }
}
