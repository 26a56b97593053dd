import Pipeline
import Synchronization

/// Shows a run while it is under way, and its summary at the end.
///
///     let display = ProgressDisplay(mode: .automatic)
///     let reports = try runTables(request) { display.show($0) }
///     display.finish(reports)
public final class ProgressDisplay: Sendable {
  public enum Mode: Sendable {
    /// A live line if standard error is a terminal, else plain lines.
    case automatic
    /// Lines on standard error: one per day planned and finished, and progress every ten seconds.
    case plain
    /// One JSON object a line on standard output, and nothing else there.
    case json
  }

  private let console: Console
  private let state: Mutex<any ProgressView>

  public init(mode: Mode, console: Console = .standard()) {
    self.console = console
    let view: any ProgressView =
      switch mode {
      case .json: JSONView(console: console)
      case .automatic where console.width() != nil: LiveView(console: console)
      case .automatic, .plain: PlainView(console: console)
      }
    state = Mutex(view)
  }

  /// May be called from any thread.
  public func show(_ event: RunEvent) {
    state.withLock { $0.show(event) }
  }

  /// Takes the live line away and prints the summary.
  public func finish(_ reports: [DayReport], seconds: Double? = nil) {
    state.withLock { $0.finish(reports, seconds: seconds) }
  }

  /// Takes the live line away and prints what a run would do, a line a day.
  public func forecast(_ reports: [DayReport]) {
    state.withLock { $0.forecast(reports) }
  }

  /// Takes the live line away, before an error is printed.
  public func stop() {
    state.withLock { $0.stop() }
  }
}

/// One way to show a run.
protocol ProgressView: Sendable {
  mutating func show(_ event: RunEvent)
  mutating func stop()
  mutating func finish(_ reports: [DayReport], seconds: Double?)
  mutating func forecast(_ reports: [DayReport])
}
