#!/usr/bin/env python3
"""Records the Go cases of Tests/NilometerEvidenceTests/Fixtures/go-cases with a real Go toolchain, and refuses a case whose truth does not hold.

    record_go_cases.py [--only ID]… [--check] [--show] [--toolchain NAME=GO]… GO

GO is the `go` of the toolchain, for example /usr/local/go/bin/go. A case is `<id>/case.txt`; beside it this script writes `old/` and `new/`
(bench.txt, mm.txt, mem.pprof, context.json), diff-u0.patch and truth.json. `--check` verifies what is recorded without recording, `--show`
prints where the new side allocates. A case whose truth names another toolchain needs it by `--toolchain go1.24=…/bin/go`.

case.txt: sections `-- PATH --`; a line that begins `<|` is of the old side only, `>|` of the new side only, any other line of both. A section
`-- old/PATH --` or `-- new/PATH --` is a file of that side alone. The last section, `-- truth --`, is JSON whose places are named by a text
that occurs on one line of the new file only (or by `nth`), so that no mark of the truth is in the sources.

Needs root or user namespaces: the sources are mounted at /src/<id>, the toolchain at /usr/local/go, binaries at /build, so that the
recorded paths tell nothing of the machine.
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from go_profile import profile, repack

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "..", "NilometerEvidenceTests", "Fixtures", "go-cases")
PATTERNS = {
    "return-pointer", "slice-no-capacity", "interface-boxing", "fmt-sprintf", "closure-capture", "large-temporary-buffer", "map-in-function",
    "inlining-lost", "callee-leaks-param", "object-grew", "string-concatenation", "string-bytes-conversion", "dynamic-call", "variadic-boxing",
    "method-value", "map-growth", "unknown", "context-change", "none",
}


class Refused(Exception):
    """Why a case is not kept."""


def sections(text):
    """The files of both sides and the truth of a case."""
    sides, truth, into = {"old": {}, "new": {}}, [], None
    for line in text.splitlines():
        head = re.fullmatch(r"-- (\S+) --", line)
        if head:
            name = head.group(1)
            if name == "truth":
                into = [truth]
            elif name.split("/")[0] in sides:
                side, path = name.split("/", 1)
                into = [sides[side].setdefault(path, [])]
            else:
                into = [sides["old"].setdefault(name, []), sides["new"].setdefault(name, [])]
        elif into is None:
            raise Refused(f"a line before the first section: {line!r}")
        elif len(into) == 2 and line[:2] in ("<|", ">|"):
            into[line[0] == ">"].append(line[2:])
        else:
            for lines in into:
                lines.append(line)
    for files in sides.values():
        for path, lines in files.items():
            while lines and not lines[-1]:
                lines.pop()
    return sides, json.loads("\n".join(truth))


def place(case, sources, what):
    """`{"file", "text", "nth"?}` as `{"file", "line"}`: the line of the new side that has the text."""
    if what is None:
        return None
    lines = sources.get(what["file"])
    if lines is None:
        raise Refused(f"the truth names {what['file']}, which the new side does not have")
    hits = [number for number, line in enumerate(lines, 1) if what["text"] in line]
    nth = what.get("nth")
    if not hits or (nth is None and len(hits) > 1) or (nth and nth > len(hits)):
        raise Refused(f"{what['file']} has {len(hits)} lines with {what['text']!r}")
    return {"file": what["file"], "line": hits[(nth or 1) - 1]}


def weights(path, case, truth, every_frame):
    """Objects and bytes of the benchmark by (file, line): of the innermost frame of the repository that is no test, or of every such frame."""
    found, root = {}, f"/src/{case}/"
    name = re.compile(r"\.Benchmark" + re.escape(truth["benchmark"].split("/")[0]) + r"(\.func\d+|\.gowrap\d+|$)")
    for frames, objects, size in profile(path):
        if not truth.get("goroutine") and not any(name.search(function) for function, _, _ in frames):
            continue
        inside = [(file[len(root):], line) for _, file, line in frames if file.startswith(root)]
        product = [one for one in inside if not one[0].endswith("_test.go")] or inside[:1]
        for one in dict.fromkeys(product if every_frame else product[:1]):
            have = found.setdefault(one, [0, 0])
            have[0] += objects
            have[1] += size
    return found


def medians(path, benchmark):
    """Medians of a benchmark's units in a text of `go test -bench`."""
    values = {}
    with open(path) as stream:
        for line in stream:
            fields = line.split()
            if fields and re.fullmatch("Benchmark" + re.escape(benchmark) + r"(-\d+)?", fields[0]):
                for value, unit in zip(fields[2::2], fields[3::2]):
                    values.setdefault(unit, []).append(float(value))
    if len(values.get("allocs/op", [])) < 6:
        raise Refused(f"{path} has {len(values.get('allocs/op', []))} results of {benchmark}, expected 6")
    return {unit: statistics.median(all_of) for unit, all_of in values.items()}


INSIDE = r"""
set -eu
mount --bind "$1" /src; mount --bind "$2" /usr/local/go; mount --bind "$3" /build
export PATH=/usr/local/go/bin:/usr/bin:/bin GOROOT=/usr/local/go GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local GOTELEMETRY=off CGO_ENABLED=0
cd "/src/$4"
go build -gcflags="-m -m $6" ./... 2>/build/mm.txt
: >/build/bench.txt
for package in $(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.Dir}}{{end}}' ./...); do
  binary=/build/$(basename "$package").test
  (cd "$package" && go test -c -gcflags="${8:-}" -o "$binary" .)
  (cd "$package" && "$binary" -test.run='^$' -test.bench=. -test.benchmem -test.count=6 -test.benchtime=1000x) >>/build/bench.txt
  if [ "$package" = "$5" ]; then
    (cd "$package" && "$binary" -test.run='^$' -test.bench="$7" -test.benchtime=200x -test.memprofile=/build/mem.pprof -test.memprofilerate=1) >/build/mem-bench.txt
  fi
done
"""


def record_side(case, truth, side, files, toolchains, work):
    """Builds and runs one side of a case; its evidence is in the folder returned."""
    source, built = os.path.join(work, side, "src"), os.path.join(work, side, "build")
    os.makedirs(built)
    for path, lines in files.items():
        path = os.path.join(source, case, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as stream:
            stream.write("\n".join(lines) + "\n")
    if "go.mod" not in files:
        with open(os.path.join(source, case, "go.mod"), "w") as stream:
            stream.write(f"module example.com/{case}\n\ngo 1.24\n")
    context = {"gcflags": "", "toolchain": "default", **truth.get("context", {}).get(side, {})}
    go = toolchains.get(context["toolchain"])
    if go is None:
        raise Refused(f"needs the toolchain {context['toolchain']}; give it by --toolchain {context['toolchain']}=GO")
    root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True, env={**os.environ, "GOTOOLCHAIN": "local"}).stdout.strip()
    leaf = "/".join(f"^{re.escape(part)}$" for part in ("Benchmark" + truth["benchmark"]).split("/"))
    package = os.path.normpath(os.path.join("/src", case, truth.get("package", ".")))
    flags = f"all={context['gcflags']}" if context["gcflags"] else ""
    command = ["unshare", "-m", "sh", "-c", INSIDE, "sh", source, root, built, case, package, context["gcflags"], leaf, flags]
    run = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **truth.get("environment", {}).get(side, {})})
    if run.returncode:
        with open(os.path.join(built, "mm.txt")) as stream:
            errors = [line for line in stream if re.search(r"(undefined|declared and not|imported and not|syntax|cannot use|missing|redeclared)", line)]
        raise Refused(f"the {side} side does not build or run: {run.stderr.strip()[-2000:]} {run.stdout[-500:]}{''.join(errors[:8])}")
    version = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=True, env={**os.environ, "GOTOOLCHAIN": "local"}).stdout.strip()
    with open(os.path.join(built, "context.json"), "w") as stream:
        json.dump({"toolchain": version, "gcflags": context["gcflags"], "goos": "linux", "goarch": "amd64"}, stream)
        stream.write("\n")
    return built


def difference(case, work):
    """`git diff -U0 -M` between the two sides, as of two commits of one repository."""
    repository = os.path.join(work, "repository")
    os.makedirs(repository)
    git = ["git", "-C", repository, "-c", "user.name=recorder", "-c", "user.email=recorder@example.com", "-c", "core.abbrev=7"]
    subprocess.run([*git, "init", "-q"], check=True)
    for side in ("old", "new"):
        for name in os.listdir(repository):
            if name != ".git":
                path = os.path.join(repository, name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        shutil.copytree(os.path.join(work, side, "src", case), repository, dirs_exist_ok=True)
        index = os.path.join(repository, ".git", "index")
        if os.path.exists(index):
            os.remove(index)  # else a file of the same size and second counts as unchanged
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", side], check=True)
    return subprocess.run([*git, "diff", "-U0", "-M", "HEAD~1", "HEAD"], capture_output=True, check=True).stdout


def written_truth(case, truth, sources):
    """truth.json: the truth with lines in place of texts."""
    if truth["pattern"] not in PATTERNS or set(truth.get("alt_patterns", [])) - PATTERNS:
        raise Refused("the truth has a pattern that is not in the list")
    out = {
        "id": case, "pattern": truth["pattern"], "alt_patterns": truth.get("alt_patterns", []), "benchmark": truth["benchmark"],
        "package": truth.get("package", "."), "metrics": truth["metrics"], "site": place(case, sources, truth.get("site")),
        "alt_sites": [place(case, sources, one) for one in truth.get("alt_sites", [])], "function": truth.get("function"),
        "cause": place(case, sources, truth.get("cause")),
    }
    if truth.get("alt_causes"):
        out["alt_causes"] = [place(case, sources, one) for one in truth["alt_causes"]]
    if (out["site"] is None) != (out["pattern"] in ("none", "context-change") and not truth.get("site")):
        raise Refused("only a case in which nothing regressed, or only the toolchain changed, has no site")
    out["note"] = truth["note"]
    return out


def added(path):
    """The lines of the new side that a `git diff -U0` adds: {(file, line)}."""
    lines, file = set(), None
    with open(path, errors="replace") as stream:
        for line in stream:
            if line.startswith("+++ "):
                file = line[6:].rstrip("\n")
            hunk = re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", line)
            if hunk:
                lines |= {(file, int(hunk[1]) + at) for at in range(int(hunk[2] or 1))}
    return lines


def verify_places(case, truth, folder):
    """Refuses a cause that did not change, and a function that is not the one of the site."""
    changed = added(os.path.join(folder, "diff-u0.patch"))
    for cause in [truth["cause"], *truth.get("alt_causes", [])]:
        if cause and (cause["file"], cause["line"]) not in changed and truth["pattern"] != "inlining-lost":
            raise Refused(f"the cause {cause['file']}:{cause['line']} is no line that changed")
    shape = re.compile(r"\[.*\]")
    path, line = f"/src/{case}/{truth['site']['file']}", truth["site"]["line"]
    names = {shape.sub("[go.shape]", function.split("/")[-1].split(".", 1)[1]) for frames, _, _ in profile(os.path.join(folder, "new", "mem.pprof"))
             for function, file, at in frames if file == path and at == line}
    if names and truth["function"] not in names:
        raise Refused(f"the function at the site is {sorted(names)}, the truth says {truth['function']}")


def verify(case, truth, folder, show):
    """Refuses a case whose numbers or profile do not say what its truth says."""
    old, new = (medians(os.path.join(folder, side, "bench.txt"), truth["benchmark"]) for side in ("old", "new"))
    moved = []
    if new["allocs/op"] - old["allocs/op"] >= 1:
        moved.append("allocs/op")
    if new["B/op"] - old["B/op"] > 16 and new["B/op"] > 1.02 * old["B/op"]:
        moved.append("B/op")
    told = " ".join(f"{unit} {old[unit]:g}->{new[unit]:g}" for unit in ("allocs/op", "B/op"))
    before, after = (weights(os.path.join(folder, side, "mem.pprof"), case, truth, False) for side in ("old", "new"))
    if show:
        for side, rows in (("old", before), ("new", after)):
            for (file, line), (objects, size) in sorted(rows.items(), key=lambda row: -row[1][1]):
                print(f"    {side} {file}:{line} {objects / 200:.2f} objects/op {size / 200:.0f} B/op")
    if moved != sorted(truth["metrics"], key=["allocs/op", "B/op"].index):
        raise Refused(f"the metrics that moved are {moved}, the truth says {truth['metrics']} ({told})")
    if truth["site"] is None:
        return told
    verify_places(case, truth, folder)
    unit = 0 if "allocs/op" in moved else 1
    rise = new["allocs/op" if unit == 0 else "B/op"] - old["allocs/op" if unit == 0 else "B/op"]
    here = [(one["file"], one["line"]) for one in [truth["site"], *truth["alt_sites"]]]
    every = weights(os.path.join(folder, "new", "mem.pprof"), case, truth, True)
    direct = [one for one in here if one in after]
    if not direct:
        raise Refused(f"no line of the truth is the first frame of the repository in a sample; most are at {sorted(after.items(), key=lambda row: -row[1][1])[:3]}")
    share = max(every.get(one, [0, 0])[unit] for one in here) / 200 / rise
    size = max(every.get(one, [0, 0])[1] for one in here) / 200 / max(new["B/op"] - old["B/op"], 1)
    if max(share, size) < truth.get("least_share", 0.5):
        raise Refused(f"the lines of the truth carry {share:.0%} of the rise ({told}); most are at {sorted(after.items(), key=lambda row: -row[1][1])[:3]}")
    return told


def one_case(case, toolchains, options):
    folder = os.path.join(CASES, case)
    with open(os.path.join(folder, "case.txt")) as stream:
        sides, raw = sections(stream.read())
    truth = written_truth(case, raw, sides["new"])
    if not options.check:
        with tempfile.TemporaryDirectory(prefix="go-cases-") as work:
            built = {side: record_side(case, raw, side, sides[side], toolchains, work) for side in ("old", "new")}
            patch = difference(case, work)
            for side, path in built.items():
                os.makedirs(os.path.join(folder, side), exist_ok=True)
                for name in ("bench.txt", "mm.txt", "mem.pprof", "context.json"):
                    if name == "mem.pprof":
                        repack(os.path.join(path, name), os.path.join(folder, side, name))
                    else:
                        shutil.copyfile(os.path.join(path, name), os.path.join(folder, side, name))
        with open(os.path.join(folder, "diff-u0.patch"), "wb") as stream:
            stream.write(patch)
        with open(os.path.join(folder, "truth.json"), "w") as stream:
            json.dump(truth, stream, indent=1)
            stream.write("\n")
    checked = {**truth, "goroutine": raw.get("goroutine"), "least_share": raw.get("least_share", 0.5)}
    return verify(case, checked, folder, options.show)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("go", nargs="?", default="go")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--missing", action="store_true", help="only cases without truth.json")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--toolchain", action="append", default=[])
    options = parser.parse_args()
    toolchains = {"default": options.go, **dict(one.split("=", 1) for one in options.toolchain)}
    made = [] if options.check else [path for path in ("/src", "/build", "/usr/local/go") if not os.path.exists(path)]
    for path in made:
        os.makedirs(path)
    refused = total = 0
    for case in sorted(os.listdir(CASES)):
        if not os.path.exists(os.path.join(CASES, case, "case.txt")) or (options.only and case not in options.only):
            continue
        if options.missing and os.path.exists(os.path.join(CASES, case, "truth.json")):
            continue
        total += 1
        try:
            print(f"ok {case}: {one_case(case, toolchains, options)}", flush=True)
        except Refused as reason:
            refused += 1
            if not options.check:
                shutil.rmtree(os.path.join(CASES, case, "old"), ignore_errors=True)
                shutil.rmtree(os.path.join(CASES, case, "new"), ignore_errors=True)
                if os.path.exists(os.path.join(CASES, case, "truth.json")):
                    os.remove(os.path.join(CASES, case, "truth.json"))
            print(f"FAIL {case}: {reason}", flush=True)
    for path in made:
        os.rmdir(path)
    print(f"{total - refused} of {total} cases hold")
    return 1 if refused or not total else 0


if __name__ == "__main__":
    sys.exit(main())
