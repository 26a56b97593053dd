import Columnar

/// What a table is: its columns, how it is partitioned, and its settings (PROTOCOL.md, "Change Metadata").
public struct TableMetadata: Sendable, Hashable {
  /// A UUID.
  public var id: String
  public var name: String?
  public var description: String?
  /// All columns, partition columns too.
  public private(set) var schema: Schema
  public var partitionColumns: [String]
  public var configuration: [String: String]
  /// Milliseconds since 1970.
  public var created: Int?
  /// Rules about values that a writer must keep, in words.
  public private(set) var constraints: [String]
  /// As the log has it, with what other writers put there.
  private var schemaText: String

  /// The column that days are told apart by.
  ///
  /// It is a string, not a date: `day_partition BETWEEN '2020-01-01' AND '2020-01-31'` then means the same everywhere. Polars,
  /// Trino and Athena refuse to compare a date with a string, and a folder listing has no types at all. Strings of this form
  /// sort as their dates do.
  public static let dayColumn = Field("day_partition", .string)

  /// The metadata of a new table.
  /// - Parameter columns: of the parts, without the partition column.
  init(id: String, columns: Schema, created: Int) throws(TableError) {
    self.id = id
    schema = Schema(columns.fields + [Self.dayColumn])
    schemaText = try DeltaSchema.text(of: schema)
    partitionColumns = [Self.dayColumn.name]
    configuration = [:]
    constraints = []
    self.created = created
  }

  /// The columns that parts have: all but the partition columns.
  public var partSchema: Schema {
    Schema(schema.fields.filter { !partitionColumns.contains($0.name) })
  }

  /// Whether the table's owner forbade to remove or replace rows.
  public var isAppendOnly: Bool { configuration["delta.appendOnly"]?.lowercased() == "true" }

  /// The same table with parts of other columns.
  func with(partSchema columns: Schema) throws(TableError) -> TableMetadata {
    var changed = self
    changed.schema = Schema(columns.fields + schema.fields.filter { partitionColumns.contains($0.name) })
    changed.schemaText = try DeltaSchema.text(of: changed.schema, known: schemaText)
    return changed
  }

  init(_ json: JSONValue) throws(TableError) {
    guard let id = json["id"]?.string, let schemaText = json["schemaString"]?.string else {
      throw TableError(.corrupt, message: "a metaData action has no id or no schemaString")
    }
    if let provider = json["format"]?["provider"]?.string, provider != "parquet" {
      throw TableError(.unsupported, message: "its parts are \(provider) files; Sluice reads Parquet")
    }
    let parsed = try DeltaSchema.parse(schemaText)
    self.id = id
    self.schemaText = schemaText
    name = json["name"]?.string
    description = json["description"]?.string
    schema = parsed.schema
    constraints = parsed.constraints
    partitionColumns = json["partitionColumns"]?.array?.compactMap(\.string) ?? []
    configuration = json["configuration"]?.strings ?? [:]
    created = json["createdTime"]?.integer
  }

  var json: JSONValue {
    .compact([
      "id": .string(id), "name": name.map { .string($0) }, "description": description.map { .string($0) },
      "format": .object(["provider": .string("parquet"), "options": .object([:])]),
      "schemaString": .string(schemaText), "partitionColumns": .array(partitionColumns.map { .string($0) }),
      "configuration": .object(configuration.mapValues { .string($0) }), "createdTime": created.map { .integer($0) },
    ])
  }
}
