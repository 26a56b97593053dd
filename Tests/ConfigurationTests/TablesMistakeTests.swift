import Testing

/// Mistakes in the shape of the file, and what is said about them.
struct TablesMistakeTests {
  @Test(arguments: cases) func isAnsweredWithItsLineAndARemedy(_ mistake: Mistake) {
    #expect(mistake.answer == mistake.expected)
  }

  static let cases = [
    Mistake(
      "no tables",
      yaml: """
        warehouse: ./w
        """,
      expected: """
        sluice.yaml:1: there are no `tables`
            1 | warehouse: ./w
              | ^ write `tables:`, and below it `job_features: { source: ./raw/jobs }`
        """),
    Mistake(
      "tables as a list",
      yaml: """
        tables:
          - jobs
        """,
      expected: """
        sluice.yaml:1: `tables` must be a mapping from names to tables, not a list
            1 | tables:
              | ^ write `tables:`, and below it `job_features: { source: ./raw/jobs }`
        """),
    Mistake(
      "a table without keys",
      yaml: """
        tables:
          jobs: ./raw
        """,
      expected: """
        sluice.yaml:2: table `jobs` must be a mapping, not text
            2 |   jobs: ./raw
              |         ^ write `key: value` lines; the keys are source, features, input, schema, on_error, \
        max_quarantined, lineage, rescued, max_rows_per_part, compression, batch_size, workers, timeout, \
        query
        """),
    Mistake(
      "no mapping at all",
      yaml: """
        hello
        """,
      expected: """
        sluice.yaml:1: the file must be a mapping, not text
            1 | hello
              | ^ write `key: value` lines; the keys are warehouse, python, tables
        """),
    Mistake(
      "nothing but a comment",
      yaml: """
        # nothing
        """,
      expected: """
        sluice.yaml: there is nothing in it
          write `tables:` and a table below it, or let `sluice init --force` write a starter
        """),
    Mistake(
      "a table without a source",
      yaml: """
        tables:
          jobs:
            lineage: true
        """,
      expected: """
        sluice.yaml:2: table `jobs` has no `source`
            2 |   jobs:
              |   ^ add `source: ./raw/…`, the folder that holds YYYY/MM/DD/, or `query: …` for a derived table
        """),
    Mistake(
      "an empty table",
      yaml: """
        tables:
          jobs:
        """,
      expected: """
        sluice.yaml:2: table `jobs` has no `source`
            2 |   jobs:
              |   ^ add `source: ./raw/…`, the folder that holds YYYY/MM/DD/, or `query: …` for a derived table
        """),
    Mistake(
      "a key without a value",
      yaml: """
        tables:
          jobs:
            source:
            lineage: true
        """,
      expected: """
        sluice.yaml:3: `source` in table `jobs` has no value
            3 |     source:
              |     ^ write one after the colon, or remove the key
        """),
    Mistake(
      "a list for a folder",
      yaml: """
        tables:
          jobs:
            source: [./a, ./b]
        """,
      expected: """
        sluice.yaml:3: `source` in table `jobs` must be text, not a list
            3 |     source: [./a, ./b]
              |             ^ write `source: …` on one line
        """),
    Mistake(
      "a table that is there twice",
      yaml: """
        tables:
          jobs:
            source: ./raw
          clicks: {source: ./c}
          jobs:
            source: ./other
        """,
      expected: """
        sluice.yaml:5: `jobs` is there twice
            5 |   jobs:
              |   ^ remove or rename one of the two
        """),
    Mistake(
      "tables that differ in capitals",
      yaml: """
        tables:
          jobs: {source: ./raw}
          Jobs: {source: ./raw}
        """,
      expected: """
        sluice.yaml:3: tables `jobs` and `Jobs` differ only in capitals
            3 |   Jobs: {source: ./raw}
              |   ^ rename one: SQL and some file systems do not tell them apart
        """),
    Mistake(
      "a name with a dash",
      yaml: """
        tables:
          job-features: {source: ./raw}
        """,
      expected: """
        sluice.yaml:2: `job-features` cannot be the name of a table
            2 |   job-features: {source: ./raw}
              |   ^ use letters a to z, digits and _, with a letter first, like `job_features`
        """),
  ]
}
