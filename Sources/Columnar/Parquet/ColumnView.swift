import CArrow

/// One column, or a member of one, of rows that came from elsewhere: what is of another type than asked for is nil, as nulls are.
///
/// Rows of a top-level column and of its members count from 0; elements of lists have rows of their own.
public struct ColumnView {
  /// Keeps the memory.
  private let owner: ForeignRows.Batch
  private let schema: UnsafePointer<ArrowSchema>
  private let array: UnsafePointer<ArrowArray>
  /// From a row to its slot in the buffers.
  private let shift: Int
  private let kind: Kind

  /// https://arrow.apache.org/docs/format/CDataInterface.html#data-type-description-format-strings
  private enum Kind {
    case boolean, int8, int16, int32, int64
    case string, largeString
    case list, map, largeList
    case structure
    case other

    init(_ format: String) {
      switch format {
      case "b": self = .boolean
      case "c": self = .int8
      case "s": self = .int16
      case "i": self = .int32
      case "l": self = .int64
      case "u": self = .string
      case "U": self = .largeString
      case "+l": self = .list
      case "+m": self = .map
      case "+L": self = .largeList
      case "+s": self = .structure
      default: self = .other
      }
    }
  }

  /// - Parameter shift: that of the parent's members; the array's own offset comes on top.
  init(
    _ owner: ForeignRows.Batch, schema: UnsafePointer<ArrowSchema>, array: UnsafePointer<ArrowArray>, shift: Int
  ) {
    self.owner = owner
    self.schema = schema
    self.array = array
    self.shift = shift + Int(array.pointee.offset)
    kind = Kind(String(cString: schema.pointee.format))
  }

  /// Whether the row has a value.
  public func hasValue(_ row: Int) -> Bool {
    // A column without buffers is all nulls; one without validity has none.
    guard array.pointee.n_buffers > 0 else { return false }
    return array.pointee.buffers[0].map { bit($0, row + shift) } ?? true
  }

  public func boolean(_ row: Int) -> Bool? {
    guard kind == .boolean, hasValue(row), let values = array.pointee.buffers[1] else { return nil }
    return bit(values, row + shift)
  }

  /// A signed integer of any width.
  public func integer(_ row: Int) -> Int? {
    guard hasValue(row) else { return nil }
    switch kind {
    case .int8: return Int(load(1, row + shift, as: Int8.self))
    case .int16: return Int(load(1, row + shift, as: Int16.self))
    case .int32: return Int(load(1, row + shift, as: Int32.self))
    case .int64: return Int(load(1, row + shift, as: Int64.self))
    default: return nil
    }
  }

  public func string(_ row: Int) -> String? {
    guard hasValue(row), kind == .string || kind == .largeString else { return nil }
    let range = offsets(row)
    guard !range.isEmpty, let bytes = array.pointee.buffers[2] else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count), as: UTF8.self)
  }

  /// The member of a struct column.
  public subscript(name: String) -> ColumnView? {
    guard kind == .structure else { return nil }
    for index in 0..<Int(schema.pointee.n_children) {
      guard let type = schema.pointee.children[index], String(cString: type.pointee.name) == name else { continue }
      return member(index)
    }
    return nil
  }

  /// The strings of a list, without nulls.
  public func strings(_ row: Int) -> [String]? {
    guard hasValue(row), kind == .list || kind == .largeList, let elements = member(0) else { return nil }
    return offsets(row).compactMap { elements.string($0) }
  }

  /// A map from strings to strings or nulls.
  public func map(_ row: Int) -> [String: String?]? {
    guard hasValue(row), kind == .map, let pairs = member(0), let keys = pairs.member(0), let values = pairs.member(1)
    else { return nil }
    var map: [String: String?] = [:]
    for element in offsets(row) {
      if let key = keys.string(element) { map.updateValue(values.string(element), forKey: key) }
    }
    return map
  }

  private func member(_ index: Int) -> ColumnView? {
    guard index < Int(schema.pointee.n_children), let type = schema.pointee.children[index],
      let values = array.pointee.children[index]
    else { return nil }
    // A struct's offset counts for its members too; that of a list does not for its elements.
    return ColumnView(owner, schema: type, array: values, shift: kind == .structure ? shift : 0)
  }

  private func offsets(_ row: Int) -> Range<Int> {
    switch kind {
    case .largeString, .largeList:
      Int(load(1, row + shift, as: Int64.self))..<Int(load(1, row + shift + 1, as: Int64.self))
    default:
      Int(load(1, row + shift, as: Int32.self))..<Int(load(1, row + shift + 1, as: Int32.self))
    }
  }

  private func load<Value: FixedWidthInteger & BitwiseCopyable>(_ buffer: Int, _ slot: Int, as type: Value.Type)
    -> Value
  {
    array.pointee.buffers[buffer]?.loadUnaligned(fromByteOffset: slot * MemoryLayout<Value>.size, as: type) ?? 0
  }

  private func bit(_ buffer: UnsafeRawPointer, _ slot: Int) -> Bool {
    buffer.load(fromByteOffset: slot / 8, as: UInt8.self) & (1 << UInt8(slot % 8)) != 0
  }
}
