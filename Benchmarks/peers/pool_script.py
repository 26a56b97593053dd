"""The script that Sluice replaces: a process pool, json.loads and the pandas function per raw file, one Parquet file each,
then a compaction. Arguments: day folder, output folder, processes, features.py."""

import multiprocessing
import shutil
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from features_module import extract_of, records


def prepare(module):
    global extract
    extract = extract_of(module)


def one_file(job):
    number, path, folder = job
    frame = extract(pd.DataFrame(records(path)))
    frame.to_parquet(f"{folder}/{number:06}.parquet", compression="snappy", index=False)


def main():
    day, output, processes, module = sys.argv[1:5]
    small = Path(output).with_name(Path(output).name + "-small")
    shutil.rmtree(small, ignore_errors=True)
    small.mkdir()
    jobs = [(number, path, small) for number, path in enumerate(sorted(Path(day).rglob("*.jsonl")))]
    with multiprocessing.Pool(int(processes), prepare, (module,)) as pool:
        for _ in pool.imap_unordered(one_file, jobs, chunksize=8):
            pass
    # A few files' schemas settle the columns that happen to be null in one of them.
    some = [pq.read_schema(path).remove_metadata() for path in sorted(small.iterdir())[:16]]
    schema = pa.unify_schemas(some, promote_options="permissive")
    pa.set_cpu_count(int(processes))
    parquet = ds.ParquetFileFormat()
    ds.write_dataset(
        ds.dataset(small, schema=schema, format="parquet"),
        output,
        format=parquet,
        file_options=parquet.make_write_options(compression="snappy"),
        max_rows_per_file=1_048_576,
        existing_data_behavior="overwrite_or_ignore",
    )
    shutil.rmtree(small)


if __name__ == "__main__":
    main()
