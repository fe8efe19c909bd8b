#!/usr/bin/env python3
"""Records what `go tool pprof -raw` reads from profiles: sums per function, against which Nilometer's reader is tested.

record_pprof_sums.py GO ROOT > sums.tsv

One line a profile below ROOT: its path, the number of functions, and a hash (FNV-1a, 64 bits) of the lines
"function TAB flat sums TAB sums of all stacks that have it", sorted by their bytes. Hashes, because the lines
themselves are thirty times larger than the profiles; `--lines PROFILE` in place of ROOT prints them for one.
"""
import pathlib
import re
import subprocess
import sys

PLACE = re.compile(r"^ *(?:(\d+): 0x[0-9a-f]+ (?:M=\d+ )?)?(.*) \S+:\d+(?::\d+)? s=-?\d+(?:\(.*\))?$")
SAMPLE = re.compile(r"^ *(-?\d+(?: +-?\d+)*): ((?:\d+ ?)*)$")


def lines_of(go, profile):
    """The lines of one profile."""
    raw = subprocess.run([go, "tool", "pprof", "-raw", str(profile)], capture_output=True, text=True, check=True).stdout
    head, rest = raw.split("\nLocations\n")
    rows = head.split("Samples:\n")[1].splitlines()
    columns = len(rows[0].split())
    samples = []
    for row in rows[1:]:
        match = SAMPLE.match(row)
        if match:
            samples.append(([int(value) for value in match[1].split()], match[2].split()))
        elif ":[" not in row:
            raise SystemExit(f"{profile}: not understood: {row!r}")
    places, current = {}, None
    for row in rest.split("\nMappings\n")[0].splitlines():
        match = PLACE.match(row)
        if not match:
            raise SystemExit(f"{profile}: not understood: {row!r}")
        current = match[1] or current
        places.setdefault(current, []).append(match[2].strip())
    flat, whole = {}, {}
    for values, stack in samples:
        names = [name for place in stack for name in places[place]]
        for sums, some in ((flat, names[:1]), (whole, set(names))):
            for name in some:
                row = sums.setdefault(name, [0] * columns)
                for column, value in enumerate(values):
                    row[column] += value
    text = []
    for name in whole:
        text.append("\t".join([name, *map(str, flat.get(name, [0] * columns)), *map(str, whole[name])]))
    return sorted(text, key=lambda line: line.encode())


def hash_of(lines):
    """FNV-1a over the lines, each with its line feed."""
    value = 0xCBF29CE484222325
    for byte in "".join(line + "\n" for line in lines).encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


if sys.argv[2] == "--lines":
    print("\n".join(lines_of(sys.argv[1], sys.argv[3])))
else:
    root = pathlib.Path(sys.argv[2])
    for path in sorted(root.rglob("*.pprof")):
        found = lines_of(sys.argv[1], path)
        print(path.relative_to(root), len(found), hash_of(found), sep="\t")
