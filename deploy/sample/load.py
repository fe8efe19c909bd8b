#!/usr/bin/env python3
"""Starts the daemon, loads the sample history, and prints the regressions that it finds.

    load.py NILOMETERD [--check]     with --check in a temporary folder, stopping afterwards; status 1 when one is missing
"""
import json, os, signal, subprocess, sys, tempfile, time, urllib.error, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))


class Daemon:
    """A running nilometerd, and a token for it."""

    def __init__(self, program, folder, listen, *flags):
        self.base = f"http://{listen}"
        self.token = subprocess.run(
            [program, "token", "create", "--data", folder], check=True, capture_output=True, text=True).stdout.strip()
        self.process = subprocess.Popen([program, "serve", "--data", folder, "--listen", listen, *flags])
        for _ in range(200):
            try:
                if self.call("GET", "/readyz")[0] == 200: return
            except OSError: time.sleep(0.05)
        sys.exit("the daemon did not become ready")

    def call(self, method, path, body=None, headers=None):
        """Status and decoded body."""
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        given = {"Authorization": f"Bearer {self.token}"}
        if isinstance(body, (dict, list)): given["Content-Type"] = "application/json"
        elif body is not None: given["Content-Type"] = "text/plain"
        given.update(headers or {})
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=given)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer: status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error: status, text = error.code, error.read()
        return status, json.loads(text) if text else None

    def stop(self):
        """The exit status after SIGTERM, and the seconds it took."""
        begun = time.time()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20), time.time() - begun


def steps():
    """The sample's commits, oldest first, each with its line (newest first) and its benchmark output."""
    truth = json.load(open(os.path.join(HERE, "truth.json")))
    shas = [step["commit"] for step in truth]
    for index, step in enumerate(truth):
        text = open(os.path.join(HERE, step["step"], "bench.txt"), "rb").read()
        yield step, shas[:index][::-1], text


def upload(daemon, project, step, line, text):
    return daemon.call("POST", f"/api/v1/projects/{project}/runs?commit={step['commit']}&branch=main&machine=ci&line={','.join(line)}", text)


def settled_changes(daemon, project):
    """The changes once they have stayed the same for two seconds."""
    last, since = None, time.time()
    for _ in range(400):
        now = daemon.call("GET", f"/api/v1/projects/{project}/changes")[1]["items"]
        if now != last: last, since = now, time.time()
        elif now and time.time() - since > 2: return now
        time.sleep(0.1)
    sys.exit("the changes did not settle")


def main():
    program, check = sys.argv[1], "--check" in sys.argv
    listen = "127.0.0.1:7642" if check else "127.0.0.1:7622"
    folder = tempfile.mkdtemp() if check else os.environ.get("NILOMETER_DATA", os.path.expanduser("~/.local/share/nilometer"))
    daemon = Daemon(program, folder, listen)
    daemon.call("POST", "/api/v1/projects", {"slug": "gosample"})
    for step, line, text in steps(): upload(daemon, "gosample", step, line, text)
    changes = settled_changes(daemon, "gosample")
    names = {step["commit"]: step["message"] for step, _, _ in steps()}
    rises = [c for c in changes if c["metric"] == "allocs/op" and c["difference"] > 0]
    for c in rises:
        print(f"{c['commit'][:10]}  {c['benchmark']:14s} {c['before']:6.0f} -> {c['after']:6.0f} allocs/op   {names[c['commit']]}")
    print(f"{len(rises)} regressions of allocs/op; API: {daemon.base}/api/v1/projects/gosample")
    if not check:
        print(f"administrator token, shown once: {daemon.token}")
        return daemon.process.wait()
    expected = {(s["commit"], b) for s, _, _ in steps() for r in s["regressions"] if "allocs/op" in r["metrics"] for b in r["benches"]}
    found = {(c["commit"], c["benchmark"]) for c in rises}
    missing = [pair for pair in expected if not any(pair[0] == f[0] and f[1].startswith(pair[1].split("/")[0]) for f in found)]
    status, _ = daemon.stop()
    for pair in missing: print("missing:", pair)
    return 1 if missing or status else 0


if __name__ == "__main__": sys.exit(main())
