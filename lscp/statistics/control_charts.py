"""Control charts as the NHS's "Making Data Count" draws them: is this change, or the usual coming and going?

One chart is a row of points, many are rows under each other: every array below is (points,) or (charts, points), and
the code is the same for both. A point that was not supplied is None or NaN: it keeps its place on the axis and is
passed over by every calculation, so the points on either side of it are neighbours.

Formulas and rules: NHS England, Making Data Count; the R package NHSRplotthedots and its vignette "deviations" (the
XmR chart); R package qicharts2 and Laney, Quality Engineering 14:531 (2002) (p, u, p' and u' charts).

    >>> chart = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    >>> round(float(chart.upper[-1]), 2), Rule(chart.rule[4]).name
    (4.6, 'OUTSIDE')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum, StrEnum
from typing import NamedTuple

import numpy as np

LIMITS = 2.66  # 3 / 1.128: three standard deviations, told from the mean moving range
SCREEN = 3.267  # a moving range beyond this many means is no common coming and going (Nelson 1982)
D2 = 1.128  # the mean range of two values from a normal distribution, in standard deviations
BLOCK = 2048  # charts worked on together: their points stay in the processor's cache


class Kind(StrEnum):
    """Which chart it is. Laney's are marked with a prime."""

    XMR = "XmR"
    P = "p"
    U = "u"
    P_PRIME = "p′"
    U_PRIME = "u′"

    @property
    def of_counts(self) -> bool:
        """Does each point have limits of its own, by what it was counted from?"""
        return self is not Kind.XMR


class Rule(IntEnum):
    """Why a point is a special cause. The first that holds is told, in this order."""

    NONE = 0
    OUTSIDE = 1  # beyond a process limit
    TREND = 2  # one of 7 points each higher, or each lower, than the one before
    TWO_IN_THREE = 3  # near a limit, as another of 3 neighbours is, all on one side of the mean
    SHIFT = 4  # one of 7 points running on one side of the mean


@dataclass(frozen=True)
class Rules:
    """Run lengths differ between guides: 7 is NHS England's, some use 5, 6 or 8.

    A trend is high when it rises and low when it falls. With `trend_by_mean` it is high where the point lies above
    the mean, as NHSRplotthedots has it; a fall that starts above the mean then counts as high.
    """

    trend: int = 7
    shift: int = 7
    trend_by_mean: bool = False

    def __post_init__(self):
        if min(self.trend, self.shift) < 2:
            raise ValueError("A run needs two points or more; NHS England uses 7.")


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart or many: arrays of shape (points,) or (charts, points); `chart[3]` is the fourth of many.

    `values`, `centre`, `lower` and `upper` are in the unit of the figures, `reach` is the distance from centre to
    limit before it is cut off at what is possible (a share at 0 and 1). `rule` holds Rule numbers; `side` is 1 where
    a special cause is high, -1 where low, else 0. Limits are NaN where too little was supplied to tell.
    `starts` are the places where the limits begin anew, 0 first. `sigma_z`, in Laney charts, says how many times
    wider the figures scatter than chance alone would have them; NaN in others. `sizes`, in charts of counts, are the
    denominators (`values` times `sizes` over `per` are the counts); NaN in the XmR chart.
    """

    values: np.ndarray
    centre: np.ndarray
    reach: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    rule: np.ndarray
    side: np.ndarray
    sigma_z: np.ndarray
    sizes: np.ndarray
    starts: tuple[int, ...]
    kind: Kind
    per: float = 1.0

    def __getitem__(self, place: int) -> Chart:
        parts = {f.name: getattr(self, f.name) for f in fields(self)}
        of_all = {"starts", "kind", "per"}
        return Chart(**{name: part if name in of_all else part[place] for name, part in parts.items()})

    def times(self, per: float) -> Chart:
        """The same chart for print: for every 100, for every 10,000."""
        drawn = {name: getattr(self, name) * per for name in ("values", "centre", "reach", "lower", "upper")}
        return replace(self, **drawn, per=self.per * per)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def near_lower(self) -> np.ndarray:
        """Two thirds of the way from the centre to the lower limit."""
        return np.maximum(self.centre - self.reach * 2 / 3, self.lower)

    @property
    def near_upper(self) -> np.ndarray:
        return np.minimum(self.centre + self.reach * 2 / 3, self.upper)

    @property
    def deviations(self) -> np.ndarray:
        """How many standard deviations each point lies from the centre, by its own limits; 0 without width."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.reach == 0, 0.0, 3 * (self.values - self.centre) / self.reach)

    @property
    def supplied(self) -> np.ndarray:
        """How many points each chart has since its limits last began anew."""
        return (~np.isnan(self.values[..., self.starts[-1] :])).sum(axis=-1)

    @property
    def latest(self) -> np.ndarray:
        """The place of each chart's last supplied point; -1 where none was."""
        places = np.where(np.isnan(self.values), -1, np.arange(self.values.shape[-1]))
        return places.max(axis=-1, initial=-1)


def xmr(
    values: Sequence,
    *,
    screen: bool = True,
    fix_after: int | None = None,
    rebase: Sequence[int] = (),
    rules: Rules = Rules(),
) -> Chart:
    """The chart of individual values and moving ranges, for any figure counted once a period.

    `screen` leaves moving ranges over 3.267 times their mean out of the limits (NHSRplotthedots does, the Excel tool
    of NHS England does not). `fix_after` takes centre and limits from that many first points. `rebase` gives places
    at which everything begins anew, limits and rules; a person decides on them and says why.
    ValueError for a place off the chart.
    """

    def limits(y):
        return _xmr_limits(y if fix_after is None else y[:fix_after], screen)

    return _chart(Kind.XMR, [_matrix(values)], limits, rebase, rules, -np.inf, np.inf)


def p_chart(
    numerators: Sequence,
    denominators: Sequence,
    *,
    laney: bool = False,
    ordered: bool = True,
    screen: bool = False,
    rebase: Sequence[int] = (),
    rules: Rules = Rules(),
) -> Chart:
    """Shares (0 to 1) of denominators that differ. `laney` widens or narrows the limits to the scatter there is (p').

    With denominators in the thousands nearly every point of a plain p chart is outside: use p' and say sigma_z.
    Every rule reads how many standard deviations a point lies from the centre by its own limits, for a small
    denominator moves a share far without anything having changed; a trend must go the same way in the shares too.
    Not `ordered` (authorities side by side, not months): sigma_z then comes from all points, not from neighbours.
    A point of no denominator counts as not supplied. ValueError when a numerator is above its denominator.
    """
    x, n = _counts(numerators, denominators)
    if (x > n).any():
        raise ValueError("A share needs a numerator no larger than its denominator; for a rate use u_chart.")
    kind = Kind.P_PRIME if laney else Kind.P
    return _attributes(kind, x, n, lambda mean: mean * (1 - mean), ordered, screen, rebase, rules, 1.0)


def u_chart(
    numerators: Sequence,
    denominators: Sequence,
    *,
    laney: bool = False,
    ordered: bool = True,
    screen: bool = False,
    rebase: Sequence[int] = (),
    rules: Rules = Rules(),
) -> Chart:
    """Rates: events for each one of the denominator (multiply by 10,000 for print). `laney` as in p_chart (u')."""
    x, n = _counts(numerators, denominators)
    kind = Kind.U_PRIME if laney else Kind.U
    return _attributes(kind, x, n, lambda mean: mean, ordered, screen, rebase, rules, np.inf)


class Reading(NamedTuple):
    """What the latest supplied point says. `word` is better, worse, no clear change or too few to say; where the
    figure is neither good nor bad, higher or lower take the place of the first two. `sentence` says why."""

    word: str
    rule: Rule
    side: int
    supplied: int
    sentence: str


FEWEST = 12  # below it limits are on trial: each new point moves them (NHSRplotthedots, "Number of points required")
GOOD_SIDE = {"up": 1, "down": -1, "context": 0, "band": 0}


def reading(chart: Chart, polarity: str, fewest: int = FEWEST) -> Reading:
    """Read one chart. `polarity` is the catalogue's: up, down, context or band."""
    good, supplied, latest = _good_side(polarity), int(chart.supplied), int(chart.latest)
    if supplied < fewest:
        since = " since the limits last began anew" if chart.starts[-1] else ""
        why = f"{_points(supplied)}{since}; {fewest} are needed before the usual coming and going is known."
        return Reading("too few to say", Rule.NONE, 0, supplied, f"Too few to say: {why}")
    rule, side = Rule(int(chart.rule[latest])), int(chart.side[latest])
    if rule is Rule.NONE:
        sentence = "No clear change: the latest figure is within the usual coming and going."
        return Reading("no clear change", rule, 0, supplied, sentence)
    word = {1: "better", -1: "worse", 0: "higher" if side > 0 else "lower"}[good * side]
    return Reading(word, rule, side, supplied, f"{word.capitalize()}: {_because(chart, rule, side, latest)}")


def _because(chart: Chart, rule: Rule, side: int, latest: int) -> str:
    if rule is Rule.OUTSIDE:
        beyond = "above the upper" if side > 0 else "below the lower"
        return f"the latest figure is {beyond} limit of the usual coming and going."
    if rule is Rule.TWO_IN_THREE:
        limit = "upper" if side > 0 else "lower"
        return f"two or more of the latest three figures are close to the {limit} limit."
    run = run_length(chart, rule, latest)
    if rule is Rule.TREND:
        going = "higher" if chart.values[latest] > _before(chart, latest) else "lower"
        return f"the latest {run} figures are each {going} than the one before."
    return f"the latest {run} figures are all {'above' if side > 0 else 'below'} the average."


def run_length(chart: Chart, rule: Rule, latest: int) -> int:
    """How many supplied points of one chart the run holds that ends at `latest`: a trend, or a shift.

    0 for a shift when the point is on the mean, for a trend when it equals the one before.
    """
    start = chart.starts[-1]
    window = slice(start, latest + 1)
    given = ~np.isnan(chart.values[window])
    y = (
        chart.deviations[window][given]
        if chart.kind.of_counts
        else (chart.values - chart.centre)[window][given]
    )
    signs = np.sign(np.diff(y)) if rule is Rule.TREND else np.sign(y)
    if not signs.size or not signs[-1]:
        return 0
    other = np.flatnonzero(signs != signs[-1])
    run = len(signs) - (int(other[-1]) + 1 if other.size else 0)
    return run + 1 if rule is Rule.TREND else run


def _before(chart: Chart, latest: int) -> float:
    earlier = chart.values[:latest]
    return earlier[~np.isnan(earlier)][-1]


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number} points"


def variation(chart: Chart, polarity: str) -> np.ndarray:
    """The icon of each point, of the chart's shape: common-cause, or improvement, concern or neither with -high or
    -low; the empty string where nothing was supplied. The chart's own icon is that of its latest point."""
    tone = _good_side(polarity) * chart.side
    kind = np.select([tone > 0, tone < 0], ["improvement", "concern"], "neither")
    named = np.char.add(kind, np.where(chart.side > 0, "-high", "-low"))
    return np.where(np.isnan(chart.values), "", np.where(chart.rule == Rule.NONE, "common-cause", named))


def variation_icon(chart: Chart, polarity: str, fewest: int = FEWEST) -> str | None:
    """The icon of one chart: that of its latest supplied point; None while there are too few."""
    return str(variation(chart, polarity)[int(chart.latest)]) if chart.supplied >= fewest else None


def assurance(chart: Chart, target: float | None, polarity: str, fewest: int = FEWEST) -> str | None:
    """Will the target be met, as things go? `pass` always, `fail` never, `hit-and-miss` by chance.

    Judged by the latest limits of one chart. None without a target, a good direction, or enough points.
    """
    good, place = _good_side(polarity), int(chart.latest)
    if target is None or not good or chart.supplied < fewest:
        return None
    if chart.lower[place] <= target <= chart.upper[place]:
        return "hit-and-miss"
    beyond = 1 if target > chart.upper[place] else -1
    return "fail" if beyond == good else "pass"


def _good_side(polarity: str) -> int:
    if polarity not in GOOD_SIDE:
        raise ValueError(f"{polarity!r} is no polarity: up, down, context or band.")
    return GOOD_SIDE[polarity]


def _attributes(kind, x, n, variance, ordered, screen, rebase, rules, ceiling) -> Chart:
    laney = kind in (Kind.P_PRIME, Kind.U_PRIME)

    def limits(y, n):
        given = np.isfinite(y)
        weight = np.where(given, n, 0)
        centre = np.where(given, y * n, 0).sum(axis=0) / weight.sum(axis=0)
        spread = np.sqrt(variance(centre) / n)
        if not laney:
            return centre, 3 * spread, np.full(y.shape[1], np.nan)
        deviates = (y - centre) / spread
        if ordered:
            ranges = np.abs(np.diff(deviates, axis=0))
            sigma_z = _mean(_screened(ranges) if screen else ranges) / D2
        else:
            sigma_z = _deviation(deviates)
        return centre, 3 * spread * sigma_z, sigma_z

    with np.errstate(invalid="ignore", divide="ignore"):
        return _chart(kind, [x / n, n], limits, rebase, rules, 0.0, ceiling)


def _xmr_limits(y: np.ndarray, screen: bool):
    centre = _mean(y)
    centre = centre + _mean(y - centre)  # so that the mean of equal values is that value, to the last digit
    ranges = np.abs(np.diff(y, axis=0))
    mean_range = _mean(_screened(ranges) if screen else ranges)
    return centre, LIMITS * mean_range, np.full(y.shape[1], np.nan)


def _screened(ranges: np.ndarray) -> np.ndarray:
    """Without those of 3.267 means or more; all are kept where they are all 0."""
    mean = _mean(ranges)
    return np.where((ranges < SCREEN * mean) | (mean == 0), ranges, np.nan)


def _mean(a: np.ndarray) -> np.ndarray:
    """Down the points, passing over NaN; NaN where there is nothing."""
    total = a.sum(axis=0)
    holes = np.isnan(total)
    if len(a) and not holes.any():
        return total / len(a)
    given = ~np.isnan(a)
    return np.where(given, a, 0.0).sum(axis=0) / given.sum(axis=0)


def _deviation(a: np.ndarray) -> np.ndarray:
    """The standard deviation down the points, passing over NaN."""
    given = (~np.isnan(a)).sum(axis=0)
    return np.sqrt(_mean((a - _mean(a)) ** 2) * given / (given - 1))


def _chart(
    kind: Kind, columns: list[np.ndarray], limits: Callable, rebase, rules: Rules, floor, ceiling
) -> Chart:
    """Work through the charts block by block and piece by piece (a piece: from one re-basing to the next).

    `columns` are matrices (charts, points): the values to draw, then what else their limits need.
    """
    one = columns[0].ndim == 1
    columns = [np.atleast_2d(column) for column in columns]
    charts, points = columns[0].shape
    starts = _starts(rebase, points)
    rule, side = np.zeros((charts, points), np.int8), np.zeros((charts, points), np.int8)
    pieces = [
        _piece(
            [column[:, start:end] for column in columns],
            limits,
            rules,
            rule[:, start:end],
            side[:, start:end],
        )
        for start, end in zip(starts, (*starts[1:], points), strict=True)
    ]
    centre, reach, sigma_z = (_side_by_side(parts, starts, points) for parts in zip(*pieces, strict=True))
    lower, upper = centre - reach, centre + reach
    if np.isfinite(floor):
        lower, upper = np.maximum(lower, floor), np.minimum(upper, ceiling)
    arrays = [
        columns[0],
        *(np.broadcast_to(a, rule.shape) for a in (centre, reach, lower, upper)),
        rule,
        side,
    ]
    arrays.append(np.broadcast_to(sigma_z, rule.shape))
    arrays.append(columns[1] if kind.of_counts else np.broadcast_to(np.nan, rule.shape))
    return Chart(*(a[0] if one else a for a in arrays), starts=starts, kind=kind)


def _piece(columns, limits, rules, rule, side):
    """Write rule and side of one piece; return centre, reach and sigma_z, (charts, 1) or (charts, points)."""
    charts = len(columns[0])
    parts = []
    for start in range(0, max(charts, 1), BLOCK):
        block = [_points_first(column[start : start + BLOCK]) for column in columns]
        gaps = np.isnan(block[0])
        order = np.argsort(gaps, axis=0, kind="stable") if gaps.any() else None
        if order is not None:
            block = [np.take_along_axis(part, order, axis=0) for part in block]
        with np.errstate(invalid="ignore", divide="ignore"):
            centre, reach, sigma_z = limits(*block)
            # With limits of its own for each point, the rules read how far it lies in their terms.
            if len(block) > 1:
                z = (block[0] - centre) / reach
                found = _signals(z, np.zeros_like(centre), np.ones_like(centre), rules, block[0])
            else:
                found = _signals(block[0], centre, reach, rules)
        if order is not None:
            found = [_put_back(part, order) for part in found]
            reach = _put_back(reach, order) if reach.ndim == 2 else reach
        wanted = slice(0, charts - start)
        rule[start : start + BLOCK], side[start : start + BLOCK] = found[0].T[wanted], found[1].T[wanted]
        parts.append([np.atleast_2d(part).T[wanted] for part in (centre, reach, sigma_z)])
    return [np.concatenate(part) for part in zip(*parts, strict=True)]


def _points_first(block: np.ndarray) -> np.ndarray:
    """(points, charts). A lone chart stands there twice: numpy adds up a single column in another order, and the
    last digit must not depend on how many charts are drawn."""
    return np.ascontiguousarray(block.T if len(block) != 1 else block.repeat(2, axis=0).T)


def _signals(y, centre, reach, rules: Rules, drawn=None) -> tuple[np.ndarray, np.ndarray]:
    """Rule and side of each point. `y` is (points, charts) without gaps, but for NaN at the end.

    Where `y` is not what is drawn, a trend is one only when what is drawn goes the same way.
    """
    above, below = y > centre, y < centre
    high, low = y > centre + reach, y < centre - reach
    near = (reach * 2) / 3
    close = ((y > centre + near) & ~high) | ((y < centre - near) & ~low)
    step = _same_way(np.diff(y, axis=0), None if drawn is None else np.diff(drawn, axis=0))
    rising = _in_run(step > 0, rules.trend - 1, rules.trend)
    falling = _in_run(step < 0, rules.trend - 1, rules.trend)
    shift = _in_run(above, rules.shift, rules.shift) | _in_run(below, rules.shift, rules.shift)

    rule = shift.view(np.int8) * np.int8(Rule.SHIFT)
    np.copyto(rule, Rule.TWO_IN_THREE, where=_two_in_three(close, above, below))
    np.copyto(rule, Rule.TREND, where=rising | falling)
    np.copyto(rule, Rule.OUTSIDE, where=high | low)
    side = above.view(np.int8) - below.view(np.int8)
    if not rules.trend_by_mean:
        trend = rule == Rule.TREND
        np.copyto(side, 1, where=trend & rising)
        np.copyto(side, -1, where=trend & falling)
    side *= rule > 0
    return rule, side


def _same_way(steps: np.ndarray, drawn: np.ndarray | None) -> np.ndarray:
    """The steps, 0 where what is drawn does not go the same way."""
    return steps if drawn is None else np.where(steps * drawn > 0, steps, 0)


def _in_run(holds: np.ndarray, length: int, covers: int) -> np.ndarray:
    """Which points lie in a run: `length` neighbours of `holds` all true mark the `covers` points they span."""
    points = len(holds) + covers - length
    marked = np.zeros((points, holds.shape[1]), bool)
    windows = len(holds) - length + 1
    if windows < 1:
        return marked
    whole = holds[:windows].copy()
    for offset in range(1, length):
        whole &= holds[offset : offset + windows]
    if whole.any():
        for offset in range(covers):
            marked[offset : offset + windows] |= whole
    return marked


def _two_in_three(close, above, below) -> np.ndarray:
    marked = np.zeros(close.shape, bool)
    if len(close) < 3:
        return marked
    first, second, third = close[:-2], close[1:-1], close[2:]
    pair = (first & second) | (first & third) | (second & third)
    pair &= (above[:-2] & above[1:-1] & above[2:]) | (below[:-2] & below[1:-1] & below[2:])
    for offset in range(3):
        marked[offset : offset + len(pair)] |= pair
    return marked & close


def _put_back(part: np.ndarray, order: np.ndarray) -> np.ndarray:
    spread = np.empty_like(part)
    np.put_along_axis(spread, order, part, axis=0)
    return spread


def _side_by_side(parts: Sequence[np.ndarray], starts, points: int) -> np.ndarray:
    """The pieces' limits next to each other; a single piece's stay as narrow as they are."""
    if len(parts) == 1:
        return parts[0]
    ends = (*starts[1:], points)
    return np.concatenate(
        [
            np.broadcast_to(part, (len(part), end - start))
            for part, start, end in zip(parts, starts, ends, strict=True)
        ],
        axis=1,
    )


def _starts(rebase: Sequence[int], points: int) -> tuple[int, ...]:
    if any(not 0 <= place < points for place in rebase):
        raise ValueError(
            f"A chart of {points} points cannot begin anew at {list(rebase)}: give places from 0."
        )
    return tuple(sorted({0, *(int(place) for place in rebase)}))


def _matrix(values: Sequence) -> np.ndarray:
    array = np.asarray(values, dtype=float)  # None becomes NaN
    if array.ndim not in (1, 2):
        raise ValueError("Give one row of points, or rows of the same length.")
    return array


def _counts(numerators: Sequence, denominators: Sequence) -> tuple[np.ndarray, np.ndarray]:
    x, n = _matrix(numerators), _matrix(denominators)
    if x.shape != n.shape:
        raise ValueError(f"{x.shape} numerators need as many denominators, not {n.shape}.")
    if (x < 0).any() or (n < 0).any():
        raise ValueError("Counts cannot be below zero.")
    return x, np.where(n == 0, np.nan, n)
