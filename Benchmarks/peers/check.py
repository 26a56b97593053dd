"""Rows and codecs of the Parquet files in a folder, from their footers, as JSON. Argument: the folder."""

import json
import sys
from pathlib import Path

import pyarrow.parquet as pq

rows, codecs = 0, set()
for path in Path(sys.argv[1]).rglob("*.parquet"):
    if "_delta_log" in path.parts:
        continue
    footer = pq.read_metadata(path)
    rows += footer.num_rows
    for group in range(footer.num_row_groups):
        codecs |= {footer.row_group(group).column(column).compression for column in range(footer.num_columns)}
print(json.dumps({"rows": rows, "codecs": sorted(codecs)}))
