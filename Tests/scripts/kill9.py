#!/usr/bin/env python3
"""Kills the daemon with SIGKILL under load from four uploaders, again and again.

    kill9.py NILOMETERD [ROUNDS]     50 rounds by default; status 1 when an acknowledged run is missing or doubled
"""
import os, random, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import end_to_end, load


def uploader(daemon, number, round_number, acknowledged, stop):
    count = 0
    while not stop.is_set():
        sha = f"r{round_number}-u{number}-{count}"
        count += 1
        path = f"/api/v1/projects/load/runs?commit={sha}&branch=b{number}&machine=m{number}"
        try: status, run = daemon.call("POST", path, b"BenchmarkA 10 5 ns/op 3 allocs/op\n")
        except Exception: continue
        if status == 201: acknowledged[sha] = run["id"]


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    folder, acknowledged = tempfile.mkdtemp(), {}
    chance = random.Random(11)
    for round_number in range(rounds):
        daemon = load.Daemon(program, folder, f"127.0.0.1:{end_to_end.free_port()}")
        daemon.call("POST", "/api/v1/projects", {"slug": "load"})
        stop = threading.Event()
        threads = [threading.Thread(target=uploader, args=(daemon, n, round_number, acknowledged, stop)) for n in range(4)]
        for thread in threads: thread.start()
        time.sleep(chance.uniform(0.05, 0.8))
        daemon.process.kill()
        daemon.process.wait()
        stop.set()
        for thread in threads: thread.join()
    daemon = load.Daemon(program, folder, f"127.0.0.1:{end_to_end.free_port()}")
    stored, cursor = [], ""
    while cursor is not None:
        page = daemon.call("GET", f"/api/v1/projects/load/runs?limit=1000&cursor={cursor}" if cursor else "/api/v1/projects/load/runs?limit=1000")[1]
        stored += [(run["commit"], run["id"]) for run in page["items"]]
        cursor = page["next"]
    daemon.stop()
    found = dict(stored)
    lost = [sha for sha, run in acknowledged.items() if found.get(sha) != run]
    clean = subprocess.run([program, "check", "--data", folder], capture_output=True, text=True)
    print(f"rounds {rounds}  acknowledged {len(acknowledged)}  stored {len(stored)}  lost {len(lost)}  "
          f"doubled {len(stored) - len(found)}  check {clean.stdout.strip()[:200]}")
    return 1 if lost or len(stored) != len(found) or clean.returncode else 0


if __name__ == "__main__": sys.exit(main())
