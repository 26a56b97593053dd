import Columnar

/// The columns of a checkpoint: one for each kind of action, and each row has one of them (PROTOCOL.md, "Checkpoint Schema").
/// What others put there besides is passed over.
enum CheckpointSchema {
  /// A map from strings to strings is a list of such pairs.
  private static let map = DataType.list(.structure([Field("key", .string), Field("value", .string)]))

  static let actions = Schema([
    Field("txn", .structure([Field("appId", .string), Field("version", .int64), Field("lastUpdated", .int64)])),
    Field(
      "add",
      .structure([
        Field("path", .string), Field("partitionValues", map), Field("size", .int64), Field("modificationTime", .int64),
        Field("dataChange", .boolean), Field("stats", .string), Field("tags", map),
      ])),
    Field(
      "remove",
      .structure([
        Field("path", .string), Field("deletionTimestamp", .int64), Field("dataChange", .boolean),
        Field("extendedFileMetadata", .boolean), Field("partitionValues", map), Field("size", .int64),
      ])),
    Field(
      "metaData",
      .structure([
        Field("id", .string), Field("name", .string), Field("description", .string),
        Field("format", .structure([Field("provider", .string), Field("options", map)])),
        Field("schemaString", .string), Field("partitionColumns", .list(.string)), Field("configuration", map),
        Field("createdTime", .int64),
      ])),
    Field(
      "protocol",
      .structure([
        Field("minReaderVersion", .int32), Field("minWriterVersion", .int32), Field("readerFeatures", .list(.string)),
        Field("writerFeatures", .list(.string)),
      ])),
  ])
}

extension JSONValue {
  /// A value of a checkpoint as a log entry would have it; nil if it is not there.
  init?(_ column: ColumnView, _ type: DataType, row: Int) {
    switch type {
    case .structure(let fields):
      guard column.hasValue(row) else { return nil }
      var members: [String: JSONValue] = [:]
      for field in fields { members[field.name] = column[field.name].flatMap { JSONValue($0, field.type, row: row) } }
      self = .object(members)
    case .list(.structure):
      guard let map = column.map(row) else { return nil }
      self = .object(map.mapValues { $0.map { .string($0) } ?? .null })
    case .list:
      guard let strings = column.strings(row) else { return nil }
      self = .array(strings.map { .string($0) })
    case .boolean:
      guard let value = column.boolean(row) else { return nil }
      self = .boolean(value)
    case .string:
      guard let value = column.string(row) else { return nil }
      self = .string(value)
    default:
      guard let value = column.integer(row) else { return nil }
      self = .integer(value)
    }
  }

  /// Appends the value to a column of a checkpoint; what is not of its type is left null.
  func append(to column: ColumnBuilder, at row: Int) {
    switch (column.type, self) {
    case (.structure(let fields), .object(let members)):
      column.appendStruct(at: row)
      for (field, child) in zip(fields, column.children) { members[field.name]?.append(to: child, at: row) }
    case (.list(.structure), .object(let members)):
      let pairs = column.children[0]
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        JSONValue.object(["key": .string(key), "value": value]).append(to: pairs, at: pairs.count)
      }
      column.appendList(at: row)
    case (.list, .array(let values)):
      let elements = column.children[0]
      for value in values { value.append(to: elements, at: elements.count) }
      column.appendList(at: row)
    case (.boolean, .boolean(let value)):
      column.append(value ? UInt8(1) : 0, at: row)
    case (.string, .string(var text)):
      text.withUTF8 { bytes in
        withUnsafePointer(to: UInt8(0)) { column.append(bytes.baseAddress ?? $0, count: bytes.count, at: row) }
      }
    case (.int64, let value):
      if let number = value.integer { column.append(Int64(number), at: row) }
    case (.int32, let value):
      if let number = value.integer.flatMap({ Int32(exactly: $0) }) { column.append(number, at: row) }
    default:
      break
    }
  }
}
