"""Which input an annotation asks for: `df: pl.DataFrame` asks for Polars frames.

Nothing here imports pandas, Polars or pyarrow: a type is known by its module and name, so that a worker loads only the
libraries that the user's module has loaded.
"""

from __future__ import annotations

import collections.abc
import re
import types
import typing

_FRAMES = {
    ("pandas", "DataFrame"): "pandas",
    ("polars", "DataFrame"): "polars",
    ("pyarrow", "RecordBatch"): "arrow",
    ("pyarrow", "Table"): "table",
}
_ALIASES = {"pd": "pandas", "pl": "polars", "pa": "pyarrow"}
_MAPPINGS = {"dict", "Dict", "Mapping", "MutableMapping"}


def input_for(annotation: object) -> str | None:
    """`pandas`, `polars`, `arrow`, `table` or `records`; None where the annotation says none of these."""
    if isinstance(annotation, str):
        return _from_text(annotation)
    if isinstance(annotation, typing.ForwardRef):
        return _from_text(annotation.__forward_arg__)
    if hasattr(annotation, "__supertype__"):  # typing.NewType
        return input_for(annotation.__supertype__)
    if type(annotation).__name__ == "TypeAliasType":  # `type Frame = pd.DataFrame`
        return input_for(annotation.__value__)
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return input_for(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return _one_of(input_for(each) for each in typing.get_args(annotation) if each is not types.NoneType)
    return _from_class(origin or annotation)


def _one_of(inputs: typing.Iterable[str | None]) -> str | None:
    """A union says something if its members agree; a record batch is what `RecordBatch | Table` gets."""
    found = set(inputs)
    if found == {"arrow", "table"}:
        return "arrow"
    return found.pop() if len(found) == 1 else None


def _from_class(annotation: object) -> str | None:
    if not isinstance(annotation, type):
        return None
    for base in annotation.__mro__:  # a subclass such as pandera's DataFrame[Schema] is a frame, too
        found = _FRAMES.get((base.__module__.split(".")[0], base.__name__))
        if found:
            return found
    return "records" if issubclass(annotation, collections.abc.Mapping) else None


def _from_text(text: str) -> str | None:
    """An annotation that does not evaluate, for example with `import pandas as pd` under TYPE_CHECKING only."""
    text = text.strip().strip("'\"").strip()
    wrapped = re.fullmatch(r"(?:typing\.|t\.)?(Optional|Union|Annotated)\[(.*)\]", text, re.S)
    if wrapped:
        members = _split(wrapped[2], ",")
        return _from_members(members[:1] if wrapped[1] == "Annotated" else members)
    members = _split(text, "|")
    if len(members) > 1:
        return _from_members(members)
    *module, name = re.sub(r"\[.*", "", text, flags=re.S).strip().split(".")
    if name in _MAPPINGS:
        return "records"
    if not module:  # `DataFrame` alone: pandas' is by far the more common import
        return {"DataFrame": "pandas", "RecordBatch": "arrow", "Table": "table"}.get(name)
    return _FRAMES.get((_ALIASES.get(module[0], module[0]), name))


def _from_members(members: list[str]) -> str | None:
    return _one_of(_from_text(each) for each in members if each.strip() != "None")


def _split(text: str, separator: str) -> list[str]:
    """`text` cut at separators outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "[(") - (character in "])")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts
