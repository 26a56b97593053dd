import Columnar
import JSONLines

/// Lines decoded as a run would decode them: types from a sample, which is the lines themselves unless given.
struct DecodedLines {
  let decoded: DecodedBatch

  init(
    _ lines: [String], sample: [String]? = nil, schema: [Field] = [], shape: RecordLayout.Shape = .flattened,
    existing: Schema = Schema()
  ) {
    let inference = SchemaInference()
    inference.observe(Self.batch(sample ?? lines))
    let layout = RecordLayout(
      record: inference.members(given: schema), shape: shape, keepsRescued: true, existing: existing)
    decoded = BatchDecoder(layout: layout).decode(Self.batch(lines))
  }

  static func batch(_ lines: [String]) -> RawBatch {
    let batch = RawBatch()
    batch.files = ["2020/01/01/test.jsonl"]
    for (index, line) in lines.enumerated() {
      let bytes = Array(line.utf8)
      batch.reserve(bytes.count).copyBytes(from: bytes)
      batch.lines.append(
        .init(offset: batch.count, length: Int32(bytes.count), file: 0, number: index + 1, position: batch.count))
      batch.commit(bytes.count)
    }
    return batch
  }

  var types: [String] { decoded.records.schema.fields.map { "\($0.name) \($0.type)" } }

  subscript(_ column: String) -> [String] {
    guard let index = decoded.records.schema.fields.firstIndex(where: { $0.name == column }) else { return [] }
    return (0..<decoded.records.rowCount).map { decoded.records.text(column: index, row: $0) }
  }

  var rescued: [String] { self["_rescued"] }
}
