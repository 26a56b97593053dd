extension ColumnStatistics {
  /// The statistics over all row groups of files that were written with a schema.
  ///
  /// One for each column and struct member of `schema`, in its order, except lists: what Parquet counts there are
  /// elements, not rows. A bound is given only if every row group with values has it, so a single one without (for a
  /// string that the writer found too long, say) leaves the column without.
  ///
  /// Parquet's bounds do not count NaN in. Where the writer says that there are any, there are no bounds.
  public static func merge(
    footers: [ParquetFooter], schema: Schema
  ) throws(ParquetFooterError) -> [ColumnStatistics] {
    var leaves: [(path: [String], type: DataType)] = []
    collect(schema.fields, below: [], into: &leaves)
    var merges = leaves.map { StatisticsMerge(type: $0.type) }
    for footer in footers {
      for group in try footer.rowGroups() {
        let columns = Dictionary(group.columns.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, leaf) in leaves.enumerated() { merges[index].add(columns[leaf.path]) }
      }
    }
    return zip(leaves, merges).map { leaf, merge in
      ColumnStatistics(
        path: leaf.path, nullCount: merge.nullCount, minimum: merge.minimum.value, maximum: merge.maximum.value)
    }
  }

  private static func collect(
    _ fields: [Field], below path: [String], into leaves: inout [(path: [String], type: DataType)]
  ) {
    for field in fields {
      switch field.type {
      case .list: break
      case .structure(let members): collect(members, below: path + [field.name], into: &leaves)
      default: leaves.append((path + [field.name], field.type))
      }
    }
  }
}

/// One column's statistics over the row groups seen so far.
private struct StatisticsMerge {
  enum Bound {
    /// No row group had values yet.
    case none
    case known(Value)
    /// A row group had values but no bound.
    case lost

    typealias Value = ColumnStatistics.Value

    var value: Value? {
      if case .known(let value) = self { value } else { nil }
    }

    /// Takes in the bound of one more row group; `isBetter` says whether it goes before the bound so far.
    mutating func add(_ next: Value?, _ isBetter: (_ next: Value, _ soFar: Value) -> Bool) {
      switch (self, next) {
      case (.lost, _): break
      case (_, nil): self = .lost
      case (.none, let next?): self = .known(next)
      case (.known(let soFar), let next?): if isBetter(next, soFar) { self = .known(next) }
      }
    }
  }

  let type: DataType
  var nullCount: Int? = 0
  var minimum = Bound.none
  var maximum = Bound.none

  /// - Parameter column: Nil if the row group does not have the column: then nothing is known of it.
  mutating func add(_ column: ParquetColumnChunk?) {
    // libparquet writes no statistics for a row group without rows, and none are needed.
    if column?.valueCount == 0 { return }
    if let soFar = nullCount, let more = column?.nullCount {
      let (sum, overflow) = soFar.addingReportingOverflow(more)
      nullCount = overflow ? nil : sum
    } else {
      nullCount = nil
    }
    if let column, column.valueCount == column.nullCount ?? 0 { return }
    let hasNaN = column?.nanCount ?? 0 > 0
    let bounds = hasNaN ? nil : column
    minimum.add(bounds.flatMap { Bound.Value($0.minimum, $0.physicalType, as: type, zero: -0.0) }) {
      $0.precedes($1)
    }
    maximum.add(bounds.flatMap { Bound.Value($0.maximum, $0.physicalType, as: type, zero: 0.0) }) {
      $1.precedes($0)
    }
  }
}
