#!/usr/bin/env python3
"""Rewrites more_vectors.json: values of other packages that the tests compare ours with.

    pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 ruptures==1.1.10
    more_vectors.py

Every set says where its values are from. What no package has is computed here by its definition, and says so.
"""
import json
import os
import sys

import numpy as np
import ruptures
import scipy
import statsmodels
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_ind, ttost_paired

random = np.random.default_rng(20261124)


def rounded(values, digits=6):
    return [round(float(value), digits) for value in values]


def simes():
    """No package has Simes' own p: it is min m·p_(i)/i here, and checked as the least of statsmodels' fdr_bh, which is the
    same number, and by the fact that what Hochberg rejects (simes-hochberg), Simes rejects."""
    cases = []
    for count, power in ((1, 1), (2, 1), (3, 4), (5, 1), (8, 3), (20, 1), (20, 5), (100, 1), (500, 2)):
        p = rounded(random.random(count) ** power, 8)
        if count == 20 and power == 5:
            p[3] = p[11] = p[17]
        ranks = np.arange(1, count + 1)
        value = float(min(1.0, np.min(count * np.sort(p) / ranks)))
        assert abs(value - min(multipletests(p, method="fdr_bh")[1])) < 1e-15
        for level in (0.01, 0.05, 0.2):
            assert value <= level or not multipletests(p, alpha=level, method="simes-hochberg")[0].any()
        cases.append(dict(p=p, simes=value))
    return cases


def e_benjamini_hochberg():
    """By definition (R. Wang and A. Ramdas, 2022): the k largest, k = max{i: e_(i) >= m/(i·q)}; e = κ·p^(κ−1), κ = ½."""
    cases = []
    for count, power in ((1, 9), (5, 6), (10, 1), (10, 12), (50, 8), (200, 10)):
        p = rounded(np.maximum(1e-12, random.random(count) ** power), 12)
        e = [0.5 * value ** -0.5 for value in p]
        for rate in (0.01, 0.05, 0.2):
            order = sorted(range(count), key=lambda index: (-e[index], index))
            kept = max([place + 1 for place, index in enumerate(order) if e[index] >= count / ((place + 1) * rate)], default=0)
            cases.append(dict(p=p, e=e, rate=rate, rejected=sorted(order[:kept])))
    assert any(case["rejected"] for case in cases) and any(not case["rejected"] for case in cases)
    return cases


def stepped(count, steps, size, noise):
    """Values about levels that change at some places; four digits."""
    places = np.sort(random.choice(np.arange(8, count - 8), size=steps, replace=False)) if steps else []
    level = np.zeros(count)
    for place in places:
        level[place:] += random.choice([-1, 1]) * size * (0.7 + 0.6 * random.random())
    body = dict(gauss=random.standard_normal, heavy=lambda n: random.standard_t(3, n), skewed=lambda n: random.exponential(1, n))[noise](count)
    return rounded(100 + level + body, 4)


def cost(values, starts):
    bounds = [0, *starts, len(values)]
    return sum(float(np.sum((np.array(values[a:b]) - np.mean(values[a:b])) ** 2)) for a, b in zip(bounds, bounds[1:]))


def cheapest(values, penalty, shortest):
    """The least price of any partition, by going through all last segments of all prefixes."""
    best = [-penalty] + [np.inf] * len(values)
    for end in range(shortest, len(values) + 1):
        best[end] = min(best[start] + penalty + cost(values[start:end], []) for start in range(0, end - shortest + 1)
                        if np.isfinite(best[start]))
    return best[-1]


def pelt():
    """ruptures' Pelt(model="l2", jump=1). It prunes too much where a segment has a least length, so that it may miss the
    cheapest partition: every case here is checked to be the cheapest."""
    cases = []
    while len(cases) < 16:
        count = int(random.choice([30, 60, 100, 150]))
        values = stepped(count, int(random.integers(0, 5)), float(random.choice([1, 2, 4, 8])), str(random.choice(["gauss", "heavy", "skewed"])))
        shortest = int(random.choice([1, 2, 3, 5]))
        penalty = float(random.choice([4, 9.5, 20]))
        found = ruptures.Pelt(model="l2", min_size=shortest, jump=1).fit(np.array(values)).predict(pen=penalty)[:-1]
        if cost(values, found) + penalty * len(found) > cheapest(values, penalty, shortest) + 1e-9:
            print("left out: ruptures' partition is not the cheapest", count, shortest, penalty, found)
            continue
        cases.append(dict(values=values, penalty=penalty, shortest=shortest, boundaries=[int(place) for place in found]))
    return cases


def kernel():
    """ruptures' KernelCPD("rbf"), whose bandwidth is the median of the squared distances of all pairs."""
    cases = []
    for count, steps, size, noise in ((30, 1, 4, "gauss"), (60, 0, 0, "gauss"), (60, 2, 3, "gauss"), (80, 1, 2, "heavy"), (100, 2, 4, "heavy"),
                                      (100, 3, 6, "skewed"), (150, 1, 1, "gauss"), (150, 4, 5, "gauss"), (200, 3, 2, "skewed"), (200, 0, 0, "heavy"),
                                      (250, 5, 3, "gauss"), (300, 4, 8, "heavy")):
        values = stepped(count, steps, size, noise)
        for penalty, shortest in ((10, 2), (3, 2), (1.5, 5)):
            found = ruptures.KernelCPD("rbf", min_size=shortest).fit(np.array(values)).predict(pen=penalty)[:-1]
            cases.append(dict(values=values, penalty=penalty, shortest=shortest, boundaries=[int(place) for place in found]))
    return cases


def equivalence():
    """statsmodels' ttost_ind(usevar="unequal") and, for pairs, ttost_paired; p is the larger of the two one-sided ones."""
    cases = []
    for n, m in ((2, 3), (5, 5), (10, 10), (10, 30), (30, 30), (50, 4)):
        for shift, limit in ((0, 1), (0.5, 1), (2, 1), (0.2, 4)):
            a, b = rounded(random.normal(100, 1, n)), rounded(random.normal(100 + shift, 1.7, m))
            p, low, high = ttost_ind(np.array(b), np.array(a), -limit, limit, usevar="unequal")
            case = dict(a=a, b=b, limit=limit, p=float(p), p_low=float(low[1]), p_high=float(high[1]), freedom=float(low[2]))
            if n == m:
                case["p_paired"] = float(ttost_paired(np.array(b), np.array(a), -limit, limit)[0])
            cases.append(case)
    return cases


def main():
    sets = dict(
        generated_by=dict(python=sys.version.split()[0], numpy=np.__version__, scipy=scipy.__version__, statsmodels=statsmodels.__version__,
                          ruptures=ruptures.__version__, note="tolerance 1e-9 absolute; indexes are equal"),
        simes=simes(), e_benjamini_hochberg=e_benjamini_hochberg(), pelt_l2=pelt(), kernel_rbf=kernel(), tost=equivalence(),
    )
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "more_vectors.json")
    with open(path, "w") as file:
        json.dump(sets, file, indent=0)
        file.write("\n")
    print({name: len(rows) for name, rows in sets.items()}, sets["generated_by"])


if __name__ == "__main__":
    main()
