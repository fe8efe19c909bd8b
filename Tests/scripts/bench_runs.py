#!/usr/bin/env python3
"""Lets nilometer-bench measure a little, and checks that its figures are there and can be true.

    bench_runs.py NILOMETER-BENCH NILOMETERD        prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import json, os, subprocess, sys, tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import end_to_end
from end_to_end import check


def main():
    bench, daemon = sys.argv[1:3]
    plan = ["--runs=20", "--readings=40", "--points=150", "--queries=20", "--sweeps=1"]
    shown = subprocess.run([bench, "--daemon", daemon, *plan, "--json"], capture_output=True, text=True, timeout=300)
    check("nilometer-bench ends with status 0", shown.returncode == 0, shown.stderr)
    figures = {one["id"]: one.get("value") for one in json.loads(shown.stdout or '{"figures": []}')["figures"]}
    positive = ("ingest-cpu", "ingest-wall", "upload-p50", "upload-p99", "memory-all", "query-p50", "query-bytes",
                "start-empty", "start-filled", "disk-record", "disk-source", "disk-all")
    check("every figure is there", all((figures.get(name) or 0) > 0 for name in positive), figures)
    check("a median is not above its 99th percentile", figures.get("upload-p50", 1) <= figures.get("upload-p99", 0), figures)
    with tempfile.TemporaryDirectory() as folder:
        one, other = os.path.join(folder, "one"), os.path.join(folder, "other")
        for place in one, other: subprocess.run([bench, "--write-runs", place, *plan], check=True)
        texts = [[open(os.path.join(place, name)).read() for name in sorted(os.listdir(place))] for place in (one, other)]
        check("one seed gives the same runs", texts[0] == texts[1] and len(texts[0]) == 20)
        samples = [reading["samples"][0] for reading in json.loads(texts[0][3])["readings"]]
        check("half of the series are whole numbers", len(samples) == 40 and sum(v == int(v) for v in samples) == 20, samples)
    missing = subprocess.run([bench, "--daemon", "/nowhere/nilometerd"], capture_output=True, text=True, timeout=60)
    check("a daemon that is not there is a sentence", missing.returncode == 2 and "/nowhere/nilometerd" in missing.stderr, missing.stderr)
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
