#!/usr/bin/env python3
"""Asks the command line what is configured, in folders with every origin, and checks files against another reader of TOML.

    configuration.py NILOMETER [--edits N]     prints “ok what” or “FAIL what” a check; status 1 when one failed
"""
import argparse, http.server, json, os, random, subprocess, sys, tempfile, threading

try: import tomllib
except ImportError: tomllib = None

failed = []


def check(name, good, seen=""):
    print(f"ok {name}" if good else f"FAIL {name}: {seen}", flush=True)
    if not good: failed.append(name)


WHOLE = """# Where we are measured.
project = "of-the-file"
server = "https://file.example"
machine = "of the file"
alertBudget = 0.5

[benchmarks]
commands = ["go test -bench . ./...", ["cargo", "bench", "--", "a b"]]

[evidence]
commands = ["go build -gcflags=-m=2 ./..."]

[[rule]]
benchmark = "Parse*"
metric = "ns/op"
smallestChange = "2 %"
most = "10 ms"
class = "noisy"
owner = "parser team"

[[rule]]
metric = "allocs/op"
class = "exact"
most = 0
delivery = "always"

[gate]
failOn = ["regressed", "missing"]
requireConclusive = true
"""


def write(path, text, mode="w"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, mode) as file: file.write(text)


class Place:
    """A repository with a file, a user's file, and a command that runs there."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.repository, self.home = os.path.join(folder, "repository"), os.path.join(folder, "home")
        os.makedirs(os.path.join(self.repository, "inner", "deep"))
        subprocess.run(["git", "init", "-q", self.repository], check=True)
        write(os.path.join(self.repository, "nilometer.toml"), WHOLE)
        os.makedirs(self.home)

    def __call__(self, *words, at="inner/deep", **environment):
        kept = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "TMPDIR")}
        done = subprocess.run([self.program, *words], capture_output=True, timeout=60,
                              cwd=os.path.join(self.repository, at), env={**kept, "HOME": self.home, **environment})
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def shown(self, *words, **more):
        status, out, err = self("config", "show", "--json", *words, **more)
        try: return json.loads(out)
        except ValueError: return {"status": status, "err": err, "origins": {}}


def origins(place):
    file = os.path.join(place.repository, "nilometer.toml")
    seen = place.shown()
    check("the file is found from a folder far below it",
          seen.get("project") == "of-the-file" and seen["origins"].get("project") == file + ", line 2", seen)
    check("all that the file says is shown",
          seen.get("alertBudget") == 0.5 and seen.get("benchmarks") == ["go test -bench . ./...", "cargo bench -- a b"]
          and seen.get("evidence") == ["go build -gcflags=-m=2 ./..."]
          and seen["gate"]["failOn"] == ["missing", "regressed"] and seen["gate"]["requireConclusive"] is True
          and seen["rules"][0] == {"benchmark": "Parse*", "metric": "ns/op", "smallestChange": "2 %", "most": "10000000 ns",
                                   "class": "noisy", "owner": "parser team"}
          and seen["rules"][1]["most"] == "0" and seen["ruleOrigins"] == [file + ", line 13", file + ", line 21"], seen)
    seen = place.shown(at=".", NILOMETER_SERVER="https://variable.example", NILOMETER_MACHINE="")
    check("a variable wins over the file, an empty one does not",
          seen.get("server") == "https://variable.example" and seen["origins"]["server"] == "NILOMETER_SERVER"
          and seen.get("machine") == "of the file" and seen["origins"]["machine"] == "nilometer.toml, line 4", seen)
    seen = place.shown("--server", "https://flag.example", "--machine", "m", NILOMETER_SERVER="https://variable.example")
    check("an option wins over its variable",
          seen.get("server") == "https://flag.example" and seen["origins"]["server"] == "--server"
          and seen["origins"]["machine"] == "--machine", seen)

    git = ["git", "-C", place.repository, "-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    write(os.path.join(place.repository, "inner/bench.txt"), "BenchmarkParse 100 12.5 ns/op\n")
    status, out, err = place("upload", "--dry-run", "bench.txt", "--json", at="inner")
    envelope = json.loads(out) if status == 0 else {}
    check("an upload names the file's machine and brings the file's text",
          envelope.get("machine", {}).get("name") == "of the file" and envelope.get("rules") == WHOLE, (status, err, out[:300]))

    own = os.path.join(place.home, ".config/nilometer/nilometer.toml")
    write(own, 'server = "https://user.example"\nmachine = "of the user"\n')
    os.rename(file, file + ".away")
    seen = place.shown()
    check("without the repository's file the user's counts",
          seen.get("server") == "https://user.example" and seen["origins"]["server"] == own + ", line 1"
          and seen.get("project") is None, seen)
    write(file, 'machine = "of the file"\n')
    seen = place.shown()
    check("each value is looked for on its own",
          seen.get("server") == "https://user.example" and seen.get("machine") == "of the file", seen)
    os.remove(own)
    os.rename(file + ".away", file)
    elsewhere = os.path.join(place.folder, "elsewhere")
    os.makedirs(os.path.join(elsewhere, "inner"))
    write(os.path.join(elsewhere, "nilometer.toml"), 'project = "a-strangers"\n')
    seen = place.shown(at=os.path.join(elsewhere, "inner"))
    check("outside of a repository a file above is not taken, and the built-in values hold",
          seen.get("project") is None and seen.get("server") == "http://127.0.0.1:7622"
          and seen["origins"]["server"] == "built in" and seen.get("machine") == "default", seen)

    status, out, err = place("config", "show", "--origin", NILOMETER_TOKEN="nlm_secret0")
    check("the table names values, origins and rules, and never the token",
          status == 0 and "nlm_secret0" not in out + err and "NILOMETER_TOKEN" in out and "given, not shown" in out
          and "smallestChange 2 %, most 10000000 ns, class noisy, owner parser team" in out and file + ", line 13" in out, (status, out, err))
    status, out, _ = place("config", "show")
    check("without --origin no origin is shown", status == 0 and "line 13" not in out and "parser team" in out, out)


def secrets(place):
    """A stand-in for a stranger's server writes down what it is sent."""
    heard = []

    class Stranger(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append(self.headers.get("Authorization"))
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_): pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    file = os.path.join(place.repository, "nilometer.toml")
    write(file, f'project = "p"\nserver = "{address}"\n')
    status, _, err = place("runs", NILOMETER_TOKEN="nlm_secret0")
    check("a token is not sent to a server that only the repository's file names",
          status == 2 and not heard and "NILOMETER_SERVER" in err and address in err and "nlm_secret0" not in err, (status, heard, err))
    status, _, err = place("runs")
    check("without a token the file's server is asked", status == 2 and heard == [None], (status, heard, err))
    heard.clear()
    place("runs", NILOMETER_TOKEN="nlm_secret0", NILOMETER_SERVER=address)
    check("the same address from the environment gets the token", heard == ["Bearer nlm_secret0"], heard)
    server.shutdown()
    write(file, WHOLE)


def gates(place):
    """Files are compared by the rules of the folder's file."""
    file = os.path.join(place.repository, "nilometer.toml")
    for name, value, count in [("old", 100, 3), ("slower", 300, 3), ("alike", 100, 3)]:
        for part in range(8):
            write(os.path.join(place.repository, f"{name}{part}.txt"),
                  "".join(f"BenchmarkParse 100 {value + (part * 7 + row) % 5} ns/op\n" for row in range(count)))

    def status(text, new="slower"):
        write(file, text)
        sides = [[f"{side}{part}.txt" for part in range(8)] for side in ("old", new)]
        return place("compare", *sides[0], "--to", *sides[1], "--gate", at=".")[0]

    rule = "machine = 'here'\n[[rule]]\nbenchmark = 'Pa*'\nmachine = 'h*'\n"
    seen = [status(""), status("[gate]\nadvisory = true\n"), status(rule + "ignore = true\n"),
            status(rule + "smallestChange = '400 %'\n"), status("", "alike"), status(rule + "most = '50 ns'\n", "alike"),
            status(rule + "least = '1 µs'\n", "alike"), status("gate = 1")]
    check("a gate obeys the file: advisory, ignore, smallestChange, most, least, and a mistake", seen == [1, 0, 0, 0, 0, 1, 1, 2], seen)
    write(file, WHOLE)


def mistakes(place):
    file = os.path.join(place.repository, "nilometer.toml")
    for name, text, part in [
        ("an unknown key", "[[rule]]\nmost = 1\nbenchmrk = 'a'\n", "line 3: There is no “benchmrk” in [[rule]]; did you mean “benchmark”?"),
        ("a syntax error", "project = \"p\nmachine = 'm'\n", "line 1: "),
        ("a unit of another dimension", "[[rule]]\nmetric = 'allocs/op'\nmost = '3 KiB'\n", "line 3: “most” in [[rule]] is “3 KiB”"),
        ("a megabyte", "# " + "x" * 1_000_000 + "\n", "at most 262144 are read"),
        ("ten thousand brackets", "a = " + "[" * 10_000, "line 1: values nest deeper than 32 levels"),
    ]:
        write(file, text)
        status, out, err = place("config", "check")
        check(f"{name}: 2, with file, line and advice", status == 2 and file in err and part in err and err.count("\n") == 1 and not out, (status, err[:300]))
    write(file, "projekt = 'p'\n")
    seen = [place(*words, NILOMETER_SERVER="http://127.0.0.1:9", NILOMETER_TOKEN="nlm_x")
            for words in (["runs"], ["config", "show"], ["upload", "nilometer.toml"], ["doctor"])]
    check("no command passes over a broken file", all(s == 2 and "did you mean “project”" in e for s, _, e in seen), seen)
    os.remove(file)
    os.mkfifo(file)
    status, _, err = place("runs")
    check("what is no file is not waited for", status == 2 and "is no file" in err, (status, err))
    os.remove(file)
    status, _, err = place("config", "check")
    check("nothing to check: 2, and where was looked", status == 2 and "no nilometer.toml" in err, (status, err))
    write(file, "\ufeff" + WHOLE.replace("\n", "\r\n"))
    status, out, err = place("config", "check", at=".")
    check("a file as Windows writes it is taken", status == 0 and out == "nilometer.toml: 2 rules, no mistake found.\n", (status, out, err))
    write(file, b"project = 'p'\nmachine = '\xff'\n", "wb")
    status, _, err = place("config", "check")
    check("bytes that are no text are told with their line", status == 2 and "line 2: The text is not UTF-8" in err, err)
    write(file, WHOLE)


# Parts of the sentences that tell of TOML itself; all others tell of keys and values.
SYNTAX = ("is no value;", "is given twice", "is begun twice", "is a list of tables;", "is one table already", "has a value already",
          "nothing can be added", "the line must end", "a header ends", "must come “=”", "nest deeper", "more than 32 parts",
          "a list ends", "a table in braces", "a carriage return", "a key is expected", "three quotation marks", "has no end",
          "an escape that", "before spaces must", "a control character")
SEEDS = [WHOLE, """a.b = 1
a."c d" = [1, 2.5e3, 0x1F, 0o17, 0b1, 1_000, +1.0, inf, nan, true, 1979-05-27T07:32:00Z, 07:32:00, 1979-05-27 07:32:00.5]
'' = '''
'long'' text'''
s = \"\"\"\\
   a \\u00e9 \\U0001F600 \\t\\\\ \"\" \"\"\"\"
[x.y]
z = { a.b = 1, c = [ {}, { d = "e" }, ] }
[x]
q = 1
[[t]]
[[t.u]]
v = 1
[t.w]
[[t]]
"""]


def other_reader(place, edits):
    """Random edits of two texts: what Python's reader takes is no syntax error here, and what it refuses is refused here."""
    if tomllib is None: return print("skipped: comparison with Python's tomllib (Python 3.11)")
    chance = random.Random(7)
    pieces = ["[", "]", "[[", "{", "}", '"', "'", '\"\"\"', "\\", "=", ".", ",", "\n", "\r", "#", "é", "9", "_", "-", "0", " ", "\t", "a"]
    for text in SEEDS: tomllib.loads(text)
    texts = list(SEEDS)
    for _ in range(edits):
        letters = list(chance.choice(SEEDS))
        for _ in range(chance.randint(0, 2)):
            at = chance.randrange(len(letters))
            act = chance.randrange(4)
            if act == 0: del letters[at]
            elif act == 1: letters.insert(at, chance.choice(pieces))
            elif act == 2: letters[at] = chance.choice(pieces)
            else: del letters[at:at + chance.randint(1, 12)]
        texts.append("".join(letters))
    folder = os.path.join(place.folder, "edits")
    paths = []
    for index, text in enumerate(texts):
        paths.append(os.path.join(folder, f"{index}.toml"))
        os.makedirs(folder, exist_ok=True)
        with open(paths[-1], "w", newline="") as file: file.write(text)
    err = "".join(place("config", "check", *paths[at:at + 200])[2] for at in range(0, len(paths), 200))
    told = {line.split(": ")[1].split(",")[0]: line for line in err.splitlines()}
    wrong, refused = [], 0
    for path, text in zip(paths, texts):
        try: tomllib.loads(text); is_toml = True
        except (tomllib.TOMLDecodeError, ValueError): is_toml = False
        line = told.get(path, "")
        taken = not any(part in line for part in SYNTAX)
        refused += not is_toml
        # Order of complaints: a mistake of meaning is told only where there is none of syntax.
        if taken != is_toml: wrong.append((is_toml, line[-200:], text))
    check(f"{edits} edited files are taken and refused as Python's reader of TOML does ({refused} refused)", not wrong and edits / 10 < refused < edits * 0.9,
          (len(wrong), [(a, b, c[:0]) for a, b, c in wrong][:40]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("nilometer")
    parser.add_argument("--edits", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(os.path.abspath(given.nilometer), os.path.realpath(folder))
        origins(place)
        secrets(place)
        gates(place)
        mistakes(place)
        other_reader(place, given.edits)
    sys.exit(1 if failed else 0)
