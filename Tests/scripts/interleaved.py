#!/usr/bin/env python3
"""False alarms, power and pairs used by `nilometer compare --pairs`, by simulation, beside one block after the other.

    interleaved.py NILOMETER [--count 3000] [--seed 7]

Runs have 2 % noise; the machine drifts as an autoregression (φ .95 from run to run, standard deviation 1.5 %). Interleaved
pairs are made in the order base, head, head, base; a block order makes all bases first, and is judged by Mann–Whitney at the
same total level and the same limit of 1 %.
"""
import argparse
import json
import math
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
NOISE, PHI, DRIFT, LEVEL, LIMIT = 0.02, 0.95, 0.015, 0.01, 0.01
failed = 0


def check(what, figure, is_good, asked):
    global failed
    failed += not is_good
    print(f"{'ok' if is_good else 'FAIL'} {what}: {figure} (asked: {asked})", flush=True)


def runs(numpy, random, count, pairs, drifts):
    """Times of runs in order, one row a comparison."""
    made = 2 * pairs
    drift = numpy.zeros((count, made))
    if drifts:
        now = random.standard_normal(count) * DRIFT
        for place in range(made):
            now = PHI * now + math.sqrt(1 - PHI * PHI) * DRIFT * random.standard_normal(count)
            drift[:, place] = now
    return 100 * numpy.exp(drift) * (1 + NOISE * random.standard_normal((count, made)))


def interleaved(program, times, effect, planned):
    """The verdicts on pairs made in turn, one comparison a row."""
    lines = []
    for place, row in enumerate(times):
        pairs = []
        for pair in range(len(row) // 2):
            first, second = float(row[2 * pair]), float(row[2 * pair + 1])
            base, head = (first, second) if pair % 2 == 0 else (second, first)
            pairs.append([base, head * (1 + effect)])
        lines.append(json.dumps(dict(comparison=str(place), benchmark="B", metric="ns/op", pairs=pairs)))
    run = subprocess.run([program, "compare", "--pairs", "-", "--json", "--planned", str(planned)], input="\n".join(lines),
                         capture_output=True, text=True, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def blocks(numpy, times, effect):
    """The share of comparisons that a rank test of all bases, then all heads, takes for a change."""
    n = times.shape[1] // 2
    first, second = times[:, :n], times[:, n:] * (1 + effect)
    ranks = numpy.argsort(numpy.argsort(numpy.concatenate([first, second], axis=1), axis=1), axis=1) + 1
    u = ranks[:, :n].sum(axis=1) - n * (n + 1) / 2
    z = (numpy.abs(u - n * n / 2) - 0.5) / math.sqrt(n * n * (2 * n + 1) / 12)
    p = numpy.array([math.erfc(max(0.0, value) / math.sqrt(2)) for value in z])
    shift = numpy.abs(numpy.log(numpy.median(second, axis=1) / numpy.median(first, axis=1)))
    return float(numpy.mean((p <= LEVEL) & (shift > math.log1p(LIMIT))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    try:
        import numpy
    except ImportError as absent:
        print(f"skipped: interleaved comparison is not simulated, {absent}")
        return 0
    random = numpy.random.default_rng(asked.seed)
    decided = ("regressed", "improved")
    chance = 3 * math.sqrt(LEVEL * (1 - LEVEL) / asked.count)
    # Few simulations are for what is checked alone.
    is_whole = asked.count >= 1000
    for planned in (20, 30) if is_whole else (20,):
        for drifts in (False, True) if is_whole else (True,):
            for effect in (0.0, 0.02, 0.03, 0.05) if is_whole else (0.0, 0.03):
                times = runs(numpy, random, asked.count, planned, drifts)
                found = interleaved(asked.program, times, effect, planned)
                share = sum(row["verdict"] in decided for row in found) / len(found)
                same = sum(row["verdict"] == "unchanged" for row in found) / len(found)
                held = sum(row["interval"][0] <= 1 + effect <= row["interval"][1] for row in found) / len(found)
                pairs = statistics.median(row["pairs"] for row in found)
                block = blocks(numpy, times, effect)
                name = f"{planned} pairs planned, {'drift' if drifts else 'no drift'}, effect {100 * effect:g} %"
                print(f"{name}: decided {share:.4f} (block order {block:.4f}), unchanged {same:.4f}, interval holds {held:.3f}, median pairs used {pairs:g}")
                if effect == 0:
                    check(f"false verdicts, {name}", f"{share:.4f}, block order {block:.4f}", share <= LEVEL + chance, "at most .01, and three standard errors")
                elif effect == 0.03 and planned == 20:
                    check(f"power, {name}", f"{share:.3f}", share >= 0.9 - (0 if is_whole else 3 * math.sqrt(0.09 / asked.count)), "at least .9" + ("" if is_whole else ", less three standard errors"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
