import Columnar
import Foundation
import Storage
import Table

/// Packs a day's small parts into full ones, in row order, with one commit that changes no row.
struct DayPacker {
  let day: String
  let run: String
  let settings: TableSettings
  let table: DeltaTable
  let isInterrupted: @Sendable () -> Bool

  /// - Returns: what was done; an error's message is in it.
  func pack(isDryRun: Bool = false) -> PackReport {
    var report = PackReport(table: settings.name, day: day)
    do throws(PipelineError) {
      try pack(isDryRun: isDryRun, &report)
    } catch {
      report.error = error.message
      report.isConflict = error.code == .conflict
    }
    return report
  }

  /// Whether the day has so many small parts that a run should pack them.
  func isDue() -> Bool {
    guard let snapshot = try? table.snapshot() else { return false }
    return DayPacking.isDue(snapshot.files(of: day), rowsPerPart: settings.maxRowsPerPart)
  }

  private func pack(isDryRun: Bool, _ report: inout PackReport) throws(PipelineError) {
    guard let base = try snapshot() else { return }
    let groups = DayPacking(base.files(of: day), rowsPerPart: settings.maxRowsPerPart).groups
    let old = groups.flatMap { $0 }
    guard !old.isEmpty else { return }
    report.partsBefore = old.count
    report.bytesBefore = old.reduce(0) { $0 + $1.size }
    report.rows = old.reduce(0) { $0 + ($1.rows ?? 0) }
    guard !isDryRun else { return }

    let assemblers = groups.map { group in
      let names = group.map { PartName.next(after: $0.path, run: run, compression: settings.compression) }
      return PartAssembler(
        store: table.store, rowsPerPart: settings.maxRowsPerPart, compression: settings.compression
      ) { number in
        number < names.count
          ? names[number] : names[names.count - 1].replacing(".", with: "-\(number).", maxReplacements: 1)
      }
    }
    defer { for assembler in assemblers { assembler.discard() } }
    var parts: [(path: String, part: FinishedPart)] = []
    for (group, assembler) in zip(groups, assemblers) {
      try copy(group, to: assembler, schema: base.partSchema)
      parts += try assembler.finish(schema: base.partSchema)
    }
    guard parts.reduce(0, { $0 + $1.part.statistics.rows }) == report.rows else {
      throw PipelineError(
        .warehouse, "day \(day) has parts with more or fewer rows than the log says; nothing was packed")
    }
    report.tableVersion = try publish(parts, replacing: old, base)
    report.partsAfter = parts.count
    report.bytesAfter = parts.reduce(0) { $0 + $1.part.size }
  }

  private func snapshot() throws(PipelineError) -> Snapshot? {
    do {
      return try table.snapshot()
    } catch {
      throw PipelineError(error)
    }
  }

  private func copy(_ group: [AddFile], to assembler: PartAssembler, schema: Schema) throws(PipelineError) {
    var cutter = RowGroupCutter(rowLimit: min(131_072, settings.maxRowsPerPart))
    func add(_ groups: [RowGroup]) throws(PipelineError) {
      for group in groups {
        try assembler.add(EncodedRowGroup(group, schema: schema, compression: settings.compression))
      }
    }
    for part in group {
      let reader = try PartReader(part.path, size: part.size, in: table.store)
      for piece in reader.pieces {
        if isInterrupted() { throw PipelineError(.interrupted, "interrupted; nothing was packed") }
        guard let rows = try reader.rows(of: piece, schema: schema) else { continue }
        try add(try cutter.add(rows))
      }
    }
    try add(cutter.close())
  }

  private func publish(
    _ parts: [(path: String, part: FinishedPart)], replacing old: [AddFile], _ base: Snapshot
  ) throws(PipelineError) -> Int {
    let change = TableChange(
      day: day, mode: .optimize(replacing: old.map(\.path)),
      parts: parts.map { path, part in
        NewPart(
          path: path, size: part.size, modified: Int(Date().timeIntervalSince1970 * 1000), statistics: part.statistics)
      }, schema: base.partSchema, run: run)
    var published: [String] = []
    do {
      for (path, part) in parts {
        try part.writer.publish()
        published.append(path)
      }
      return try table.commit(change, base: base).version
    } catch {
      if (error as? TableError)?.code != .uncertain { for path in published { try? table.store.delete(path) } }
      if let error = error as? StorageError { throw PipelineError(writing: error) }
      if let error = error as? TableError { throw PipelineError(error) }
      throw PipelineError(.warehouse, "\(error)")
    }
  }
}
