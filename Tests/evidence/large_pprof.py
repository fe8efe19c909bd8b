#!/usr/bin/env python3
"""Writes a large profile of the pprof form, for measurements of the reader: large_pprof.py FILE [MEBIBYTES]

Stacks are walks of a program of 6000 functions and 40000 places: 30 to 60 frames deep, of which the outer ones are
shared by many stacks, as in a service; each sample has four values and the label of its size. The seed is fixed, so
the same file comes out each time. It is not compressed when the name does not end in .gz.
"""
import gzip
import random
import sys

chance = random.Random(5)


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def number(field, value):
    return varint(field << 3) + varint(value)


def block(field, payload):
    return varint(field << 3 | 2) + varint(len(payload)) + payload


texts = {"": 0}


def text(value):
    return texts.setdefault(value, len(texts))


out = [block(1, number(1, text(kind)) + number(2, text(unit))) for kind, unit in (
    ("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes"))]
FUNCTIONS, PLACES = 6000, 40000
for id in range(1, FUNCTIONS + 1):
    package = f"example.com/service/internal/part{id % 180}"
    name = text(f"{package}.(*Handler{id % 700}).Step{id}")
    out.append(block(5, number(1, id) + number(2, name) + number(3, name) + number(4, text(f"/src/{package}/step{id % 40}.go"))))
for id in range(1, PLACES + 1):
    lines = b"".join(block(4, number(1, chance.randrange(1, FUNCTIONS + 1)) + number(2, chance.randrange(1, 900)))
                     for _ in range(1 if chance.random() < 0.7 else 2))
    out.append(block(4, number(1, id) + number(2, 1) + number(3, 0x400000 + id * 16) + lines))
label = block(3, number(1, text("bytes")) + number(3, 64))
goal = float(sys.argv[2] if len(sys.argv) > 2 else 20) * 1048576
size, samples, stack = sum(map(len, out)), 0, []
while size < goal:
    depth = chance.randrange(30, 61)
    # Each next stack leaves the last one at a random depth, as sorted stacks of a tree do.
    keep = min(len(stack), depth, int(chance.triangular(3, 60, 45)))
    stack = stack[:keep] + [chance.randrange(1, PLACES + 1) for _ in range(depth - keep)]
    places = b"".join(varint(place) for place in reversed(stack))
    values = b"".join(varint(value) for value in (chance.randrange(1, 90000), chance.randrange(16, 9000000), 0, 0))
    sample = block(2, block(1, places) + block(2, values) + label)
    out.append(sample)
    size += len(sample)
    samples += 1
out += [block(6, value.encode()) for value in texts]
data = b"".join(out)
if sys.argv[1].endswith(".gz"):
    data = gzip.compress(data, 6, mtime=0)
with open(sys.argv[1], "wb") as file:
    file.write(data)
print(samples, "samples,", len(data), "bytes")
