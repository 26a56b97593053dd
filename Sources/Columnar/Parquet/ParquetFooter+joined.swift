extension ParquetFooter {
  /// What to write behind the data of several files to make them one: the footer, its length and the closing magic.
  ///
  /// `offset` is where the bytes of the piece's ``dataRange`` begin in the joined file: 4 for the first piece when it
  /// follows the leading magic. Row groups are listed in the order of `pieces`. The key-values (with Arrow's schema),
  /// the version and the writer's name are the first piece's. The same pieces always give the same bytes.
  ///
  /// Page indexes (`OffsetIndex`, `ColumnIndex`) are left out: an offset index, which lies in the data, says where in
  /// the file each page is, and would be wrong in any other place. Readers do without.
  ///
  /// - Throws: if there are no pieces, their schemas differ, they overlap, or there are more than 32,767 row groups.
  public static func joined(
    _ pieces: [(footer: ParquetFooter, offset: Int)]
  ) throws(ParquetFooterError) -> [UInt8] {
    guard let first = pieces.first else { throw ParquetFooterError(.mismatch, "no pieces to join; give one or more") }
    try checkPlaces(pieces)
    var result = try ThriftCompact.decode(first.footer.bytes)
    var groups: [ThriftValue] = []
    var rows: Int64 = 0
    for (index, piece) in pieces.enumerated() {
      let metadata = try ThriftCompact.decode(piece.footer.bytes)
      guard metadata[2] == result[2], metadata[7] == result[7] else {
        throw ParquetFooterError(
          .mismatch, "the schema of piece \(index) differs from that of piece 0; encode both with one schema")
      }
      for var group in try metadata.required(4, "FileMetaData.row_groups", \.structures) {
        guard let ordinal = Int16(exactly: groups.count) else {
          throw ParquetFooterError(.mismatch, "more row groups than a Parquet file can have; write larger ones")
        }
        try group.move(by: Int64(piece.offset - piece.footer.dataRange.lowerBound))
        group[7] = .i16(ordinal)
        groups.append(.structure(group))
      }
      let (sum, overflow) = rows.addingReportingOverflow(Int64(piece.footer.rowCount))
      guard !overflow else { throw ParquetFooterError(.mismatch, "more rows than a Parquet file can have") }
      rows = sum
    }
    result[3] = .i64(rows)
    result[4] = .list(ThriftList(of: .structure, groups))

    var bytes = ThriftCompact.encode(result)
    // Readers take the length for a signed number.
    guard let length = Int32(exactly: bytes.count) else {
      throw ParquetFooterError(.mismatch, "a footer of \(bytes.count) bytes; join fewer pieces")
    }
    withUnsafeBytes(of: length.littleEndian) { bytes += $0 }
    return bytes + magic
  }

  /// Each piece must be behind the leading magic and have its bytes to itself.
  private static func checkPlaces(_ pieces: [(footer: ParquetFooter, offset: Int)]) throws(ParquetFooterError) {
    var end = magic.count
    for piece in pieces.sorted(by: { $0.offset < $1.offset }) {
      guard piece.offset >= end, piece.offset <= Int.max - piece.footer.dataRange.count else {
        throw ParquetFooterError(.mismatch, "the piece at byte \(piece.offset) begins before byte \(end), where it may")
      }
      end = piece.offset + piece.footer.dataRange.count
    }
  }
}

extension ThriftStruct {
  /// Moves a `RowGroup` to another place in its file.
  fileprivate mutating func move(by distance: Int64) throws(ParquetFooterError) {
    var columns: [ThriftValue] = []
    for var chunk in try required(1, "RowGroup.columns", \.structures) {
      var metadata = try chunk.required(3, "ColumnChunk.meta_data", \.structure)
      try metadata.shift(9, "ColumnMetaData.data_page_offset", by: distance)
      try metadata.shift(10, "ColumnMetaData.index_page_offset", by: distance)
      try metadata.shift(11, "ColumnMetaData.dictionary_page_offset", by: distance)
      try metadata.shift(14, "ColumnMetaData.bloom_filter_offset", by: distance)
      chunk[3] = .structure(metadata)
      try chunk.shift(2, "ColumnChunk.file_offset", by: distance)
      // The places and lengths of the page indexes.
      for id in Int16(4)...7 { chunk[id] = nil }
      columns.append(.structure(chunk))
    }
    self[1] = .list(ThriftList(of: .structure, columns))
    try shift(5, "RowGroup.file_offset", by: distance)
  }

  /// Moves an offset in the file. Writers put 0 for "none".
  private mutating func shift(_ id: Int16, _ name: StaticString, by distance: Int64) throws(ParquetFooterError) {
    guard let offset = try optional(id, name, \.integer), offset != 0 else { return }
    let (moved, overflow) = offset.addingReportingOverflow(distance)
    guard offset > 0, !overflow, moved > 0 else { throw .malformed("\(name) is \(offset)") }
    self[id] = .i64(moved)
  }
}
