import Columnar

/// A live part as the log names it (PROTOCOL.md, "Add File and Remove File").
public struct AddFile: Sendable, Hashable {
  /// The part's path in the table's store.
  public var path: String { LogPath.decode(loggedPath) }
  /// As the log has it: a relative URI. The identity of the part.
  public var loggedPath: String
  public var partitionValues: [String: String]
  /// Bytes.
  public var size: Int
  /// Milliseconds since 1970.
  public var modified: Int
  /// Whether the rows are new to the table, rather than packed anew.
  public var dataChange: Bool
  /// Rows in the part, if its writer said so.
  public private(set) var rows: Int?
  /// The statistics' JSON, if its writer gave them.
  public var stats: String? { didSet { rows = Self.rows(in: stats) } }
  public var tags: [String: String]

  /// `YYYY-MM-DD`; nil if the table is not partitioned by day.
  public var day: String? { partitionValues[TableMetadata.dayColumn.name] }

  public init(
    path: String, partitionValues: [String: String], size: Int, modified: Int, dataChange: Bool, stats: String?,
    tags: [String: String] = [:]
  ) {
    loggedPath = LogPath.encode(path)
    self.partitionValues = partitionValues
    self.size = size
    self.modified = modified
    self.dataChange = dataChange
    self.stats = stats
    self.tags = tags
    rows = Self.rows(in: stats)
  }

  /// What is known about the part's values; nil if its writer gave no statistics.
  /// - Parameter schema: of the table.
  public func statistics(schema: Schema) -> PartStatistics? {
    stats.flatMap { PartStatistics($0, schema: schema) }
  }

  private static func rows(in stats: String?) -> Int? {
    guard let stats, let value = try? JSONParser.parse(stats) else { return nil }
    return value["numRecords"]?.integer
  }

  init(_ json: JSONValue) throws(TableError) {
    guard let path = json["path"]?.string, let size = json["size"]?.integer else {
      throw TableError(.corrupt, message: "an add action has no path or no size")
    }
    if json["deletionVector"] != nil {
      throw TableError(.unsupported, message: "part \(path) has a deletion vector, which Sluice does not know")
    }
    try LogPath.check(path)
    loggedPath = path
    partitionValues = json["partitionValues"]?.strings ?? [:]
    self.size = size
    modified = json["modificationTime"]?.integer ?? 0
    dataChange = json["dataChange"]?.boolean ?? true
    stats = json["stats"]?.string
    tags = json["tags"]?.strings ?? [:]
    rows = Self.rows(in: stats)
  }

  var json: JSONValue {
    .compact([
      "path": .string(loggedPath), "partitionValues": .object(partitionValues.mapValues { .string($0) }),
      "size": .integer(size), "modificationTime": .integer(modified), "dataChange": .boolean(dataChange),
      "stats": stats.map { .string($0) }, "tags": tags.isEmpty ? nil : .object(tags.mapValues { .string($0) }),
    ])
  }
}
