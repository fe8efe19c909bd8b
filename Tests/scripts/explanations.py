#!/usr/bin/env python3
"""Uploads the sample history with its evidence to a daemon, and asks it why benchmarks got worse.

    explanations.py NILOMETERD      prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import base64, json, os, socket, sys, tempfile, urllib.parse

sys.dont_write_bytecode = True
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "..", "deploy", "sample"))
import load

sample = os.path.join(os.environ.get("NILOMETER_SHARED") or os.path.join(here, "../../../shared"), "data/gosample")
failed = []


def check(what, holds, shown=""):
    print(("ok " if holds else "FAIL ") + what + (f": {shown}" if not holds else ""), flush=True)
    if not holds: failed.append(what)


def part(step, name):
    with open(os.path.join(sample, step, name), "rb") as file:
        return {"name": name, "encoding": "base64", "content": base64.b64encode(file.read()).decode()}


def explanations(daemon, base, head, **more):
    query = urllib.parse.urlencode({"base": base, "head": head, **more})
    return daemon.call("GET", "/api/v1/projects/gosample/explanations?" + query)


def is_site(site, truth):
    return any(p["file"] == site["file"] and p["line"] == site["line"] for p in [truth["site"]] + truth.get("alt_sites", []))


def main():
    if not os.path.exists(os.path.join(sample, "truth.json")):
        print("skipped: explanations: the sample history is not there")
        return
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    daemon = load.Daemon(sys.argv[1], tempfile.mkdtemp(), f"127.0.0.1:{port}")
    try: history(daemon)
    finally: daemon.stop()


def history(daemon):
    daemon.call("POST", "/api/v1/projects", {"slug": "gosample"})
    truths, line = json.load(open(os.path.join(sample, "truth.json"))), []
    for truth in truths:
        names = [n for n in ("mm.txt", "mem.pprof", "mem-render.pprof", "diff-u0.patch")
                 if os.path.exists(os.path.join(sample, truth["step"], n))]
        body = {"schema": "nilometer.run/1", "commit": {"sha": truth["commit"], "branch": "main", "line": line},
                "machine": {"name": "m"}, "reports": [part(truth["step"], "bench.txt")],
                "evidence": [part(truth["step"], n) for n in names]}
        status, run = daemon.call("POST", "/api/v1/projects/gosample/runs", body)
        told = [w for w in run["warnings"] if w["code"].startswith("evidence")]
        if status != 201 or told: check(f"{truth['step']} is taken with its evidence", False, (status, told))
        line = [truth["commit"]] + line
    rows, wrong = 0, []
    for before, after in zip(truths, truths[1:]):
        if len(after["regressions"]) != 1: continue
        status, answer = explanations(daemon, before["commit"], after["commit"], metric="allocs/op")
        for item in answer["items"]:
            rows += 1
            first = (item["sites"] or [None])[0]
            truth = after["regressions"][0]
            if not first or not is_site(first, truth) or first["pattern"] != truth["pattern"]:
                wrong.append((after["step"], item["benchmark"], first and (first["file"], first["line"], first["pattern"])))
    check(f"each of {rows} single regressions of allocs/op has its line first, with its pattern", rows >= 9 and not wrong, wrong)
    answer = explanations(daemon, truths[0]["commit"], truths[1]["commit"], metric="allocs/op", benchmark="Score")[1]
    site = answer["items"][0]["sites"][0]
    check("Score is explained by users.go:13", (site["file"], site["line"]) == ("users.go", 13), site)
    answer = explanations(daemon, truths[8]["commit"], truths[21]["commit"], metric="allocs/op")[1]
    check("a difference that begins at another commit is not used",
          answer["items"] and all(any(w["code"] == "noLineMap" for w in i["warnings"]) for i in answer["items"]), answer["items"][:1])


main()
sys.exit(1 if failed else 0)
