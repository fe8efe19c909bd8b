#!/usr/bin/env python3
"""Scores `nilometer detect` on generated series whose changes are known, and prints the figures beside what is asked.

    detection.py NILOMETER [--full] [--fresh=A,B,C]

With --full also: three fresh corpora of seeds that chose no constant, the difference to KernelCPD with its paired interval where ruptures is
installed, a hundred series without a change for each kind of noise, and the labelled series.

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


def confirmed(row): return [change["index"] for change in row["changes"] if change["state"] == "confirmed"]


def rows_of(series, found, score):
    rows = []
    for one, indexes in zip(series, found):
        hits, alarms, misses, errors = score.match(one["change_points"], indexes)
        rows.append(dict(kind=one["kind"], n=one["n"], mag=one["mag"], tp=hits, fp=alarms, fn=misses, err=errors))
    return rows


def judged(program, series): return [confirmed(row) for row in detect(program, [(place, one["values"]) for place, one in enumerate(series)]).values()]


def figures(rows, score):
    """F1, F1 of large steps and none, alarms per 1000 points of calm series, recall at 5 %."""
    calm = [row for row in rows if row["mag"] == 0]
    alarms = 1000 * sum(row["fp"] for row in calm) / sum(row["n"] for row in calm)
    five = [row for row in rows if row["mag"] == 0.05]
    recall = sum(row["tp"] for row in five) / sum(row["tp"] + row["fn"] for row in five)
    return score.f1(rows), score.f1([row for row in rows if row["mag"] == 0 or row["mag"] >= 0.05]), alarms, recall


def offline(program, score):
    series = score.corpus()
    rows = rows_of(series, judged(program, series), score)
    print(score.summary(rows))
    f1, large, alarms, recall = figures(rows, score)
    exact = score.f1([row for row in rows if row["kind"] == "allocs"])
    check("F1", f1, f1 >= 0.83, "at least .83, goal .86")
    check("F1 of steps of 5 % and more, and of none", large, large >= 0.97, "at least .97, goal .985")
    check("false alarms per 1000 points", alarms, alarms <= 0.1, "at most .1, goal .05")
    check("recall at 5 %", recall, recall >= 0.92, "at least .92, goal .96")
    check("F1 of exact series", exact, exact == 1, "1")
    return series, rows


def online(program, make, count, asked):
    """Delay after one step, and alarms ever raised where there is none, on seeds that chose no constant."""
    kinds = ("gauss", "lognormal", "heavytail", "bimodal")
    steps = [(f"{size}/{kind}/{seed}", make(kind, 150, size, 471000 + seed, cps=[100], signs=[1])["values"])
             for size in (0.05, 0.1, 0.2) for kind in kinds for seed in range(max(8, count // 4))]
    delays, suspected = {}, {}
    for key, row in detect(program, steps, "--online").items():
        near = [change for change in row["changes"] if abs(change["index"] - 100) <= 5]
        for found, what in ((delays, "raisedAt"), (suspected, "suspectedAt")):
            found.setdefault(key.split("/")[0], []).append(min([(change[what] or 0) - 100 for change in near if (change[what] or 0) > 100], default=50))
    for size, bound in (("0.05", 12), ("0.1", 6), ("0.2", 6)):
        delay = statistics.median(delays[size])
        print(f"a step of {100 * float(size):g} %: suspected after {statistics.median(suspected[size]):g} runs, never raised {sum(one >= 50 for one in delays[size]) / len(delays[size]):.2f}")
        check(f"runs until a step of {100 * float(size):g} % is raised, median", delay, delay <= bound, f"at most {bound}")
    for kinds, bound in (((*kinds, "allocs", "bytes", "hetero"), asked), (("ar1",), 2)):
        calm = [(f"{kind}/{seed}", make(kind, 150, 0.0, 492000 + seed)["values"]) for kind in kinds for seed in range(count)]
        raised = {kind: 0 for kind in kinds}
        for key, row in detect(program, calm, "--online").items():
            raised[key.split("/")[0]] += sum(change["raisedAt"] is not None for change in row["changes"])
        rate = 1000 * sum(raised.values()) / sum(len(values) for _, values in calm)
        print(f"raised in {count} series of 150 points a kind: {raised}")
        check(f"alarms ever raised per 1000 points without a change, {'correlated noise' if kinds == ('ar1',) else 'other noise'}", rate, rate <= bound, f"at most {bound}")


def fresh(program, score, seeds, known):
    """Corpora of the same shape from other seeds, and KernelCPD on all of them."""
    series = [one for seed in seeds for one in score.fresh(seed)]
    rows = rows_of(series, judged(program, series), score)
    print(f"seeds {seeds}: {score.summary(rows)}")
    f1, _, alarms, recall = figures(rows, score)
    share = lambda rows: sum(row["tp"] for row in rows) / sum(row["tp"] + row["fn"] for row in rows)
    base, found, known_found = score.f1(known), share(rows), share(known)
    print(f"recall at 5 % on fresh seeds: {recall:.3f}")
    check("F1 on fresh seeds", f1, abs(f1 - base) <= .02, f"within .02 of {base:.3f}")
    check("recall on fresh seeds", found, abs(found - known_found) <= .02, f"within .02 of {known_found:.3f}")
    points = sum(row["n"] for row in rows if row["mag"] == 0)
    check(f"false alarms per 1000 points on fresh seeds, {points} points", alarms, alarms <= .15, "at most .15")
    return series, rows


def beside_kernel(series, rows, score):
    try:
        import numpy
        import ruptures
    except ImportError:
        print("skipped: KernelCPD is not scored, ruptures is not installed")
        return
    found = [ruptures.KernelCPD(kernel="rbf").fit(numpy.array(one["values"]).reshape(-1, 1)).predict(pen=10)[:-1] for one in series]
    theirs = rows_of(series, found, score)
    counts = [numpy.array([(row["tp"], row["fp"], row["fn"]) for row in part], float) for part in (rows, theirs)]
    f1 = lambda sums: 2 * sums[0] / (2 * sums[0] + sums[1] + sums[2])
    random = numpy.random.default_rng(1)
    differences = []
    for _ in range(4000):
        chosen = random.integers(0, len(series), len(series))
        differences.append(f1(counts[0][chosen].sum(axis=0)) - f1(counts[1][chosen].sum(axis=0)))
    low, high = numpy.percentile(differences, [2.5, 97.5])
    print(f"KernelCPD: {score.summary(theirs)}")
    check(f"F1 above KernelCPD's {score.f1(theirs):.3f}, paired 95 % interval {low:+.3f} … {high:+.3f}", low, low > 0, "excludes 0")


def labelled(program, score):
    path = os.path.join(shared, "data", "series", "mozilla", "labelled.json")
    if not os.path.exists(path):
        print(f"skipped: labelled series are not scored, there is no {path}")
        return
    series = json.load(open(path))
    matches = [score.match(one["change_points"], indexes) for one, indexes in zip(series, judged(program, series))]
    found, others = sum(match[0] for match in matches), sum(match[1] for match in matches)
    check(f"labelled changes found, beside {others} others", found, found >= 11 and others <= 20 or found >= 10 and others <= 11,
          "at least 11 of 12 with at most 20, or 10 with at most 11")


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
    program, full = sys.argv[1], "--full" in sys.argv
    seeds = [int(seed) for flag in sys.argv if flag.startswith("--fresh=") for seed in flag[8:].split(",")] or [21000, 22000, 23000]
    series, rows = offline(program, score)
    # Twenty series a kind are few: four alarms more than expected are still chance.
    online(program, gen_series.make, 100 if full else 20, 0.3 if full else 0.5)
    labelled(program, score)
    if full:
        beside_kernel(series, rows, score)
        beside_kernel(*fresh(program, score, seeds, rows), score)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
