#!/usr/bin/env python3
"""Measures how fast changes are found, with Apache Otava on the same series in the same run where it is installed.

    detection_speed.py NILOMETER-BENCH [--otava N]

NILOMETER-BENCH is built with -c release. The series are the 112 of 1000 points of the generated corpus, looked for below the folder that
NILOMETER_SHARED names, else `shared` beside the checkout. Otava judges N of them, and 200 points of N, in processor time of one core.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
shared = os.environ.get("NILOMETER_SHARED") or os.path.join(os.path.dirname(root), "shared")


def main():
    path = os.path.join(shared, "data", "series", "synthetic_corpus.jsonl.gz")
    if not os.path.exists(path):
        print(f"skipped: speed is not measured, there is no {path}")
        return 0
    count = next((int(flag[8:]) for flag in sys.argv if flag.startswith("--otava=")), 28)
    series = [one["values"] for one in map(json.loads, gzip.open(path, "rt")) if one["n"] == 1000]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for place, values in enumerate(series): file.write(json.dumps({"id": place, "values": values}) + "\n")
        file.flush()
        shown = subprocess.run([sys.argv[1], "detection", "--json", file.name], capture_output=True, text=True, check=True)
    figures = {figure["id"]: figure["value"] for figure in json.loads(shown.stdout)}
    bounds = {"batch": (1, True), "linear": (.5, True), "many": (1.5, False), "append-mean": (.1, False), "append-p99": (1, False),
              "append-late": (2, False), "threads": (0, False)}
    failed = 0
    for name, value in figures.items():
        if name not in bounds:
            print(f"{name} {value:.3f}")
            continue
        bound, isFloor = bounds[name]
        good = value >= bound if isFloor else value <= bound
        failed += not good
        print(f"{'ok' if good else 'FAIL'} {name} {value:.3f} (asked: {'at least' if isFloor else 'at most'} {bound})")
    try:
        from otava.analysis import compute_change_points
    except ImportError:
        print("skipped: Otava is not measured, apache-otava is not installed")
        return 1 if failed else 0
    compute_change_points(series[0][:200])
    begun = time.process_time()
    for values in series[::max(1, len(series) // count)]: compute_change_points(values)
    taken = time.process_time() - begun
    rate = 1000 * len(series[::max(1, len(series) // count)]) / taken / 1e6
    print(f"Otava: {rate:.3f} M points/s, Nilometer {figures['batch'] / rate:.1f} times as fast")
    begun = time.process_time()
    for place in range(count): compute_change_points(series[place % len(series)][:200])
    print(f"Otava: 10000 series of 200 points {(time.process_time() - begun) / count * 1e4:.1f} CPU-s by {count} of them, Nilometer {figures['many']:.2f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
