"""Whether a flattened row and its `_rescued` together hold all of a record, and nothing else.

Values go by what `json.loads` says, with two things told apart that `==` does not: -0.0 from 0.0 and true from 1. Fractions are
kept as decimals until they are compared, so that a number beyond float64 cannot hide behind infinity.
"""

import json
import math
import sys
from decimal import Decimal


def exact(text):
    return json.loads(text, parse_float=Decimal)


def same(stored, told):
    """Whether a stored value (Python's own types) is the told one (from `exact`)."""
    if told is None or stored is None or isinstance(told, (bool, str)) or isinstance(stored, (bool, str)):
        return type(stored) is type(told) and stored == told
    if isinstance(told, dict) and isinstance(stored, dict):
        # A struct in Parquet cannot tell a missing key from a null.
        told, stored = dropping_nulls(told), dropping_nulls(stored)
        return told.keys() == stored.keys() and all(same(stored[key], told[key]) for key in told)
    if isinstance(told, list) and isinstance(stored, list):
        return len(told) == len(stored) and all(map(same, stored, told))
    if isinstance(told, (list, dict)) or isinstance(stored, (list, dict)):
        return False
    if isinstance(stored, float):
        nearest = float(told)
        negative = told.is_signed() if isinstance(told, Decimal) else told < 0
        if isinstance(told, int) and stored != told:  # an integer must not be rounded
            return False
        return math.isfinite(stored) and stored == nearest and (stored != 0 or not negative or math.copysign(1, stored) < 0)
    if isinstance(told, Decimal) and told.is_zero() and told.is_signed():
        return isinstance(stored, Decimal) and stored.is_signed() and stored.is_zero()
    return stored == told


def dropping_nulls(struct):
    return {key: value for key, value in struct.items() if value is not None}


def kept_exactly(rescued, told):
    """Whether a rescued value is the told one to the last digit and key."""
    if isinstance(told, dict):
        return isinstance(rescued, dict) and rescued.keys() == told.keys() and all(kept_exactly(rescued[k], told[k]) for k in told)
    if isinstance(told, list):
        return isinstance(rescued, list) and len(rescued) == len(told) and all(map(kept_exactly, rescued, told))
    if isinstance(told, Decimal):
        return isinstance(rescued, Decimal) and rescued.as_tuple() == told.as_tuple()
    return type(rescued) is type(told) and rescued == told


ABSENT = object()

# Records may nest as deep as Sluice takes them.
sys.setrecursionlimit(20_000)


def losses(row, line):
    """What a row lost or invented of the record on a line, as texts; empty when all is there."""
    rescued = exact(row["_rescued"]) if row.get("_rescued") is not None else {}
    if not isinstance(rescued, dict):
        return [f"_rescued is no object: {row['_rescued']!r}"]
    found, used = [], {"_rescued"}
    _compare(exact(line), rescued, "", row, used, found)
    found += [f"column {name} holds {value!r} from nowhere" for name, value in row.items() if value is not None and name not in used]
    return found


def _compare(record, rescued, prefix, row, used, found):
    for key in rescued.keys() - record.keys():
        found.append(f"_rescued has {prefix}{key} from nowhere")
    for key, told in record.items():
        name, saved = prefix + key, rescued.get(key, ABSENT)
        if isinstance(told, dict) and told and not (saved is not ABSENT and kept_exactly(saved, told)):
            if saved is not ABSENT and not isinstance(saved, dict):
                found.append(f"{name} is rescued as {saved!r} and was {told!r}")
            else:
                _compare(told, {} if saved is ABSENT else saved, name + "_", row, used, found)
        elif saved is not ABSENT:
            if not kept_exactly(saved, told):
                found.append(f"{name} is rescued as {saved!r} and was {told!r}")
        elif told is None or told == {}:
            pass  # no value to lose
        elif name in used or not same(row.get(name), told):
            found.append(f"{name} was {told!r}; its column holds {row.get(name)!r} and _rescued nothing")
        else:
            used.add(name)
