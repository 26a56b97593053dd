import Columnar
import Storage

/// Reads a published part, a row group at a time.
struct PartReader {
  let path: String
  let pieces: [ParquetFooter.Piece]
  private let store: any ObjectStore

  /// - Parameter size: bytes of the part.
  init(_ path: String, size: Int, in store: any ObjectStore) throws(PipelineError) {
    self.path = path
    self.store = store
    do {
      var tail = try Self.read(min(size, 64 << 10), at: max(0, size - 64 << 10), of: path, in: store)
      if let length = tail.withBytes({ ParquetFooter.length(tail: $0) }), length + 8 > tail.count, length + 8 <= size {
        tail = try Self.read(length + 8, at: size - length - 8, of: path, in: store)
      }
      pieces = try tail.withBytes { (bytes) throws(ParquetFooterError) in
        try ParquetFooter(tail: bytes, fileSize: size).split()
      }
    } catch {
      throw PipelineError(.warehouse, "\(path): cannot be read: \(error)")
    }
  }

  /// The rows of a row group under a table's schema; columns that the part does not have are null.
  func rows(of piece: ParquetFooter.Piece, schema: Schema) throws(PipelineError) -> RecordBatch? {
    guard piece.rowCount > 0 else { return nil }
    do {
      let magic = ParquetFooter.magic
      let bytes = try ArrowBytes(count: magic.count + piece.range.count + piece.footer.count)
      let reader = try store.open(path, at: piece.range.lowerBound)
      try bytes.withMutableBytes { (target) throws(PipelineError) in
        target.copyBytes(from: magic)
        let end = magic.count + piece.range.count
        try Self.fill(UnsafeMutableRawBufferPointer(rebasing: target[magic.count..<end]), from: reader, path)
        UnsafeMutableRawBufferPointer(rebasing: target[end...]).copyBytes(from: piece.footer)
      }
      return try RowGroupEncoder.decode(bytes, batchLengths: [piece.rowCount], schema: schema).first
    } catch {
      throw PipelineError(.warehouse, "\(path): cannot be read: \(error)")
    }
  }

  private static func read(_ count: Int, at offset: Int, of path: String, in store: any ObjectStore) throws
    -> ArrowBytes
  {
    let bytes = try ArrowBytes(count: count)
    let reader = try store.open(path, at: offset)
    try bytes.withMutableBytes { (target) throws(PipelineError) in try fill(target, from: reader, path) }
    return bytes
  }

  private static func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from reader: any ObjectReader, _ path: String
  ) throws(PipelineError) {
    var filled = 0
    while filled < buffer.count {
      let count: Int
      do {
        count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      } catch {
        throw PipelineError(.warehouse, error.description)
      }
      guard count > 0 else { throw PipelineError(.warehouse, "\(path) is shorter than the log says") }
      filled += count
    }
  }
}
