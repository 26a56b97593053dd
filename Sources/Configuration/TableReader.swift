import Columnar
import Features
import Pipeline
import Yams

/// Reads one table of `sluice.yaml`.
struct TableReader {
  static let keys = [
    "source", "features", "input", "schema", "on_error", "max_quarantined", "lineage", "rescued", "max_rows_per_part",
    "compression", "batch_size", "workers", "timeout", "query",
  ]
  /// What a derived table may say.
  private static let derivedKeys = ["query", "max_rows_per_part", "compression"]

  let document: Document
  let folder: ProjectFolder

  func table(named key: Node, _ node: Node) throws(ConfigurationError) -> TableConfiguration {
    let name = try self.name(of: key)
    guard !node.isNull else { throw missing("source", in: "table `\(name)`", at: key.mark) }
    let section = try Section(node, title: "table `\(name)`", keys: Self.keys, document: document)
    var table = TableConfiguration(name: name)
    table.places = section.places
    if let (query, _) = try section.text("query") {
      try checkDerived(section)
      table.query = query
    } else {
      guard let (source, node) = try section.text("source") else {
        throw missing("source", in: section.title, at: key.mark)
      }
      table.source = try folder.location(source, key: "source", at: node, in: document)
    }
    table.features = try features(in: section)
    table.input = try section.choice("input", of: InputForm.self)
    if table.input != nil, table.features == nil, let (key, _) = try section.entry("input") {
      throw document.error(
        at: key, "`input` in \(section.title) has no feature function to go with",
        remedy: "add `features: features.py:extract`, or remove `input`")
    }
    if let (_, schema) = try section.entry("schema") {
      table.schema = try SchemaReader(document: document).fields(of: schema, path: "schema")
    }
    table.onError = try section.choice("on_error", of: PythonFunction.OnError.self) ?? table.onError
    table.maxQuarantined = try quarantineLimit(in: section) ?? table.maxQuarantined
    table.lineage = try section.boolean("lineage") ?? table.lineage
    table.rescued = try section.boolean("rescued") ?? table.rescued
    let rows = 1...TableConfiguration.mostRowsPerPart
    table.maxRowsPerPart =
      try section.integer("max_rows_per_part", in: rows, example: rows.upperBound) ?? table.maxRowsPerPart
    table.compression = try section.choice("compression", of: Compression.self) ?? table.compression
    table.batchSize = try section.integer("batch_size", in: rows, example: 10_000) ?? table.batchSize
    table.workers = try section.integer("workers", in: 1...1024, example: 4)
    table.timeout = try timeout(in: section)
    return table
  }

  private func name(of key: Node) throws(ConfigurationError) -> String {
    let name = key.plainText ?? ""
    if let problem = TableName.problem(name) {
      throw document.error(at: key, "`\(name)` cannot be the name of a table", remedy: problem)
    }
    return name
  }

  private func missing(_ key: String, in title: String, at mark: Mark?) -> ConfigurationError {
    document.error(
      at: mark, "\(title) has no `\(key)`",
      remedy: "add `source: ./raw/…`, the folder that holds YYYY/MM/DD/, or `query: …` for a derived table")
  }

  private func checkDerived(_ section: Section) throws(ConfigurationError) {
    for name in Self.keys where !Self.derivedKeys.contains(name) {
      guard let (key, _) = try section.entry(name) else { continue }
      throw document.error(
        at: key, "`\(name)` has no meaning in \(section.title), which has a `query`", remedy: "remove one of the two")
    }
  }

  private func features(in section: Section) throws(ConfigurationError) -> FeatureReference? {
    guard let (text, node) = try section.text("features") else { return nil }
    if FeatureReference.pickles.contains(where: { text.hasSuffix($0) }) {
      return FeatureReference(path: folder.resolve(text), name: nil)
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[0].hasSuffix(".py"), PythonName.isValid(parts[1]) else {
      let file = parts[0].hasSuffix(".py") ? parts[0] : "features.py"
      throw document.error(
        at: node, "`features` in \(section.title) cannot be `\(text)`",
        remedy: "write a Python file and the name in it, `\(file):extract`, or a pickled object, `pipeline.pkl`")
    }
    return FeatureReference(path: folder.resolve(parts[0]), name: parts[1])
  }

  private func quarantineLimit(in section: Section) throws(ConfigurationError) -> QuarantineLimit? {
    guard let (text, node) = try section.text("max_quarantined") else { return nil }
    if let limit = QuarantineLimit(text) { return limit }
    throw document.error(
      at: node, "`max_quarantined` in \(section.title) cannot be `\(text)`",
      remedy: "write a number of lines, `100`, or a share of the day, `1%`")
  }

  private func timeout(in section: Section) throws(ConfigurationError) -> Double? {
    guard let (text, node) = try section.text("timeout") else { return nil }
    if let seconds = TimeSpan.seconds(text) { return seconds }
    throw document.error(
      at: node, "`timeout` in \(section.title) cannot be `\(text)`", remedy: "write seconds, `30`, or `30s`, `5m`, `1h`"
    )
  }
}
