"""Flows: one row for each thing that happened, on the day that owns it."""

from __future__ import annotations

import ibis
from ibis import _
from ibis.expr.types import Column, Table

from lscp.scorecard.codes import ABUSE, CLOSURES, SOURCES
from lscp.scorecard.events import PERSON
from lscp.scorecard.facts.fact import fact
from lscp.scorecard.shapes import (
    code,
    day_of,
    due_after,
    events,
    factors,
    flag,
    flow,
    months_after,
    short,
    with_working_days,
)


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
