/// The footer of a Parquet file: its schema, and where each row group's columns are.
///
/// Kept as the bytes of the file, which are several times smaller than what they say. All of it is checked once when
/// it is made; ``rowGroups()`` parses it again.
///
/// The layout is that of https://parquet.apache.org/docs/file-format/: `PAR1`, the data, the footer
/// (`FileMetaData` of parquet.thrift), its length in four bytes, `PAR1`.
public struct ParquetFooter: Sendable, Hashable {
  /// What a Parquet file begins and ends with.
  public static let magic: [UInt8] = Array("PAR1".utf8)

  /// The bytes of the file between the leading magic and the footer.
  public let dataRange: Range<Int>
  public let rowCount: Int
  /// `FileMetaData` in the Thrift compact protocol.
  package let bytes: [UInt8]

  /// Reads the footer at the end of a whole file in memory. Keeps none of the file's memory.
  /// - Throws: if this is no Parquet file, the footer is damaged, or it points at bytes outside ``dataRange``; and for
  ///   encrypted files.
  public init(file: UnsafeRawBufferPointer) throws(ParquetFooterError) {
    let tail = Self.magic.count + 4
    guard file.count >= Self.magic.count + tail, file.starts(with: Self.magic), file.suffix(4).elementsEqual(Self.magic)
    else {
      throw ParquetFooterError(
        .notParquet,
        "no Parquet file: \(file.count) bytes that do not begin and end with PAR1; it may have been cut off: write it again"
      )
    }
    let end = file.count - tail
    let length = Int(UInt32(littleEndian: file.loadUnaligned(fromByteOffset: end, as: UInt32.self)))
    guard length <= end - Self.magic.count else {
      throw .malformed("its length of \(length) bytes is more than the file's \(file.count) bytes hold")
    }
    try self.init(bytes: [UInt8](file[end - length..<end]), dataRange: Self.magic.count..<end - length)
  }

  /// - Parameter checked: made from the bytes of a footer that was checked.
  init(checked bytes: [UInt8], dataRange: Range<Int>, rowCount: Int) {
    self.bytes = bytes
    self.dataRange = dataRange
    self.rowCount = rowCount
  }

  init(bytes: [UInt8], dataRange: Range<Int>) throws(ParquetFooterError) {
    let metadata = try ThriftCompact.decode(bytes)
    self.bytes = bytes
    self.dataRange = dataRange
    self.rowCount = try metadata.count(3, "FileMetaData.num_rows")
    guard metadata[8] == nil, metadata[9] == nil else {
      throw ParquetFooterError(.unsupported, "the Parquet file is encrypted or signed; write it in plain")
    }
    var left = rowCount
    for group in try Self.rowGroups(of: metadata, in: dataRange) {
      guard group.rowCount <= left else { throw .malformed("its row groups have more rows than its \(rowCount)") }
      left -= group.rowCount
    }
    guard left == 0 else { throw .malformed("its row groups have \(left) rows less than its \(rowCount)") }
  }

  /// What the footer says of each row group, in the order of the rows.
  public func rowGroups() throws(ParquetFooterError) -> [ParquetRowGroup] {
    try Self.rowGroups(of: try ThriftCompact.decode(bytes), in: dataRange)
  }

  private static func rowGroups(
    of metadata: ThriftStruct, in data: Range<Int>
  ) throws(ParquetFooterError) -> [ParquetRowGroup] {
    let leaves = try ParquetLeaf.all(of: metadata)
    var groups: [ParquetRowGroup] = []
    for group in try metadata.required(4, "FileMetaData.row_groups", \.structures) {
      groups.append(try ParquetRowGroup(group, leaves: leaves, data: data))
    }
    return groups
  }
}
