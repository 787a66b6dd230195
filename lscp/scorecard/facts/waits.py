"""The steps of the front door, and how long each takes: begun, finished or not."""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Column, Table

from lscp.scorecard.codes import FOREVER, STEPS, Step
from lscp.scorecard.events import PERSON
from lscp.scorecard.facts.fact import fact
from lscp.scorecard.facts.stocks import reviews
from lscp.scorecard.shapes import (
    day_of,
    due_after,
    events,
    flag,
    flow,
    months_after,
    short,
    stock,
    with_working_days,
)

STEPPED = ("contacts", "referrals", "assessments", "enquiries", "plans", "core_groups", "plan_reviews")


@fact(also=STEPPED)
def steps():
    """Every step begun: not yet facts, but what the next two are made from.

    `ended` is null while the child waits; `completed` is false too where the wait ended another way. What is said to
    have ended before it began took no time that could be told, and is left out.
    """
    return ibis.union(
        _decisions(), _assessments_begun(), _assessments(), _conferences(), _core_groups(), _next_reviews()
    )


STEPS_BEGUN = ibis.table(
    PERSON | {"step": "int8", "begun": "date", "ended": "date", "completed": "boolean"}, name="steps"
)


def _begun(step: Step, t: Table, begun: Column, ended: Column, completed: Column) -> Table:
    t = t.select(*PERSON, step=ibis.literal(step.code, "int8"), begun=begun, ended=ended, completed=completed)
    return t.filter(_.begun.notnull() & (_.ended.isnull() | (_.ended >= _.begun)))


def _until_first(step: Step, t: Table, then: Table) -> Table:
    """From the day `on` to the first day `on` of the same child in `then`, or to what `until` says, unfinished."""
    t = t.select(*PERSON, "on", "until").distinct()
    found = t.left_join(
        then,
        [t.area == then.area, t.child == then.child, then.on >= t.on, t.until.isnull() | (then.on < t.until)],
    ).select(*(t[c] for c in t.columns), reached=then.on)
    found = found.group_by(*t.columns).aggregate(reached=_.reached.min())
    return _begun(step, found, found.on, ibis.coalesce(found.reached, found.until), found.reached.notnull())


def _decisions() -> Table:
    t = events("contacts")
    return _begun(STEPS["decision"], t, t.date, t.decided, t.decided.notnull())


def _assessments_begun() -> Table:
    """From a referral that needs action to the first assessment; the child's next referral takes its place."""
    t = events("referrals").filter(_.date.notnull()).mutate(on=_.date, number=day_of(_.date))
    later = ibis.range_window(group_by=["area", "child"], order_by="number", following=(1, None))
    t = t.mutate(until=t.date.min().over(later)).filter(~_.nfa.fill_null(False))
    return _until_first(
        STEPS["assessment_begun"], t, events("assessments").select("area", "child", on=_.start)
    )


def _assessments() -> Table:
    t = events("assessments")
    return _begun(STEPS["assessment"], t, t.start, t.end, t.end.notnull())


def _conferences() -> Table:
    t = events("enquiries").filter(_.conference.notnull() | ~_.unnecessary.fill_null(False))
    return _begun(STEPS["conference"], t, t.start, t.conference, t.conference.notnull())


def _core_groups() -> Table:
    t = events("plans").filter(_.start.notnull()).mutate(on=_.start, until=_.end)
    t = t.filter(_.until.isnull() | (_.on < _.until))
    return _until_first(STEPS["core_group"], t, events("core_groups").select("area", "child", on=_.date))


def _next_reviews() -> Table:
    """From a plan's start to its first review and from each to the next; a plan's end ends the wait."""
    t = events("plans").filter(_.start.notnull()).join(reviews(), ["area", "child", "start"])
    t = t.filter(t.end.isnull() | (t.on < t.end))
    ended, completed = ibis.coalesce(t.next, t.end), t.next.notnull()
    first = _begun(STEPS["first_review"], t.filter(t.first), t.on, ended, completed)
    later = _begun(STEPS["later_review"], t.filter(~t.first), t.on, ended, completed)
    return first.union(later)


def _timed() -> Table:
    """The steps with their clock: working days or days, as the step's limit is counted, and the day it is due."""
    t = with_working_days(STEPS_BEGUN, "begun", "ended")
    of = {name: t.step == step.code for name, step in STEPS.items()}
    working = ibis.or_(*(of[name] for name, step in STEPS.items() if step.working))
    in_days = ibis.cases(*((of[n], s.limit) for n, s in STEPS.items() if s.working and s.limit))
    in_months = ibis.cases(
        *((of[n], day_of(months_after(t.begun, s.limit))) for n, s in STEPS.items() if not s.working)
    )
    t = due_after(t, in_days).mutate(
        working=flag(working),
        clock=ibis.ifelse(working, t.counted_begun, day_of(t.begun)),
        lasted=ibis.ifelse(working, t.working_days, day_of(t.ended) - day_of(t.begun)),
        month_due=in_months,
    )
    return t.mutate(due=ibis.coalesce(t.due, t.month_due, FOREVER), start=t.begun, end=t.ended)


@fact(also=STEPPED)
def waits():
    """Each step on the day it began, with how it ended if it has."""
    t = _timed()
    return flow(
        t,
        "begun",
        step=t.step,
        completed=flag(t.completed),
        ended=day_of(t.ended).fill_null(FOREVER),
        due=t.due.cast("int32"),
        working=t.working,
        clock=t.clock.cast("int32"),
        lasted=short(t.lasted),
    )


@fact(also=STEPPED)
def waiting():
    """Who waits at a step, and beyond its limit."""
    t = _timed()
    return stock(t, {"open": (None, None), "late": (t.due + 1, None)}, once=False, step=t.step)
