#!/usr/bin/env python3
"""Uploads by identity tokens, and every way of forging one, against a local issuer.

    oidc.py NILOMETERD NILOMETER     prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import base64, hashlib, hmac, http.server, json, os, re, subprocess, sys, tempfile, threading, time, urllib.parse, uuid

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../deploy/sample"))
import load
from cli import CLI, free_port
try:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
    from joserfc import jwt
    from joserfc.jwk import ECKey, RSAKey
except ImportError as reason:
    print(f"skipped: identity tokens, for want of joserfc ({reason}); pip install joserfc")
    sys.exit(0)

failed = []
GITHUB = "https://token.actions.githubusercontent.com"


def check(name, good, seen=""):
    print(f"ok {name}" if good else f"FAIL {name}: {seen}", flush=True)
    if not good: failed.append(name)


def b64(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A private key with an id, RSA of 2048 bits or P-256."""

    def __init__(self, id, kind="RSA"):
        self.id, self.kind = id, kind
        self.own = (RSAKey.generate_key(2048, {"kid": id, "alg": "RS256", "use": "sig"}) if kind == "RSA"
                    else ECKey.generate_key("P-256", {"kid": id, "alg": "ES256", "use": "sig"}))

    @property
    def public(self): return self.own.as_dict(private=False)

    @property
    def pem(self): return self.own.as_pem(private=False)

    def sign(self, data):
        private = self.own.private_key
        if self.kind == "RSA": return private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        r, s = utils.decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    @property
    def algorithm(self): return "RS256" if self.kind == "RSA" else "ES256"


def crafted(header, payload, sign):
    """A token of any header and payload, texts as they are; the signature is what `sign` makes of the rest."""
    parts = [p if isinstance(p, str) else json.dumps(p) for p in (header, payload)]
    body = ".".join(b64(p.encode()) for p in parts)
    return body + "." + b64(sign(body.encode()))


class Server:
    """An HTTP server of one address that remembers what it was asked; `answers` maps paths to answers or functions."""

    def __init__(self, address="127.0.0.1"):
        self.asked, self.answers = [], {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                path, _, query = self.path.partition("?")
                outer.asked.append(self.path)
                answer = outer.answers.get(path, (404, b"{}", {}))
                if callable(answer): answer = answer(dict(urllib.parse.parse_qsl(query)), self.headers)
                status, body, headers = answer
                self.send_response(status)
                for name, value in {"content-length": str(len(body)), **headers}.items(): self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_): pass

        self.server = http.server.ThreadingHTTPServer((address, 0), Handler)
        self.base = f"http://{address}:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def issue(self, path, keys, **more):
        """Makes an issuer of the path, with these keys."""
        issuer = self.base + path
        found = {"issuer": issuer, "jwks_uri": issuer + "/keys", "response_types_supported": ["id_token"], **more}
        self.answers[path + "/.well-known/openid-configuration"] = (200, json.dumps(found).encode(), {})
        self.publish(path, keys)
        return issuer

    def publish(self, path, keys):
        body = json.dumps({"keys": [k.public for k in keys]}).encode()
        self.answers[path + "/keys"] = (200, body, {"cache-control": "public, max-age=3600"})


class Daemon(load.Daemon):
    """A daemon whose log is kept."""

    def __init__(self, program, folder, listen, *flags):
        self.base, self.log = f"http://{listen}", os.path.join(folder, "log")
        self.token = subprocess.run([program, "token", "create", "--data", folder], check=True, capture_output=True,
                                    text=True).stdout.strip()
        self.process = subprocess.Popen([program, "serve", "--data", folder, "--listen", listen, *flags],
                                        stdout=subprocess.DEVNULL, stderr=open(self.log, "w"))
        for _ in range(200):
            try:
                if self.call("GET", "/readyz")[0] == 200: return
            except OSError: time.sleep(0.05)
        sys.exit("the daemon did not become ready")

    def exchange(self, token, project="p", id=None, **more):
        body = {"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token": token,
                "subject_token_type": "urn:ietf:params:oauth:token-type:id_token", "project": project, **more}
        return self.call("POST", "/api/v1/auth/oidc", body,
                         {"Authorization": "", "X-Request-Id": id or "req" + uuid.uuid4().hex[:8]})

    def reason(self, id):
        """Why the log says that a request was refused."""
        for line in open(self.log):
            if f"request={id} " in line + " ":
                found = re.search(r"cause=identity (\w+):", line)
                if found: return found.group(1)
        return None


def claims(issuer, audience, **more):
    now = int(time.time())
    push = {"iss": issuer, "aud": audience, "iat": now, "nbf": now - 10, "exp": now + 300, "jti": uuid.uuid4().hex,
            "sub": "repo:octo/parser:ref:refs/heads/main", "repository": "octo/parser", "repository_id": "7",
            "repository_owner_id": "3", "event_name": "push", "ref": "refs/heads/main", "ref_type": "branch",
            "sha": "a" * 40, "run_id": "99", "head_ref": "", "base_ref": ""}
    push.update(more)
    return {k: v for k, v in push.items() if v is not None}


def forgeries(d, issuer, key, second, attacker):
    """Every bad token, with the reason that the log must give, and whom the daemon may not ask on its account."""
    stranger, old = Key(key.id), Key("old")
    good = lambda **more: claims(issuer, d.base, **more)
    head = lambda **more: {"alg": "RS256", "typ": "JWT", "kid": key.id, **more}
    now = int(time.time())
    secret = lambda text: lambda data: hmac.new(text, data, hashlib.sha256).digest()
    twice = json.dumps(good())[:-1] + ', "repository_id": "7"}'
    both = json.dumps(good(repository_id="8"))[:-1] + ', "repository_id": "7"}'
    ec_head = {"alg": "RS256", "typ": "JWT", "kid": second.id}
    evil = attacker.base + "/keys"
    plain = crafted(head(), good(), key.sign).split(".")
    return {
        "forged": (crafted(head(), good(), stranger.sign), "signature"),
        "expired": (crafted(head(), good(iat=now - 400, nbf=None, exp=now - 90), key.sign), "time"),
        "not-yet-valid": (crafted(head(), good(nbf=now + 120), key.sign), "time"),
        "issued-ahead": (crafted(head(), good(iat=now + 120), key.sign), "time"),
        "issued-long-ago": (crafted(head(), good(iat=now - 4000), key.sign), "time"),
        "without-end": (crafted(head(), good(exp=None), key.sign), "time"),
        "end-as-text": (crafted(head(), good(exp=str(now + 300)), key.sign), "time"),
        "wrong-audience": (crafted(head(), good(aud="https://other.example"), key.sign), "audience"),
        "audience-with-slash": (crafted(head(), good(aud=d.base + "/"), key.sign), "audience"),
        "two-audiences": (crafted(head(), good(aud=[d.base, "https://other.example"]), key.sign), "audience"),
        "no-audience": (crafted(head(), good(aud=None), key.sign), "audience"),
        "wrong-issuer": (crafted(head(), good(iss=attacker.base), key.sign), "issuer"),
        "issuer-with-slash": (crafted(head(), good(iss=issuer + "/"), key.sign), "issuer"),
        "wrong-repository": (crafted(head(), good(repository_id="8"), key.sign), "claims"),
        "same-name-other-number": (crafted(head(), good(repository_id="77"), key.sign), "claims"),
        "no-repository": (crafted(head(), good(repository_id=None), key.sign), "claims"),
        "repository-as-list": (crafted(head(), good(repository_id=["7"]), key.sign), "claims"),
        "alg-none": (crafted(head(alg="none"), good(), lambda _: b""), "algorithm"),
        "alg-none-signed": (crafted(head(alg="None"), good(), key.sign), "algorithm"),
        "no-alg": (crafted({"typ": "JWT", "kid": key.id}, good(), key.sign), "algorithm"),
        "HS256-with-public-key": (crafted(head(alg="HS256"), good(), secret(key.pem)), "algorithm"),
        "HS256-as-RS256": (crafted(head(), good(), secret(key.pem)), "signature"),
        "RS512": (crafted(head(alg="RS512"), good(), key.sign), "algorithm"),
        "EC-key-with-RS256": (crafted(ec_head, good(), second.sign), "algorithm"),
        "RSA-key-with-ES256": (crafted(head(alg="ES256"), good(), key.sign), "algorithm"),
        "EC-signature-of-zeros": (crafted({**ec_head, "alg": "ES256"}, good(), lambda _: bytes(64)), "signature"),
        "rotated-out": (crafted(head(kid=old.id), good(), old.sign), "keys"),
        "unknown-key": (crafted(head(kid="nobody"), good(), stranger.sign), "keys"),
        "no-kid-of-two": (crafted({"alg": "RS256", "typ": "JWT"}, good(), key.sign), "keys"),
        "kid-path": (crafted(head(kid="../../../../../../dev/null"), good(), secret(b"")), "keys"),
        "kid-sql": (crafted(head(kid="' OR 1=1 --"), good(), key.sign), "keys"),
        "kid-number": (crafted(head(kid=1), good(), key.sign), "header"),
        "jku": (crafted(head(jku=evil), good(), key.sign), "header"),
        "x5u": (crafted(head(x5u=evil), good(), key.sign), "header"),
        "jwk": (crafted(head(jwk=stranger.public), good(), stranger.sign), "header"),
        "crit": (crafted(head(crit=["exp"]), good(), key.sign), "header"),
        "other-type": (crafted(head(typ="logout+jwt"), good(), key.sign), "header"),
        "doubled-claim": (crafted(head(), twice, key.sign), "form"),
        "doubled-claim-differing": (crafted(head(), both, key.sign), "form"),
        "doubled-header": (crafted('{"alg":"none","alg":"RS256","kid":"%s"}' % key.id, good(), key.sign), "form"),
        "not-an-object": (crafted(head(), "[]", key.sign), "form"),
        "deep": (crafted(head(), "[" * 4000 + "]" * 4000, key.sign), "form"),
        "huge": (crafted(head(), good(pad="x" * 20_000), key.sign), "size"),
        "no-signature": (plain[0] + "." + plain[1] + ".", "form"),
        "two-parts": (plain[0] + "." + plain[1], "form"),
        "padded": (plain[0] + "=." + plain[1] + "." + plain[2], "form"),
        "other-payload": (plain[0] + "." + b64(json.dumps(good(repository_id="7")).encode()) + "." + plain[2], "signature"),
        "line-end": (crafted(head(), good(repository_id="8\nforged log line"), key.sign), "claims"),
    }


def refusals(d, issuer, key, second, attacker):
    bodies, before = {}, len(attacker.asked)
    for name, (token, reason) in forgeries(d, issuer, key, second, attacker).items():
        status, body = d.exchange(token, id="forge-" + name)
        seen = d.reason("forge-" + name)
        check(f"{name}: refused, and the log says {reason}", status == 401 and seen == reason, (status, seen, body))
        bodies[name] = json.dumps({k: v for k, v in body.items() if k != "requestId"}, sort_keys=True)
    status, body = d.exchange(crafted({"alg": "RS256", "kid": key.id}, claims(issuer, d.base), key.sign), "nowhere", "forge-project")
    bodies["project"] = json.dumps({k: v for k, v in body.items() if k != "requestId"}, sort_keys=True)
    check("all refusals have one and the same body", len(set(bodies.values())) == 1 and status == 401, set(bodies.values()))
    text = next(iter(bodies.values()))
    check("the body gives no reason", not re.search("audience|issuer|signature|expired|repository|algorithm|rule", text), text)
    check("no address that a token names was asked", len(attacker.asked) == before, attacker.asked)
    check("no token's text can begin a line of the log", not any(l.startswith("forged") for l in open(d.log)))
    status, body = d.exchange("x" * 1_000_000)
    check("a token of a megabyte is not even read: 413", status == 413, (status, body))
    check("another grant: 400", d.exchange("x", grant_type="password")[0] == 400)


def guarded(d, issuer_server, key):
    """Addresses that the daemon must not ask, named by the rules' own documents."""
    inner = Server("127.0.0.2")
    inner.issue("", [key])
    far = issuer_server.issue("/far", [key], jwks_uri=inner.base + "/keys")
    other = issuer_server.issue("/other", [key], issuer="https://other.example")
    moved = issuer_server.base + "/moved"
    issuer_server.answers["/moved/.well-known/openid-configuration"] = (
        302, b"", {"location": inner.base + "/.well-known/openid-configuration"})
    large = issuer_server.issue("/large", [key])
    issuer_server.answers["/large/keys"] = (200, b'{"keys": [], "pad": "' + b"x" * 1_100_000 + b'"}', {})
    shared = issuer_server.issue("/shared", [key])
    issuer_server.answers["/shared/keys"] = (200, json.dumps({"keys": [{"kty": "oct", "k": b64(b"secret"), "kid": key.id}]}).encode(), {})
    for name, issuer in {"a private address": inner.base, "keys at a private address": far, "a redirect": moved,
                         "another issuer's document": other, "more than a mebibyte": large, "a shared secret": shared}.items():
        d.call("POST", "/api/v1/projects/p/trust", {"name": name, "issuer": issuer, "claims": {"repository_id": "7"}})
        id = "guard-" + name.replace(" ", "-").replace("'", "")
        status, _ = d.exchange(crafted({"alg": "RS256", "kid": key.id}, claims(issuer, d.base), key.sign), id=id)
        check(f"an issuer of {name} gives no keys", status == 401 and d.reason(id) == "keys", (status, d.reason(id)))
    check("nothing at the private address was asked", inner.asked == [], inner.asked)


def git(folder, *words):
    return subprocess.run(["git", "-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True,
                          capture_output=True, text=True, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"}).stdout.strip()


class GitHubJob:
    """The variables of a job, and the address where it asks for its identity."""

    def __init__(self, server, issuer, key, folder):
        self.server, self.issuer, self.key, self.folder, self.asked = server, issuer, key, folder, []
        self.more, self.secret = {}, "request-secret-" + uuid.uuid4().hex
        server.answers["/token"] = self.answer

    def answer(self, query, headers):
        self.asked.append(query)
        if headers["authorization"] != "bearer " + self.secret: return 401, b"{}", {}
        # Encoded by a library of its own: the daemon must take what others make.
        token = jwt.encode({"alg": "RS256", "kid": self.key.id, "typ": "JWT"},
                           claims(self.issuer, query.get("audience"), **self.more), self.key.own)
        return 200, json.dumps({"value": token, "count": len(token)}).encode(), {}

    def variables(self, event, sha, **more):
        path = os.path.join(self.folder, "event.json")
        json.dump(event, open(path, "w"))
        return {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_PATH": path, "GITHUB_SHA": sha, "GITHUB_RUN_ID": "99",
                "GITHUB_RUN_ATTEMPT": "1", "GITHUB_JOB": "bench", "GITHUB_REPOSITORY": "octo/parser", "GITHUB_HEAD_REF": "",
                "GITHUB_SERVER_URL": "https://github.com", "ACTIONS_ID_TOKEN_REQUEST_URL": self.server.base + "/token?api-version=2.0",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN": self.secret, **more}


def jobs(d, nilometer, issuer_server, issuer, key, work):
    repository = os.path.join(work, "repository")
    os.mkdir(repository)
    git(repository, "init", "-q", "-b", "main")
    bench = os.path.join(work, "bench.txt")
    open(bench, "w").write("goos: linux\nBenchmarkParse-8 100 1200 ns/op 64 B/op 2 allocs/op\nPASS\n")
    for word in "ab": git(repository, "commit", "-q", "--allow-empty", "-m", word)
    main = git(repository, "rev-parse", "HEAD")
    git(repository, "checkout", "-q", "-b", "topic")
    git(repository, "commit", "-q", "--allow-empty", "-m", "topic")
    topic = git(repository, "rev-parse", "HEAD")
    cli = CLI(nilometer, d.base, "", "p")
    cli.folder = repository
    job = GitHubJob(issuer_server, issuer, key, work)
    job.more = {"sha": main}
    push = job.variables({"ref": "refs/heads/main"}, main, GITHUB_EVENT_NAME="push", GITHUB_REF="refs/heads/main",
                         GITHUB_REF_NAME="main", GITHUB_REF_TYPE="branch")
    git(repository, "checkout", "-q", "main")
    status, out, err = cli("upload", bench, **push)
    stored = d.call("GET", "/api/v1/projects/p/runs?branch=main")[1]["items"]
    check("upload under GitHub's variables stores the run, with no secret", status == 0 and [r["commit"] for r in stored] == [main],
          (status, out, err, stored))
    check("the identity was asked for with the server's address as audience", job.asked == [{"api-version": "2.0", "audience": d.base}], job.asked)
    check("no secret is shown", not re.search(r"nlm_|eyJ|request-secret", out + err), out + err)
    status, out, err = cli("upload", bench, "--commit", topic, **push)
    check("a push to main that uploads another commit: refused, naming it", status == 2 and "commit" in err and topic[:10] in err, (status, err))

    job.more = {"sha": "f" * 40, "event_name": "pull_request", "ref": "refs/pull/5/merge", "head_ref": "topic", "base_ref": "main"}
    change = {"number": 5, "pull_request": {"number": 5, "head": {"sha": topic, "ref": "topic", "repo": {"id": 7}},
                                            "base": {"sha": main, "ref": "main", "repo": {"id": 7}}},
              "repository": {"id": 7, "default_branch": "main"}}
    request = job.variables(change, "f" * 40, GITHUB_EVENT_NAME="pull_request", GITHUB_REF="refs/pull/5/merge",
                            GITHUB_REF_NAME="5/merge", GITHUB_REF_TYPE="branch", GITHUB_HEAD_REF="topic", GITHUB_BASE_REF="main")
    git(repository, "checkout", "-q", "topic")
    status, out, err = cli("upload", bench, **request)
    stored = d.call("GET", f"/api/v1/projects/p/runs?commit={topic}")[1]["items"]
    check("a change request uploads its own branch", status == 0 and len(stored) == 1 and stored[0]["branch"] == "topic"
          and stored[0]["origin"]["changeRequest"] == 5, (status, err, stored))
    status, out, err = cli("upload", bench, "--branch", "main", "--attempt", "2", **request)
    check("a change request that claims main: refused, naming the branch", status == 2 and re.search("run's branch “(main|change-request/5)” is not", err), (status, err))
    status, out, err = cli("upload", bench, "--branch", "main", "--commit", main, "--attempt", "3", **request)
    check("and so with a commit of main", status == 2 and re.search("run's branch “(main|change-request/5)” is not", err), (status, err))
    status, out, err = cli("upload", bench, "--commit", main, "--branch", "topic", "--attempt", "4", **request)
    check("and so a commit of main on its own branch", status == 2 and "commit" in err, (status, err))
    main_runs = d.call("GET", "/api/v1/projects/p/runs?branch=main")[1]["items"]
    check("main has the one run that was its own", [r["commit"] for r in main_runs] == [main], main_runs)

    job.more = {"repository_id": "8", "repository": "evil/parser"}
    status, out, err = cli("upload", bench, **push)
    check("another repository is told by which command it would be trusted", status == 2 and "evil/parser" in err
          and "--repository-id 8" in err and "nilometer trust add" in err and "eyJ" not in err, (status, err))
    without = {k: v for k, v in push.items() if not k.startswith("ACTIONS_")}
    status, out, err = cli("upload", bench, **without)
    check("a job without the permission is told to add it", status == 2 and "id-token: write" in err, (status, err))
    change["pull_request"]["head"]["repo"]["id"] = 1234
    fork = {k: v for k, v in job.variables(change, topic, GITHUB_EVENT_NAME="pull_request").items() if not k.startswith("ACTIONS_")}
    status, out, err = cli("upload", bench, **fork)
    check("a fork is told of the recipe", status == 2 and "fork" in err and "workflow_run" in err, (status, err))
    others(d, nilometer, repository, bench, main, work)


def others(d, nilometer, repository, bench, main, work):
    """GitLab, Buildkite, CircleCI and Jenkins, by pasted keys: their issuers have the addresses that they have."""
    key = Key("k", "EC")
    keys = os.path.join(work, "keys.json")
    json.dump({"keys": [key.public]}, open(keys, "w"))
    admin, cli = CLI(nilometer, d.base, d.token, "p"), CLI(nilometer, d.base, "", "p")
    cli.folder = repository
    git(repository, "checkout", "-q", "main")
    bin = os.path.join(work, "bin")
    os.mkdir(bin)
    now = int(time.time())
    sign = lambda **body: jwt.encode({"alg": "ES256", "kid": "k"}, {"aud": d.base, "iat": now, "exp": now + 600, **body}, key.own)
    agent = sign(iss="https://agent.buildkite.com", organization_id="org-1", organization_slug="acme", pipeline_slug="parser",
                 build_branch="main", build_commit=main, job_id="b1")
    program = os.path.join(bin, "buildkite-agent")
    open(program, "w").write(f'#!/bin/sh\n[ "$1 $2 $3 $4" = "oidc request-token --audience {d.base}" ] && echo {agent}\n')
    os.chmod(program, 0o755)
    systems = {
        "GitLab": (["--gitlab", "group/parser", "--project-id", "42"], {
            "GITLAB_CI": "true", "CI_COMMIT_SHA": main, "CI_COMMIT_BRANCH": "main", "CI_JOB_ID": "g1",
            "NILOMETER_ID_TOKEN": sign(iss="https://gitlab.com", project_id="42", project_path="group/parser", ref="main",
                                       ref_type="branch", ref_path="refs/heads/main", sha=main, job_id="g1", pipeline_source="push")}),
        "Buildkite": (["--buildkite", "acme/parser", "--organization-id", "org-1"], {
            "BUILDKITE": "true", "BUILDKITE_AGENT_ACCESS_TOKEN": "x", "BUILDKITE_COMMIT": main, "BUILDKITE_BRANCH": "main",
            "BUILDKITE_JOB_ID": "b1", "PATH": bin + ":" + os.environ["PATH"]}),
        "CircleCI": (["--circleci", "--organization-id", "org-2", "--project-id", "pro-2"], {
            "CIRCLECI": "true", "CIRCLE_SHA1": main, "CIRCLE_BRANCH": "main", "CIRCLE_WORKFLOW_JOB_ID": "c1",
            "CIRCLE_OIDC_TOKEN_V2": sign(iss="https://oidc.circleci.com/org/org-2", aud="org-2",
                                         **{"oidc.circleci.com/project-id": "pro-2", "oidc.circleci.com/vcs-ref": "refs/heads/main"})}),
        "Jenkins": (["--issuer", "https://jenkins.internal/oidc", "--claim", "sub=https://jenkins.internal/job/parser/", "--branch", "main"], {
            "JENKINS_URL": "https://jenkins.internal", "GIT_COMMIT": main, "BRANCH_NAME": "main", "BUILD_TAG": "j1",
            "NILOMETER_ID_TOKEN": sign(iss="https://jenkins.internal/oidc", sub="https://jenkins.internal/job/parser/")}),
    }
    rules = {}
    for name, (words, variables) in systems.items():
        count = len(d.call("GET", f"/api/v1/projects/p/runs?commit={main}")[1]["items"])
        status, out, err = cli("upload", bench, **variables)
        check(f"{name}: not trusted yet, refused", status == 2 and "nilometer trust add" in err, (status, err))
        rules[name] = admin.json("trust", "add", *words, "--jwks", keys)
        status, out, err = cli("upload", bench, **variables)
        after = len(d.call("GET", f"/api/v1/projects/p/runs?commit={main}")[1]["items"])
        check(f"{name}: trusted, stored", status == 0 and after == count + 1, (status, err, rules[name]))
        status, out, err = cli("upload", bench, "--branch", "other", "--attempt", "9", **variables)
        check(f"{name}: another branch is refused", status == 2 and "branch “other”" in err, (status, err))
    listed = admin("trust", "list")[1]
    check("trust list shows the rules", all(rule["id"] in listed for rule in rules.values()), listed)
    status, out, err = admin("trust", "remove", rules["GitLab"]["id"])
    gone = cli("upload", bench, "--attempt", "8", **systems["GitLab"][1])
    check("a removed rule takes no more", status == 0 and gone[0] == 2, (status, err, gone))
    status, out, err = admin("trust", "add", "--github", "octo/parser")
    check("a name alone is not trusted, and the number's place is told", status == 64 and "gh api" in err, (status, err))
    status, out, err = admin("trust", "add", "--issuer", "https://jenkins.internal/oidc")
    check("an issuer without a claim is not trusted", status == 2 and "claim" in err, (status, err))


def main():
    program, nilometer = sys.argv[1:3]
    work = tempfile.mkdtemp()
    data, port = os.path.join(work, "data"), free_port()
    os.mkdir(data)
    d = Daemon(program, data, f"127.0.0.1:{port}", "--webhook-allow", "127.0.0.1/32")
    d.call("POST", "/api/v1/projects", {"slug": "p"})
    key, second, attacker, server = Key("k1"), Key("k2", "EC"), Server(), Server()
    attacker.answers["/keys"] = (200, b"{}", {})
    issuer = server.issue("/_services/token", [key, second])
    admin = CLI(nilometer, d.base, d.token, "p")
    status, out, err = admin("trust", "add", "--github", "octo/parser", "--repository-id", "7", "--host", server.base)
    check("trust add says what the job needs", status == 0 and "id-token: write" in out and err == "", (status, out, err))

    for one in (key, second):
        status, body = d.exchange(jwt.encode({"alg": one.algorithm, "kid": one.id}, claims(issuer, d.base), one.own))
        check(f"a good token of {one.algorithm} is exchanged, with nothing but the rule",
              status == 200 and body["expires_in"] == 900 and body["token_type"] == "Bearer", (status, body))
    fetched = time.time()
    token = body["access_token"]
    as_job = {"Authorization": f"Bearer {token}"}
    mine = f"/api/v1/projects/p/runs?commit={'a' * 40}&branch=main"
    check("the token uploads the run of its commit", d.call("POST", mine, b"BenchmarkA 1 5 ns/op\n", as_job)[0] == 201)
    check("and reads", d.call("GET", "/api/v1/projects/p/runs", None, as_job)[0] == 200)
    check("and does no more", [d.call(m, p, b, as_job)[0] for m, p, b in (
        ("GET", "/api/v1/tokens", None), ("GET", "/api/v1/projects/p/trust", None), ("DELETE", "/api/v1/projects/p", None),
        ("POST", "/api/v1/projects/p/trust", {}))] == [403] * 4)
    d.call("DELETE", d.call("GET", "/api/v1/projects/p/runs")[1]["items"][0]["id"].join(["/api/v1/projects/p/runs/", ""]))
    form = urllib.parse.urlencode({
        "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange", "project": "p",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "subject_token": crafted({"alg": "RS256", "kid": "k1"}, claims(issuer, d.base), key.sign)}).encode()
    status, _ = d.call("POST", "/api/v1/auth/oidc", form, {"Content-Type": "application/x-www-form-urlencoded", "Authorization": ""})
    check("a form does as well as JSON", status == 200, status)
    again = crafted({"alg": "RS256", "kid": "k1"}, claims(issuer, d.base), key.sign)
    answers = [d.exchange(again, id=f"again-{n}")[0] for n in range(4)]
    check("a token is exchanged three times at most", answers == [200, 200, 200, 401] and d.reason("again-3") == "replay", answers)

    refusals(d, issuer, key, second, attacker)
    guarded(d, server, key)
    check("the issuer was asked for its keys once in all that", sum(p == "/_services/token/keys" for p in server.asked) == 1, server.asked)
    jobs(d, nilometer, server, issuer, key, work)

    third = Key("k3")
    server.publish("/_services/token", [third])
    rotated = lambda: d.exchange(crafted({"alg": "RS256", "kid": "k3"}, claims(issuer, d.base), third.sign))[0]
    answers, begun = [rotated()], time.time()
    # A key that is not known is looked for once a minute.
    while answers[-1] == 401 and time.time() - begun < 70:
        time.sleep(1)
        answers.append(rotated())
    check("a new key is taken within a minute of its publication", answers[-1] == 200, answers)
    status, _ = d.exchange(crafted({"alg": "RS256", "kid": "k1"}, claims(issuer, d.base), key.sign), id="rotated")
    check("and the key that was rotated out is refused", status == 401 and d.reason("rotated") == "keys", (status, d.reason("rotated")))
    asked = sum(p == "/_services/token/keys" for p in server.asked)
    check("the issuer was asked twice", asked == 2, asked)
    answers = [d.exchange("x")[0] for _ in range(610)]
    check("too many attempts of one address are told so", answers[-1] == 429 and 401 in answers, answers[-1])
    check("and others are still served", d.call("GET", "/readyz")[0] == 200)
    log = open(d.log).read()
    check("no token stands in the log", not re.search(r"nlm_[0-9A-Za-z]{20}|eyJ", log))
    check("the daemon ends as it should", d.stop()[0] == 0)
    return 1 if failed else 0


if __name__ == "__main__": sys.exit(main())
