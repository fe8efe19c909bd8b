#!/usr/bin/env python3
"""`nilometer bisect` on real git repositories of 64 commits, with a benchmark whose noise a seed says; no server.

    bisect.py NILOMETER [NILOMETERD] [--histories 3] [--full]     prints “ok what” or “FAIL what” a check; status 1 when one failed

With NILOMETERD an alert of a server is searched, too.

--full searches 100 random histories (5 % step, 2 % noise), and prints how many were found, in how many runs.
"""
import argparse, json, math, os, random, shutil, signal, statistics, socket, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../deploy/sample"))
import load

failed = 0

# Prints one run of the commit in whose folder it runs: the level is in a file, the noise in the number of the run.
BENCHMARK = r"""
import os, random, sys
runs = os.environ["FAKE_RUNS"]
if os.path.exists("flaky"): sys.exit(125)
with open(runs, "a+") as file:
    file.seek(0)
    number = len(file.read())
    file.write(".")
chance = random.Random(f"{os.environ['FAKE_SEED']}/{number}")
level, allocations = open("level").read().split()
value = float(level) * (1 + float(os.environ.get("FAKE_NOISE", "0.02")) * chance.gauss(0, 1))
name = "Other" if os.path.exists("renamed") else "Parse"
print("goos: linux\nBenchmark%s/size=1k-4 \t 1000\t %.3f ns/op\t 64 B/op\t %s allocs/op" % (name, value, allocations))
print("BenchmarkParse/size=9k-4 \t 1000\t %.3f ns/op\t 64 B/op\t 9 allocs/op" % (9 * value))
"""


def check(what, good, detail=""):
    global failed
    failed += not good
    print(f"{'ok' if good else 'FAIL'} {what}" + (f": {detail}" if detail and not good else ""), flush=True)


class History:
    """A repository of a first commit and 64 more: `levels` from GOOD on, and files besides that a place has."""

    def __init__(self, folder, levels, marks=None):
        self.folder, self.seed = folder, 1
        lines = []
        for place, level in enumerate(levels):
            lines += ["commit refs/heads/main", f"mark :{place + 1}",
                      f"committer Some One <some@example.com> {1767225600 + 60 * place} +0000",
                      f"data {len(f'change {place}')}", f"change {place}", "deleteall"]
            files = {"level": level, "sub/measure.sh": f'#!/bin/sh\ncd .. && exec {sys.executable} {FAKE}\n',
                     "source": f"text {place}", **(marks or {}).get(place, {})}
            for name, text in files.items():
                lines += [f"M {'100755' if name.endswith('.sh') else '100644'} inline {name}", f"data {len(text)}", text]
        subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
        self.git("fast-import", "--quiet", text="\n".join(lines) + "\n")
        self.git("checkout", "-q", "main")
        self.commits = self.git("rev-list", "--first-parent", "--reverse", "main").split()
        self.state = os.path.join(folder, ".git", "nilometer-bisect.jsonl")

    def git(self, *words, text=None):
        return subprocess.run(["git", "-C", self.folder, *words], check=True, capture_output=True, text=True, input=text).stdout

    def start(self, *words, good=None, bad=None, metric="ns/op", benchmark="Parse/size=1k", noise="0.02", command=None, folder=""):
        line = [PROGRAM, "bisect", "--benchmark", benchmark, "--metric", metric, *words,
                good or self.commits[0], bad or self.commits[-1], "--", *([sys.executable, FAKE] if command is None else command)]
        environment = {**os.environ, "FAKE_RUNS": os.path.join(self.folder, ".git", "runs"), "FAKE_SEED": str(self.seed),
                       "FAKE_NOISE": noise, "TMPDIR": PLACE, "NILOMETER_SERVER": "http://127.0.0.1:1"}
        return subprocess.Popen(line, cwd=os.path.join(self.folder, folder), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def search(self, *words, **more):
        process = self.start(*words, **more)
        output, errors = process.communicate(timeout=600)
        return process.returncode, output, errors

    def found(self, *words, **more):
        status, output, errors = self.search("--json", *words, **more)
        try:
            return status, json.loads(output)
        except ValueError:
            return status, {"outcome": output + errors, "runs": 0, "commitRange": {"from": "", "to": ""}, "commits": []}

    def is_clean(self):
        """Whether no work tree is left, in git's books or on disk."""
        left = [name for name in os.listdir(PLACE) if name.startswith("nilometer-bisect-")]
        return len(self.git("worktree", "list").splitlines()) == 1 and not left


def one_step(folder, seed, step=None, broken=0.0):
    """A history with one step of 5 %, where a share of the commits does not build, and the place of the step."""
    chance = random.Random(seed)
    step = step or chance.randint(1, 64)
    sign = chance.choice([-1, 1])
    marks = {place: {chance.choice(["broken", "flaky", "renamed"]): "yes"}
             for place in range(1, 64) if chance.random() < broken}
    levels = [f"{1000 if place < step else 1000 * (1 + 0.05 * sign):g} {12 if place < step else 13}" for place in range(65)]
    history = History(folder, levels, marks)
    history.seed = seed
    return history, step, marks


BUILD = ["--setup", "test ! -e broken"]


def noisy(top, count):
    right, runs = 0, []
    for seed in range(1, count + 1):
        history, step, _ = one_step(os.path.join(top, f"noisy{seed}"), seed)
        status, answer = history.found(*BUILD)
        good = status == 0 and answer["commit"]["sha"] == history.commits[step] and answer["posterior"] >= 0.99
        right += good
        runs.append(answer["runs"])
        if not good: print(f"  history {seed}: status {status}, {answer['outcome']}, step {step}")
        shutil.rmtree(history.folder)
    figures = f"{right} of {count}, runs median {statistics.median(runs):g}, most {max(runs)}; naive bisect with 10 runs a commit: 80"
    print(f"  found {figures}")
    check(f"the commit of a 5 % step is found in 2 % noise in {count} histories of 64 commits", right >= math.ceil(0.95 * count) - (count < 20), figures)
    check("half of the searches take at most 40 runs", statistics.median(runs) <= 40, figures)


def unbuildable(top, count):
    held = tight = True
    for seed in range(501, 501 + count):
        history, step, marks = one_step(os.path.join(top, f"broken{seed}"), seed, broken=0.4)
        status, answer = history.found(*BUILD)
        places = {sha: place for place, sha in enumerate(history.commits)}
        first, last = places.get(answer["commitRange"]["from"], 99), places.get(answer["commitRange"]["to"], -1)
        held &= status == 0 and first < step <= last
        tight &= all(place in marks for place in range(first + 1, last)) and last not in marks and first not in marks
        shutil.rmtree(history.folder)
    check("where commits do not build, fail or lack the benchmark, the range holds the commit", held)
    check("and nothing inside it can be measured", tight)


def exact(top):
    history, step, _ = one_step(os.path.join(top, "exact"), 11)
    status, output, errors = history.search(*BUILD, metric="allocs/op")
    check("allocations take the two ends, one of them twice, and log₂ 64 runs", "9 runs of 8 commits" in output, output + errors)
    good = status == 0 and history.commits[step] in output and "12 → 13" in output and f"git show {history.commits[step][:10]}" in output
    check("the commit, its author, its subject and the levels are printed",
          good and f"Some One: change {step}" in output, output + errors)
    check("no work tree is left", history.is_clean(), " ".join(os.listdir(PLACE)))
    again = history.search(*BUILD, metric="allocs/op")
    check("the same call again answers from what is kept", again[0] == 0 and "9 runs of 8 commits" in again[1])
    status, _, errors = history.search(*BUILD)
    check("the runs of another search are not used, and it is said what to do", status == 2 and "--reset" in errors and "allocs/op" in errors, errors)
    status, answer = history.found("--reset", metric="allocs/op", folder="sub", command=["./measure.sh"])
    check("a command of the commit itself is run where the search was started, in the commit's own folder",
          status == 0 and answer["commit"]["sha"] == history.commits[step] and answer["exact"], str(answer)[:300])
    status, answer = history.found("--reset", *BUILD)
    check("--reset begins anew", status == 0 and answer["metric"] == "ns/op", str(answer)[:200])


def killed(top):
    history, step, _ = one_step(os.path.join(top, "killed"), 21)
    process = history.start(*BUILD)
    limit = time.monotonic() + 120
    while time.monotonic() < limit and process.poll() is None:
        if os.path.exists(history.state) and open(history.state, "rb").read().count(b"\n") >= 9: break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = open(history.state, "rb").read()
    whole = kept[:kept.rfind(b"\n") + 1]
    with open(history.state, "ab") as file: file.write(b'{"commit":"cut o')
    status, answer = history.found(*BUILD)
    after = open(history.state, "rb").read()
    check("a search that was killed goes on with every run that it had kept", after.startswith(whole) and b"cut o" not in after)
    check("and finds the commit", status == 0 and answer["commit"]["sha"] == history.commits[step], str(answer)[:300])
    check("with each run counted once", answer["runs"] == after.count(b'"value"'), str(answer["runs"]))
    check("and removes the work trees that the killed one left", history.is_clean(), " ".join(os.listdir(PLACE)))


def limits(top):
    history, step, _ = one_step(os.path.join(top, "limits"), 31)
    status, output, errors = history.search("--max-runs", "9", *BUILD)
    check("a search whose runs are used up says what it knows, with status 2", status == 2 and "one of" in output and "99 %" in output, output + errors)
    status, answer = history.found(*BUILD)
    check("and a larger limit goes on", status == 0 and answer["commit"]["sha"] == history.commits[step], str(answer)[:300])
    process = history.start("--reset", *BUILD)
    process.stdout.readline(), process.stdout.readline()
    other = history.search(*BUILD)
    check("two searches do not share a file", other[0] == 2 and "Another bisect" in other[2], other[2])
    process.send_signal(signal.SIGINT)
    process.communicate()
    check("an interrupted search ends with 130 and leaves no work tree", process.returncode == 130 and history.is_clean(), str(process.returncode))


def errors(top):
    history, _, _ = one_step(os.path.join(top, "errors"), 41, step=30)
    good, bad = history.commits[0], history.commits[-1]
    def refuses(what, text, *words, wanted=2, **more):
        status, output, errors = history.search("--state", os.path.join(top, "refused.jsonl"), "--reset", *words, **more)
        check(what, status == wanted and text in errors + output, f"{status} {output}{errors}")
    refuses("reversed ends are seen", "exchange them", good=bad, bad=good)
    refuses("an unknown revision is named", "“nothing” is no commit", good="nothing")
    refuses("equal ends are refused", "same commit", bad=good, wanted=64)
    refuses("an unknown benchmark is asked about", "did you mean “Parse/size=1k”", benchmark="Parze/size=1k")
    refuses("a benchmark of several parameters is asked about", "several benchmarks", benchmark="Parse")
    refuses("an unknown metric is answered with those there are", "allocs/op, ns/op", metric="ms/op")
    refuses("an end that does not build ends the search", "GOOD", "--setup", "echo no compiler >&2; exit 3")
    refuses("with what the build said", "no compiler", "--setup", "echo no compiler >&2; exit 3")
    refuses("a command that is not there is named", "was not found", command=["no-such-program"])
    refuses("ends that are equal are said to be", "do not differ", bad=history.commits[20], metric="allocs/op")
    refuses("ends that do not differ in the noise are said not to, with the size that was seen", "no difference between GOOD and BAD larger than",
            bad=history.commits[20])
    shown = os.path.join(top, "notes.txt")
    with open(shown, "w") as file: file.write("my notes\n")
    status, _, text = history.search("--state", shown)
    check("a file that is none of ours is not written to", status == 2 and open(shown).read() == "my notes\n", text)
    status, _, text = history.search(command=[])
    check("without a command it is wrong usage", status == 64, text)


def shapes(top):
    levels = [f"{1000 if p < 20 else 1060 if p < 45 else 1120} 1" for p in range(65)]
    history = History(os.path.join(top, "two"), levels)
    status, output, errors = history.search(noise="0.005")
    check("two steps are told, with where to search", status == 2 and "more than once" in output and "Search each part" in output, output + errors)
    history = History(os.path.join(top, "slope"), [f"{1000 + 4 * p} 1" for p in range(65)])
    status, output, errors = history.search(noise="0.005")
    check("a level that moves little by little is told", status == 2 and "little by little" in output, output + errors)


def alerts(top, program):
    history, step, _ = one_step(os.path.join(top, "alerts"), 51, step=30)
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{port.getsockname()[1]}"
    daemon = load.Daemon(program, os.path.join(top, "data"), listen)
    try:
        daemon.call("POST", "/api/v1/projects", {"slug": "p"})
        line = history.commits
        for place in range(0, 65, 8):
            text = f"BenchmarkParse/size=1k-4 \t 1000\t 812.0 ns/op\t 64 B/op\t {12 if place < step else 13} allocs/op\n"
            query = f"commit={line[place]}&branch=main&machine=ci&line={','.join(line[:place][::-1])}"
            status, answer = daemon.call("POST", f"/api/v1/projects/p/runs?{query}", text.encode())
            if status != 201: return check("runs are uploaded", False, f"{status} {answer}")
        found, limit = [], time.monotonic() + 60
        while not found and time.monotonic() < limit:
            found = daemon.call("GET", "/api/v1/projects/p/alerts")[1]["items"]
            time.sleep(0.05)
        server = ["--server", daemon.base, "--token", daemon.token, "--project", "p"]
        def search(*words):
            line = [PROGRAM, "bisect", *server, *words, "--", sys.executable, FAKE]
            environment = {**os.environ, "FAKE_RUNS": os.path.join(top, "runs"), "FAKE_SEED": "1", "TMPDIR": PLACE}
            return subprocess.run(line, cwd=history.folder, env=environment, capture_output=True, text=True, timeout=120)
        done = search("--alert", found[0]["id"] if found else "none")
        check("the commits of an alert are searched, with its benchmark and metric", done.returncode == 0 and history.commits[step] in done.stdout
              and "8 commits after" in done.stdout and "allocs/op" in done.stdout, f"{found} {done.stdout}{done.stderr}")
        done = search("--alert", found[0]["id"] if found else "none", "--benchmark", "Nothing")
        check("an alert that is not about the benchmark says so", done.returncode == 2 and "alerts show" in done.stderr, done.stderr)
        done = search("--alert", "alt_" + "0" * 26)
        check("an unknown alert: 2", done.returncode == 2 and done.stderr, done.stderr)
    finally:
        daemon.stop()


parser = argparse.ArgumentParser()
parser.add_argument("program")
parser.add_argument("daemon", nargs="?")
parser.add_argument("--histories", type=int, default=3)
parser.add_argument("--full", action="store_true")
given = parser.parse_args()
PROGRAM = os.path.abspath(given.program)
with tempfile.TemporaryDirectory() as top:
    FAKE, PLACE = os.path.join(top, "fake.py"), os.path.join(top, "place")
    os.mkdir(PLACE)
    with open(FAKE, "w") as file: file.write(BENCHMARK)
    noisy(top, 100 if given.full else given.histories)
    unbuildable(top, 20 if given.full else 2)
    exact(top)
    killed(top)
    limits(top)
    errors(top)
    shapes(top)
    if given.daemon: alerts(top, os.path.abspath(given.daemon))
    else: print("skipped: the alert of a server, without NILOMETERD")
sys.exit(1 if failed else 0)
