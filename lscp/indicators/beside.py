"""One indicator beside England, the region and statistical neighbours, in figures and in words. Pure.

One place for the desk and for the report. Our own figure has the interval that chance allows; another area's is taken
as it stands, as Fingertips takes a benchmark (``lscp.statistics.comparing``). A rate is never averaged: neighbours are
added where all their counts are published, else the middle one of them speaks for them.
"""

from statistics import median_low

from lscp.charts.beside import Area
from lscp.indicators.charts import behind, unit_of
from lscp.scorecard.catalogue import Unit
from lscp.statistics import comparing, rates

OURS = "Here, from our own returns"
TOGETHER = "Statistical neighbours together"


def estimate(entry, point):
    """A point with the interval that holds it; None where it is not counted out of anything, or hidden."""
    if point is None or point.numerator is None or not point.denominator or entry.unit.per is None:
        return None
    top, per = float(point.numerator), entry.unit.per
    if entry.unit == Unit.PERCENT:
        return rates.proportion(top, point.denominator, per=per) if top <= point.denominator else None
    return rates.rate(top, point.denominator, per=per)


def areas(found, ours, each_neighbour=True):
    """``charts.beside.Area``s of a ``queries.Comparison``, ours (as it may be shown) first, then from wide to near."""
    entry, own = found.entry, estimate(found.entry, ours)
    rows = []
    if ours is not None:
        low, high = (float(own.lower), float(own.upper)) if own is not None else (None, None)
        rows.append(
            Area(
                OURS,
                ours.value,
                ours.shown,
                True,
                low,
                high,
                source="This record",
                behind=behind(entry, ours),
            )
        )
    rows += [_published(entry, row, row.area_name, own, as_ours=True) for row in found.published]
    rows += [_published(entry, row, row.area_name, own) for row in (found.england, *found.regions) if row]
    if (together := _together(found, own)) is not None:
        rows.append(together)
    if each_neighbour:
        rows += [_published(entry, row, f"Neighbour: {row.area_name}", own) for row in found.neighbours]
    return rows


def _together(found, own):
    """The neighbours as one: added, or the middle one of them."""
    entry = found.entry
    if found.pooled is not None:
        value = found.pooled.value
        return Area(
            TOGETHER, value, found.pooled.shown, said=said(own, value, "statistical neighbours"),
            source="Their counts added", behind=behind(entry, found.pooled),
        )  # fmt: skip
    given = [row for row in found.neighbours if row.value is not None]
    if len(given) < 3:
        return None
    value = float(median_low([row.value for row in given]))
    return Area(
        f"The middle one of {len(given)} statistical neighbours", value, unit_of(entry).show(value),
        said=said(own, value, "the middle one of our statistical neighbours"),
        source="Not all of their counts are published",
    )  # fmt: skip


def _published(entry, row, name, own, *, as_ours=False):
    value = float(row.value) if row.value is not None else None
    return Area(
        name,
        value,
        published(entry, row),
        said="" if as_ours or value is None else said(own, value, row.area_name),
        source=row.release,
        behind=_counts(row),
        published=True,
    )


def said(own, value, name):
    """ "Lower than England."; nothing where ours has no interval."""
    return "" if own is None else comparing.sentence(own, value, name)


def published(entry, row):
    """A published figure as its release printed it: the number in the unit's words, or its symbol."""
    if row is None:
        return ""
    if row.value is None:
        return {"c": "hidden", "z": "does not apply"}.get(row.symbol, "not available")
    return unit_of(entry).show(float(row.value))


def _counts(row):
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{row.numerator:,.0f} of {row.denominator:,.0f}"
