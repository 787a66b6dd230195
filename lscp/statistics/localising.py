"""A figure held only for a police force, an integrated care board or a region, made local by a stated method.

An estimate is not a count: it says how many there would be here *were this area like its region*. It never goes
without its method sentence, and its range is told only where somebody has measured how much areas of the region
differ (`spread_between`, from a figure that is known for each): without that no honest range exists, because what
makes the area different is just what is not known.

    >>> here = by_population(1240, 208_000, 31_000, region="Mid Shire", area="Thornley", people="children")
    >>> round(here.value), here.method
    (185, 'Estimated: 1,240 in Mid Shire, times the 31,000 of its 208,000 children who live in Thornley (14.9%).')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, nbdtrik, pdtr, pdtrik


@dataclass(frozen=True)
class Localised:
    """How many there would be here, between which counts the true one lies (None: not known), and how it was made.

    `method` is for print under the figure, `caveat` says what it takes for granted.
    """

    value: float
    lower: int | None
    upper: int | None
    method: str
    caveat: str


def by_population(
    events: int,
    region_people: float,
    area_people: float,
    *,
    region: str,
    area: str,
    people: str,
    spread: float | None = None,
    level: float = 0.8,
) -> Localised:
    """The region's count, shared out by population (or by any other number known for both: children in need, say).

    `people` names them: "children", "children in need". ValueError where the area has more than its region.
    """
    _must_be_part(area_people, region_people, area, region, people)
    share = area_people / region_people
    method = (
        f"Estimated: {events:,} in {region}, times the {area_people:,} of its {region_people:,} {people} "
        f"who live in {area} ({share:.1%})."
    )
    return _localised(events * share, events, method, area, region, spread, level)


def by_rate(
    rate: float,
    per: int,
    area_people: float,
    *,
    region: str,
    area: str,
    people: str,
    events: int | None = None,
    spread: float | None = None,
    level: float = 0.8,
) -> Localised:
    """The region's published rate, applied to the area's own people. `events`: the count behind the rate, if known."""
    if rate < 0 or per <= 0 or area_people < 0:
        raise ValueError(
            "A rate, and the people it is applied to, cannot be below zero, nor the rate be for every 0 of them."
        )
    method = (
        f"Estimated: the rate of {region}, {rate:,} for every {per:,} {people}, applied to the {area_people:,} "
        f"who live in {area}."
    )
    return _localised(rate / per * area_people, events, method, area, region, spread, level)


def by_groups(
    events: Sequence[int],
    region_people: Sequence[float],
    area_people: Sequence[float],
    *,
    groups: str,
    region: str,
    area: str,
    people: str,
    spread: float | None = None,
    level: float = 0.8,
) -> Localised:
    """The region's rate in each group, applied to the area's people of that group. `groups` names them: "age and sex".

    Takes account of who lives here, so it is to be preferred wherever the region's figure comes by group.
    """
    x, there, here = (np.asarray(column, float) for column in (events, region_people, area_people))
    if not len(x) == len(there) == len(here):
        raise ValueError("Give the region's counts, its people and the area's people for the same groups.")
    for one, other in zip(here, there, strict=True):
        _must_be_part(one, other, area, region, people)
    method = (
        f"Estimated: the rates of {region} by {groups}, applied to the {here.sum():,.0f} {people} "
        f"who live in {area}, group by group."
    )
    return _localised(float((x / there * here).sum()), int(x.sum()), method, area, region, spread, level)


def spread_between(events: Sequence[int], people: Sequence[float]) -> float:
    """How much the rates of areas differ beyond chance: their standard deviation over the mean rate.

    From a related figure known for each area of the region. Moments: the variance of the rates less what counting
    alone brings, weighted by people (as Marshall, Applied Statistics 40:283, 1991); 0 where chance explains it all.
    ValueError with fewer than 3 areas, or no events.
    """
    x, n = np.asarray(events, float), np.asarray(people, float)
    if len(x) < 3 or not x.sum():
        raise ValueError("How far areas differ cannot be told from fewer than 3 of them, nor from no events.")
    mean = x.sum() / n.sum()
    variance = (n * (x / n - mean) ** 2).sum() / n.sum() - mean / n.mean()
    return float(np.sqrt(max(variance, 0)) / mean)


def _localised(expected, events, method, area, region, spread, level) -> Localised:
    caveat = f"It takes for granted that {area} is like the rest of {region}."
    if spread is None:
        unknown = "How far areas differ is not known, so no range is given."
        return Localised(expected, None, None, method, f"{caveat} {unknown}")
    lower, upper = _range(expected, spread**2 + (1 / events if events else 0), level)
    range_told = (
        f"Areas differ by about {spread:.0%} either way in a figure known for each of them: "
        f"the true number probably ({level:.0%}) lies between {lower:,} and {upper:,}."
    )
    return Localised(expected, lower, upper, method, f"{caveat} {range_told}")


def _range(expected: float, variance: float, level: float) -> tuple[int, int]:
    """Counts with a mean that itself varies between areas: Poisson, or with that variance negative binomial."""
    tail = (1 - level) / 2
    if expected <= 0:
        return 0, 0
    if variance <= 0:
        ends = (_reaching(q, pdtrik(q, expected), lambda k: pdtr(k, expected)) for q in (tail, 1 - tail))
    else:
        size = 1 / variance
        p = size / (size + expected)
        ends = (
            _reaching(q, nbdtrik(q, size, p), lambda k: betainc(size, k + 1, p)) for q in (tail, 1 - tail)
        )
    low, high = ends
    return low, high


def _reaching(q: float, about: float, chance) -> int:
    """The least count that is not exceeded with a chance of `q`; `about` is where that stands among all numbers.

    Said with `scipy.special`, because `scipy.stats` takes half a second to load.
    """
    count = max(int(np.ceil(about)), 0)
    return count - 1 if count and chance(count - 1) >= q else count


def _must_be_part(part, whole, area, region, people) -> None:
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(
            f"{area} has {part:,} {people} and {region} {whole:,}: the area must be part of the region. "
            "Check that both figures are of one year and count the same people."
        )
