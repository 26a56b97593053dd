"""What a function got and gave, as text for a person: `sluice preview` shows it."""

from __future__ import annotations

import os
import pprint

import pyarrow as pa

_LINES = 40
_WIDTH = 118
_CELL = 36


def frame_text(value: object, rows: int = 8) -> str:
    """The first rows of a frame or table as its library shows them; empty for other kinds."""
    if type(value).__module__.split(".")[0] == "pandas":
        return _pandas_text(value, rows)
    if type(value).__module__.split(".")[0] == "polars":
        return _polars_text(value, rows)
    if isinstance(value, (pa.Table, pa.RecordBatch)):
        return table_text(value, rows)
    return ""


def table_text(table: pa.Table | pa.RecordBatch, rows: int = 8) -> str:
    """An Arrow table as pandas would show it."""
    from sluice.frames import pandas_frame

    head = table.slice(0, rows)
    head = head if isinstance(head, pa.Table) else pa.Table.from_batches([head])
    return _pandas_text(pandas_frame(head), rows)


def records_text(records: list[dict], rows: int = 3) -> str:
    shown = (pprint.pformat(_short(record), width=_WIDTH, sort_dicts=False) for record in records[:rows])
    return _cut("\n".join(shown))


def file_text(path: str) -> str:
    """The first lines of a raw file; only its name where it is compressed."""
    name = os.path.basename(path)
    if name.endswith((".gz", ".zst")):
        return name
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = [line.rstrip("\n") for _, line in zip(range(3), file)]
    return _cut("\n".join([name, *(line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…" for line in lines)]))


def schema_pairs(table: pa.Table) -> list[list[str]]:
    return [[field.name, type_text(field.type)] for field in table.schema]


def type_text(kind: pa.DataType) -> str:
    """A type in the words of `schema:` in sluice.yaml."""
    if pa.types.is_list(kind):
        return f"list<{type_text(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'{field.name}: {type_text(field.type)}' for field in kind)}>"
    if pa.types.is_timestamp(kind):
        return "timestamp"
    if pa.types.is_decimal(kind):
        return f"decimal({kind.precision}, {kind.scale})"
    if pa.types.is_date(kind):
        return "date"
    return str(kind)


def _pandas_text(value, rows: int) -> str:
    import pandas as pd

    head = value.head(rows)
    if isinstance(head, pd.Series):
        head = head.to_frame()
    if not len(head.columns) or not len(head):
        return f"{len(value)} rows; columns: {', '.join(map(str, head.columns)) or 'none'}"
    cells = head.map(_cell)
    widths = [max(map(len, map(str, [name, *cells.iloc[:, at]]))) + 2 for at, name in enumerate(cells.columns)]
    if sum(widths) > _WIDTH:  # wider than the page: a line a column reads better
        cells = cells.head(2).astype(object).T
    return _cut(cells.to_string(max_colwidth=_CELL, line_width=_WIDTH))


def _polars_text(value, rows: int) -> str:
    import polars as pl

    with pl.Config(tbl_rows=rows, tbl_cols=-1, tbl_width_chars=_WIDTH, fmt_str_lengths=_CELL):
        return _cut(str(value.head(rows)))


def _cell(value: object) -> object:
    if isinstance(value, (str, list, dict)):
        text = str(value).replace("\n", "\\n")
        return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
    return value


def _short(value: object) -> object:
    """`value` with long texts and lists cut."""
    if isinstance(value, str):
        return value if len(value) <= 80 else value[:79] + "…"
    if isinstance(value, dict):
        return {key: _short(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_short(item) for item in value[:10]] + (["…"] if len(value) > 10 else [])
    return value


def _cut(text: str) -> str:
    lines = text.split("\n")
    return text if len(lines) <= _LINES else "\n".join([*lines[: _LINES - 1], "…"])
