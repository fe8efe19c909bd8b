#!/usr/bin/env python3
"""Loads the sample history in three orders and compares every change, of every metric, with what its authors say moved.

    sample_history.py NILOMETERD       prints “ok what” or “FAIL what” a check; status 1 when one failed

Every odd step regresses, every even one repairs the step before, the last regresses all at once; so each regression of
truth.json but the last must be a change at its commit and a change back at the next, and nothing else may stand as a change.
"""
import json, os, random, statistics, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import end_to_end, load
from end_to_end import check

METRICS = {"allocs/op", "B/op"}


def medians(text):
    """(benchmark as printed without -N, metric) → median, read without Nilometer's parser."""
    values = {}
    for line in text.decode().splitlines():
        fields = line.split()
        if not line.startswith("Benchmark") or len(fields) < 4: continue
        name = fields[0][len("Benchmark"):].rsplit("-", 1)[0]
        for value, unit in zip(fields[2::2], fields[3::2]): values.setdefault((name, unit), []).append(float(value))
    return {key: statistics.median(samples) for key, samples in values.items()}


def expected(steps):
    levels = [medians(text) for _, _, text in steps]
    rows = set()
    for index, (step, _, _) in enumerate(steps):
        for regression in step["regressions"]:
            for bench in regression["benches"]:
                for metric in regression["metrics"]:
                    for place in [index] if index == len(steps) - 1 else [index, index + 1]:
                        before, after = levels[place - 1][bench, metric], levels[place][bench, metric]
                        rows.add((bench, metric, steps[place][0]["commit"], "confirmed", before, after))
    return rows


def row(change):
    name = "/".join([change["benchmark"]] + [f"{k}={v}" for k, v in change["parameters"].items() if k != "pkg"])
    return name, change["metric"], change["commit"], change["state"], change["before"], change["after"]


def main():
    daemon = load.Daemon(sys.argv[1], tempfile.mkdtemp(), f"127.0.0.1:{end_to_end.free_port()}")
    steps = list(load.steps())
    wanted = expected(steps)
    orders = {"forward": steps, "reverse": steps[::-1], "shuffled": random.Random(3).sample(steps, len(steps))}
    first = {}
    for name, order in orders.items():
        daemon.call("POST", "/api/v1/projects", {"slug": name})
        for step in order: load.upload(daemon, name, *step)
        found = [row(change) for change in load.settled_changes(daemon, name)]
        allocations = {r for r in found if r[1] == "allocs/op"}
        truth = {r for r in wanted if r[1] == "allocs/op"}
        check(f"{name}: {len(truth)} changes of allocs/op, as the truth has them", allocations == truth,
              sorted(allocations ^ truth))
        # The level of a pool's bytes is the median of many runs, so only its place and direction can be foretold.
        places = sorted(r[:4] + (r[5] > r[4],) for r in found)
        truth = sorted(r[:4] + (r[5] > r[4],) for r in wanted)
        check(f"{name}: {len(truth)} changes of all metrics, and no other", places == truth,
              sorted(set(places) ^ set(truth)))
        check(f"{name}: the same changes as in order", sorted(found) == first.setdefault("rows", sorted(found)))
    daemon.stop()
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
