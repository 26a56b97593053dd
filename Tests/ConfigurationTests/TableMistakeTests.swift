import Testing

/// Mistakes in the keys of tables, and what is said about them.
struct TableMistakeTests {
  @Test(arguments: cases) func isAnsweredWithItsLineAndARemedy(_ mistake: Mistake) {
    #expect(mistake.answer == mistake.expected)
  }

  static let cases = [
    Mistake(
      "a key that a table does not have",
      yaml: """
        warehouse: ./warehouse
        tables:
          job_features:
            source: ./raw/jobs
            feature: features.py:extract
        """,
      expected: """
        sluice.yaml:5: unknown key `feature` in table `job_features`
            5 |     feature: features.py:extract
              |     ^ did you mean `features`?
        """),
    Mistake(
      "a key that the file does not have",
      yaml: """
        warehous: ./w
        tables:
          jobs: { source: ./raw }
        """,
      expected: """
        sluice.yaml:1: unknown key `warehous` in the file
            1 | warehous: ./w
              | ^ did you mean `warehouse`?
        """),
    Mistake(
      "a key like no other",
      yaml: """
        tables:
          jobs: { source: ./raw, partitioning: day }
        """,
      expected: """
        sluice.yaml:2: unknown key `partitioning` in table `jobs`
            2 |   jobs: { source: ./raw, partitioning: day }
              |                          ^ the keys are: source, features, input, schema, on_error, \
        max_quarantined, lineage, rescued, max_rows_per_part, compression, batch_size, workers, timeout, \
        query
        """),
    Mistake(
      "a form with a slip",
      yaml: """
        tables:
          jobs:
            source: ./raw
            features: f.py:g
            input: panda
        """,
      expected: """
        sluice.yaml:5: `input` in table `jobs` cannot be `panda`
            5 |     input: panda
              |            ^ did you mean `pandas`?
        """),
    Mistake(
      "a form like no other",
      yaml: """
        tables:
          jobs:
            source: ./raw
            features: f.py:g
            input: spark
        """,
      expected: """
        sluice.yaml:5: `input` in table `jobs` cannot be `spark`
            5 |     input: spark
              |            ^ it is one of: pandas, polars, arrow, table, records, file, transform
        """),
    Mistake(
      "on_error with a slip",
      yaml: """
        tables:
          jobs: {source: ./raw, on_error: quarantined}
        """,
      expected: """
        sluice.yaml:2: `on_error` in table `jobs` cannot be `quarantined`
            2 |   jobs: {source: ./raw, on_error: quarantined}
              |                                   ^ did you mean `quarantine`?
        """),
    Mistake(
      "a compression that parts cannot have",
      yaml: """
        tables:
          jobs: {source: ./raw, compression: gzip}
        """,
      expected: """
        sluice.yaml:2: `compression` in table `jobs` cannot be `gzip`
            2 |   jobs: {source: ./raw, compression: gzip}
              |                                      ^ it is one of: snappy, zstd, none
        """),
    Mistake(
      "yes for true",
      yaml: """
        tables:
          jobs:
            source: ./raw
            lineage: yes
        """,
      expected: """
        sluice.yaml:4: `lineage` in table `jobs` must be true or false, not `yes`
            4 |     lineage: yes
              |              ^ write `lineage: true` or `lineage: false`
        """),
    Mistake(
      "a word for a number",
      yaml: """
        tables:
          jobs:
            source: ./raw
            workers: many
        """,
      expected: """
        sluice.yaml:4: `workers` in table `jobs` must be a whole number, not `many`
            4 |     workers: many
              |              ^ write `workers: 4`
        """),
    Mistake(
      "too many rows for a part",
      yaml: """
        tables:
          jobs:
            source: ./raw
            max_rows_per_part: 2_000_000
        """,
      expected: """
        sluice.yaml:4: `max_rows_per_part` in table `jobs` is 2000000
            4 |     max_rows_per_part: 2_000_000
              |                        ^ it must be between 1 and 1048576, for example 1048576
        """),
    Mistake(
      "a share in words",
      yaml: """
        tables:
          jobs:
            source: ./raw
            max_quarantined: 1 percent
        """,
      expected: """
        sluice.yaml:4: `max_quarantined` in table `jobs` cannot be `1 percent`
            4 |     max_quarantined: 1 percent
              |                      ^ write a number of lines, `100`, or a share of the day, `1%`
        """),
    Mistake(
      "a time in days",
      yaml: """
        tables:
          jobs:
            source: ./raw
            timeout: 5 days
        """,
      expected: """
        sluice.yaml:4: `timeout` in table `jobs` cannot be `5 days`
            4 |     timeout: 5 days
              |              ^ write seconds, `30`, or `30s`, `5m`, `1h`
        """),
    Mistake(
      "input without features",
      yaml: """
        tables:
          jobs:
            source: ./raw
            input: pandas
        """,
      expected: """
        sluice.yaml:4: `input` in table `jobs` has no feature function to go with
            4 |     input: pandas
              |     ^ add `features: features.py:extract`, or remove `input`
        """),
    Mistake(
      "features without a function",
      yaml: """
        tables:
          jobs:
            source: ./raw
            features: feat.py
        """,
      expected: """
        sluice.yaml:4: `features` in table `jobs` cannot be `feat.py`
            4 |     features: feat.py
              |               ^ write a Python file and the name in it, `feat.py:extract`, or a pickled \
        object, `pipeline.pkl`
        """),
    Mistake(
      "a query and a source",
      yaml: """
        tables:
          t:
            query: SELECT 1
            source: ./raw
        """,
      expected: """
        sluice.yaml:4: `source` has no meaning in table `t`, which has a `query`
            4 |     source: ./raw
              |     ^ remove one of the two
        """),
    Mistake(
      "a source on S3",
      yaml: """
        tables:
          jobs: {source: "s3://bucket/raw"}
        """,
      expected: """
        sluice.yaml:2: `source` is on S3, which comes with a later version of Sluice
            2 |   jobs: {source: "s3://bucket/raw"}
              |                  ^ write a local folder, such as ./raw/jobs
        """),
  ]
}
