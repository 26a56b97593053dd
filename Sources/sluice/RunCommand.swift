import ArgumentParser
import Configuration
import Pipeline
import Terminal

/// Builds days of tables.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Builds days of one table, of several or of all.",
    discussion: """
      Reads a day's raw files, calls the feature function and publishes the day's parts, all at once or not at all. \
      A day in which nothing changed stays as it is; if raw files were added, only those are read; if raw files, the \
      feature code or the configuration changed, the day is rebuilt and replaced. Ctrl-C stops and publishes nothing of \
      the day under way; the same command goes on from there.

        sluice run job_features --date 2020-01-01
        sluice run --dates 2020-01-01..2020-03-30        all tables
        sluice run job_features --dates 2020-01-01..2020-03-30 --days-in-parallel 4
        sluice run job_features --date today --dry-run   what would be done, and why
        sluice run clicks --date yesterday --on-error quarantine
        sluice run job_features --date today --max-quarantined 0.5%
        sluice run job_features --date today --json | jq -c .report.counts
      """)

  @Argument(help: ArgumentHelp("Tables of sluice.yaml. (default: all that have a source)", valueName: "table"))
  var tables: [String] = []

  @OptionGroup var days: DayOptions
  @OptionGroup var overrides: TableOverrides
  @OptionGroup var project: ProjectOptions

  @Option(
    help: ArgumentHelp("How many days are built at once; they share the workers.", valueName: "n"))
  var daysInParallel = 1

  @Flag(help: "Rebuild the days even if nothing changed.")
  var full = false

  @Flag(help: "Tell for each day what would be done and why; write nothing.")
  var dryRun = false

  @Flag(help: "Tell what happens as JSON, one object a line, on standard output.")
  var json = false

  func validate() throws {
    guard (1...64).contains(daysInParallel) else { throw ValidationError("--days-in-parallel must be between 1 and 64.") }
  }

  func run() throws {
    let days = try days.days()
    let project = try project.load()
    let tables = try overrides.apply(to: try project.tables(named: tables))
    for table in tables { try project.checkFiles(of: table) }
    let display = ProgressDisplay(mode: json ? .json : .automatic)
    let start = ContinuousClock.now
    let reports: [DayReport]
    do {
      reports = try Engine.runTables(
        RunRequest(
          project: project, tables: tables, days: days, isFull: full, isDryRun: dryRun, daysInParallel: daysInParallel)
      ) { display.show($0) }
    } catch {
      display.stop()
      throw error
    }
    if dryRun {
      display.forecast(reports)
    } else {
      display.finish(reports, seconds: (ContinuousClock.now - start) / .seconds(1))
    }
    let status = ExitStatus(reports)
    if status != .done { throw status }
  }
}
