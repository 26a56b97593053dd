/// What a table asks of those who read and write it (PROTOCOL.md, "Protocol Evolution").
public struct TableProtocol: Sendable, Hashable {
  public var readerVersion: Int
  public var writerVersion: Int
  public var readerFeatures: [String]
  public var writerFeatures: [String]

  /// What Sluice's own tables ask for.
  public static let ours = TableProtocol(readerVersion: 1, writerVersion: 2)

  /// Features that tables with writer version 7 may name and Sluice keeps; see ``TableMetadata/isAppendOnly`` and
  /// ``TableMetadata/constraints``.
  private static let keptFeatures: Set = ["appendOnly", "invariants"]

  public init(readerVersion: Int, writerVersion: Int, readerFeatures: [String] = [], writerFeatures: [String] = []) {
    self.readerVersion = readerVersion
    self.writerVersion = writerVersion
    self.readerFeatures = readerFeatures
    self.writerFeatures = writerFeatures
  }

  /// Throws, naming them, if reading takes features that Sluice does not know.
  func checkReadable() throws(TableError) {
    let unknown: [String]
    switch readerVersion {
    case ...1: return
    case 2: unknown = ["columnMapping"]
    case 3: unknown = readerFeatures
    default: unknown = ["reader version \(readerVersion)"]
    }
    if !unknown.isEmpty { throw refusal(unknown, to: "read") }
  }

  /// Throws, naming them, if writing takes features that Sluice does not know.
  func checkWritable() throws(TableError) {
    let unknown: [String]
    switch writerVersion {
    case ...2: return
    case 3...6:
      let steps = [
        ["checkConstraints"], ["changeDataFeed", "generatedColumns"], ["columnMapping"], ["identityColumns"],
      ]
      unknown = Array(steps.prefix(writerVersion - 2).joined())
    case 7: unknown = writerFeatures.filter { !Self.keptFeatures.contains($0) }
    default: unknown = ["writer version \(writerVersion)"]
    }
    if !unknown.isEmpty { throw refusal(unknown, to: "write") }
  }

  private func refusal(_ unknown: [String], to verb: String) -> TableError {
    TableError(
      .unsupported,
      message:
        "to \(verb) this table takes \(unknown.joined(separator: ", ")), which Sluice does not know; use the tool that "
        + "made it, or copy it into a new table")
  }

  init?(_ json: JSONValue) {
    guard let reader = json["minReaderVersion"]?.integer, let writer = json["minWriterVersion"]?.integer else {
      return nil
    }
    readerVersion = reader
    writerVersion = writer
    readerFeatures = json["readerFeatures"]?.array?.compactMap(\.string) ?? []
    writerFeatures = json["writerFeatures"]?.array?.compactMap(\.string) ?? []
  }

  var json: JSONValue {
    .compact([
      "minReaderVersion": .integer(readerVersion), "minWriterVersion": .integer(writerVersion),
      "readerFeatures": readerVersion >= 3 ? .array(readerFeatures.map { .string($0) }) : nil,
      "writerFeatures": writerVersion >= 7 ? .array(writerFeatures.map { .string($0) }) : nil,
    ])
  }
}
