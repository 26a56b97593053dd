import Columnar

extension TableSettings {
  /// What rows or parts depend on, by its name in sluice.yaml: a day built under other values is built anew.
  var configuration: [String: String] {
    var all = [
      "features": function?.name ?? "",
      "input": function?.input ?? "",
      "schema": schema.map { "\($0.name): \($0.type)" }.joined(separator: ", "),
      "rescued": "\(rescued)",
      "lineage": "\(lineage)",
      "max_rows_per_part": "\(maxRowsPerPart)",
      "compression": compression.rawValue,
      "batch_size": "\(batchSize)",
    ]
    if let function {
      all["on_error"] = function.onError.rawValue
      all["python"] = python?.interpreter ?? ""
      // Otherwise a batch that takes too long fails the day, so no published row depends on the limit.
      if function.onError == .quarantine { all["timeout"] = function.timeout.map { "\($0)" } ?? "" }
    }
    return all
  }
}
