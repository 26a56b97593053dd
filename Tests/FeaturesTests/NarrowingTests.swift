import Columnar
import Features
import Foundation
import JSONLines
import Testing

/// Functions that fail on some records, in real worker processes.
@Suite struct NarrowingTests {
  private func worker(
    _ code: String, onError: PythonFunction.OnError = .quarantine, timeout: Double? = nil
  ) throws -> PythonFeatureWorker {
    let project = NSTemporaryDirectory() + "sluice-features-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: project, withIntermediateDirectories: true)
    try code.write(toFile: project + "/features.py", atomically: true, encoding: .utf8)
    let host = FunctionHost(
      PythonFunction(name: "features.py:extract", project: project, onError: onError, timeout: timeout),
      python: try PythonEnvironment(named: nil, project: project), printed: { _ in }, isInterrupted: { false })
    let layout = RecordLayout(record: [Field("n", .int64)], shape: .nested, keepsRescued: false)
    return try PythonFeatureWorker(host: host, layout: layout, localPath: { _ in nil })
  }

  private func raw(_ count: Int) -> RawBatch {
    let batch = RawBatch()
    batch.files = ["2020/01/01/a.jsonl"]
    for number in 0..<count {
      let bytes = Array("{\"n\":\(number)}".utf8)
      batch.reserve(bytes.count).copyBytes(from: bytes)
      batch.lines.append(
        .init(offset: batch.count, length: Int32(bytes.count), file: 0, number: number + 1, position: batch.count))
      batch.commit(bytes.count)
    }
    return batch
  }

  private func column(_ extracted: ExtractedBatch, _ index: Int = 0) -> [String] {
    extracted.rows.flatMap { rows in (0..<rows.rowCount).map { rows.text(column: index, row: $0) } }
  }

  @Test func exactlyTheFailingRecordsAreTakenOutAndTheRestIsOneBatchAgain() throws {
    let worker = try worker(
      """
      import pandas as pd
      def extract(df: pd.DataFrame) -> pd.DataFrame:
          if df["n"].isin([3, 50, 51, 99]).any():
              raise ValueError("cannot do this one")
          return pd.DataFrame({"n": df["n"], "size": len(df)})
      """)
    let extracted = try worker.extract(raw(100))
    #expect(extracted.unusable.map(\.line) == [3, 50, 51, 99])
    #expect(
      extracted.unusable.allSatisfy { $0.reason == .functionRaised && $0.detail == "ValueError: cannot do this one" })
    #expect(column(extracted) == (0..<100).filter { ![3, 50, 51, 99].contains($0) }.map { "\($0)" })
    #expect(Set(column(extracted, 1)) == ["96"])
    #expect(extracted.read == 100 && extracted.written == 96 && extracted.dropped == 0)
  }

  @Test func theFirstFailingRecordIsNamedWithItsFileLineAndTraceback() throws {
    let worker = try worker(
      """
      import pandas as pd
      def extract(df: pd.DataFrame) -> pd.DataFrame:
          df["n"].map(lambda n: 1 // (n - 42) if n == 42 else n)
          return df
      """, onError: .fail)
    let error = #expect(throws: FeatureError.self) { try worker.extract(raw(100)) }
    #expect(error?.code == .raised)
    #expect(error?.file == "2020/01/01/a.jsonl" && error?.line == 43)
    #expect(error?.traceback?.contains("features.py\", line 3") == true)
    #expect(error?.message.contains("ZeroDivisionError") == true)
  }

  @Test func aRecordThatKillsTheProcessCostsOnlyItself() throws {
    let worker = try worker(
      """
      import os, signal
      def extract(record: dict) -> dict:
          if record["n"] == 5:
              os.kill(os.getpid(), signal.SIGKILL)
          return record
      """)
    let extracted = try worker.extract(raw(16))
    #expect(extracted.unusable.map(\.line) == [5])
    #expect(extracted.unusable[0].reason == .functionCrashed)
    #expect(column(extracted) == (0..<16).filter { $0 != 5 }.map { "\($0)" })
  }

  @Test func aRecordThatHangsIsFoundAndTheOthersAreNot() throws {
    let worker = try worker(
      """
      import time
      def extract(record: dict) -> dict:
          if record["n"] == 2:
              time.sleep(600)
          return record
      """, timeout: 4)
    let extracted = try worker.extract(raw(4))
    #expect(extracted.unusable.map(\.line) == [2])
    #expect(extracted.unusable[0].reason == .functionTimedOut)
    #expect(extracted.written == 3)
  }

  @Test func aFunctionWithoutAnnotationsIsAnsweredWithTheForms() throws {
    let error = #expect(throws: FeatureError.self) { try self.worker("def extract(x): return x") }
    #expect(error?.code == .load)
    #expect(error?.message.contains("pd.DataFrame") == true && error?.message.contains("input:") == true)
  }

  @Test func droppedAndAddedRowsAreCounted() throws {
    let dropping = try worker("def extract(record: dict):\n    return record if record['n'] % 2 else None")
    let fewer = try dropping.extract(raw(10))
    #expect(fewer.dropped == 5 && fewer.added == 0 && fewer.written == 5)
    let exploding = try worker(
      "import pandas as pd\ndef extract(df: pd.DataFrame) -> pd.DataFrame:\n    return pd.concat([df, df])")
    let more = try exploding.extract(raw(10))
    #expect(more.dropped == 0 && more.added == 10 && more.written == 20)
  }
}
