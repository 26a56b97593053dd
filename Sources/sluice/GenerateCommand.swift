import ArgumentParser
import Configuration

/// Makes a demo corpus.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Makes up job listings, with impressions and clicks that join to them, to try Sluice on.",
    discussion: """
      Writes FOLDER/jobs, FOLDER/impressions and FOLDER/clicks, each with raw files under YYYY/MM/DD/. The same options \
      make the same bytes.

        sluice generate raw        three days of 20 files with 100 listings each
        sluice generate raw --days 1 --files 2000 --dirty 0.1%
      """)

  @Argument(help: "Where to write; made if it is not there.")
  var folder: String

  @Option(help: ArgumentHelp("How many days.", valueName: "n"))
  var days = 3

  @Option(help: ArgumentHelp("The first day.", valueName: "day"))
  var first = "2020-01-01"

  @Option(help: ArgumentHelp("Raw files of job listings a day.", valueName: "n"))
  var files = 20

  @Option(help: ArgumentHelp("Job listings a raw file.", valueName: "n"))
  var records = 100

  @Option(help: ArgumentHelp("Share of lines that cannot be used, as in real life: 0.01 or 1%.", valueName: "share"))
  var dirty = "0"

  @Option(help: ArgumentHelp("Another seed makes another corpus.", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "No impressions and clicks.")
  var jobsOnly = false

  @Flag(help: "Replace days that are there already.")
  var force = false

  func validate() throws {
    for (name, value) in [("--days", days), ("--files", files), ("--records", records)] where value < 1 {
      throw ValidationError("\(name) must be at least 1.")
    }
  }

  func run() throws {
    let first = try DayRange.day(first).description
    let request = GenerateRequest(
      folder: folder, days: days, first: first, files: files, records: records, dirty: try share(), seed: seed,
      jobsOnly: jobsOnly, force: force)
    try Engine.generate(request)
  }

  private func share() throws -> Double {
    let isPercent = dirty.hasSuffix("%")
    guard let number = Double(isPercent ? dirty.dropLast() : dirty[...]),
      case let share = isPercent ? number / 100 : number, (0...0.5).contains(share)
    else {
      throw ConfigurationError(problem: "--dirty cannot be `\(dirty)`", remedy: "write 0.01 or 1%; at most 0.5")
    }
    return share
  }
}
