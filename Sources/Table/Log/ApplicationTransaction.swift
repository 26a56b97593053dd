/// How far a program has got with what it feeds into the table; it changes together with the parts of its commit
/// (PROTOCOL.md, "Transaction Identifiers").
public struct ApplicationTransaction: Sendable, Hashable {
  public var appID: String
  public var version: Int
  /// Milliseconds since 1970; nil if the writer did not say.
  public var updated: Int?

  init(appID: String, version: Int, updated: Int?) {
    self.appID = appID
    self.version = version
    self.updated = updated
  }

  init(_ json: JSONValue) throws(TableError) {
    guard let appID = json["appId"]?.string, let version = json["version"]?.integer else {
      throw TableError(.corrupt, message: "a txn action has no appId or no version")
    }
    self.init(appID: appID, version: version, updated: json["lastUpdated"]?.integer)
  }

  var json: JSONValue {
    .compact([
      "appId": .string(appID), "version": .integer(version), "lastUpdated": updated.map { .integer($0) },
    ])
  }
}
