import Columnar
import JSONLines

/// The records of a raw batch that a function is given.
struct UsableRecords {
  let raw: RawBatch
  /// For each record, the index of its line in ``raw``.
  let lines: [Int32]
  /// The records as columns, where the function takes columns.
  let columns: RecordBatch?

  var count: Int { lines.count }

  func line(_ record: Int) -> Int { Int(lines[record]) }

  func place(_ record: Int) -> (file: String, line: Int) {
    let line = raw.lines[Int(lines[record])]
    return (raw.files[Int(line.file)], line.number)
  }

  /// The records in `ranges` as an Arrow IPC stream.
  func ipc(_ ranges: [Range<Int>]) throws(FeatureError) -> ArrowBytes {
    guard let columns else { throw FeatureError(.load, "the function takes no columns") }
    do {
      return try RecordBatch.encodeIPC(
        ranges.map { (range) throws(ColumnarError) in try columns.slice(range) }, schema: columns.schema)
    } catch {
      throw FeatureError(.load, "a batch could not be handed over: \(error.message)")
    }
  }

  /// The records in `ranges` as lines, a line feed between them.
  func text(_ ranges: [Range<Int>]) -> [UnsafeRawBufferPointer] {
    var pieces: [UnsafeRawBufferPointer] = []
    for record in ranges.joined() {
      if !pieces.isEmpty { pieces.append(Self.lineFeed) }
      pieces.append(UnsafeRawBufferPointer(raw.bytes(of: raw.lines[Int(lines[record])])))
    }
    return pieces
  }

  /// A byte that lives as long as the program. Safe to share: it is written here, once, and only read afterwards.
  private nonisolated(unsafe) static let lineFeed: UnsafeRawBufferPointer = {
    let byte = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    byte[0] = UInt8(ascii: "\n")
    return UnsafeRawBufferPointer(byte)
  }()

  /// Replaces the column in which the worker says where each row came from by the lineage columns.
  func withLineage(_ batch: RecordBatch, _ ranges: [Range<Int>]) throws(FeatureError) -> RecordBatch {
    let records = Array(ranges.joined())
    guard let (rest, column) = batch.removing("_sluice_row"), let rows = column.int32Values(column: 0),
      rows.allSatisfy({ records.indices.contains(Int($0)) })
    else { throw FeatureError(.result, "the rows do not say which records they came from") }
    return rest.appending(Lineage.columns(of: rows.map { lines[records[Int($0)]] }, in: raw))
  }
}
