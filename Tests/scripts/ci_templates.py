#!/usr/bin/env python3
"""Runs the script parts of the CI templates in deploy/ci, and the YAML of the README, against a daemon.

    ci_templates.py NILOMETERD        prints “ok what” or “FAIL what” a check; status 1 when one failed

Each part is taken from the file as it stands, and runs with the variables and the event file that its system gives: a push, a
change request that adds an allocation, one that does not, a tag and a schedule, and where the system has them a merge queue and
a change request from a fork. The program comes from the daemon's /install. The benchmark command is `go` of a folder on the
PATH that prints what is recorded in the checked-out commit.
"""
import json, os, re, subprocess, sys, tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import end_to_end, load
from end_to_end import check

try:
    import yaml
except ImportError:
    yaml = None

TOP = os.path.join(HERE, "..", "..")
CI = os.path.join(TOP, "deploy", "ci")


def text(*names):
    with open(os.path.join(*names)) as file: return file.read()


class Repository:
    """A clone whose main has the sample's first commits, with a branch that adds an allocation and one that does not.

    `trial` is the merge of the branch with main that CIs make for a change request."""

    def __init__(self, folder):
        self.folder, self.commits = folder, {}
        steps = [os.path.join(load.HERE, step, "bench.txt") for step in ("00-base", "01-return-pointer")]
        base, worse = (text(path) for path in steps)
        self.git("init", "-q", "-b", "main")
        for number in range(4): self.commit(f"main{number}", base)
        self.git("checkout", "-q", "-b", "worse")
        self.commit("worse", worse)
        self.git("checkout", "-q", "-b", "same", "main")
        self.commit("same", base)
        self.git("checkout", "-q", "-b", "trial", "main")
        self.git("merge", "-q", "--no-ff", "-m", "what the CI tries", "worse")
        self.commits["trial"] = self.git("rev-parse", "HEAD")
        self.git("checkout", "-q", "main")
        self.git("tag", "v1.0")
        self.git("clone", "-q", "--bare", folder, folder + ".git")
        self.git("remote", "add", "origin", "file://" + folder + ".git")
        self.git("fetch", "-q", "origin")

    def git(self, *words):
        return subprocess.run(["git", "-C", self.folder, "-c", "user.name=t", "-c", "user.email=t@example.com", *words],
                              check=True, capture_output=True, text=True).stdout.strip()

    def commit(self, name, bench):
        with open(os.path.join(self.folder, "recorded.txt"), "w") as file: file.write(bench)
        with open(os.path.join(self.folder, "name.txt"), "w") as file: file.write(name)
        self.git("add", ".")
        self.git("commit", "-q", "-m", name)
        self.commits[name] = self.git("rev-parse", "HEAD")

    def check_out(self, name):
        self.git("checkout", "-q", "--detach", self.commits[name])
        self.git("clean", "-q", "-f", "-d")


class Place:
    """A machine of a CI: a home, programs, and the daemon."""

    def __init__(self, folder, daemon, repository):
        self.folder, self.daemon, self.repository = folder, daemon, repository
        self.programs = os.path.join(folder, "programs")
        os.makedirs(self.programs)
        go = os.path.join(self.programs, "go")
        with open(go, "w") as file: file.write("#!/bin/sh\ncase $1 in test) cat recorded.txt ;; *) echo go version go1.25.4 linux/amd64 ;; esac\n")
        os.chmod(go, 0o755)

    def run(self, scripts, variables, shell=("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")):
        """Runs scripts one after another, as the steps of one job on a fresh machine; the first that fails ends it."""
        home = tempfile.mkdtemp(dir=self.folder)
        path = os.path.join(home, "path")
        given = {"PATH": self.programs + ":/usr/bin:/bin", "HOME": home, "NILOMETER_BIN": os.path.join(home, "bin"),
                 "XDG_STATE_HOME": os.path.join(home, "state"), **variables}
        if "GITHUB_ACTIONS" in given: given.update({"GITHUB_PATH": path, "GITHUB_STEP_SUMMARY": os.path.join(home, "summary.md")})
        else: given["PATH"] = given["NILOMETER_BIN"] + ":" + given["PATH"]
        said = ""
        for script in scripts:
            if os.path.exists(path): given["PATH"] = text(path).strip().replace("\n", ":") + ":" + self.programs + ":/usr/bin:/bin"
            done = subprocess.run([*shell, script], cwd=self.repository.folder, env=given, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180)
            said += done.stdout
            if done.returncode: return done.returncode, said
        return 0, said


def expression(template, known):
    """The text with each ${{ … }} as GitHub gives it: names, ||, format() and literals are known."""
    def one(part):
        part = part.strip()
        call = re.fullmatch(r"format\('([^']*)',(.*)\)", part)
        if call: return re.sub(r"\{(\d)\}", lambda m: one(call[2].split(",")[int(m[1])]), call[1])
        return known.get(part, "")
    return re.sub(r"\$\{\{(.*?)\}\}", lambda m: next(filter(None, map(one, m[1].split("||"))), ""), str(template))


def github_steps(steps, known):
    """The scripts of steps, and the variables that they are given."""
    variables, scripts = {}, []
    for step in steps:
        if "run" not in step: continue
        names = {name: expression(value, known) for name, value in step.get("env", {}).items()}
        variables.update(names)
        scripts.append(expression(step["run"], known))
    return scripts, variables


def github_event(repository, folder, kind):
    """The variables and the event file of GitHub Actions for a kind of event."""
    sha = repository.commits
    slug = {"id": 4711, "full_name": "acme/parser", "default_branch": "main", "owner": {"id": 42, "login": "acme"}, "fork": False}
    fork = {**slug, "id": 4712, "full_name": "mallory/parser", "fork": True, "owner": {"id": 43, "login": "mallory"}}
    def change(number, name, head):
        return {"action": "synchronize", "number": number, "repository": slug, "pull_request": {
            "number": number, "head": {"sha": sha[name], "ref": name, "repo": head, "user": head["owner"]},
            "base": {"sha": sha["main3"], "ref": "main", "repo": slug}}}
    push = {"GITHUB_SHA": sha["main3"], "GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch"}
    def pull(number, name):
        return {"GITHUB_SHA": sha["trial"], "GITHUB_REF": f"refs/pull/{number}/merge", "GITHUB_REF_NAME": f"{number}/merge",
                "GITHUB_REF_TYPE": "branch", "GITHUB_HEAD_REF": name, "GITHUB_BASE_REF": "main"}
    queue = f"gh-readonly-queue/main/pr-8-{sha['main3']}"
    kinds = {
        "push": ("push", {"ref": "refs/heads/main", "before": sha["main2"], "after": sha["main3"], "repository": slug}, push),
        "pull request": ("pull_request", change(7, "worse", slug), pull(7, "worse")),
        "neutral pull request": ("pull_request", change(8, "same", slug), pull(8, "same")),
        "fork": ("pull_request", change(9, "worse", fork), pull(9, "worse")),
        "merge queue": ("merge_group", {"action": "checks_requested", "repository": slug, "merge_group": {
            "head_sha": sha["same"], "head_ref": "refs/heads/" + queue, "base_sha": sha["main3"], "base_ref": "refs/heads/main"}},
            {"GITHUB_SHA": sha["same"], "GITHUB_REF": "refs/heads/" + queue, "GITHUB_REF_NAME": queue, "GITHUB_REF_TYPE": "branch"}),
        "tag": ("push", {"ref": "refs/tags/v1.0", "repository": slug},
                {"GITHUB_SHA": sha["main3"], "GITHUB_REF": "refs/tags/v1.0", "GITHUB_REF_NAME": "v1.0", "GITHUB_REF_TYPE": "tag"}),
        "schedule": ("schedule", {"schedule": "0 3 * * *", "repository": slug}, push),
    }
    name, event, own = kinds[kind]
    path = os.path.join(folder, f"event-{len(os.listdir(folder))}.json")
    with open(path, "w") as file: json.dump(event, file)
    return {"GITHUB_ACTIONS": "true", "CI": "true", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": path, "GITHUB_JOB": "bench",
            "GITHUB_RUN_ID": str(90000 + list(kinds).index(kind)), "GITHUB_RUN_ATTEMPT": "1", "GITHUB_REPOSITORY": "acme/parser",
            "GITHUB_REPOSITORY_ID": "4711", "GITHUB_SERVER_URL": "https://github.com", "GITHUB_API_URL": "http://127.0.0.1:9",
            "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", **own}


def gitlab_event(repository, kind):
    sha = repository.commits
    push = {"CI_COMMIT_SHA": sha["main3"], "CI_COMMIT_BRANCH": "main", "CI_COMMIT_REF_NAME": "main", "CI_PIPELINE_SOURCE": "push"}
    def merge(number, name, project="4711"):
        return {"CI_COMMIT_SHA": sha[name], "CI_COMMIT_REF_NAME": name, "CI_PIPELINE_SOURCE": "merge_request_event",
                "CI_MERGE_REQUEST_IID": number, "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": name,
                "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": sha["main3"],
                "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": project, "CI_MERGE_REQUEST_PROJECT_ID": "4711"}
    merged = {**merge("10", "worse"), "CI_COMMIT_SHA": sha["trial"], "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": sha["worse"],
              "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": sha["main3"], "CI_MERGE_REQUEST_EVENT_TYPE": "merged_result"}
    kinds = {"push": push, "pull request": merge("7", "worse"), "neutral pull request": merge("8", "same"),
             "merged result": merged, "merge train": {**merged, "CI_MERGE_REQUEST_EVENT_TYPE": "merge_train"},
             "fork": merge("9", "worse", "4712"), "schedule": {**push, "CI_PIPELINE_SOURCE": "schedule"},
             "tag": {"CI_COMMIT_SHA": sha["main3"], "CI_COMMIT_TAG": "v1.0", "CI_COMMIT_REF_NAME": "v1.0", "CI_PIPELINE_SOURCE": "push"}}
    return {"GITLAB_CI": "true", "CI": "true", "CI_JOB_ID": str(70000 + list(kinds).index(kind)), "CI_JOB_NAME": "benchmarks",
            "CI_PIPELINE_ID": "600", "CI_PROJECT_ID": "4711", "CI_PROJECT_PATH": "acme/parser", "CI_DEFAULT_BRANCH": "main",
            "CI_SERVER_URL": "https://gitlab.example", "CI_API_V4_URL": "http://127.0.0.1:9",
            "CI_JOB_URL": "https://gitlab.example/acme/parser/-/jobs/7", **kinds[kind]}


def jenkins_event(repository, kind):
    sha = repository.commits
    def change(number, name):
        return {"GIT_COMMIT": sha[name], "BRANCH_NAME": f"PR-{number}", "CHANGE_ID": number, "CHANGE_BRANCH": name,
                "CHANGE_TARGET": "main", "CHANGE_URL": f"https://github.com/acme/parser/pull/{number}"}
    push = {"GIT_COMMIT": sha["main3"], "BRANCH_NAME": "main", "BRANCH_IS_PRIMARY": "true"}
    kinds = {"push": push, "pull request": change("7", "worse"), "neutral pull request": change("8", "same"),
             "fork": {**change("9", "worse"), "CHANGE_FORK": "mallory"}, "schedule": push,
             "tag": {"GIT_COMMIT": sha["main3"], "BRANCH_NAME": "v1.0", "TAG_NAME": "v1.0"}}
    return {"JENKINS_URL": "https://jenkins.example/", "BUILD_TAG": f"jenkins-parser-{list(kinds).index(kind)}", "JOB_NAME": "parser/main",
            "BUILD_URL": "https://jenkins.example/job/parser/1/", "NODE_NAME": "bench-1", **kinds[kind]}


def buildkite_event(repository, kind):
    sha = repository.commits
    def change(number, name, repo="git@github.com:acme/parser.git"):
        return {"BUILDKITE_COMMIT": sha[name], "BUILDKITE_BRANCH": name, "BUILDKITE_PULL_REQUEST": number,
                "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main", "BUILDKITE_PULL_REQUEST_REPO": repo}
    push = {"BUILDKITE_COMMIT": sha["main3"], "BUILDKITE_BRANCH": "main", "BUILDKITE_PULL_REQUEST": "false", "BUILDKITE_SOURCE": "webhook"}
    kinds = {"push": push, "pull request": change("7", "worse"), "neutral pull request": change("8", "same"),
             "fork": change("9", "worse", "git@github.com:mallory/parser.git"), "schedule": {**push, "BUILDKITE_SOURCE": "schedule"},
             "tag": {**push, "BUILDKITE_BRANCH": "v1.0", "BUILDKITE_TAG": "v1.0"}}
    return {"BUILDKITE": "true", "CI": "true", "BUILDKITE_JOB_ID": f"0190-{list(kinds).index(kind)}", "BUILDKITE_RETRY_COUNT": "0",
            "BUILDKITE_BUILD_URL": "https://buildkite.com/acme/parser/builds/1", "BUILDKITE_STEP_KEY": "benchmarks",
            "BUILDKITE_REPO": "git@github.com:acme/parser.git", "BUILDKITE_ORGANIZATION_SLUG": "acme",
            "BUILDKITE_PIPELINE_SLUG": "parser", "BUILDKITE_PIPELINE_DEFAULT_BRANCH": "main", **kinds[kind]}


def circle_event(repository, kind):
    sha = repository.commits
    push = {"CIRCLE_SHA1": sha["main3"], "CIRCLE_BRANCH": "main"}
    kinds = {"push": push, "schedule": push,
             "pull request": {"CIRCLE_SHA1": sha["worse"], "CIRCLE_BRANCH": "worse", "CIRCLE_PULL_REQUEST": "https://github.com/acme/parser/pull/7"},
             "neutral pull request": {"CIRCLE_SHA1": sha["same"], "CIRCLE_BRANCH": "same", "CIRCLE_PULL_REQUEST": "https://github.com/acme/parser/pull/8"},
             "fork": {"CIRCLE_SHA1": sha["worse"], "CIRCLE_BRANCH": "pull/9", "CIRCLE_PR_NUMBER": "9", "CIRCLE_PR_USERNAME": "mallory",
                      "CIRCLE_PR_REPONAME": "parser"},
             "tag": {"CIRCLE_SHA1": sha["main3"], "CIRCLE_TAG": "v1.0"}}
    return {"CIRCLECI": "true", "CI": "true", "CIRCLE_WORKFLOW_ID": "w", "CIRCLE_WORKFLOW_JOB_ID": f"j{list(kinds).index(kind)}",
            "CIRCLE_JOB": "benchmarks", "CIRCLE_NODE_INDEX": "0", "CIRCLE_NODE_TOTAL": "1", "CIRCLE_PROJECT_USERNAME": "acme",
            "CIRCLE_PROJECT_REPONAME": "parser", "CIRCLE_BUILD_URL": "https://circleci.com/gh/acme/parser/1", **kinds[kind]}


# What each kind of event measures: the commit that is checked out, the one that is stored, its branch (None: the system has no
# name for it), and the status of the job.
KINDS = {"push": ("main3", "main3", "main", 0), "pull request": ("worse", "worse", "worse", 1),
         "neutral pull request": ("same", "same", "same", 0), "merged result": ("trial", "worse", "worse", 1),
         "merge train": ("trial", "worse", "worse", 1), "merge queue": ("same", "same", None, 0), "fork": ("worse", "worse", None, 1),
         "tag": ("main3", "main3", None, 0), "schedule": ("main3", "main3", "main", 0)}


def examine(place, system, project, job, kinds):
    """Runs the job of a system for each kind of event; `job(kind)` gives scripts, variables and the shell."""
    names = place.repository.commits
    newest, names["main3"] = names["main3"], names["main2"]
    place.repository.check_out("main2")
    status, said = place.run(*job("push"))
    check(f"{system}: the first run ever ends with 0 and says that it is", status == 0 and "Nothing to compare with" in said, f"{status}\n{said}")
    names["main3"] = newest
    for kind in kinds:
        head, stored, branch, expected = KINDS[kind]
        place.repository.check_out(head)
        before = {run["id"] for run in end_to_end_runs(place.daemon, project)}
        status, said = place.run(*job(kind))
        new = [run for run in end_to_end_runs(place.daemon, project) if run["id"] not in before]
        sha = place.repository.commits[stored]
        check(f"{system}, {kind}: one run of the commit itself", [run["commit"] for run in new] == [sha], (new, said))
        check(f"{system}, {kind}: its branch", branch is None or [run["branch"] for run in new] == [branch], new)
        check(f"{system}, {kind}: a change request is never the default branch",
              kind in ("push", "schedule", "tag") or all(run["branch"] != "main" for run in new), new)
        check(f"{system}, {kind}: the job ends with {expected}", status == expected, f"{status}\n{said}")
        if expected == 1: check(f"{system}, {kind}: it names benchmark, metric and size", "Request" in said and "allocs/op" in said and "+1" in said, said)


def end_to_end_runs(daemon, project):
    return daemon.call("GET", f"/api/v1/projects/{project}/runs")[1]["items"]


def project(daemon, name):
    daemon.call("POST", "/api/v1/projects", {"slug": name})
    token = daemon.call("POST", "/api/v1/tokens", {"name": name, "scopes": ["upload", "read"], "project": name})[1]["token"]
    return {"NILOMETER_SERVER": daemon.base, "NILOMETER_PROJECT": name, "NILOMETER_TOKEN": token}


def github(place):
    """The composite action and the reusable workflow."""
    daemon, repository = place.daemon, place.repository
    for name, file in (("action", "action.yml"), ("workflow", "workflow.yml")):
        given = project(daemon, "github-" + name)
        known = {"runner.os": "Linux", "runner.arch": "X64", "github.token": ""}
        for key, value in (("server", daemon.base), ("project", given["NILOMETER_PROJECT"]), ("token", given["NILOMETER_TOKEN"]),
                           ("run", "go test -run='^$' -bench=. -benchmem -count=10 ./..."), ("setup", "true"), ("arguments", ""),
                           ("runner", "ubuntu-latest")): known["inputs." + key] = value
        known["secrets.NILOMETER_TOKEN"] = given["NILOMETER_TOKEN"]
        read = yaml.safe_load(text(CI, "github", file))
        steps = read["runs"]["steps"] if name == "action" else read["jobs"]["measure"]["steps"]
        def job(kind):
            scripts, variables = github_steps(steps, known)
            return scripts, {**variables, **github_event(repository, place.folder, kind)}
        examine(place, "GitHub " + name, given["NILOMETER_PROJECT"], job,
                ("push", "pull request", "neutral pull request", "fork", "merge queue", "tag", "schedule"))


def forks(place):
    """The two workflows for forks: the second believes nothing of the artefact but its numbers."""
    given = project(place.daemon, "forks")
    measure = yaml.safe_load(text(CI, "github", "fork-measure.yml"))["jobs"]["measure"]["steps"]
    place.repository.check_out("main3")
    status, said = place.run([*github_steps(measure, {})[0]], {})
    check("forks: the first workflow measures without any secret", status == 0 and os.path.exists(os.path.join(place.repository.folder, "nilometer-results")), said)
    place.repository.check_out("worse")
    place.run([*github_steps(measure, {})[0]], {})
    results = os.path.join(place.repository.folder, "nilometer-results")
    with open(os.path.join(results, "nilometer.toml"), "w") as file: file.write('server = "http://127.0.0.1:9"\n')
    upload = yaml.safe_load(text(CI, "github", "fork-upload.yml"))["jobs"]["upload"]["steps"]
    sha = place.repository.commits["worse"]
    event = {"action": "completed", "repository": {"id": 4711, "full_name": "acme/parser", "default_branch": "main"},
             "workflow_run": {"id": 5, "head_sha": sha, "head_branch": "main", "event": "pull_request", "conclusion": "success",
                              "head_repository": {"id": 4712, "full_name": "mallory/parser", "owner": {"login": "mallory"}}, "pull_requests": []}}
    path = os.path.join(place.folder, "workflow_run.json")
    with open(path, "w") as file: json.dump(event, file)
    known = {"github.event.workflow_run.head_sha": sha, "vars.NILOMETER_SERVER": place.daemon.base, "vars.NILOMETER_PROJECT": "forks", "secrets.NILOMETER_TOKEN": given["NILOMETER_TOKEN"]}
    scripts, variables = github_steps(upload, known)
    variables.update({"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": path, "GITHUB_SHA": place.repository.commits["main3"],
                      "GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main", "GITHUB_REF_TYPE": "branch", "GITHUB_RUN_ID": "6", "GITHUB_RUN_ATTEMPT": "1",
                      "GITHUB_JOB": "upload", "GITHUB_REPOSITORY": "acme/parser", "GITHUB_API_URL": "http://127.0.0.1:9", "GITHUB_TOKEN": ""})
    status, said = place.run(scripts, variables)
    runs = end_to_end_runs(place.daemon, "forks")
    check("forks: the second stores the fork's commit under a name that no branch can have",
          [(run["commit"], ":" in run["branch"]) for run in runs] == [(sha, True)], (runs, said))
    check("forks: and ends without a failure, for there is nothing to compare with yet", status == 0, said)


def others(place):
    """GitLab, Jenkins, Buildkite, CircleCI, and the plain step."""
    repository, daemon = place.repository, place.daemon
    every = ("push", "pull request", "neutral pull request", "fork", "tag", "schedule")
    given = project(daemon, "gitlab")
    template = yaml.safe_load(text(CI, "gitlab.yml"))[".nilometer"]
    own = "nilometer run --junit nilometer.xml -- go test -run='^$' -bench=. -benchmem -count=10 ./..."
    examine(place, "GitLab", "gitlab", lambda kind: (["\n".join([*template["before_script"], own])], {**given, **gitlab_event(repository, kind)}),
            every + ("merged result", "merge train"))
    check("GitLab: the report that the template collects is there", os.path.exists(os.path.join(repository.folder, "nilometer.xml")))
    given = project(daemon, "jenkins")
    script = re.search(r"sh '''(.*?)'''", text(CI, "Jenkinsfile"), re.S)[1]
    examine(place, "Jenkins", "jenkins", lambda kind: ([script], {**given, "NILOMETER_MACHINE": "jenkins-bench", **jenkins_event(repository, kind)}, ("sh", "-xe", "-c")), every)
    given = project(daemon, "buildkite")
    step = yaml.safe_load(text(CI, "buildkite.yml"))["steps"][0]
    commands = "\n".join(step["command"]).replace("$$", "$")
    examine(place, "Buildkite", "buildkite", lambda kind: ([commands], {**given, **step["env"], **buildkite_event(repository, kind)}, ("bash", "-e", "-c")), every)
    given = project(daemon, "circleci")
    circle = yaml.safe_load(text(CI, "circleci.yml"))["jobs"]["benchmarks"]
    scripts = [step["run"]["command"] for step in circle["steps"] if isinstance(step, dict) and "run" in step]
    examine(place, "CircleCI", "circleci", lambda kind: (scripts, {**given, **circle["environment"], **circle_event(repository, kind)}), every)
    given = project(daemon, "plain")
    plain = f"sh '{os.path.join(CI, 'step.sh')}' go test -run='^$' -bench=. -benchmem -count=10 ./..."
    def by_hand(kind):
        place.repository.git("checkout", "-q", {"push": "main", "pull request": "worse", "neutral pull request": "same"}[kind])
        return [plain], given
    examine(place, "plain shell", "plain", by_hand, ("push", "pull request", "neutral pull request"))


def readme(place):
    """The YAML that the README shows: at most five lines each, from nothing to a verdict."""
    blocks = re.findall(r"\n```yaml\n(.*?)```", text(TOP, "README.md"), re.S)
    check("README: a Go repository and one on Google Benchmark have their YAML", len(blocks) >= 2, blocks)
    google = json.dumps({"context": {"library_build_type": "release"}, "benchmarks": [
        {"name": "BM_Parse", "run_type": "iteration", "iterations": 1000, "real_time": 812.0, "cpu_time": 811.0, "time_unit": "ns"}]})
    for number, block in enumerate(blocks):
        lines = [line for line in block.splitlines() if line.strip()]
        check(f"README, YAML {number + 1}: at most five lines", len(lines) <= 5, block)
        name = f"readme{number}"
        given = project(place.daemon, name)
        scripts = [step["run"] for step in yaml.safe_load(block)["steps"] if "run" in step]
        scripts = [re.sub(r"https://nilometer\.example", place.daemon.base, script).replace("--project parser", "--project " + name) for script in scripts]
        bench = os.path.join(place.repository.folder, "build", "bench")
        for kind, head in (("push", "main3"), ("neutral pull request", "same")):
            place.repository.check_out(head)
            os.makedirs(os.path.dirname(bench), exist_ok=True)
            with open(bench, "w") as file: file.write(f"#!/bin/sh\ncat <<'E'\n{google}\nE\n")
            os.chmod(bench, 0o755)
            status, said = place.run(["true"] + scripts, {"NILOMETER_TOKEN": given["NILOMETER_TOKEN"], **github_event(place.repository, place.folder, kind)})
            check(f"README, YAML {number + 1}, {kind}: ends with 0", status == 0, said)
        runs = end_to_end_runs(place.daemon, name)
        check(f"README, YAML {number + 1}: both runs have readings", len(runs) == 2 and all(run["readings"] for run in runs), runs)


def main():
    if yaml is None:
        print("skipped: ci_templates.py (PyYAML is not installed)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        clone, machine = os.path.join(folder, "clone"), os.path.join(folder, "ci")
        os.makedirs(clone)
        os.makedirs(machine)
        repository = Repository(clone)
        port = end_to_end.free_port()
        daemon = load.Daemon(sys.argv[1], os.path.join(folder, "data"), f"127.0.0.1:{port}", "--public-url", f"http://127.0.0.1:{port}")
        place = Place(machine, daemon, repository)
        for part in (github, forks, others, readme): part(place)
        daemon.stop()
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
