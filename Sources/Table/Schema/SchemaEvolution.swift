import Columnar

/// How a table's columns grow with its days.
public enum SchemaEvolution {
  /// The columns of a table that has parts with the columns `existing` and gets parts of `day` with the columns `new`.
  ///
  /// New columns and struct members are appended; parts without them read as null. A column of unknown type (null in every
  /// row) takes the type that the table has for it, and is left out while there is none. Any other difference is an error: a
  /// Delta Lake reader of version 1 has no way to read one column with two types, not even int64 and double.
  ///
  /// - Parameters:
  ///   - existing: without the partition column.
  ///   - new: without the partition column.
  ///   - day: the day being published, for messages.
  public static func unify(existing: Schema, new: Schema, day: String) throws(TableError) -> Schema {
    let unified = Schema(try unify(existing.fields, new.fields, path: [], day: day))
    try ColumnNames.check(unified)
    return unified
  }

  /// The columns of a table all of whose parts are replaced by parts with the columns `new`: these, whatever their types were;
  /// a column of unknown type keeps the one it had.
  public static func replace(existing: Schema, new: Schema) throws(TableError) -> Schema {
    let columns = Schema(new.fields.compactMap { replaced($0, existing[$0.name]) })
    try ColumnNames.check(columns)
    return columns
  }

  private static func unify(
    _ existing: [Field], _ new: [Field], path: [String], day: String
  ) throws(TableError) -> [Field] {
    var fields = existing
    for field in new {
      if let index = existing.firstIndex(where: { $0.name == field.name }) {
        fields[index].type = try unify(existing[index].type, field.type, path: path + [field.name], day: day)
      } else if let typed = replaced(field, nil) {
        fields.append(typed)
      }
    }
    return fields
  }

  private static func unify(
    _ existing: DataType, _ new: DataType, path: [String], day: String
  ) throws(TableError) -> DataType {
    switch (existing, new) {
    case (_, .null):
      return existing
    case (.list(let existing), .list(let new)):
      return .list(try unify(existing, new, path: path, day: day))
    case (.structure(let existing), .structure(let new)):
      return .structure(try unify(existing, new, path: path, day: day))
    case _ where existing == new:
      return existing
    default:
      throw TableError(
        .schemaConflict,
        message:
          "column `\(path.joined(separator: "."))` is \(existing) in the table's other days and \(new) in day \(day); "
          + "a Delta Lake table holds one type a column: let the feature function (or `schema:` in sluice.yaml) give \(existing), "
          + "or delete the table's folder and run all its days again")
    }
  }

  /// The field with what has no type left out; nil if nothing is left.
  private static func replaced(_ field: Field, _ old: Field?) -> Field? {
    replaced(field.type, old?.type).map { Field(field.name, $0) }
  }

  private static func replaced(_ type: DataType, _ old: DataType?) -> DataType? {
    switch (type, old) {
    case (.null, _):
      return old
    case (.list(let element), .list(let oldElement)):
      return replaced(element, oldElement).map { .list($0) }
    case (.list(let element), _):
      return replaced(element, nil).map { .list($0) }
    case (.structure(let fields), _):
      var oldFields: [Field] = []
      if case .structure(let known) = old { oldFields = known }
      let kept = fields.compactMap { field in replaced(field, oldFields.first { $0.name == field.name }) }
      return kept.isEmpty ? nil : .structure(kept)
    default:
      return type
    }
  }
}
