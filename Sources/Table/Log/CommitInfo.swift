/// Who made a version, when and how; readers show it as the table's history (PROTOCOL.md, "Commit Provenance Information").
public struct CommitInfo: Sendable, Hashable {
  /// Milliseconds since 1970; nil if the writer did not say.
  public var timestamp: Int?
  public var operation: String?
  public var engine: String?
  /// The run that made this version, if it was Sluice's.
  public var run: String?
  /// Unique to one commit, so that a writer knows its own version again.
  public var transaction: String?
  public var parameters: [String: String]
  public var metrics: [String: String]
  /// What else Sluice said, such as the fingerprint of the feature code.
  public var details: [String: String]
  public var readVersion: Int?
  var isBlindAppend: Bool?

  /// What Sluice calls itself in the log.
  static let ourEngine = "Sluice/\(SluiceVersion.text)"

  init(_ json: JSONValue) {
    timestamp = json["timestamp"]?.integer
    operation = json["operation"]?.string
    engine = json["engineInfo"]?.string
    run = json["sluice"]?["run"]?.string
    transaction = json["txnId"]?.string
    parameters = json["operationParameters"]?.strings ?? [:]
    metrics = json["operationMetrics"]?.strings ?? [:]
    details = json["sluice"]?.strings ?? [:]
    readVersion = json["readVersion"]?.integer
    isBlindAppend = json["isBlindAppend"]?.boolean
  }

  init(
    timestamp: Int, operation: String, run: String?, transaction: String, parameters: [String: String],
    metrics: [String: String], details: [String: String], readVersion: Int?, isBlindAppend: Bool
  ) {
    self.timestamp = timestamp
    self.operation = operation
    engine = Self.ourEngine
    self.run = run
    self.transaction = transaction
    self.parameters = parameters
    self.metrics = metrics
    self.details = run.map { details.merging(["run": $0]) { _, run in run } } ?? details
    self.readVersion = readVersion
    self.isBlindAppend = isBlindAppend
  }

  var json: JSONValue {
    .compact([
      "timestamp": timestamp.map { .integer($0) }, "operation": operation.map { .string($0) },
      "engineInfo": engine.map { .string($0) }, "txnId": transaction.map { .string($0) },
      "operationParameters": .object(parameters.mapValues { .string($0) }),
      "operationMetrics": .object(metrics.mapValues { .string($0) }),
      "sluice": details.isEmpty ? nil : .object(details.mapValues { .string($0) }),
      "readVersion": readVersion.map { .integer($0) }, "isolationLevel": .string("Serializable"),
      "isBlindAppend": isBlindAppend.map { .boolean($0) },
    ])
  }
}
