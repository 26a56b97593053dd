import Foundation
import Yams

/// What `sluice.yaml` says, with every path absolute.
public struct ProjectConfiguration: Sendable, Hashable {
  /// The file as the user would write it.
  public var file: String
  /// Absolute path of the folder that holds it.
  public var folder: String
  /// Absolute path of the folder with the tables.
  public var warehouse: String
  /// The Python that runs feature functions: an absolute path, or a name to look up; nil for the default.
  public var python: String?
  /// In the order of the file.
  public var tables: [TableConfiguration]

  public static let fileName = "sluice.yaml"
  static let keys = ["warehouse", "python", "tables"]

  /// Reads a configuration from its text.
  ///
  /// - Parameters:
  ///   - file: the file's name for messages.
  ///   - folder: absolute path of the folder that relative paths start from.
  public init(parsing text: String, file: String = fileName, folder: String) throws(ConfigurationError) {
    let document = Document(file: file, text: text)
    guard let root = try document.root(), !root.isNull else {
      throw ConfigurationError(
        file: file, problem: "there is nothing in it",
        remedy: "write `tables:` and a table below it, or let `sluice init --force` write a starter")
    }
    let section = try Section(root, title: "the file", keys: Self.keys, document: document)
    let projectFolder = ProjectFolder(path: ProjectFolder.normal(folder))
    self.file = file
    self.folder = projectFolder.path
    if let (text, node) = try section.text("warehouse") {
      warehouse = try projectFolder.location(text, key: "warehouse", at: node, in: document)
    } else {
      warehouse = projectFolder.resolve("warehouse")
    }
    if let (text, _) = try section.text("python") {
      python = text.contains("/") ? projectFolder.resolve(text) : text
    }
    tables = try Self.tables(in: section, folder: projectFolder)
  }

  private static func tables(
    in section: Section, folder: ProjectFolder
  ) throws(ConfigurationError) -> [TableConfiguration] {
    let document = section.document
    let example = "write `tables:`, and below it `job_features: { source: ./raw/jobs }`"
    guard let (key, node) = try section.entry("tables") else {
      throw document.error(at: section.mark, "there are no `tables`", remedy: example)
    }
    guard case .mapping(let mapping) = node, !mapping.isEmpty else {
      throw document.error(
        at: key, "`tables` must be a mapping from names to tables, not \(node.mapping == nil ? node.kind : "empty")",
        remedy: example)
    }
    let reader = TableReader(document: document, folder: folder)
    var tables: [TableConfiguration] = []
    for (key, value) in mapping {
      let table = try reader.table(named: key, value)
      if let other = tables.first(where: { $0.name.lowercased() == table.name.lowercased() }) {
        throw document.error(
          at: key, "tables `\(other.name)` and `\(table.name)` differ only in capitals",
          remedy: "rename one: SQL and some file systems do not tell them apart")
      }
      tables.append(table)
    }
    return tables
  }
}
