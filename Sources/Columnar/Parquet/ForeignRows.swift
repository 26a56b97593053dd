import CArrow

/// The rows of a Parquet file that others may have written: any columns of any types, looked at by name.
public struct ForeignRows {
  public let batches: [Batch]

  /// Reads a whole file.
  public init(parquet file: [UInt8]) throws(ColumnarError) {
    let copy = try ArrowBytes(count: file.count)
    copy.withMutableBytes { $0.copyBytes(from: file) }
    var bytes = copy.release()
    var stream = ArrowArrayStream()
    try arrow(.corrupt) { carrow_parquet_decode(&bytes, 1 << 20, &stream, $0) }
    defer { stream.release?(&stream) }
    var batches: [Batch] = []
    while let batch = try Batch(&stream) { batches.append(batch) }
    self.batches = batches
  }

  /// Some rows, and their memory.
  public final class Batch {
    private let schema: UnsafeMutablePointer<ArrowSchema>
    private let array: UnsafeMutablePointer<ArrowArray>

    public var rowCount: Int { Int(array.pointee.length) }

    /// The next of a stream; nil at its end.
    init?(_ stream: inout ArrowArrayStream) throws(ColumnarError) {
      schema = .allocate(capacity: 1)
      array = .allocate(capacity: 1)
      schema.initialize(to: ArrowSchema())
      array.initialize(to: ArrowArray())
      for code in [stream.get_schema(&stream, schema), stream.get_next(&stream, array)] where code != 0 {
        let message = stream.get_last_error(&stream).map { String(cString: $0) }
        throw ColumnarError(.corrupt, message ?? "unreadable rows")
      }
      if array.pointee.release == nil { return nil }
    }

    deinit {
      schema.pointee.release?(schema)
      array.pointee.release?(array)
      schema.deallocate()
      array.deallocate()
    }

    /// The column of a name.
    public subscript(name: String) -> ColumnView? {
      ColumnView(self, schema: schema, array: array, shift: 0)[name]
    }
  }
}
