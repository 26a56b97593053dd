import Columnar
import Foundation
import Storage
import Table

/// A table in a folder that goes away with its owner. Its parts exist in the log only, unless a test makes them.
final class TableFixture {
  let path: String
  let store: LocalStore
  let table: DeltaTable

  static let columns = Schema([Field("id", .int64), Field("name", .string)])

  init() throws {
    path = NSTemporaryDirectory() + "sluice-table-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    store = LocalStore(path)
    table = DeltaTable(store: store)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func commit(
    _ day: String, _ names: [String], mode: TableChange.Mode = .replace, schema: Schema = columns, base: Snapshot?
  ) throws(TableError) -> Snapshot {
    try table.commit(Self.change(day, names, mode: mode, schema: schema), base: base)
  }

  /// Commits on top of the latest version.
  @discardableResult
  func commit(
    _ day: String, _ names: [String], mode: TableChange.Mode = .replace, schema: Schema = columns
  ) throws(TableError) -> Snapshot {
    try commit(day, names, mode: mode, schema: schema, base: table.snapshot())
  }

  static func change(
    _ day: String, _ names: [String], mode: TableChange.Mode = .replace, schema: Schema = columns
  ) -> TableChange {
    TableChange(
      day: day, mode: mode,
      parts: names.map { name in
        NewPart(
          path: "day_partition=\(day)/\(name).parquet", size: 10, modified: 1_577_836_800_000,
          statistics: PartStatistics(rows: 5))
      },
      schema: schema, run: "run-\(names.joined(separator: "+"))", details: ["fingerprint": "f00"])
  }

  /// Names of the live parts of a day, without folder and suffix.
  func live(_ day: String, version: Int? = nil) throws -> [String] {
    let files = try table.snapshot(version: version)?.files(of: day) ?? []
    return files.map { String($0.path.split(separator: "/")[1].dropLast(".parquet".count)) }
  }

  /// The log entry's text.
  func entry(_ version: Int) throws -> String {
    let digits = String(version)
    let name = String(repeating: "0", count: 20 - digits.count) + digits
    return String(decoding: try store.read("_delta_log/\(name).json"), as: UTF8.self)
  }

  /// Writes a log entry as another program might.
  func writeEntry(_ version: Int, _ lines: String...) throws {
    let digits = String(version)
    let name = String(repeating: "0", count: 20 - digits.count) + digits
    try store.write("_delta_log/\(name).json", Array(lines.joined(separator: "\n").utf8))
  }
}
