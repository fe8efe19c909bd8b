#!/usr/bin/env python3
"""Records pairs of heap profiles whose stacks differ and whose counts are equal: Tests/NilometerEvidenceTests/Fixtures/go-stacks.

    record_go_stacks.py [--only ID]… [--check] GO

A pair is `<id>/case.txt`, laid out as record_go_cases.py tells; beside it this script writes old.pprof, new.pprof, diff-u0.patch and truth.json.
It refuses a pair whose objects or bytes of the benchmark differ by more than 0.5 %, or in which a function named by the truth is not.
"""
import argparse
import json
import os
import re
import sys
import tempfile

sys.dont_write_bytecode = True
import record_go_cases as cases
from go_profile import profile, repack

STACKS = os.path.join(cases.HERE, "..", "NilometerEvidenceTests", "Fixtures", "go-stacks")


def of_benchmark(path, benchmark):
    """Objects, bytes and function names of the samples of a benchmark, or of a goroutine that the repository started."""
    name, objects, size, functions = re.compile(r"\.Benchmark" + re.escape(benchmark) + r"(\.|$)"), 0, 0, set()
    for frames, count, width in profile(path):
        if any(name.search(function) for function, _, _ in frames) or any(function.startswith("example.com/") for function, _, _ in frames):
            objects += count
            size += width
            functions |= {function for function, _, _ in frames}
    return objects, size, functions


def one(case, go, is_check):
    folder = os.path.join(STACKS, case)
    with open(os.path.join(folder, "case.txt")) as stream:
        sides, truth = cases.sections(stream.read())
    if not is_check:
        with tempfile.TemporaryDirectory(prefix="go-stacks-") as work:
            for side in ("old", "new"):
                built = cases.record_side(case, truth, side, sides[side], {"default": go}, work)
                repack(os.path.join(built, "mem.pprof"), os.path.join(folder, f"{side}.pprof"))
            with open(os.path.join(folder, "diff-u0.patch"), "wb") as stream:
                stream.write(cases.difference(case, work))
    old, new = (of_benchmark(os.path.join(folder, f"{side}.pprof"), truth["benchmark"]) for side in ("old", "new"))
    for at, unit in enumerate(("objects", "bytes")):
        if abs(old[at] - new[at]) > 0.005 * max(old[at], new[at], 1):
            raise cases.Refused(f"{unit} differ: {old[at]} and {new[at]}")
    for pair in truth["maps"]:
        for side, have in (("old", old[2]), ("new", new[2])):
            if pair[side] and pair[side] not in have:
                raise cases.Refused(f"the {side} profile has no {pair[side]}; it has {sorted(one for one in have if one.startswith('example'))}")
    with open(os.path.join(folder, "truth.json"), "w") as stream:
        out = {"id": case, "benchmark": truth["benchmark"], "objects": {"old": old[0], "new": new[0]}, "bytes": {"old": old[1], "new": new[1]}}
        json.dump({**out, "maps": truth["maps"], "note": truth["note"]}, stream, indent=1)
        stream.write("\n")
    return f"{old[0]} and {new[0]} objects, {old[1]} and {new[1]} bytes"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("go", nargs="?", default="go")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    made = [] if options.check else [path for path in ("/src", "/build", "/usr/local/go") if not os.path.exists(path)]
    for path in made:
        os.makedirs(path)
    refused = total = 0
    for case in sorted(os.listdir(STACKS)):
        if not os.path.exists(os.path.join(STACKS, case, "case.txt")) or (options.only and case not in options.only):
            continue
        total += 1
        try:
            print(f"ok {case}: {one(case, options.go, options.check)}", flush=True)
        except cases.Refused as reason:
            refused += 1
            for name in ("old.pprof", "new.pprof", "truth.json"):
                path = os.path.join(STACKS, case, name)
                if not options.check and os.path.exists(path):
                    os.remove(path)
            print(f"FAIL {case}: {reason}", flush=True)
    for path in made:
        os.rmdir(path)
    print(f"{total - refused} of {total} pairs hold")
    return 1 if refused or not total else 0


if __name__ == "__main__":
    sys.exit(main())
