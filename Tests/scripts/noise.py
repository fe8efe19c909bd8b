"""Series of benchmark-like noise with known changes, of kinds that machines show and simple models leave out.

`make(kind, count, size, seed)` gives a dictionary with `values` and `changes`: the first indexes of new levels. A size of 0 gives none.
"""
import zlib
import numpy as np

KINDS = ("sticky", "bursts", "clock", "weekly", "instructions", "floor", "shared", "throttled")
# Instruction counts are so quiet that other steps are of interest.
SIZES = {"instructions": (0.001, 0.002, 0.005, 0.01, 0.02)}
USUAL_SIZES = (0.02, 0.05, 0.10)


def sticky(count, rng, dwell=8):
    """Two modes 4 % apart, of code or memory layout, that each last for some runs."""
    mode, values = rng.random() < 0.5, np.empty(count)
    for place in range(count):
        if rng.random() < 1 / dwell: mode = not mode
        values[place] = 1.04 if mode else 1.0
    return values * (1 + 0.006 * rng.standard_normal(count))


def bursts(count, rng):
    """Quiet runs, and now and then two to six neighbouring ones that a noisy neighbour slows down by 5 to 40 %."""
    values = 1 + 0.01 * rng.standard_normal(count)
    place = int(rng.integers(5, 40))
    while place < count:
        length = int(rng.integers(2, 7))
        values[place:place + length] *= 1 + 0.05 + 0.35 * rng.random(len(values[place:place + length]))
        place += length + int(rng.integers(15, 80))
    return values


def clock(count, rng):
    """Noise of 1.5 % read from a clock whose tick is 2 % of the value."""
    return np.round((1 + 0.015 * rng.standard_normal(count)) / 0.02) * 0.02


def weekly(count, rng):
    """Five runs a day; working days are 2 % slower than weekends, the first run of a day 1 % slower than the rest."""
    run = np.arange(count) + int(rng.integers(0, 35))
    return (1 + 0.02 * (run // 5 % 7 < 5) + 0.01 * (run % 5 == 0)) * (1 + 0.01 * rng.standard_normal(count))


def instructions(count, rng):
    """Counted instructions: noise of .02 %, and one run in fifty with another allocator path of .1 %."""
    return (1 + 0.0002 * rng.standard_normal(count)) * np.where(rng.random(count) < 0.02, 1.001, 1)


def floor(count, rng):
    """Nearly a least time, above which contention adds a long tail."""
    return 0.98 + rng.gamma(0.5, 0.04, count)


def shared(count, rng):
    """A hosted runner: 8 % noise, one run in ten on another processor that is 25 % slower."""
    return np.exp(0.08 * rng.standard_normal(count)) * np.where(rng.random(count) < 0.1, 1.25, 1)


def throttled(count, rng):
    """Heat: each run leaves the machine a little slower until it rests; the noise is correlated and lies on one side."""
    heat, values = 0.0, np.empty(count)
    for place in range(count):
        heat = 0.0 if rng.random() < 0.1 else 0.7 * heat + 0.3 * rng.random()
        values[place] = 1 + 0.04 * heat
    return values * (1 + 0.008 * rng.standard_normal(count))


def returning(count, rng):
    """Modes 6 % apart that each return within 20 runs."""
    values, mode, place = np.empty(count), False, 0
    while place < count:
        length = int(rng.integers(1, 20))
        values[place:place + length] = 1.06 if mode else 1.0
        mode, place = not mode, place + length
    return values * (1 + 0.008 * rng.standard_normal(count))


def make(kind, count, size, seed):
    rng = np.random.default_rng([seed, zlib.crc32(kind.encode()), count, int(round(size * 1e5))])
    level, changes = np.full(count, 1000.0), []
    if size > 0:
        wanted = max(1, count // 120)
        slack = count - 15 * (wanted + 1)
        changes = [int(cut) + 15 * (place + 1) for place, cut in enumerate(np.sort(rng.integers(0, slack + 1, wanted)))]
        for change in changes:
            level[change:] *= 1 + size if rng.random() < 0.6 else 1 / (1 + size)
    return dict(kind=kind, size=size, changes=changes, values=[float(value) for value in level * globals()[kind](count, rng)])


def corpus(repeats, base):
    for kind in KINDS:
        for count in (100, 200, 500):
            for size in SIZES.get(kind, USUAL_SIZES):
                for seed in range(repeats): yield make(kind, count, size, base + seed)
            for seed in range(2 * repeats): yield make(kind, count, 0.0, base + 500 + seed)
