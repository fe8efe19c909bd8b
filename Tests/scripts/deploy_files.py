#!/usr/bin/env python3
"""Checks the files of deploy/: units, container file, examples, backup, quickstart.

    deploy_files.py NILOMETERD        prints “ok what”, “FAIL what” or “skipped: what” a check; status 1 when one failed
"""
import glob, json, os, re, shutil, signal, socket, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import end_to_end, load
from end_to_end import check

ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
DEPLOY = os.path.join(ROOT, "deploy")


def read(name): return open(os.path.join(DEPLOY, name)).read()


def run(*words, **given): return subprocess.run(words, capture_output=True, text=True, timeout=300, **given)


def units():
    if not shutil.which("systemd-analyze"): return print("skipped: systemd-analyze is not here, so that no unit was scored")
    for name in "nilometerd.service", "nilometer-backup.service":
        found = run("systemd-analyze", "security", "--offline=true", "--threshold=15", os.path.join(DEPLOY, name))
        check(f"{name} is closed: exposure at most 1.5", found.returncode == 0, (found.stdout + found.stderr)[-300:])
    with tempfile.TemporaryDirectory() as folder:
        for path in glob.glob(os.path.join(DEPLOY, "*.service")) + glob.glob(os.path.join(DEPLOY, "*.timer")):
            text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", open(path).read(), flags=re.M)
            open(os.path.join(folder, os.path.basename(path)), "w").write(text)
        for path in sorted(os.listdir(folder)):
            found = run("systemd-analyze", "verify", os.path.join(folder, path))
            check(f"systemd understands {path}", found.returncode == 0 and path not in found.stderr, found.stderr)


def container(daemon):
    text = re.sub(r"\\\n", " ", read("Dockerfile"))
    stages = re.split(r"^FROM ", text, flags=re.M)[1:]
    check("the container file has a build stage and a run stage", len(stages) == 2, len(stages))
    sources = [words.split()[:-1] for words in re.findall(r"^COPY (?!--from)(.*)$", text, flags=re.M)]
    missing = [one for line in sources for one in line if not os.path.exists(os.path.join(ROOT, one))]
    check("what the container file copies is there", sources and not missing, missing)
    let_in = [line[1:] for line in read("Dockerfile.dockerignore").splitlines() if line.startswith("!")]
    check("what it copies is not ignored", {one for line in sources for one in line} == set(let_in), let_in)
    check("it runs as 65532, looks after its health, and ends by SIGTERM",
          all(re.search(rf"^{words}", stages[1], flags=re.M) for words in ("USER 65532", "HEALTHCHECK", "STOPSIGNAL SIGTERM")))
    installed = set(re.search(r"install -y --no-install-recommends ([a-z0-9+. -]+)", stages[1])[1].split())
    # Of every Debian, and what a static Swift library does not need at run time.
    always, ours = {"libc6", "libgcc-s1"}, re.compile(r"/swift/|libswift|libFoundation|lib_Foundation|libdispatch|libBlocks|linux-vdso|ld-linux")
    paths = [m[1] for m in re.finditer(r"=> (/\S+)", run("ldd", daemon).stdout) if not ours.search(m[0])]
    if not shutil.which("dpkg-query") or not paths: return print("skipped: no dpkg-query or no ldd, so that the packages were not compared")
    needed = set()
    for path in paths:
        # dpkg knows a file by the place it was unpacked to, with or without /usr.
        for place in path, os.path.realpath(path), path.replace("/usr/lib", "/lib"), os.path.realpath(path).replace("/usr/lib", "/lib"):
            owner = run("dpkg-query", "-S", place)
            if owner.returncode == 0: needed.add(owner.stdout.split(":")[0]); break
        else: needed.add(path)
    check("the run stage installs what the daemon is linked with", needed - always <= installed, needed - always - installed)


def health(daemon):
    """The container's health check, with its port."""
    words = json.loads(re.search(r'HEALTHCHECK.*?CMD (\[.*?\])$', read("Dockerfile"), flags=re.M | re.S)[1])
    port = daemon.base.rpartition(":")[2]
    alive = run(*[word.replace("7622", port) for word in words])
    check("the container's health check passes beside a daemon", alive.returncode == 0, alive.stderr)
    dead = run(*[word.replace("7622", str(end_to_end.free_port())) for word in words])
    check("it fails where none listens", dead.returncode != 0)


def examples(program):
    with tempfile.TemporaryDirectory() as folder:
        if "--config" in run(program, "serve", "--help").stdout:
            named = re.findall(r"^(?:# )?(NILOMETERD_[A-Z_]+)=(.*)$", read("nilometerd.env.example"), flags=re.M)
            given = {**os.environ, **dict(named)}
            words = ["check", "--data", folder, "--config", os.path.join(DEPLOY, "nilometerd.json")]
            taken = run(program, *words, env=given)
            check("the daemon takes the example configuration and each variable of the example", named and taken.returncode == 0, taken.stderr)
            stranger = run(program, *words, env={**given, "NILOMETERD_COLOUR": "1"})
            check("and would have refused a name that it does not know", stranger.returncode == 64 and "COLOUR" in stranger.stderr, stranger.stderr)
        else: print("skipped: this daemon takes no configuration file, so that the examples were not tried")
    rows = []
    for step in load.steps():
        rises = sorted({b for r in step[0]["regressions"] if "allocs/op" in r["metrics"] for b in r["benches"]})
        rows.append("\t".join([step[0]["step"], step[0]["commit"], ",".join(rises) or "-", step[0]["message"]]))
    check("sample/steps.tsv says what sample/truth.json says", read("sample/steps.tsv").splitlines() == rows)
    for name in "quickstart", "install-libraries", "nilometer-backup":
        path = os.path.join(DEPLOY, name)
        check(f"{name} can be run, and bash can read it", os.access(path, os.X_OK) and run("bash", "-n", path).returncode == 0)


def backup(program, data):
    with tempfile.TemporaryDirectory() as folder:
        script, given = os.path.join(DEPLOY, "nilometer-backup"), {**os.environ, "NILOMETERD": program}
        for number in range(3):
            made = run(script, data, folder, "2", env=given)
            check(f"backup {number + 1} is verified", made.returncode == 0 and "verified" in made.stdout, made.stderr)
            time.sleep(1.1)                                    # names have a resolution of a second
        copies = sorted(glob.glob(os.path.join(folder, "*")))
        check("two copies are kept, and nothing else is left", len(copies) == 2 and not glob.glob(os.path.join(folder, ".*")), copies)
        restored = os.path.join(folder, "restored")
        back = run(program, "restore", "--data", restored, copies[-1])
        check("a copy can be restored", back.returncode == 0, back.stdout + back.stderr)
        damaged = os.path.join(folder, "damaged.sh")
        # A daemon whose copies are damaged: the page in the middle of the file is overwritten.
        open(damaged, "w").write(f'#!/bin/bash\n"{program}" "$@" || exit\n[ "$1" != backup ] || '
                                 'dd if=/dev/urandom of="${@: -1}" bs=8192 seek=$(($(stat -c %s "${@: -1}") / 16384)) count=1 conv=notrunc status=none\n')
        os.chmod(damaged, 0o755)
        bad = run(script, data, folder, "1", env={**given, "NILOMETERD": damaged})
        check("a damaged copy is refused, and the older ones stay",
              bad.returncode == 1 and "damaged" in bad.stderr and sorted(glob.glob(os.path.join(folder, "nilometer-*"))) == copies,
              (bad.returncode, bad.stderr))
        empty = run(script, folder, folder, env=given)
        check("a folder without database is refused with a sentence", empty.returncode == 1 and "no nilometer.db" in empty.stderr)


class Quickstart:
    """A quickstart that serves."""

    def __init__(self, port, data):
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([os.path.join(DEPLOY, "quickstart")], stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True,
                                        env={**os.environ, "NILOMETER_BUILD": "debug", "NILOMETER_PORT": str(port), "NILOMETER_DATA": data})

    def text(self):
        self.log.seek(0)
        return self.log.read()

    def serves(self):
        deadline = time.time() + 240
        while "Ctrl-C" not in self.text() and self.process.poll() is None and time.time() < deadline: time.sleep(0.2)
        return "Ctrl-C" in self.text()

    def interrupt(self):
        """As a terminal does it: the whole group hears it."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=30)


def quickstart():
    path, port, data = os.path.join(DEPLOY, "quickstart"), end_to_end.free_port(), tempfile.mkdtemp()
    for start in "first", "second":
        running = Quickstart(port, data)
        served, text = running.serves(), running.text()
        check(f"the quickstart's {start} start shows 25 regressions, the address and a token",
              served and "25 regressions" in text and f"127.0.0.1:{port}/api" in text and re.search(r"nlm_\w{36}", text), text)
        token = re.search(r"nlm_\w{36}", text)
        answer = run("curl", "-fs", "-H", f"Authorization: Bearer {token[0] if token else ''}",
                     f"http://127.0.0.1:{port}/api/v1/projects/gosample/runs?limit=1000")
        check(f"after the {start} start there are 22 runs", answer.returncode == 0 and len(json.loads(answer.stdout)["items"]) == 22, answer)
        check(f"Ctrl-C ends the {start} start with status 0", running.interrupt() == 0, running.text()[-500:])
        with socket.socket() as probe:
            check("and nothing listens any more", probe.connect_ex(("127.0.0.1", port)) != 0)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        refused = run(path, env={**os.environ, "NILOMETER_BUILD": "debug", "NILOMETER_PORT": str(port), "NILOMETER_DATA": data})
    check("a port in use is a sentence", refused.returncode == 2 and f"{port} is in use" in refused.stderr, refused.stderr)
    check("an unknown flag is a sentence", run(path, "--colour").returncode == 64)


def installing():
    """Without the right to install, the one line to run is printed: seen with commands that find everything missing."""
    with tempfile.TemporaryDirectory() as folder:
        for name, body in {"id": "echo 1000", "sudo": "exit 1", "dpkg-query": "exit 1"}.items():
            open(os.path.join(folder, name), "w").write(f"#!/bin/bash\n{body}\n")
            os.chmod(os.path.join(folder, name), 0o755)
        found = run(os.path.join(DEPLOY, "install-libraries"), env={**os.environ, "PATH": folder + ":" + os.environ["PATH"]})
        check("without the right to install the line to run is printed",
              found.returncode == 1 and re.search(r"sudo apt-get install .*libsqlite3-dev zlib1g-dev", found.stderr), found.stderr)


def main():
    program, data = sys.argv[1], tempfile.mkdtemp()
    units()
    container(program)
    examples(program)
    daemon = load.Daemon(program, data, f"127.0.0.1:{end_to_end.free_port()}")
    daemon.call("POST", "/api/v1/projects", {"slug": "kept"})
    for step in load.steps(): load.upload(daemon, "kept", *step)
    health(daemon)
    backup(program, data)
    daemon.stop()
    if shutil.which("apt-get"): installing()
    else: print("skipped: no apt-get, so that installing was not tried")
    # The quickstart builds; it is tried where its build is the daemon that is tested.
    if os.path.samefile(os.path.dirname(program), os.path.join(ROOT, ".build", "debug")): quickstart()
    else: print("skipped: the quickstart, because the daemon is not that of .build/debug")
    return 1 if end_to_end.failed else 0


if __name__ == "__main__": sys.exit(main())
