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
      What is there for the day is replaced. Ctrl-C stops and publishes nothing of the day under way.

        sluice run job_features --date 2020-01-01
        sluice run --dates 2020-01-01..2020-03-30        all tables
        sluice run clicks --date yesterday --on-error quarantine
        sluice run job_features --date today --max-quarantined 0.5%
        sluice run job_features --date today --json | jq -c .report.counts
      """)

  @Argument(help: ArgumentHelp("Tables of sluice.yaml. (default: all that have a source)", valueName: "table"))
  var tables: [String] = []

  @OptionGroup var days: DayOptions
  @OptionGroup var overrides: TableOverrides
  @OptionGroup var project: ProjectOptions

  @Flag(help: "Tell what happens as JSON, one object a line, on standard output.")
  var json = false

  func run() throws {
    let days = try days.days()
    let project = try project.load()
    let tables = try overrides.apply(to: try project.tables(named: tables))
    for table in tables { try project.checkFiles(of: table) }
    let display = ProgressDisplay(mode: json ? .json : .automatic)
    let start = ContinuousClock.now
    let reports: [DayReport]
    do {
      reports = try Engine.runTables(RunRequest(project: project, tables: tables, days: days)) { display.show($0) }
    } catch {
      display.stop()
      throw error
    }
    display.finish(reports, seconds: (ContinuousClock.now - start) / .seconds(1))
    let status = ExitStatus(reports)
    if status != .done { throw status }
  }
}
