import Columnar
import Features
import Foundation
import Pipeline
import Storage
import Table
import Testing

/// Whole runs over small days, in a folder of their own.
@Suite struct TableRunTests {
  let folder = NSTemporaryDirectory() + "sluice-pipeline-" + UUID().uuidString

  private func write(_ path: String, _ text: String) throws {
    try LocalStore(folder).write("raw/2020/01/01/" + path, Array(text.utf8))
  }

  private func run(
    _ table: String, code: String? = nil, _ change: (inout TableSettings) -> Void = { _ in }
  ) throws -> DayReport {
    var settings = TableSettings(name: table)
    if let code {
      try code.write(toFile: folder + "/features.py", atomically: true, encoding: .utf8)
      settings.function = PythonFunction(name: "features.py:extract", project: folder)
      settings.python = try PythonEnvironment(named: nil, project: folder)
    }
    change(&settings)
    return TableRun(
      settings, source: Source(store: LocalStore(folder + "/raw")), warehouse: LocalStore(folder + "/" + table),
      events: { _ in }, isInterrupted: { false }
    ).build(day: "2020-01-01")
  }

  /// The bytes of a table's parts, in row order.
  private func parts(_ table: String) throws -> [[UInt8]] {
    let store = LocalStore(folder + "/" + table)
    let live = try #require(try DeltaTable(store: store).snapshot()).files(of: "2020-01-01")
    return try live.map { try store.read($0.path) }
  }

  @Test func numberOfWorkersChangesNoByteEvenWhereTypesWiden() throws {
    // The column is an integer in most batches, a double in one, and absent or null in others.
    for file in 0..<12 {
      try write("f\(file).jsonl", (0..<50).map { "{\"id\":\(file * 50 + $0)}" }.joined(separator: "\n"))
    }
    let code = """
      import time
      import pandas as pd
      def extract(df: pd.DataFrame) -> pd.DataFrame:
          first = int(df["id"].iloc[0])
          time.sleep((first * 7919 % 5) / 50)
          out = pd.DataFrame({"id": df["id"]})
          if first % 3 == 0:
              out["score"] = df["id"] * 2
          elif first == 550:
              out["score"] = df["id"] / 7
          if first > 100:
              out["late"] = None if first < 300 else "x"
          return out
      """
    for workers in [1, 2, 5] {
      let report = try run("w\(workers)", code: code) {
        $0.workers = workers
        $0.batchSize = 25
        $0.maxRowsPerPart = 100
      }
      #expect(report.outcome == .published, "\(report.error ?? "")")
      #expect(report.counts.written == 600 && report.counts.balances)
    }
    let one = try parts("w1")
    #expect((6...7).contains(one.count))
    #expect(try parts("w2") == one)
    #expect(try parts("w5") == one)
    let schema = try #require(try DeltaTable(store: LocalStore(folder + "/w1")).snapshot()).partSchema
    #expect(schema == Schema([Field("id", .int64), Field("score", .float64), Field("late", .string)]))
  }

  @Test func linesOfAnyShapeAreReadInOrder() throws {
    try write("a.jsonl", "\u{FEFF}{\"n\":1}\r\n\r\n  \n{\"n\":2}")
    try write("b.jsonl", "")
    try write("c/d.jsonl", "\n\n{\"n\":3}\n[1]\n{\"n\":4}\n")
    try write("e.txt", "{\"n\":99}\n")
    let report = try run("lines") { $0.maxQuarantined = .count(1) }
    #expect(report.counts.read == 5 && report.counts.written == 4 && report.counts.quarantined == 1)
    #expect(report.files == 3)
    let store = LocalStore(folder + "/lines")
    let quarantine = try #require(try store.list(prefix: "_quarantine/").first)
    let entry = String(decoding: try store.read(quarantine.path), as: UTF8.self)
    #expect(
      entry == #"{"file":"2020/01/01/c/d.jsonl","line":4,"offset":10,"reason":"not an object","raw":"[1]"}"# + "\n")
  }

  @Test func tooManyUnusableLinesPublishNothingAndNameTheFirst() throws {
    try write("a.jsonl", "{\"n\":1}\nnot json\n")
    let report = try run("limited")
    #expect(report.outcome == .failed)
    #expect(report.error?.contains("2020/01/01/a.jsonl:2: not JSON") == true)
    #expect(try DeltaTable(store: LocalStore(folder + "/limited")).snapshot() == nil)
    #expect(try LocalStore(folder + "/limited").list(prefix: "day_partition").isEmpty)
    #expect(try LocalStore(folder + "/limited").unfinished(prefix: "").isEmpty)
  }

  @Test func typesThatDoNotGoTogetherNameColumnFileAndBothTypes() throws {
    for file in 0..<2 { try write("f\(file).jsonl", "{\"n\":\(file)}\n") }
    let report = try run(
      "conflict",
      code: """
        import pandas as pd
        def extract(df: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame({"n": [1 if df["n"].iloc[0] == 0 else "one"]})
        """
    ) { $0.batchSize = 1 }
    #expect(report.outcome == .failed)
    let error = try #require(report.error)
    #expect(error.contains("`n`") && error.contains("int64") && error.contains("string"))
    #expect(error.contains("2020/01/01/f0.jsonl") && error.contains("2020/01/01/f1.jsonl"))
  }

  @Test func aDayIsReplacedByOneEntry() throws {
    try write("a.jsonl", "{\"n\":1}\n{\"n\":2}\n")
    #expect(try run("replaced").tableVersion == 0)
    try write("a.jsonl", "{\"n\":3}\n")
    #expect(try run("replaced").tableVersion == 1)
    let table = DeltaTable(store: LocalStore(folder + "/replaced"))
    #expect(try #require(try table.snapshot()).files.map(\.rows) == [1])
    #expect(try #require(try table.snapshot(version: 0)).files.map(\.rows) == [2])
  }
}
