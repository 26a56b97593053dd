import CArrow

extension RecordBatch {
  /// Batches of one schema as an Arrow IPC stream (<https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format>).
  public static func encodeIPC(_ batches: [RecordBatch], schema: Schema) throws(ColumnarError) -> ArrowBytes {
    var bytes = CArrowBuffer()
    var type = schema.makeArrowSchema()
    var arrays = batches.map { $0.share() }
    try Columnar.arrow { carrow_ipc_encode(&type, &arrays, Int64(arrays.count), &bytes, $0) }
    return ArrowBytes(bytes)
  }

  /// The batches of an Arrow IPC stream, sharing its memory. Consumes `stream`.
  public static func decodeIPC(_ stream: ArrowBytes) throws(ColumnarError) -> (schema: Schema, batches: [RecordBatch]) {
    var bytes = stream.release()
    var batches = ArrowArrayStream()
    try Columnar.arrow(.corrupt) { carrow_ipc_decode(&bytes, &batches, $0) }
    return try collect(&batches)
  }

  /// Every batch of a stream; releases it.
  static func collect(
    _ stream: inout ArrowArrayStream
  ) throws(ColumnarError) -> (schema: Schema, batches: [RecordBatch]) {
    defer { stream.release?(&stream) }
    func check(_ code: Int32) throws(ColumnarError) {
      guard code != 0 else { return }
      throw ColumnarError(.corrupt, stream.get_last_error(&stream).map { String(cString: $0) } ?? "unreadable stream")
    }
    var type = ArrowSchema()
    try check(stream.get_schema(&stream, &type))
    defer { type.release?(&type) }
    let schema = try Schema(type)
    var batches: [RecordBatch] = []
    while true {
      var array = ArrowArray()
      try check(stream.get_next(&stream, &array))
      guard array.release != nil else { return (schema, batches) }
      batches.append(RecordBatch(schema: schema, array: array))
    }
  }
}
