import ArgumentParser
import Table

/// The command.
struct Sluice: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sluice",
    abstract: "Turns JSON Lines, filed by day, into feature tables in Parquet.",
    discussion: """
      A project is a folder with a sluice.yaml, which names its tables: where their raw files are and which Python \
      function makes features of the records.

        sluice init demo        a starter project in the folder demo
        sluice preview job_features --date 2020-01-01
        sluice run job_features --dates 2020-01-01..2020-01-31

      Exit codes: 0 done, 1 a run failed, 2 usage or configuration, 3 conflict with another run, 130 interrupted.
      """,
    version: "sluice \(SluiceVersion.text)",
    subcommands: [
      InitCommand.self, PreviewCommand.self, RunCommand.self, WatchCommand.self, HistoryCommand.self,
      RestoreCommand.self, OptimizeCommand.self, VacuumCommand.self, GenerateCommand.self,
    ])
}
