import Configuration
import Storage
import Table

extension Engine {
  /// A table that has been built before.
  static func existingTable(_ name: String, in project: ProjectConfiguration) throws -> DeltaTable {
    guard let table = try project.tables(named: [name]).first else {
      throw EngineError(status: .usage, message: "which table?")
    }
    let found = DeltaTable(store: LocalStore("\(project.warehouse)/\(table.name)"))
    guard try found.snapshot() != nil else {
      throw EngineError(
        status: .failed,
        message: "\(found.store.location): there is no table yet; `sluice run \(name) --date YYYY-MM-DD` makes it")
    }
    return found
  }
}
