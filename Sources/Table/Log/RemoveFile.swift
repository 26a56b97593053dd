/// A part that is live no longer (PROTOCOL.md, "Add File and Remove File").
public struct RemoveFile: Sendable, Hashable {
  /// As the log has it; the same as the ``AddFile/loggedPath`` that it ends.
  public var loggedPath: String
  public var path: String { LogPath.decode(loggedPath) }
  /// Milliseconds since 1970.
  public var deleted: Int?
  public var dataChange: Bool
  /// nil if the writer left it out.
  public var partitionValues: [String: String]?
  /// Bytes; nil if the writer left it out.
  public var size: Int?

  public init(_ file: AddFile, deleted: Int, dataChange: Bool) {
    loggedPath = file.loggedPath
    self.deleted = deleted
    self.dataChange = dataChange
    partitionValues = file.partitionValues
    size = file.size
  }

  init(_ json: JSONValue) throws(TableError) {
    guard let path = json["path"]?.string else { throw TableError(.corrupt, message: "a remove action has no path") }
    loggedPath = path
    deleted = json["deletionTimestamp"]?.integer
    dataChange = json["dataChange"]?.boolean ?? true
    partitionValues = json["partitionValues"]?.strings
    size = json["size"]?.integer
  }

  var json: JSONValue {
    .compact([
      "path": .string(loggedPath), "deletionTimestamp": deleted.map { .integer($0) },
      "dataChange": .boolean(dataChange),
      "extendedFileMetadata": .boolean(partitionValues != nil && size != nil),
      "partitionValues": partitionValues.map { .object($0.mapValues { .string($0) }) },
      "size": size.map { .integer($0) },
    ])
  }
}
