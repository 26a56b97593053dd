import Storage

/// Why a table could not be read or changed.
public struct TableError: Error, Sendable, CustomStringConvertible {
  public enum Code: Sendable, Hashable {
    /// Another run published this day after it was read. `run` is the winner's, if it was Sluice's.
    case conflict(day: String, version: Int, run: String?)
    /// The store failed while the version was being made, and again when asked whether it had been: the change may be in the
    /// log. Its parts must stay; a vacuum removes them if it is not.
    case uncertain
    /// Other commits kept coming first.
    case tooBusy
    /// The parts' columns do not fit the table's.
    case schemaConflict
    /// A column's name or type that Delta Lake tables cannot hold.
    case invalidSchema
    /// The change contradicts itself.
    case invalidChange
    /// The table needs what Sluice does not know.
    case unsupported
    case noSuchVersion
    /// A version cannot be restored, since parts that it needs have been deleted.
    case partsDeleted
    /// The log says what no writer may have written.
    case corrupt
    case storage(StorageError.Code)
  }

  public var code: Code
  /// The table's location as a user would write it; empty where only columns are looked at.
  public var table: String
  /// What went wrong and how to mend it.
  public var message: String

  public init(_ code: Code, table: String = "", message: String) {
    self.code = code
    self.table = table
    self.message = message
  }

  init(_ error: StorageError, table: String) {
    self.init(.storage(error.code), table: table, message: error.description)
  }

  public var description: String { table.isEmpty ? message : "\(table): \(message)" }

  func of(table: String) -> TableError {
    TableError(code, table: table, message: message)
  }
}
