/// How values lie in the pages of a leaf column (`Type` in parquet.thrift).
public enum ParquetPhysicalType: Int64, Sendable, Hashable {
  case boolean = 0
  case int32, int64, int96, float, double, byteArray, fixedLengthByteArray
}

/// What a footer says of one leaf column of a row group (`ColumnChunk` and `ColumnMetaData` in parquet.thrift).
public struct ParquetColumnChunk: Sendable, Hashable {
  /// The names from the column down to the leaf; a list adds `list` and `element`.
  public var path: [String]
  public var physicalType: ParquetPhysicalType
  /// Values with the nulls among them. Without lists above, that is the number of rows.
  public var valueCount: Int
  /// Bytes before compression.
  public var totalUncompressedSize: Int
  /// Bytes in the file.
  public var totalCompressedSize: Int

  public var nullCount: Int?
  /// How many values are NaN, where the writer says so.
  public var nanCount: Int?
  /// No value is below this. Encoded as in a plain page, byte arrays without their length. Nil also where the file
  /// does not say by which order, or by one that came up after this was written.
  public var minimum: [UInt8]?
  /// No value is above this; encoded like ``minimum``.
  public var maximum: [UInt8]?
  /// Whether ``minimum`` is one of the values, where the writer says so.
  public var isMinimumExact: Bool?
  public var isMaximumExact: Bool?

  init(_ chunk: ThriftStruct, leaf: ParquetLeaf, data: Range<Int>) throws(ParquetFooterError) {
    guard chunk[1] == nil, chunk[8] == nil, chunk[9] == nil else {
      throw ParquetFooterError(
        .unsupported, "column \(leaf.path): encrypted, or kept in another file; write it into one plain file")
    }
    let metadata = try chunk.required(3, "ColumnChunk.meta_data", \.structure)
    path = try metadata.required(3, "ColumnMetaData.path_in_schema", \.strings)
    guard path == leaf.path else { throw .malformed("column \(path) stands where the schema has \(leaf.path)") }
    physicalType = try metadata.required(1, "ColumnMetaData.type") {
      $0.integer.flatMap(ParquetPhysicalType.init(rawValue:))
    }
    valueCount = try metadata.count(5, "ColumnMetaData.num_values")
    totalUncompressedSize = try metadata.count(6, "ColumnMetaData.total_uncompressed_size")
    totalCompressedSize = try metadata.count(7, "ColumnMetaData.total_compressed_size")
    try Self.check(metadata, size: totalCompressedSize, in: data)

    guard let statistics = try metadata.optional(12, "ColumnMetaData.statistics", \.structure) else { return }
    nullCount = try statistics.optional(3, "Statistics.null_count", ThriftStruct.count)
    nanCount = try statistics.optional(9, "Statistics.nan_count", ThriftStruct.count)
    guard nullCount ?? 0 <= valueCount else { throw .malformed("column \(path) has more nulls than values") }
    guard leaf.hasKnownOrder else { return }
    maximum = try statistics.optional(5, "Statistics.max_value", \.bytes)
    minimum = try statistics.optional(6, "Statistics.min_value", \.bytes)
    isMaximumExact = try statistics.optional(7, "Statistics.is_max_value_exact", \.boolean)
    isMinimumExact = try statistics.optional(8, "Statistics.is_min_value_exact", \.boolean)
  }

  /// The pages must be where the data is. A column without any may give any place.
  private static func check(_ metadata: ThriftStruct, size: Int, in data: Range<Int>) throws(ParquetFooterError) {
    let page = try metadata.count(9, "ColumnMetaData.data_page_offset")
    let dictionary = try metadata.optional(11, "ColumnMetaData.dictionary_page_offset", ThriftStruct.count) ?? 0
    guard size > 0 else { return }
    // Of a column without values, libparquet writes an empty dictionary and 0 as the place of its data pages.
    let start = dictionary > 0 && (page == 0 || dictionary < page) ? dictionary : page
    guard data.contains(start), size <= data.upperBound - start else {
      throw .malformed("pages at byte \(start), \(size) bytes long, are not within the file's data \(data)")
    }
  }
}
