import Foundation
import Pipeline
import Synchronization

/// What `sluice watch` counted, as Prometheus reads it
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
final class MetricsBoard: Sendable {
  private struct Table {
    var runs: [String: Int] = [:]
    var failures = 0
    var rows = 0
    var quarantined = 0
    var seconds = 0.0
    /// Seconds since 1970.
    var succeeded = 0.0
  }

  private struct State {
    var tables: [String: Table] = [:]
    var failures = 0
  }

  private let state = Mutex(State())

  /// Counts the days of one table's refresh.
  func note(_ reports: [DayReport]) {
    state.withLock { state in
      for (name, days) in Dictionary(grouping: reports, by: \.table) {
        var table = state.tables[name] ?? Table()
        for day in days {
          table.runs[day.outcome.rawValue, default: 0] += 1
          if [.failed, .conflict].contains(day.outcome) { table.failures += 1 }
          guard day.outcome == .published else { continue }
          table.rows += day.counts.written
          table.quarantined += day.counts.quarantined
        }
        table.seconds = days.reduce(0) { $0 + $1.seconds }
        if days.allSatisfy({ [.published, .unchanged, .empty].contains($0.outcome) }) {
          table.succeeded = Date().timeIntervalSince1970
        }
        state.tables[name] = table
      }
    }
  }

  /// Counts a refresh that came to nothing because of the configuration.
  func noteFailure() { state.withLock { $0.failures += 1 } }

  var text: String {
    let (tables, failures) = state.withLock { ($0.tables.sorted { $0.key < $1.key }, $0.failures) }
    var lines: [String] = []
    func metric(_ name: String, _ type: String, _ help: String, _ values: [String]) {
      lines += ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"] + values.map { name + $0 }
    }
    func each(_ value: (Table) -> String) -> [String] { tables.map { "{table=\"\($0.key)\"} \(value($0.value))" } }
    metric(
      "sluice_runs_total", "counter", "Days that were run, by outcome.",
      tables.flatMap { name, table in
        table.runs.sorted { $0.key < $1.key }.map { "{table=\"\(name)\",outcome=\"\($0.key)\"} \($0.value)" }
      })
    metric("sluice_failures_total", "counter", "Days that failed or met another run.", each { "\($0.failures)" })
    metric("sluice_rows_total", "counter", "Rows published.", each { "\($0.rows)" })
    metric("sluice_quarantined_lines_total", "counter", "Lines that could not be used.", each { "\($0.quarantined)" })
    metric("sluice_last_run_seconds", "gauge", "How long the last refresh took.", each { "\($0.seconds)" })
    metric(
      "sluice_last_success_timestamp_seconds", "gauge", "When a refresh last succeeded; 0 for never.",
      each { "\($0.succeeded)" })
    metric(
      "sluice_configuration_failures_total", "counter", "Refreshes that the configuration did not allow.", [" \(failures)"])
    return lines.joined(separator: "\n") + "\n"
  }
}
