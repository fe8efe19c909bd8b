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


def peak(daemon):
    """The most memory that the daemon has had, in KiB."""
    return int(next(l for l in open(f"/proc/{daemon.process.pid}/status") if l.startswith("VmHWM")).split()[1])


def signature_holds(secret, headers, body):
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    code = hmac.new(base64.b64decode(secret[6:]), text, hashlib.sha256).digest()
    return "v1," + base64.b64encode(code).decode() in headers["webhook-signature"].split()


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
    check("a comparison without a base: 400", daemon.call("GET", f"{api}/compare?head=main")[0] == 400)
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
        ("an empty name", text.replace('"ns/op"', '""').encode(), J, 400),
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
    keys = b'{"schema":"nilometer.run/1","context":{' + b",".join(b'"k%d":"v"' % n for n in range(1_000_000)) + b"}}"
    many = json.dumps({**good, "commit": {"sha": "x2", "line": ["x1"]}, "readings": [
        {"benchmark": f"B{n}", "metric": "ns/op", "unit": "ns", "samples": [n + 0.5] * 1000} for n in range(1500)]}).encode()
    inflates = json.dumps({**good, "commit": {"sha": "x3", "line": ["x2"]}, "evidence": [
        {"kind": "any", "name": "e", "encoding": "utf8", "content": "x" * (62 << 20)}]}).encode()
    for name, body, headers, expected in [
            ("10^6 keys", keys, J, 400), ("10^5 deep", b'{"context":' * 100_000, J, 400),
            (f"a body of {len(many) >> 20} MiB", many, J, 201),
            (f"a body that inflates to {len(inflates) >> 20} MiB", gzip.compress(inflates, 1), {**J, "Content-Encoding": "gzip"}, 201),
            ("a text of 16 MiB", (b"BenchmarkA 1000 5 ns/op 3 allocs/op\n" * (1 << 19))[:16 << 20], {"Content-Type": "text/plain"}, 201)]:
        where = path + ("?commit=x4&line=x3" if "text" in name else "")
        begun = time.time()
        try: status, answer = daemon.call("POST", where, body, headers)
        except OSError as error: status, answer = "closed", {"detail": str(error)}
        check(f"{name}: {expected} ({time.time() - begun:.1f} s, peak {peak(daemon)} KiB)", status == expected, (status, str(answer)[:300]))
    plain = path + "?machine=odd&commit="
    odd = "Robert'); DROP TABLE run;--<script>&\u202e\u00e9e\u0301=" + "\U0001f40a" * 200
    named = {**good, "commit": {"sha": "x6", "line": ["x5"]}, "readings": [{"benchmark": odd, "parameters": {"k": odd}, "metric": "ns/op",
             "unit": "ns", "samples": [5e-324, -0.0, 1.7976931348623157e308, 9007199254740991]}]}
    status, run = daemon.call("POST", path, named)
    reading = daemon.call("GET", f"{path}/{(run or {}).get('id')}/readings")[1]["items"][0]
    check("odd names and numbers come back as they were", status == 201 and (reading["benchmark"], reading["parameters"], reading["samples"]) ==
          (odd, {"k": odd}, named["readings"][0]["samples"]), (status, reading))
    for what, change in [("a name of 10 kB", {"benchmark": "x" * 10_000}), ("a name with NUL", {"benchmark": "a\0b"}),
                         ("a parameter with a line break", {"parameters": {"k": "a\nb"}}), ("a parameter with =", {"parameters": {"a=b": "c"}})]:
        status, answer = daemon.call("POST", path, {**good, "readings": [{**good["readings"][0], **change}]})
        check(f"{what}: 422", status == 422 and len(answer["detail"]) > 30, (status, answer))
    answers = []
    def write(number):
        answers.append(daemon.call("POST", plain + "k&parent=n", b"BenchmarkA 1 %d ns/op\n" % (number % 2), {"Idempotency-Key": "one"}))
    writers = [threading.Thread(target=write, args=(n,)) for n in range(60)]
    for writer in writers: writer.start()
    for writer in writers: writer.join()
    kept = {a["id"] for s, a in answers if s in (200, 201)}
    counts = {s: [a[0] for a in answers].count(s) for s in (200, 201, 409)}
    check("60 writers of one key: one stored, 29 told so, 30 refused", counts == {200: 29, 201: 1, 409: 30} and len(kept) == 1, (counts, kept))
    status, run = daemon.call("POST", plain + "d", b"BenchmarkA 1 3 ns/op\nBenchmarkA 1 4 ns/op\n")
    readings = daemon.call("GET", f"{path}/{(run or {}).get('id')}/readings")[1]
    check("duplicate rows of Go are samples: 201", status == 201 and readings["items"][0]["samples"] == [3, 4], (status, readings))
    twice = {**good, "commit": {"sha": "x5", "line": ["x4"]}, "readings": [{"benchmark": "B", "metric": "ns/op", "unit": "ns", "value": v} for v in (1, 2)]}
    status, run = daemon.call("POST", path, json.dumps(twice).encode(), J)
    codes = {w["code"] for w in (run or {}).get("warnings", [])}
    check("duplicate rows without samples are #1, with a warning: 201", status == 201 and "duplicate-reading" in codes, (status, run))
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
    path = f"/api/v1/projects/hooks/webhooks/{hook['id']}"
    new = daemon.call("PATCH", path, {"rotate": True})[1]["secret"]
    count = len(Receiver.got)
    delivery = daemon.call("POST", path + "/test")[1]["delivery"]
    deadline = time.time() + 10
    while len(Receiver.got) == count and time.time() < deadline: time.sleep(0.1)
    both = Receiver.got[-1]
    check("after a rotation the old and the new secret sign", signature_holds(hook["secret"], *both) and signature_holds(new, *both), both)
    check("the delivery is listed", delivery in {d["id"] for d in daemon.call("GET", path + "/deliveries")[1]["items"]})
    try:
        import standardwebhooks
    except ImportError:
        return print("skipped: the package standardwebhooks is not installed")
    for secret, (headers, body) in [(hook["secret"], (headers, body)), (hook["secret"], both), (new, both)]:
        verifier = standardwebhooks.Webhook(secret)
        verifier.verify(body, headers)
        refused = 0
        for index in range(len(body)):
            changed = bytearray(body)
            changed[index] ^= 1
            try: verifier.verify(bytes(changed), headers)
            except standardwebhooks.WebhookVerificationError: refused += 1
        check("standardwebhooks accepts the signature, and refuses it after any one changed byte", refused == len(body), (refused, len(body)))


def main():
    program, folder = sys.argv[1], tempfile.mkdtemp()
    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    daemon = load.Daemon(program, folder, f"127.0.0.1:{free_port()}", "--webhook-allow", "127.0.0.0/8")
    histories(daemon)
    comparisons(daemon, os.path.join(os.path.dirname(program), "nilometer"))
    bad_input(daemon)
    webhooks(daemon, receiver.server_address[1])
    check(f"memory stays under 512 MiB ({peak(daemon)} KiB)", peak(daemon) < 512 * 1024)
    status, seconds = daemon.stop()
    check("SIGTERM ends with status 0 within 10 s", status == 0 and seconds < 10, (status, seconds))
    clean = subprocess.run([program, "check", "--data", folder], capture_output=True, text=True)
    check("nilometerd check is clean", clean.returncode == 0, clean.stdout)
    return 1 if failed else 0


if __name__ == "__main__": sys.exit(main())
