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
  /// The bounds are those of every column or of none. delta-rs's `to_pyarrow_dataset` takes a column without bounds, in a part
  /// with bounds for others, for one that no filter can match, and loses its rows. So a bound that is not known becomes the
  /// widest of its type, and where a type has no widest one that JSON can say (an infinity, a date outside the years 1 to 9999),
  /// the part has no bounds.
  ///
  /// - Parameters:
  ///   - schema: of the table's parts.
  ///   - present: of this part; what it lacks is null in every row.
  func json(schema: Schema, present: Schema) -> JSONValue {
    var minimums = Tree.members([:])
    var maximums = Tree.members([:])
    var nullCounts = Tree.members([:])
    var hasBounds = true
    let known = Dictionary(columns.map { ($0.path, $0) }) { first, _ in first }
    for (path, type) in Self.leaves(of: schema.fields, path: []) {
      let isPresent = Self.isPresent(path, in: present.fields)
      let column = known[path]
      let nullCount = isPresent ? column?.nullCount : rows
      if let nullCount { nullCounts.insert(.integer(nullCount), at: path[...]) }
      guard StatisticsValue.hasBounds(type), nullCount != rows else { continue }
      let minimum = StatisticsValue.json(column?.minimum, type: type, bound: .minimum)
      let maximum = StatisticsValue.json(column?.maximum, type: type, bound: .maximum)
      if let minimum, let maximum {
        minimums.insert(minimum, at: path[...])
        maximums.insert(maximum, at: path[...])
      } else {
        hasBounds = false
      }
    }
    return .compact([
      "numRecords": .integer(rows), "nullCount": nullCounts.json, "minValues": hasBounds ? minimums.json : nil,
      "maxValues": hasBounds ? maximums.json : nil,
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

  private static func isPresent(_ path: [String], in fields: [Field]) -> Bool {
    guard let name = path.first, let field = fields.first(where: { $0.name == name }) else { return false }
    if path.count == 1 { return field.type != .null }
    guard case .structure(let members) = field.type else { return false }
    return isPresent(Array(path.dropFirst()), in: members)
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
