import CArrow

/// Some rows in columns, in Arrow's memory layout.
///
/// Sendable because it never changes: the Arrow array is read, shared and released, and Arrow allows all three from any
/// thread.
public final class RecordBatch: @unchecked Sendable {
  public let schema: Schema
  private var array: ArrowArray

  /// Takes the array over.
  init(schema: Schema, array: ArrowArray) {
    self.schema = schema
    self.array = array
  }

  deinit { array.release?(&array) }

  public var rowCount: Int { Int(array.length) }

  /// Bytes of the values, offsets included, validity left out: the same for the same values however they were made.
  public var byteCount: Int {
    zip(schema.fields, 0...).reduce(0) { sum, column in
      sum + Self.byteCount(array.children[column.1]!.pointee, column.0.type)
    }
  }

  private static func byteCount(_ array: ArrowArray, _ type: DataType) -> Int {
    let rows = Int(array.length)
    func ends() -> (start: Int, end: Int) {
      guard rows > 0, let offsets = array.buffers[1]?.assumingMemoryBound(to: Int32.self) else { return (0, 0) }
      return (Int(offsets[Int(array.offset)]), Int(offsets[Int(array.offset) + rows]))
    }
    switch type {
    case .null: return 0
    case .boolean, .int8: return rows
    case .int16: return rows * 2
    case .int32, .float32, .date: return rows * 4
    case .int64, .float64, .timestamp: return rows * 8
    case .decimal: return rows * 16
    case .string, .binary:
      let (start, end) = ends()
      return rows * 4 + end - start
    case .list(let element):
      let (start, end) = ends()
      guard array.children[0]!.pointee.length > 0 else { return rows * 4 }
      let whole = byteCount(array.children[0]!.pointee, element)
      return rows * 4 + whole * (end - start) / Int(array.children[0]!.pointee.length)
    case .structure(let fields):
      return fields.enumerated().reduce(0) { $0 + byteCount(array.children[$1.offset]!.pointee, $1.element.type) }
    }
  }

  /// A second handle on the same memory, for a function that consumes its argument; it keeps this batch alive.
  /// Its children are this batch's own: Arrow C++ reads children through their parent and never releases them alone.
  func share() -> ArrowArray { lend(array) }

  /// The same for one column.
  func shareColumn(_ index: Int) -> ArrowArray { lend(array.children[index]!.pointee) }

  private func lend(_ original: ArrowArray) -> ArrowArray {
    var shared = original
    shared.private_data = Unmanaged.passRetained(self).toOpaque()
    shared.release = { array in
      guard let array, let owner = array.pointee.private_data else { return }
      Unmanaged<RecordBatch>.fromOpaque(owner).release()
      array.pointee.release = nil
    }
    return shared
  }

  /// Calls `body` with one column's Arrow array.
  func withColumn<Result>(_ index: Int, _ body: (ArrowArray) -> Result) -> Result {
    body(array.children[index]!.pointee)
  }
}
