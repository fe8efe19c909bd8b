#!/usr/bin/env python3
"""Scores `nilometer detect` on generated series whose changes are known, and prints the figures beside what is asked.

    detection.py NILOMETER

The series and the rules of scoring are not part of the project. They are looked for in the folder that NILOMETER_SHARED
names, else in `shared` beside the checkout; where there are none, or no numpy, the line says that the check was skipped.
"""
import json
import os
import statistics
import subprocess
import sys

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
shared = os.environ.get("NILOMETER_SHARED") or os.path.join(os.path.dirname(root), "shared")
reference = os.path.join(shared, "reference", "detector")
failed = 0


def check(what, figure, is_good, asked):
    global failed
    failed += not is_good
    print(f"{'ok' if is_good else 'FAIL'} {what}: {figure:.3f} (asked: {asked})", flush=True)


def detect(program, lines, *flags):
    """What `nilometer detect` says of each series, by id."""
    text = "\n".join(json.dumps({"id": key, "values": values}) for key, values in lines)
    run = subprocess.run([program, "detect", "--json", *flags, "-"], input=text, capture_output=True, text=True, timeout=900, check=True)
    return {row["id"]: row for row in map(json.loads, run.stdout.splitlines())}


def offline(program, score):
    series = score.corpus()
    found = detect(program, [(place, one["values"]) for place, one in enumerate(series)])
    rows = []
    for place, one in enumerate(series):
        confirmed = [change["index"] for change in found[place]["changes"] if change["state"] == "confirmed"]
        hits, alarms, misses, errors = score.match(one["change_points"], confirmed)
        rows.append(dict(kind=one["kind"], n=one["n"], mag=one["mag"], tp=hits, fp=alarms, fn=misses, err=errors))
    print(score.summary(rows))
    calm = [row for row in rows if row["mag"] == 0]
    alarms = 1000 * sum(row["fp"] for row in calm) / sum(row["n"] for row in calm)
    five = [row for row in rows if row["mag"] == 0.05]
    recall = sum(row["tp"] for row in five) / sum(row["tp"] + row["fn"] for row in five)
    large = score.f1([row for row in rows if row["mag"] == 0 or row["mag"] >= 0.05])
    exact = score.f1([row for row in rows if row["kind"] == "allocs"])
    check("F1", score.f1(rows), score.f1(rows) >= 0.83, "at least .83")
    check("F1 of steps of 5 % and more, and of none", large, large >= 0.97, "at least .97")
    check("false alarms per 1000 points", alarms, alarms <= 0.1, "at most .1")
    check("recall at 5 %", recall, recall >= 0.92, "at least .92")
    check("F1 of exact series", exact, exact == 1, "1")


def online(program, make):
    """Delay after one step, and alarms ever raised where there is none, on seeds that chose no constant."""
    kinds = ("gauss", "lognormal", "heavytail", "bimodal")
    steps = [(f"{size}/{kind}/{seed}", make(kind, 150, size, 71000 + seed, cps=[100], signs=[1])["values"])
             for size in (0.05, 0.1) for kind in kinds for seed in range(8)]
    delays = {"0.05": [], "0.1": []}
    for key, row in detect(program, steps, "--online").items():
        raised = [change["raisedAt"] - 100 for change in row["changes"]
                  if abs(change["index"] - 100) <= 5 and (change["raisedAt"] or 0) > 100]
        delays[key.split("/")[0]].append(min(raised, default=50))
    for size, asked in (("0.1", 6), ("0.05", 12)):
        delay = statistics.median(delays[size])
        check(f"runs until a step of {100 * float(size):g} % is raised, median", delay, delay <= asked, f"at most {asked}")
    calm = [(f"{kind}/{seed}", make(kind, 150, 0.0, 92000 + seed)["values"])
            for kind in (*kinds, "allocs", "bytes", "hetero") for seed in range(20)]
    raised = sum(change["raisedAt"] is not None for row in detect(program, calm, "--online").values() for change in row["changes"])
    rate = 1000 * raised / sum(len(values) for _, values in calm)
    # Twenty series a kind are few: four alarms more than expected are still chance.
    check("alarms ever raised per 1000 points without a change", rate, rate <= 0.5, "at most .3, and chance")


def main():
    if not os.path.exists(os.path.join(reference, "score.py")):
        print(f"skipped: detection is not scored, there is no {reference}")
        return 0
    sys.path.insert(0, reference)
    try:
        import gen_series
        import score
    except ImportError as error:
        print(f"skipped: detection is not scored, {error}")
        return 0
    offline(sys.argv[1], score)
    online(sys.argv[1], gen_series.make)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
