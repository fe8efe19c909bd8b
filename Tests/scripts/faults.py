#!/usr/bin/env python3
"""Does to the daemon what disks and operators do, and looks whether it keeps its word.

    faults.py NILOMETERD [NAME…]    prints “ok what”, “FAIL what” or “skipped: what”; status 1 when one failed
"""
import base64, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import end_to_end, load

check, RUNS = end_to_end.check, "/api/v1/projects/p/runs"
chance = random.Random(5)


class Watched(load.Daemon):
    """A daemon whose standard error is kept; `ready` says whether it answers."""

    def __init__(self, program, folder, token, *flags, **environment):
        address = f"127.0.0.1:{end_to_end.free_port()}"
        self.base, self.token, self.folder = f"http://{address}", token, folder
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([program, "serve", "--data", folder, "--listen", address, *flags],
                                        stdout=self.log, stderr=self.log, env={**os.environ, **environment})
        self.ready = False
        while self.process.poll() is None and not self.ready:
            try: self.ready = self.call("GET", "/readyz")[0] == 200
            except OSError: time.sleep(0.02)

    def upload(self, name, text=b"BenchmarkA 10 5 ns/op 3 allocs/op\n"):
        """The status of one upload, and the run's id; 0 when there was no answer."""
        try: status, run = self.call("POST", f"{RUNS}?commit={name}&machine=m", text, {"Idempotency-Key": name})
        except OSError: return 0, None
        return status, (run or {}).get("id")

    def ended(self):
        """The exit status, and what was said."""
        status = self.process.wait(timeout=30)
        self.log.seek(0)
        return status, self.log.read()


def stored(daemon):
    """The run of each commit; a commit with two runs is listed as doubled."""
    found, cursor = {}, ""
    while cursor is not None:
        page = daemon.call("GET", f"{RUNS}?limit=1000" + (f"&cursor={cursor}" if cursor else ""))[1]
        for run in page["items"]: found[run["commit"]] = "doubled" if run["commit"] in found else run["id"]
        cursor = page["next"]
    return found


def is_clean(program, folder):
    result = subprocess.run([program, "check", "--data", folder], capture_output=True, text=True)
    return result.returncode == 0, result.stdout + result.stderr


def new_folder(program, folder=None):
    """A data folder with the project p, and a token."""
    folder = folder or tempfile.mkdtemp()
    token = subprocess.run([program, "token", "create", "--data", folder], check=True, capture_output=True, text=True)
    daemon = Watched(program, folder, token.stdout.strip())
    daemon.call("POST", "/api/v1/projects", {"slug": "p"})
    daemon.upload("first")
    daemon.stop()
    return folder, daemon.token


def large(size=1 << 20):
    """A benchmark's output that hardly shrinks."""
    return b"BenchmarkA 10 5 ns/op\n# " + base64.b64encode(chance.randbytes(size)) + b"\n"


def recovers(program, folder, token, acknowledged, sent, what):
    """Starts again without faults: what was acknowledged is there, what was sent is there once, and all is sound."""
    daemon = Watched(program, folder, token)
    found = stored(daemon)
    lost = [name for name, run in acknowledged.items() if found.get(name) != run]
    again = {daemon.upload(*upload)[0] for upload in sent}
    doubled = [name for name, run in stored(daemon).items() if run == "doubled"]
    daemon.stop()
    clean, said = is_clean(program, folder)
    check(f"{what}: after a restart nothing acknowledged is lost, nothing doubled, and the check is clean",
          not lost and again <= {200, 201} and not doubled and clean, (lost, again, doubled, said))


def syncs(program):
    compiler, shim = shutil.which("gcc") or shutil.which("clang"), os.path.join(tempfile.mkdtemp(), "failsync.so")
    if not compiler: return print("skipped: failed syncs need gcc or clang")
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", shim, os.path.join(HERE, "faults", "failsync.c"), "-ldl"], check=True)
    small, big = [(f"r{n}",) for n in range(4)], [(f"r{n}", large()) for n in range(20)]
    for name, count, sent, most in [("nilometer.db-wal", 1, small, 15), ("nilometer.db-wal", 1000, small, 3),
                                    ("ledger.log", 1, small, 15), ("nilometer.db", 1, big, 2)]:
        template, token = new_folder(program)
        failures = 0
        for first in range(1, most + 1):
            folder, acknowledged = shutil.copytree(template, os.path.join(tempfile.mkdtemp(), "data")), {}
            daemon = Watched(program, folder, token, LD_PRELOAD=shim, FAILSYNC_FILE=name, FAILSYNC_FIRST=str(first),
                             FAILSYNC_COUNT=str(count))
            for upload in sent if daemon.ready else []:
                status, run = daemon.upload(*upload)
                if status in (200, 201): acknowledged[upload[0]] = run
                elif daemon.process.poll() is not None or status == 0: break
            if daemon.process.poll() is None and len(acknowledged) == len(sent):
                daemon.stop()
                break
            failures += 1
            status, said = daemon.ended()
            lines = [line for line in said.splitlines() if "did not confirm a write" in line]
            wanted = {74} if daemon.ready else {2, 74}  # 2 when the database could not even be opened
            if status not in wanted or len(lines) != 1:
                check(f"sync {first} of {name} fails ({count} in a row): status 74 and one line", False, (status, said))
            if first == 1 or name != "nilometer.db": recovers(program, folder, token, acknowledged, sent, f"sync {first} of {name} failed ({count} in a row)")
            shutil.rmtree(folder)
        check(f"every sync of {name} that failed ({count} in a row) ended the daemon with one line, {failures} of them",
              failures > 0, failures)


def full_disk(program):
    folder = tempfile.mkdtemp()
    mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "none", folder]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode: return print("skipped: a full disk needs the right to mount")
    try:
        _, token = new_folder(program, folder)
        daemon, acknowledged, refused = Watched(program, folder, token), {}, []
        for number in range(12):
            status, run = daemon.upload(f"big{number}", large())
            if status == 201: acknowledged[f"big{number}"] = run
            else: refused.append(status)
        check("a full disk refuses uploads with 507 or 503", refused and set(refused) <= {503, 507}, (refused, len(acknowledged)))
        found = stored(daemon)
        check("reading goes on, and nothing acknowledged is lost", all(found.get(n) == r for n, r in acknowledged.items()), found)
        subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)
        status, run = daemon.upload("after", large())
        check("once there is space the same process stores again", status == 201 and daemon.process.poll() is None, status)
        daemon.stop()
        recovers(program, folder, token, {**acknowledged, "after": run}, [], "the disk was full")
    finally: subprocess.run(["umount", "-l", folder])


def second_server(program):
    folder, token = new_folder(program)
    first = Watched(program, folder, token)
    second = Watched(program, folder, token)
    status, said = second.ended()
    check("a second server is refused, naming the process that has the folder",
          not second.ready and status == 2 and str(first.process.pid) in said, (status, said))
    first.stop()


def kills(program):
    for name, uploads in [("acknowledge", 3), ("delete", 3), ("compact", 300)]:
        folder, token = new_folder(program)
        daemon, acknowledged = Watched(program, folder, token, NILOMETER_FAILPOINT=f"{name}:2" if name == "acknowledge" else f"{name}:1"), {}
        work = iter(range(uploads))

        def upload():
            for number in work:
                status, run = daemon.upload(f"r{number}")
                if status == 201: acknowledged[f"r{number}"] = run

        threads = [threading.Thread(target=upload) for _ in range(1 if uploads < 9 else 8)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        if name == "delete":
            try: daemon.call("DELETE", f"{RUNS}/{acknowledged['r1']}")
            except OSError: pass
        try: status = daemon.ended()[0]
        except subprocess.TimeoutExpired: status = None
        if daemon.process.poll() is None: daemon.process.kill()
        check(f"killed in “{name}”", status == -signal.SIGKILL, status)
        clean, said = is_clean(program, folder)
        check(f"killed in “{name}”: the check is clean at once", clean, said)
        recovers(program, folder, token, acknowledged, [(f"r{n}",) for n in range(3)], f"killed in “{name}”")
    folder = tempfile.mkdtemp()
    fresh = Watched(program, folder, "", NILOMETER_FAILPOINT="migrate:1")
    check("killed in “migrate”", fresh.ended()[0] == -signal.SIGKILL, fresh.process.returncode)
    new_folder(program, folder)
    check("killed in “migrate”: the next start completes it", is_clean(program, folder)[0])


def flip(path, offset):
    with open(path, "r+b") as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 4]))


def flipped_bits(program):
    for table in ("record", "source", "head"):
        folder, token = new_folder(program)
        daemon = Watched(program, folder, token)
        run = daemon.upload("victim", large(30_000))[1]
        daemon.stop()
        path = folder + "/nilometer.db"
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            blob = db.execute(f"SELECT data FROM {table} ORDER BY seq DESC LIMIT 1").fetchone()[0]
        db.close()
        whole = open(path, "rb").read()
        place = whole.rfind(blob[:1000])
        flip(path, place + min(len(blob), 1000) // 2)
        clean, said = is_clean(program, folder)
        check(f"a bit flipped in a {table} is found, and its run is named", place > 0 and not clean and run in said, said)
    folder, token = new_folder(program)
    daemon = Watched(program, folder, token)
    acknowledged = {f"r{n}": daemon.upload(f"r{n}")[1] for n in range(6)}
    daemon.process.kill()
    daemon.process.wait()
    log = folder + "/nilometer.db-wal"
    flip(log, os.path.getsize(log) // 2)
    refused = Watched(program, folder, token)
    status, said = refused.ended()
    check("a bit flipped in the log is noticed at the start: the ledger knows what is missing",
          not refused.ready and status == 2 and "group" in said and "--accept-loss" in said, (status, said))
    daemon = Watched(program, folder, token, "--accept-loss")
    found = stored(daemon) if daemon.ready else {}
    check("with --accept-loss the rest is served, and a lost run can be sent again",
          daemon.ready and 0 < len(found) < 7 and daemon.upload("r5")[0] == 201, found)
    daemon.stop()
    recovers(program, folder, token, {n: r for n, r in found.items() if r}, [], "the loss was accepted")


def newer_schema(program):
    folder, token = new_folder(program)
    with sqlite3.connect(folder + "/nilometer.db") as db: db.execute("INSERT INTO migration VALUES (99, 'x')")
    db.close()
    daemon = Watched(program, folder, token)
    status, said = daemon.ended()
    check("a database of a newer version is refused, naming both versions", not daemon.ready and status == 2 and "schema 99" in said, (status, said))
    status = subprocess.run([program, "check", "--data", folder], capture_output=True, text=True)
    check("tools refuse it too", status.returncode == 2 and "schema 99" in status.stderr, status)


def main():
    named = {f.__name__: f for f in (second_server, newer_schema, flipped_bits, kills, full_disk, syncs)}
    for name in sys.argv[2:] or named:
        begun = time.time()
        named[name](sys.argv[1])
        print(f"({name}: {time.time() - begun:.0f} s)", flush=True)
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
