#!/usr/bin/env python3
"""Drives the command line against a daemon as its users do, over the whole path on the sample history.

    cli.py NILOMETERD NILOMETER     prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import gzip, http.server, json, os, pty, shutil, socket, subprocess, sys, tempfile, threading, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../deploy/sample"))
import load

failed = []
# Where the spool is, so that no test writes into the home of whoever runs it.
STATE = tempfile.mkdtemp()


def check(name, good, seen=""):
    print(f"ok {name}" if good else f"FAIL {name}: {seen}", flush=True)
    if not good: failed.append(name)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class CLI:
    """The command with an environment of its own."""

    def __init__(self, program, server, token, project="gosample", **more):
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG", "TMPDIR")}
        self.program, self.folder = program, None
        self.environment = {**kept, "NILOMETER_SERVER": server, "NILOMETER_TOKEN": token, "NILOMETER_PROJECT": project,
                            "NILOMETER_MACHINE": "ci", "GIT_CONFIG_GLOBAL": "/dev/null",
                            "XDG_STATE_HOME": STATE, **more}

    def __call__(self, *words, given=None, **environment):
        done = subprocess.run([self.program, *words], input=given, capture_output=True, cwd=self.folder, timeout=120,
                              env={**self.environment, **environment})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def json(self, *words):
        status, out, err = self(*words, "--json")
        try: return json.loads(out)
        except ValueError: return {"status": status, "out": out, "err": err}

    def on_terminal(self, *words, columns=200):
        """What a terminal of so many columns is shown."""
        pid, terminal = pty.fork()
        if pid == 0:
            import fcntl, struct, termios
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.execve(self.program, [self.program, *words], {**self.environment, "TERM": "xterm"})
        shown = b""
        while True:
            try: part = os.read(terminal, 65536)
            except OSError: break
            if not part: break
            shown += part
        os.waitpid(pid, 0)
        return shown.decode()


def is_sentence(text):
    return text.startswith("nilometer: ") and text.count("\n") == 1 and len(text) > 30 and "Error" not in text


def git(folder, *words):
    named = ["-c", "user.name=Ä Tester", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", "-C", folder, *named, *words], check=True, capture_output=True, text=True).stdout.strip()


def mistakes(cli, nobody):
    check("wrong usage: 64", cli("history")[0] == 64 and cli("changes", "--state", "x")[0] == 64 and cli("nonsense")[0] == 64)
    begun = time.time()
    status, out, err = CLI(cli.program, nobody, "nlm_x")("runs")
    check("nobody at the address: 2, a sentence, at once", status == 2 and is_sentence(err) and not out and time.time() - begun < 8, (status, err))
    status, _, err = CLI(cli.program, cli.environment["NILOMETER_SERVER"], "")("runs")
    check("no token: 2, and how to get one", status == 2 and is_sentence(err) and "NILOMETER_TOKEN" in err, (status, err))
    status, _, err = CLI(cli.program, cli.environment["NILOMETER_SERVER"], "nlm_wrong")("runs")
    check("wrong token: 2, a sentence", status == 2 and is_sentence(err), (status, err))
    check("a token with a line end is taken as it is meant", "project create" in cli("runs", NILOMETER_TOKEN=cli.environment["NILOMETER_TOKEN"] + "\n")[2])
    status, _, err = cli("runs", NILOMETER_PROJECT="")
    check("no project: 64, a sentence", status == 64 and is_sentence(err), (status, err))
    status, _, err = cli("runs")
    check("unknown project: 2, and how to make it", status == 2 and "project create" in err, (status, err))
    check("the token is never shown", cli.environment["NILOMETER_TOKEN"] not in err)


def projects(cli):
    check("a project is made", cli("project", "create", "gosample", "--name", "解析 sample")[0] == 0)
    status, _, err = cli("project", "create", "gosample")
    check("a project is made once: 2, a sentence", status == 2 and is_sentence(err), (status, err))
    cli("project", "create", "odd", "--name", "plain")
    status, out, _ = cli("project")
    places = {line.index("main") + sum(ord(c) > 0x2E80 for c in line[:line.index("main")]) for line in out.splitlines()[1:]}
    check("wide names do not move columns", len(places) == 1, out)
    status, _, err = cli("project", "delete", "odd")
    check("a project is not deleted by a slip: 64", status == 64 and "--yes" in err, (status, err))
    check("a project is deleted", cli("project", "delete", "odd", "--yes")[0] == 0 and len(cli.json("project")["items"]) == 1)
    check("a project is shown and changed", cli.json("project", "update", "--name", "sample")["name"] == "sample"
          and cli.json("project", "show")["name"] == "sample")


def uploads(cli, folder):
    """Uploads the sample from a clone whose commits stand for the sample's; gives the clone's hash of each step."""
    clone = os.path.join(folder, "clone")
    os.mkdir(clone)
    git(clone, "init", "-q", "-b", "main")
    cli.folder, hashes, statuses, warnings = clone, {}, set(), set()
    for step, _, text in load.steps():
        with open(os.path.join(clone, "bench.txt"), "wb") as file: file.write(text)
        git(clone, "add", "bench.txt")
        git(clone, "commit", "-q", "--allow-empty", "-m", step["message"])
        hashes[step["commit"]] = git(clone, "rev-parse", "HEAD")
        status, out, err = cli("upload", "bench.txt", "--json")
        statuses.add(status)
        run = json.loads(out) if status == 0 else {}
        warnings |= {w["code"] for w in run.get("warnings", [])} | ({err} if err else set())
        if run.get("commit") != hashes[step["commit"]] or run.get("branch") != "main" or run.get("machine") != "ci":
            statuses.add(str(run or err))
    check("22 uploads take commit, branch and line from the clone", statuses == {0} and not warnings, (statuses, warnings))
    first = cli.json("runs", "-n", "1")["items"][0]
    status, out, _ = cli("upload", "bench.txt")
    check("the same upload again is the same run, and says so", status == 0 and first["id"] in out and "stored before" in out, out)
    again = cli.json("upload", "bench.txt", "--attempt", "2")
    check("--attempt makes a new run", again.get("id", first["id"]) != first["id"], again)
    status, out, err = cli("runs", "delete", again["id"])
    check("a run is deleted", status == 0 and cli("runs", "show", again["id"])[0] == 2, err)
    with open(os.path.join(clone, "bench.txt"), "rb") as file: text = file.read()
    status, out, err = cli("upload", "-", "--commit", "c2", "--branch", "side", "--line", "c1,c0", "--machine", "other",
                           "--job", "j", "--part", "p", "--context", "flags=-O", "--format", "auto", given=text)
    shown = cli("runs", "show", out.split()[0])[1] if status == 0 else err
    check("standard input is uploaded with all facts of flags", all(f" {v}\n" in shown for v in ("c2", "side", "other", "j", "p", "-O")), shown)
    for name, words, given in [("a file that is not there", ["upload", "nothing.txt"], None), ("an empty upload", ["upload", "-"], b""),
                               ("an unknown format", ["upload", "bench.txt", "--format", "x"], None), ("a folder", ["upload", "."], None)]:
        status, _, err = cli(*words, given=given)
        check(f"upload of {name}: 2, a sentence", status == 2 and is_sentence(err), (status, err))
    git(folder, "clone", "-q", "--depth", "1", "file://" + clone, "shallow")
    cli.folder = os.path.join(folder, "shallow")
    status, _, err = cli("upload", "bench.txt", "--machine", "other", "--no-fetch")
    check("a shallow clone is told of", status == 0 and "shallow" in err, (status, err))
    cli.folder = folder
    status, _, err = cli("upload", os.path.join(clone, "bench.txt"))
    check("outside a clone a commit is asked for: 2", status == 2 and "--commit" in err, (status, err))
    cli.folder = clone
    return hashes


def answers(cli, daemon, hashes):
    changes = [c for c in load.settled_changes(daemon, "gosample") if c["machine"] == "ci"]
    listed = cli.json("changes", "--machine", "ci")["items"]
    check("changes are those of the API", sorted(c["id"] for c in listed) == sorted(c["id"] for c in changes) and len(listed) >= 39, len(listed))
    order = list(hashes.values())
    check("changes are in the order of commits", [order.index(c["commit"]) for c in listed] == sorted(order.index(c["commit"]) for c in listed))
    rises = [c for c in changes if c["metric"] == "allocs/op" and c["difference"] > 0]
    shown = cli("changes", "--regressions", "--metric", "allocs/op", "--machine", "ci")[1].splitlines()[1:]
    check("--regressions and --metric choose", len(shown) == len(rises) and all("regressed" in line for line in shown), (len(shown), len(rises)))
    step, sha = next((s, hashes[s["commit"]]) for s, _, _ in load.steps() if s["step"] == "15-inline-loss")
    one = cli.json("changes", "--commit", sha[:12], "--benchmark", "PathLength", "--metric", "allocs/op")["items"]
    check("a change is found by its commit and benchmark", [(c["before"], c["after"]) for c in one] == [(0, 14)], one)
    history = cli.json("history", "PathLength", "--metric", "allocs/op", "--machine", "ci", "-n", "1000")["items"][0]
    check("the history has every commit in order", history["points"]["commits"] == order and history["points"]["values"][15] == 14, history["points"])
    status, out, _ = cli("history", "PathLength", "--metric", "allocs/op", "--machine", "ci", "-n", "8")
    lines = out.splitlines()
    check("the table has bars, marks and the newest 8 commits", status == 0 and len(lines[1]) == 22 and lines[1][15] == "█"
          and lines[2].index("|") == 15 and [l.split()[0] for l in lines[5:]] == [s[:10] for s in order[-8:]], out)
    marked = [l for l in lines if "▲ +14 regressed" in l]
    check("the changed commit is marked", any(l.startswith(sha[:10]) and "confirmed" in l for l in marked), out)
    status, out, _ = cli("history", "CollectIDs", "--machine", "ci", "--metric", "allocs/op")
    check("several series are one line each", status == 0 and "n=10 " in out and "n=1000 " in out and out.count("▁") > 10, out)
    only = cli.json("history", "CollectIDs", "--param", "n=10", "--metric", "ns/op", "--machine", "ci")["items"]
    check("--param chooses", [h["series"]["parameters"]["n"] for h in only] == ["10"], only)
    card = cli.json("history", "PathLength", "--metric", "allocs/op", "--machine", "ci", "--power")["items"][0]
    check("a count whose repeats agree shows one unit at once", [s["difference"] for s in card["steps"]] == [1, 1, 1] and card["class"] == "exact", card)
    status, out, _ = cli("history", "PathLength", "--machine", "ci", "--power")
    check("how small a step is found is a table", status == 0 and "within 10 runs" in out and len(out.splitlines()) == 5, out)
    blind = {s["id"] for s in json.loads(cli("ask", "projects/gosample/blind?limit=1000")[1])["items"]}
    cards = [c for row in cli.json("benchmarks")["items"] for c in cli.json("history", row["benchmark"], "--power")["items"] if not c["learning"]]
    sees = lambda c: c["steps"][2]["difference"] is not None and (c["class"] == "exact" or c["steps"][2]["share"] <= 0.51)
    wrong = [c for c in cards if (c["series"]["id"] in blind) == sees(c)]
    check(f"the series that see nothing are those whose card says so ({len(blind)} of {len(cards)})", cards and not wrong, wrong[:3])
    status, _, err = cli("history", "PathLenght")
    check("an unknown benchmark is asked back: 2", status == 2 and "did you mean “PathLength”?" in err, (status, err))
    status, _, err = cli("history", "PathLength", "--metric", "x")
    check("an unknown metric is told with those there are: 2", status == 2 and "allocs/op" in err, (status, err))
    check("benchmarks are listed", len(cli.json("benchmarks")["items"]) == 11 and cli("benchmarks", "path")[1].count("\n") == 2)
    runs = cli.json("runs", "-n", "5", "--machine", "ci")["items"]
    check("runs are listed newest first, as many as asked for", [r["commit"] for r in runs] == order[::-1][:5], runs)
    readings = cli.json("runs", "readings", runs[0]["id"])["items"]
    check("readings are listed", len(readings) == 39 and cli("runs", "readings", runs[0]["id"])[1].count("\n") == 40, len(readings))
    raw = json.loads(cli("ask", "/api/v1/projects/gosample")[1])
    check("ask prints the answer as it came", raw["slug"] == "gosample" and cli("ask", "nothing")[0] == 2, raw)


def triage(cli):
    alerts = cli.json("alerts", "--all")["items"]
    check("alerts are listed", len(alerts) >= 10, len(alerts))
    open_ones = cli.json("alerts")["items"]
    check("by default only those that wait", 0 < len(open_ones) < len(alerts) and {a["state"] for a in open_ones} == {"open"}, open_ones)
    alert = open_ones[0]["id"]
    status, out, _ = cli("alerts", "show", alert[-8:])
    check("an alert is shown with its changes, found by the end of its id", status == 0 and out.count("regressed") == len(open_ones[0]["members"]), out)
    seen = []
    for word in ["acknowledge", "accept", "reopen", "invalid", "reopen", "resolve"]:
        cli("alerts", word, alert)
        seen.append(cli.json("alerts", "show", alert)["state"])
    check("decisions are taken", seen == ["acknowledged", "accepted", "open", "invalid", "open", "resolved"], seen)
    check("an unknown alert: 2", cli("alerts", "show", "zzzzz")[0] == 2 and cli("alerts", "acknowledge", "alt_" + "0" * 26)[0] == 2)
    check("an id that fits several: 2", cli("alerts", "show", "alt_0")[0] == 2)


def administration(cli, daemon):
    status, out, err = cli("token", "create", "--name", "uploader", "--scope", "upload", "--project", "gosample")
    check("a token is the only line of standard output", status == 0 and len(out.strip()) == 40 and out.count("\n") == 1 and "gosample" in err, (out, err))
    uploader = CLI(cli.program, daemon.base, out.strip())
    uploader.folder = cli.folder
    check("it uploads", uploader("upload", "bench.txt", "--attempt", "7")[0] == 0)
    status, _, err = uploader("runs")
    check("and does not read: 2, a sentence", status == 2 and is_sentence(err) and "scope" in err, (status, err))
    report = {c["name"]: c for c in uploader.json("doctor")["checks"]}
    check("doctor tells what it may do", "upload" in report["token"]["message"] and "read" not in report["token"]["message"].split("on")[0], report)
    made = next(t["id"] for t in cli.json("token")["items"] if t["name"] == "uploader")
    check("a token is revoked", cli("token", "revoke", made)[0] == 0 and uploader("upload", "bench.txt", "--attempt", "8")[0] == 2)
    check("a token is not taken for its id: 64", cli("token", "revoke", out.strip())[0] == 64)
    hook = cli.json("webhook", "create", "http://127.0.0.1:9/in")
    check("a webhook is made with its secret", hook.get("secret", "").startswith("whsec_"), hook)
    check("and listed without it", "secret" not in cli.json("webhook")["items"][0])
    check("a test is on its way", cli("webhook", "test", hook["id"])[0] == 0)
    sent = cli.json("webhook", "deliveries", hook["id"])["items"]
    check("deliveries are listed", [d["type"] for d in sent] == ["webhook.test"], sent)
    status, out, err = cli("webhook", "redeliver", hook["id"], sent[0]["id"])
    check("a delivery is sent again", status == 0 and sent[0]["id"] in out, err)
    paused = cli.json("webhook", "update", hook["id"], "--no-active")
    check("a webhook is paused", paused.get("active") is False, paused)
    check("a webhook is deleted", cli("webhook", "delete", hook["id"])[0] == 0 and not cli.json("webhook")["items"])
    target = os.path.join(cli.folder, "out.ndjson")
    status, out, err = cli("export", "-o", target)
    lines = [json.loads(line) for line in open(target)] if status == 0 else []
    runs = cli.json("runs", "-n", "1000")["items"]
    check("an export has every run and its end", len(lines) == len(runs) + 1 and lines[-1] == {"count": len(runs), "eof": True}, (status, err))
    check("and is the same on standard output", status == 0 and cli("export")[1] == open(target).read())
    check("an export that cannot be written: 2, a sentence", is_sentence(cli("export", "-o", "/nowhere/x")[2]))


def forms(cli, daemon):
    for words in [["runs"], ["changes"], ["alerts"], ["benchmarks"], ["project"], ["token"], ["webhook"], ["doctor"], ["history", "Score"]]:
        status, out, err = cli(*words, "--json")
        good = status == 0 and out.count("\n") == 1 and out.startswith("{") and json.loads(out) is not None
        check(f"{words[0]} --json is one object and nothing else", good, (status, out[:200], err))
        check(f"{words[0]} has no colours in a pipe", "\x1b" not in cli(*words)[1])
    shown = cli.on_terminal("changes", columns=110)
    plain = [subprocess.run(["sed", r"s/\x1b\[[0-9;]*m//g"], input=line, capture_output=True, text=True).stdout for line in shown.splitlines()]
    check("a terminal has colours and no line wider than it is", "\x1b[31m" in shown and max(map(len, plain)) <= 110, max(map(len, plain)))
    cli.environment["NO_COLOR"] = "1"
    check("NO_COLOR is followed", "\x1b" not in cli.on_terminal("changes"))
    del cli.environment["NO_COLOR"]
    done = subprocess.run(["bash", "-c", '"$0" runs readings "$1" | head -1; echo "${PIPESTATUS[0]}"', cli.program, cli.json("runs", "-n", "1")["items"][0]["id"]],
                          capture_output=True, text=True, env=cli.environment)
    check("a pipe that is closed early ends it quietly", not done.stderr and done.stdout.count("\n") == 2 and done.stdout.split()[-1] in ("0", "141"), done)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([cli.program, "changes"], stdout=writer, stderr=subprocess.PIPE, env=cli.environment, restore_signals=False)
    os.close(writer)
    check("also where the signal is ignored", done.returncode == 0 and not done.stderr, done)
    for shell in ["bash", "zsh", "fish"]:
        status, out, _ = cli("--generate-completion-script", shell)
        good = status == 0 and "webhook" in out
        if good and shutil.which(shell): good = subprocess.run([shell, "-n"], input=out, text=True, capture_output=True).returncode == 0
        check(f"completions for {shell}", good)
    check("--version is a number", cli("--version")[1].strip().replace(".", "").isdigit())
    found = {c["name"]: c for c in cli.json("doctor")["checks"]}
    power, report = found.pop("power"), {name: c["status"] for name, c in found.items()}
    check("doctor finds all well", report == {n: "ok" for n in ["server", "clock", "token", "project", "last run", "clone", "machine"]}, report)
    check("doctor says whether series could see nothing", power["status"] in ("ok", "warning") and "a step of 50 %" in power["message"], power)
    check("doctor without a server: 2", CLI(cli.program, "http://127.0.0.1:9", "nlm_x")("doctor")[0] == 2)
    check("doctor without a project: 2", cli("doctor", "--project", "none")[0] == 2)


def waiting(cli, hashes):
    cli("project", "create", "waits")
    steps = list(load.steps())[:2]
    for step, line, text in steps:
        with open(os.path.join(cli.folder, "step.txt"), "wb") as file: file.write(text)
        status, out, err = cli("upload", "step.txt", "--project", "waits", "--commit", step["commit"], "--branch", "main",
                               "--line", ",".join(line), "--wait", "20s")
    check("--wait prints what the sweep found", status == 0 and out.count("regressed") >= 2 and "Score" in out, (out, err))
    check("--wait takes a time", cli("upload", "step.txt", "--wait", "x")[0] == 64 and cli("upload", "step.txt", "--wait", "61s")[0] == 64)


class Busy(http.server.BaseHTTPRequestHandler):
    """Busy twice, then takes the run; its project has an odd name."""
    seen = []

    def do_GET(self):
        project = {"slug": "x", "name": "\x1b[31mred\x07\n\u202e", "defaultBranch": "main", "alertBudget": 1, "createdAt": "2026-01-01T00:00:00.000Z"}
        text = json.dumps({"items": [project], "next": None}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        Busy.seen.append((self.headers["idempotency-key"], self.headers["content-encoding"], body))
        answer = {"id": "run_x", "commit": "c", "branch": "main", "machine": "ci", "context": {}, "origin": {},
                  "receivedAt": "2026-01-01T00:00:00.000Z", "readings": 1, "warnings": []}
        if len(Busy.seen) < 3: answer = {"type": "about:blank", "title": "Busy", "status": 503, "detail": "Too much to do.", "code": "busy"}
        text = json.dumps(answer).encode()
        self.send_response(503 if len(Busy.seen) < 3 else 201)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_): pass


def retries(program):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cli = CLI(program, f"http://127.0.0.1:{server.server_address[1]}", "nlm_x")
    cli.folder = "/"
    status, out, err = cli("upload", "-", "--commit", "c", "--parent", "b", given=b"BenchmarkA 1 3 ns/op\n")
    shown = cli("project")[1]
    check("control characters of a server's names are escaped", shown.count("\n") == 2 and "\\u{1b}[31mred\\u{7}\\n\\u{202e}" in shown, shown)
    check("a busy server is tried again, which is told", status == 0 and out.startswith("run_x") and err.count("tried again") == 2, (status, out, err))
    check("every attempt has the same key and the same compressed bytes", len(set(Busy.seen)) == 1 and Busy.seen[0][1] == "gzip", len(set(Busy.seen)))
    sent = json.loads(gzip.decompress(Busy.seen[0][2]))
    check("what is sent is the envelope", sent["schema"] == "nilometer.run/1" and sent["commit"] == {"sha": "c", "parents": ["b"], "line": ["b"]}
          and sent["reports"][0]["name"] == "stdin" and int(sent["machine"]["fingerprint"]["cores"]) > 0, sent)
    Busy.seen.clear()
    begun = time.time()
    status, _, err = cli("upload", "-", "--commit", "c", "--retry-for", "0", given=b"BenchmarkA 1 3 ns/op\n")
    check("--retry-for 0 gives up at once: 2", status == 2 and err.startswith("nilometer: Too much to do. The upload waits in " + STATE) and len(Busy.seen) == 1, (status, err))


def main():
    daemon_program, program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), tempfile.mkdtemp()
    daemon = load.Daemon(daemon_program, os.path.join(folder, "data"), f"127.0.0.1:{free_port()}")
    cli = CLI(program, daemon.base, daemon.token)
    try:
        mistakes(cli, f"http://127.0.0.1:{free_port()}")
        projects(cli)
        hashes = uploads(cli, folder)
        answers(cli, daemon, hashes)
        triage(cli)
        forms(cli, daemon)
        administration(cli, daemon)
        waiting(cli, hashes)
        retries(program)
    finally:
        status, _ = daemon.stop()
        shutil.rmtree(folder, ignore_errors=True)
    check("the daemon ends well", status == 0, status)
    return 1 if failed else 0


if __name__ == "__main__": sys.exit(main())
