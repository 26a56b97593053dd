import ArgumentParser
import Configuration

/// Which project a command is about.
struct ProjectOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The project's sluice.yaml, or its folder. (default: ./sluice.yaml)", valueName: "file"))
  var config: String?

  func load() throws -> ProjectConfiguration {
    try ProjectConfiguration.load(config)
  }
}
