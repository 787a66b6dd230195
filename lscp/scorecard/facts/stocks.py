"""Stocks: one row for each change, +1 on the day somebody enters and -1 on the day they leave."""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Table

from lscp.scorecard.codes import ABUSE, NEEDS
from lscp.scorecard.facts.fact import fact
from lscp.scorecard.shapes import (
    code,
    day_of,
    events,
    flag,
    months_after,
    stock,
)


@fact("needs")
def in_need():
    t = events("needs").filter(_.start.notnull())
    seen = day_of(t.last_seen)
    return stock(
        t,
        {"open": (None, None), "visited": (seen, seen + 42 + 1)},
        need=code(t.need, NEEDS),
        planned=flag(t.status == "need"),
    )


@fact("plans")
def on_plan():
    t = events("plans").filter(_.start.notnull())
    months = {n: day_of(months_after(t.start, n)) for n in (3, 12, 15, 18, 24)}
    review_due = day_of(months_after(t.last_review, 6))
    visited = day_of(t.last_visit)
    return stock(
        t,
        {
            "open": (None, None),
            **{f"months_{n}": (since, None) for n, since in months.items()},
            "reviewed": (ibis.greatest(months[3], day_of(t.last_review)), review_due + 1),
            "visited": (visited, visited + 28 + 1),
        },
        category=code(t.category, ABUSE),
        alone=flag(t.seen_alone),
    )


@fact("plans", "plan_reviews")
def on_reviewed_plan():
    """Plans open three months; in time until the first day on which a review is overdue, and never again."""
    t = events("plans").filter(_.start.notnull())
    held = reviews()
    late = held.filter(_.next.isnull() | (_.next > _.due))
    late = late.group_by("area", "child", "start").aggregate(breach=_.due.min())
    t = t.join(late, ["area", "child", "start"])
    since = day_of(months_after(t.start, 3))
    return stock(t, {"open": (since, None), "in_time": (since, day_of(t.breach) + 1)})


def reviews() -> Table:
    """Each plan's start and its reviews, with the day by which the next one is due and the next one there was."""
    plans = events("plans").filter(_.start.notnull()).select("area", "child", "start").distinct()
    starts = plans.mutate(on=_.start, first=True, due=months_after(_.start, 3))
    held = events("plan_reviews").filter(_.date > _.plan_start)
    held = (
        held.select("area", "child", start=_.plan_start, on=_.date)
        .distinct()
        .semi_join(plans, ["area", "child", "start"])
    )
    both = starts.union(held.mutate(first=False, due=months_after(_.on, 6)))
    return both.mutate(next=_.on.lead().over(ibis.window(group_by=["area", "child", "start"], order_by="on")))


@fact("care")
def in_care():
    t = events("care").filter(_.start.notnull())
    begun, year = day_of(t.start) + 28, day_of(months_after(t.start, 12))
    reviewed, health, dental = day_of(t.last_review), day_of(t.last_health), day_of(t.last_dental)
    return stock(
        t,
        {
            "open": (None, None),
            "days_28": (begun, None),
            "months_12": (year, None),
            "reviewed": (ibis.greatest(begun, reviewed), day_of(months_after(t.last_review, 6)) + 1),
            "health": (ibis.greatest(year, health), day_of(months_after(t.last_health, 12)) + 1),
            "dental": (ibis.greatest(year, dental), day_of(months_after(t.last_dental, 12)) + 1),
        },
        unsettled=flag(t.placements >= 3),
        asylum=flag(t.asylum),
    )


@fact("care")
def in_care_lately():
    """Children looked after at any time in the twelve months before a day, as their latest time in care says."""
    t = events("care").filter(_.start.notnull()).mutate(number=day_of(_.start))
    later = ibis.range_window(group_by=["area", "child"], order_by="number", following=(1, None))
    t = t.mutate(end=ibis.least(months_after(_.end, 12), _.start.min().over(later)))
    return stock(
        t,
        {"open": (None, None)},
        missing=flag(t.missing > 0),
        offered=flag(t.interviews_offered),
        accepted=flag(t.interviews_accepted),
    )


@fact("care_leavers")
def leaving_care():
    """Young people who receive the leaving care service: a list without dates, true on the day it was taken."""
    t = events("care_leavers").mutate(start=ibis.date(1990, 1, 1), end=ibis.null("date"))
    active = flag(t.activity.upper().substr(0, 1).isin(["F", "P"]))
    return stock(
        t, {"open": (None, None)}, in_touch=flag(t.in_touch), suitable=flag(t.suitable), active=active
    )
