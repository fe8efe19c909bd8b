#!/usr/bin/env python3
"""Measures LLVM's LNT and Nilometer one after the other on the same runs, and prints how they compare.

    bench_lnt.py NILOMETER-BENCH NILOMETERD [--runs 27] [--readings 500] [--seed 7]

LNT comes from PyPI (llvm-lnt) into a virtual environment in the temporary folder; where it cannot be had the script says
“skipped” and ends with status 0. The runs are those that `nilometer-bench --write-runs` writes. Each server stands alone
while it is measured; processor time is that of the server, not of the uploader.
"""
import argparse, json, os, signal, socket, subprocess, sys, tempfile, time, urllib.parse, urllib.request, venv

VERSION = "llvm-lnt==0.4.20"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def family(pid):
    """A process and those that it started."""
    try: children = open(f"/proc/{pid}/task/{pid}/children").read().split()
    except OSError: return [pid]
    return [pid] + [one for child in children for one in family(int(child))]


def cpu_seconds(pid):
    ticks = 0
    for one in family(pid):
        try: ticks += sum(map(int, open(f"/proc/{one}/stat").read().rpartition(")")[2].split()[11:13]))
        except OSError: pass
    return ticks / os.sysconf("SC_CLK_TCK")


def install(folder):
    """The lnt command in a new virtual environment; None where it cannot be had."""
    place = os.path.join(folder, "venv")
    venv.create(place, with_pip=True)
    got = subprocess.run([os.path.join(place, "bin", "pip"), "install", "-q", VERSION], capture_output=True, text=True)
    if got.returncode: return print(f"skipped: {VERSION} does not install here: {got.stderr.strip().splitlines()[-1:]}")
    return os.path.join(place, "bin", "lnt")


def report(envelope, number):
    """A run as LNT takes it; nanoseconds become seconds, because that is its unit of execution time."""
    tests = [{"name": r["benchmark"], "execution_time": [v * 1e-9 for v in r["samples"]]} for r in envelope["readings"]]
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1_767_225_600 + number * 60))
    return {"format_version": "2", "machine": {"name": envelope["machine"]["name"]},
            "run": {"start_time": stamp, "end_time": stamp, "llvm_project_revision": str(number + 1)}, "tests": tests}


def measure_lnt(lnt, folder, envelopes):
    """Readings per processor second and per second, and the answers' seconds."""
    place, port = os.path.join(folder, "server"), free_port()
    subprocess.run([lnt, "create", place], check=True, capture_output=True)
    server = subprocess.Popen([lnt, "runserver", place, "--hostname", "127.0.0.1", "--port", str(port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    address = f"http://127.0.0.1:{port}/db_default/v4/nts/submitRun"
    try:
        for _ in range(300):
            try: urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30).read(); break
            except OSError: time.sleep(0.2)
        before, begun, seconds = cpu_seconds(server.pid), time.time(), []
        for number, envelope in enumerate(envelopes):
            form = {"commit": "1", "input_data": json.dumps(report(envelope, number))}
            sent = time.time()
            with urllib.request.urlopen(address, urllib.parse.urlencode(form).encode(), timeout=300) as answer:
                if not json.load(answer).get("success"): sys.exit("LNT refused a run")
            seconds.append(time.time() - sent)
        wall, cpu = time.time() - begun, cpu_seconds(server.pid) - before
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    readings = sum(len(envelope["readings"]) for envelope in envelopes)
    return {"cpu": readings / cpu, "wall": readings / wall, "median": sorted(seconds)[len(seconds) // 2] * 1000}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("bench")
    options.add_argument("daemon")
    for name, value in ("runs", 27), ("readings", 500), ("seed", 7): options.add_argument(f"--{name}", type=int, default=value)
    given = options.parse_args()
    plan = [f"--{name}={getattr(given, name)}" for name in ("runs", "readings", "seed")]
    with tempfile.TemporaryDirectory() as folder:
        lnt = install(folder)
        if not lnt: return 0
        runs = os.path.join(folder, "runs")
        subprocess.run([given.bench, "--write-runs", runs, *plan], check=True)
        envelopes = [json.load(open(os.path.join(runs, name))) for name in sorted(os.listdir(runs))]
        theirs = measure_lnt(lnt, folder, envelopes)
    # One uploader at both; Nilometer is fast, so that it gets more runs of the same kind for a steady figure.
    plan[0] = f"--runs={max(given.runs, 200)}"
    shown = subprocess.run([given.bench, "--daemon", given.daemon, *plan, "--uploaders=1", "--points=0", "--sweeps=1", "--json"],
                           check=True, capture_output=True, text=True).stdout
    figures = {figure["id"]: figure.get("value") for figure in json.loads(shown)["figures"]}
    ours = {"cpu": figures["ingest-cpu"], "wall": figures["ingest-wall"], "median": figures["upload-p50"]}
    print(f"ingest over HTTP, runs of {given.readings} readings, 1 uploader; processor time of the server")
    print(f"{'':28s}{'readings per CPU-s':>20s}{'readings/s':>12s}{'median answer':>16s}")
    for name, found in ("LLVM LNT 0.4.20 (live)", theirs), ("Nilometer", ours):
        print(f"{name:28s}{found['cpu']:20,.0f}{found['wall']:12,.0f}{found['median']:13,.1f} ms")
    print(f"{'ratio':28s}{ours['cpu'] / theirs['cpu']:20,.0f}{ours['wall'] / theirs['wall']:12,.0f}"
          f"{theirs['median'] / ours['median']:13,.0f}")
    return 0


if __name__ == "__main__": sys.exit(main())
