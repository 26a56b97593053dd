import Foundation

extension ProjectConfiguration {
  /// The tables of those names, or all that have a source if no name is given.
  ///
  /// - Throws: for a name that is not there, and for a derived table asked for by name.
  public func tables(named names: [String]) throws(ConfigurationError) -> [TableConfiguration] {
    if names.isEmpty {
      let found = tables.filter { !$0.isDerived }
      guard found.isEmpty else { return found }
      throw ConfigurationError(
        file: file, problem: "no table has a `source`", remedy: "add one, like `job_features: { source: ./raw/jobs }`")
    }
    var found: [TableConfiguration] = []
    for name in names {
      guard let table = tables.first(where: { $0.name == name }) else {
        throw ConfigurationError(
          file: file, problem: "there is no table `\(name)`",
          remedy: Suggestion.remedy(for: name, among: tables.map(\.name), what: "the tables are"))
      }
      guard !table.isDerived else {
        throw error(
          in: table, key: "query", problem: "table `\(name)` is derived by a query, which this version cannot run yet",
          remedy: "leave it in the file and run the tables that have a source")
      }
      if !found.contains(where: { $0.name == name }) { found.append(table) }
    }
    return found
  }

  /// Checks that the folders and files that a table names are there.
  public func checkFiles(of table: TableConfiguration) throws(ConfigurationError) {
    let manager = FileManager.default
    var isFolder: ObjCBool = false
    if let source = table.source {
      guard manager.fileExists(atPath: source, isDirectory: &isFolder), isFolder.boolValue else {
        throw error(
          in: table, key: "source", problem: "the source of table `\(table.name)` is not a folder: \(shown(source))",
          remedy: "name the folder that holds the raw files under YYYY/MM/DD/")
      }
    }
    if let features = table.features {
      guard manager.fileExists(atPath: features.path, isDirectory: &isFolder), !isFolder.boolValue else {
        throw error(
          in: table, key: "features",
          problem: "table `\(table.name)` wants features from a file that is not there: \(shown(features.path))",
          remedy: "paths start from the folder of \(file)")
      }
    }
  }

  /// A mistake in the value of a table's key, which shows only when the value is used.
  public func error(
    in table: TableConfiguration, key: String, problem: String, remedy: String
  ) -> ConfigurationError {
    ConfigurationError(file: file, place: table.places[key], problem: problem, remedy: remedy)
  }

  /// A path as users write it: from the project's folder where it is inside.
  public func shown(_ path: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }
}
