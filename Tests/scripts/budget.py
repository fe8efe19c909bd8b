#!/usr/bin/env python3
"""Measures whether `nilometer replay` keeps to the budget of false alerts, and still tells real steps.

    budget.py NILOMETER [--busy SERIES] [--seed N]

1,000 series in the mix of the generator's eight kinds, a year long, with steps of 10 % in 100 of them: once with 1 run a day
(365 points a series), once with 20 (7,300 points; SERIES of the 1,000 are measured, 0 leaves it out, and the bound is multiplied
accordingly). A false alert is every change told that is not within 5 points of a step of its series. Printed are the upper 95 % Poisson
bound of false alerts in the year beside twice the budget of 12, and the share of steps told within 15 runs.

The generator is not part of the project; it is looked for in the folder that NILOMETER_SHARED names, else in `shared` beside
the checkout. The seeds are none of those that chose the constants (310000 to 520000).
"""
import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
shared = os.environ.get("NILOMETER_SHARED") or os.path.join(os.path.dirname(root), "shared")
reference = os.path.join(shared, "reference", "detector")
failed = 0


def check(what, figure, is_good, asked):
    global failed
    failed += not is_good
    print(f"{'ok' if is_good else 'FAIL'} {what}: {figure:.3g} (asked: {asked})", flush=True)


def upper(count, level=0.95):
    """The upper bound of a Poisson mean of which `count` were seen."""
    low, high = 0.0, 10.0 * (count + 3)
    for _ in range(100):
        middle = (low + high) / 2
        below = sum(math.exp(-middle + k * math.log(middle) - math.lgamma(k + 1)) for k in range(count + 1)) if middle else 1
        low, high = (middle, high) if below > 1 - level else (low, middle)
    return high


def year(program, generator, series, points, runs, seed, steps, of=1000):
    chance = random.Random(seed)
    places = {}
    stepped = set(chance.sample(range(series), steps))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for number in range(series):
            kind = generator.KINDS[number % len(generator.KINDS)]
            if number in stepped:
                # Anywhere in the year, but for the first 20 runs, when a series is learned, and the last 15.
                places[str(number)] = chance.randrange(20, points - 15)
                made = generator.make(kind, points, 0.1, seed + number, cps=[places[str(number)]], signs=[1])
            else:
                made = generator.make(kind, points, 0.0, seed + number)
            line = {"id": str(number), "benchmark": f"{kind}/{number}", "better": "lower", "values": [float(f"{value:.8g}") for value in made["values"]]}
            if kind == "allocs":
                line["kind"] = "exact"
            file.write(json.dumps(line) + "\n")
        file.flush()
        begun, used = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        # The level is that of all series; a part of them is given the runs of all.
        answer = subprocess.run(
            [program, "replay", "--json", "--all", "--input", file.name, "--runs-per-day", str(runs * of / series)],
            capture_output=True, text=True, timeout=3600)
        if answer.returncode:
            sys.exit(f"replay: {answer.stderr}")
        wall, cpu = time.time() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - used
    report = json.loads(answer.stdout)
    delays, false = {}, {}
    for alert in report["alerts"]:
        for member in alert["members"]:
            name, index = member["series"], int(alert["commitRange"]["to"])
            if name in places and abs(index - places[name]) <= 5:
                delays[name] = min(delays.get(name, 10**9), alert["toldAt"] + 1 - places[name])
            else:
                kind = member["benchmark"].split("/")[0]
                false[kind] = false.get(kind, 0) + 1
    count = sum(false.values())
    bound = upper(count) * of / series
    in_time = sum(delay <= 15 for delay in delays.values())
    late = sorted(delays.values())
    print(f"{runs} runs a day, {series} of {of} series, {series * points} points: level {report['new']['level']:.2f}, "
          f"{report['new']['told']} alerts told, {report['new']['held']} held; false {count} {false}; "
          f"{len(delays)} of {steps} steps told, median delay {late[len(late) // 2] if late else '-'} runs; "
          f"{wall:.1f} s, {cpu:.1f} CPU-seconds", flush=True)
    check(f"false alerts a year at {runs} runs a day, upper 95 % bound", bound, bound <= 24, "at most 24, twice the budget")
    check(f"share of 10 % steps told within 15 runs at {runs} runs a day", in_time / steps, in_time >= 0.9 * steps, "at least .9")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--busy", type=int, default=250)
    parser.add_argument("--seed", type=int, default=7300000)
    options = parser.parse_args()
    if not os.path.exists(os.path.join(reference, "gen_series.py")):
        print(f"skipped: the budget of false alerts is not measured, there is no {reference}")
        return 0
    sys.path.insert(0, reference)
    try:
        import gen_series
    except ImportError as error:
        print(f"skipped: the budget of false alerts is not measured, {error}")
        return 0
    year(options.program, gen_series, 1000, 365, 1, options.seed, 100)
    if options.busy:
        year(options.program, gen_series, options.busy, 7300, 20, options.seed + 5000, min(100, options.busy))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
