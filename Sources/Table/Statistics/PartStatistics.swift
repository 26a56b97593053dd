import Columnar

/// What the log says about the values of one part, so that readers can pass over parts (PROTOCOL.md, "Per-file Statistics").
public struct PartStatistics: Sendable, Hashable {
  public var rows: Int
  public var columns: [ColumnStatistics]

  public init(rows: Int, columns: [ColumnStatistics] = []) {
    self.rows = rows
    self.columns = columns
  }

  /// The JSON of an `add`'s `stats`.
  ///
  /// Left out is what readers could misread: bounds of booleans and binaries, NaN and infinities, dates outside the years 1 to
  /// 9999, and whatever lies inside a list.
  func json(schema: Schema) -> JSONValue {
    var minimums = Tree.members([:])
    var maximums = Tree.members([:])
    var nullCounts = Tree.members([:])
    for column in columns {
      guard let type = Self.type(at: column.path, in: schema.fields) else { continue }
      if case .structure = type { continue }
      let path = column.path[...]
      if let count = column.nullCount { nullCounts.insert(.integer(count), at: path) }
      if let bound = column.minimum.flatMap({ StatisticsValue.json($0, type: type, bound: .minimum) }) {
        minimums.insert(bound, at: path)
      }
      if let bound = column.maximum.flatMap({ StatisticsValue.json($0, type: type, bound: .maximum) }) {
        maximums.insert(bound, at: path)
      }
    }
    return .object([
      "numRecords": .integer(rows), "minValues": minimums.json, "maxValues": maximums.json,
      "nullCount": nullCounts.json,
    ])
  }

  /// - Parameters:
  ///   - text: an `add`'s `stats`, of any writer.
  ///   - schema: of the table; statistics that do not fit it are left out.
  init?(_ text: String, schema: Schema) {
    guard let value = try? JSONParser.parse(text), let rows = value["numRecords"]?.integer else { return nil }
    self.rows = rows
    columns = Self.leaves(of: schema.fields, path: []).compactMap { path, type in
      func member(_ name: String) -> JSONValue? { path.reduce(value[name]) { $0?[$1] } }
      let column = ColumnStatistics(
        path: path, nullCount: member("nullCount")?.integer,
        minimum: member("minValues").flatMap { StatisticsValue.value($0, type: type) },
        maximum: member("maxValues").flatMap { StatisticsValue.value($0, type: type) })
      return column == ColumnStatistics(path: path) ? nil : column
    }
  }

  /// The columns that can have statistics: lists as a whole, members of structs one by one.
  private static func leaves(of fields: [Field], path: [String]) -> [([String], DataType)] {
    fields.flatMap { field -> [([String], DataType)] in
      let inner = path + [field.name]
      if case .structure(let members) = field.type { return leaves(of: members, path: inner) }
      return [(inner, field.type)]
    }
  }

  /// nil also for what lies inside a list.
  private static func type(at path: [String], in fields: [Field]) -> DataType? {
    guard let name = path.first, let field = fields.first(where: { $0.name == name }) else { return nil }
    if path.count == 1 { return field.type }
    guard case .structure(let members) = field.type else { return nil }
    return type(at: Array(path.dropFirst()), in: members)
  }

  /// Nested objects while they grow.
  private indirect enum Tree {
    case leaf(JSONValue)
    case members([String: Tree])

    mutating func insert(_ value: JSONValue, at path: ArraySlice<String>) {
      guard let name = path.first else {
        self = .leaf(value)
        return
      }
      guard case .members(var members) = self else { return }
      members[name, default: .members([:])].insert(value, at: path.dropFirst())
      self = .members(members)
    }

    var json: JSONValue {
      switch self {
      case .leaf(let value): value
      case .members(let members): .object(members.mapValues(\.json))
      }
    }
  }
}
