/// What a footer says of one row group (`RowGroup` in parquet.thrift).
public struct ParquetRowGroup: Sendable, Hashable {
  public var rowCount: Int
  /// Bytes of its pages before compression.
  public var totalByteSize: Int
  /// Bytes of its pages in the file: the sum over its columns.
  public var totalCompressedSize: Int
  /// By the order of the schema's leaves.
  public var columns: [ParquetColumnChunk]

  /// - Parameters:
  ///   - leaves: The leaves of the file's schema.
  ///   - data: The bytes of the file in which its pages must be.
  init(_ group: ThriftStruct, leaves: [ParquetLeaf], data: Range<Int>) throws(ParquetFooterError) {
    rowCount = try group.count(3, "RowGroup.num_rows")
    totalByteSize = try group.count(2, "RowGroup.total_byte_size")
    let chunks = try group.required(1, "RowGroup.columns", \.structures)
    guard chunks.count == leaves.count else {
      throw .malformed("a row group with \(chunks.count) columns in a schema of \(leaves.count)")
    }
    totalCompressedSize = 0
    columns = []
    columns.reserveCapacity(chunks.count)
    for (chunk, leaf) in zip(chunks, leaves) {
      let column = try ParquetColumnChunk(chunk, leaf: leaf, data: data)
      let (sum, overflow) = totalCompressedSize.addingReportingOverflow(column.totalCompressedSize)
      guard !overflow else { throw .malformed("a row group larger than any file") }
      totalCompressedSize = sum
      columns.append(column)
    }
  }
}
