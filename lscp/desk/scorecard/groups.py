"""The figures of one breakdown as a reader may see them: the same on every page, so that no two give one away."""

import json
from types import SimpleNamespace

from lscp.indicators.safe import published_rows, safe, years_around
from lscp.partnerships.roles import May
from lscp.scorecard.codes import BREAKDOWNS


def of(held, figures, entry, dimension, *, by, whole, end=None, area=None):
    """{name: points} of a breakdown, the whole under ""; empty where nobody sent it.

    ``whole``: the points of the whole as this reader has seen them already. ``end``: only the period that ends then,
    which is much quicker; what is hidden is the same. ``area``: one of several.
    """
    found = {}
    for key in figures.breakdowns(entry.code, area):
        named = json.loads(key)
        if list(named) == [dimension]:
            found[named[dimension]] = figures.series(entry.code, key, by=by, area=area)
    if not found:
        return {}
    order = BREAKDOWNS[dimension] or sorted(found)  # the last of a breakdown is "Not known"
    groups = {"": figures.series(entry.code, by=None, area=area)} | {
        name: found[name] for name in sorted(found, key=order.index)
    }
    if not held.may(May.SEE_SMALL_NUMBERS):
        editions = [] if area else figures.editions(entry, dimension)
        published = [published_rows(entry, map(_printed, whole)), *editions]
        if end:
            first, last = years_around(end, published)
            groups = {
                name: [one for one in points if first <= one.end <= last] for name, points in groups.items()
            }
        groups = safe(entry, groups, published)
    return {name: [one for one in points if end in (None, one.end)] for name, points in groups.items()}


def _printed(point):
    """A point of the whole as the scorecard printed it."""
    return SimpleNamespace(
        period_start=point.start,
        period_end=point.end,
        groups={},
        shown=point.symbol if point.numerator is None else str(point.numerator),
        out_of="" if point.denominator is None or point.population else str(point.denominator),
    )
