import Columnar
import Configuration
import Testing

struct ProjectConfigurationTests {
  private func parse(_ yaml: String) throws -> ProjectConfiguration {
    try ProjectConfiguration(parsing: yaml, folder: "/home/ada/project")
  }

  @Test func tablesKeepTheFilesOrderAndHaveDefaults() throws {
    let project = try parse(
      """
      warehouse: ./warehouse
      tables:
        job_features:
          source: ./raw/jobs
          features: features.py:extract
        impressions: { source: ../elsewhere/impressions }
        clicks:      { source: /data/clicks }
        training_examples:
          query: |
            SELECT i.* FROM impressions i
      """)
    #expect(project.tables.map(\.name) == ["job_features", "impressions", "clicks", "training_examples"])
    #expect(project.warehouse == "/home/ada/project/warehouse")
    #expect(project.python == nil)
    let sources = project.tables.map(\.source)
    #expect(sources == ["/home/ada/project/raw/jobs", "/home/ada/elsewhere/impressions", "/data/clicks", nil])
    let table = project.tables[0]
    #expect(table.features == FeatureReference(path: "/home/ada/project/features.py", name: "extract"))
    #expect(table.onError == .fail)
    #expect(table.maxQuarantined == .percent(1))
    #expect(table.maxRowsPerPart == 1_048_576)
    #expect(table.batchSize == 10_000)
    #expect(table.compression == .snappy)
    #expect(!table.lineage && !table.rescued)
    #expect(table.workers == nil && table.timeout == nil && table.input == nil && table.schema == nil)
    #expect(project.tables[3].query == "SELECT i.* FROM impressions i")
  }

  @Test func everyKeyOfATableIsRead() throws {
    let table = try parse(
      """
      python: .venv/bin/python
      tables:
        jobs:
          source: ./raw
          features: models/pipeline.pkl
          input: transform
          on_error: quarantine
          max_quarantined: 0.5%
          lineage: true
          rescued: True
          max_rows_per_part: 1_000
          compression: zstd
          batch_size: 500
          workers: 3
          timeout: 5m
      """
    ).tables[0]
    #expect(table.features == FeatureReference(path: "/home/ada/project/models/pipeline.pkl", name: nil))
    #expect(table.features?.isPickled == true)
    #expect(table.input == .transform)
    #expect(table.onError == .quarantine)
    #expect(table.maxQuarantined == .percent(0.5))
    #expect(table.lineage && table.rescued)
    #expect(table.maxRowsPerPart == 1000)
    #expect(table.compression == .zstd)
    #expect(table.batchSize == 500)
    #expect(table.workers == 3)
    #expect(table.timeout == 300)
  }

  @Test func aSchemaMayBeNestedAndHaveCommasInBraces() throws {
    let table = try parse(
      """
      tables:
        jobs:
          source: ./raw
          schema:
            posted_at: timestamp
            salary: {min: decimal(12,2), max: decimal(12, 2)}
            tags: [string]
            places: "list<struct<city: string, zip: int64>>"
      """
    ).tables[0]
    let amount = DataType.decimal(precision: 12, scale: 2)
    #expect(
      table.schema == [
        Field("posted_at", .timestamp), Field("salary", .structure([Field("min", amount), Field("max", amount)])),
        Field("tags", .list(.string)),
        Field("places", .list(.structure([Field("city", .string), Field("zip", .int64)]))),
      ])
  }

  @Test func aQueryKeepsItsCommas() throws {
    let project = try parse("tables: {t: {query: 'SELECT CAST(x AS decimal(12,2))'}}")
    #expect(project.tables[0].query == "SELECT CAST(x AS decimal(12,2))")
  }

  @Test func windowsLineEndsAreFine() throws {
    let project = try parse("tables:\r\n  jobs:\r\n    source: ./raw\r\n")
    #expect(project.tables[0].source == "/home/ada/project/raw")
  }

  @Test func tablesAreFoundByNameAndDerivedOnesAreRefused() throws {
    let project = try parse("tables:\n  a: {source: ./a}\n  b: {source: ./b}\n  t:\n    query: SELECT 1\n")
    #expect(try project.tables(named: []).map(\.name) == ["a", "b"])
    #expect(try project.tables(named: ["b", "a", "b"]).map(\.name) == ["b", "a"])
    let derived = #expect(throws: ConfigurationError.self) { try project.tables(named: ["t"]) }
    #expect(
      derived?.description == """
        sluice.yaml:5: table `t` is derived by a query, which this version cannot run yet
            5 |     query: SELECT 1
              |            ^ leave it in the file and run the tables that have a source
        """)
    let unknown = #expect(throws: ConfigurationError.self) { try project.tables(named: ["c"]) }
    #expect(unknown?.description == "sluice.yaml: there is no table `c`\n  did you mean `a`?")
  }
}
