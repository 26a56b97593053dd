/// What `sluice preview` shows.
public struct Preview: Sendable {
  /// A column of the output.
  public struct Column: Sendable {
    public var name: String
    /// As in `schema:`.
    public var type: String
    /// One a row, of the first few rows.
    public var values: [String]

    public init(name: String, type: String, values: [String]) {
      self.name = name
      self.type = type
      self.values = values
    }
  }

  /// How the function is called: `extract(df: pandas.DataFrame)`; nil where records are flattened.
  public var form: String?
  /// The first few records as they are in the raw files.
  public var records: [String] = []
  public var columns: [Column] = []
  /// Records given to the function, rows that it returned.
  public var recordsIn = 0
  public var rowsOut = 0
  /// Why lines could not be used: file, line, reason.
  public var quarantined: [String] = []
  /// Seconds in the function, without imports.
  public var seconds = 0.0

  public init() {}

  /// - Parameter width: columns to fit records in; nil for no limit.
  public func lines(width: Int?, style: Style = Style(isColoured: false)) -> [String] {
    var lines = [style.bold("input") + "   " + HumanNumber.count(recordsIn, "record")]
    lines += records.map { "  " + DisplayWidth.cut(PlainText.clean($0), to: max(20, (width ?? 122) - 2)) }
    lines += quarantined.map { "  " + style.yellow("quarantined ") + PlainText.clean($0) }
    lines += ["", style.bold("output") + "  " + output]
    var table = TextTable(["column", "type"] + values.map { "row \($0)" })
    table.widestCell = 28
    for column in columns { table.add([column.name, column.type] + column.values.map(PlainText.clean)) }
    return lines + table.lines().map { "  " + DisplayWidth.cut($0, to: max(20, (width ?? .max) - 2)) }
  }

  private var output: String {
    var facts = [HumanNumber.count(rowsOut, "row"), HumanNumber.count(columns.count, "column")]
    guard recordsIn > 0, let form else { return facts.joined(separator: ", ") }
    let each = HumanNumber.short(seconds / Double(recordsIn) * 1e6)
    facts.append("\(HumanNumber.short(seconds * 1000)) ms in \(form), \(each) µs a record")
    return facts.joined(separator: ", ")
  }

  private var values: [Int] { Array(0..<(columns.map(\.values.count).max() ?? 0)).map { $0 + 1 } }
}
