import ArgumentParser
import Configuration
import Features
import Pipeline

/// Options that stand in for keys of a table in sluice.yaml.
struct TableOverrides: ParsableArguments {
  @Option(help: ArgumentHelp("How many processes run the feature function. (default: one per core)", valueName: "n"))
  var workers: Int?

  @Option(help: ArgumentHelp("How long the feature function may take for a batch: 30, 30s, 5m.", valueName: "time"))
  var timeout: String?

  @Option(
    help: ArgumentHelp(
      "What happens when the function fails on a record: fail publishes nothing, quarantine publishes the rest.",
      valueName: "fail|quarantine"))
  var onError: String?

  @Option(
    help: ArgumentHelp(
      "How many lines of a day may go to the quarantine: 100, or 1% of its lines. More, and the day fails.",
      valueName: "limit"))
  var maxQuarantined: String?

  func apply(to tables: [TableConfiguration]) throws(ConfigurationError) -> [TableConfiguration] {
    var tables = tables
    if let workers {
      guard (1...1024).contains(workers) else {
        throw ConfigurationError(problem: "--workers cannot be \(workers)", remedy: "write 1 to 1024")
      }
      for index in tables.indices { tables[index].workers = workers }
    }
    if let timeout {
      guard let seconds = TimeSpan.seconds(timeout) else {
        throw ConfigurationError(problem: "--timeout cannot be `\(timeout)`", remedy: "write seconds, or 30s, 5m, 1h")
      }
      for index in tables.indices { tables[index].timeout = seconds }
    }
    if let onError {
      guard let choice = PythonFunction.OnError(rawValue: onError) else {
        throw ConfigurationError(problem: "--on-error cannot be `\(onError)`", remedy: "write fail or quarantine")
      }
      for index in tables.indices { tables[index].onError = choice }
    }
    if let maxQuarantined {
      guard let limit = QuarantineLimit(maxQuarantined) else {
        throw ConfigurationError(
          problem: "--max-quarantined cannot be `\(maxQuarantined)`",
          remedy: "write a number of lines, 100, or a share of the day, 1%")
      }
      for index in tables.indices { tables[index].maxQuarantined = limit }
    }
    return tables
  }
}
