/// The Thrift compact protocol, in which Parquet's footers are written
/// (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
package enum ThriftCompact {
  /// Reads one struct that fills all of `bytes`.
  /// - Throws: if the bytes break the protocol, end early, go on behind the struct, or nest deeper than 32 levels.
  package static func decode(_ bytes: [UInt8]) throws(ParquetFooterError) -> ThriftStruct {
    var reader = ThriftReader(bytes)
    let value = try reader.structure(depth: 0)
    guard reader.position == bytes.count else {
      throw .malformed("\(bytes.count - reader.position) bytes too many behind its end")
    }
    return value
  }

  /// The bytes of a struct: always the same ones for the same struct.
  package static func encode(_ value: ThriftStruct) -> [UInt8] {
    var writer = ThriftWriter()
    writer.write(value)
    return writer.bytes
  }
}
