/// Builds one column in Arrow's memory layout, value by value, each at its row.
///
/// Rows between the last value and the next are null: a caller appends what there is and need not mention what there is
/// not. Struct members and list elements are built by ``children``; a member's row is its struct's row, an element's row
/// is its place among all elements of the column. Not thread-safe.
/// Layout: <https://arrow.apache.org/docs/format/Columnar.html>.
public final class ColumnBuilder {
  public let type: DataType
  public let children: [ColumnBuilder]
  /// Rows so far.
  public var count: Int { rows }
  @usableFromInline var rows = 0
  @usableFromInline var nulls = 0
  /// A byte a row, 1 where there is a value; empty while no row is null. Packed to bits at the end.
  @usableFromInline var valid = GrowableBuffer()
  /// Fixed-width values, booleans as a byte each, or the 32-bit end offsets of strings and lists.
  @usableFromInline var values = GrowableBuffer()
  /// The bytes of strings.
  @usableFromInline var data = GrowableBuffer()
  /// Bytes a row in ``values``; 0 for structs.
  @usableFromInline let width: Int

  public init(_ type: DataType) {
    self.type = type
    switch type {
    case .structure(let fields): children = fields.map { ColumnBuilder($0.type) }
    case .list(let element): children = [ColumnBuilder(element)]
    default: children = []
    }
    width =
      switch type {
      case .null, .structure: 0
      case .boolean, .int8: 1
      case .int16: 2
      case .int32, .float32, .date, .string, .binary, .list: 4
      case .int64, .float64, .timestamp: 8
      case .decimal: 16
      }
    begin()
  }

  /// Offsets have one entry more than rows: the start of the first.
  func begin() {
    switch type {
    case .string, .binary, .list: values.append(Int32(0))
    default: break
    }
  }

  /// Begins the value of `row`, after nulls for the rows that were passed over.
  @inlinable @inline(__always)
  func open(_ row: Int) {
    if rows < row { appendNulls(upTo: row) }
    if nulls > 0 { valid.append(UInt8(1)) }
    rows += 1
  }

  /// Appends a value of the column's own width, for every type but strings, lists and structs.
  @inlinable @inline(__always)
  public func append<Value: BitwiseCopyable>(_ value: Value, at row: Int) {
    open(row)
    values.append(value)
  }

  /// Appends a string or binary value.
  @inlinable @inline(__always)
  public func append(_ bytes: UnsafeRawPointer, count byteCount: Int, at row: Int) {
    open(row)
    data.append(bytes, count: byteCount)
    // Callers bound batches far below this; a wrapped offset would be another value's bytes.
    precondition(data.count <= Int32.max, "a column of one batch holds more than 2 GiB of text")
    values.append(Int32(truncatingIfNeeded: data.count))
  }

  /// Appends a struct whose members are then appended to ``children`` at the same row.
  @inlinable
  public func appendStruct(at row: Int) { open(row) }

  /// Appends a list that ends where its element column stands now.
  @inlinable
  public func appendList(at row: Int) {
    open(row)
    values.append(Int32(truncatingIfNeeded: children[0].count))
  }

  /// Appends nulls until there are `row` rows.
  @usableFromInline @inline(never)
  package func appendNulls(upTo row: Int) {
    let missing = row - count
    guard missing > 0 else { return }
    if nulls == 0, count > 0 {
      valid.reserve(count).initializeMemory(as: UInt8.self, repeating: 1, count: count)
      valid.size += count
    }
    valid.appendZeros(missing)
    switch type {
    case .string, .binary, .list:
      let end = values.load(at: values.count - 4, as: Int32.self)
      for _ in 0..<missing { values.append(end) }
    default:
      if width > 0 { values.appendZeros(missing * width) }
    }
    nulls += missing
    rows = row
  }

  /// Takes back every row from `row` on.
  public func truncate(to row: Int) {
    guard count > row else { return }
    if nulls > 0 {
      var taken = 0
      for index in row..<count where valid.load(at: index, as: UInt8.self) == 0 { taken += 1 }
      nulls -= taken
      valid.truncate(to: nulls > 0 ? row : 0)
    }
    switch type {
    case .string, .binary:
      values.truncate(to: (row + 1) * 4)
      data.truncate(to: Int(values.load(at: row * 4, as: Int32.self)))
    case .list:
      values.truncate(to: (row + 1) * 4)
      children[0].truncate(to: Int(values.load(at: row * 4, as: Int32.self)))
    case .structure:
      for child in children { child.truncate(to: row) }
    default:
      values.truncate(to: row * width)
    }
    rows = row
  }

  /// Bytes of string data so far, in this column and below.
  public var dataBytes: Int { children.reduce(data.count) { $0 + $1.dataBytes } }
}
