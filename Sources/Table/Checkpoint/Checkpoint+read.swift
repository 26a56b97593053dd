import Columnar
import Storage

extension Checkpoint {
  /// All its actions. What the table asks of readers is checked before anything else is looked at.
  func actions(in store: any ObjectStore) throws(TableError) -> [LogAction] {
    var pieces: [ForeignRows] = []
    for path in paths {
      do {
        pieces.append(try ForeignRows(parquet: try store.read(path)))
      } catch let error as ColumnarError {
        throw TableError(.corrupt, message: "checkpoint \(path) cannot be read: \(error.message)")
      } catch let error as StorageError {
        throw TableError(error, table: store.location)
      } catch {
        throw TableError(.corrupt, message: "checkpoint \(path) cannot be read: \(error)")
      }
    }
    var actions: [LogAction] = []
    for piece in pieces { actions += try Self.actions(piece, of: ["protocol"]) }
    for case .tableProtocol(let asked) in actions { try asked.checkReadable() }
    for (piece, path) in zip(pieces, paths) {
      try Self.checkKnown(piece, path)
      actions += try Self.actions(piece, of: ["metaData", "txn", "remove", "add"])
    }
    return actions
  }

  private static func actions(_ rows: ForeignRows, of names: [String]) throws(TableError) -> [LogAction] {
    var actions: [LogAction] = []
    for batch in rows.batches {
      for name in names {
        guard let type = CheckpointSchema.actions[name]?.type, let column = batch[name] else { continue }
        for row in 0..<batch.rowCount {
          guard let value = JSONValue(column, type, row: row) else { continue }
          actions.append(try LogAction(.object([name: value])))
        }
      }
    }
    return actions
  }

  /// Throws for what would change the meaning of the rest.
  private static func checkKnown(_ rows: ForeignRows, _ path: String) throws(TableError) {
    for batch in rows.batches {
      let marks = [
        ("a V2 checkpoint", batch["sidecar"]), ("a V2 checkpoint", batch["checkpointMetadata"]),
        ("deletion vectors", batch["add"]?["deletionVector"]),
      ]
      for (name, mark) in marks {
        guard let mark, (0..<batch.rowCount).contains(where: mark.hasValue) else { continue }
        throw TableError(
          .unsupported, message: "\(path) has \(name), which Sluice does not know; use the tool that made it")
      }
    }
  }
}
