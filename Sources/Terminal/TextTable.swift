/// Columns of text, aligned: numbers to the right, the rest to the left.
public struct TextTable: Sendable {
  /// How a column is aligned.
  public enum Alignment: Sendable {
    case left, right
    /// To the right if everything in it begins with a digit or a sign.
    case automatic
  }

  private var header: [String]
  private var alignments: [Alignment]
  private var rows: [[String]] = []
  /// Between two columns.
  public var gap = "  "
  /// Columns of text that a cell may take before it is cut; nil for any.
  public var widestCell: Int?

  /// - Parameter header: one text a column; without any, no header is printed.
  public init(_ header: [String], alignments: [Alignment]? = nil) {
    self.header = header
    self.alignments = alignments ?? header.map { _ in .automatic }
  }

  /// Adds a row; cells that are not given are empty.
  public mutating func add(_ row: [String]) {
    rows.append(row)
  }

  /// The lines of the table, without spaces at their ends.
  public func lines() -> [String] {
    let count = ([header] + rows).map(\.count).max() ?? 0
    let hasHeader = header.contains { !$0.isEmpty }
    let cells = ((hasHeader ? [header] : []) + rows).map { row in
      (0..<count).map { cell(row, $0) }
    }
    let widths = (0..<count).map { column in cells.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    let toTheRight = (0..<count).map(isRight)
    // Columns of nothing but + and = stand close to their neighbours.
    let isSign = (0..<count).map { column in cells.allSatisfy { ["", "+", "=", "≠"].contains($0[column]) } }
    return cells.map { row in
      var line = ""
      for column in 0..<count {
        if column > 0 { line += isSign[column] || isSign[column - 1] ? " " : gap }
        line += DisplayWidth.pad(row[column], to: widths[column], right: toTheRight[column])
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The lines, without as many of the named columns, in this order, as it takes to fit into `width`.
  public func lines(width: Int?, droppable: [String]) -> [String] {
    var table = self
    var droppable = droppable[...]
    while let width, let name = droppable.popFirst(),
      table.lines().contains(where: { DisplayWidth.of($0) > width })
    {
      guard let column = table.header.firstIndex(of: name) else { continue }
      table.header.remove(at: column)
      table.alignments.remove(at: column)
      table.rows = table.rows.map { row in row.indices.filter { $0 != column }.map { row[$0] } }
    }
    return table.lines()
  }

  private func cell(_ row: [String], _ column: Int) -> String {
    guard column < row.count else { return "" }
    return widestCell.map { DisplayWidth.cut(row[column], to: $0) } ?? row[column]
  }

  private func isRight(_ column: Int) -> Bool {
    switch column < alignments.count ? alignments[column] : .automatic {
    case .left: return false
    case .right: return true
    case .automatic:
      let texts = rows.map { cell($0, column) }.filter { !$0.isEmpty && $0 != "–" }
      return !texts.isEmpty && texts.allSatisfy(Self.isNumber)
    }
  }

  /// `-1,234.5`, `1e-7`, `12 %` and `1.2 MB`, but not `2020-01-01`.
  private static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: /[-+]?[0-9][0-9,]*(\.[0-9]+)?([eE][-+]?[0-9]+)?( ?[%A-Za-z\/]{1,5})?/) != nil
  }
}
