import Columnar
import Storage

/// A raw file of a day.
public struct RawFile: Sendable, Hashable {
  /// In the source: `2020/01/01/jobs-00000.jsonl`.
  public var path: String
  /// Bytes as stored.
  public var size: Int
  /// Changes when the content may have.
  public var version: String

  public init(path: String, size: Int, version: String) {
    self.path = path
    self.size = size
    self.version = version
  }

  /// How the lines are packed, told by the name; nil where the name is not a raw file's.
  static func packing(of path: String) -> Packing? {
    if path.hasSuffix(".jsonl") { return .plain }
    if path.hasSuffix(".jsonl.gz") { return .gzip }
    if path.hasSuffix(".jsonl.zst") { return .zstd }
    return nil
  }

  enum Packing: Hashable, CaseIterable {
    case plain, gzip, zstd

    var codec: Decompressor.Codec? {
      switch self {
      case .plain: nil
      case .gzip: .gzip
      case .zstd: .zstd
      }
    }
  }

  var packing: Packing { Self.packing(of: path) ?? .plain }
}

/// Where raw files are: `YYYY/MM/DD/**/*.jsonl[.gz|.zst]` in a store.
public struct Source: Sendable {
  public let store: any ObjectStore

  public init(store: any ObjectStore) { self.store = store }

  /// The raw files of a day, in path order, which is the order of the table's rows.
  /// - Parameter day: `YYYY-MM-DD`.
  public func files(of day: String) throws(PipelineError) -> [RawFile] {
    do {
      return try store.list(prefix: day.replacing("-", with: "/") + "/").compactMap { object in
        guard RawFile.packing(of: object.path) != nil else { return nil }
        return RawFile(path: object.path, size: object.size, version: object.version)
      }
    } catch {
      throw PipelineError(reading: error)
    }
  }
}
