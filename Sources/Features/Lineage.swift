import Columnar
import JSONLines

/// The columns that say which raw file and line a row came from.
enum Lineage {
  /// - Parameter lines: for each row, the index of its line in `raw`.
  static func columns(of lines: [Int32], in raw: RawBatch) -> RecordBatch {
    let builder = BatchBuilder(
      schema: Schema([
        Field(RecordLayout.sourceFileColumn, .string), Field(RecordLayout.sourceLineColumn, .int64),
      ]))
    for (row, index) in lines.enumerated() {
      let line = raw.lines[Int(index)]
      var path = raw.files[Int(line.file)]
      path.withUTF8 {
        builder.columns[0].append(UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped), count: $0.count, at: row)
      }
      builder.columns[1].append(Int64(line.number), at: row)
    }
    return builder.finish(rows: lines.count)
  }
}
