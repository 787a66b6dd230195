"""The lists that facts are made with."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from lscp.scorecard.events import KINDS
from lscp.scorecard.shapes import (
    CALENDAR,
    calendar,
    deadlines,
    events,
)


def places() -> Table:
    """Every area and ward that there is, and no ward, which has no name."""
    nowhere = CALENDAR.limit(1).select(area=ibis.null("string"), ward=ibis.literal(""))
    seen = (events(kind).select("area", "ward").distinct() for kind in KINDS)
    return ibis.union(nowhere, *seen, distinct=True)


def areas() -> Table:
    return _numbered("area")


def wards() -> Table:
    """The first, without a name, is for whom none is known."""
    return _numbered("ward")


def _numbered(column: str) -> Table:
    """The names in `places` get a number each, in their order."""
    names = ibis.table({"area": "string", "ward": "string"}, name="places")
    names = names.filter(names[column].notnull()).select(column).distinct()
    return names.mutate(code=ibis.row_number().over(ibis.window(order_by=column)).cast("int32"))


LISTS = {make.__name__: make for make in (calendar, deadlines, places, areas, wards)}
