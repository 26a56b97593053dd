"""Polars' way: scan_ndjson().sink_parquet(). Arguments: day folder, output folder, threads (set by the environment)."""

import sys

import polars as pl

day, output, threads = sys.argv[1:4]
assert pl.thread_pool_size() == int(threads), "POLARS_MAX_THREADS did not reach Polars"
pl.scan_ndjson(f"{day}/**/*.jsonl").sink_parquet(f"{output}/part.parquet", compression="snappy")
