extension ParquetFooter {
  /// A row group that lies in a file, and what would follow it if it were a file of its own, right behind the leading magic.
  public struct Piece: Sendable {
    public var rowCount: Int
    /// The bytes of the row group's pages in the file.
    public var range: Range<Int>
    /// The footer, its length and the closing magic.
    public var footer: [UInt8]
  }

  /// Reads the footer from the end of a file.
  /// - Parameter tail: the last bytes of the file, the whole footer among them.
  public init(tail: UnsafeRawBufferPointer, fileSize: Int) throws(ParquetFooterError) {
    guard let length = Self.length(tail: tail), length + 12 <= fileSize, length + 8 <= tail.count else {
      throw ParquetFooterError(
        .notParquet, "no Parquet file: its end is no footer; it may have been cut off: write it again")
    }
    let start = tail.count - 8 - length
    try self.init(bytes: [UInt8](tail[start..<start + length]), dataRange: Self.magic.count..<fileSize - 8 - length)
  }

  /// Bytes of the footer before its length and the closing magic, from the last 8 bytes of a file; nil if it is no Parquet file.
  public static func length(tail: UnsafeRawBufferPointer) -> Int? {
    guard tail.count >= 8, tail.suffix(4).elementsEqual(magic) else { return nil }
    return Int(UInt32(littleEndian: tail.loadUnaligned(fromByteOffset: tail.count - 8, as: UInt32.self)))
  }

  /// The row groups, each as a file of its own.
  public func split() throws(ParquetFooterError) -> [Piece] {
    let metadata = try ThriftCompact.decode(bytes)
    var pieces: [Piece] = []
    for group in try metadata.required(4, "FileMetaData.row_groups", \.structures) {
      let range = try Self.range(of: group)
      guard dataRange.lowerBound <= range.lowerBound, range.upperBound <= dataRange.upperBound else {
        throw .malformed("a row group lies outside the data")
      }
      let rows = try group.count(3, "RowGroup.num_rows")
      var single = metadata
      single[3] = .i64(Int64(rows))
      single[4] = .list(ThriftList(of: .structure, [.structure(group)]))
      let piece = ParquetFooter(checked: ThriftCompact.encode(single), dataRange: range, rowCount: rows)
      pieces.append(Piece(rowCount: rows, range: range, footer: try .init(Self.joined([(piece, Self.magic.count)]))))
    }
    return pieces
  }

  /// From the first page of any column to the last page's end.
  private static func range(of group: ThriftStruct) throws(ParquetFooterError) -> Range<Int> {
    var (start, end) = (Int.max, 0)
    for chunk in try group.required(1, "RowGroup.columns", \.structures) {
      let column = try chunk.required(3, "ColumnChunk.meta_data", \.structure)
      let dictionary = Int(try column.optional(11, "ColumnMetaData.dictionary_page_offset", \.integer) ?? 0)
      let data = Int(try column.optional(9, "ColumnMetaData.data_page_offset", \.integer) ?? 0)
      let first = dictionary > 0 ? min(dictionary, data) : data
      let length = try column.count(7, "ColumnMetaData.total_compressed_size")
      guard first > 0, length <= Int.max - first else { throw .malformed("a column's pages lie nowhere") }
      start = min(start, first)
      end = max(end, first + length)
    }
    guard start <= end else { throw .malformed("a row group without columns") }
    return start..<end
  }
}
