import Columnar

/// Which columns the records of a day become, and from which keys. Made once a day, from the sample, and then frozen.
public struct RecordLayout: Sendable, Hashable {
  public enum Shape: Sendable, Hashable {
    /// Objects become structs: what feature functions are given.
    case nested
    /// Members of objects become columns of their own, `location.city` → `location_city`: tables without a function.
    case flattened
  }

  /// A column and the key path that it is filled from.
  public struct Column: Sendable, Hashable {
    public var path: [String]
    public var field: Field
  }

  /// Names of columns that Sluice itself adds.
  public static let rescuedColumn = "_rescued"
  public static let sourceFileColumn = "_source_file"
  public static let sourceLineColumn = "_source_line"
  public static let dayColumn = "day_partition"

  /// The columns filled from keys, in order.
  public let columns: [Column]
  /// Whether values that no column can hold are kept in a last column, `_rescued`.
  public let keepsRescued: Bool

  /// - Parameters:
  ///   - record: the members of a record with their types.
  ///   - existing: columns that the table has already; a flattened column of that name keeps its type.
  ///   - given: members whose types the configuration asks for, whatever the table has.
  public init(
    record: [Field], shape: Shape, keepsRescued: Bool, existing: Schema = Schema(), given: [Field] = []
  ) {
    self.keepsRescued = keepsRescued
    switch shape {
    case .nested:
      columns = record.map { Column(path: [$0.name], field: $0) }
    case .flattened:
      var taken = Set([Self.rescuedColumn, Self.sourceFileColumn, Self.sourceLineColumn, Self.dayColumn])
      var flat: [Column] = []
      var asked: [Column] = []
      Self.flatten(record, below: [], into: &flat)
      Self.flatten(given, below: [], into: &asked)
      for index in flat.indices {
        let column = flat[index]
        let name = Self.unique(Self.columnName(for: column.path), &taken)
        let isGiven = asked.contains { $0.path.isSamePath(as: column.path) }
        flat[index].field = Field(name, isGiven ? column.field.type : existing[name]?.type ?? column.field.type)
      }
      columns = flat
    }
  }

  /// The schema of decoded batches.
  public var schema: Schema {
    Schema(columns.map(\.field) + (keepsRescued ? [Field(Self.rescuedColumn, .string)] : []))
  }

  private static func flatten(_ fields: [Field], below path: [String], into columns: inout [Column]) {
    for field in fields {
      if case .structure(let members) = field.type {
        flatten(members, below: path + [field.name], into: &columns)
      } else {
        columns.append(Column(path: path + [field.name], field: Field(field.name, publishable(field.type))))
      }
    }
  }

  /// The type without the members of objects in lists whose names Delta Lake refuses, or takes for another's: lists with a value
  /// for them are rescued.
  private static func publishable(_ type: DataType) -> DataType {
    switch type {
    case .list(let element):
      return .list(publishable(element))
    case .structure(let fields):
      var taken = Set<String>()
      let members = fields.filter { field in
        columnName(for: [field.name]) == field.name && taken.insert(field.name.lowercased()).inserted
      }
      return members.isEmpty
        ? .string : .structure(members.map { Field($0.name, publishable($0.type)) })
    default:
      return type
    }
  }

  /// Keys joined by `_`, with the characters that Delta Lake refuses in column names replaced by `_`.
  static func columnName(for path: [String]) -> String {
    var name = String.UnicodeScalarView()
    // A scalar at a time: "\r\n" is one character.
    for scalar in path.joined(separator: "_").unicodeScalars {
      name.append(" ,;{}()\n\t=".unicodeScalars.contains(scalar) ? "_" : scalar)
    }
    return name.isEmpty ? "_" : String(name)
  }

  /// `name`, with `_2`, `_3`, … behind it if columns with that name, upper and lower case alike, are there already.
  private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}
