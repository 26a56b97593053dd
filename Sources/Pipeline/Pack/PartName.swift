import Columnar

/// Names of parts: `day_partition=2020-01-01/part-00003-00000-<run>.snappy.parquet`. They sort in row order: by shard, then by the
/// part's place in the shard.
enum PartName {
  static func make(shard: Int, number: Int, folder: String, run: String, compression: Compression) -> String {
    "\(folder)part-\(padded(shard))-\(padded(number))-\(run)\(ending(compression))"
  }

  /// A new name that sorts where `path` does.
  static func next(after path: String, run: String, compression: Compression) -> String {
    if let ours = path.firstMatch(of: /^.*\/part-[0-9]{5}-[0-9]{5}-/) {
      return "\(ours.output)\(run)\(ending(compression))"
    }
    let start = path.lastIndex(of: "/") ?? path.startIndex
    let end = path[start...].firstIndex(of: ".") ?? path.endIndex
    return "\(path[..<end])-\(run)\(ending(compression))"
  }

  private static func padded(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 5 - "\(number)".count)) + "\(number)"
  }

  private static func ending(_ compression: Compression) -> String {
    (compression == .none ? "" : ".\(compression.rawValue)") + ".parquet"
  }
}
