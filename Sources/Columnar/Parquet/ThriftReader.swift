/// Reads values of the Thrift compact protocol from bytes that may be damaged.
struct ThriftReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  /// Parquet's footers nest about ten levels deep. The limit keeps made-up bytes from exhausting the stack.
  private static let maximumDepth = 32

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  mutating func structure(depth: Int) throws(ParquetFooterError) -> ThriftStruct {
    guard depth < Self.maximumDepth else { throw damaged("nested too deeply") }
    var result = ThriftStruct()
    var last: Int16 = 0
    while true {
      let header = try byte()
      if header == 0 { return result }
      let type = try self.type(header & 0x0f)
      let id: Int16
      if header >> 4 == 0 {
        id = try integer()
      } else {
        let (sum, overflow) = last.addingReportingOverflow(Int16(header >> 4))
        guard !overflow else { throw damaged("field id out of range") }
        id = sum
      }
      let value: ThriftValue
      switch type {
      case .yes: value = .bool(true)
      case .no: value = .bool(false)
      default: value = try self.value(type, depth: depth + 1)
      }
      // Parquet writers write fields by ascending id; a field twice would mean different things to different readers.
      guard result.append(id: id, value) else { throw damaged("field \(id) out of order") }
      last = id
    }
  }

  /// A value that stands alone or in a list, where a boolean takes a byte.
  private mutating func value(_ type: ThriftType, depth: Int) throws(ParquetFooterError) -> ThriftValue {
    switch type {
    case .yes, .no:
      switch try byte() {
      case 1: return .bool(true)
      case 0, 2: return .bool(false)
      default: throw damaged("neither true nor false")
      }
    case .i8: return .i8(Int8(bitPattern: try byte()))
    case .i16: return .i16(try integer())
    case .i32: return .i32(try integer())
    case .i64: return .i64(try integer())
    case .double:
      return .double(try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    case .binary: return .binary([UInt8](try take(try size())))
    case .list: return .list(try list(depth: depth))
    case .set: return .set(try list(depth: depth))
    case .map: return .map(try map(depth: depth))
    case .structure: return .structure(try structure(depth: depth))
    case .uuid: return .uuid([UInt8](try take(16)))
    }
  }

  private mutating func list(depth: Int) throws(ParquetFooterError) -> ThriftList {
    guard depth < Self.maximumDepth else { throw damaged("nested too deeply") }
    let header = try byte()
    let element = try type(header & 0x0f)
    let count = header >> 4 == 15 ? try size() : Int(header >> 4)
    // Every element takes a byte or more, so a count past the end is damage; it must not reserve memory.
    guard count <= bytes.count - position else { throw damaged("a list of \(count) elements ends early") }
    var result = ThriftList(of: element, [])
    result.items.reserveCapacity(count)
    for _ in 0..<count { result.items.append(try value(element, depth: depth + 1)) }
    return result
  }

  private mutating func map(depth: Int) throws(ParquetFooterError) -> ThriftMap {
    guard depth < Self.maximumDepth else { throw damaged("nested too deeply") }
    let count = try size()
    guard count > 0 else { return ThriftMap() }
    let types = try byte()
    let key = try type(types >> 4)
    let value = try type(types & 0x0f)
    var result = ThriftMap(keyType: key, valueType: value)
    for _ in 0..<count {
      result.entries.append(
        ThriftMap.Entry(key: try self.value(key, depth: depth + 1), value: try self.value(value, depth: depth + 1)))
    }
    return result
  }

  private mutating func byte() throws(ParquetFooterError) -> UInt8 {
    guard position < bytes.count else { throw damaged("ends early") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func take(_ count: Int) throws(ParquetFooterError) -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw damaged("\(count) bytes end early") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  private mutating func varint() throws(ParquetFooterError) -> UInt64 {
    var result: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let next = try byte()
      guard shift < 63 || next <= 1 else { break }
      result |= UInt64(next & 0x7f) << shift
      if next & 0x80 == 0 { return result }
    }
    throw damaged("an integer has more than 64 bits")
  }

  private mutating func size() throws(ParquetFooterError) -> Int {
    let value = try varint()
    guard value <= UInt64(Int32.max) else { throw damaged("a size of \(value)") }
    return Int(value)
  }

  private mutating func integer<Value: FixedWidthInteger>() throws(ParquetFooterError) -> Value {
    let zigzag = try varint()
    let value = Int64(bitPattern: zigzag >> 1) ^ -Int64(zigzag & 1)
    guard let exact = Value(exactly: value) else { throw damaged("\(value) does not fit its type") }
    return exact
  }

  private func type(_ number: UInt8) throws(ParquetFooterError) -> ThriftType {
    guard let type = ThriftType(rawValue: number) else { throw damaged("unknown type \(number)") }
    return type
  }

  private func damaged(_ what: String) -> ParquetFooterError {
    .malformed("\(what), at byte \(position) of \(bytes.count)")
  }
}
