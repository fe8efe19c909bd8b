#!/usr/bin/env python3
"""Runs the daemon as its users do: uploads in three orders, bad input, webhooks, shutdown.

    end_to_end.py NILOMETERD        prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import base64, gzip, hashlib, hmac, http.server, json, os, random, socket, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "deploy", "sample"))
import load

failed = 0


def check(what, holds, shown=""):
    global failed
    failed += not holds
    print(("ok " if holds else "FAIL ") + what + (f": {shown}" if not holds else ""), flush=True)


class Receiver(http.server.BaseHTTPRequestHandler):
    got = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        Receiver.got.append((dict((k.lower(), v) for k, v in self.headers.items()), body))
        self.send_response(500 if len(Receiver.got) == 1 else 204)
        self.end_headers()

    def log_message(self, *_): pass


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def signature_holds(secret, headers, body):
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    code = hmac.new(base64.b64decode(secret[6:]), text, hashlib.sha256).digest()
    return headers["webhook-signature"] == "v1," + base64.b64encode(code).decode()


def key(change):
    return (change["benchmark"], json.dumps(change["parameters"], sort_keys=True), change["metric"], change["commit"],
            change["state"], change["before"], change["after"])


def histories(daemon):
    orders = {"forward": list(load.steps()), "reverse": list(load.steps())[::-1], "shuffled": list(load.steps())}
    random.Random(7).shuffle(orders["shuffled"])
    found = {}
    for name, order in orders.items():
        daemon.call("POST", "/api/v1/projects", {"slug": name})
        statuses = {load.upload(daemon, name, *step)[0] for step in order}
        check(f"{name}: every upload is stored", statuses == {201}, statuses)
        found[name] = sorted(key(c) for c in load.settled_changes(daemon, name))
    check("the order of arrival does not matter", found["forward"] == found["reverse"] == found["shuffled"])
    check("every change is confirmed", {c[4] for c in found["forward"]} == {"confirmed"})
    expected, level = set(), {}
    for step, _, text in load.steps():
        values = {}
        for line in text.decode().splitlines():
            fields = line.split()
            if line.startswith("Benchmark") and "allocs/op" in fields:
                values.setdefault(fields[0], []).append(float(fields[fields.index("allocs/op") - 1]))
        for name, samples in values.items():
            known = level.get(name)
            if known is not None and (min(samples) > max(known) + 0.5 or max(samples) < min(known) - 0.5):
                expected.add((step["commit"], name))
                level[name] = samples
            elif known is None: level[name] = samples
    check("as many allocs/op changes as an independent reading of the text gives",
          len(expected) == len([c for c in found["forward"] if c[2] == "allocs/op"]),
          (len(expected), len(found["forward"])))
    step, line, text = next(load.steps())
    status, run = load.upload(daemon, "forward", step, line, text)
    check("the same upload again is answered 200 with the first run", status == 200 and run["id"].startswith("run_"), status)


def comparisons(daemon, nilometer):
    api, steps = "/api/v1/projects/forward", list(load.steps())
    (good, bad), shas = steps[20:22], [step["commit"] for step, _, _ in steps]
    expected = {}
    for index, (_, _, text) in enumerate((good, bad)):
        for line in text.decode().splitlines():
            fields = line.split()
            if line.startswith("Benchmark") and "allocs/op" in fields:
                sides = expected.setdefault(fields[0], ([], []))
                sides[index].append(float(fields[fields.index("allocs/op") - 1]))
    rose = sum(min(new) > max(old) for old, new in expected.values())
    status, answer = daemon.call("GET", f"{api}/compare?base={shas[20]}&head={shas[21]}")
    counts = [r for r in answer["rows"] if r["metric"] == "allocs/op"]
    check("comparing two commits regresses what an independent reading of the text says",
          status == 200 and answer["verdict"] == "regressed" and len(counts) == len(expected)
          and rose == sum(r["verdict"] == "regressed" for r in counts) > 0, (status, rose, answer.get("counts")))
    check("rises from 0 come first", answer["rows"][0]["before"] == 0 and answer["rows"][0]["ratio"] is None, answer["rows"][0])
    other = daemon.call("GET", f"{api}/compare?base={shas[21]}&head={shas[20]}")[1]
    check("the other way round they improve, and nothing regresses in counts",
          rose == sum(r["verdict"] == "improved" for r in other["rows"] if r["metric"] == "allocs/op"), other["counts"])
    same = daemon.call("GET", f"{api}/compare?base={shas[20][:8]}&head=main")[1]
    check("a prefix and a branch name the same commits", same["rows"] == answer["rows"], same.get("head"))
    fork = daemon.call("GET", f"{api}/compare?base=main&head={shas[21]}")[1]
    check("the base of a branch's own head is the commit before it", fork["base"]["commit"] == shas[20], fork["base"])
    verdict = daemon.call("GET", f"{api}/runs/{answer['head']['runs'][0]}/verdict")[1]
    check("a run's verdict is against its parent", verdict["rows"] == answer["rows"], verdict["base"])
    first = daemon.call("GET", f"{api}/runs?commit={shas[0]}")[1]["items"][0]["id"]
    check("a first run is neutral", daemon.call("GET", f"{api}/runs/{first}/verdict")[1]["outcome"] == "first-run")
    check("an unknown revision: 404", daemon.call("GET", f"{api}/compare?base=nope&head=main")[0] == 404)
    check("a comparison without a base: 422", daemon.call("GET", f"{api}/compare?head=main")[0] == 422)
    daemon.call("POST", "/api/v1/projects", {"slug": "branches"})
    api = "/api/v1/projects/branches"
    upload = lambda commit, branch, line, text: daemon.call(
        "POST", f"{api}/runs?commit={commit}&branch={branch}&machine=ci&line={line}", text)
    upload("m1", "main", "m0", good[2])
    upload("f1", "feature/x", "m2,m1,m0", bad[2])
    for base in ("m2", "main", "m1"):
        found = daemon.call("GET", f"{api}/compare?base={base}&head=feature%2Fx")[1]
        check(f"base {base}, measured or not: the nearest measured ancestor is used and named",
              found["base"]["commit"] == "m1" and found["verdict"] == "regressed" and found["base"]["reason"], found["base"])
    upload("f2", "other", "m1,m0", b"BenchmarkElse 1 3 ns/op\n")
    gone = daemon.call("GET", f"{api}/compare?base=main&head=f2")[1]
    check("where nothing is on both sides the outcome says so",
          gone["outcome"] == "nothing-compared" and {r["verdict"] for r in gone["rows"]} == {"missing"}, gone["outcome"])
    environment = {**os.environ, "NILOMETER_SERVER": daemon.base, "NILOMETER_TOKEN": daemon.token}
    for project, base, head, expected in [("forward", shas[20], shas[21], 1), ("forward", shas[21], shas[20], 0),
                                          ("branches", "main", "f2", 3), ("branches", "nope", "f2", 2)]:
        ran = subprocess.run([nilometer, "compare", base, head, "--project", project, "--gate"], env=environment,
                             capture_output=True, text=True)
        check(f"nilometer compare {base[:8]} {head[:8]} --gate: {expected}", ran.returncode == expected, ran)
    files = [os.path.join(load.HERE, step["step"], "bench.txt") for step, _, _ in (good, bad)]
    ran = subprocess.run([nilometer, "compare", files[0], "--to", files[1], "--json", "--gate"], capture_output=True, text=True)
    check("nilometer compare OLD --to NEW --json --gate: 1", ran.returncode == 1 and json.loads(ran.stdout)["counts"]["regressed"] > 0, ran)


def bad_input(daemon):
    path, J = "/api/v1/projects/forward/runs", {"Content-Type": "application/json"}
    good = {"schema": "nilometer.run/1", "commit": {"sha": "x1", "line": ["x0"]}, "readings": [{"benchmark": "B", "metric": "ns/op", "unit": "ns", "samples": [1]}]}
    text = json.dumps(good)
    rows = [
        ("not JSON", b"{", J, 400), ("truncated gzip", gzip.compress(text.encode())[:20], {**J, "Content-Encoding": "gzip"}, 400),
        ("invalid UTF-8", b'{"schema":"\xff"}', J, 400), ("too deep", b"[" * 100_000, J, 400),
        ("wrong types", text.replace('"x1"', "1").encode(), J, 400), ("bare NaN", text.replace("[1]", "[NaN]").encode(), J, 400),
        ("1e400", text.replace("[1]", "[1e400]").encode(), J, 400),
        ("duplicate keys", text.replace('"schema"', '"schema":"a","schema"', 1).encode(), J, 400),
        ("unknown key", text.replace('"schema"', '"colour":1,"schema"', 1).encode(), J, 400),
        ("unknown content encoding", text.encode(), {**J, "Content-Encoding": "br"}, 415),
        ("gzip bomb", gzip.compress(bytes(200 << 20)), {**J, "Content-Encoding": "gzip"}, 413),
        ("body over the limit", bytes(17 << 20), J, 413),
        ("no reading", json.dumps({**good, "readings": []}).encode(), J, 422),
        ("clock ahead", json.dumps({**good, "startedAt": "2999-01-01T00:00:00Z"}).encode(), J, 201),
    ]
    for name, body, headers, expected in rows:
        try: status, answer = daemon.call("POST", path, body, headers)
        except OSError: status, answer = "closed", {}
        good_text = status == 201 or len((answer or {}).get("detail", "")) > 20
        check(f"bad input, {name}: {expected}", status == expected and good_text, (status, answer))
    plain = path + "?machine=odd&commit="
    check("bad input, empty report: 422", daemon.call("POST", plain + "e", b" ")[0] == 422)
    check("bad input, unknown format: 422", daemon.call("POST", plain + "e&format=nope", b"x")[0] == 422)
    status, run = daemon.call("POST", plain + "n", b"BenchmarkA 1 NaN ns/op\nBenchmarkA 1 3 allocs/op\n")
    codes = {w["code"] for w in (run or {}).get("warnings", [])}
    check("a harness's NaN is stored as an error reading, with a warning", status == 201 and "no-value" in codes, (status, run))
    check("a commit without place says so", "place-assumed" in codes, codes)
    for name, headers, where, expected in [
            ("no token", {"Authorization": ""}, path, 401), ("malformed token", {"Authorization": "Bearer nlm_x"}, path, 401),
            ("unknown project", {}, "/api/v1/projects/none/runs", 404), ("unknown address", {}, "/nowhere", 404)]:
        check(f"{name}: {expected}", daemon.call("GET", where, None, headers)[0] == expected)
    reader = daemon.call("POST", "/api/v1/tokens", {"name": "r", "scopes": ["read"], "project": "forward"})[1]["token"]
    mine = {"Authorization": f"Bearer {reader}"}
    check("wrong scope: 403", daemon.call("POST", plain + "s", b"BenchmarkA 1 3 ns/op", mine)[0] == 403)
    check("foreign project: 404", daemon.call("GET", "/api/v1/projects/reverse/runs", None, mine)[0] == 404)


def webhooks(daemon, port):
    daemon.call("POST", "/api/v1/projects", {"slug": "hooks"})
    hook = daemon.call("POST", "/api/v1/projects/hooks/webhooks", {"url": f"http://127.0.0.1:{port}/in"})[1]
    for step in list(load.steps())[:2]: load.upload(daemon, "hooks", *step)
    deadline = time.time() + 30
    while len(Receiver.got) < 2 and time.time() < deadline: time.sleep(0.2)
    check("a failed delivery is tried again", len(Receiver.got) >= 2, len(Receiver.got))
    ids = {headers["webhook-id"] for headers, _ in Receiver.got}
    check("every attempt has the same id", len(ids) == 1, ids)
    headers, body = Receiver.got[-1]
    event = json.loads(body)
    check("the event is the opened alert", event["type"] == "alert.opened" and len(event["data"]["alert"]["members"]) >= 2, event)
    check("the signature is good", signature_holds(hook["secret"], headers, body))
    check("the signature is bad after one changed byte", not signature_holds(hook["secret"], headers, body[:-1] + b" "))
    try:
        import standardwebhooks
        standardwebhooks.Webhook(hook["secret"]).verify(body, headers)
        check("standardwebhooks accepts the signature", True)
    except ImportError: print("skipped: the package standardwebhooks is not installed")


def main():
    program, folder = sys.argv[1], tempfile.mkdtemp()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    daemon = load.Daemon(program, folder, f"127.0.0.1:{free_port()}", "--webhook-allow", "127.0.0.0/8")
    histories(daemon)
    comparisons(daemon, os.path.join(os.path.dirname(program), "nilometer"))
    bad_input(daemon)
    webhooks(daemon, receiver.server_address[1])
    peak = next(l for l in open(f"/proc/{daemon.process.pid}/status") if l.startswith("VmHWM"))
    check(f"memory stays under 512 MiB ({peak.split()[1]} KiB)", int(peak.split()[1]) < 512 * 1024)
    status, seconds = daemon.stop()
    check("SIGTERM ends with status 0 within 10 s", status == 0 and seconds < 10, (status, seconds))
    clean = subprocess.run([program, "check", "--data", folder], capture_output=True, text=True)
    check("nilometerd check is clean", clean.returncode == 0, clean.stdout)
    return 1 if failed else 0


if __name__ == "__main__": sys.exit(main())
