import Columnar
import Storage
import Synchronization

/// Puts a shard's encoded row groups, which come in any order, into parts in their own order.
///
/// Sendable: everything that changes is under ``state``'s lock.
final class PartAssembler: @unchecked Sendable {
  private let store: any ObjectStore
  private let rowsPerPart: Int
  private let compression: Compression
  private let path: @Sendable (Int) -> String
  private let state = Mutex(State())

  private struct State: ~Copyable {
    var waiting: [Int: EncodedRowGroup] = [:]
    var next = 0
    var parts: [PartWriter] = []
  }

  /// - Parameter path: names the parts, by their place.
  init(
    store: any ObjectStore, rowsPerPart: Int, compression: Compression, path: @escaping @Sendable (Int) -> String
  ) {
    self.path = path
    self.store = store
    self.rowsPerPart = rowsPerPart
    self.compression = compression
  }

  func add(_ group: EncodedRowGroup) throws(PipelineError) {
    let outcome = state.withLock { state -> Result<Void, PipelineError> in
      state.waiting[group.number] = group
      while let ready = state.waiting.removeValue(forKey: state.next) {
        state.next += 1
        do throws(PipelineError) {
          try append(ready, to: &state.parts)
        } catch {
          return .failure(error)
        }
      }
      return .success(())
    }
    try outcome.get()
  }

  private func append(_ group: EncodedRowGroup, to parts: inout [PartWriter]) throws(PipelineError) {
    if let last = parts.last, last.rows + group.footer.rowCount <= rowsPerPart {
      try last.append(group)
      return
    }
    let part = try PartWriter(path(parts.count), in: store)
    parts.append(part)
    try part.append(group)
  }

  /// Ends all parts under the day's schema.
  func finish(schema: Schema) throws(PipelineError) -> [(path: String, part: FinishedPart)] {
    let parts = state.withLock { $0.parts.map(Lent.init) }.map(\.part)
    return try parts.map { (part) throws(PipelineError) in
      (part.path, try part.finish(schema: schema, compression: compression))
    }
  }

  /// Lets a part out of the lock: after the last row group nobody else has it.
  private struct Lent: @unchecked Sendable {
    let part: PartWriter
  }

  /// Leaves nothing behind.
  func discard() {
    for lent in state.withLock({ $0.parts.map(Lent.init) }) { lent.part.discard() }
  }
}
