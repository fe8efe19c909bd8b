"""Reads as much of a pprof heap profile as the recorders of Go evidence verify."""
import gzip


def wire(data):
    """The fields of a protobuf message: (number, integer or bytes)."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = varint()
        if key & 7 == 0:
            yield key >> 3, varint()
        elif key & 7 == 2:
            size = varint()
            yield key >> 3, data[at:at + size]
            at += size
        else:
            raise ValueError(f"a profile has a field of wire type {key & 7}")


def packed(value):
    if isinstance(value, int):
        return [value]
    out, shift, one = [], 0, 0
    for byte in value:
        one |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            out.append(one)
            shift = one = 0
    return out


def profile(path):
    """The samples of a heap profile: ([(function, file, line)] leaf first and inlined frames expanded, objects, bytes)."""
    with gzip.open(path) as stream:
        fields = list(wire(stream.read()))
    strings = [value.decode() for number, value in fields if number == 6]
    functions, locations, samples = {}, {}, []
    for number, value in fields:
        if number == 5:
            one = dict(wire(value))
            functions[one[1]] = (strings[one.get(2, 0)], strings[one.get(4, 0)])
    for number, value in fields:
        if number == 4:
            one, frames = list(wire(value)), []
            for key, line in one:
                if key == 4:
                    line = dict(wire(line))
                    frames.append((*functions[line[1]], line.get(2, 0)))
            locations[dict(one)[1]] = frames
    for number, value in fields:
        if number == 2:
            where, values = [], []
            for key, item in wire(value):
                if key == 1:
                    where += packed(item)
                elif key == 2:
                    values += packed(item)
            samples.append(([frame for one in where for frame in locations[one]], values[0], values[1]))
    return samples


def repack(path, to):
    """The same profile, gzip'd better than the Go runtime does."""
    with gzip.open(path) as stream:
        content = stream.read()
    with open(to, "wb") as stream:
        stream.write(gzip.compress(content, 9, mtime=0))
