import CArrow

/// Builds record batches of one schema, one after the other.
public final class BatchBuilder {
  public let schema: Schema
  public let columns: [ColumnBuilder]

  public init(schema: Schema) {
    self.schema = schema
    columns = schema.fields.map { ColumnBuilder($0.type) }
  }

  /// The first `rows` rows as a batch; columns that are shorter end in nulls. The builder is empty afterwards.
  public func finish(rows: Int) -> RecordBatch {
    var array = ArrowArray()
    ArrowArray.initialize(&array, length: rows, nulls: 0, buffers: [nil], children: columns.count)
    for (index, column) in columns.enumerated() { column.finish(rows: rows, into: array.children[index]!) }
    return RecordBatch(schema: schema, array: array)
  }
}
