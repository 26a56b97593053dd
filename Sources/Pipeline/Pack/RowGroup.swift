import Columnar

/// Batches that will be one row group, in order.
struct RowGroup: Sendable {
  /// Place among the shard's row groups.
  var number: Int
  var batches: [RecordBatch]
  var rows: Int { batches.reduce(0) { $0 + $1.rowCount } }
}

/// An encoded row group: the bytes of a Parquet file with one row group.
struct EncodedRowGroup: Sendable {
  var number: Int
  var bytes: ArrowBytes
  var footer: ParquetFooter
  var schema: Schema
  /// Rows of each batch: encoding the same rows in the same pieces gives the same bytes.
  var batchLengths: [Int]

  init(_ group: RowGroup, schema: Schema, compression: Compression) throws(PipelineError) {
    do {
      let batches = try group.batches.map { (batch) throws(ColumnarError) in try batch.cast(to: schema) }
      bytes = try RowGroupEncoder.encode(batches, schema: schema, compression: compression)
      footer = try Self.readFooter(bytes)
    } catch {
      throw PipelineError(
        error.code == .lossyCast ? .schemaConflict : .warehouse,
        error.code == .lossyCast
          ? "\(error.message); other batches have doubles there, which cannot hold this value exactly: let the function return one type"
          : "rows could not be encoded as Parquet: \(error.message)")
    }
    number = group.number
    self.schema = schema
    batchLengths = group.batches.map(\.rowCount)
  }

  private static func readFooter(_ bytes: ArrowBytes) throws(ColumnarError) -> ParquetFooter {
    do {
      return try bytes.withBytes { (file) throws(ParquetFooterError) in try ParquetFooter(file: file) }
    } catch {
      throw ColumnarError(.corrupt, error.message)
    }
  }
}

/// Gathers batches, in order, into row groups. The cut depends on the batches alone.
struct RowGroupCutter {
  /// Rows a row group may have.
  let rowLimit: Int
  /// Bytes of column values at which a row group is full.
  var byteLimit = 32 << 20

  private var batches: [RecordBatch] = []
  private var rows = 0
  private var bytes = 0
  private var count = 0

  init(rowLimit: Int) { self.rowLimit = rowLimit }

  /// Adds a batch.
  /// - Returns: the row groups that are full now.
  mutating func add(_ batch: RecordBatch) throws(PipelineError) -> [RowGroup] {
    var full: [RowGroup] = []
    var start = 0
    while start < batch.rowCount {
      let end = min(start + rowLimit, batch.rowCount)
      let piece: RecordBatch
      do {
        piece = try batch.slice(start..<end)
      } catch {
        throw PipelineError(.warehouse, "a batch could not be cut: \(error.message)")
      }
      start = end
      if rows + piece.rowCount > rowLimit { full += close() }
      batches.append(piece)
      rows += piece.rowCount
      bytes += piece.byteCount
      if rows == rowLimit || bytes >= byteLimit { full += close() }
    }
    return full
  }

  /// The batches that are left, as a last row group.
  mutating func close() -> [RowGroup] {
    guard rows > 0 else { return [] }
    defer { (batches, rows, bytes, count) = ([], 0, 0, count + 1) }
    return [RowGroup(number: count, batches: batches)]
  }
}
