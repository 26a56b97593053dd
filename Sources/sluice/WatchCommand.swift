import ArgumentParser
import Configuration
import Foundation
import Pipeline
import Terminal

/// Refreshes today again and again.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Refreshes today, and yesterday until nothing comes any more, every few hours.",
    discussion: """
      Runs in the foreground, for systemd or the like. Each time it does what `sluice run --date today` would: days in which \
      nothing changed cost a listing. A day that fails is told and tried again the next time. When a refresh takes longer than \
      the pause, those that were missed meanwhile are left out. SIGTERM and Ctrl-C end it: what is under way is given up, and \
      gone on with by the next run.

        sluice watch --every 3h                          all tables
        sluice watch job_features --every 30m --metrics 9400
      """)

  @Argument(help: ArgumentHelp("Tables of sluice.yaml. (default: all that have a source)", valueName: "table"))
  var tables: [String] = []

  @Option(help: ArgumentHelp("From the start of one refresh to the next: 90s, 30m, 3h.", valueName: "time"))
  var every = "3h"

  @Option(help: ArgumentHelp("Serve Prometheus metrics on 127.0.0.1:<port>/metrics; 0 takes any free port.", valueName: "port"))
  var metrics: Int?

  @OptionGroup var overrides: TableOverrides
  @OptionGroup var project: ProjectOptions

  @Flag(help: "Tell what happens as JSON, one object a line, on standard output.")
  var json = false

  func validate() throws {
    if let metrics, !(0...65_535).contains(metrics) { throw ValidationError("--metrics must be a port, 0 to 65535.") }
  }

  func run() throws {
    guard let pause = TimeSpan.seconds(every), pause >= 1 else {
      throw ConfigurationError(problem: "--every cannot be `\(every)`", remedy: "write a second or more: 90s, 30m, 3h")
    }
    // What is wrong from the start ends the command; later mistakes are told, and the service goes on.
    _ = try request()
    let interruption = Interruption.watch()
    let board = MetricsBoard()
    let console = Console.standard()
    if let metrics {
      let server = try MetricsServer(port: metrics) { board.text }
      console.error("metrics on http://127.0.0.1:\(server.port)/metrics\n")
    }
    var watch = Watch(pause: pause, begun: .now)
    while !interruption.hasCome {
      refresh(&watch, board, interruption, console)
      watch.wait(until: { interruption.hasCome })
    }
  }

  /// The configuration is read each time, so a change of it needs no restart.
  private func request() throws -> (project: ProjectConfiguration, tables: [TableConfiguration]) {
    let project = try project.load()
    let tables = try overrides.apply(to: try project.tables(named: tables))
    for table in tables { try project.checkFiles(of: table) }
    return (project, tables)
  }

  private func refresh(_ watch: inout Watch, _ board: MetricsBoard, _ interruption: Interruption, _ console: Console) {
    do {
      let (project, tables) = try request()
      for table in tables where !interruption.hasCome {
        let display = ProgressDisplay(mode: json ? .json : .automatic)
        let request = RunRequest(project: project, tables: [table], days: watch.days(of: table.name))
        let reports: [DayReport]
        do {
          reports = try Engine.runTables(request, interruption: interruption) { display.show($0) }
        } catch {
          display.stop()
          throw error
        }
        watch.note(reports)
        board.note(reports)
        let isWorthTelling = reports.contains { ![.unchanged, .empty].contains($0.outcome) }
        if json || isWorthTelling { display.finish(reports) } else { display.stop() }
      }
    } catch {
      board.noteFailure()
      console.error("\(error)\n")
    }
  }
}
