import CArrow

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Encodes rows as the row groups of Parquet parts.
public enum RowGroupEncoder {
  /// All rows of `batches` as the bytes of a Parquet file with one row group. The same rows in the same batches give the
  /// same bytes.
  /// - Parameters:
  ///   - batches: at least one, each of the schema `schema`.
  ///   - pairsAsMaps: whether lists of `{key, value}` structs are written as maps.
  public static func encode(
    _ batches: [RecordBatch], schema: Schema, compression: Compression, pairsAsMaps: Bool = false
  ) throws(ColumnarError) -> ArrowBytes {
    var type = schema.makeArrowSchema()
    if pairsAsMaps { type.makeMapsOfPairs() }
    var arrays = batches.map { $0.share() }
    var bytes = CArrowBuffer()
    let plain = plainColumns(of: batches[0])
    var names = plain.map { UnsafePointer(strdup($0)) }
    defer { for name in names { free(UnsafeMutablePointer(mutating: name)) } }
    try arrow { message in
      names.withUnsafeMutableBufferPointer { names in
        var options = CArrowParquetOptions(
          codec: compression.codec, plain_columns: names.baseAddress, plain_column_count: Int64(names.count))
        return carrow_parquet_encode(&type, &arrays, Int64(batches.count), &options, &bytes, message)
      }
    }
    return ArrowBytes(bytes)
  }

  /// The rows of a Parquet file in memory, in batches of the given lengths. Consumes `file`.
  /// - Parameter schema: the one that the file was encoded with.
  public static func decode(
    _ file: ArrowBytes, batchLengths: [Int], schema: Schema
  ) throws(ColumnarError) -> [RecordBatch] {
    var bytes = file.release()
    var stream = ArrowArrayStream()
    let rows = max(batchLengths.reduce(0, +), 1)
    try arrow(.corrupt) { carrow_parquet_decode(&bytes, Int64(rows), &stream, $0) }
    let whole = try RecordBatch.collect(&stream).batches
    guard whole.count == 1 else {
      throw ColumnarError(.corrupt, "expected one batch of \(rows) rows, found \(whole.count)")
    }
    let typed = try whole[0].cast(to: schema)
    var start = 0
    var batches: [RecordBatch] = []
    for length in batchLengths {
      batches.append(try typed.slice(start..<start + length))
      start += length
    }
    return batches
  }

  /// Top-level columns in which a dictionary would be built only to be given up: hardly any value comes twice.
  private static func plainColumns(of batch: RecordBatch) -> [String] {
    batch.schema.fields.enumerated().compactMap { index, field in
      let isDistinct =
        switch field.type {
        case .string, .binary: batch.withColumn(index, hasDistinctStrings)
        case .float64: batch.withColumn(index, hasDistinctDoubles)
        default: false
        }
      return isDistinct ? field.name : nil
    }
  }

  /// Values looked at.
  private static let sample = 256

  private static func hasDistinctStrings(_ column: ArrowArray) -> Bool {
    guard column.length > 0, let offsets = column.buffers[1]?.assumingMemoryBound(to: Int32.self),
      let bytes = column.buffers[2]
    else { return false }
    let first = Int(column.offset)
    var seen = Set<UInt64>()
    var values = 0
    var total = 0
    for row in first..<first + min(Int(column.length), sample) {
      let value = UnsafeRawBufferPointer(start: bytes + Int(offsets[row]), count: Int(offsets[row + 1] - offsets[row]))
      guard !value.isEmpty else { continue }
      values += 1
      total += value.count
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, so that the choice is the same in every process
      for byte in value { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      seen.insert(hash)
    }
    return values >= 32 && total / values >= 16 && seen.count * 10 > values * 9
  }

  private static func hasDistinctDoubles(_ column: ArrowArray) -> Bool {
    guard let values = column.buffers[1]?.assumingMemoryBound(to: UInt64.self) else { return false }
    let first = Int(column.offset)
    let rows = first..<first + min(Int(column.length), sample)
    // Nulls are zeros, and mostly so: they count as one value.
    return rows.count >= 32 && Set(rows.map { values[$0] }).count * 10 > rows.count * 9
  }
}
