#!/usr/bin/env python3
"""Whether the numbers of `nilometer detect` mean what they say: p, intervals of sizes, intervals of places.

    calibration.py NILOMETER [--series 20000] [--known 4000] [--changed 2000] [--seed 1]

Series are made here, so that the truth is known: independent noise of five kinds, and two kinds that are not independent or
not alike (ar1, hetero), which are printed and not judged. The full counts are for a release build.
"""
import argparse
import json
import math
import subprocess
import sys

sys.dont_write_bytecode = True
CONTINUOUS = ("gauss", "lognormal", "heavytail", "bimodal")
INDEPENDENT = (*CONTINUOUS, "bytes")
OTHERS = ("hetero", "ar1")
failed = 0


def check(what, figure, is_good, asked):
    global failed
    failed += not is_good
    print(f"{'ok' if is_good else 'FAIL'} {what}: {figure} (asked: {asked})", flush=True)


def error(share, count):
    """The standard error of a share of independent cases."""
    return math.sqrt(share * (1 - share) / count)


def noise(numpy, random, kind, count, n):
    """Factors about 1, one row a series."""
    shape = (count, n)
    if kind == "gauss":
        return 1 + 0.02 * random.standard_normal(shape)
    if kind == "lognormal":
        return 0.95 + 0.05 * numpy.exp(0.6 * random.standard_normal(shape))
    if kind == "heavytail":
        body = 1 + 0.012 * random.standard_t(3, shape)
        spikes = random.random(shape) < 0.03
        return numpy.where(spikes, body * (1.2 + 1.3 * random.random(shape)), numpy.maximum(body, 0.5))
    if kind == "bimodal":
        return numpy.where(random.random(shape) < 0.3, 1.05, 1.0) * (1 + 0.006 * random.standard_normal(shape))
    if kind == "hetero":
        block = (numpy.arange(n)[None, :] + random.integers(0, 40, (count, 1))) // 40
        loud = (block + random.integers(0, 2, (count, 1))) % 2 == 0
        return 1 + numpy.where(loud, 0.04, 0.007) * random.standard_normal(shape)
    rest = numpy.empty(shape)
    now = random.standard_normal(count) * 0.012 / 0.8
    for place in range(n):
        now = 0.6 * now + 0.012 * random.standard_normal(count)
        rest[:, place] = now
    phase = 2 * math.pi * random.random((count, 1))
    return 1 + rest + 0.01 * numpy.sin(2 * math.pi * numpy.arange(n)[None, :] / 150 + phase)


def series(numpy, random, kind, levels):
    """Values about levels, one row a series."""
    count, n = levels.shape
    if kind != "bytes":
        return 1000 * levels * noise(numpy, random, kind, count, n)
    values = numpy.round(40000 * levels / 16) * 16
    flicker = random.random(levels.shape)
    values += numpy.where(flicker < 0.075, 16, numpy.where(flicker < 0.15, -16, 0))
    once = numpy.round(values * (1.02 + 0.03 * random.random(levels.shape)) / 16) * 16
    return numpy.where(random.random(levels.shape) < 0.01, once, values)


def ratio(kind, before, after):
    """What the levels of a kind are to each other: those of bytes are rounded."""
    if kind != "bytes":
        return after / before
    return round(40000 * after / 16) / round(40000 * before / 16)


def detect(program, rows, *flags, **fields):
    """What `nilometer detect` says of each row of values, in order; fields give one more value for each row."""
    lines = (json.dumps({"id": place, "values": [float(f"{value:.9g}") for value in values],
                         **{name: column[place] for name, column in fields.items()}})
             for place, values in enumerate(rows))
    run = subprocess.run([program, "detect", "--json", *flags, "-"], input="\n".join(lines), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def best_splits(numpy, random, program, count):
    """Of series without a change: how often the p of the best split is at most a level."""
    print(f"p of the best split of {count} series without a change, 50 to 200 points; share at most .1, .01, .001")
    for kind in (*INDEPENDENT, *OTHERS):
        found = []
        lengths = (50, 100, 150, 200)
        for n in lengths:
            for part in range(0, count // len(lengths), 2500):
                rows = series(numpy, random, kind, numpy.ones((min(2500, count // len(lengths) - part), n)))
                found += [row["best"]["p"] for row in detect(program, rows, "--best")]
        shares = {level: sum(p <= level for p in found) / len(found) for level in (0.1, 0.01, 0.001)}
        text = ", ".join(f"{share:.5f}" for share in shares.values())
        if kind in OTHERS:
            print(f"{kind} (not independent and alike): {text}")
            continue
        # Where a level expects fewer than a hundred series, their number is chance: three standard errors are allowed.
        good = all(share <= 1.1 * level + (3 * error(level, len(found)) if level * len(found) < 100 else 0)
                   for level, share in shares.items())
        check(f"p of the best split, {kind}", text, good, "at most 1.1 of each level; three standard errors more where it expects fewer than 100")


def known_splits(numpy, random, program, count):
    """The interval of the size at a place that is told: how often it holds the true ratio."""
    print(f"intervals of sizes at a known place, {count} series each, 10 to 100 points a side")
    for kind in (*INDEPENDENT, *OTHERS):
        held = coverage = total = 0
        for _ in range(max(1, count // 100)):
            left, right = (int(random.integers(10, 101)) for _ in range(2))
            factors = numpy.exp(random.choice([0, 0.01, 0.05, 0.2], (100, 1)) * random.choice([-1, 1], (100, 1)))
            levels = numpy.where(numpy.arange(left + right)[None, :] < left, 1.0, factors)
            for factor, row in zip(factors[:, 0], detect(program, series(numpy, random, kind, levels), split=[left] * 100)):
                low, high = row["size"]["interval"]
                held += low - 1e-9 <= ratio(kind, 1, factor) <= high + 1e-9
                coverage += row["size"]["coverage"]
                total += 1
        share = held / total
        text = f"{100 * share:.2f} % of {total}, {100 * coverage / total:.2f} % said"
        if kind in CONTINUOUS:
            slack = 0 if total >= 4000 else 3 * error(0.95, total)
            check(f"size at a known place, {kind}", text, abs(share - 0.95) <= 0.015 + slack,
                  "95 ± 1.5 %; three standard errors more below 4000 series")
        else:
            print(f"{kind} ({'rounded to 16 of 40000' if kind == 'bytes' else 'not independent and alike'}): {text}")


def detected(numpy, random, program, count):
    """At changes that were found: how often the intervals hold the true ratio and the true place."""
    print(f"intervals at confirmed changes, {count} series for each kind and size")
    large = {kind: [0, 0, 0] for kind in CONTINUOUS}
    for kind in (*INDEPENDENT, *OTHERS):
        for size in (0.01, 0.02, 0.05, 0.1, 0.2):
            held = placed = total = true = 0
            for n, steps in ((100, 1), (200, 2)):
                factors = numpy.where(random.random((count // 2, steps)) < 0.6, 1 + size, 1 / (1 + size))
                slack = numpy.sort(random.integers(0, n - 15 * (steps + 1) + 1, (count // 2, steps)), axis=1)
                places = slack + 15 * (1 + numpy.arange(steps))[None, :]
                levels = numpy.ones((count // 2, n))
                for step in range(steps):
                    levels *= numpy.where(numpy.arange(n)[None, :] < places[:, [step]], 1.0, factors[:, [step]])
                true += steps * (count // 2)
                for row, own, sizes in zip(detect(program, series(numpy, random, kind, levels)), places, factors):
                    for change in row["changes"]:
                        if change["state"] != "confirmed" or change["interval"] is None:
                            continue
                        nearest = min(range(steps), key=lambda step: abs(int(own[step]) - change["index"]))
                        if abs(int(own[nearest]) - change["index"]) > 5:
                            continue
                        total += 1
                        low, high = change["interval"]
                        before = math.prod(sizes[:nearest])
                        held += low - 1e-9 <= ratio(kind, before, before * sizes[nearest]) <= high + 1e-9
                        placed += change["range"][0] <= own[nearest] <= change["range"][1]
            if total:
                print(f"{kind} {100 * size:g} %: {total} of {true} found, size held {100 * held / total:.1f} %, place held {100 * placed / total:.1f} %")
            if kind in large and size >= 0.05:
                large[kind] = [a + b for a, b in zip(large[kind], (held, placed, total))]
    for kind, (held, placed, total) in large.items():
        slack = 3 * error(0.95, total) if total < 4000 else 0
        check(f"sizes at changes of 5 % and more, {kind}", f"{100 * held / total:.2f} % of {total}", held / total >= 0.93 - slack,
              "at least 93 %; three standard errors less below 4000 changes")
        check(f"places of changes of 5 % and more, {kind}", f"{100 * placed / total:.2f} % of {total}", placed / total >= 0.95 - slack,
              "at least 95 %; three standard errors less below 4000 changes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--series", type=int, default=20000)
    parser.add_argument("--known", type=int, default=4000)
    parser.add_argument("--changed", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    try:
        import numpy
    except ImportError as absent:
        print(f"skipped: p and intervals are not checked against known truth, {absent}")
        return 0
    random = numpy.random.default_rng(asked.seed)
    for part, count in ((best_splits, asked.series), (known_splits, asked.known), (detected, asked.changed)):
        if count:
            part(numpy, random, asked.program, count)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
