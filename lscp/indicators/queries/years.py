"""A figure for a year: as given, or its quarters or months added where events are counted."""

from lscp.indicators import figures
from lscp.indicators.figures import Point
from lscp.indicators.queries.reading import Figures
from lscp.scorecard.catalogue import indicator as entry_of


def year_point(partnership, indicator, year_ending, breakdown=None):
    """The partnership's figure for a year: as given, or its four quarters added where events are counted."""
    dimensions = ["*".join(sorted(breakdown))] if breakdown else [""]
    return year_of(Figures(partnership, [indicator], dimensions), indicator, year_ending, breakdown)


def year_of(found, indicator, year_ending, breakdown=None):
    """``year_point`` from ``Figures`` that are fetched already; twelve months make a year too."""
    for point in found.series(indicator, breakdown, by="year"):
        if point.end == year_ending and point.numerator is not None:
            return point
    for by, needed in (("quarter", 4), ("month", 12)):
        parts = [p for p in found.series(indicator, breakdown, by=by) if p.end <= year_ending][-needed:]
        added = _added(entry_of(indicator), parts, needed, year_ending)
        if added is not None:
            return added
    return None


def _added(found, parts, needed, year_ending):
    """The parts that make the year, as one point; a stock is its last part's; None where they do not."""
    if not parts or any(point.numerator is None for point in parts) or parts[-1].end != year_ending:
        return None
    last = parts[-1]
    if found.kind == "stock":
        return last
    if found.kind != "flow" or found.distinct or len(parts) < needed or found.period_type == "rolling-12":
        return None
    counted = [point.denominator for point in parts]
    whole = last.denominator if last.population else (None if None in counted else sum(counted))
    added = Point(
        found.code,
        parts[0].start,
        year_ending,
        breakdown=last.breakdown,
        area=last.area,
        numerator=sum(point.numerator for point in parts),
        denominator=whole,
        version=last.version,
        readings=tuple(pk for point in parts for pk in point.readings),
        returns=tuple(sorted({pk for point in parts for pk in point.returns})),
        agency=last.agency,
        signed_off=all(point.signed_off for point in parts),
        population=last.population,
    )
    return figures.with_figure(
        found, added, f"Added up from its {needed} {'quarters' if needed == 4 else 'months'}."
    )
