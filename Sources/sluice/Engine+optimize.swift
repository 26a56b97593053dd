import Configuration
import Pipeline
import Terminal

extension Engine {
  /// Packs the small parts of a table's days.
  /// - Parameter days: nil for all that the table has.
  static func packTable(
    _ table: TableConfiguration, in project: ProjectConfiguration, days: Set<String>?, isDryRun: Bool,
    told: (PackReport) -> Void
  ) throws {
    let interruption = Interruption.watch()
    var table = table
    // Rows stay as they are: no function is called.
    table.features = nil
    let run = try tableRun(table, in: project, events: { _ in }, isInterrupted: { interruption.hasCome })
    let found: [String]
    do {
      found = try run.days()
    } catch {
      throw EngineError(status: .failed, message: error.message)
    }
    for day in found where days?.contains(day) ?? true {
      if interruption.hasCome { throw ExitStatus.interrupted }
      told(run.pack(day: day, isDryRun: isDryRun))
    }
  }
}
