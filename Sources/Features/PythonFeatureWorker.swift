import Columnar
import JSONLines

/// Runs the user's function over raw batches, and narrows its failures down to the records that cause them.
public final class PythonFeatureWorker: FeatureWorker {
  private let host: FunctionHost
  private let input: LoadedFunction.Input
  private let decoder: BatchDecoder?
  private let validator = LineValidator()
  private let localPath: (String) -> String?

  /// - Parameters:
  ///   - layout: the columns that the function is handed; used where it takes columns.
  ///   - localPath: where a raw file lies on this machine's disk, if it does.
  public init(
    host: FunctionHost, layout: RecordLayout, localPath: @escaping (String) -> String?
  ) throws(FeatureError) {
    self.host = host
    self.localPath = localPath
    input = try host.load().input
    decoder = input == .columns ? BatchDecoder(layout: layout) : nil
    if input == .file, host.function.lineage {
      throw FeatureError(
        .load, "`lineage: true` needs a function that is handed records; \(host.function.name) is handed whole files")
    }
  }

  public func extract(_ raw: RawBatch) throws(FeatureError) -> ExtractedBatch {
    var extracted = ExtractedBatch()
    extracted.read = raw.lines.count
    let records = usableRecords(of: raw, into: &extracted)
    guard records.count > 0 else { return extracted }
    let whole = 0..<records.count
    var dropped: Int?
    switch try attempt(records, [whole], timeout: host.function.timeout) {
    case .rows(let rows, let header):
      extracted.rows = rows
      dropped = header.dropped
    case .failed(let failure):
      var narrowing = Narrowing(worker: self, records: records)
      try narrowing.narrow(whole, failure)
      extracted.rows = try narrowing.rowsOfTheRest()
      for (record, failure) in narrowing.failures {
        extracted.unusable.append(
          .init(line: records.line(record), reason: QuarantineReason(failure.code), detail: failure.message))
      }
      extracted.unusable.sort { $0.line < $1.line }
    }
    extracted.balance(usable: extracted.read - extracted.unusable.count, dropped: dropped)
    return extracted
  }

  /// Decodes or checks the lines, and notes those that are not usable.
  private func usableRecords(of raw: RawBatch, into extracted: inout ExtractedBatch) -> UsableRecords {
    guard let decoder else {
      var lines: [Int32] = []
      for index in raw.lines.indices {
        let checked =
          raw.lines[index].length < 0 ? (.tooLong, false) : validator.check(raw.bytes(of: raw.lines[index]))
        if checked.hasRepeatedKey { extracted.repeatedKeys += 1 }
        if let reason = checked.reason {
          extracted.unusable.append(.init(line: index, reason: reason))
        } else {
          lines.append(Int32(truncatingIfNeeded: index))
        }
      }
      return UsableRecords(raw: raw, lines: lines, columns: nil)
    }
    let decoded = decoder.decode(raw)
    extracted.unusable = decoded.unusable.map { .init(line: $0.line, reason: $0.reason) }
    extracted.repeatedKeys = decoded.repeatedKeys
    extracted.rescuedKeys = decoded.rescuedKeys
    return UsableRecords(raw: raw, lines: decoded.lines, columns: decoded.records)
  }

  /// Calls the function on the records in `ranges`, which it sees as one batch.
  func attempt(
    _ records: UsableRecords, _ ranges: [Range<Int>], timeout: Double?
  ) throws(FeatureError) -> FunctionHost.Attempt {
    let count = ranges.reduce(0) { $0 + $1.count }
    let request: [String: any Sendable] = ["kind": "batch", "rows": count, "lineage": host.function.lineage]
    let attempt: FunctionHost.Attempt
    switch input {
    case .columns:
      let payload = try records.ipc(ranges)
      attempt = try payload.withBytes { (bytes) throws(FeatureError) in
        try host.attempt(request, payload: [bytes], timeout: timeout)
      }
    case .lines:
      attempt = try host.attempt(request, payload: records.text(ranges), timeout: timeout)
    case .file:
      return try attemptFile(records, ranges, timeout: timeout)
    }
    guard host.function.lineage, case .rows(let rows, let header) = attempt else { return attempt }
    return .rows(try rows.map { (batch) throws(FeatureError) in try records.withLineage(batch, ranges) }, header)
  }

  private func attemptFile(
    _ records: UsableRecords, _ ranges: [Range<Int>], timeout: Double?
  ) throws(FeatureError) -> FunctionHost.Attempt {
    let scratch = try ScratchFolder()
    defer { scratch.remove() }
    let name = records.raw.files[0]
    // The raw file itself if every line of it is wanted; else a copy of those that are, under the same name.
    let isWhole = ranges == [0..<records.count] && records.count == records.raw.lines.count
    var path = isWhole && !name.hasSuffix(".gz") && !name.hasSuffix(".zst") ? localPath(name) : nil
    if path == nil {
      var plain = name.split(separator: "/").last.map(String.init) ?? "records.jsonl"
      for ending in [".gz", ".zst"] where plain.hasSuffix(ending) { plain.removeLast(ending.count) }
      path = try scratch.write(plain, records.text(ranges))
    }
    let request: [String: any Sendable] = [
      "kind": "file", "input": path ?? "", "output": scratch.path("output.parquet"),
    ]
    return try host.attempt(request, payload: [], timeout: timeout)
  }

  var onError: PythonFunction.OnError { host.function.onError }
  var timeout: Double? { host.function.timeout }
  /// Whether a record's rows are the same whatever batch it comes in.
  var treatsRecordsAlone: Bool { input == .lines }
  var name: String { host.function.name }
}

extension QuarantineReason {
  init(_ code: FeatureError.Code) {
    self =
      switch code {
      case .crashed: .functionCrashed
      case .timedOut: .functionTimedOut
      case .outOfMemory: .outOfMemory
      default: .functionRaised
      }
  }
}
