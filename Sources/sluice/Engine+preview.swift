import Configuration
import Features
import Foundation
import Pipeline
import Storage
import Terminal

extension Engine {
  /// Calls the feature function on a few records. `output` gets the lines that it prints.
  static func previewTable(
    _ request: PreviewRequest, output: @escaping @Sendable (String) -> Void
  ) throws -> Preview {
    var table = request.table
    table.workers = 1
    let interruption = Interruption.watch()
    let run = try tableRun(
      table, in: request.project,
      events: { if case .output(_, _, let line) = $0 { output(line) } }, isInterrupted: { interruption.hasCome })
    let shown: TablePreview
    do {
      shown = try run.preview(day: request.day, records: request.records)
    } catch {
      throw EngineError(status: error.code == .interrupted ? .interrupted : .failed, message: error.message)
    }
    var preview = Preview()
    preview.form = shown.form
    preview.records = shown.lines
    preview.recordsIn = shown.counts.read - shown.counts.quarantined
    preview.rowsOut = shown.counts.written
    preview.quarantined = shown.quarantined
    preview.seconds = shown.seconds
    if let rows = shown.rows.first {
      preview.columns = rows.schema.fields.enumerated().map { index, field in
        Preview.Column(
          name: field.name, type: "\(field.type)",
          values: (0..<min(rows.rowCount, 3)).map { rows.text(column: index, row: $0) })
      }
    }
    return preview
  }
}
