"""The feature function alone on ready-made 10,000-row frames, spread over processes: the floor for any pipeline around it.

Arguments: day folder, output folder (unused), processes, features.py. Prints {"start": s, "function": s}: from this process's start
until the slowest worker has imported everything, and from the first frame's start to the last frame's end. Making the
frames lies between the two and counts for nothing.
"""

import json
import multiprocessing
import os
import sys
import time
from pathlib import Path

ROWS = 10_000


def work(number, processes, day, module, ready, results):
    import pandas as pd
    from features_module import extract_of, records

    extract = extract_of(module)
    imported = time.time()
    paths = sorted(Path(day).rglob("*.jsonl"))
    mine = paths[len(paths) * number // processes : len(paths) * (number + 1) // processes]
    frames, rows = [], []
    for path in mine:
        rows += records(path)
        while len(rows) >= ROWS:
            frames.append(pd.DataFrame(rows[:ROWS]))
            del rows[:ROWS]
    if rows:
        frames.append(pd.DataFrame(rows))
    ready.wait()
    began = time.time()
    for frame in frames:
        extract(frame)
    results.put((imported, began, time.time()))


def main():
    day, _, processes, module = sys.argv[1:5]
    processes = int(processes)
    started = float(os.environ["BENCH_STARTED"])
    context = multiprocessing.get_context("spawn")
    ready, results = context.Barrier(processes), context.Queue()
    workers = [
        context.Process(target=work, args=(number, processes, day, module, ready, results)) for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    times = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    start = max(imported for imported, _, _ in times) - started
    function = max(ended for _, _, ended in times) - min(began for _, began, _ in times)
    print(json.dumps({"start": start, "function": function}))


if __name__ == "__main__":
    main()
