#!/usr/bin/env python3
"""Sends what a fork's job left behind, as the second of two workflows does, and takes what strangers made for what it is.

    artifact.py NILOMETERD NILOMETER     prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import http.server, json, os, shutil, sys, tempfile, threading

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cli as commands, run_step
from cli import check, free_port, git, is_sentence
from run_step import Case, commit, load

HOME, STRANGER = 1001, 2002


def event(sha, branch="main", repository=STRANGER, trigger="pull_request", requests=()):
    """The event file of a workflow that runs after another."""
    head = {"id": repository, "full_name": "stranger/sample" if repository == STRANGER else "owner/sample", "owner": {"login": "stranger"}}
    return {"action": "completed", "repository": {"id": HOME, "full_name": "owner/sample", "default_branch": "main"},
            "workflow_run": {"id": 77001, "run_attempt": 2, "name": "benchmarks", "event": trigger, "head_sha": sha, "head_branch": branch,
                             "html_url": "https://github.example/owner/sample/actions/runs/77001", "head_repository": head,
                             "repository": {"id": HOME}, "pull_requests": list(requests)}}


class GitHub(http.server.BaseHTTPRequestHandler):
    """Knows the newest commit of the change request 7, and nothing else."""
    head = ""

    def do_GET(self):
        good = self.path == "/repos/owner/sample/pulls/7" and self.headers["authorization"] == "Bearer ghs_x"
        text = json.dumps({"head": {"sha": GitHub.head}} if good else {"message": "Not Found"}).encode()
        self.send_response(200 if good else 404)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_): pass


class Step:
    """The second workflow's step: its folder, its event, its artefact."""

    def __init__(self, case, work, clone):
        self.case, self.work, self.results = case, work, os.path.join(work, "results")
        self.event = os.path.join(work, "event.json")
        git(work, "clone", "-q", clone, "checkout")
        self.checkout = os.path.join(work, "checkout")
        forge = http.server.ThreadingHTTPServer(("127.0.0.1", 0), GitHub)
        threading.Thread(target=forge.serve_forever, daemon=True).start()
        self.forge = f"http://127.0.0.1:{forge.server_address[1]}"

    def __call__(self, given, *words, folder=None):
        with open(self.event, "w") as file: json.dump(given, file)
        self.case.cli.folder = self.checkout
        return self.case("upload", "--from-artifact", folder or self.results, *words, GITHUB_ACTIONS="true", GITHUB_EVENT_NAME="workflow_run",
                         GITHUB_EVENT_PATH=self.event, GITHUB_REPOSITORY="owner/sample", GITHUB_REPOSITORY_ID=str(HOME),
                         GITHUB_SHA=git(self.checkout, "rev-parse", "HEAD"), GITHUB_REF_NAME="main", GITHUB_REF_TYPE="branch",
                         GITHUB_API_URL=self.forge, GITHUB_TOKEN="ghs_x", GITHUB_RUN_ID="88001", GITHUB_RUN_ATTEMPT="1", GITHUB_JOB="upload", GITHUB_SERVER_URL="https://github.example")

    def fill(self, **files):
        """An artefact with these files; “/” in their names is written “__”."""
        shutil.rmtree(self.results, ignore_errors=True)
        os.makedirs(self.results)
        for name, text in files.items():
            path = os.path.join(self.results, name.replace("__", "/").replace("_txt", ".txt").replace("_toml", ".toml").replace("_json", ".json"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file: file.write(text if isinstance(text, bytes) else text.encode())


def good(daemon, step, clone, fork):
    """The way it is meant: measured by `run --save` in the fork's job, sent by the second workflow."""
    case, folder = step.case, os.path.join(fork, "out")
    tip = git(clone, "rev-parse", "main")
    head = git(fork, "rev-parse", "HEAD")
    case.cli.folder = fork
    status, out, err = case("run", "--no-upload", "--repeat", "2", "--save", "out", "--", "cat", "recorded.txt", NILOMETER_TOKEN="", NILOMETER_SERVER="")
    saved = sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names)
    check("the fork's job needs no server and no secret", status == 0 and saved == ["place.json", "repeat-1/output.txt", "repeat-2/output.txt"], (status, err, saved))
    shutil.copytree(folder, step.results)
    with open(os.path.join(step.results, "nilometer.toml"), "w") as file: file.write('project = "elsewhere"\nserver = "http://127.0.0.1:1"\n')
    # GitHub keeps a fork's commits where the project's clone can fetch them.
    git(clone, "fetch", "-q", fork, "HEAD:refs/pull/7/head")
    git(step.checkout, "fetch", "-q", "origin", "refs/pull/7/head")
    status, out, err = step(event(head), "--gate")
    runs = [r for r in case.runs() if r["commit"] == head]
    check("the fork's change is judged: 1, against where it left main", status == 1 and "gosample.Score allocs/op +1" in out and tip[:10] in out, (status, out[-1500:], err))
    check("its main is not ours", len(runs) == 2 and {r["branch"] for r in runs} == {"fork:stranger/sample:main"}, runs)
    check("what is no result is left out, and told", "nilometer.toml" in err and "left out" in err, err)
    check("the run is of the job that measured", {(r["origin"]["id"], r["origin"]["attempt"], r["origin"]["job"]) for r in runs} == {("77001", 2, "benchmarks")}, runs)
    source = daemon.call("GET", f"/api/v1/projects/{case.name}/runs/{runs[0]['id']}/source")[1]
    kept = json.load(open(os.path.join(folder, "place.json")))
    check("the machine is the one that measured", source["machine"]["fingerprint"] == kept["fingerprint"] and "rules" not in source, source["machine"])
    status, out, err = step(event(head))
    check("the second workflow run again adds nothing", status == 0 and len([r for r in case.runs() if r["commit"] == head]) == 2 and "stored before" in out, (status, out, err))
    return head


def identity(step, head):
    """Who it is comes from GitHub alone."""
    def sent(given, *words):
        status, out, err = step(given, "--dry-run", "--json", *words)
        return json.loads(out.splitlines()[0]) if status == 0 else {"status": status, "error": err}
    step.fill(bench_txt=run_step_text(), change_txt="commit: 0123\nbranch: main\nBenchmarkA 1 2 ns/op\n", place_json=json.dumps(
        {"fingerprint": {"cpu": "x\x1b[31m" + "y" * 999, "clock": "9"}, "context": {"a\nb": "c"}, "commit": "f" * 40, "branch": "main"}))
    seen = sent(event(head))
    check("what the artefact says of commit and branch is not believed", (seen["commit"]["sha"], seen["commit"]["branch"]) == (head, "fork:stranger/sample:main"), seen)
    print_ = seen["machine"]["fingerprint"]
    check("facts of the host are kept short, known and plain", set(print_) == {"cpu"} and "\x1b" not in print_["cpu"] and len(print_["cpu"]) < 300
          and all("\n" not in key for key in seen["context"]), seen["machine"])
    request = {"number": 12, "head": {"sha": head}, "base": {"repo": {"id": HOME}}}
    check("a change request of GitHub's own event is believed", sent(event(head, "topic", HOME, requests=[request]))["origin"]["changeRequest"] == 12)
    for name, wrong in [("of another commit", {**request, "head": {"sha": "0" * 40}}), ("of another repository", {**request, "base": {"repo": {"id": 5}}})]:
        check(f"a change request {name} is not", "changeRequest" not in sent(event(head, "topic", HOME, requests=[wrong]))["origin"])
    def claimed(number):
        step.fill(bench_txt=run_step_text(), place_json=json.dumps({"fingerprint": {}, "context": {}, "changeRequest": number}))
        return sent(event(head))["origin"].get("changeRequest")
    GitHub.head = head
    check("the number in a fork's artefact is believed when GitHub says the same", claimed(7) == 7)
    GitHub.head = "0" * 40
    check("and not when its newest commit is another, or there is none", [claimed(7), claimed(8), claimed(-1), claimed(None)] == [None] * 4)
    own = sent(event(head, "topic", HOME))
    check("a branch of the project keeps its name", own["commit"]["branch"] == "topic", own["commit"])
    gone = event(head)
    gone["workflow_run"]["head_repository"] = None
    check("a fork that was deleted is a fork still", sent(gone)["commit"]["branch"] == "fork:unknown:main")
    for name, given in [("pull_request_target", event(head, trigger="pull_request_target")), ("no commit", event("")), ("a push", {"after": head}), ("no object", 3)]:
        refused = sent(given)
        check(f"an event with {name} is refused: 2, a sentence", refused.get("status") == 2 and is_sentence(refused["error"]), refused)
    for words in [["--commit", head], ["--branch", "main"], ["--evidence", "x"]]:
        check(f"{words[0]} does not go with it: 64", sent(event(head), *words).get("status") == 64)


def hostile(step, head):
    """Artefacts that are odd are refused as a whole."""
    def refused(name, word):
        status, out, err = step(event(head))
        check(f"{name}: 2, a sentence", status == 2 and is_sentence(err) and word in err and len(step.case.runs()) == before, (status, out, err))
    before = len(step.case.runs())
    step.fill(bench_txt=run_step_text())
    os.symlink("/etc/passwd", os.path.join(step.results, "link.txt"))
    refused("a link", "link")
    step.fill(bench_txt=run_step_text())
    os.symlink("/etc", os.path.join(step.results, "folder"))
    refused("a link to a folder", "link")
    step.fill(bench_txt=run_step_text())
    os.mkfifo(os.path.join(step.results, "pipe"))
    refused("a pipe", "link or a device")
    step.fill(bench_txt=run_step_text(), big_txt=b"x" * (17 * 1_048_576))
    refused("more than 16 MiB", "16 MiB")
    step.fill(bench_txt=run_step_text(), **{f"n{n}_txt": "" for n in range(600)})
    refused("hundreds of files", "500 files")
    step.fill(**{"__".join("abcdefghijkl") + "_txt": run_step_text()})
    refused("folders in folders", "8 others")
    step.fill(readme_txt="hello")
    refused("no benchmark output", "no benchmark output")
    shutil.rmtree(step.results)
    refused("no folder", "no folder")
    for name, folder in [("the clone itself", step.checkout), ("a folder that holds the clone", step.work)]:
        status, out, err = step(event(head), folder=folder)
        check(f"{name}: 2, a sentence", status == 2 and is_sentence(err) and "path: results" in err and len(step.case.runs()) == before, (status, out, err))
    step.fill(**{"evil\x1b[2J\n_txt": run_step_text()})
    status, out, err = step(event(head), "--dry-run", "--json")
    check("odd names are sent plain", status == 0 and "\x1b" not in json.loads(out)["reports"][0]["name"], (status, out[:300], err))


def run_step_text(): return open(os.path.join(run_step.SAMPLE, "01-return-pointer", "bench.txt")).read()


def main():
    daemon_program, program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), tempfile.mkdtemp()
    daemon = load.Daemon(daemon_program, os.path.join(folder, "data"), f"127.0.0.1:{free_port()}")
    try:
        clone = run_step.repository(os.path.join(folder, "clone"))
        case = Case(daemon, program, "forks", clone)
        check("main is measured", case("run", "--", "cat", "recorded.txt")[0] == 0)
        fork = os.path.join(folder, "fork")
        git(folder, "clone", "-q", clone, "fork")
        commit(fork, 1)
        work = os.path.join(folder, "work")
        os.mkdir(work)
        step = Step(case, work, clone)
        head = good(daemon, step, clone, fork)
        identity(step, head)
        hostile(step, head)
    finally:
        status, _ = daemon.stop()
        shutil.rmtree(folder)
    check("the daemon ended well", status == 0, status)
    return 1 if commands.failed else 0


if __name__ == "__main__": sys.exit(main())
