/// How the feature function is called; normally its annotations tell.
public enum InputForm: String, Sendable, Hashable, CaseIterable {
  /// `pandas.DataFrame` in and out.
  case pandas
  /// `polars.DataFrame` in and out.
  case polars
  /// `pyarrow.RecordBatch` in.
  case arrow
  /// `pyarrow.Table` in.
  case table
  /// One record as a `dict`.
  case records
  /// Paths of a raw file and of the Parquet file to write.
  case file
  /// An object with `transform`.
  case transform
}

/// What a record does to its day when the feature function fails on it.
public enum OnError: String, Sendable, Hashable, CaseIterable {
  /// The day fails and nothing is published.
  case fail
  /// The record goes to the quarantine and the rest is published.
  case quarantine
}

/// How the columns of a part are compressed.
public enum Compression: String, Sendable, Hashable, CaseIterable {
  case snappy, zstd, none
}

/// How many lines of a day may go to the quarantine before the day fails.
public enum QuarantineLimit: Sendable, Hashable {
  case count(Int)
  /// A share of the records read: 0.01 is one percent.
  case share(Double)

  public static let standard = QuarantineLimit.share(0.01)

  /// Reads `100` or `1%`; nil for anything else.
  public init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(text.dropLast()), (0...100).contains(percent) else { return nil }
      self = .share(percent / 100)
    } else {
      guard let count = Int(text.filter { $0 != "_" && $0 != "," }), count >= 0 else { return nil }
      self = .count(count)
    }
  }

  /// Whether a day with so many lines read may be published.
  public func allows(quarantined: Int, of read: Int) -> Bool {
    switch self {
    case .count(let most): quarantined <= most
    case .share(let share): Double(quarantined) <= share * Double(read)
    }
  }
}

/// A length of time as users write it.
public enum TimeSpan {
  /// Seconds of `30`, `1.5`, `30s`, `5m`, `2h` or `500ms`; nil for anything else, and for nothing or less.
  public static func seconds(_ text: String) -> Double? {
    let units: [(suffix: String, factor: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
    var (number, factor) = (Substring(text), 1.0)
    if let unit = units.first(where: { text.hasSuffix($0.suffix) }) {
      (number, factor) = (text.dropLast(unit.suffix.count), unit.factor)
    }
    guard let value = Double(number), value.isFinite, value > 0 else { return nil }
    return value * factor
  }
}
