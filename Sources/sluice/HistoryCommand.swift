import ArgumentParser
import Foundation
import Table
import Terminal

/// Shows a table's versions.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Shows the versions of a table, newest first: when, by which run, and what they did.",
    discussion: """
      Times are in UTC. Any version can be read again with another tool, or brought back with `sluice restore`.

        sluice history job_features
        sluice history job_features --limit 5
        sluice history job_features --json | jq -c '{version, day, rows}'
      """)

  @Argument(help: "A table of sluice.yaml.")
  var table: String

  @Option(help: ArgumentHelp("How many versions to show. (default: all)", valueName: "n"))
  var limit: Int?

  @Flag(help: "Show the versions as JSON, one object a line.")
  var json = false

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
  }

  func run() throws {
    let versions = try Engine.existingTable(table, in: try project.load()).history(limit: limit).map(ShownVersion.init)
    let console = Console.standard()
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      for version in versions { console.out(String(decoding: try encoder.encode(version), as: UTF8.self) + "\n") }
      return
    }
    var lines = TextTable(["version", "time", "operation", "day", "run", "rows", "quarantined", "features"])
    for version in versions {
      lines.add([
        "\(version.version)", version.time, PlainText.clean(version.operation ?? "–"), version.day ?? "–",
        PlainText.clean(version.run ?? version.engine ?? "–"), version.rows.map(HumanNumber.count(_:)) ?? "–",
        version.quarantined.map(HumanNumber.count(_:)) ?? "–", version.fingerprint.map { String($0.prefix(8)) } ?? "–",
      ])
    }
    console.out(lines.lines().map { $0 + "\n" }.joined())
  }
}

/// A version as `--json` tells of it.
private struct ShownVersion: Encodable {
  var version: Int
  /// In UTC.
  var time: String
  /// Milliseconds since 1970.
  var timestamp: Int
  var operation: String?
  var engine: String?
  var run: String?
  var day: String?
  var rows: Int?
  var quarantined: Int?
  var fingerprint: String?
  var parameters: [String: String]
  var metrics: [String: String]
  var details: [String: String]

  init(_ found: TableVersion) {
    version = found.version
    time = found.time
    timestamp = found.timestamp
    operation = found.info?.operation
    engine = found.info?.engine
    run = found.info?.run
    details = found.info?.details ?? [:]
    day = details["day"]
    rows = found.rows
    quarantined = details["quarantined"].flatMap { Int($0) }
    fingerprint = details["fingerprint"]
    parameters = found.info?.parameters ?? [:]
    metrics = found.info?.metrics ?? [:]
  }
}
