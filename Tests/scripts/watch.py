#!/usr/bin/env python3
"""Breaks measuring in every way that the watchdog knows, and reads with the command line what it says.

    watch.py NILOMETERD NILOMETER        prints “ok what” or “FAIL what” a check; status 1 when one failed

The allocation limits of a public project are not part of this one: they are looked for
in the folder that NILOMETER_SHARED names, else in `shared` beside the checkout; where there are none, the line says that the
check was skipped.
"""
import collections, json, os, random, socket, subprocess, sys, tempfile

sys.dont_write_bytecode = True
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(root, "deploy", "sample"))
import load

shared = os.environ.get("NILOMETER_SHARED") or os.path.join(os.path.dirname(root), "shared")
limits = os.path.join(shared, "data", "swift-nio-thresholds", "history.jsonl")
failed = 0


def check(what, holds, shown=""):
    global failed
    failed += not holds
    print(("ok " if holds else "FAIL ") + what + (f": {shown}" if not holds else ""), flush=True)


class Project:
    """A project of its own on a daemon, filled commit by commit."""

    def __init__(self, daemon, nilometer, slug):
        self.daemon, self.nilometer, self.slug, self.shas, self.sent = daemon, nilometer, slug, [], 0
        daemon.call("POST", "/api/v1/projects", {"slug": slug})

    def commit(self):
        self.shas.append("%040x" % (random.Random(f"{self.slug} {len(self.shas)}").getrandbits(160)))
        return self.shas[-1]

    def upload(self, sha, machine, readings, context=None):
        """Readings: benchmark, metric, unit, samples. Waits for the sweep."""
        place = self.shas.index(sha)
        self.sent += 1
        envelope = {
            "schema": "nilometer.run/1",
            "commit": {"sha": sha, "branch": "main", "line": self.shas[:place][::-1]},
            "machine": {"name": machine}, "context": context or {}, "startedAt": f"2026-01-01T{self.sent // 3600:02}:{self.sent // 60 % 60:02}:{self.sent % 60:02}Z",
            "readings": [{"benchmark": b, "metric": m, "unit": u, "better": "lower", "samples": s} for b, m, u, s in readings],
        }
        status, run = self.daemon.call("POST", f"/api/v1/projects/{self.slug}/runs?wait=20s", envelope)
        if status != 201: raise SystemExit(f"the upload was answered {status}: {run}")
        return run["id"]

    def ask(self, *arguments):
        environment = dict(os.environ, NILOMETER_SERVER=self.daemon.base, NILOMETER_TOKEN=self.daemon.token, NILOMETER_PROJECT=self.slug)
        done = subprocess.run([self.nilometer, *arguments], env=environment, capture_output=True, text=True, timeout=60)
        if done.returncode: raise SystemExit(f"nilometer {arguments}: {done.stderr}")
        return done.stdout

    def alerts(self, kind=None):
        asked = ["alerts", "--all", "--json"] + (["--kind", kind] if kind else [])
        return json.loads(self.ask(*asked))["items"]

    def shown(self, kind=None):
        """Kind, state, place and reason to be held of each alert, oldest first."""
        return [(a["kind"], a["state"], self.shas.index(a["commitRange"]["to"]), a.get("held")) for a in self.alerts(kind)[::-1]]


def counts(values): return [(f"B{n}", "allocs/op", "1", [v] * 5) for n, v in enumerate(values)]


def times(values, noise): return [(f"T{n}", "ns/op", "ns", [v * noise.gauss(1, .01) for _ in range(5)]) for n, v in enumerate(values)]


def fall(daemon, nilometer):
    """All counts fall to zero and come back; the last of them was really mended meanwhile."""
    project = Project(daemon, nilometer, "fall")
    for place in range(6): project.upload(project.commit(), "m", counts(range(10, 20)))
    for place in range(3): project.upload(project.commit(), "m", counts([0] * 9 + [19]))
    check("counts that fall to zero everywhere are one instrument alert, and no change", project.shown() == [("instrument", "open", 6, None)], project.shown())
    changes = json.loads(project.ask("changes", "--json"))["items"]
    check("what is spoilt is judged by nobody", changes == [], changes)
    alert = project.alerts()[0]
    text = project.ask("alerts", "show", alert["id"])
    check("the command line says what was seen and names the series", "9 of the 10 series" in text and "B8" in text and "B9" not in text.split("\n\n", 1)[1].replace(alert["summary"], ""), text)
    check("the list shows the sentence where there are no changes", "fell to 0" in project.ask("alerts"), project.ask("alerts"))
    project.upload(project.commit(), "m", counts(list(range(10, 19)) + [19]))
    check("when the values come back the alert has recovered, and their return is no regression", project.shown() == [("instrument", "recovered", 6, None)], project.shown())
    project.upload(project.commit(), "m", counts([99] + list(range(11, 20))))
    check("a regression afterwards is judged against the level before", project.shown()[1:] == [("regression", "open", 10, None)], project.shown())
    member = project.alerts("regression")[0]["members"][0]
    check("its level before is the true one", (member["before"], member["after"]) == (10, 99), member)

    project = Project(daemon, nilometer, "wanted")
    for place in range(4): project.upload(project.commit(), "m", counts(range(10, 20)))
    bad = project.upload(project.commit(), "m", counts([0] * 10))
    project.ask("alerts", "accept", project.alerts()[0]["id"])
    project.upload(project.commit(), "m", counts([0] * 10))
    changes = json.loads(project.ask("changes", "--json"))["items"]
    check("zeros that somebody wants are the new level", len(changes) == 10 and len(project.alerts()) == 1, (len(changes), project.shown()))
    project = Project(daemon, nilometer, "deleted")
    for place in range(4): project.upload(project.commit(), "m", counts(range(10, 20)))
    bad = project.upload(project.commit(), "m", counts([0] * 10))
    check("one run is enough", project.shown() == [("instrument", "open", 4, None)], project.shown())
    daemon.call("DELETE", f"/api/v1/projects/deleted/runs/{bad}")
    project.upload(project.commit(), "m", counts(range(10, 20)))
    check("when the bad run is deleted the alert has recovered", project.shown() == [("instrument", "recovered", 4, None)], project.shown())


def units(daemon, nilometer):
    noise = random.Random(5)
    project = Project(daemon, nilometer, "units")
    for place in range(8): project.upload(project.commit(), "m", times([1000 * 2 ** n for n in range(8)], noise))
    for place in range(2): project.upload(project.commit(), "m", times([2 ** n for n in range(8)], noise))
    check("times that are a thousandth are one instrument alert", project.shown() == [("instrument", "open", 8, None)], project.shown())
    project = Project(daemon, nilometer, "frozen")
    for place in range(8): last = times([1000 * 2 ** n for n in range(8)], noise); project.upload(project.commit(), "m", last)
    for place in range(2): project.upload(project.commit(), "m", last)
    check("times that no longer vary are one instrument alert, at the first of the equal runs", project.shown() == [("instrument", "open", 7, None)], project.shown())


def silence(daemon, nilometer):
    full = counts(range(10, 18))
    project = Project(daemon, nilometer, "silence")
    for place in range(12): project.upload(project.commit(), "m", full)
    for place in range(2): project.upload(project.commit(), "m", full[2:])
    check("two commits without a benchmark say nothing", project.shown() == [], project.shown())
    project.upload(project.commit(), "m", full[2:])
    check("the third is one missing alert for all of them", project.shown() == [("missing", "open", 12, None)], project.shown())
    alert = project.alerts()[0]
    check("it names both", alert["seriesCount"] == 2 and "B0, B1" in alert["summary"], alert)
    project.upload(project.commit(), "m", full[1:])
    check("one that returned is taken from it", project.alerts()[0]["seriesCount"] == 1, project.alerts())
    project.upload(project.commit(), "m", full)
    check("when all returned it has recovered", project.shown() == [("missing", "recovered", 12, None)], project.shown())

    project = Project(daemon, nilometer, "backfill")
    order = [project.commit() for _ in range(24)]
    rng = random.Random(11)
    rng.shuffle(order)
    runs = [project.upload(sha, "m", full if project.shas.index(sha) % 2 else full[:5]) for sha in order]
    for run in rng.sample(runs, 8): daemon.call("DELETE", f"/api/v1/projects/backfill/runs/{run}")
    project.upload(project.commit(), "m", full)
    check("backfill in any order, parts of runs and deletions give no alert", project.shown() == [], project.shown())


def shift(daemon, nilometer):
    """Two machines measure the same commits; one becomes slower as a whole. Then the code becomes slower on both."""
    project, noise = Project(daemon, nilometer, "shift"), random.Random(3)
    levels = [1000 * 2 ** n for n in range(12)]
    for place in range(44):
        sha, code = project.commit(), 1.3 if place >= 32 else 1
        project.upload(sha, "n", times([code * v for v in levels], noise))
        project.upload(sha, "m", times([code * v * (1.25 if place >= 16 else 1) for v in levels], noise))
    found = project.shown()
    check("a machine that shifted as a whole is one environment alert", [a for a in found if a[0] == "environment"] in ([("environment", "open", 16, None)],), found)
    held = [a for a in found if a[0] == "regression" and a[2] in (15, 16, 17)]
    check("what its series would have told is held", held and all(a[3] == "environment" for a in held), held)
    code = [a for a in found if a[0] == "regression" and a[2] in (31, 32, 33)]
    check("a slower code on both machines is no environment, and told", code and all(a[3] is None for a in code), found)
    print("   alerts (kind, state, commit, held):", found)
    project.ask("alerts", "invalid", project.alerts("environment")[0]["id"])
    sha = project.commit()
    project.upload(sha, "m", times([1.3 * 1.25 * v for v in levels], noise))
    check("when somebody calls the shift wrong, what was held is told", not [a for a in project.shown() if a[3]], project.shown())


def real_history(daemon, nilometer):
    if not os.path.exists(limits):
        return print("skipped: the allocation limits of a public project are not there", flush=True)
    # Files that ended: at a commit of the history, or on a day between two of them.
    ends = {"nightly-6.0": "9336e1f25", "nightly-6.1": "517dccac4", "5.9": "2025-05-07", "6.0": "2026-04-09"}
    lines = [json.loads(line) for line in open(limits)]
    edits = collections.OrderedDict()
    for line in lines: edits.setdefault(line["commit"], []).append(line)
    project, now, first, uploads = Project(daemon, nilometer, "limits"), {}, set(), 0
    project.shas = list(edits)
    changed, ended = 0, set()
    for sha, own in edits.items():
        ended |= {t for t, end in ends.items() if sha.startswith(end) or "-" in end and own[0]["date"] >= end}
        changed += any(line["test"] in now.get(line["toolchain"], {}) for line in own)
        for line in own: now.setdefault(line["toolchain"], {})[line["test"]] = line["limit"]
        for toolchain, tests in sorted(now.items()):
            if toolchain in ended: continue
            project.upload(sha, toolchain, [(test, "mallocs", "1", [value]) for test, value in tests.items()])
            uploads += 1
    alerts = [a for a in project.alerts() if a["kind"] != "regression"]
    seen = [(a["kind"], a["machine"], a["commitRange"]["to"][:9], a["state"]) for a in alerts]
    print(f"   {uploads} runs of {len(edits)} commits, {changed} of which change limits; alerts: {seen}")
    check("one failure of measuring in two years of allocation limits, and nothing else", seen == [("instrument", "nightly-main", "37e191d35", "open")], seen)
    check("it is about the 33 limits that fell to zero", alerts and alerts[0]["seriesCount"] == 33, alerts)


def main():
    nilometerd, nilometer = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as data, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        daemon = load.Daemon(nilometerd, data, f"127.0.0.1:{port}")
        for part in (fall, units, silence, shift, real_history): part(daemon, nilometer)
        check("the daemon stops cleanly", daemon.stop()[0] == 0)
    return 1 if failed else 0


if __name__ == "__main__": sys.exit(main())
