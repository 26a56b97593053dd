import ArgumentParser
import Pipeline
import Storage
import Table
import Terminal

/// Deletes files that nobody needs any longer.
struct VacuumCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vacuum",
    abstract: "Deletes parts that no version needs any longer, and what interrupted runs left behind.",
    discussion: """
      Kept are the parts of every version that was the latest one within the time to retain, and every file that is younger, \
      since a run may be about to publish it. Versions from before cannot be read or restored afterwards.

        sluice vacuum job_features --dry-run
        sluice vacuum job_features --retain 30d
      """)

  /// Seconds. Readers and runs that take longer than this are not to be expected.
  private static let shortest = 86_400.0

  @Argument(help: "A table of sluice.yaml.")
  var table: String

  @Option(help: ArgumentHelp("How far back versions stay readable: 7d, 36h, 90m, 0s.", valueName: "time"))
  var retain = "7d"

  @Flag(help: "Name the files, and delete nothing.")
  var dryRun = false

  @Flag(
    help: "Allow --retain below 1d. Whoever is reading or building the table meanwhile may fail for want of a part.")
  var force = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard let seconds = retention else {
      throw ValidationError("--retain cannot be `\(retain)`; write a number with its unit: 7d, 36h, 90m, 0s.")
    }
    if seconds < Self.shortest, !force, !dryRun {
      throw ValidationError(
        "--retain \(retain) may delete parts that a reader or a run still needs; add --force if there is none.")
    }
  }

  /// Seconds; nil if `retain` is no time.
  private var retention: Double? {
    let units = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400]
    guard let unit = retain.last.flatMap({ units[String($0)] }), let number = Double(retain.dropLast()),
      (0...1e6).contains(number)
    else { return nil }
    return number * unit
  }

  func run() throws {
    let found = try Engine.existingTable(table, in: try project.load())
    var plan = try found.vacuumPlan(retention: retention ?? 0)
    plan.records = try StrayRecords(table: found).find(age: retention ?? 0)
    let console = Console.standard()
    if dryRun {
      for file in plan.files { console.out(PlainText.clean(file.path) + "\n") }
    } else {
      try found.vacuum(plan)
    }
    let facts = [
      HumanNumber.count(plan.parts.count, "part"), HumanNumber.count(plan.unfinished.count, "unfinished file"),
      HumanNumber.count(plan.records.count, "stray record"),
    ]
    console.out(
      "\(table): \(dryRun ? "would delete" : "deleted") \(facts.joined(separator: ", ")), "
        + "\(HumanNumber.bytes(plan.bytes))\n")
  }
}
