#!/usr/bin/env python3
"""`nilometer ab` on a real git repository, whose benchmark is a fake on a drifting machine with 2 % noise.

    ab.py NILOMETER [--full] [--runs 20] [--seed 11]

The machine drifts from process to process as an autoregression (φ .95, standard deviation 1.5 %). With --full there are 300
runs from end to end and 3,000 analyses for each figure (some minutes); else the analyses are left to interleaved.py.
"""
import argparse
import json
import math
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
NOISE, PHI, DRIFT = 0.02, 0.95, 0.015
failed = 0

BENCHMARK = r"""#!/bin/sh
# Gives the next value of the drifting machine; what the commit says is added on top.
read n < "$FAKE/counter"
echo $((n + 1)) > "$FAKE/counter"
read same five < "$FAKE/$n"
read kind < kind
case $kind in
slow) value=$five allocations=8 ;;
crash) echo "the benchmark fell over" >&2; exit 9 ;;
other) value=$same allocations=7; echo "BenchmarkNew 1 $same ns/op" ;;
*) value=$same allocations=7 ;;
esac
[ -n "$WAITS" ] && { : > "$FAKE/waiting"; sleep 60; }
[ -n "$WRITES" ] && exec > out.txt
echo "BenchmarkFoo 1 $value ns/op $allocations allocs/op"
[ "$1" = '^(Benchmark)?(Foo)($|/)' ] || echo "BenchmarkBar 1 100 ns/op"
exit 0
"""


def check(what, is_good, detail=""):
    global failed
    failed += not is_good
    print(f"{'ok' if is_good else 'FAIL'} {what}{': ' + str(detail) if detail != '' else ''}", flush=True)


class Machine:
    """A clone with one commit a kind, and values for its benchmark."""

    def __init__(self, program, folder, seed):
        self.program, self.folder, self.random = str(pathlib.Path(program).resolve()), pathlib.Path(folder), random.Random(seed)
        self.clone, self.fake = self.folder / "clone", self.folder / "fake"
        self.fake.mkdir()
        self.git("init", "-q", "-b", "main", str(self.clone), folder=self.folder)
        (self.clone / "bench.sh").write_text(BENCHMARK)
        (self.clone / "bench.sh").chmod(0o755)
        for kind in ("same", "slow", "crash", "other", "again"):
            (self.clone / "kind").write_text(kind + "\n")
            self.git("add", "-A")
            self.git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "-m", kind)
            self.git("tag", kind)
        self.wind()

    def git(self, *words, folder=None):
        run = subprocess.run(["git", *words], cwd=folder or self.clone, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def wind(self, processes=70):
        """New values for the processes to come: as they are, and 5 % more."""
        drift = self.random.gauss(0, DRIFT)
        for place in range(processes):
            drift = PHI * drift + math.sqrt(1 - PHI * PHI) * DRIFT * self.random.gauss(0, 1)
            value = 100 * math.exp(drift) * (1 + NOISE * self.random.gauss(0, 1))
            (self.fake / str(place)).write_text(f"{value:.6f} {1.05 * value:.6f}\n")
        (self.fake / "counter").write_text("0\n")

    def processes(self):
        return int((self.fake / "counter").read_text())

    def ab(self, *words, command=("./bench.sh",), folder=None, **variables):
        environment = dict(os.environ, FAKE=str(self.fake), **variables)
        for name in ("GITHUB_STEP_SUMMARY", "NILOMETER_SERVER"):
            environment.pop(name, None)
        return subprocess.run([self.program, "ab", *words, "--", *command], cwd=folder or self.clone, env=environment,
                              capture_output=True, text=True)

    def judged(self, *words, **more):
        """The answer of a comparison by new values, and its status."""
        self.wind()
        run = self.ab(*words, "--json", **more)
        return (json.loads(run.stdout) if run.stdout else {}), run

    def leftovers(self):
        return self.git("worktree", "list").count("\n") - 1


def row(answer, metric="ns/op", benchmark="Foo"):
    return next((row for row in answer.get("rows", []) if row["metric"] == metric and row["benchmark"] == benchmark), {})


def behaviour(machine):
    answer, run = machine.judged("--base", "same", "--head", "slow")
    found = row(answer)
    check("a change of 5 % regresses, with status 1", run.returncode == 1 and found.get("verdict") == "regressed", run.stderr if run.returncode != 1 else "")
    low, high = found.get("interval") or (0, 0)
    check("its interval holds the truth", low <= 1.05 <= high, (low, high))
    check("allocations are compared exactly", row(answer, "allocs/op").get("verdict") == "regressed" and row(answer, "allocs/op")["before"] == 7)
    check("the time is estimated after the first pair", "30 pairs take about" in run.stderr and "at most 10 min" in run.stderr)
    check("nothing is left behind", machine.leftovers() == 0)
    machine.wind()
    run = machine.ab("--base", "same", "--head", "slow")
    check("people get a sentence and a table", run.stdout.startswith("▲ 2 of 3 regressed: ") and "95 % interval" in run.stdout, run.stdout.splitlines()[:1])
    answer, run = machine.judged("--base", "same", "--head", "slow", "--advisory")
    check("an advisory comparison ends with 0", run.returncode == 0 and answer["status"] == 0 and answer["conclusion"] == "failed")

    answer, run = machine.judged("--base", "same", "--head", "slow", "--metric", "allocs/op", "--pairs", "2")
    check("counts alone take two pairs", run.returncode == 1 and machine.processes() == 4, machine.processes())
    run = machine.ab("--base", "same", "--pairs", "7")
    check("fewer than 8 pairs are wrong usage", run.returncode == 64 and "--pairs is at least 8" in run.stderr)
    run = machine.ab("--base", "nowhere")
    check("an unknown base is told", run.returncode == 2 and "“nowhere” is no commit of this clone" in run.stderr, run.stderr.strip())

    answer, run = machine.judged("--base", "same", "--head", "other")
    check("a benchmark of one side is missing", row(answer, benchmark="New").get("verdict") == "missing"
          and row(answer, benchmark="New")["reason"] == "measured at the head only", row(answer, benchmark="New").get("reason"))
    answer, run = machine.judged("--base", "same", "--head", "crash")
    check("a crash names side and pair, after a second try", run.returncode == 2 and run.stderr.count("The head's run in the pair that warms the machine") == 2
          and "the benchmark fell over" in run.stderr, run.stderr.strip().splitlines()[-1:])
    run = machine.ab("--base", "same", "--head", "slow", command=("no-such-program",))
    check("a program that is not there is told", run.returncode == 2 and "“no-such-program” was not found" in run.stderr)
    run = machine.ab("--base", "same", "--head", "slow", command=("echo", "hello"))
    check("output that cannot be read is shown", run.returncode == 2 and "It begins with “hello" in run.stderr)
    run = machine.ab("--base", "same", "--head", "slow", "--setup", "exit 3")
    check("a setup that fails is told", run.returncode == 2 and "The setup of the base, “exit 3”, ended with status 3" in run.stderr)
    answer, run = machine.judged("--base", "same", "--head", "slow", "--setup", "touch built", command=("sh -c 'test -e built && exec ./bench.sh'",))
    check("a setup prepares both sides, and a line runs in the shell", run.returncode == 1 and row(answer).get("verdict") == "regressed")
    answer, run = machine.judged("--base", "same", "--head", "slow", "--results", "out*.txt", "--metric", "allocs/op", WRITES="1")
    check("results are read from files", run.returncode == 1 and row(answer, "allocs/op").get("after") == 8, run.stderr.strip().splitlines()[-1:])

    (machine.clone / "kind").write_text("slow\n")
    answer, run = machine.judged("--base", "same")
    check("changed files make the working tree the head", run.returncode == 1 and answer["head"] is None and "the working tree itself is the head" in run.stderr)
    machine.git("checkout", "-q", "kind")

    report = machine.folder / "report.json"
    report.write_text(json.dumps({"rows": [{"benchmark": "Foo", "parameters": {}, "metric": "ns/op", "verdict": "regressed"}]}))
    answer, run = machine.judged("--base", "same", "--head", "slow", "--confirm", str(report), command=("./bench.sh", "{benchmarks}"))
    check("only what regressed is confirmed", run.returncode == 1 and [r["metric"] for r in answer["rows"]] == ["ns/op"], run.stderr.strip().splitlines()[-1:])
    report.write_text(json.dumps({"rows": []}))
    run = machine.ab("--base", "same", "--confirm", str(report))
    check("nothing to confirm is nothing to measure", run.returncode == 0 and "nothing was measured" in run.stderr)

    markdown, junit = machine.folder / "answer.md", machine.folder / "answer.xml"
    machine.wind()
    machine.ab("--base", "same", "--head", "slow", "--markdown", str(markdown), "--junit", str(junit))
    check("Markdown and JUnit are written", "▲ regressed" in markdown.read_text() and "<testcase" in junit.read_text())
    interrupted(machine)


def interrupted(machine):
    machine.wind()
    environment = dict(os.environ, FAKE=str(machine.fake), WAITS="1")
    run = subprocess.Popen([machine.program, "ab", "--base", "same", "--head", "slow", "--", "./bench.sh"], cwd=machine.clone,
                           env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    until = time.monotonic() + 60
    while not (machine.fake / "waiting").exists() and time.monotonic() < until:
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=30)
    check("Ctrl-C ends with 130", run.returncode == 130, run.returncode)
    check("Ctrl-C leaves no worktree behind", machine.leftovers() == 0)


def end_to_end(machine, runs):
    verdicts, used, begun = [], [], time.monotonic()
    for _ in range(runs):
        answer, run = machine.judged("--base", "same", "--head", "again", "--metric", "ns/op", "--confirm", "Foo")
        assert run.returncode in (0, 1) and len(answer["rows"]) == 1, run.stderr
        verdicts.append(row(answer)["verdict"])
        used.append(answer["pairs"])
    took = (time.monotonic() - begun) / runs
    false = sum(verdict in ("regressed", "improved") for verdict in verdicts)
    most = 7 if runs >= 300 else 2
    print(f"{runs} runs of ab without a change: {false} false, median {statistics.median(used):g} pairs, {took:.2f} s each")
    check(f"false verdicts in {runs} runs from end to end", false <= most, f"{false} (asked: at most {most})")
    power, seen = max(5, runs // 10), 0
    used = []
    for _ in range(power):
        answer, run = machine.judged("--base", "same", "--head", "slow", "--metric", "ns/op", "--confirm", "Foo", "--pairs", "20")
        seen += run.returncode == 1
        used.append(answer["pairs"])
    check("a change of 5 % is found from end to end", seen >= power - 1, f"{seen} of {power}, median {statistics.median(used):g} of 20 pairs used")


def analyses(program, count, seed):
    """The figures of the statistics alone: 3,000 analyses each, on the same kind of machine."""
    try:
        import numpy
    except ImportError as absent:
        print(f"skipped: analyses of ab are not simulated, {absent}")
        return
    import interleaved
    generator = numpy.random.default_rng(seed)
    for planned in (10, 20, 30):
        times = interleaved.runs(numpy, generator, count, planned, True)
        found = interleaved.interleaved(program, times, 0.0, planned)
        false = sum(r["verdict"] in ("regressed", "improved") for r in found) / count
        block = interleaved.blocks(numpy, times, 0.0)
        check(f"false verdicts of {count} analyses with {planned} pairs", false <= 0.013,
              f"{100 * false:.2f} % in turn, {100 * block:.1f} % in block order of equal size and level (asked: at most 1.3 %)")
    for effect in (0.02, 0.03, 0.05):
        times = interleaved.runs(numpy, generator, count, 20, True)
        found = interleaved.interleaved(program, times, effect, 20)
        power = sum(r["verdict"] == "regressed" for r in found) / count
        pairs = statistics.median(r["pairs"] for r in found)
        text = f"power for {100 * effect:g} % with at most 20 pairs"
        detail = f"{power:.3f}, median {pairs:g} pairs used beside 20 fixed"
        if effect == 0.03:
            check(text, power >= 0.9, detail + " (asked: at least .9)")
        else:
            print(f"{text}: {detail}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=11)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(asked.program, folder, asked.seed)
        behaviour(machine)
        end_to_end(machine, asked.runs or (300 if asked.full else 20))
    if asked.full:
        analyses(asked.program, asked.count, asked.seed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
