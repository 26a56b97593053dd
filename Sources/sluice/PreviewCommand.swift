import ArgumentParser
import Configuration
import Terminal

/// Shows the feature function at work on a few records.
struct PreviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Shows what the feature function makes of a few records: input, output, schema and time.",
    discussion: """
      Writes nothing; change the function and look again.

        sluice preview job_features --date 2020-01-01
        sluice preview job_features --date yesterday --records 500
      """)

  @Argument(help: "A table of sluice.yaml.")
  var table: String

  @Option(help: ArgumentHelp("The day that the records come from: YYYY-MM-DD, today or yesterday.", valueName: "day"))
  var date: String

  @Option(help: ArgumentHelp("How many records to try.", valueName: "n"))
  var records = 20

  @OptionGroup var overrides: TableOverrides
  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard (1...100_000).contains(records) else { throw ValidationError("--records must be between 1 and 100000.") }
  }

  func run() throws {
    let day = try DayRange.day(date).description
    let project = try project.load()
    let tables = try overrides.apply(to: try project.tables(named: [table]))
    let console = Console.standard()
    for table in tables {
      try project.checkFiles(of: table)
      let preview = try Engine.previewTable(
        PreviewRequest(project: project, table: table, day: day, records: records)
      ) { line in
        console.error(console.errorStyle.dim("\(table.name) │ ") + PlainText.clean(line) + "\n")
      }
      let lines = preview.lines(width: console.width(), style: console.outStyle)
      console.out(lines.map { $0 + "\n" }.joined())
    }
  }
}
