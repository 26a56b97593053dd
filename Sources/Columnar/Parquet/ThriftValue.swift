/// A value as the Thrift compact protocol carries it: enough to write back, unchanged, fields that nobody here knows.
package enum ThriftValue: Sendable, Hashable {
  case bool(Bool)
  case i8(Int8)
  case i16(Int16)
  case i32(Int32)
  case i64(Int64)
  /// The bit pattern of a double, so that every NaN is kept and equals itself.
  case double(UInt64)
  case binary([UInt8])
  case list(ThriftList)
  case set(ThriftList)
  case map(ThriftMap)
  case structure(ThriftStruct)
  /// 16 bytes.
  case uuid([UInt8])
}

/// The types of the compact protocol, by their numbers on the wire. In field headers a boolean's type is its value.
package enum ThriftType: UInt8, Sendable, Hashable {
  case yes = 1
  case no, i8, i16, i32, i64, double, binary, list, set, map, structure, uuid
}

package struct ThriftList: Sendable, Hashable {
  package var element: ThriftType
  package var items: [ThriftValue]

  package init(of element: ThriftType, _ items: [ThriftValue]) {
    self.element = element
    self.items = items
  }
}

/// Entries in the order of the file. An empty map has no types.
package struct ThriftMap: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var key: ThriftValue
    package var value: ThriftValue
  }

  package var keyType: ThriftType?
  package var valueType: ThriftType?
  package var entries: [Entry]

  package init(keyType: ThriftType? = nil, valueType: ThriftType? = nil, _ entries: [Entry] = []) {
    self.keyType = keyType
    self.valueType = valueType
    self.entries = entries
  }
}

extension ThriftValue {
  var type: ThriftType {
    switch self {
    case .bool(let value): value ? .yes : .no
    case .i8: .i8
    case .i16: .i16
    case .i32: .i32
    case .i64: .i64
    case .double: .double
    case .binary: .binary
    case .list: .list
    case .set: .set
    case .map: .map
    case .structure: .structure
    case .uuid: .uuid
    }
  }

  /// The value of an integer of any size.
  var integer: Int64? {
    switch self {
    case .i8(let value): Int64(value)
    case .i16(let value): Int64(value)
    case .i32(let value): Int64(value)
    case .i64(let value): value
    default: nil
    }
  }

  var boolean: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  var bytes: [UInt8]? {
    if case .binary(let value) = self { value } else { nil }
  }

  var string: String? {
    bytes.flatMap { String(validating: $0, as: UTF8.self) }
  }

  var structure: ThriftStruct? {
    if case .structure(let value) = self { value } else { nil }
  }

  var structures: [ThriftStruct]? {
    guard case .list(let list) = self else { return nil }
    let all = list.items.compactMap(\.structure)
    return all.count == list.items.count ? all : nil
  }

  var strings: [String]? {
    guard case .list(let list) = self else { return nil }
    let all = list.items.compactMap(\.string)
    return all.count == list.items.count ? all : nil
  }
}
