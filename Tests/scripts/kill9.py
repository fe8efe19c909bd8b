#!/usr/bin/env python3
"""Kills the daemon with SIGKILL under load from four uploaders, again and again, while a webhook receiver listens.

    kill9.py NILOMETERD [ROUNDS] [SEED]     50 rounds by default; prints “ok what” or “FAIL what”; status 1 when one failed

Each uploader writes the history of a project of its own: a benchmark whose allocations rise and fall, so that alerts open
and recover. An upload that was not answered is sent again after the restart with the same key, as a CI job would do it.
At the end, from the outside: every acknowledged run is there, none twice; each rise has one alert and no other alert
exists; and every event that the database holds reached the receiver under one id.
"""
import collections, http.server, json, os, random, sqlite3, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import end_to_end, load
from end_to_end import check

UPLOADERS = 4
LEVELS = (3, 3, 7, 3, 9, 9, 3)
REPEATS = 10


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes everything, at once; keeps (id, body) of each attempt."""
    got, lock = [], threading.Lock()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        with Receiver.lock: Receiver.got.append((self.headers["webhook-id"], body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_): pass


class Uploader:
    """The history of one project, over all rounds."""

    def __init__(self, number):
        self.project, self.count, self.acknowledged, self.repeated = f"load{number}", 0, {}, 0

    def sha(self, index): return f"{self.project}-{index:06d}"

    def level(self, index): return LEVELS[index % len(LEVELS)]

    def upload(self, daemon):
        """Sends the next run; it stays the next one until it is acknowledged."""
        sha, line = self.sha(self.count), ",".join(self.sha(i) for i in reversed(range(max(0, self.count - 20), self.count)))
        text = f"BenchmarkA 10 5 ns/op {self.level(self.count)} allocs/op\n" * REPEATS
        status, run = daemon.call("POST", f"/api/v1/projects/{self.project}/runs?commit={sha}&branch=main&machine=m&line={line}",
                                  text.encode(), {"Idempotency-Key": sha})
        if status not in (200, 201): raise RuntimeError(f"{sha} was answered {status}: {run}")
        self.repeated += status == 200
        self.acknowledged[sha] = run["id"]
        self.count += 1

    def work(self, daemon, stop, failures):
        while not stop.is_set():
            try: self.upload(daemon)
            except OSError: time.sleep(0.005)                       # killed under it: the same run again
            except Exception as error: return failures.append(repr(error))

    def rises(self):
        """The commits at which an alert must have been opened."""
        return {self.sha(i) for i in range(1, self.count) if self.level(i) > self.level(i - 1)}


def pages(daemon, path):
    cursor, items = None, []
    while True:
        page = daemon.call("GET", path + "?limit=1000" + (f"&cursor={cursor}" if cursor else ""))[1]
        items, cursor = items + page["items"], page["next"]
        if cursor is None: return items


def rounds_of_killing(program, folder, rounds, chance, uploaders):
    failures, hooked = [], set()
    for _ in range(rounds):
        daemon = start(program, folder)
        for one in uploaders:
            daemon.call("POST", "/api/v1/projects", {"slug": one.project})
            if one.project not in hooked:
                daemon.call("POST", f"/api/v1/projects/{one.project}/webhooks", {"url": f"http://127.0.0.1:{receiver_port}/"})
                hooked.add(one.project)
        stop = threading.Event()
        threads = [threading.Thread(target=one.work, args=(daemon, stop, failures)) for one in uploaders]
        for thread in threads: thread.start()
        time.sleep(chance.uniform(0.05, 1.0))
        daemon.process.kill()
        daemon.process.wait()
        stop.set()
        for thread in threads: thread.join()
    return failures


def start(program, folder):
    return load.Daemon(program, folder, f"127.0.0.1:{end_to_end.free_port()}", "--webhook-allow", "127.0.0.0/8")


def settle(folder):
    """Waits until no sweep is due and no delivery waits."""
    with sqlite3.connect(f"file:{folder}/nilometer.db?mode=ro", uri=True, timeout=30) as db:
        for _ in range(900):
            waiting = "SELECT (SELECT count(*) FROM sweep) + (SELECT count(*) FROM delivery WHERE state = 'waiting')"
            if db.execute(waiting).fetchone()[0] == 0: return True
            time.sleep(0.2)
    return False


def events(folder):
    """How often each body stands in the outbox, and how many deliveries do not say that they were taken."""
    with sqlite3.connect(f"file:{folder}/nilometer.db?mode=ro", uri=True) as db:
        bodies = collections.Counter(body for body, in db.execute("SELECT body FROM alert_event"))
        return bodies, db.execute("SELECT count(*) FROM delivery WHERE state <> 'delivered'").fetchone()[0]


def main():
    global receiver_port
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 11
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    receiver_port = receiver.server_address[1]
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    folder, uploaders = tempfile.mkdtemp(), [Uploader(number) for number in range(UPLOADERS)]
    failures = rounds_of_killing(program, folder, rounds, random.Random(seed), uploaders)
    check("no upload was refused", not failures, failures[:3])
    daemon = start(program, folder)
    for one in uploaders: one.upload(daemon)                         # whatever was not answered is sent once more
    check("sweeps and deliveries come to rest", settle(folder))

    acknowledged = lost = doubled = strangers = alerts = 0
    wrong_alerts = []
    for one in uploaders:
        stored = pages(daemon, f"/api/v1/projects/{one.project}/runs")
        found = {run["commit"]: run["id"] for run in stored}
        acknowledged += len(one.acknowledged)
        lost += sum(found.get(sha) != run for sha, run in one.acknowledged.items())
        doubled += len(stored) - len(found)
        strangers += len(set(found) - set(one.acknowledged))
        opened = [alert["commitRange"]["to"] for alert in daemon.call("GET", f"/api/v1/projects/{one.project}/alerts")[1]["items"]]
        alerts += len(opened)
        if sorted(opened) != sorted(one.rises()):
            wrong_alerts.append((one.project, sorted(set(opened) ^ one.rises())[:5], len(opened), len(one.rises())))
    check("every acknowledged run is there", acknowledged and not lost, lost)
    check("no run is there twice, and none that was never acknowledged", not doubled and not strangers, (doubled, strangers))
    check("each rise has one alert, and there is no other alert", alerts and not wrong_alerts, wrong_alerts)
    ended, _ = daemon.stop()
    check("the daemon ends with status 0", ended == 0, ended)
    clean = subprocess.run([program, "check", "--data", folder], capture_output=True, text=True)
    check("nilometerd check is clean", clean.returncode == 0, clean.stdout[:300] + clean.stderr[:300])

    bodies, waiting = events(folder)
    ids_of_body, bodies_of_id = collections.defaultdict(set), collections.defaultdict(set)
    for identity, body in Receiver.got:
        ids_of_body[body].add(identity)
        bodies_of_id[identity].add(body)
    check("no event was lost", bodies and not waiting and set(bodies) <= set(ids_of_body),
          (waiting, len(set(bodies) - set(ids_of_body))))
    check("every event came under one id", all(len(ids_of_body[body]) == count for body, count in bodies.items()),
          [(body[:200], ids_of_body[body]) for body, count in bodies.items() if len(ids_of_body[body]) != count][:3])
    check("no id came with two bodies", all(len(found) == 1 for found in bodies_of_id.values()))
    check("nothing came that the database does not hold", set(ids_of_body) <= set(bodies), list(set(ids_of_body) - set(bodies))[:2])
    opened = collections.Counter(json.loads(body)["data"]["alert"]["id"] for body in ids_of_body if json.loads(body)["type"] == "alert.opened")
    check("each alert was opened once", len(opened) == alerts and set(opened.values()) <= {1}, (len(opened), alerts))
    print(f"rounds {rounds}  acknowledged {acknowledged} ({sum(one.repeated for one in uploaders)} after a second sending)  lost {lost}  "
          f"doubled {doubled}  alerts {alerts}  events {sum(bodies.values())}  attempts {len(Receiver.got)}  ids {len(bodies_of_id)}")
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
