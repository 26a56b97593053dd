import Columnar
import Storage

extension DeltaTable {
  /// Commits between two checkpoints, unless the table says otherwise.
  private static let interval = 10
  /// How long a checkpoint remembers parts that are live no longer, unless the table says otherwise; in milliseconds.
  private static let tombstoneRetention = 7 * 86_400_000
  private static let rowsPerBatch = 65_536

  /// Writes a checkpoint of a version that was just committed if it is time for one.
  ///
  /// Readers do without as well, only slower, so a checkpoint that cannot be written is no error; whoever commits next
  /// tries again.
  func keepCheckpoint(_ snapshot: inout Snapshot) {
    let interval = snapshot.metadata.configuration["delta.checkpointInterval"].flatMap { Int($0) } ?? Self.interval
    guard interval > 0, snapshot.version > 0 else { return }
    if snapshot.version % interval != 0 {
      // A checkpoint is overdue if the writer of the version that it was due at died.
      guard snapshot.version - (snapshot.checkpoint ?? 0) >= interval,
        snapshot.version - (lastCheckpoint ?? 0) >= interval
      else { return }
    }
    if (try? writeCheckpoint(snapshot)) != nil { snapshot.noteCheckpoint() }
  }

  /// Writes a checkpoint of a version.
  public func writeCheckpoint(_ snapshot: Snapshot) throws(TableError) {
    let rows = Self.rows(of: snapshot)
    do {
      let bytes = try Self.encode(rows)
      let size = bytes.count
      try store.write(Checkpoint.path(of: snapshot.version), bytes.withBytes { Array($0) })
      if let last = lastCheckpoint, last > snapshot.version { return }
      let summary = JSONValue.object([
        "version": .integer(snapshot.version), "size": .integer(rows.count), "sizeInBytes": .integer(size),
        "numOfAddFiles": .integer(snapshot.count),
      ])
      try store.write(Checkpoint.lastPath, Array(summary.text.utf8))
    } catch let error as StorageError {
      throw TableError(error, table: store.location)
    } catch {
      throw TableError(.corrupt, table: store.location, message: "its checkpoint cannot be written: \(error)")
    }
  }

  /// The version that `_last_checkpoint` names; nil if there is none, or it is damaged.
  private var lastCheckpoint: Int? {
    guard let bytes = try? store.read(Checkpoint.lastPath), let value = try? JSONParser.parse(bytes[...]) else {
      return nil
    }
    return value["version"]?.integer
  }

  /// The actions that are in force, as log entries have them.
  private static func rows(of snapshot: Snapshot) -> [JSONValue] {
    let oldest = now - retention(of: snapshot.metadata)
    let columns = snapshot.metadata.partitionColumns
    var actions: [LogAction] = [.tableProtocol(snapshot.tableProtocol), .metadata(snapshot.metadata)]
    actions += snapshot.applications.values.sorted { $0.appID < $1.appID }.map { .transaction($0) }
    actions += snapshot.tombstones.values.filter { $0.deleted ?? 0 >= oldest }.sorted { $0.loggedPath < $1.loggedPath }
      .map { .remove($0) }
    actions += snapshot.files.map { .add($0) }
    return actions.compactMap(\.json).map { withEveryPartition($0, columns) }
  }

  /// Readers want a value for every partition column, null too.
  private static func withEveryPartition(_ action: JSONValue, _ columns: [String]) -> JSONValue {
    guard var add = action["add"]?.object, var values = add["partitionValues"]?.object else { return action }
    for column in columns where values[column] == nil { values[column] = .null }
    add["partitionValues"] = .object(values)
    return .object(["add": .object(add)])
  }

  private static func encode(_ rows: [JSONValue]) throws(ColumnarError) -> ArrowBytes {
    let builder = BatchBuilder(schema: CheckpointSchema.actions)
    var batches: [RecordBatch] = []
    for start in stride(from: 0, to: rows.count, by: rowsPerBatch) {
      let some = rows[start..<min(start + rowsPerBatch, rows.count)]
      for (row, action) in some.enumerated() {
        for (field, column) in zip(builder.schema.fields, builder.columns) {
          action[field.name]?.append(to: column, at: row)
        }
      }
      batches.append(builder.finish(rows: some.count))
    }
    return try RowGroupEncoder.encode(
      batches, schema: builder.schema, compression: .snappy, pairsAsMaps: true)
  }

  /// `interval 7 days`, as Delta Lake's settings write it.
  private static func retention(of metadata: TableMetadata) -> Int {
    let words = (metadata.configuration["delta.deletedFileRetentionDuration"] ?? "").lowercased().split(separator: " ")
    let units = ["second": 1000, "minute": 60_000, "hour": 3_600_000, "day": 86_400_000, "week": 604_800_000]
    guard words.count == 3, words[0] == "interval", let number = Int(words[1]),
      let unit = units.first(where: { words[2].hasPrefix($0.key) })
    else { return tombstoneRetention }
    let (length, overflow) = number.multipliedReportingOverflow(by: unit.value)
    return overflow ? Int.max / 2 : max(length, 0)
  }
}
