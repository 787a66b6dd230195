"""From events to facts: narrow tables of small integers, made once, so that counting is a scan.

A **flow** has one row for each thing that happened, on the day that owns it (an assessment belongs to the day it was
authorised, a conference to the day it was held). A **stock** has one row for each change: `change` is +1 on the day
somebody enters and -1 on the day they leave, so how many there are on a day is the running total up to it, and no
period end is ever joined to the rows that span it. A **wait** is a flow of steps begun, finished or not.

Every fact carries its area, its `day` (days since 1970), `month` and `quarter` (since the year 0) and the codes of the
five breakdowns at that day. Working days are the difference of two readings of a running count, joined once; nothing
here, or after here, looks at rows one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import numpy as np
from ibis import _
from ibis.expr.types import Column, Table

from lscp.calendars import england
from lscp.scorecard import compiled
from lscp.scorecard.codes import ABUSE, CLOSURES, FOREVER, NEEDS, SOURCES, STEPS, Step
from lscp.scorecard.events import KINDS, PERSON
from lscp.scorecard.shapes import (
    CALENDAR,
    COUNTS,
    EPOCH,
    ORIGIN,
    calendar,
    code,
    day_of,
    deadlines,
    due_after,
    events,
    factors,
    flag,
    flow,
    months_after,
    short,
    stock,
    with_working_days,
)


@dataclass(frozen=True)
class Fact:
    """One table of facts, the kinds of event without which there is none, and how it is made.

    `alone`: each row is made from one event. Any other fact is made from all events of the same child, of the kinds it
    `reads`; where `reach` is given, from those so many days before or after it. `kept.py` builds on both.
    """

    name: str
    kinds: tuple[str, ...]
    make: Callable[[], Table]
    alone: bool = False
    also: tuple[str, ...] = ()
    reach: int | None = None

    @property
    def reads(self) -> tuple[str, ...]:
        return self.kinds + self.also


FACTS: dict[str, Fact] = {}


def fact(*kinds: str, **more):
    """Registers the table that the function makes, under the function's name."""

    def register(make):
        FACTS[make.__name__] = Fact(make.__name__, kinds, make, **more)
        return make

    return register


def derive(database, folder: Path, *, empty: Iterable[str] = (), only: Container[str] = FACTS) -> set[str]:
    """Reads a folder of events and makes the facts of the kinds it holds. Returns those kinds.

    `empty` are kinds that an extract had, without a row in them: they are held too, and count none. `only` these facts.
    """
    make_calendar(database)
    held = set(empty)
    for kind in KINDS:
        if files := files_of(Path(folder), kind):
            database.read(kind, files, KINDS[kind])
            held.add(kind)
        else:
            make_empty(database, kind)
    for name in ("places", "areas", "wards"):
        database.make(name, compiled.sql(database, name, LISTS[name]))
    for each in FACTS.values():
        if each.name in only and held.issuperset(each.kinds):
            database.make(each.name, compiled.sql(database, each.name, each.make), without=ORIGIN)
    return held


def make_calendar(database) -> None:
    with TemporaryDirectory() as scratch:
        _count_working_days(database, Path(scratch))
        for name in ("calendar", "deadlines"):
            database.make(name, compiled.sql(database, name, LISTS[name]))


def make_empty(database, kind: str) -> None:
    """Nothing of a kind, so that whatever asks for it finds none."""
    columns = events(kind).schema().items()
    database.make(kind, database.sql(CALENDAR.limit(0).select(**{c: ibis.null(t) for c, t in columns})))


def files_of(folder: Path, kind: str) -> list[Path]:
    """The files that hold a kind: one of CSV, or one or many of Parquet."""
    for path in (folder / f"{kind}.csv", folder / f"{kind}.parquet"):
        if path.exists():
            return [path]
    return sorted((folder / kind).glob("**/*.parquet"))


def _count_working_days(database, scratch: Path) -> None:
    """The table `counts`: each day on which they are known, with the working days up to and including it."""
    known = england()
    days = np.arange(known.covers.from_.toordinal(), known.covers.to.toordinal() + 1)
    years = range(known.covers.from_.year, known.covers.to.year + 1)
    holidays = [day.toordinal() for year in years for day in known.bank_holidays(year)]
    working = ((days - 1) % 7 < 5) & ~np.isin(days, holidays)  # day 1 was a Monday
    rows = np.column_stack([days - EPOCH, np.cumsum(working)])
    names = ",".join(COUNTS.columns)
    np.savetxt(scratch / "counts.csv", rows, fmt="%d", delimiter=",", header=names, comments="")
    database.read("counts", [scratch / "counts.csv"], dict.fromkeys(COUNTS.columns, "int32"))


# --- the lists that facts are made with


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


# --- flows


@fact("contacts", alone=True)
def contacted():
    t = with_working_days(events("contacts").filter(_.date.notnull()), "date", "decided")
    accepted = flag(t.outcome == "referral")
    return flow(t, "date", source=code(t.source, SOURCES), accepted=accepted, working_days=t.working_days)


@fact("early_help", alone=True)
def helped():
    return flow(events("early_help").filter(_.start.notnull()), "start")


@fact("early_help", "referrals")
def help_ended():
    """Early help that ended a year ago, and whether the child was referred to social care in that year."""
    ended = events("early_help").filter(_.end.notnull()).select(*PERSON, on=_.end, referred=ibis.null("date"))
    referred = events("referrals").filter(_.date.notnull()).select(*PERSON, on=_.date, referred=_.date)
    both = ended.union(referred)
    in_order = [both.on, both.referred.notnull()]  # of one day, the end comes first
    after = ibis.window(group_by=["area", "child"], order_by=in_order, preceding=0, following=None)
    both = both.mutate(next=both.referred.min().over(after)).filter(_.referred.isnull())
    both = both.mutate(year_on=months_after(both.on, 12))
    return flow(both, "year_on", stepped_up=flag((both.next <= both.year_on).fill_null(False)))


@fact("referrals", alone=True)
def referred():
    t = with_working_days(events("referrals").filter(_.date.notnull()), "date", "decided")
    t = due_after(t, ibis.literal(1))
    return flow(
        t,
        "date",
        source=code(t.source, SOURCES),
        nfa=flag(t.nfa),
        due=t.due,
        working_days=t.working_days,
    )


@fact("referrals", reach=366)
def re_referred():
    """Referrals of a child who was referred on an earlier day, at most twelve months before.

    Annex A counts those before the latest one, on every row of a child: that is true of the latest in twelve months.
    """
    t = events("referrals").filter(_.date.notnull())
    said = events("referrals").filter(_.date.notnull() & (_.earlier > 0))
    near = events("referrals").select("area", "child", "date").semi_join(said, ["area", "child"])
    said = said.anti_join(
        *_near(said, near, later=True)
    )  # of a list without such numbers nothing is looked at
    said = said.anti_join(*_near(said, near))
    return flow(t.semi_join(*_near(t, events("referrals"))).union(said), "date")


def _near(t: Table, others: Table, *, later: bool = False) -> tuple[Table, list[Column]]:
    """What to join to `t` to know whether the same child was referred in the twelve months before, or `later`."""
    other = others.select("area", "child", on=_.date, lapses=months_after(_.date, 12)).view()
    same = [other.area == t.area, other.child == t.child]
    if later:
        return other, [*same, other.on > t.date, other.on <= months_after(t.date, 12)]
    return other, [*same, other.on < t.date, other.lapses >= t.date]


@fact("referrals", also=("assessments", "needs"))
def found_not_in_need():
    """Referrals that led to an assessment which found the child not in need, or to a case closed as such (RC8).

    An assessment belongs to the referral it names, else to the child's latest one on or before its start.
    """
    referred = events("referrals").filter(_.date.notnull())
    found = events("assessments").filter((_.in_need == False) & _.start.notnull())  # noqa: E712 - an expression
    named = found.filter(_.referred.notnull()).select("area", "child", date=_.referred)
    rest = found.filter(_.referred.isnull()).select("area", "child", "start").distinct()
    rest = rest.join(
        referred,
        [rest.area == referred.area, rest.child == referred.child, referred.date <= rest.start],
    ).select(rest, referred.date)
    latest = rest.group_by("area", "child", "start").aggregate(date=_.date.max()).drop("start")
    closed = events("needs").filter(_.reason == "RC8").select("area", "child", date=_.start)
    return flow(referred.semi_join(ibis.union(named, latest, closed), ["area", "child", "date"]), "date")


@fact("referrals", alone=True)
def children_referred():
    return flow(events("referrals").filter(_.date.notnull()), "date", child=_.child)


@fact("assessments", alone=True)
def assessed():
    """Assessments, on the day they were authorised."""
    t = with_working_days(events("assessments").filter(_.end.notnull()), "start", "end")
    words = events("assessments").select("factors").distinct()  # far fewer than there are assessments
    words = words.mutate(found=factors(words.factors))
    t = t.left_join(words, "factors")
    return flow(
        t,
        "end",
        in_need=flag(t.in_need),
        seen=flag(t.seen),
        factors=t.found,
        working_days=t.working_days,
    )


@fact("strategy_discussions", alone=True)
def discussed():
    t = events("strategy_discussions").filter(_.date.notnull())
    return flow(t, "date", quorate=flag((t.care & t.police & t.health).fill_null(False)))


@fact("enquiries", alone=True)
def enquired():
    t = events("enquiries").filter(_.start.notnull())
    return flow(t, "start", conference=day_of(t.conference))


@fact("enquiries", alone=True)
def children_enquired():
    return flow(events("enquiries").filter(_.start.notnull()), "start", child=_.child)


@fact("enquiries", alone=True)
def conferred():
    """Initial conferences, on the day they were held."""
    t = with_working_days(events("enquiries").filter(_.conference.notnull()), "start", "conference")
    return flow(t, "conference", planned=flag(t.planned), working_days=t.working_days)


@fact("plans")
def plan_started():
    """Again: the child had a plan before, as the extract counts or as it shows; and one that ended within 24 months."""
    t = events("plans").filter(_.start.notnull())
    before = ibis.window(group_by=["area", "child"], order_by=["start", "end"], preceding=(None, 1))
    t = t.mutate(
        first=_.start.min().over(ibis.window(group_by=["area", "child"])), ended=_.end.max().over(before)
    )
    soon = (t.ended <= t.start) & (t.start <= months_after(t.ended, 24))
    return flow(
        t,
        "start",
        category=code(t.first_category, ABUSE),
        again=flag((t.earlier.fill_null(0) > 0) | (t.first < t.start)),
        soon_again=flag(soon.fill_null(False)),
    )


@fact("plans", alone=True)
def plan_ended():
    t = events("plans").filter(_.start.notnull() & _.end.notnull())
    lasted = short(day_of(t.end) - day_of(t.start))
    return flow(t, "end", two_years=flag(t.end >= months_after(t.start, 24)), lasted=lasted)


@fact("needs", alone=True)
def need_started():
    return flow(events("needs").filter(_.start.notnull()), "start")


@fact("needs", alone=True)
def need_ended():
    t = events("needs").filter(_.end.notnull())
    return flow(t, "end", reason=code(t.reason, CLOSURES))


@fact("care", alone=True)
def care_started():
    t = events("care").filter(_.start.notnull())
    return flow(t, "start", asylum=flag(t.asylum))


@fact("care", alone=True)
def care_ended():
    return flow(events("care").filter(_.end.notnull()), "end")


@fact("core_groups", alone=True)
def core_group_due():
    t = events("core_groups").filter(_.due.notnull())
    return flow(t, "due", on_time=flag((t.date <= t.due).fill_null(False)))


# --- stocks


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
    reviews = _reviews()
    late = reviews.filter(_.next.isnull() | (_.next > _.due))
    late = late.group_by("area", "child", "start").aggregate(breach=_.due.min())
    t = t.join(late, ["area", "child", "start"])
    since = day_of(months_after(t.start, 3))
    return stock(t, {"open": (since, None), "in_time": (since, day_of(t.breach) + 1)})


def _reviews() -> Table:
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


# --- the steps of the front door

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
    t = events("plans").filter(_.start.notnull()).join(_reviews(), ["area", "child", "start"])
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
