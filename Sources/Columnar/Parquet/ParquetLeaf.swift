/// A leaf of a file's schema, and whether minima and maxima of its columns mean something.
struct ParquetLeaf {
  var path: [String]
  /// Whether the file says by which order the minima and maxima are meant, and that order is known.
  var hasKnownOrder: Bool

  /// Far more than any real schema has; keeps made-up schemas from taking memory by the square of their length.
  private static let maximumDepth = 256

  /// The leaves of `FileMetaData.schema`, a tree that is listed depth first.
  static func all(of metadata: ThriftStruct) throws(ParquetFooterError) -> [ParquetLeaf] {
    let elements = try metadata.required(2, "FileMetaData.schema", \.structures)
    guard let root = elements.first else { throw .malformed("the schema is empty") }
    var leaves: [ParquetLeaf] = []
    /// The groups around the next element, and how many children each has yet to come.
    var groups = [(name: "", left: try root.count(5, "SchemaElement.num_children"))]
    for element in elements.dropFirst() {
      while groups.last?.left == 0 { groups.removeLast() }
      guard !groups.isEmpty else { throw .malformed("the schema has more elements than its groups have children") }
      groups[groups.count - 1].left -= 1
      let name = try element.required(4, "SchemaElement.name", \.string)
      if element[1] != nil {
        leaves.append(ParquetLeaf(path: groups.dropFirst().map(\.name) + [name], hasKnownOrder: false))
      } else {
        groups.append((name: name, left: try element.count(5, "SchemaElement.num_children")))
        guard groups.count <= maximumDepth else { throw .malformed("the schema is nested too deeply") }
      }
    }
    guard groups.allSatisfy({ $0.left == 0 }) else { throw .malformed("the schema ends early") }

    let orders = try metadata.optional(7, "FileMetaData.column_orders", \.structures) ?? []
    guard orders.isEmpty || orders.count == leaves.count else {
      throw .malformed("\(orders.count) column orders for \(leaves.count) columns")
    }
    // TYPE_ORDER and IEEE_754_TOTAL_ORDER.
    for (index, order) in orders.enumerated() { leaves[index].hasKnownOrder = order[1] != nil || order[2] != nil }
    return leaves
  }
}
