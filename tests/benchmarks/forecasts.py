"""A thousand monthly series forecast with ranges and back-tested from 24 origins, against one series at a time.

    .venv/bin/python -m tests.benchmarks.forecasts [series]

Goals F1 and F2. Made-up series: yearly pattern, wandering level, a pandemic's dip, counts that scatter more than
Poisson's; the last 12 of 96 months are held out. Both sides run the same smoother; the loop, as one writes it for
one series, refits at each origin, on a sample, and is scaled up. Forecasts of both must agree.
"""

import sys
import time

import numpy as np

from lscp.statistics.forecasting import FORGET, SETTINGS, SMOOTHED, _smooth, forecast

MONTHS, HELD_OUT, ORIGINS, SAMPLE = 84, 12, 24, 4


def made_series(number, months=MONTHS + HELD_OUT, seed=1):
    random = np.random.default_rng(seed)
    month = np.arange(months)
    size = np.exp(random.normal(np.log(65), 0.8, (number, 1)))
    angle = 2 * np.pi * (month - random.uniform(0, 12, (number, 1))) / 12
    year = random.uniform(0.05, 0.3, (number, 1)) * (np.sin(angle) + np.sin(2 * angle) / 2)
    wander = np.cumsum(random.normal(0, 0.02, (number, months)), axis=1)
    dip = np.zeros(months)
    dip[38:44] = -0.35, -0.4, -0.3, -0.2, -0.1, -0.05
    mean, spread = size * np.exp(year + wander + dip), random.uniform(10, 60, (number, 1))
    return random.negative_binomial(spread, spread / (spread + mean)).astype(float)


def smooth_one(y, season=12, horizon=12):
    """Damped trend and seasons on log(1 + y) for one series, setting by setting."""
    z = [float(value) for value in np.log1p(y)]
    best = (float("inf"), None)
    first, second = z[:season], z[season : 2 * season]
    pattern = [
        (a - sum(first) / season + b - sum(second) / season) / 2 for a, b in zip(first, second, strict=True)
    ]
    for gain, trend_gain, damping, season_gain, strength in SETTINGS.tolist():
        level, trend, squares = sum(first) / season, 0.0, 0.0
        seasons = [strength * value for value in pattern]
        for t, value in enumerate(z):
            error = value - level - damping * trend - seasons[t % season]
            if t >= season:
                squares = FORGET * squares + error * error
            level += damping * trend + gain * error
            trend = damping * trend + gain * trend_gain * error
            seasons[t % season] += season_gain * (1 - gain) * error
        if squares < best[0]:
            carried, ahead = 0.0, []
            for h in range(1, horizon + 1):
                carried += damping**h
                ahead.append(level + carried * trend + seasons[(len(z) + h - 1) % season])
            best = squares, ahead
    return np.expm1(best[1])


def main(number):
    counts = made_series(number)
    past, future = counts[:, :MONTHS], counts[:, MONTHS:]
    times = []
    for _ in range(5):
        start = time.perf_counter()
        found = forecast(past, season=12, horizon=HELD_OUT)
        times.append(time.perf_counter() - start)
    together = min(times)

    start = time.perf_counter()
    alone = [smooth_one(row) for row in past[:SAMPLE]]
    once = (time.perf_counter() - start) / SAMPLE * number
    for row in past[:SAMPLE]:
        for origin in range(MONTHS - ORIGINS, MONTHS):
            smooth_one(row[:origin])
    loop = (time.perf_counter() - start) / SAMPLE * number

    shown = found.method == SMOOTHED
    agree = all(np.allclose(alone[i], found.value[i]) for i in range(SAMPLE) if shown[i])
    scale = np.abs(past[:, 12:] - past[:, :-12]).mean(axis=1)
    told = ~np.isnan(found.lower[:, 0])
    inside = ((found.lower <= future) & (future <= found.upper))[told].mean()
    print(f"{number:,} series of {MONTHS} months; forecasts agree on the sample: {agree}")
    print(f"{'':52}{'seconds':>10}{'ratio':>10}")
    print(f"{'all at once, with back-test and ranges (best of 5)':52}{together:10.3f}{1:10.0f}")
    print(f"{'one at a time, one fit, no back-test':52}{once:10.1f}{once / together:10.0f}")
    print(f"{f'one at a time, refitted at {ORIGINS} origins':52}{loop:10.1f}{loop / together:10.0f}")
    error, last_year = (
        np.abs(future - value).mean(axis=1) / scale for value in (found.value, found.last_year)
    )
    smoothed = np.expm1(_smooth(np.log1p(past.T), 12, HELD_OUT)[-1].T)
    whole = (np.abs(future - smoothed).mean(axis=1) / scale).mean()
    print(f"held-out year: MASE smoothed, shown or not, {whole:.3f}")
    print(
        f"held-out year: MASE shown {error.mean():.3f}, last year's figure {last_year.mean():.3f}; "
        f"smoothed {shown.mean():.0%} of series, where MASE {error[shown].mean():.3f}"
    )
    print(
        f"80% ranges: told for {told.mean():.0%}, held {inside:.1%}; back-test said {found.coverage.mean():.1%}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
