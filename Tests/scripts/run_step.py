#!/usr/bin/env python3
"""Drives `nilometer upload`, `nilometer upload --spool` and `nilometer run` in a real git repository, as a CI step does.

    run_step.py NILOMETERD NILOMETER     prints “ok what” or “FAIL what” a check; status 1 when one failed

The repository's commits stand for the steps of the sample history; the benchmark prints the output that was recorded there.
"""
import json, os, shutil, signal, socket, stat, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../../deploy/sample")]
import cli as commands, load
from cli import check, free_port, git, is_sentence

SAMPLE = os.path.abspath(os.path.join(HERE, "../../deploy/sample"))
QUICK = ["--retry-for", "0"]


class Proxy:
    """Stands between the command and the daemon: passes, cuts the answer off, or holds it back."""

    def __init__(self, target):
        self.target, self.mode, self.reached = target, "pass", threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try: server = socket.create_connection(self.target)
        except OSError: return client.close()
        threading.Thread(target=self.pump, args=(client, server), daemon=True).start()
        try:
            while part := server.recv(65536):
                self.reached.set()
                if self.mode == "cut": break
                if self.mode == "hold":
                    while self.mode == "hold": time.sleep(0.01)
                    break
                client.sendall(part)
        except OSError: pass
        # Closing alone would leave the connection open while the other thread reads from it.
        for end in client, server:
            try: end.shutdown(socket.SHUT_RDWR)
            except OSError: pass
            end.close()

    @staticmethod
    def pump(source, sink):
        try:
            while part := source.recv(65536): sink.sendall(part)
        except OSError: pass


class Case:
    """A project of its own on the daemon, a spool of its own, and the command in the repository."""

    def __init__(self, daemon, program, name, folder, server=None):
        self.daemon, self.name, self.spool = daemon, name, os.path.join(tempfile.mkdtemp(), "state", "spool")
        daemon.call("POST", "/api/v1/projects", {"slug": name})
        self.cli = commands.CLI(program, server or daemon.base, daemon.token, name, NILOMETER_SPOOL=self.spool)
        self.cli.folder = folder

    def __call__(self, *words, **more): return self.cli(*words, **more)

    def runs(self): return self.daemon.call("GET", f"/api/v1/projects/{self.name}/runs")[1]["items"]

    def waiting(self):
        return sorted(n for n in os.listdir(self.spool) if n.endswith(".upload")) if os.path.isdir(self.spool) else []

    def refused(self):
        folder = os.path.join(self.spool, "refused")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def repository(folder):
    """A clone whose main has a commit for each of the first steps; gives the folder."""
    os.makedirs(folder)
    git(folder, "init", "-q", "-b", "main")
    for step in range(3): commit(folder, step)
    return folder


def commit(folder, step):
    """Commits the state of a step of the sample, and gives the commit's hash."""
    name = sorted(n for n in os.listdir(SAMPLE) if n[:2].isdigit())[step]
    shutil.copy(os.path.join(SAMPLE, name, "bench.txt"), os.path.join(folder, "recorded.txt"))
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", name)
    return git(folder, "rev-parse", "HEAD")


def away(daemon, program, folder):
    """A server that is away: what waits, and that it is delivered once."""
    case = Case(daemon, program, "away", folder)
    nobody = f"http://127.0.0.1:{free_port()}"
    status, out, err = case("upload", "recorded.txt", *QUICK, NILOMETER_SERVER=nobody)
    check("the server is away: 2, and the upload waits", status == 2 and not out and len(case.waiting()) == 1, (status, out, err))
    check("it is said where it waits and how it is delivered", is_sentence(err) and case.spool in err and "nilometer upload --spool" in err, err)
    path = os.path.join(case.spool, case.waiting()[0])
    check("the file is its owner's alone and has no token", stat.S_IMODE(os.stat(path).st_mode) == 0o600
          and case.cli.environment["NILOMETER_TOKEN"].encode() not in open(path, "rb").read())
    case("upload", "recorded.txt", *QUICK, NILOMETER_SERVER=nobody)
    check("the same upload waits once", len(case.waiting()) == 1, case.waiting())
    status, out, err = case("upload", "--spool", *QUICK)
    check("it goes to no other server: 2, and which one is said", status == 2 and nobody in err and case.waiting() and not case.runs(), (status, out, err))
    status, out, err = case("upload", "--spool", *QUICK, NILOMETER_SERVER=nobody)
    check("it is away still: 2, and it waits on", status == 2 and len(case.waiting()) == 1 and "1 still waiting" in out, (status, out, err))
    status, _, err = case("upload", "recorded.txt", "--advisory", *QUICK, NILOMETER_SERVER=nobody)
    check("--advisory ends with 0 and says what it would be", status == 0 and "would be 2" in err, (status, err))
    status, _, err = case("upload", "recorded.txt", *QUICK, NILOMETER_SERVER=nobody, NILOMETER_SPOOL="/proc/nowhere")
    check("nowhere to keep it: 2, both are said", status == 2 and is_sentence(err) and "could not be reached" in err and "/proc/nowhere" in err, err)


def delivered(daemon, program, folder, proxy):
    """Delivery through a server whose address is the proxy's: always exactly once."""
    case = Case(daemon, program, "delivered", folder, proxy.base)
    def keep(count, first=1):
        proxy.target = ("127.0.0.1", free_port())
        for number in range(first, first + count):
            status, _, err = case("upload", "recorded.txt", "--attempt", str(number), *QUICK)
            if status != 2: return check("uploads are kept", False, (status, err))
        proxy.target = here
    here = proxy.target
    proxy.target = ("127.0.0.1", free_port())
    keep(3)
    status, out, err = case("upload", "--spool")
    runs = case.runs()
    check("all that waits is delivered, oldest first", status == 0 and not case.waiting() and "3 uploads delivered" in out
          and [r["origin"]["attempt"] for r in sorted(runs, key=lambda r: r["receivedAt"])] == [1, 2, 3], (status, out, err))
    status, out, _ = case("upload", "--spool")
    check("an empty spool is no failure", status == 0 and "nothing waits" in out, out)
    keep(6, 11)
    both = [subprocess.Popen([program, "upload", "--spool"], env=case.cli.environment, cwd=folder, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    texts = [p.communicate(timeout=60)[0] for p in both]
    check("two that deliver at once deliver each upload once", [p.returncode for p in both] == [0, 0] and len(case.runs()) == 9
          and sum(t.count("run_") for t in texts) == 6 and "already" not in "".join(texts), texts)
    proxy.mode = "cut"
    status, _, err = case("upload", "recorded.txt", "--attempt", "21", *QUICK)
    proxy.mode = "pass"
    check("stored, but the answer is lost: 2, and it waits", status == 2 and len(case.waiting()) == 1 and len(case.runs()) == 10, (status, err))
    status, out, err = case("upload", "--spool")
    check("delivering it again finds it there", status == 0 and "already" in out and len(case.runs()) == 10 and not case.waiting(), (status, out, err))
    keep(2, 31)
    proxy.mode = "hold"
    proxy.reached.clear()
    victim = subprocess.Popen([program, "upload", "--spool"], env=case.cli.environment, cwd=folder, stdout=subprocess.PIPE)
    held = proxy.reached.wait(30)
    victim.kill()
    victim.wait()
    proxy.mode = "pass"
    check("killed after the server stored it and before the file is gone", held and len(case.waiting()) == 2 and len(case.runs()) == 11, case.waiting())
    status, out, err = case("upload", "--spool")
    check("the next delivery makes it once, and the lock of the dead is no hindrance", status == 0 and len(case.runs()) == 12
          and out.count("already") == 1 and not case.waiting(), (status, out, err))
    check("the attempts are all there, once each", sorted(r["origin"]["attempt"] for r in case.runs()) == [1, 2, 3, *range(11, 17), 21, 31, 32])


def aside(daemon, program, folder, proxy):
    """What can never be delivered is put aside and told; what only lacks a token waits."""
    case = Case(daemon, program, "aside", folder, proxy.base)
    here, proxy.target = proxy.target, ("127.0.0.1", free_port())
    case("upload", "-", "--part", "bad", *QUICK, given=b"no benchmark at all\n")
    case("upload", "recorded.txt", "--part", "cut", *QUICK)
    case("upload", "recorded.txt", "--part", "good", *QUICK)
    proxy.target = here
    names = case.waiting()
    with open(os.path.join(case.spool, names[1]), "r+b") as file: file.truncate(os.path.getsize(file.name) - 10)
    status, out, err = case("upload", "--spool", NILOMETER_TOKEN="nlm_wrong")
    check("with a wrong token all wait on: 2", status == 2 and len(case.waiting()) >= 2 and not case.runs(), (status, out, err))
    status, out, err = case("upload", "--spool")
    check("a refused and a damaged one are put aside: 2", status == 2 and not case.waiting()
          and [n for n in case.refused() if n.endswith(".upload")] == names[:2] and "1 upload delivered, " in out, (status, out, err))
    check("each has its reason beside it", all(os.path.getsize(os.path.join(case.spool, "refused", n + ".reason")) > 20 for n in names[:2]), case.refused())
    check("the good one is delivered", [r["origin"].get("part") for r in case.runs()] == ["good"], case.runs())


def files(daemon, program, folder):
    """Files, patterns, evidence, and what would be sent."""
    case = Case(daemon, program, "files", folder)
    for name in "out/a.txt", "out/deep/b.txt", "out/deep/c.log":
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        shutil.copy(os.path.join(folder, "recorded.txt"), os.path.join(folder, name))
    with open(os.path.join(folder, "out", "profile.pb.gz"), "wb") as file: file.write(b"\x1f\x8b\xff\x00")
    status, out, err = case("upload", "out/**/*.txt", "--evidence", "out/*.gz", "--dry-run", "--json", NILOMETER_SERVER="http://127.0.0.1:1")
    sent = json.loads(out) if status == 0 else {}
    check("--dry-run prints what would be sent, and asks nobody", status == 0 and [r["name"] for r in sent["reports"]] == ["a.txt", "b.txt"]
          and sent["commit"]["sha"] == git(folder, "rev-parse", "HEAD"), (status, out, err))
    check("evidence is sent byte for byte", sent.get("evidence") == [{"name": "profile.pb.gz", "encoding": "base64", "content": "H4v/AA=="}], sent.get("evidence"))
    status, out, err = case("upload", "out/a.txt", "--evidence", "out/*.gz", "--json")
    run = json.loads(out)["id"] if status == 0 else ""
    kept = daemon.call("GET", f"/api/v1/projects/files/runs/{run}/source")[1]
    check("evidence is kept with the upload", status == 0 and kept["evidence"] == sent["evidence"], (status, out, err))
    status, _, err = case("upload", "out/*.csv")
    check("a pattern that nothing fits: 2, a sentence", status == 2 and is_sentence(err) and "out/*.csv" in err, (status, err))
    status, _, err = case("upload", "out")
    check("a folder: 2, and how its files are named", status == 2 and is_sentence(err) and "out/**/*.txt" in err, (status, err))
    for words in [], ["--spool", "x"], ["x", "--evidence", "-"], ["x", "--wait", "2m"]:
        status = case("upload", *words)[0]
        check(f"wrong usage, {words}: 64", status == 64, status)
    shutil.rmtree(os.path.join(folder, "out"))


PRINT = ["--", "cat", "recorded.txt"]


def history(daemon, program, folder):
    """A project whose main was measured by `run`, and branches that add an allocation and do not."""
    case = Case(daemon, program, "history", folder)
    status, out, err = case("run", *PRINT)
    gate = out[out.index("run_"):]
    check("the first run ever passes, and says first that nothing was compared", status == 0
          and gate.splitlines()[1].startswith("Nothing to compare with"), (status, out, err))
    check("the command's output is shown", open(os.path.join(folder, "recorded.txt")).read() in out)
    statuses, hashes = [], [git(folder, "rev-parse", "HEAD")]
    for step in 2, 4, 6:
        hashes.append(commit(folder, step))
        statuses.append(case("run", *PRINT)[0])
    check("main passes, commit after commit", statuses == [0, 0, 0], statuses)
    tip = git(folder, "rev-parse", "HEAD")
    git(folder, "checkout", "-q", "-b", "pointer")
    head = commit(folder, 1)
    status, out, err = case("run", *PRINT)
    rows = [line.split() for line in out.splitlines() if line.startswith("regressed")]
    check("a branch that adds an allocation: 1", status == 1, (status, out, err))
    check("benchmark, metric, and how many more are named", any(row[1:3] == ["gosample.Score", "allocs/op"] and "+1" in row for row in rows)
          and "gosample.Score allocs/op +1" in out, out[-2000:])
    check("so are the commit and what it was compared with", head[:10] in out and tip[:10] in out, out[-2000:])
    git(folder, "checkout", "-q", "-b", "neutral", "main")
    commit(folder, 20)
    status, out, err = case("run", *PRINT)
    check("a neutral branch: 0, and it was compared", status == 0 and "Nothing regressed" in out, (status, out[-2000:], err))
    status, out, err = case("run", "--json", *PRINT)
    answer = json.loads(out)
    check("--json is one object, and the command's output goes to standard error", status == 0 and "BenchmarkScore" in err and "rows" in answer, (status, out[:300]))
    git(folder, "checkout", "-q", "--orphan", "elsewhere")
    commit(folder, 20)
    status, out, err = case("run", *PRINT)
    check("history, and no measured ancestor: 3, said first", status == 3 and "although there are earlier runs" in out, (status, out[-1500:], err))
    check("--advisory makes that 0", case("run", "--advisory", *PRINT)[0] == 0)
    check("--no-gate asks nobody", case("run", "--no-gate", *PRINT)[0] == 0)
    git(folder, "checkout", "-q", "pointer")
    before = len(case.runs())
    nobody = f"http://127.0.0.1:{free_port()}"
    status, out, err = case("run", *QUICK, *PRINT, NILOMETER_SERVER=nobody)
    check("the server is away: 2, no verdict, and the run waits", status == 2 and len(case.waiting()) == 1 and "No verdict" in out
          and case.spool in out + err and len(case.runs()) == before, (status, out[-800:], err))
    status, out, err = case("run", "--advisory", *QUICK, *PRINT, NILOMETER_SERVER=nobody)
    check("that is no pass: with --advisory the status is 0, and the verdict is none still", status == 0 and "No verdict" in out and "advisory" in out, (status, out[-500:], err))
    git(folder, "checkout", "-q", "main")
    return tip


def spooled_runs(daemon, program, folder, proxy):
    """Runs that were measured while the server was away arrive once, under their own times."""
    case = Case(daemon, program, "later", folder, proxy.base)
    here, proxy.target = proxy.target, ("127.0.0.1", free_port())
    status, out, err = case("run", "--repeat", "3", *QUICK, *PRINT)
    check("three repetitions wait", status == 2 and len(case.waiting()) == 3 and "3 uploads wait" in out, (status, out[-500:], err))
    proxy.target = here
    status, out, err = case("upload", "--spool")
    check("and are delivered once each", status == 0 and len(case.runs()) == 3 and not case.waiting(), (status, out, err))
    status, out, err = case("upload", "--spool")
    check("delivering again adds nothing", status == 0 and len(case.runs()) == 3, (status, out, err))
    times = {daemon.call("GET", f"/api/v1/projects/later/runs/{r['id']}/source")[1]["startedAt"] for r in case.runs()}
    check("each has a time of its own", len(times) == 3, times)
    status, out, err = case("run", "--repeat", "3", "--wait", "20s", *PRINT)
    runs = case.runs()
    check("--repeat 3 is three runs of one commit", status == 0 and len(runs) == 6 and len({r["commit"] for r in runs}) == 1, (status, out[-800:], err))
    check("they are of one part, so that none is missed later", len({str(r["origin"].get("part")) for r in runs}) == 1)
    proxy.target = ("127.0.0.1", free_port())
    status, _, err = case("run", *QUICK, *PRINT, NILOMETER_TOKEN="nlm_" + "x" * 36)
    proxy.target = here
    status, _, err = case("run", *QUICK, *PRINT, NILOMETER_TOKEN="nlm_wrong")
    check("a wrong token loses nothing either: 2, and it waits", status == 2 and len(case.waiting()) == 2, (status, err))


def troubles(daemon, program, folder):
    """Commands that fail, print nothing, hang, or are ended."""
    case = Case(daemon, program, "troubles", folder)
    saved = os.path.join(folder, "saved")
    status, out, err = case("run", "--save", "saved", "--", "sh", "-c", "cat recorded.txt; exit 3")
    check("a command that fails: 2, and nothing is sent", status == 2 and "status 3" in err and not case.runs(), (status, err))
    check("what it printed is saved all the same", open(os.path.join(saved, "repeat-1", "output.txt")).read() == open(os.path.join(folder, "recorded.txt")).read())
    status, _, err = case("run", "--save", "saved", *PRINT)
    check("results of an earlier run are not mixed with new ones: 2", status == 2 and is_sentence(err) and "earlier run" in err, err)
    shutil.rmtree(saved)
    status, out, err = case("run", "--upload-partial", "--", "sh", "-c", "cat recorded.txt; exit 3")
    check("--upload-partial sends it, and the status is 2 still", status == 2 and len(case.runs()) == 1, (status, err))
    for name, words in [("prints nothing", ["true"]), ("prints no benchmark", ["echo", "hello"]), ("is not there", ["no-such-program-at-all"])]:
        status, out, err = case("run", "--", *words)
        check(f"a command that {name}: 2, a sentence", status == 2 and is_sentence(err) and len(case.runs()) == 1, (status, out, err))
    status, out, err = case("run")
    check("nothing to run: 64", status == 64 and "nilometer.toml" in err, (status, err))
    status, out, err = case("run", *PRINT, NILOMETER_PROJECT="")
    check("no project: 64, before anything is measured", status == 64 and "Benchmark" not in out, (status, out, err))
    status, out, err = case("run", "--no-gate", "--", "sh", "-c", "cat recorded.txt; env >variables.txt")
    check("the command does not see the token", status == 0 and case.cli.environment["NILOMETER_TOKEN"] not in open(os.path.join(folder, "variables.txt")).read(), err)
    with open(os.path.join(folder, "old.txt"), "w") as file: file.write(open(os.path.join(folder, "recorded.txt")).read())
    status, out, err = case("run", "--results", "*ld.txt", "--", "true")
    check("files of an earlier run are not taken: 2", status == 2 and is_sentence(err) and "before it ran" in err, (status, err))
    status, out, err = case("run", "--no-gate", "--results", "*ew.txt", "--", "cp", "old.txt", "new.txt")
    check("files that the command writes are taken", status == 0 and len(case.runs()) == 3, (status, err))
    for name in "old.txt", "new.txt", "variables.txt": os.remove(os.path.join(folder, name))
    with open(os.path.join(folder, "nilometer.toml"), "w") as file:
        file.write("project = \"troubles\"\n[benchmarks]\ncommands = [\"cat recorded.txt\"]\n[evidence]\ncommands = [\"echo moved to heap >&2\"]\n")
    status, out, err = case("run", "--no-gate", "--json", NILOMETER_PROJECT="")
    kept = daemon.call("GET", f"/api/v1/projects/troubles/runs/{json.loads(out)['id']}/source")[1] if status == 0 else {}
    check("commands and evidence come from nilometer.toml", [e["content"] for e in kept.get("evidence", [])] == ["moved to heap\n"], (status, err, kept.get("evidence")))
    os.remove(os.path.join(folder, "nilometer.toml"))


def interruptions(daemon, program, folder):
    """Output while it comes, Ctrl-C, and a kill in the middle."""
    case = Case(daemon, program, "ended", folder)
    go, pid = os.path.join(folder, "go"), os.path.join(folder, "pid")
    script = "cat recorded.txt; echo $$ >pid.tmp; mv pid.tmp pid; while [ ! -e go ]; do sleep 0.05; done; echo done"

    def start(*words):
        for path in go, pid:
            if os.path.exists(path): os.remove(path)
        process = subprocess.Popen([program, "run", "--no-gate", *words, "--", "sh", "-c", script], env=case.cli.environment, cwd=folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return process, until(lambda: os.path.exists(pid) and int(open(pid).read()))

    def is_gone(number):
        try: return open(f"/proc/{number}/stat").read().split()[2] == "Z"
        except OSError: return True

    process, child = start()
    line = process.stdout.readline()
    check("output is shown while the command still runs", line.startswith(b"goos") and not is_gone(child), line)
    open(go, "w").close()
    rest = process.communicate(timeout=60)[0]
    check("and all of it at the end", process.returncode == 0 and b"done" in rest and len(case.runs()) == 1, process.returncode)
    for name, number, wanted in ("Ctrl-C", signal.SIGINT, 130), ("the end of the job", signal.SIGTERM, 143):
        process, child = start("--save", "saved")
        process.send_signal(number)
        process.communicate(timeout=60)
        check(f"{name} ends the command too: {wanted}", process.returncode == wanted and until(lambda: is_gone(child)), process.returncode)
    process, child = start("--save", "saved", "--repeat", "2")
    process.kill()
    process.communicate(timeout=60)
    open(go, "w").close()
    check("killed in the middle, nothing half is left", len(case.runs()) == 1 and not case.waiting()
          and not os.path.exists(os.path.join(folder, "saved", "repeat-1")) and until(lambda: is_gone(child)), case.waiting())
    shutil.rmtree(os.path.join(folder, "saved"))
    for name in "go", "pid": os.remove(os.path.join(folder, name))
    nobody = f"http://127.0.0.1:{free_port()}"
    process = subprocess.Popen([program, "run", *PRINT], env={**case.cli.environment, "NILOMETER_SERVER": nobody}, cwd=folder,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    line = next((line for line in process.stderr if "tried again" in line), "")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    check("Ctrl-C while it is sent: 130, and what was measured waits", line and process.returncode == 130 and len(case.waiting()) == 1, (line, process.returncode))


def until(condition):
    """What the condition gives once it holds; None after ten seconds."""
    end = time.time() + 10
    while time.time() < end:
        if value := condition(): return value
        time.sleep(0.02)


def main():
    daemon_program, program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), tempfile.mkdtemp()
    port = free_port()
    daemon = load.Daemon(daemon_program, os.path.join(folder, "data"), f"127.0.0.1:{port}")
    proxy = Proxy(("127.0.0.1", port))
    try:
        clone = repository(os.path.join(folder, "clone"))
        files(daemon, program, clone)
        away(daemon, program, clone)
        delivered(daemon, program, clone, proxy)
        aside(daemon, program, clone, proxy)
        history(daemon, program, clone)
        spooled_runs(daemon, program, clone, proxy)
        troubles(daemon, program, clone)
        interruptions(daemon, program, clone)
    finally:
        status, _ = daemon.stop()
        shutil.rmtree(folder)
    check("the daemon ended well", status == 0, status)
    return 1 if commands.failed else 0


if __name__ == "__main__": sys.exit(main())
