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
