extension DeltaTable {
  /// The version that was the latest at an instant. Its entry must still be there: a checkpoint does not say when.
  /// - Parameter instant: milliseconds since 1970.
  public func version(at instant: Int) throws(TableError) -> Int {
    let listing = try listing()
    guard let newest = listing.entries.keys.max() else {
      throw TableError(.noSuchVersion, table: store.location, message: "there is no table")
    }
    // Entries before a gap are of no use.
    var oldest = newest
    while listing.entries[oldest - 1] != nil { oldest -= 1 }
    do throws(TableError) {
      // Every version is later than the one before, so that reading a few entries is enough.
      var (low, high) = (oldest - 1, newest)
      while low < high {
        let middle = (low + high + 1) / 2
        if try timestamp(of: middle, listing) ?? 0 <= instant { low = middle } else { high = middle - 1 }
      }
      if low >= oldest { return low }
      let first = try timestamp(of: oldest, listing).flatMap { CivilTime.instant(milliseconds: $0) } ?? "?"
      throw TableError(
        .noSuchVersion,
        message:
          "had no version at \(CivilTime.instant(milliseconds: instant) ?? "\(instant)"); version \(oldest) was made at \(first)"
      )
    } catch {
      throw error.of(table: store.location)
    }
  }

  /// The table as it was at an instant.
  /// - Parameter instant: milliseconds since 1970.
  public func snapshot(asOf instant: Int) throws(TableError) -> Snapshot? {
    try snapshot(version: try version(at: instant))
  }

  /// The milliseconds since 1970 of `2020-01-31`, `2020-01-31T12:00:00Z` or `2020-01-31 12:00:00.123`, all in UTC; nil if the
  /// text is none.
  public static func instant(_ text: String) -> Int? {
    if let days = CivilTime.days(date: text) { return days * 86_400_000 }
    return CivilTime.microseconds(instant: text).map { Int(CivilTime.floorDivide($0, 1000)) }
  }
}

extension TableVersion {
  /// `2020-01-31T12:00:00.000Z`
  public var time: String { CivilTime.instant(milliseconds: timestamp) ?? "\(timestamp)" }

  /// Rows of the parts that it added, if its writer said so.
  public var rows: Int? {
    (info?.metrics["numOutputRows"] ?? info?.metrics["num_added_rows"]).flatMap { Int($0) }
  }
}
