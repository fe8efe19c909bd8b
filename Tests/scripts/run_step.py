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
    finally:
        status, _ = daemon.stop()
        shutil.rmtree(folder)
    check("the daemon ended well", status == 0, status)
    return 1 if commands.failed else 0


if __name__ == "__main__": sys.exit(main())
