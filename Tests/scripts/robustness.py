#!/usr/bin/env python3
"""Meets the daemon as hostile networks, receivers and operators do: half requests, slow callers, private receivers, signals.

    robustness.py NILOMETERD        prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import http.server, json, os, signal, socket, subprocess, sys, tempfile, threading, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import end_to_end, load
from end_to_end import check, free_port


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers by the first word of the path; remembers what it got."""
    got = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        Receiver.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        if self.path == "/hang": time.sleep(20)
        status = {"/redirect": 302, "/gone": 410, "/fail": 500}.get(self.path, 200)
        self.send_response(status)
        if status == 302: self.send_header("Location", "/redirected")
        self.end_headers()
        if self.path == "/flood":
            try:
                for _ in range(1024): self.wfile.write(bytes(1 << 20))
            except OSError: pass

    def log_message(self, *_): pass


class SixServer(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6


def serve_receiver(server_class=http.server.ThreadingHTTPServer, host="127.0.0.1", port=0):
    server = server_class((host, port), Receiver)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def start(program, folder, settings, *flags):
    """A daemon whose configuration file has these settings."""
    path = os.path.join(folder, "nilometerd.json")
    listen = f"127.0.0.1:{free_port()}"
    json.dump({"listen": listen, **settings}, open(path, "w"))
    return load.Daemon(program, folder, listen, "--config", path, *flags)


def exchange(daemon, data, seconds=10, drip=None):
    """What a raw connection gets back, and how long it stayed open; `drip` is sent again every half second."""
    host, port = daemon.base[7:].split(":")
    begun, got = time.time(), b""
    with socket.create_connection((host, int(port)), timeout=seconds) as s:
        try:
            s.sendall(data)
            s.settimeout(0.5)
            while time.time() - begun < seconds:
                try:
                    part = s.recv(65536)
                    if not part: break
                    got += part
                except socket.timeout:
                    if drip: s.sendall(drip)
        except OSError: pass
    return got, time.time() - begun


def requests(daemon):
    token = f"Authorization: Bearer {daemon.token}\r\n".encode()
    upload = b"POST /api/v1/projects/p/runs?commit=c HTTP/1.1\r\nHost: x\r\n" + token
    for what, data in [
            ("not HTTP", b"HELLO\r\n\r\n"), ("no version", b"GET /healthz\r\n\r\n"),
            ("both lengths", upload + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            ("two lengths", upload + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd"),
            ("endless headers", b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n")]:
        got, seconds = exchange(daemon, data)
        status = got[9:12]
        check(f"{what}: a problem, and the connection ends", status in (b"400", b"431") and b"problem+json" in got and seconds < 8,
              (got[:300], seconds))
    got, seconds = exchange(daemon, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", 12, drip=b"a")
    check("slow headers are cut off", seconds < 6, (got[:200], seconds))
    got, seconds = exchange(daemon, upload + b"Content-Length: 100000\r\n\r\n", 15, drip=b"a")
    check("a slow body is 408, and cut off", got[9:12] == b"408" and b"problem+json" in got and seconds < 10, (got[:300], seconds))
    got, seconds = exchange(daemon, upload + b"Content-Length: 104857600\r\n\r\nshort")
    check("a body declared far too long is 413 at once", got[9:12] == b"413" and seconds < 5, (got[:300], seconds))
    got, seconds = exchange(daemon, upload + b"Content-Length: 5000\r\n\r\nshort", 12)
    check("a body shorter than declared ends the connection", seconds < 8 and got[9:12] != b"201", (got[:200], seconds))
    got, seconds = exchange(daemon, upload + b"Expect: 100-continue\r\nContent-Length: 22\r\n\r\nBenchmarkA 1 3 ns/op\n\n", 3)
    check("Expect: 100-continue is continued", got.startswith(b"HTTP/1.1 100") and b"HTTP/1.1 201" in got, got[:300])
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    host, port = daemon.base[7:].split(":")
    sent, begun = 0, time.time()
    with socket.create_connection((host, int(port)), timeout=10) as s:
        s.sendall(upload + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            while sent < 1 << 30 and time.time() - begun < 60:
                s.sendall(chunk)
                sent += len(chunk)
        except OSError: pass
    check(f"an endless body is cut off ({sent >> 20} MiB were taken)", sent < 256 << 20, sent)
    check("others are served", daemon.call("GET", "/healthz")[0] == 200)


def deliveries(daemon, hook):
    return daemon.call("GET", f"/api/v1/projects/p/webhooks/{hook}/deliveries")[1]["items"]


def wait_for(what, holds, seconds=15):
    deadline = time.time() + seconds
    while not holds() and time.time() < deadline: time.sleep(0.1)
    check(what, holds())


def hook_to(daemon, url):
    hook = daemon.call("POST", "/api/v1/projects/p/webhooks", {"url": url})[1]
    daemon.call("POST", f"/api/v1/projects/p/webhooks/{hook['id']}/test")
    return hook["id"]


def private_receivers(daemon):
    port = serve_receiver()
    try: six = serve_receiver(SixServer, "::1")
    except OSError: six = port
    urls = [f"http://127.0.0.1:{port}/", f"http://localhost:{port}/", f"http://[::1]:{six}/", f"http://[::ffff:127.0.0.1]:{port}/",
            f"http://0:{port}/", f"http://0.0.0.0:{port}/", f"http://2130706433:{port}/", f"http://0x7f000001:{port}/",
            f"http://0177.0.0.1:{port}/", f"http://127.1:{port}/", "http://169.254.169.254/", f"http://[::]:{six}/"]
    hooks = [(url, hook_to(daemon, url)) for url in urls]
    for url, hook in hooks:
        wait_for(f"{url} is not permitted", lambda: "not permitted" in (deliveries(daemon, hook)[0].get("lastResult") or ""))
    check("no private receiver was reached", not Receiver.got, Receiver.got[:3])


def receivers(daemon):
    port = serve_receiver()
    hang, fine = hook_to(daemon, f"http://127.0.0.1:{port}/hang"), None
    begun = time.time()
    fine = hook_to(daemon, f"http://127.0.0.1:{port}/fine")
    wait_for("a receiver that hangs does not hold up another", lambda: deliveries(daemon, fine)[0]["state"] == "delivered", 4)
    wait_for("a receiver that hangs is given up for now", lambda: deliveries(daemon, hang)[0]["attempts"] == 1)
    redirect = hook_to(daemon, f"http://127.0.0.1:{port}/redirect")
    wait_for("a redirect is a failure", lambda: deliveries(daemon, redirect)[0].get("lastResult") == "302")
    check("a redirect is not followed", not [g for g in Receiver.got if g[0] == "/redirected"])
    gone = hook_to(daemon, f"http://127.0.0.1:{port}/gone")
    wait_for("a receiver that is gone is sent nothing more", lambda: deliveries(daemon, gone)[0]["state"] == "failed")
    flood = hook_to(daemon, f"http://127.0.0.1:{port}/flood")
    wait_for("an answer of 1 GiB is a delivery", lambda: deliveries(daemon, flood)[0]["state"] == "delivered")
    peak = end_to_end.peak(daemon)
    check(f"and fills no memory (peak {peak} KiB)", peak < 512 * 1024, peak)


def survives(program, folder, settings):
    port = serve_receiver()
    daemon = start(program, folder, settings, "--webhook-allow", "127.0.0.0/8")
    hook = hook_to(daemon, f"http://127.0.0.1:{port}/fail")
    wait_for("an attempt fails", lambda: deliveries(daemon, hook)[0]["attempts"] == 1)
    daemon.process.kill()
    daemon.process.wait()
    daemon = start(program, folder, settings, "--webhook-allow", "127.0.0.0/8")
    wait_for("after SIGKILL it is tried again", lambda: deliveries(daemon, hook)[0]["attempts"] >= 2, 20)
    ids = {g[1]["webhook-id"] for g in Receiver.got if g[0] == "/fail"}
    check("under the same id", len(ids) == 1, ids)
    data = b"".join(open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder) if name.startswith("nilometer.db"))
    check("no secret lies in the database in the clear", b"whsec_" not in data and hook.encode() in data)
    key = os.path.join(folder, "master.key")
    check("the master key is its owner's alone", os.stat(key).st_mode & 0o777 == 0o600, oct(os.stat(key).st_mode))
    return daemon


def shutdown(program, folder, settings, daemon):
    half = socket.create_connection(tuple(daemon.base[7:].split(":")))
    half.sendall(b"POST /api/v1/projects/p/runs HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
    status, seconds = daemon.stop()
    check(f"SIGTERM with a half request open ends with 0 within 10 s ({seconds:.1f} s)", status == 0 and seconds < 10, (status, seconds))
    half.close()
    daemon = start(program, folder, {**settings, "limits": {"drainSeconds": 5}})
    daemon.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    check("while it drains it is not ready", daemon.call("GET", "/readyz")[0] == 503)
    check("while it drains it answers", daemon.call("GET", "/api/v1/projects/p")[0] == 200)
    begun = time.time()
    daemon.process.send_signal(signal.SIGTERM)
    status = daemon.process.wait(timeout=20)
    check("a second SIGTERM ends it at once", status == 143 and time.time() - begun < 1, (status, time.time() - begun))


def configuration(program, folder):
    def run(settings, environment=None, *arguments):
        path = os.path.join(folder, "odd.json")
        open(path, "w").write(settings if isinstance(settings, str) else json.dumps(settings))
        done = subprocess.run([program, "serve", "--data", folder, "--config", path, *arguments], capture_output=True, text=True,
                              timeout=20, env={**os.environ, **(environment or {})})
        return done.returncode, done.stderr
    for what, result, hint in [
            ("an unknown key", run({"lisen": "x"}), "did you mean listen"), ("an unknown limit", run({"limits": {"sentByte": 1}}), "limits.sentBytes"),
            ("an unknown variable", run({}, {"NILOMETERD_LISTENN": "x"}), "NILOMETERD_LISTEN?"), ("a bad number", run({"limits": {"connections": 0}}), "whole number"),
            ("a bad address", run({"listen": "nowhere"}), "HOST:PORT"), ("no JSON", run("{"), "JSON object"),
            ("a bad network", run({"webhookAllow": ["10.0.0.0"]}), "10.1.0.0/16"),
            ("a missing key file", run({"listen": "127.0.0.1:0", "masterKeyFile": "/nowhere/key"}), "does not exist")]:
        check(f"configuration, {what}: 64 and a sentence", result[0] == 64 and hint in result[1], result)
    notices = os.path.join(folder, "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s:
        s.bind(notices)
        s.settimeout(20)
        process = subprocess.Popen([program, "serve", "--data", folder, "--listen", "127.0.0.1:0"], env={**os.environ, "NOTIFY_SOCKET": notices})
        try: notice = s.recv(100)
        except socket.timeout: notice = b"none"
        check("the supervisor is told READY=1", notice == b"READY=1", notice)
        process.terminate()
        process.wait(timeout=20)
    made = subprocess.run([program, "token", "create", "--data", folder, "--name", "short", "--scope", "read"], capture_output=True, text=True)
    listed = subprocess.run([program, "token", "list", "--data", folder], capture_output=True, text=True).stdout
    line = next((l for l in listed.splitlines() if "\tshort\t" in l), "")
    check("a token is listed without its text", line and made.stdout.strip() not in listed, listed)
    revoke = [program, "token", "revoke", "--data", folder, line.split("\t")[0]]
    check("a token is revoked once", [subprocess.run(revoke, capture_output=True).returncode for _ in range(2)] == [0, 2])


def main():
    program = sys.argv[1]
    folder = tempfile.mkdtemp()
    settings = {"limits": {"idleSeconds": 3, "bodySeconds": 4}}
    daemon = start(program, folder, settings)
    daemon.call("POST", "/api/v1/projects", {"slug": "p"})
    requests(daemon)
    private_receivers(daemon)
    daemon.stop()
    daemon = start(program, folder, settings, "--webhook-allow", "127.0.0.0/8")
    receivers(daemon)
    daemon.stop()
    daemon = survives(program, folder, settings)
    shutdown(program, folder, settings, daemon)
    configuration(program, folder)
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
