"""DuckDB's way: COPY (FROM read_ndjson(…)) TO … (FORMAT parquet). Arguments: day folder, output folder, threads."""

import sys

import duckdb

day, output, threads = sys.argv[1:4]
connection = duckdb.connect(config={"threads": int(threads)})
connection.execute(f"COPY (FROM read_ndjson('{day}/**/*.jsonl')) TO '{output}/part.parquet' (FORMAT parquet, CODEC snappy)")
