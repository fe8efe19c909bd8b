#!/usr/bin/env python3
"""Lets `nilometer` and the rules of other tools judge years of runs on hosted runners whose code hardly changed.

    runner_noise.py NILOMETER [--places N]

Data: the results that github-action-benchmark publishes of itself, looked for as `data/github-action-benchmark/data.js` below the folder that
NILOMETER_SHARED names, else `shared` beside the checkout. Of each series of 60 runs and more, points after 30 others are tested; only moves for
the worse count. (a) rules that judge one new run, by the gate's rule; (b) rules that wait, given 12 later runs, located within ±2. What is
found of a step put in at random places is printed as a curve over one threshold, and compared with each peer at that peer's rate of alarms.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import zlib

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
shared = os.environ.get("NILOMETER_SHARED") or os.path.join(os.path.dirname(root), "shared")
SIZES = (1.1, 1.2, 1.5, 2.0)
failed = 0


def check(what, is_good, detail):
    global failed
    failed += not is_good
    print(f"{'ok' if is_good else 'FAIL'} {what}: {detail}", flush=True)


def histories(path):
    """Values of each series of at least 60 runs, in time order, so that larger is worse."""
    text = open(path).read()
    found = {}
    for suite, runs in json.loads(text[text.index("{"):])["entries"].items():
        for run in sorted(runs, key=lambda run: run["date"]):
            for bench in run["benches"]:
                unit = bench["unit"].split("\t")[0].strip()
                if bench["value"] <= 0: continue
                value = 1e9 / bench["value"] if "/s" in unit else bench["value"]
                found.setdefault((suite, bench["name"], unit), []).append(value)
    return {key: values for key, values in found.items() if len(values) >= 60}


def detect(program, lines, *flags):
    text = "\n".join(json.dumps({"id": place, "values": values, "better": "lower"}) for place, values in enumerate(lines))
    run = subprocess.run([program, "detect", "--json", *flags, "-"], input=text, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


# Rules of one new run against those before it; each answers with whether it alarms.
def ratio(limit): return lambda before, new: new > limit * before[-1]


def bencher(level):
    from scipy import stats

    def rule(before, new):
        last = before[-64:]
        mean = sum(last) / len(last)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in last) / (len(last) - 1))
        return deviation > 0 and new > mean + stats.t.ppf(level, len(last) - 1) * deviation * math.sqrt(1 + 1 / len(last))
    return rule


def z(limit):
    def rule(before, new):
        last = before[-100:]
        mean = sum(last) / len(last)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in last) / (len(last) - 1))
        return deviation > 0 and (new - mean) / deviation > limit
    return rule


def quartiles(before, new):
    last = sorted(before[-64:])
    at = lambda share: last[min(len(last) - 1, int(share * len(last)))]
    return new > at(.75) + 3 * (at(.75) - at(.25))


# Rules that wait: the places of changes for the worse.
def perfherder(values):
    """T above 7 of 12 to 24 runs before against 12 after, linear weights, 2 % at least; the local maximum counts."""
    def weighted(part):
        weights = [len(part) - place for place in range(len(part))]
        mean = sum(w * v for w, v in zip(weights, part)) / sum(weights)
        return mean, sum(w * (v - mean) ** 2 for w, v in zip(weights, part)) / sum(weights) * len(part) / (len(part) - 1)
    scores = {}
    for place in range(12, len(values) - 11):
        before, after = weighted(values[max(0, place - 24):place][::-1]), weighted(values[place:place + 12])
        error = math.sqrt(before[1] / min(24, place) + after[1] / 12)
        scores[place] = (after[0] - before[0]) / error if error > 0 and after[0] > 1.02 * before[0] else 0
    return [place for place, score in scores.items()
            if score > 7 and all(score >= scores.get(other, 0) for other in range(place - 12, place + 13))]


def otava():
    from otava.analysis import compute_change_points

    def rule(values):
        found = compute_change_points(list(values))[0]
        return [change.index for change in found if change.stats.mean_2 > change.stats.mean_1]
    return rule


def places(series, count):
    """Random places, the same every time, each a series and a point of it with 30 points before and 12 from it on."""
    keys = [(key, place) for key, values in series.items() for place in range(30, len(values) - 12)]
    return sorted(keys, key=lambda key: zlib.crc32(repr(key).encode()))[:count]


def one_run(program, series, chosen):
    print("(a) judged at the first changed run")
    tested = [(values[:place], values[place]) for values in series.values() for place in range(30, len(values))]

    def judged(pairs):
        rows = [row["gate"] for row in detect(program, [before + [new] for before, new in pairs], "--gate")]
        # How far out a run lies, in smallest effects that could have been seen; what is no worse by one per cent is not out.
        return [(math.log(row["ratio"]) / math.log1p(row["smallestEffect"]), row["verdict"] == "regressed") if row.get("ratio", 0) > 1.01 else (0, False)
                for row in rows]
    calm = judged(tested)
    stepped = {size: judged([(series[key][:place], series[key][place] * size) for key, place in chosen]) for size in SIZES}
    ordered = sorted((score for score, _ in calm), reverse=True)
    share = lambda size, level: sum(score > level for score, _ in stepped[size]) / len(chosen)
    print(f"{'smallest effects above':>26} alarms/100 {' '.join(f'+{100 * size - 100:4.0f} %' for size in SIZES)}")
    for level in (1.5, 1.2, 1, .8, .6, .5, .4, .3):
        print(f"{level:26g} {100 * sum(score > level for score in ordered) / len(ordered):10.2f} {' '.join(f'{100 * share(size, level):5.1f} ' for size in SIZES)}")
    rate, shares = sum(said for _, said in calm) / len(calm), [sum(said for _, said in stepped[size]) / len(chosen) for size in SIZES]
    print(f"{'the gate at its rules':26} {100 * rate:10.2f} {' '.join(f'{100 * share:5.1f} ' for share in shares)}")
    rules = {"> 110 % of the last": ratio(1.1), "> 150 % of the last": ratio(1.5), "> 200 % of the last": ratio(2), "z > 5": z(5), "z > 3": z(3),
             "Q3 + 3 IQR": quartiles}
    try:
        rules |= {"Bencher t .95": bencher(.95), "Bencher t .99": bencher(.99)}
    except ImportError:
        print("skipped: Bencher's rule is not scored, scipy is not installed")
    for name, rule in rules.items():
        alarms = sum(rule(*pair) for pair in tested)
        found = [sum(rule(series[key][:place], series[key][place] * size) for key, place in chosen) / len(chosen) for size in SIZES]
        print(f"{name:26} {100 * alarms / len(tested):10.2f} {' '.join(f'{100 * one:5.1f} ' for one in found)}")
        # At as many alarms as the peer has, ours.
        level = ordered[alarms]
        for place, size in ((1, 1.2), (3, 2.0)):
            ours = share(size, level)
            check(f"at the alarms of “{name}”, found at +{100 * size - 100:.0f} %", ours >= found[place] - .02, f"{100 * ours:.1f} % against {100 * found[place]:.1f} %")
        if alarms / len(tested) < rate and found[1] > shares[1] and found[3] > shares[3]: print(f"   {name} is better on both than our default rules")


def waiting(program, series, chosen):
    print("(b) located within ±2, given 12 later runs")
    points = sum(len(values) for values in series.values())

    def levels(lines):
        return [[(change["after"] / change["before"], change["index"], change["state"] == "confirmed") for change in row["changes"] if change["after"] > change["before"]]
                for row in detect(program, lines)]
    calm = levels(list(series.values()))
    stepped = {}
    for size in (1.2, 2.0):
        lines = [series[key][:place] + [value * size for value in series[key][place:place + 12]] for key, place in chosen]
        stepped[size] = [[(ratio, said) for ratio, index, said in found if abs(index - place) <= 2] for found, (_, place) in zip(levels(lines), chosen)]
    # One threshold: how much worse a change, suspected or confirmed, must be.
    ordered = sorted((ratio for found in calm for ratio, _, _ in found), reverse=True)
    share = lambda size, level: sum(any(ratio > level for ratio, _ in found) for found in stepped[size]) / len(chosen)
    rate = sum(said for found in calm for _, _, said in found) / points
    own = {size: sum(any(said for _, said in found) for found in stepped[size]) / len(chosen) for size in stepped}
    for level in (1.5, 1.3, 1.2, 1.15, 1.1, 1.05, 1):
        print(f"{'worse by':>20} {100 * level - 100:4.0f} % {100 * sum(ratio > level for ratio in ordered) / points:9.2f} {' '.join(f'+{100 * size - 100:.0f} % {100 * share(size, level):5.1f}' for size in stepped)}")
    print(f"{'confirmed':26} {100 * rate:10.2f} {' '.join(f'+{100 * size - 100:.0f} % {100 * own[size]:5.1f}' for size in stepped)}")
    rules = {"Perfherder t > 7": perfherder}
    try:
        rules["Otava"] = otava()
    except ImportError:
        print("skipped: Otava is not scored, apache-otava is not installed")
    for name, rule in rules.items():
        alarms = sum(len(rule(values)) for values in series.values())
        found = {size: sum(any(abs(at - place) <= 2 for at in rule(series[key][:place] + [v * size for v in series[key][place:place + 12]]))
                           for key, place in chosen) / len(chosen) for size in stepped}
        print(f"{name:26} {100 * alarms / points:10.2f} {' '.join(f'+{100 * size - 100:.0f} % {100 * found[size]:5.1f}' for size in stepped)}")
        level = ordered[alarms] if alarms < len(ordered) else 1
        for size in stepped:
            check(f"at the alarms of {name}, found at +{100 * size - 100:.0f} %", share(size, level) >= found[size] - .02, f"{100 * share(size, level):.1f} % against {100 * found[size]:.1f} %")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--places", type=int, default=1500)
    parser.add_argument("--waiting-places", type=int, default=300)
    options = parser.parse_args()
    path = os.path.join(shared, "data", "github-action-benchmark", "data.js")
    if not os.path.exists(path):
        print(f"skipped: noise of hosted runners is not judged, there is no {path}")
        return 0
    series = histories(path)
    print(f"{len(series)} series, {sum(map(len, series.values()))} points")
    one_run(options.program, series, places(series, options.places))
    waiting(options.program, series, places(series, options.waiting_places))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
