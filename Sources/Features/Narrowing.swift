import Columnar

/// Finds the records that a function fails on, by splitting the batch.
struct Narrowing {
  private let worker: PythonFeatureWorker
  private let records: UsableRecords
  /// Records, by index, that the function fails on alone, in order.
  private(set) var failures: [(record: Int, failure: FunctionHost.Failure)] = []
  /// What the function gave for the pieces that it did not fail on, in order.
  private var pieces: [RecordBatch] = []

  init(worker: PythonFeatureWorker, records: UsableRecords) {
    self.worker = worker
    self.records = records
  }

  /// Splits `range`, on which the function failed, until single records are left.
  /// - Throws: with `on_error: fail`, for the first of them; always, for a failure that no record is to blame for.
  mutating func narrow(_ range: Range<Int>, _ failure: FunctionHost.Failure) throws(FeatureError) {
    // What the function returns in the end, or that it does not load, is the same for every record.
    guard failure.code != .result, failure.code != .load else {
      throw located(failure, range, isAlone: range.count == 1)
    }
    if range.count == 1 {
      guard worker.onError == .quarantine else { throw located(failure, range, isAlone: true) }
      failures.append((range.lowerBound, failure))
      return
    }
    if let row = failure.row, row < range.count {
      let culprit = range.lowerBound + row
      try attempt(range.lowerBound..<culprit)
      try narrow(culprit..<culprit + 1, failure)
      try attempt(culprit + 1..<range.upperBound)
      return
    }
    let middle = range.lowerBound + range.count / 2
    try attempt(range.lowerBound..<middle)
    try attempt(middle..<range.upperBound)
  }

  private mutating func attempt(_ range: Range<Int>) throws(FeatureError) {
    guard !range.isEmpty else { return }
    switch try worker.attempt(records, [range], timeout: timeout(for: range)) {
    case .rows(let rows, _): pieces += rows
    case .failed(let failure): try narrow(range, failure)
    }
  }

  /// A piece of a batch gets its share of the time, or the search for a record that hangs would take for ever; a record
  /// alone gets all of it, so that none is called hanging that has not had its full time.
  private func timeout(for range: Range<Int>) -> Double? {
    guard let whole = worker.timeout, range.count > 1 else { return worker.timeout }
    return max(whole * Double(range.count) / Double(records.count), min(whole, 2))
  }

  /// The rows of all other records. The function is called on them once more as one batch, so that what it returns depends
  /// on the records only, not on how they were split, also where no record was to blame (the system killed the worker); if
  /// that fails, the pieces stand.
  mutating func rowsOfTheRest() throws(FeatureError) -> [RecordBatch] {
    guard !worker.treatsRecordsAlone, failures.count < records.count else { return pieces }
    var ranges: [Range<Int>] = []
    var start = 0
    for (record, _) in failures {
      if start < record { ranges.append(start..<record) }
      start = record + 1
    }
    if start < records.count { ranges.append(start..<records.count) }
    guard case .rows(let rows, _) = try worker.attempt(records, ranges, timeout: worker.timeout) else { return pieces }
    return rows
  }

  private func located(_ failure: FunctionHost.Failure, _ range: Range<Int>, isAlone: Bool) -> FeatureError {
    let first = records.place(range.lowerBound)
    let place = isAlone ? "" : " (in the batch of \(range.count) records that begins with \(first.file):\(first.line))"
    let remedy =
      isAlone && failure.code != .result && failure.code != .load
      ? "; mend the function, or set such records aside with --on-error quarantine" : ""
    let verb =
      switch failure.code {
      case .raised: "raised "
      case .result: "returned something that has no place in a table: "
      case .load: "could not be loaded: "
      default: "failed: "
      }
    return FeatureError(
      failure.code, "\(worker.name) \(verb)\(failure.message)\(place)\(remedy)", traceback: failure.traceback,
      file: isAlone ? first.file : nil, line: isAlone ? first.line : nil)
  }
}
