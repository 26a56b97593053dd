import Columnar
import Synchronization
import Table

/// The columns of a day, unified over the batches of all its shards.
final class DaySchema: Sendable {
  /// Where a batch stands in its day.
  struct Position: Comparable, Sendable {
    var shard: Int
    var batch: Int

    static func < (a: Position, b: Position) -> Bool { (a.shard, a.batch) < (b.shard, b.batch) }
  }

  private struct State {
    /// Unified over all batches so far, in the order of their arrival.
    var current: Schema
    /// Every schema that a batch had, with the first such batch: the order of columns must not depend on arrival.
    var seen: [Schema: (position: Position, file: String)] = [:]
  }

  private let state: Mutex<State>
  /// The table's columns, which decide the types of columns that have them already.
  private let existing: Schema

  private let day: String

  init(existing: Schema, day: String) {
    self.existing = existing
    self.day = day
    state = Mutex(State(current: Schema()))
  }

  /// Takes a batch's schema into account.
  /// - Parameter file: the first raw file of the batch, for the error.
  func add(_ schema: Schema, at position: Position, file: String) throws(PipelineError) {
    var conflict: PipelineError?
    state.withLock { state in
      if let known = state.seen[schema] {
        if position < known.position { state.seen[schema] = (position, file) }
        return
      }
      let unified = state.current.unified(with: schema) { column, before, now in
        let other = state.seen.first { $0.key[column]?.type.unified(with: now) == nil }?.value.file
        conflict = PipelineError(
          .schemaConflict,
          "column `\(column)` is \(now) in the batch that begins with \(file), but \(before) in \(other.map { "the one that begins with \($0)" } ?? "others"); let the function return one type, for example with .astype(…)"
        )
      }
      guard let unified else { return }
      do throws(TableError) {
        // The table would refuse it at the end; the user should not wait for that.
        _ = try SchemaEvolution.unify(existing: existing, new: settle(unified), day: day)
      } catch {
        conflict = PipelineError(error)
      }
      state.current = unified
      state.seen[schema] = (position, file)
    }
    if let conflict { throw conflict }
  }

  /// The columns that hold anything so far, for encoding what is there; the final schema may be wider. Lists and structs whose
  /// insides are not known yet are kept: an empty list is no null.
  var soFar: Schema {
    let settled = state.withLock { settle($0.current) }
    return Schema(settled.fields.filter { $0.type != .null })
  }

  /// The columns of the day's parts, and the names of those that were null in every row.
  func final() -> (schema: Schema, untyped: [String]) {
    let ordered = state.withLock { state in
      state.seen.sorted { $0.value.position < $1.value.position }.map(\.key)
    }
    var unified = Schema()
    for schema in ordered { unified = unified.unified(with: schema) { _, _, _ in } ?? unified }
    let settled = settle(unified).known
    return (settled, unified.fields.map(\.name).filter { settled[$0] == nil })
  }

  /// Takes the table's types where they hold the day's values too.
  private func settle(_ schema: Schema) -> Schema {
    Schema(
      schema.fields.map { field in
        guard let known = existing[field.name], known.type.unified(with: field.type) == known.type else { return field }
        return known
      })
  }
}
