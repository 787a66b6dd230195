"""Tables of counts for the tests and benchmarks of disclosure: random ones, with every margin."""

import itertools

import numpy as np

TOTAL = "Total"


def crossed(shape, random, mean=8.0):
    """Rows of a table with one column per length in ``shape``, many small counts among them, and all totals."""
    counts = random.negative_binomial(1, 1 / (1 + mean), size=shape)
    for axis in range(len(shape)):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    columns = [f"d{i}" for i in range(len(shape))]
    for index in itertools.product(*(range(n + 1) for n in shape)):
        labels = (TOTAL if i == n else f"v{i}" for i, n in zip(index, shape, strict=True))
        yield dict(zip(columns, labels, strict=True)) | {"n": int(counts[index])}


def wards_by_quarter(areas, wards, groups, years, quarters, random, mean):
    """Rows of ward (in areas) by ethnic group by quarter (in years), with every subtotal; sparse on purpose."""
    share = random.dirichlet(np.full(groups, 0.45)) * groups
    busy = random.gamma(2.0, 0.5, areas * wards)
    season = random.uniform(0.7, 1.3, years * quarters)
    counts = random.poisson(mean * busy[:, None, None] * share[None, :, None] * season[None, None, :])
    counts = _with_subtotals(_with_subtotals(counts, 0, wards), 2, quarters)
    counts = np.concatenate([counts, counts.sum(axis=1, keepdims=True)], axis=1)
    places = _labels(areas, wards, "area", "ward")
    times = _labels(years, quarters, "year", "quarter")
    ethnic = [{"ethnicity": f"group {i}"} for i in range(groups)] + [{"ethnicity": TOTAL}]
    for (i, place), (j, group), (k, time) in itertools.product(
        enumerate(places), enumerate(ethnic), enumerate(times)
    ):
        yield place | group | time | {"n": int(counts[i, j, k])}


def _with_subtotals(counts, axis, each):
    blocks = np.split(counts, counts.shape[axis] // each, axis=axis)
    parts = [part for block in blocks for part in (block, block.sum(axis=axis, keepdims=True))]
    return np.concatenate([*parts, counts.sum(axis=axis, keepdims=True)], axis=axis)


def _labels(outer, inner, outer_name, inner_name):
    found = []
    for o in range(outer):
        found += [
            {outer_name: f"{outer_name} {o}", inner_name: f"{inner_name} {o}.{i}"} for i in range(inner)
        ]
        found.append({outer_name: f"{outer_name} {o}", inner_name: TOTAL})
    return [*found, {outer_name: TOTAL, inner_name: TOTAL}]
