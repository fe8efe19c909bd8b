#!/usr/bin/env python3
"""Runs the shell of the CI examples in deploy/ci/curl against a daemon, with the variables that GitHub and GitLab set.

    ci_steps.py NILOMETERD        prints “ok what” or “FAIL what” a check; status 1 when one failed

The shell is taken from the YAML as it stands there, and so is each ${{ expression }} of the GitHub step's `env`.
"""
import http.server, os, re, subprocess, sys, tempfile, textwrap, threading

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import end_to_end, load
from end_to_end import check

CI = os.path.join(HERE, "..", "..", "deploy", "ci")
BENCH = "goos: linux\nBenchmarkParse-4 \t 1000\t 812.0 ns/op\t 3 allocs/op\n"


def block(lines, start):
    """The lines below a `|` that are indented deeper, without their indentation."""
    found = []
    for line in lines[start:]:
        if line.strip() and len(line) - len(line.lstrip()) <= len(lines[start - 1]) - len(lines[start - 1].lstrip()): break
        found.append(line)
    return textwrap.dedent("\n".join(found))


def github_step():
    """The upload step's shell, and its environment as it is written."""
    lines = open(os.path.join(CI, "curl", "github-actions.yml")).read().splitlines()
    begin = next(i for i, line in enumerate(lines) if "Send them to Nilometer" in line)
    run = next(i for i in range(begin, len(lines)) if lines[i].strip() == "run: |")
    pairs = [line.strip().split(": ", 1) for line in lines[begin:run] if re.match(r"\s+[A-Z_]+: ", line)]
    return block(lines, run + 1), dict(pairs)


def gitlab_step():
    """The upload's shell: the last item of `script`."""
    lines = open(os.path.join(CI, "curl", "gitlab-ci.yml")).read().splitlines()
    return block(lines, max(i for i, line in enumerate(lines) if line.strip() == "- |") + 1)


def value(text, known):
    """A value of `env`: each ${{ a || b }} becomes the first of its names that is known and not empty."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda m: next(filter(None, (known.get(n.strip()) for n in m[1].split("||"))), ""), text)


def repository(folder):
    """A history whose main has a merge commit, and a branch whose merge with main is checked out: names to commits."""
    def git(*words):
        return subprocess.run(["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", *words],
                              check=True, capture_output=True, text=True).stdout.strip()
    commits = {}
    def commit(name):
        git("commit", "-q", "--allow-empty", "-m", name)
        commits[name] = git("rev-parse", "HEAD")
    git("init", "-q", "-b", "main")
    commit("base")
    git("checkout", "-q", "-b", "side")
    commit("side")
    git("checkout", "-q", "main")
    commit("second")
    git("merge", "-q", "--no-ff", "-m", "merged", "side")
    commits["merged"] = git("rev-parse", "HEAD")
    commit("tip")
    git("checkout", "-q", "-b", "feature/a+b&#7%2F", "main")
    commit("feature")
    git("checkout", "-q", "main")
    commit("newer")
    git("merge", "-q", "--no-ff", "-m", "what the CI tries", "feature/a+b&#7%2F")
    commits["trial"] = git("rev-parse", "HEAD")
    open(os.path.join(folder, "bench.txt"), "w").write(BENCH)
    return commits


def shell(script, folder, variables):
    return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, text=True,
                          env={"PATH": os.environ["PATH"], "HOME": folder, **variables}, capture_output=True, timeout=180)


class Unsteady(http.server.BaseHTTPRequestHandler):
    """Answers 503 once, and 201 afterwards; keeps the keys."""
    keys = []

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        Unsteady.keys.append(self.headers["idempotency-key"])
        self.send_response(503 if len(Unsteady.keys) == 1 else 201)
        if len(Unsteady.keys) == 1: self.send_header("Retry-After", "1")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_): pass


def runs_of(daemon, project):
    return daemon.call("GET", f"/api/v1/projects/{project}/runs")[1]["items"]


def examine(name, daemon, project, folder, commits, run, again, plain, branch_of_plain):
    """The checks that both systems have in common; `run(where)` uploads the trial, `plain` is a push to main."""
    first = run(daemon.base)
    check(f"{name}: the step passes", first.returncode == 0, first.stdout + first.stderr)
    stored = runs_of(daemon, project)
    check(f"{name}: one run of the branch's own commit, not of the trial merge",
          [(r["commit"], r["branch"]) for r in stored] == [(commits["feature"], "feature/a+b&#7%2F")], stored)
    check(f"{name}: the place is known", not [w for r in stored for w in r["warnings"] if w["code"] == "place-assumed"], stored)
    second = run(daemon.base)
    check(f"{name}: the same job again is the same run", second.returncode == 0 and len(runs_of(daemon, project)) == 1,
          second.stdout + second.stderr)
    third = again(daemon.base)
    check(f"{name}: a new attempt is a new run", third.returncode == 0 and len(runs_of(daemon, project)) == 2,
          third.stdout + third.stderr)
    pushed = plain(daemon.base)
    newest = [r for r in runs_of(daemon, project) if r["branch"] == branch_of_plain]
    check(f"{name}: a push to main is a run of main", pushed.returncode == 0 and [r["commit"] for r in newest] == [commits["tip"]],
          (pushed.stdout + pushed.stderr, newest))
    refused = run(daemon.base + "/nowhere")
    check(f"{name}: a failed upload fails the step and says why", refused.returncode != 0 and "404" in refused.stdout + refused.stderr,
          refused.stdout + refused.stderr)
    Unsteady.keys.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Unsteady)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    retried = run(f"http://127.0.0.1:{server.server_address[1]}")
    check(f"{name}: 503 is tried again with the same key",
          retried.returncode == 0 and len(Unsteady.keys) == 2 and len(set(Unsteady.keys)) == 1 and Unsteady.keys[0], Unsteady.keys)
    server.shutdown()


def github(daemon, token, folder, commits):
    script, written = github_step()
    def step(base, attempt="1", push=False, secret=token):
        known = {"vars.NILOMETER_SERVER": base, "vars.NILOMETER_PROJECT": "github", "secrets.NILOMETER_TOKEN": secret,
                 "github.sha": commits["tip" if push else "trial"], "github.ref_name": "main" if push else "7/merge"}
        if not push:
            known.update({"github.event.pull_request.head.sha": commits["feature"], "github.head_ref": "feature/a+b&#7%2F"})
        given = {name: value(text, known) for name, text in written.items()}
        return shell(script, folder, {**given, "GITHUB_ACTIONS": "true", "GITHUB_SHA": known["github.sha"], "GITHUB_JOB": "bench",
                                      "GITHUB_RUN_ID": "90001" if push else "90000", "GITHUB_RUN_ATTEMPT": attempt})
    examine("GitHub", daemon, "github", folder, commits, step, lambda base: step(base, "2"), lambda base: step(base, push=True), "main")
    fork = step(daemon.base, secret="")
    check("GitHub: without the secret the step says so and passes", fork.returncode == 0 and "nothing is sent" in fork.stdout, fork.stderr)


def gitlab(daemon, token, folder, commits):
    script = gitlab_step()
    def step(base, job="70000", push=False, secret=token):
        given = {"NILOMETER_SERVER": base, "NILOMETER_PROJECT": "gitlab", "NILOMETER_MACHINE": "gitlab-bench", "GITLAB_CI": "true",
                 "CI_JOB_ID": job, "CI_JOB_NAME": "benchmarks 1/2", "CI_DEFAULT_BRANCH": "main"}
        if secret: given["NILOMETER_TOKEN"] = secret
        if push: given.update({"CI_COMMIT_SHA": commits["tip"], "CI_COMMIT_BRANCH": "main", "CI_COMMIT_REF_NAME": "main"})
        else:
            given.update({"CI_COMMIT_SHA": commits["trial"], "CI_COMMIT_REF_NAME": "refs/merge-requests/7/merge",
                          "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": commits["feature"],
                          "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "feature/a+b&#7%2F"})
        return shell(script, folder, given)
    examine("GitLab", daemon, "gitlab", folder, commits, step, lambda base: step(base, "70001"),
            lambda base: step(base, "70002", push=True), "main")
    bare = step(daemon.base, secret="")
    check("GitLab: without the token the job says so and passes", bare.returncode == 0 and "nothing is sent" in bare.stdout, bare.stderr)


def main():
    program, data = sys.argv[1], tempfile.mkdtemp()
    with tempfile.TemporaryDirectory() as folder:
        commits = repository(folder)
        daemon = load.Daemon(program, data, f"127.0.0.1:{end_to_end.free_port()}")
        for project in "github", "gitlab": daemon.call("POST", "/api/v1/projects", {"slug": project})
        token = daemon.call("POST", "/api/v1/tokens", {"name": "ci", "scopes": ["upload"]})[1]["token"]
        github(daemon, token, folder, commits)
        gitlab(daemon, token, folder, commits)
        daemon.stop()
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
