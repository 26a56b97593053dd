import Columnar
import Storage
import Table
import Testing

struct ForeignLogTests {
  let fixture: TableFixture
  let metaData = #"""
    {"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"n\",\"type\":\"decimal(38, 5)\",\"nullable\":true,\"metadata\":{\"comment\":\"kept\"}},{\"name\":\"day_partition\",\"type\":\"date\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":["day_partition"],"configuration":{}}}
    """#

  init() throws { fixture = try TableFixture() }

  private func write(protocol asked: String, metaData: String? = nil) throws {
    try fixture.writeEntry(0, metaData ?? self.metaData, #"{"protocol":\#(asked)}"#)
  }

  private func refusal(_ body: () throws -> Void) -> String? {
    let error = #expect(throws: TableError.self) { try body() }
    #expect(error?.code == .unsupported)
    #expect(error?.table == fixture.path)
    return error?.message
  }

  @Test(arguments: [
    (#"{"minReaderVersion":2,"minWriterVersion":5}"#, "columnMapping"),
    (
      #"{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors","v9"],"writerFeatures":[]}"#,
      "deletionVectors, v9"
    ),
    (#"{"minReaderVersion":4,"minWriterVersion":8}"#, "reader version 4"),
  ])
  func unknownReaderFeaturesAreRefusedByName(asked: String, name: String) throws {
    try write(protocol: asked)
    #expect(refusal { _ = try fixture.table.snapshot() }?.contains("to read this table takes \(name),") == true)
  }

  @Test(arguments: [
    (#"{"minReaderVersion":1,"minWriterVersion":4}"#, "checkConstraints, changeDataFeed, generatedColumns"),
    (#"{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["appendOnly","rowTracking"]}"#, "rowTracking"),
  ])
  func unknownWriterFeaturesAreReadButNotWritten(asked: String, name: String) throws {
    try write(protocol: asked)
    #expect(try fixture.table.snapshot()?.version == 0)
    #expect(refusal { try fixture.commit("2020-01-01", ["a"]) }?.contains("to write this table takes \(name),") == true)
  }

  @Test func rulesAboutValuesAreNotWrittenOver() throws {
    try write(
      protocol: #"{"minReaderVersion":1,"minWriterVersion":2}"#,
      metaData: metaData.replacing(#"5)\",\"nullable\":true"#, with: #"5)\",\"nullable\":false"#))
    #expect(refusal { try fixture.commit("2020-01-01", ["a"]) }?.contains("`n` NOT NULL") == true)
  }

  @Test func anAppendOnlyTableTakesAppendsOnly() throws {
    try write(
      protocol: #"{"minReaderVersion":1,"minWriterVersion":2}"#,
      metaData: metaData.replacing(#""configuration":{}"#, with: #""configuration":{"delta.appendOnly":"true"}"#))
    try fixture.commit("2020-01-01", ["a"], mode: .append, schema: Schema())
    #expect(refusal { try fixture.commit("2020-01-01", ["b"]) }?.contains("delta.appendOnly") == true)
  }

  @Test func whatOthersSaidAboutColumnsIsKept() throws {
    try write(protocol: #"{"minReaderVersion":1,"minWriterVersion":2}"#)
    let snapshot = try fixture.commit(
      "2020-01-01", ["a"], schema: Schema([Field("n", .decimal(precision: 38, scale: 5)), Field("m", .boolean)]))
    #expect(snapshot.metadata.schema.fields.map(\.name) == ["n", "m", "day_partition"])
    #expect(snapshot.metadata.schema["day_partition"]?.type == .date)
    #expect(
      try fixture.entry(1).contains(#"{\\\"comment\\\":\\\"kept\\\"}"#)
        || fixture.entry(1).contains(#"\"comment\":\"kept\""#))
    #expect(try fixture.table.snapshot()?.metadata == snapshot.metadata)
  }

  @Test func unknownActionsAndMembersArePassedOver() throws {
    try fixture.commit("2020-01-01", ["a"])
    try fixture.writeEntry(
      1, #"{"txn":{"appId":"x","version":3}}"#, "", #"{"fromTheFuture":{}}"#,
      #"{"add":{"path":"day_partition=2020-01-01/b%20%C3%A9.parquet","partitionValues":{"day_partition":"2020-01-01"},"size":3,"modificationTime":1,"dataChange":true,"new":[1]}}"#,
      #"{"remove":{"path":"day_partition=2020-01-01/a.parquet","dataChange":true}}"#)
    let files = try #require(try fixture.table.snapshot()).files
    #expect(files.map(\.path) == ["day_partition=2020-01-01/b é.parquet"])
    #expect(files[0].rows == nil)
    #expect(files[0].statistics(schema: TableFixture.columns) == nil)
  }

  @Test func aCheckpointThatCannotBeReadIsAnErrorOnlyIfNeeded() throws {
    try fixture.commit("2020-01-01", ["a"])
    try fixture.commit("2020-01-01", ["b"])
    try fixture.store.write("_delta_log/00000000000000000001.checkpoint.parquet", [1])
    #expect(try fixture.live("2020-01-01") == ["b"])
    try fixture.store.delete("_delta_log/00000000000000000000.json")
    let error = #expect(throws: TableError.self) { try fixture.table.snapshot() }
    #expect(error?.code == .corrupt)
    #expect(error?.message.contains("00000000000000000001.checkpoint.parquet") == true)
  }

  @Test func damageIsNamedWithItsPlace() throws {
    try fixture.commit("2020-01-01", ["a"])
    try fixture.writeEntry(1, #"{"cdc":{}}"#, #"{"add":{"path":"#)
    let torn = #expect(throws: TableError.self) { try fixture.table.snapshot() }
    #expect(torn?.code == .corrupt)
    #expect(torn?.message.hasPrefix("line 2 of _delta_log/00000000000000000001.json is not JSON") == true)
    try fixture.store.delete("_delta_log/00000000000000000001.json")
    try fixture.writeEntry(2, #"{"cdc":{}}"#)
    let gap = #expect(throws: TableError.self) { try fixture.table.snapshot() }
    #expect(gap?.message.hasPrefix("_delta_log/00000000000000000001.json is missing") == true)
    let version = #expect(throws: TableError.self) { try fixture.table.snapshot(version: 3) }
    #expect(version?.code == .noSuchVersion)
  }

  @Test func partsOutsideTheFolderAreRefused() throws {
    try fixture.commit("2020-01-01", ["a"])
    for path in ["/etc/x.parquet", "s3://bucket/x.parquet", "../x.parquet"] {
      try fixture.writeEntry(1, #"{"add":{"path":"\#(path)","partitionValues":{},"size":1,"dataChange":true}}"#)
      #expect(refusal { _ = try fixture.table.snapshot() }?.contains(path) == true)
    }
  }
}
