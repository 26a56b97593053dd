import Columnar

/// A decoded batch.
public struct DecodedBatch: Sendable {
  /// The usable records, in the order of their lines.
  public var records: RecordBatch
  /// For each row of ``records``, the index of its line in the raw batch.
  public var lines: [Int32]
  public var unusable: [UnusableLine]
  /// Records in which a key is repeated.
  public var repeatedKeys: Int
  /// Records whose value for a key is in `_rescued`, by key path joined with `.`.
  public var rescuedKeys: [String: Int]
}

/// A line that goes to the quarantine.
public struct UnusableLine: Sendable, Hashable {
  /// Index of the line in the raw batch.
  public var line: Int
  public var reason: QuarantineReason

  public init(line: Int, reason: QuarantineReason) {
    self.line = line
    self.reason = reason
  }
}

/// Decodes raw batches into columns by a layout. Used by one thread at a time; keeps its memory from batch to batch.
public final class BatchDecoder {
  private let parser = RecordParser()
  private let builder: BatchBuilder
  private let record: ObjectDecoder
  private let rescued: ColumnBuilder?
  private var walker = RecordWalker()

  public init(layout: RecordLayout) {
    builder = BatchBuilder(schema: layout.schema)
    record = ObjectDecoder(Self.decoders(for: layout.columns[...], builder.columns[...], depth: 0))
    rescued = layout.keepsRescued ? builder.columns.last : nil
  }

  /// Field decoders for columns whose paths agree in their first `depth` keys: neighbours that share the next key as well
  /// are members of one flattened object.
  private static func decoders(
    for columns: ArraySlice<RecordLayout.Column>, _ builders: ArraySlice<ColumnBuilder>, depth: Int
  ) -> [FieldDecoder] {
    var decoders: [FieldDecoder] = []
    var start = columns.startIndex
    while start < columns.endIndex {
      let column = columns[start]
      if column.path.count == depth + 1 {
        decoders.append(FieldDecoder(type: column.field.type, path: column.path, builder: builders[start]))
        start += 1
        continue
      }
      let end = columns[start...].firstIndex {
        $0.path.count <= depth || !$0.path[depth].utf8.elementsEqual(column.path[depth].utf8)
      }
      let range = start..<(end ?? columns.endIndex)
      let members = Self.decoders(for: columns[range], builders[range], depth: depth + 1)
      decoders.append(
        FieldDecoder(
          kind: .flattened, path: Array(column.path[...depth]), builder: nil, members: ObjectDecoder(members)))
      start = range.upperBound
    }
    return decoders
  }

  public func decode(_ raw: RawBatch) -> DecodedBatch {
    var rows = 0
    var lines: [Int32] = []
    lines.reserveCapacity(raw.lines.count)
    var unusable: [UnusableLine] = []
    var repeatedKeys = 0
    var rescuedKeys: [[String]: Int] = [:]
    for index in raw.lines.indices {
      let line = raw.bytes(of: raw.lines[index])
      switch raw.lines[index].length < 0 ? .unusable(.tooLong) : parser.parse(line) {
      case .unusable(let reason):
        unusable.append(UnusableLine(line: index, reason: reason))
      case .record(let tape):
        walker.begin(line: line)
        walker.decodeMembers(of: record, path: [], tape, at: Tape.root, row: rows)
        if walker.hasRepeatedKey { repeatedKeys += 1 }
        if !walker.rescued.isEmpty {
          for path in walker.rescued { rescuedKeys[path, default: 0] += 1 }
          if let rescued {
            let text = JSONText.rescued(paths: walker.rescued, in: line)
            text.withUnsafeBytes { rescued.append($0.baseAddress.unsafelyUnwrapped, count: $0.count, at: rows) }
          }
        }
        lines.append(Int32(truncatingIfNeeded: index))
        rows += 1
      }
    }
    return DecodedBatch(
      records: builder.finish(rows: rows), lines: lines, unusable: unusable, repeatedKeys: repeatedKeys,
      rescuedKeys: Dictionary(
        rescuedKeys.map { ($0.joined(separator: "."), $1) }, uniquingKeysWith: +))
  }
}
