"""What demand to expect, and how wrong such expectations have been: counts by area only, never a child.

Two forecasts. *The same period last year* is always given. *Damped trend and seasons* (Holt and Winters with Gardner's
damping, on log(1 + y)) is shown only where, set back in time again and again, it came closer than last year's figure
and its ranges held as often as they claim. Ranges are split conformal: how far off past forecasts of that many
periods ahead were, so that their coverage is something counted, not assumed.

One pass through the periods serves every series, every setting and every origin: a smoother's state at period t knows
only what came before t, so each state is an honest origin of a back-test and no model is fitted twice.

Sources: Gardner and McKenzie, Management Science 31:1237 (1985); Hyndman and Koehler, Int J Forecasting 22:679 (2006),
for MASE; Lei and others, J Am Stat Assoc 113:1094 (2018), for split conformal ranges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import product
from math import ceil

import numpy as np

LAST_YEAR, SMOOTHED = "the same period last year", "damped trend and seasons"
# How quickly level, trend and season follow what is new; the trend's damping; how much of the first two years' pattern
# to begin with (many series of small counts have less of a season than two years make believe, or none).
LEVELS = (0.05, 0.1, 0.2, 0.35, 0.5)
TRENDS = ((0.0, 0.9), (0.05, 0.95), (0.15, 0.9))
SEASONS = ((0.05, 1.0), (0.2, 1.0), (0.05, 0.5), (0.0, 0.0))
SETTINGS = np.array([(level, *trend, *season) for level, trend, season in product(LEVELS, TRENDS, SEASONS)])
FORGET = 0.97  # a month's weight in judging settings, against the month after
ORIGINS = 24  # the latest origins are checked
RECENT = 24  # ranges come from that many latest errors: older ones were made when less was known, or in other times
RESIDUALS = 9  # errors at the furthest horizon without which no range is told
TOLERANCE = 0.05  # a range may hold this much more or less often than it claims, besides what chance does
SAME = 1e-9  # 0.8 * 25 is 20, whatever floating point makes of it


@dataclass(frozen=True, eq=False)
class Forecast:
    """One series or many: arrays are (horizon,) or (series, horizon), figures a number or (series,).

    `value`, `lower`, `upper` are counts by `method`; `last_year` is the same period last year, whichever is shown.
    `mase` and `mase_last_year` are mean absolute errors of the back-test over the series' own year-on-year change;
    `coverage` is the share of checked ranges that held. NaN where not known. `because` says in words why the
    smoothed forecast, or any range, is not given; empty where all is.
    """

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    last_year: np.ndarray
    mase: np.ndarray
    mase_last_year: np.ndarray
    coverage: np.ndarray
    method: np.ndarray
    because: np.ndarray

    def __getitem__(self, place: int) -> Forecast:
        return Forecast(*(getattr(self, f.name)[place] for f in fields(self)))


@dataclass(frozen=True)
class BackTest:
    """Errors of one method set back in time. `value` (horizon, series) on the log(1 + y) scale; `reach` is half the
    width of its range there; `error` the mean absolute error in counts, `coverage` the share of ranges that held."""

    value: np.ndarray
    reach: np.ndarray
    error: np.ndarray
    coverage: np.ndarray


def fewest(season: int, horizon: int, level: float = 0.8) -> int:
    """How many periods a series needs: two seasons to begin, one to check, and past errors to make ranges from."""
    return 3 * season + horizon + _residuals(level)


def forecast(
    series: Sequence,
    *,
    season: int,
    horizon: int,
    starts: Sequence[int] | int = 0,
    level: float = 0.8,
) -> Forecast:
    """Forecast counts of every period: (periods,) or (series, periods), None or NaN where not supplied.

    `season` is 12 for months, 4 for quarters, 1 for years. `starts` is the place at which each series begins anew
    (a changed definition, a new front door): nothing before it is used. ValueError for counts below zero.
    """
    counts = np.asarray(series, dtype=float)
    one = counts.ndim == 1
    counts = np.atleast_2d(counts)
    if (counts < 0).any():
        raise ValueError("A count cannot be below zero: forecasts are of counts only.")
    if season < 1 or horizon < 1 or not 0 < level < 1:
        raise ValueError("Season and horizon are whole numbers from 1, a level lies between 0 and 1.")
    begins = np.broadcast_to(np.asarray(starts, dtype=int), len(counts))
    if (begins < 0).any():
        raise ValueError("A series begins at one of its own places, counted from 0.")
    result = _nothing(len(counts), horizon)
    for start in np.unique(begins):
        places = np.flatnonzero(begins == start)
        _forecast_alike(counts[places, start:], season, horizon, level, places, result)
    return result[0] if one else result


def _forecast_alike(counts, season, horizon, level, places, result) -> None:
    """Series that begin together: write their forecasts into `result` at `places`."""
    periods = counts.shape[1]
    gaps = np.isnan(counts).sum(axis=1)
    _write(result, places[gaps > 0], because=[_gaps(number) for number in gaps[gaps > 0]])
    places, counts = places[gaps == 0], counts[gaps == 0]
    if not len(places):
        return
    if periods < season or periods < 2:
        _write(result, places, because=f"Only {_periods(periods)}: there is no year before to go by.")
        return
    y = np.ascontiguousarray(counts.T)
    last = y[_last_year(periods, horizon, season)].T
    _write(result, places, value=last, last_year=last)
    needed = fewest(season, horizon, level)
    if periods < needed:
        why = f"Only {_periods(periods)}; {needed} are needed to forecast {horizon} ahead and to test it."
        _write(result, places, because=why)
        return
    _judge(y, season, horizon, level, places, result)


def _judge(y, season, horizon, level, places, result) -> None:
    z = np.log1p(y)
    split = max(2 * season + horizon + _residuals(level) - 1, len(y) - ORIGINS)
    smoothed = _back_test(y, z, _smooth(z, season, horizon), season, split, level)
    naive = _back_test(y, z, _repeat(z, season, horizon), season, split, level)
    scale = np.abs(y[season:split] - y[: split - season]).mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mase, naive_mase = smoothed.error / scale, naive.error / scale
    allowed = TOLERANCE + np.sqrt(
        level * (1 - level) / (len(y) - split)
    )  # one standard error of so many origins
    closer = smoothed.error < naive.error
    holds = np.abs(smoothed.coverage - level) <= allowed
    naive_holds = np.abs(naive.coverage - level) <= allowed
    shown = closer & holds
    chosen = BackTest(*(np.where(shown, a, b) for a, b in zip(_parts(smoothed), _parts(naive), strict=True)))
    told = np.where(shown | naive_holds, 1.0, np.nan)
    lower, upper = chosen.value - chosen.reach, chosen.value + chosen.reach
    _write(
        result,
        places,
        value=np.expm1(chosen.value).T,
        lower=(np.maximum(np.expm1(lower), 0) * told).T,
        upper=(np.expm1(upper) * told).T,
        mase=mase,
        mase_last_year=naive_mase,
        coverage=chosen.coverage,
        method=np.where(shown, SMOOTHED, LAST_YEAR),
        because=[
            _because(*each, level)
            for each in zip(closer, holds, naive_holds, mase, naive_mase, smoothed.coverage, strict=True)
        ],
    )


def _smooth(z: np.ndarray, season: int, horizon: int) -> np.ndarray:
    """Forecasts from every origin 2 x season .. periods: (origins, horizon, series), on z's scale.

    At each origin every series takes the setting that had lately served it best, one period ahead.
    """
    gain, trend_gain, damping, season_gain, strength = (column[:, None] for column in SETTINGS.T)
    periods, series = z.shape
    first = 2 * season
    years = z[:first].reshape(2, season, series)
    pattern = (years - years.mean(axis=1, keepdims=True)).mean(axis=0)
    seasons = pattern[:, None, :] * strength
    level = np.broadcast_to(years[0].mean(axis=0), (len(SETTINGS), series)).copy()
    trend, squares = np.zeros_like(level), np.zeros_like(level)
    ahead = np.arange(1, horizon + 1)[:, None]
    columns = np.arange(series)
    forecasts = np.empty((periods - first + 1, horizon, series))
    for t in range(periods + 1):
        if t >= first:
            best = squares.argmin(axis=0)
            damp = damping[best, 0]
            carried = damp * (1 - damp**ahead) / (1 - damp)
            pattern = seasons[(t + ahead - 1) % season, best, columns]
            forecasts[t - first] = level[best, columns] + carried * trend[best, columns] + pattern
        if t < periods:
            now = seasons[t % season]
            drift = damping * trend
            error = z[t] - level - drift - now
            if t >= season:
                squares = FORGET * squares + error * error
            level += drift + gain * error
            trend = drift + gain * trend_gain * error
            now += season_gain * (1 - gain) * error
    return forecasts


def _repeat(z: np.ndarray, season: int, horizon: int) -> np.ndarray:
    """The same period last year from the same origins as `_smooth`, in the same shape."""
    origins = range(2 * season, len(z) + 1)
    return np.stack([z[_last_year(origin, horizon, season)] for origin in origins])


def _last_year(origin: int, horizon: int, season: int) -> np.ndarray:
    ahead = np.arange(horizon)
    return origin + ahead - season * (ahead // season + 1)


def _back_test(y, z, forecasts, season, split, level) -> BackTest:
    """Check the origins from `split` on: each range as it would have been told then, from the errors known then."""
    first, (horizon, series) = 2 * season, forecasts.shape[1:]
    recent = max(RECENT, _residuals(level))
    reach = np.empty((horizon, series))
    held, error, checks = np.zeros(series), np.zeros(series), 0
    for ahead in range(horizon):
        outcomes = len(z) - first - ahead
        misses = np.abs(z[first + ahead :] - forecasts[:outcomes, ahead])
        for origin in range(split - first, outcomes):
            known = misses[max(0, origin - ahead - recent) : origin - ahead]
            held += (known < misses[origin]).sum(axis=0) < _rank(len(known), level)
        error += np.abs(y[split + ahead :] - np.expm1(forecasts[split - first : outcomes, ahead])).sum(axis=0)
        checks += outcomes - (split - first)
        rank = _rank(len(misses[-recent:]), level)
        reach[ahead] = np.partition(misses[-recent:], rank - 1, axis=0)[rank - 1]
    return BackTest(forecasts[-1], reach, error / checks, held / checks)


def _rank(misses: int, level: float) -> int:
    """Which of so many past misses, smallest first, the next stays within with probability `level` (conformal)."""
    return ceil((misses + 1) * level - SAME)


def _residuals(level: float) -> int:
    return max(RESIDUALS, ceil(level / (1 - level) - SAME))


def _because(closer, holds, naive_holds, mase, naive_mase, coverage, level) -> str:
    if closer and holds:
        return ""
    if not closer:
        errors = "" if np.isnan(mase + naive_mase) else f" (error {mase:.2f} against {naive_mase:.2f})"
        why = f"In the back-test it came no closer than last year's figure{errors}."
    else:
        why = f"In the back-test its {level:.0%} ranges held {coverage:.0%} of the time."
    return (
        why
        if naive_holds
        else f"{why} Nor did ranges around last year's figure hold as they claim: none is given."
    )


def _gaps(number: int) -> str:
    return f"Figures are missing for {_periods(number)}: supply them, or let the series begin after the gap."


def _periods(number: int) -> str:
    return "1 period" if number == 1 else f"{number} periods"


def _parts(test: BackTest):
    return [getattr(test, f.name) for f in fields(test)]


def _nothing(series: int, horizon: int) -> Forecast:
    wide = [np.full((series, horizon), np.nan) for _ in range(4)]
    return Forecast(
        *wide,
        *(np.full(series, np.nan) for _ in range(3)),
        np.full(series, LAST_YEAR, dtype=object),
        np.full(series, "", dtype=object),
    )


def _write(result: Forecast, places: np.ndarray, **columns) -> None:
    for name, values in columns.items():
        getattr(result, name)[places] = values
