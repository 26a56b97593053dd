import Columnar
import Foundation

/// One-row-group Parquet files by pyarrow, in a folder that goes away with this.
final class ParquetPieces {
  let folder: URL
  let files: [[UInt8]]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("sluice-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let folder = folder
    _ = try ParquetPython.run(ParquetPython.makePieces, folder: folder)
    files = try (0..<4).map { [UInt8](try Data(contentsOf: folder.appendingPathComponent("\($0).parquet"))) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static func footer(_ file: [UInt8]) throws(ParquetFooterError) -> ParquetFooter {
    // withUnsafeBytes does not hand on typed errors on its own.
    let result: Result<ParquetFooter, ParquetFooterError> = file.withUnsafeBytes { bytes in
      do throws(ParquetFooterError) { return .success(try ParquetFooter(file: bytes)) } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Splices files as a part is written.
  static func join(_ files: [[UInt8]]) throws -> [UInt8] {
    var part = ParquetFooter.magic
    var pieces: [(footer: ParquetFooter, offset: Int)] = []
    for file in files {
      let footer = try footer(file)
      pieces.append((footer, part.count))
      part += file[footer.dataRange]
    }
    return part + (try ParquetFooter.joined(pieces))
  }

  /// Joins the files into `joined.parquet`.
  func writeJoined() throws -> [UInt8] {
    let part = try Self.join(files)
    try Data(part).write(to: folder.appendingPathComponent("joined.parquet"))
    return part
  }

  static let schema = Schema([
    Field("id", .int64), Field("small", .int8), Field("flag", .boolean), Field("ratio", .float64),
    Field("half", .float32), Field("language", .string), Field("text", .string), Field("blob", .binary),
    Field("day", .date), Field("at", .timestamp), Field("price", .decimal(precision: 10, scale: 2)),
    Field("huge", .decimal(precision: 38, scale: 4)), Field("nothing", .string),
    Field(
      "location", .structure([Field("city", .string), Field("point", .structure([Field("x", .float64)]))])),
    Field("tags", .list(.string)),
    Field("links", .list(.structure([Field("url", .string), Field("rank", .int32)]))),
  ])
}
