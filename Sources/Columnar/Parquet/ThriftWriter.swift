/// Writes values in the Thrift compact protocol.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: ThriftStruct) {
    var last: Int16 = 0
    for field in value.fields {
      let type = field.value.type.rawValue
      // In Int, as the distance of two Int16 may be more than an Int16 holds.
      let delta = Int(field.id) - Int(last)
      if 1...15 ~= delta {
        bytes.append(UInt8(delta) << 4 | type)
      } else {
        bytes.append(type)
        integer(Int64(field.id))
      }
      // The type of a boolean field is its value.
      if field.value.boolean == nil { write(field.value) }
      last = field.id
    }
    bytes.append(0)
  }

  private mutating func write(_ value: ThriftValue) {
    switch value {
    case .bool(let value): bytes.append(value ? 1 : 2)
    case .i8(let value): bytes.append(UInt8(bitPattern: value))
    case .i16(let value): integer(Int64(value))
    case .i32(let value): integer(Int64(value))
    case .i64(let value): integer(value)
    case .double(let bits):
      for shift in stride(from: UInt64(0), to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    case .binary(let value):
      varint(UInt64(value.count))
      bytes += value
    case .list(let list), .set(let list): write(list)
    case .map(let map): write(map)
    case .structure(let value): write(value)
    case .uuid(let value): bytes += value
    }
  }

  private mutating func write(_ list: ThriftList) {
    if list.items.count < 15 {
      bytes.append(UInt8(list.items.count) << 4 | list.element.rawValue)
    } else {
      bytes.append(0xf0 | list.element.rawValue)
      varint(UInt64(list.items.count))
    }
    for item in list.items { write(item) }
  }

  private mutating func write(_ map: ThriftMap) {
    guard let key = map.keyType, let value = map.valueType, !map.entries.isEmpty else {
      bytes.append(0)
      return
    }
    varint(UInt64(map.entries.count))
    bytes.append(key.rawValue << 4 | value.rawValue)
    for entry in map.entries {
      write(entry.key)
      write(entry.value)
    }
  }

  private mutating func integer(_ value: Int64) {
    varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
