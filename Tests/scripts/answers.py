#!/usr/bin/env python3
"""Gates against a daemon, and tells the answers to stand-ins of the APIs of GitHub, GitLab and Gitea.

    answers.py NILOMETERD NILOMETER     prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import http.server, json, os, re, shutil, subprocess, sys, tempfile, threading, urllib.parse, xml.etree.ElementTree

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../deploy/sample"))
import load
from cli import CLI, check, failed, free_port

SECRETS = ["secret-job-token", "secret-own-token", "secret-lab-token", "secret-gitea-token"]
USERS = {"Bearer secret-job-token": ("github-actions[bot]", "Bot", 41), "Bearer secret-own-token": ("keeper", "User", 42),
         "token secret-gitea-token": ("gitea-actions", None, 43), "secret-lab-token": ("keeper", None, 44)}


class Forge:
    """What the stand-in keeps and how it misbehaves."""

    def __init__(self):
        self.notes, self.next, self.statuses, self.checks, self.heads, self.calls = [], 1, [], [], {}, []
        self.wrong, self.pages, self.refuse, self.once, self.barrier, self.lock = [], 0, set(), [], None, threading.Lock()

    def add(self, number, user, text):
        with self.lock:
            note = {"id": self.next, "issue": number, "user": user, "body": text}
            self.next += 1
            self.notes.append(note)
            return note

    def own(self, number, name="github-actions[bot]"):
        return [n for n in self.notes if n["issue"] == number and n["user"][0] == name]


class API(http.server.BaseHTTPRequestHandler):
    """The parts of the three APIs that are used, with pages, permissions, and what each refuses."""
    protocol_version = "HTTP/1.1"
    forge = Forge()

    def handle_any(self):
        forge, url = self.forge, urllib.parse.urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        user = USERS.get(self.headers.get("private-token") or self.headers.get("authorization"))
        forge.calls.append((self.command, url.path))
        if not user: return self.reply(401, {"message": "Bad credentials"})
        if not (self.headers["user-agent"] or "").startswith("nilometer"): forge.wrong.append("user-agent")
        query = dict(urllib.parse.parse_qsl(url.query))
        for index, (method, pattern, status, headers, acts) in enumerate(forge.once):
            if method == self.command and re.search(pattern, url.path):
                del forge.once[index]
                if acts: self.route(url.path, query, body, user)
                return self.reply(status, {"message": "Not now."}, headers)
        self.reply(*self.route(url.path, query, body, user))

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any

    def reply(self, status, value=None, headers=None):
        text = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, content in (headers or {}).items(): self.send_header(name, content)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_): pass

    def route(self, path, query, body, user):
        forge = self.forge
        def fits(method, pattern):
            found = self.command == method and re.fullmatch(pattern, path)
            return found.groups() or (True,) if found else None
        if any(self.command != "GET" and re.search(p, path) for p in forge.refuse):
            return 403, {"message": "Resource not accessible by integration"}
        if fits("GET", ".*/user"):
            return (403, {"message": "Resource not accessible by integration"}) if user[1] == "Bot" else \
                (200, {"login": user[0], "username": user[0], "id": user[2], "type": user[1]})
        if found := fits("GET", "/gh/repos/o/r/issues/(\\d+)/comments"): return self.page(int(found[0]), query, "link")
        if found := fits("POST", "/gh/repos/o/r/issues/(\\d+)/comments"):
            return 201, self.shown(forge.add(int(found[0]), user, body["body"]))
        if found := fits("PATCH", "/gh/repos/o/r/issues/comments/(\\d+)"): return self.edit(int(found[0]), body)
        if found := fits("DELETE", "/gh/repos/o/r/issues/comments/(\\d+)"): return self.delete(int(found[0]))
        if found := fits("GET", "/gh/repos/o/r/pulls/(\\d+)"):
            return 200, {"number": int(found[0]), "head": {"sha": forge.heads.get(int(found[0]), "")}}
        if found := fits("GET", "/gh/repos/o/r/commits/([^/]+)/check-runs"):
            runs = [c for c in forge.checks if c["head_sha"] == found[0] and c["name"] == query.get("check_name")]
            return 200, {"total_count": len(runs), "check_runs": runs}
        if fits("POST", "/gh/repos/o/r/check-runs"): return self.check(body, user, None)
        if found := fits("PATCH", "/gh/repos/o/r/check-runs/(\\d+)"): return self.check(body, user, int(found[0]))
        if found := fits("POST", "/gh/repos/o/r/statuses/([^/]+)"):
            if body["state"] not in ("success", "failure", "error", "pending", "warning") or len(body["description"]) > 140:
                return 422, {"message": "Validation Failed"}
            forge.statuses.append({**body, "sha": found[0]})
            return 201, {}
        if found := fits("GET", "/gl/projects/8/merge_requests/(\\d+)/notes"): return self.page(int(found[0]), query, "x-next-page")
        if found := fits("POST", "/gl/projects/8/merge_requests/(\\d+)/notes"):
            return 201, self.shown(forge.add(int(found[0]), user, body["body"]))
        if found := fits("PUT", "/gl/projects/8/merge_requests/\\d+/notes/(\\d+)"): return self.edit(int(found[0]), body)
        if found := fits("DELETE", "/gl/projects/8/merge_requests/\\d+/notes/(\\d+)"): return self.delete(int(found[0]))
        if found := fits("GET", "/gl/projects/8/merge_requests/(\\d+)"):
            return 200, {"iid": int(found[0]), "sha": forge.heads.get(int(found[0]))}
        if found := fits("POST", "/gl/projects/7/statuses/([^/]+)"):
            if body["state"] not in forge_states: return 400, {"message": {"state": ["does not have a valid value"]}}
            forge.statuses.append({**body, "sha": found[0]})
            return 201, {}
        forge.wrong.append(f"{self.command} {path}")
        return 404, {"message": "Not Found"}

    def shown(self, note):
        name, kind, number = note["user"]
        return {"id": note["id"], "body": note["body"], "user": {"login": name, "type": kind or "User", "id": number},
                "author": {"id": number, "username": name}, "system": False}

    def page(self, number, query, kind):
        forge = self.forge
        notes = [n for n in forge.notes if n["issue"] == number]
        size, page = min(100, int(query.get("per_page", 30))), int(query.get("page", 1))
        if forge.barrier and page == 1:
            # Both jobs have seen that there is no comment before either makes one.
            try: forge.barrier.wait(timeout=20)
            except threading.BrokenBarrierError: pass
            forge.barrier_used += 1
            if forge.barrier_used == 2: forge.barrier = None
        shown, more = notes[(page - 1) * size:page * size], len(notes) > page * size
        forge.pages = max(forge.pages, page)
        base = f"http://{self.headers['host']}{urllib.parse.urlsplit(self.path).path}"
        headers = {"link": f'<{base}?page={page + 1}>; rel="next", <{base}?page=9>; rel="last"'} if more and kind == "link" else \
            {"x-next-page": str(page + 1) if more else ""} if kind != "link" else {}
        return 200, [self.shown(n) for n in shown], headers

    def edit(self, number, body):
        for note in self.forge.notes:
            if note["id"] == number:
                note["body"] = body["body"]
                return 200, self.shown(note)
        return 404, {"message": "Not Found"}

    def delete(self, number):
        before = len(self.forge.notes)
        self.forge.notes[:] = [n for n in self.forge.notes if n["id"] != number]
        return (204, None) if len(self.forge.notes) < before else (404, {"message": "Not Found"})

    def check(self, body, user, number):
        if user[1] != "Bot": return 403, {"message": "You must authenticate via a GitHub App."}
        if body["conclusion"] not in ("success", "failure", "neutral") or len(body["output"]["summary"]) > 65535:
            return 422, {"message": "Invalid request."}
        if number is None:
            self.forge.checks.append({**body, "id": len(self.forge.checks) + 1})
            return 201, self.forge.checks[-1]
        self.forge.checks[number - 1].update(body)
        return 200, self.forge.checks[number - 1]


forge_states = {"pending", "running", "success", "failed", "canceled", "skipped"}


class Jobs:
    """Uploads commits, and gates them as jobs of a forge."""

    def __init__(self, cli, folder, api):
        self.cli, self.folder, self.api, self.outputs, self.runs = cli, folder, api, [], {}

    def upload(self, commit, line, allocations=10, branch="main", project="p", machine="ci", text=None):
        text = text or b"".join(b"BenchmarkParse-4 \t 1000 \t %d ns/op \t 64 B/op \t %d allocs/op\n" % (1000 + 3 * i, allocations) for i in range(6))
        status, out, err = self.cli("upload", "-", "--commit", commit, "--branch", branch, *(["--line", line] if line else []), "--wait", "10s",
                                    "--json", given=text, NILOMETER_PROJECT=project, NILOMETER_MACHINE=machine)
        assert status == 0, err
        self.runs[commit] = json.loads(out)["id"]

    def github(self, number, commit, *words, token="secret-job-token", own=None, event="pull_request", **more):
        path = os.path.join(self.folder, f"event-{number}-{commit}.json")
        with open(path, "w") as file: json.dump({"number": number, "pull_request": {"number": number, "head": {"sha": commit}}}, file)
        self.forge.heads.setdefault(number, commit)
        variables = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": event, "GITHUB_EVENT_PATH": path, "GITHUB_REPOSITORY": "o/r",
                     "GITHUB_SHA": commit, "GITHUB_REF_NAME": "main", "GITHUB_API_URL": self.api + "/gh", "GITHUB_TOKEN": token,
                     **({"NILOMETER_GITHUB_TOKEN": own} if own else {}), **more}
        return self.run(variables, *words)

    def gitlab(self, number, commit, *words, token="secret-lab-token", **more):
        variables = {"GITLAB_CI": "true", "CI_COMMIT_SHA": commit, "CI_MERGE_REQUEST_IID": str(number), "CI_PROJECT_ID": "7",
                     "CI_MERGE_REQUEST_PROJECT_ID": "8", "CI_API_V4_URL": self.api + "/gl", "CI_JOB_TOKEN": "x", "CI_PIPELINE_ID": "5",
                     **({"NILOMETER_GITLAB_TOKEN": token} if token else {}), **more}
        return self.run(variables, *words)

    def run(self, variables, *words):
        done = self.cli("gate", *words, **variables)
        self.outputs.append(done[1] + done[2])
        return done

    @property
    def forge(self): return API.forge


BOTH = ["--comment", "--status"]
MARK = "<!-- nilometer:p:ci -->"


def life_of_a_comment(jobs):
    forge = jobs.forge
    jobs.upload("m1", "")
    status, out, err = jobs.github(1, "m1", *BOTH)
    check("a first run: nothing to compare with is said first, 0", status == 0 and out.startswith("Nothing to compare with: "), (status, out, err))
    check("and is a neutral check, without a comment", [c["conclusion"] for c in forge.checks] == ["neutral"] and not forge.notes and not forge.statuses, forge.checks)
    line = "m1"
    for number in range(2, 5):
        jobs.upload(f"m{number}", line)
        line = f"m{number},{line}"
    jobs.line = line
    status, out, _ = jobs.github(2, "m4", *BOTH)
    check("nothing changed: 0, a check of success, no comment", status == 0 and out.startswith("✓ Nothing regressed") and not forge.notes
          and forge.checks[-1]["conclusion"] == "success", (status, out, forge.notes))
    jobs.upload("h1", line, 11, "faster")
    status, out, err = jobs.github(3, "h1", *BOTH)
    own = forge.own(3)
    check("a regression: 1, and names benchmark, metric and allocations", status == 1 and out.startswith("▲ ") and "Parse allocs/op +1 (+10.0%)" in out.split("\n")[0], (status, out, err))
    check("it makes one comment, whose mark is last", len(own) == 1 and own[0]["body"].startswith("**▲ ") and own[0]["body"].endswith(MARK), own)
    check("and a check of failure", forge.checks[-1]["conclusion"] == "failure" and forge.checks[-1]["head_sha"] == "h1", forge.checks[-1])
    first, text, count = own[0]["id"], own[0]["body"], len(forge.checks)
    jobs.github(3, "h1", *BOTH)
    check("the job again: the same comment and the same check", [(n["id"], n["body"]) for n in forge.own(3)] == [(first, text)] and len(forge.checks) == count, forge.own(3))
    jobs.upload("h2", "h1," + line, 13, "faster")
    forge.heads[3] = "h2"
    status, out, _ = jobs.github(3, "h2", "--base", "main", "--head", "h2", *BOTH)
    check("the next push edits it in place", status == 1 and [n["id"] for n in forge.own(3)] == [first] and "+3 (+30.0%)" in forge.own(3)[0]["body"], (status, out, forge.own(3)))
    status, _, err = jobs.github(3, "h1", *BOTH)
    check("the late job of an older push leaves it, and says so", status == 1 and "+3 (+30.0%)" in forge.own(3)[0]["body"] and "later commit" in err, err)
    jobs.upload("h3", "h2,h1," + line, 10, "faster")
    forge.heads[3] = "h3"
    status, out, _ = jobs.github(3, "h3", "--base", "main", "--head", "h3", *BOTH)
    check("when it is fixed the comment is cleared, and the check a success", status == 0 and [n["id"] for n in forge.own(3)] == [first]
          and forge.own(3)[0]["body"].startswith("**✓ Nothing regressed") and forge.checks[-1]["conclusion"] == "success", (status, out, forge.own(3)))
    status, _, _ = jobs.github(4, "h3", "--base", "main", "--head", "h3", "--comment", "--always-comment")
    check("--always-comment comments all the same", status == 0 and len(forge.own(4)) == 1, forge.own(4))


def others_and_races(jobs):
    forge, stranger = jobs.forge, ("stranger", "User", 9)
    theirs = [forge.add(5, stranger, f"said {n}") for n in range(230)] + [forge.add(5, stranger, "mine\n" + MARK), forge.add(5, ("keeper", "User", 42), "no mark")]
    kept = [dict(n) for n in theirs]
    jobs.github(5, "h1", "--comment")
    check("a stranger's comment with our mark is left alone", [n for n in forge.notes if n in kept] == kept and len(forge.own(5)) == 1)
    first = forge.own(5)[0]["id"]
    jobs.github(5, "h1", "--comment", "--part", "arm", "--run", jobs.runs["h1"])
    check("a part of a matrix has a comment of its own", len(forge.own(5)) == 2, len(forge.own(5)))
    forge.pages = 0
    jobs.github(5, "h2", "--comment")
    check("our comment is found on the last page", forge.pages == 3 and [n["id"] for n in forge.own(5) if n["body"].endswith(MARK)] == [first], (forge.pages, forge.own(5)))
    for number in (6, 16, 26):
        forge.barrier, forge.barrier_used = threading.Barrier(2), 0
        threads = [threading.Thread(target=jobs.github, args=(number, "h1", "--comment")) for _ in range(2)]
        for t in threads: t.start()
        for t in threads: t.join()
        forge.barrier = None
    check("two jobs at once make one comment", [len(forge.own(n)) for n in (6, 16, 26)] == [1, 1, 1], [len(forge.own(n)) for n in (6, 16, 26)])
    jobs.github(7, "h1", "--comment", own="secret-own-token", GITHUB_TOKEN="")
    jobs.github(7, "h2", "--comment", own="secret-own-token", GITHUB_TOKEN="")
    check("a token of one's own finds its own comment", len(forge.own(7, "keeper")) == 1, forge.own(7, "keeper"))


def refusals(jobs):
    forge = jobs.forge
    forge.refuse = {"comments", "check-runs", "statuses"}
    status, _, err = jobs.github(8, "h1", *BOTH)
    check("a fork's token: the verdict's status stays, and each refusal is told", status == 1 and "comment could not be written" in err
          and "status could not be written" in err and "fork" in err and not forge.own(8), (status, err))
    status, _, err = jobs.github(8, "m4", "--comment", "--always-comment")
    check("of a pass too", status == 0 and "could not be written" in err, (status, err))
    forge.refuse = set()
    for name, method, pattern, code, headers, acts in [
            ("a busy forge", "POST", "comments", 429, {"retry-after": "0"}, False), ("a rate limit", "GET", "comments", 403, {"retry-after": "1"}, False),
            ("a broken gateway", "GET", "comments", 502, {}, False), ("an addition whose answer was lost", "POST", "comments", 502, {}, True),
            ("an addition that was lost", "POST", "comments", 502, {}, False)]:
        number = 100 + len(forge.calls)
        forge.once = [(method, pattern, code, headers, acts)]
        status, _, err = jobs.github(number, "h1", "--comment")
        check(f"{name} is tried again, and there is one comment", status == 1 and len(forge.own(number)) == 1 and not forge.once, (status, err, len(forge.own(number))))
    seen = []
    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            seen.append(self.headers.get("authorization"))
            self.send_response(200)
            self.end_headers()
        do_POST = do_GET
        def log_message(self, *_): pass
    elsewhere = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
    forge.once = [("GET", "comments", 302, {"location": f"http://127.0.0.1:{elsewhere.server_address[1]}/x"}, False)]
    status, _, err = jobs.github(9, "h1", "--comment")
    check("a redirect is not followed with the token", status == 1 and not seen and "302" in err, (status, err, seen))
    status, _, err = jobs.github(9, "h1", "--comment", token="wrong")
    check("a wrong token is told", status == 1 and "401" in err and "expired" in err, (status, err))
    status, _, err = jobs.github(9, "h1", "--comment", token="")
    check("no token is told", status == 1 and "GITHUB_TOKEN" in err, (status, err))
    status, _, err = jobs.github(9, "h1", *BOTH, GITHUB_API_URL=f"http://127.0.0.1:{elsewhere.server_address[1]}/x", GITHUB_TOKEN="none-at-all")
    check("what is no forge is told", status == 1 and "could not be written" in err, (status, err))
    count = len(forge.checks)
    for commit, state in [("h1", "failure"), ("m4", "success"), ("m1", "pending")]:
        _, _, err = jobs.github(10, commit, "--status", own="secret-own-token", GITHUB_EVENT_NAME="push")
        last = forge.statuses[-1]
        check(f"without checks the status is {state}", last["state"] == state and last["context"] == "nilometer/p/ci" and last["sha"] == commit
              and 0 < len(last["description"]) <= 140 and ("neutral" in err) == (state == "pending"), (last, err))
    check("and no check is made", len(forge.checks) == count)


def gitlab(jobs):
    forge = jobs.forge
    status, _, err = jobs.gitlab(11, "h1", *BOTH, token=None)
    check("GitLab without a token of its own: told, the status stays", status == 1 and "NILOMETER_GITLAB_TOKEN" in err, (status, err))
    for n in range(120): forge.add(11, ("stranger", None, 9), f"said {n}\n{MARK}")
    status, _, err = jobs.gitlab(11, "h1", *BOTH)
    own = forge.own(11, "keeper")
    check("GitLab: one note, and a status of the pipeline", status == 1 and len(own) == 1 and forge.statuses[-1]["state"] == "failed"
          and forge.statuses[-1]["name"] == "nilometer/p/ci" and forge.statuses[-1]["pipeline_id"] == 5, (status, err, forge.statuses[-1]))
    jobs.gitlab(11, "h2", "--comment")
    check("the next push edits the note in place", [n["id"] for n in forge.own(11, "keeper")] == [own[0]["id"]] and "nilometer-head:h2" in own[0]["body"], own)
    jobs.gitlab(11, "h3", "--base", "main", "--head", "h3", *BOTH)
    check("and it is cleared", len(forge.own(11, "keeper")) == 1 and own[0]["body"].startswith("**✓") and forge.statuses[-1]["state"] == "success", own)
    jobs.gitlab(12, "m1", *BOTH)
    check("nothing to compare with is skipped, without a note", forge.statuses[-1]["state"] == "skipped" and not forge.own(12, "keeper"), forge.statuses[-1])
    forge_states.discard("skipped")
    count = len(forge.statuses)
    status, _, err = jobs.gitlab(12, "m1", "--status")
    check("an older GitLab without it: no status rather than success, told", status == 0 and len(forge.statuses) == count and "neutral" in err, (status, err))
    forge_states.add("skipped")
    status, _, err = jobs.github(13, "h1", *BOTH, token="secret-gitea-token", GITEA_ACTIONS="true")
    check("Gitea: a comment and a status", status == 1 and len(forge.own(13, "gitea-actions")) == 1 and forge.statuses[-1]["state"] == "failure", err)
    jobs.github(13, "m1", *BOTH, token="secret-gitea-token", GITEA_ACTIONS="true", GITHUB_EVENT_NAME="push")
    check("Gitea has a neutral status: warning", forge.statuses[-1]["state"] == "warning", forge.statuses[-1])


def files(jobs, nobody):
    path = lambda name: os.path.join(jobs.folder, name)
    read = lambda name: open(path(name)).read()
    status, out, _ = jobs.github(20, "h1", "--junit", path("a.xml"), "--markdown", path("a.md"), "--annotations", GITHUB_STEP_SUMMARY=path("s.md"))
    suite = xml.etree.ElementTree.parse(path("a.xml")).getroot()[0]
    check("JUnit: a case for each benchmark and metric, failure for what regressed", status == 1 and suite.get("tests") == "3" and suite.get("failures") == "1"
          and [c.get("name") for c in suite if c.find("failure") is not None] == ["Parse allocs/op"], read("a.xml"))
    check("the summary has the answer, and its links lead to the same comparison", read("s.md").strip() == read("a.md").strip(), read("s.md"))
    links = re.findall(r"\]\(([^)]*)\)", read("a.md"))
    same = jobs.cli("ask", links[0].split("#")[0].split("/api/v1/")[1])
    check("a row's link answers with that comparison", same[0] == 0 and json.loads(same[1])["counts"]["regressed"] == 1, same)
    check("a mark for the row that regressed", out.count("::error title=Parse allocs/op regressed::10 to 11") == 1, out)
    jobs.github(20, "m4", GITHUB_STEP_SUMMARY=path("s.md"))
    check("the next answer is added to the summary", read("s.md").count("**▲") == 1 and read("s.md").count("**✓") == 1)
    status, out, _ = jobs.github(20, "h1", "--json", "--annotations")
    answer = json.loads(out)
    check("--json is one object with the verdict in it", answer["status"] == 1 and answer["conclusion"] == "failed" and answer["rows"][0]["failure"] == "regressed", answer)
    check("--advisory tells and ends with 0", jobs.github(20, "h1", "--advisory")[0] == 0)
    status, _, err = jobs.github(20, "m4", "--junit", path("no/such/a.xml"))
    check("a file that cannot be written is no pass", status == 2 and "could not be written" in err, (status, err))
    check("and hides no regression", jobs.github(20, "h1", "--junit", path("no/such/a.xml"))[0] == 1)
    away = {"NILOMETER_SERVER": nobody, "GITHUB_STEP_SUMMARY": path("away.md")}
    status, out, _ = jobs.github(20, "h1", *BOTH, "--junit", path("away.xml"), **away)
    suite = xml.etree.ElementTree.parse(path("away.xml")).getroot()[0]
    check("a server out of reach: 2, said in log, summary, JUnit and check, without a comment", status == 2 and out.startswith("✗ No verdict: ")
          and read("away.md").startswith("**✗ No verdict: ") and suite.get("errors") == "1" and [c["output"]["title"][:12] for c in jobs.forge.checks if c["head_sha"] == "h1" and c["name"] == "nilometer/p/ci"] == ["✗ No verdict"]
          and not jobs.forge.own(20), (status, out, suite.attrib))
    check("--advisory lets that pass, and says so", jobs.github(20, "h1", "--advisory", **away)[0] == 0)
    status, out, _ = jobs.github(20, "never", *BOTH)
    check("a commit without a run: 2", status == 2 and "no run of the commit" in out, (status, out))
    jobs.upload("lost", "", 10, "orphan")
    status, out, _ = jobs.github(21, "lost", *BOTH)
    check("nothing compared though there is history: 3, neutral", status == 3 and out.startswith("Nothing to compare with") and jobs.forge.checks[-1]["conclusion"] == "neutral", (status, out))
    check("wrong usage: 64", jobs.run({}, "--run", "x", "--base", "y")[0] == 64 and jobs.run({}, "--always-comment")[0] == 64)
    timer = threading.Timer(0.7, jobs.upload, ("late", jobs.line, 11, "late"))
    timer.start()
    status, out, _ = jobs.github(22, "late", "--wait", "60s")
    timer.join()
    check("--wait waits for a run to arrive", status == 1, (status, out))


def hostile(jobs):
    names = ["<script>alert(1)</script>", "a|b`c", "@everyone", "![x](https://evil.example)", "www.evil.example", "\u202egnp", "-->" + MARK]
    text = lambda n: json.dumps({"schema": "nilometer.run/1", "commit": {"sha": "z" + str(n), "line": ["z1"] if n > 1 else [], "branch": "main"}, "machine": {"name": "@ci|`"},
        "readings": [{"benchmark": name + str(i), "metric": "allocs/op", "unit": "allocs/op", "better": "lower", "samples": [5 * n] * 3} for name in names for i in range(300)]}).encode()
    for n in (1, 2):
        request = json.loads(text(n))
        status, answer = jobs.daemon.call("POST", "/api/v1/projects/p/runs?wait=20s", request)
        assert status == 201, answer
    status, out, err = jobs.github(30, "z2", "--comment", "--annotations", "--junit", os.path.join(jobs.folder, "z.xml"), "--head", "z2", NILOMETER_MACHINE="@ci|`",
                                   GITHUB_STEP_SUMMARY=os.path.join(jobs.folder, "z.md"))
    own = jobs.forge.own(30)
    check("2,100 hostile rows: the comment stays below what GitHub takes, and says what it left out", status == 1 and len(own) == 1
          and 30_000 < len(own[0]["body"].encode()) < 65_536 and "more rows are left out" in own[0]["body"], (status, err, own and len(own[0]["body"])))
    bare = re.sub(r"<code>[^<]*</code>|`[^`]*`|\]\(http://127[^)]*\)", "", own[0]["body"])
    check("nothing in it is markup, a mention, an image or a second mark", not re.search(r"<script|@|!\[|\]\(|evil|\x1b|\u202e", bare) and bare.count("<!--") == 2, bare[:2000])
    cases = xml.etree.ElementTree.parse(os.path.join(jobs.folder, "z.xml")).getroot()[0]
    check("JUnit holds them all", len(cases) == 2100 and cases.get("failures") == "2100", cases.attrib)
    marks = [l for l in out.split("\n") if l.startswith("::")]
    check("at most ten marks, and no other line begins as one", len(marks) == 10 and all(l.startswith("::error title=") for l in marks), len(marks))
    check("the terminal is sent no control character", not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", out), "")
    size = os.path.getsize(os.path.join(jobs.folder, "z.md"))
    check("the summary stays below a mebibyte, with every row", size < 1_048_576 and open(os.path.join(jobs.folder, "z.md")).read().count("▲ regressed") == 2100, size)


def main():
    daemon_program, program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), tempfile.mkdtemp()
    daemon = load.Daemon(daemon_program, os.path.join(folder, "data"), f"127.0.0.1:{free_port()}")
    api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), API)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    cli = CLI(program, daemon.base, daemon.token, "p")
    cli.folder = folder
    jobs = Jobs(cli, folder, f"http://127.0.0.1:{api.server_address[1]}")
    jobs.daemon = daemon
    try:
        cli("project", "create", "p")
        life_of_a_comment(jobs)
        others_and_races(jobs)
        refusals(jobs)
        gitlab(jobs)
        files(jobs, f"http://127.0.0.1:{free_port()}")
        hostile(jobs)
        check("no token was ever shown", not any(secret in text for text in jobs.outputs for secret in SECRETS + [daemon.token]))
        check("the stand-ins were asked nothing that they do not have", not API.forge.wrong, API.forge.wrong)
    finally:
        status, _ = daemon.stop()
        shutil.rmtree(folder, ignore_errors=True)
    check("the daemon ends well", status == 0, status)
    return 1 if failed else 0


if __name__ == "__main__": sys.exit(main())
