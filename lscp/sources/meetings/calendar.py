"""One role's dates: what to attend and what falls due, for the desk and for calendar programs.

A feed leaves the building, so it names duties and never a review's subject.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from icalendar import Calendar, Event

from lscp.clocks.models import Clock
from lscp.golden_thread.models import Action
from lscp.partnerships.models import GroupMember
from lscp.partnerships.roles import May
from lscp.sources.meetings.models import Meeting
from lscp.sources.meetings.states import CANCELLED

LONDON = ZoneInfo("Europe/London")
# So far back a feed still tells what was; a program that was switched off over a holiday misses nothing.
BACK = timedelta(days=92)
LASTS = timedelta(hours=2)


@dataclass(frozen=True)
class Date:
    """Something on a day. ``kind`` and ``pk`` name it (``meeting`` 12); ``starts_at`` None is the whole day."""

    kind: str
    pk: int
    day: date
    title: str
    starts_at: time | None = None
    place: str = ""
    cancelled: bool = False


def dates_of(held, on):
    """What concerns the holder of a role from three months back, by day. Read in that role's scope."""
    since = on - BACK
    found = [*_meetings(held, since), *_actions(held, since), *_clocks(held, since)]
    return sorted(found, key=lambda one: (one.day, one.starts_at or time.min, one.kind, one.pk))


def _meetings(held, since):
    """Those of the groups one sits in; somebody who sits in none sees all that their role may see."""
    rows = Meeting.objects.filter(held_on__gte=since).select_related("group")
    mine = GroupMember.objects.filter(person=held.person_id, ended__isnull=True).values_list(
        "group_id", flat=True
    )
    seats = set(mine)
    for meeting in rows.filter(group_id__in=seats) if seats else rows:
        yield Date(
            "meeting",
            meeting.pk,
            meeting.held_on,
            meeting.group.name,
            meeting.starts_at,
            meeting.place,
            meeting.status == CANCELLED,
        )


def _actions(held, since):
    rows = Action.objects.live().filter(due__gte=since)
    if not held.may(May.KEEP_PARTNERSHIP):
        rows = rows.filter(
            Q(owner_person=held.person_id) | Q(owner_agency=held.agency_id, owner_agency__isnull=False)
        )
    for action in rows.filter(due__isnull=False):
        yield Date("action", action.pk, action.due, f"Due: {action.text}")


def _clocks(held, since):
    if not held.may(May.READ_REVIEWS):
        return
    for clock in Clock.objects.running().filter(due__gte=since).exclude(direction="keep_for"):
        yield Date("clock", clock.pk, clock.due, f"Due: {clock.name}")


def as_ics(dates, *, name, site, address_of, now):
    """The feed (bytes). ``address_of(date)`` gives a page's path; ``now`` is an aware moment."""
    calendar = Calendar()
    calendar.add("prodid", "-//lscp//Safeguarding partnership//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT6H")
    for one in dates:
        calendar.add_component(_event(one, site, address_of(one), now))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def _event(one, site, address, now):
    event = Event()
    event.add("uid", f"{one.kind}-{one.pk}@{site.split('//')[-1]}")
    event.add("dtstamp", now)
    event.add("summary", one.title)
    event.add("url", f"{site}{address}")
    if one.place:
        event.add("location", one.place)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    if one.starts_at:
        starts = datetime.combine(one.day, one.starts_at, tzinfo=LONDON)
        event.add("dtstart", starts)
        event.add("dtend", starts + LASTS)
    else:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    return event
