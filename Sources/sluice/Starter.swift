/// The files that `sluice init` writes.
enum Starter {
  static let configuration = #"""
    # A table a name; `sluice run` builds them. Paths start from this file's folder.
    warehouse: ./warehouse                # where the tables go: <warehouse>/<table>/day_partition=YYYY-MM-DD/

    tables:
      job_features:
        source: ./raw/jobs                # reads <source>/YYYY/MM/DD/**/*.jsonl, .jsonl.gz and .jsonl.zst
        features: features.py:extract     # a Python file and the function in it

        # More that a table may say; shown are the defaults, unless noted.
        # on_error: fail                  # or quarantine: a record that the function fails on costs only itself
        # max_quarantined: 1%             # or a number of lines; more unusable lines than that fail the day
        # lineage: false                  # true adds _source_file and _source_line to the rows
        # compression: snappy             # or zstd, none
        # batch_size: 10_000              # records per call of the function
        # timeout: 5m                     # how long a call may take (default: any time)
        # schema:                         # types of columns, where guessing from the records is not enough
        #   posted_at: timestamp
        #   salary: { min: "decimal(12, 2)" }

      # Without a function the records are flattened: location.city becomes location_city. (Tables that you have no raw files
      # for: take them out.)
      impressions: { source: ./raw/impressions }
      clicks:      { source: ./raw/clicks }

      # A table that is derived from others by SQL, for a later version of Sluice:
      # training_examples:
      #   query: |
      #     SELECT i.*, c.click_id IS NOT NULL AS clicked
      #     FROM impressions i LEFT JOIN clicks c USING (impression_id, day_partition)

    """#
}
