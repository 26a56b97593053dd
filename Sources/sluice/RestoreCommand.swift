import ArgumentParser
import Configuration
import Table
import Terminal

/// Brings an earlier version of a table back.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Makes a table what it was at an earlier version.",
    discussion: """
      That makes a new version, so nothing is lost and a restore can be taken back in the same way. `sluice history` shows \
      the versions. What a vacuum has deleted cannot be restored.

        sluice restore job_features --version 12
        sluice restore job_features --timestamp 2020-01-31T12:00:00Z
      """)

  @Argument(help: "A table of sluice.yaml.")
  var table: String

  @Option(help: ArgumentHelp("The version to bring back.", valueName: "n"))
  var version: Int?

  @Option(
    help: ArgumentHelp(
      "The version that was there at this time, in UTC: 2020-01-31 or 2020-01-31T12:00:00Z.", valueName: "time"))
  var timestamp: String?

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard (version == nil) != (timestamp == nil) else {
      throw ValidationError("Which version? Give --version 12 or --timestamp 2020-01-31T12:00:00Z, one of them.")
    }
    if let timestamp, DeltaTable.instant(timestamp) == nil {
      throw ValidationError("--timestamp cannot be `\(timestamp)`; write 2020-01-31 or 2020-01-31T12:00:00Z, in UTC.")
    }
  }

  func run() throws {
    let found = try Engine.existingTable(table, in: try project.load())
    let wanted: Int
    if let version {
      wanted = version
    } else {
      wanted = try found.version(at: timestamp.flatMap(DeltaTable.instant) ?? 0)
    }
    let outcome = try found.restore(version: wanted)
    guard let made = outcome.version else {
      Console.standard().out("\(table): is what it was at version \(wanted) already; nothing was changed\n")
      return
    }
    var facts = [
      "\(HumanNumber.count(outcome.partsAdded, "part")) back",
      "\(HumanNumber.count(outcome.partsRemoved, "part")) gone",
    ]
    if let rows = outcome.rows { facts.append("\(HumanNumber.count(rows, "row")) in all") }
    Console.standard().out(
      "\(table): version \(made) is version \(wanted) again: \(facts.joined(separator: ", "))\n"
        + "The next run of a day builds it anew from its raw files; leave days that are to stay as they are out of runs.\n"
    )
  }
}
