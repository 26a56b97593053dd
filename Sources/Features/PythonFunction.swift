/// A feature function as the configuration names it.
public struct PythonFunction: Sendable {
  public enum OnError: String, Sendable, Hashable, CaseIterable {
    /// The first record that the function fails on fails the day.
    case fail
    /// Records that the function fails on go to the quarantine.
    case quarantine
  }

  /// `features.py:extract`.
  public var name: String
  /// The form, where the configuration gives it: annotations need not.
  public var input: String?
  /// The folder of `sluice.yaml`: on `sys.path`, and the working directory.
  public var project: String
  public var onError: OnError
  /// Seconds a batch may take.
  public var timeout: Double?
  public var lineage: Bool

  public init(
    name: String, input: String? = nil, project: String, onError: OnError = .fail, timeout: Double? = nil,
    lineage: Bool = false
  ) {
    self.name = name
    self.input = input
    self.project = project
    self.onError = onError
    self.timeout = timeout
    self.lineage = lineage
  }
}

/// What a worker found when it loaded the function.
public struct LoadedFunction: Sendable, Hashable {
  /// What the function is handed.
  public enum Input: String, Sendable {
    /// Batches of columns.
    case columns
    /// Lines as they are, one record each.
    case lines
    /// The paths of one raw file and of the Parquet file to write.
    case file
  }

  public var input: Input
  /// `pandas`, `polars`, `records`, …
  public var form: String
  public var name: String
  /// Changes whenever the code of the function's module, or of a local module that it imports, does.
  public var fingerprint: String
  /// The files whose code the fingerprint covers, relative to the project.
  public var modules: [String]
}
