/// One line of a log entry, or one row of a checkpoint (PROTOCOL.md, "Actions").
public enum LogAction: Sendable, Hashable {
  case commitInfo(CommitInfo)
  case tableProtocol(TableProtocol)
  case metadata(TableMetadata)
  case add(AddFile)
  case remove(RemoveFile)
  case transaction(ApplicationTransaction)
  /// Of no meaning to Sluice: `cdc`, `domainMetadata` and what is yet to come. Readers must pass over these.
  case other(String)

  init(_ json: JSONValue) throws(TableError) {
    guard let (name, value) = json.object?.first(where: { $0.value != .null }) else {
      throw TableError(.corrupt, message: "a line is no action")
    }
    switch name {
    case "commitInfo": self = .commitInfo(CommitInfo(value))
    case "protocol":
      guard let asked = TableProtocol(value) else {
        throw TableError(.corrupt, message: "a protocol action has no minReaderVersion or no minWriterVersion")
      }
      self = .tableProtocol(asked)
    case "metaData": self = .metadata(try TableMetadata(value))
    case "add": self = .add(try AddFile(value))
    case "remove": self = .remove(try RemoveFile(value))
    case "txn": self = .transaction(try ApplicationTransaction(value))
    default: self = .other(name)
    }
  }

  /// nil for what Sluice does not write.
  var json: JSONValue? {
    switch self {
    case .commitInfo(let info): .object(["commitInfo": info.json])
    case .tableProtocol(let asked): .object(["protocol": asked.json])
    case .metadata(let metadata): .object(["metaData": metadata.json])
    case .add(let file): .object(["add": file.json])
    case .remove(let file): .object(["remove": file.json])
    case .transaction(let transaction): .object(["txn": transaction.json])
    case .other: nil
    }
  }
}
