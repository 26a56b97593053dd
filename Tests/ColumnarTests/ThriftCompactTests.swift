import Columnar
import Testing

@Suite struct ThriftCompactTests {
  @Test func fieldsOfEveryTypeSurviveARoundTrip() throws {
    var inner = ThriftStruct()
    inner[-3] = .bool(false)
    inner[1] = .bool(true)
    inner[300] = .i8(-1)
    var value = ThriftStruct()
    value[1] = .i16(.min)
    value[2] = .i32(.max)
    value[3] = .i64(.min)
    value[18] = .double(Double.nan.bitPattern)
    value[19] = .binary([])
    value[20] = .list(ThriftList(of: .yes, [.bool(true), .bool(false)]))
    value[21] = .list(ThriftList(of: .structure, [ThriftValue](repeating: .structure(inner), count: 40)))
    value[22] = .set(ThriftList(of: .binary, [.binary([1, 2, 3])]))
    value[23] = .map(ThriftMap())
    value[.max] = .uuid([UInt8](0..<16))
    let bytes = ThriftCompact.encode(value)
    #expect(try ThriftCompact.decode(bytes) == value)
    #expect(bytes.starts(with: [0x14, 0xff, 0xff, 3]))
  }

  @Test func mapsSurviveARoundTrip() throws {
    let bytes: [UInt8] = [0x1b, 2, 0x85, 1, 0x61, 2, 1, 0x62, 4, 0]
    #expect(ThriftCompact.encode(try ThriftCompact.decode(bytes)) == bytes)
  }

  @Test(
    arguments: [
      [], [0x15], [0x15, 0x80], [0, 0], [0x1e, 0], [0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0],
      [0x14, 0x80, 0x80, 8, 0], [0x18, 0xff, 0xff, 0xff, 0xff, 7, 0], [0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7],
      [0x15, 2, 0x05, 2, 2, 0], [0x19, 0x21, 3, 1, 0],
    ] as [[UInt8]])
  func badBytesThrow(bytes: [UInt8]) {
    #expect(throws: ParquetFooterError.self) { try ThriftCompact.decode(bytes) }
  }

  @Test func endlessNestingThrows() {
    #expect(throws: ParquetFooterError.self) { try ThriftCompact.decode([UInt8](repeating: 0x1c, count: 100_000)) }
    #expect(throws: ParquetFooterError.self) { try ThriftCompact.decode([UInt8](repeating: 0x19, count: 100_000)) }
  }
}
