import ArgumentParser
import Configuration
import Foundation
import Terminal

/// Writes a starter project.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Writes a starter sluice.yaml and features.py.",
    discussion: """
      They fit the job listings of `sluice generate`; change them to fit your own records.

        sluice init demo
      """)

  @Argument(help: "The project's folder; made if it is not there.")
  var folder = "."

  @Flag(help: "Replace the files if they are there.")
  var force = false

  func run() throws {
    let files = [(ProjectConfiguration.fileName, Starter.configuration), ("features.py", Starter.features)]
    let prefix = folder == "." ? "" : (folder.hasSuffix("/") ? folder : folder + "/")
    if !force {
      for (name, _) in files where FileManager.default.fileExists(atPath: prefix + name) {
        throw ConfigurationError(
          file: prefix + name, problem: "is there already",
          remedy: "`sluice init --force\(prefix.isEmpty ? "" : " " + folder)` replaces it")
      }
    }
    for (name, text) in files { try write(text, to: prefix + name) }
    let console = Console.standard()
    let config = prefix.isEmpty ? "" : " --config \(folder)"
    console.out(
      """
      Wrote \(prefix)\(files[0].0) and \(prefix)\(files[1].0). Next:

        sluice generate \(prefix)raw
        sluice run job_features --date 2020-01-01\(config)

      The first makes up three days of raw files; or put your own into \(prefix)raw/jobs/YYYY/MM/DD/.

      """)
  }

  private func write(_ text: String, to path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    } catch {
      throw ConfigurationError(
        file: path, problem: "cannot be written: \(error.localizedDescription)", remedy: "choose another folder")
    }
  }
}
