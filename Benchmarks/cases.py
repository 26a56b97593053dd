"""The cases of the issue's "Must hold", each a function that measures and returns rows for the table."""

import json

from contestants import peer, sluice, starter_features
from corpus import corpus, warm
from results import Ratio, Section, Times


def interleaved(setting, day, contestants, note):
    """Each contestant's costs, measured in turns A B C A B C, so that the machine's moods fall on all alike."""
    warm(day)
    costs = {contestant.name: [] for contestant in contestants}
    for turn in range(setting.runs):
        for contestant in contestants:
            note(f"run {turn + 1} of {setting.runs}: {contestant.name}")
            costs[contestant.name].append(contestant.run(day))
    return costs


def walls(costs):
    return [cost.wall for cost in costs]


def flatten(setting, sizes, note):
    """a: many raw files of 100 records, without a function."""
    day = corpus(setting.sluice, setting.bench, *sizes.usual)
    contestants = [
        sluice(setting, day),
        peer(setting, day, "duckdb", "duckdb_flatten.py"),
        peer(setting, day, "polars", "polars_flatten.py"),
    ]
    costs = interleaved(setting, day, contestants, note)
    ratios = [
        Ratio("sluice / duckdb", walls(costs["sluice"]), walls(costs["duckdb"]), 0.5),
        Ratio("sluice / polars", walls(costs["sluice"]), walls(costs["polars"]), 0.5),
    ]
    return Section(f"a. flatten to Parquet, {day}", Times.of(costs), ratios)


def features(setting, sizes, note):
    """b: the starter project's pandas function."""
    day = corpus(setting.sluice, setting.bench, *sizes.usual)
    module = starter_features(setting)
    contestants = [
        sluice(setting, day, features=module.read_text()),
        peer(setting, day, "function alone", "function_alone.py", module, writes=False),
        peer(setting, day, "pool script", "pool_script.py", module),
    ]
    costs = interleaved(setting, day, contestants, note)
    parts = [json.loads(cost.stdout.splitlines()[-1]) for cost in costs["function alone"]]
    times = Times.of({name: costs[name] for name in ("sluice", "pool script")})
    alone = [part["function"] for part in parts]
    with_start = [part["start"] + part["function"] for part in parts]
    times += [Times("function alone", alone), Times("function alone + process start", with_start)]
    ratios = [
        Ratio("sluice / function alone", walls(costs["sluice"]), alone, 1.5),
        Ratio("sluice / function alone + process start", walls(costs["sluice"]), with_start, None),
        Ratio("sluice / pool script", walls(costs["sluice"]), walls(costs["pool script"]), 0.3),
    ]
    return Section(f"b. pandas feature function, {day}", times, ratios)


def small_files(setting, sizes, note):
    """c: very many raw files of 10 records."""
    day = corpus(setting.sluice, setting.bench, *sizes.small)
    contestants = [
        sluice(setting, day),
        peer(setting, day, "polars", "polars_flatten.py"),
        peer(setting, day, "duckdb", "duckdb_flatten.py"),
    ]
    costs = interleaved(setting, day, contestants, note)
    ratios = [
        Ratio("sluice / polars", walls(costs["sluice"]), walls(costs["polars"]), 0.25),
        Ratio("sluice / duckdb", walls(costs["sluice"]), walls(costs["duckdb"]), None),
    ]
    return Section(f"c. flatten small files, {day}", Times.of(costs), ratios)


def memory(setting, sizes, note):
    """d: the peak of Sluice's own process with 2 workers, for a usual and a ten times larger day."""
    module = starter_features(setting)
    times, ratios = [], []
    for size in (sizes.usual, sizes.large):
        if size is None:
            continue
        day = corpus(setting.sluice, setting.bench, *size)
        for kind, text in (("flatten", None), ("pandas", module.read_text())):
            contestant = sluice(setting, day, features=text, workers=2)
            costs = interleaved(setting, day, [contestant], lambda what: note(f"{what}, {kind}, {day}"))["sluice"]
            name = f"{kind}, {day.bytes / 1e6:,.0f} MB"
            times.append(Times.of({name: costs})[0])
            ratios.append(Ratio(f"own peak / 512 MiB, {name}", [c.own for c in costs], [512 << 20] * len(costs), 1.0))
    return Section("d. peak memory of Sluice's own process, 2 workers", times, ratios)


CASES = {"a": flatten, "b": features, "c": small_files, "d": memory}
