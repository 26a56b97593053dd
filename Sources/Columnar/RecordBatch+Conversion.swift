import CArrow

extension RecordBatch {
  /// The same rows under another schema: columns by name, those that are not here null, values converted where nothing
  /// is lost.
  /// - Throws: ``ColumnarError/Code/lossyCast`` naming the column whose values do not fit.
  public func cast(to wanted: Schema) throws(ColumnarError) -> RecordBatch {
    guard wanted != schema else { return self }
    var from = schema.makeArrowSchema()
    var to = wanted.makeArrowSchema()
    var source = share()
    var result = ArrowArray()
    try Columnar.arrow(.lossyCast) { carrow_cast(&from, &source, &to, &result, $0) }
    return RecordBatch(schema: wanted, array: result)
  }

  /// Rows in `range`, sharing this batch's memory.
  public func slice(_ range: Range<Int>) throws(ColumnarError) -> RecordBatch {
    guard range != 0..<rowCount else { return self }
    var type = schema.makeArrowSchema()
    var source = share()
    var result = ArrowArray()
    try Columnar.arrow {
      carrow_slice(&type, &source, Int64(range.lowerBound), Int64(range.count), &result, $0)
    }
    return RecordBatch(schema: schema, array: result)
  }
}

extension RecordBatch {
  /// The columns of this batch and, behind them, those of another with as many rows; memory is shared.
  public func appending(_ other: RecordBatch) -> RecordBatch {
    Self.combine([(self, Array(schema.fields.indices)), (other, Array(other.schema.fields.indices))])
  }

  /// The batch without the column `name`, and that column on its own; nil if there is none.
  public func removing(_ name: String) -> (rest: RecordBatch, column: RecordBatch)? {
    guard let index = schema.fields.firstIndex(where: { $0.isNamed(name) }) else { return nil }
    let others = schema.fields.indices.filter { $0 != index }
    return (Self.combine([(self, others)]), Self.combine([(self, [index])]))
  }

  /// A 32-bit integer column's values; nulls and other types give nil.
  public func int32Values(column index: Int) -> [Int32]? {
    guard schema.fields[index].type == .int32 else { return nil }
    return withColumn(index) { column in
      guard column.length > 0 else { return [] }
      guard column.null_count == 0, let values = column.buffers[1]?.assumingMemoryBound(to: Int32.self) else {
        return nil
      }
      return (0..<Int(column.length)).map { values[Int(column.offset) + $0] }
    }
  }

  /// A batch of columns of others, each of which is kept alive by it.
  private static func combine(_ sources: [(batch: RecordBatch, columns: [Int])]) -> RecordBatch {
    var array = ArrowArray()
    let picked = sources.flatMap { source in source.columns.map { (source.batch, $0) } }
    ArrowArray.initialize(
      &array, length: sources[0].batch.rowCount, nulls: 0, buffers: [nil], children: picked.count)
    var fields: [Field] = []
    for (place, (batch, index)) in picked.enumerated() {
      fields.append(batch.schema.fields[index])
      array.children[place]!.pointee = batch.shareColumn(index)
    }
    return RecordBatch(schema: Schema(fields), array: array)
  }
}
