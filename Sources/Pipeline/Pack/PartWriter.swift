import Columnar
import Storage
import Table

/// A part being written: encoded row groups one after the other, then one footer for all.
final class PartWriter {
  let path: String
  private let store: any ObjectStore
  private var writer: any ObjectWriter
  private var groups: [Placed] = []
  private var size = 0
  private(set) var rows = 0

  /// A row group's place in the part.
  private struct Placed {
    var footer: ParquetFooter
    var schema: Schema
    var batchLengths: [Int]
    var offset: Int
  }

  init(_ path: String, in store: any ObjectStore) throws(PipelineError) {
    self.path = path
    self.store = store
    writer = try Self.open(path, store)
    size = ParquetFooter.magic.count
  }

  private static func open(_ path: String, _ store: any ObjectStore) throws(PipelineError) -> any ObjectWriter {
    do {
      let writer = try store.makeWriter(path)
      try write(ParquetFooter.magic, to: writer)
      return writer
    } catch {
      throw PipelineError(writing: error)
    }
  }

  func append(_ group: EncodedRowGroup) throws(PipelineError) {
    let writer = writer
    let range = group.footer.dataRange
    do {
      try group.bytes.withBytes { (file) throws(StorageError) in
        try writer.write(UnsafeRawBufferPointer(rebasing: file[range]))
      }
    } catch {
      throw PipelineError(writing: error)
    }
    groups.append(
      Placed(footer: group.footer, schema: group.schema, batchLengths: group.batchLengths, offset: size))
    size += range.count
    rows += group.footer.rowCount
  }

  /// Ends the part, durable but still aside. Row groups that were encoded before the day's schema was known in full are
  /// encoded again under it.
  func finish(schema: Schema, compression: Compression) throws(PipelineError) -> FinishedPart {
    if groups.contains(where: { $0.schema != schema }) { try encodeAgain(schema, compression) }
    do {
      let footer = try ParquetFooter.joined(groups.map { ($0.footer, $0.offset) })
      let statistics = try ColumnStatistics.merge(footers: groups.map(\.footer), schema: schema)
      try Self.write(footer, to: writer)
      try writer.finish()
      return FinishedPart(
        writer: writer, size: size + footer.count, statistics: PartStatistics(rows: rows, columns: statistics))
    } catch let error as StorageError {
      throw PipelineError(writing: error)
    } catch {
      throw PipelineError(.warehouse, "\(path): \(error)")
    }
  }

  private func encodeAgain(_ schema: Schema, _ compression: Compression) throws(PipelineError) {
    let (old, placed) = (writer, groups)
    defer { old.discard() }
    writer = try Self.open(path, store)
    groups = []
    size = ParquetFooter.magic.count
    rows = 0
    for (number, group) in placed.enumerated() {
      do {
        let batches = try RowGroupEncoder.decode(
          Self.file(of: group, in: old), batchLengths: group.batchLengths, schema: group.schema)
        try append(
          EncodedRowGroup(RowGroup(number: number, batches: batches), schema: schema, compression: compression))
      } catch let error as PipelineError {
        throw error
      } catch {
        throw PipelineError(.warehouse, "\(path): a row group could not be read back: \(error)")
      }
    }
  }

  /// A row group that lies in a part as a Parquet file of its own.
  private static func file(of group: Placed, in writer: any ObjectWriter) throws -> ArrowBytes {
    let magic = ParquetFooter.magic
    let footer = try ParquetFooter.joined([(group.footer, magic.count)])
    let data = group.footer.dataRange.count
    let bytes = try ArrowBytes(count: magic.count + data + footer.count)
    try bytes.withMutableBytes { (target: UnsafeMutableRawBufferPointer) throws(StorageError) in
      target.copyBytes(from: magic)
      try writer.read(
        into: UnsafeMutableRawBufferPointer(rebasing: target[magic.count..<magic.count + data]), at: group.offset)
      UnsafeMutableRawBufferPointer(rebasing: target[(magic.count + data)...]).copyBytes(from: footer)
    }
    return bytes
  }

  private static func write(_ bytes: [UInt8], to writer: any ObjectWriter) throws(StorageError) {
    let outcome = bytes.withUnsafeBytes { all in
      Result { () throws(StorageError) in try writer.write(all) }
    }
    try outcome.get()
  }

  func discard() { writer.discard() }
}

/// A part that is durable but does not show yet.
struct FinishedPart {
  var writer: any ObjectWriter
  /// Bytes.
  var size: Int
  var statistics: PartStatistics
}
