#!/usr/bin/env python3
"""Explains the sample history through the command line, and attacks it.

    why.py FOLDER_OF_NILOMETER     prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import json, os, shutil, subprocess, sys, tempfile

program = os.path.join(sys.argv[1], "nilometer") if os.path.isdir(sys.argv[1]) else sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
shared = os.environ.get("NILOMETER_SHARED") or os.path.join(here, "../../../shared")
sample = os.path.join(shared, "data/gosample")
cases = os.path.join(here, "../NilometerEvidenceTests/Fixtures/go-cases")
failed = []


def check(name, good, seen=""):
    print(f"ok {name}" if good else f"FAIL {name}: {seen}", flush=True)
    if not good: failed.append(name)


def why(*words, inside=None):
    done = subprocess.run([os.path.abspath(program), "why", *words], capture_output=True, timeout=120, cwd=inside)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def explained(*words):
    status, out, err = why(*words, "--json")
    return status, [json.loads(line) for line in out.splitlines()], err


def printed(row):
    parameters = {k: v for k, v in row["parameters"].items() if k != "pkg"}
    return row["benchmark"] + "".join(f"/{k}={v}" for k, v in sorted(parameters.items()))


def is_site(site, truth):
    return any(p["file"] == site["file"] and p["line"] == site["line"] for p in [truth["site"]] + truth.get("alt_sites", []))


def history():
    if not os.path.exists(os.path.join(sample, "truth.json")):
        print("skipped: why: the sample history is not there")
        return
    truths = json.load(open(os.path.join(sample, "truth.json")))
    folder = lambda step: os.path.join(sample, step)
    rows = right = 0
    for before, after in zip(truths, truths[1:]):
        if len(after["regressions"]) != 1: continue
        truth = after["regressions"][0]
        for row in explained(folder(before["step"]), folder(after["step"]))[1]:
            rows += 1
            first = row["sites"][0] if row["sites"] else None
            if first and is_site(first, truth) and first["pattern"] == truth["pattern"]: right += 1
            else: print(f"# {after['step']} {printed(row)} {row['metric']}: {first}")
    check("each of the 28 single regressions has its line first, with its pattern", rows == right == 28, f"{right} of {rows}")
    before, after = truths[-2], truths[-1]
    wrong = []
    rows = explained(folder(before["step"]), folder(after["step"]))[1]
    for row in rows:
        true = [t for t in after["regressions"] if printed(row) in t["benches"] and row["metric"] in t["metrics"]]
        if not true or not all(any(is_site(s, t) for t in true) for s in row["sites"][:len(true)]): wrong.append(printed(row))
    check(f"with everything at once the true lines are first in each of {len(rows)} rows", len(rows) >= 20 and not wrong, wrong)
    neutral = [t["step"] for t in truths if not t["regressions"]]
    told = [(a, b) for a in neutral for b in neutral if a != b and why(folder(a), folder(b), "--json")[1]]
    check(f"of {len(neutral) * (len(neutral) - 1)} pairs of neutral commits none is explained", len(neutral) == 11 and not told, told)
    status, out, err = why(folder(truths[16]["step"]), folder(truths[17]["step"]))
    check("people read the line, the reason, the cause and the fix",
          status == 0 and all(w in out for w in ("emit.go:8", "moved to heap: ev", "trace/trace.go:24", "fix")), out)
    # The difference of a folder leads from the folder before it, and is not used for another.
    rows = explained(folder("08-fix-sprintf"), folder("21-all-bad"))[1]
    check("a difference that begins at another commit is not used",
          rows and all(any(w["code"] == "noLineMap" for w in r["warnings"]) for r in rows), len(rows))


def attacks():
    with tempfile.TemporaryDirectory() as top:
        def pair():
            shutil.rmtree(os.path.join(top, "a"), ignore_errors=True)
            shutil.rmtree(os.path.join(top, "b"), ignore_errors=True)
            shutil.copytree(os.path.join(cases, "slice-nested-pairs/old"), os.path.join(top, "a"))
            shutil.copytree(os.path.join(cases, "slice-nested-pairs/new"), os.path.join(top, "b"))
            shutil.copy(os.path.join(cases, "slice-nested-pairs/diff-u0.patch"), os.path.join(top, "b"))
            return os.path.join(top, "a"), os.path.join(top, "b")
        a, b = pair()
        status, rows, err = explained(a, b)
        check("a recorded case is explained", status == 0 and rows and rows[0]["sites"], (status, err))
        profile = os.path.join(b, "mem.pprof")
        whole = open(profile, "rb").read()
        open(profile, "wb").write(whole[:len(whole) // 2])
        status, rows, err = explained(a, b)
        check("a cut profile is told of, and the rest is used",
              status == 0 and rows and all(any(w["code"] == "unreadable" for w in r["warnings"]) for r in rows)
              and all(s["confidence"] < 0.5 for r in rows for s in r["sites"]), (status, err, rows[:1]))
        open(profile, "wb").write(os.urandom(100_000))
        status, rows, err = explained(a, b)
        check("junk by the name of a profile is told of", status == 0 and any(w["code"] == "unreadable" for w in rows[0]["warnings"]), err)
        a, b = pair()
        os.remove(os.path.join(b, "mem.pprof")); os.remove(os.path.join(b, "mm.txt"))
        status, rows, err = explained(a, b)
        check("without evidence nothing is claimed", status == 0 and rows and all(not r["sites"] for r in rows), rows[:1])
        a, b = pair()
        os.symlink(b, os.path.join(b, "loop"))
        rows = explained(a, b)[1]
        check("a link to the folder itself is not followed", why(a, b)[0] == 0)
        os.mkfifo(os.path.join(b, "pipe"))
        open(os.path.join(b, "junk.bin"), "wb").write(os.urandom(100_000))
        check("a pipe and a file of no known kind are passed over", explained(a, b)[1] == rows and rows, rows[:1])
        with open(os.path.join(b, "huge"), "wb") as huge: huge.truncate(1 << 31)
        status, out, err = why(a, b)
        check("a huge file is refused with a sentence and not read", status == 2 and "MiB" in err and not out, err)
        os.remove(os.path.join(b, "huge"))
        os.makedirs(os.path.join(top, "empty"))
        status, out, err = why(a, os.path.join(top, "empty"))
        check("an empty folder is refused with a sentence", status == 2 and "empty" in err and not out, err)
        status, out, err = why(a, os.path.join(top, "nowhere"))
        check("a folder that is not there is refused", status == 2 and "nowhere" in err, err)
        status, out, err = why(a, b, "--diff", os.path.join(b, "mm.txt"))
        check("a difference that is none is refused", status == 2 and "mm.txt" in err, err)
        check("wrong usage ends with 64", why(a)[0] == 64)
        status, out, err = why(b, b, "--json")
        check("where nothing got worse no line is printed", status == 0 and out == "" and err, out)


def checkout():
    """Shows lines out of the clone, of the commit that the later folder names and not of what stands there now."""
    with tempfile.TemporaryDirectory() as top:
        a, b, clone = (os.path.join(top, name) for name in ("a", "b", "clone"))
        shutil.copytree(os.path.join(cases, "slice-nested-pairs/old"), a)
        shutil.copytree(os.path.join(cases, "slice-nested-pairs/new"), b)
        asked = ("--diff", os.path.join(cases, "slice-nested-pairs/diff-u0.patch"))
        site = explained(a, b, *asked)[1][0]["sites"][0]
        lines = [f"line {n}" for n in range(1, site["line"] + 5)]
        lines[site["line"] - 1] = "\tout = append(out, \x1b[31mmark)"
        os.makedirs(os.path.dirname(os.path.join(clone, site["file"])))
        source = os.path.join(clone, site["file"])
        open(source, "w").write("\n".join(lines) + "\n")

        def git(*words):
            named = ["git", "-C", clone, "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
            return subprocess.run(named, capture_output=True, check=True).stdout.decode().strip()

        git("init", "-q"); git("add", "-A"); git("commit", "-q", "-m", "first")
        open(os.path.join(b, "commit.txt"), "w").write(git("rev-parse", "HEAD") + "\n")
        open(source, "w").write("something else\n")
        out = why(a, b, *asked, inside=clone)[1]
        shown = [f"{site['line'] - 1}  line {site['line'] - 1}", f"> {site['line']}      out = append(out, ",
                 f"{site['line'] + 1}  line {site['line'] + 1}"]
        check("the line is shown between its neighbours, as it was committed", all(line in out for line in shown), out)
        check("a line cannot steer the terminal", "\x1b" not in out and "\\u{1b}" in out, out)
        check("outside the clone no line is shown", "append(out, \\u{1b}" not in why(a, b, *asked, inside=top)[1])
        for name in ("0" * 40, "--upload-pack=x", "HEAD"):
            open(os.path.join(b, "commit.txt"), "w").write(name + "\n")
            status, out, err = why(a, b, *asked, inside=clone)
            check(f"a commit “{name[:14]}” that is none is passed over", status == 0 and site["file"] in out
                  and "mark" not in out, (status, err))
        metrics = {row["metric"] for row in explained(a, b, *asked)[1]}
        one = explained(a, b, *asked, "--metric", "B/op")[1]
        check("--metric leaves the others out, and explains the same", metrics == {"allocs/op", "B/op"}
              and {row["metric"] for row in one} == {"B/op"}
              and one == [row for row in explained(a, b, *asked)[1] if row["metric"] == "B/op"], metrics)
        check("--metric of times is refused", why(a, b, "--metric", "ns/op")[0] == 64)
        bench = os.path.join(b, "bench.txt")
        text = open(bench).read()
        open(bench, "w").write("\n".join(line.split(" B/op")[0].rsplit("\t", 1)[0] for line in text.splitlines()) + "\n")
        status, out, err = why(a, b)
        check("folders without a count in common are not called equal", status == 2 and "-benchmem" in err and not out, err)


history()
attacks()
checkout()
sys.exit(1 if failed else 0)
