"""Reads across meetings: what an agenda proposes, whether a group meets often enough, who takes part."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q

from lscp.clocks.models import Clock
from lscp.golden_thread import queries as thread
from lscp.golden_thread.models import Action
from lscp.partnerships.models import Group, GroupMember, Priority
from lscp.sources.meetings.models import AgendaItem, Attendance, Decision, Meeting
from lscp.sources.meetings.states import HELD, PLANNED

# A clock that runs out within so many days after a meeting stands on its agenda: the next meeting would be too late.
LOOKS_AHEAD = timedelta(days=60)


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────────────


def listed(*, group=None):
    """Meetings, latest first, each with ``item_count`` and its group."""
    rows = Meeting.objects.select_related("group").annotate(item_count=Count("items"))
    rows = rows.order_by("-held_on", "-pk")
    return rows.filter(group=group) if group else rows


def could_approve(meeting, on):
    """Later meetings of the same group at which the minutes of this one may be approved."""
    return Meeting.objects.filter(
        group_id=meeting.group_id, held_on__gt=meeting.held_on, held_on__lte=on, status__in=[PLANNED, HELD]
    ).order_by("held_on")


def actions_arising(meeting):
    """The actions that stand in the thread because of this meeting; each carries its agenda item's id."""
    if meeting.source_id is None:
        return Action.objects.none()
    return (
        Action.objects.filter(recommendation__finding__source_id=meeting.source_id)
        .select_related("owner_agency", "owner_person", "recommendation__finding__source")
        .annotate(item_id=F("recommendation__finding__agenda_item"))
        .order_by("pk")
    )


# ── What an agenda proposes ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Proposal:
    """Something that this agenda should hold, and why. ``about`` are the fields of the ``AgendaItem``."""

    kind: str
    reference: str
    title: str
    because: str
    about: dict = field(default_factory=dict)


def proposals(meeting, on):
    """What the record says should be on the agenda and is not: a person takes it or leaves it."""
    standing = set(
        AgendaItem.objects.filter(meeting=meeting).exclude(reference="").values_list("reference", flat=True)
    )
    found = [
        *_minutes_to_approve(meeting),
        *_open_actions(meeting, on),
        *_decisions_to_come_back(meeting),
        *_priorities_led(meeting),
        *_clocks_due(meeting),
    ]
    return [proposal for proposal in found if proposal.reference not in standing]


def _minutes_to_approve(meeting):
    waiting = Meeting.objects.filter(
        group_id=meeting.group_id, status=HELD, held_on__lt=meeting.held_on, approved_on__isnull=True
    ).select_related("group")
    for earlier in waiting.order_by("held_on"):
        yield Proposal(
            "minutes",
            f"meeting:{earlier.pk}",
            f"Minutes of {_day(earlier.held_on)}",
            "They are not approved yet",
        )


def _open_actions(meeting, on):
    for action in thread.actions(group=meeting.group).filter(pk__in=Action.objects.live().values("pk")):
        if action.due is None:
            because = "It is open and has no due date"
        elif action.due < on:
            because = f"It was due on {_day(action.due)} and is overdue"
        elif action.due <= meeting.held_on:
            because = f"It is due on {_day(action.due)}, by the day of the meeting"
        else:
            because = f"It is open, due on {_day(action.due)}"
        owner = action.owner or "nobody named yet"
        yield Proposal(
            "action",
            f"action:{action.pk}",
            _short(action.text),
            f"{because}. Owner: {owner}",
            {"action_id": action.pk},
        )


def _decisions_to_come_back(meeting):
    due = Decision.objects.filter(
        meeting__group_id=meeting.group_id,
        meeting__held_on__lt=meeting.held_on,
        comes_back_on__lte=meeting.held_on,
        came_back__isnull=True,
    ).select_related("meeting", "item")
    for decision in due.order_by("comes_back_on"):
        about = f"{decision.item.title}: " if decision.item else ""
        yield Proposal(
            "returning",
            f"decision:{decision.pk}",
            _short(about + decision.text),
            f"Decided on {_day(decision.meeting.held_on)}, to come back on {_day(decision.comes_back_on)}",
        )


def _priorities_led(meeting):
    for priority in Priority.objects.in_force(meeting.held_on).filter(lead_group_id=meeting.group_id):
        yield Proposal(
            "priority",
            f"priority:{priority.pk}",
            priority.title,
            "The group leads this priority",
            {"priority_id": priority.pk},
        )


def _clocks_due(meeting):
    """Named by the duty and its date alone: an agenda goes to people who do not read reviews."""
    rows = (
        Clock.objects.running().exclude(direction="keep_for").filter(due__lte=meeting.held_on + LOOKS_AHEAD)
    )
    for clock in rows.order_by("due", "pk"):
        yield Proposal(
            "due",
            f"clock:{clock.pk}",
            _short(clock.name),
            f"Due on {_day(clock.due)}",
            {"clock_id": clock.pk},
        )


def _day(day):
    return f"{day.day} {day:%B %Y}"


def _short(text):
    return text if len(text) <= 300 else f"{text[:297].rsplit(' ', 1)[0]}…"


# ── How often a group meets ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Frequency:
    """How often a group met in a year, beside the fewest it must. ``least`` counts only the days it worked."""

    group: Group
    least: int
    held: int
    planned: int
    cancelled: int
    expected_by_now: int
    over: bool

    @property
    def short(self):
        """Meetings still missing, planned ones counted."""
        return max(0, self.least - self.held - self.planned)

    @property
    def breach(self):
        """The year is over and the minimum was not met, or the group is behind it and too few are planned."""
        return self.held < self.least if self.over else self.held < self.expected_by_now and self.short > 0

    @property
    def word(self):
        if self.over:
            return "Breach: fewer than the minimum" if self.breach else "Met"
        if self.held >= self.least:
            return "Met"
        if self.breach:
            return f"Breach: behind the minimum, {self.short} more to plan"
        return f"{self.short} more to plan" if self.short else "On course"


def year_of(on):
    """The business year, 1 April to 31 March, that a day belongs to."""
    first = on.year if (on.month, on.day) >= (4, 1) else on.year - 1
    return date(first, 4, 1), date(first + 1, 3, 31)


def frequency(first, last, on):
    """Every group with a stated minimum that worked between two days (both included), by name."""
    between = Q(meetings__held_on__gte=first, meetings__held_on__lte=last)
    groups = (
        Group.objects.filter(meetings_a_year__isnull=False, started__lte=last)
        .exclude(ended__lt=first)
        .annotate(
            held=Count("meetings", filter=between & Q(meetings__status=HELD)),
            planned=Count(
                "meetings", filter=between & Q(meetings__status=PLANNED, meetings__held_on__gte=on)
            ),
            cancelled=Count("meetings", filter=between & Q(meetings__status="cancelled")),
        )
    )
    return [_frequency(group, first, last, on) for group in groups.order_by("name")]


def _frequency(group, first, last, on):
    year = (last - first).days + 1
    began, ended = max(first, group.started), min(last, group.ended or last)
    elapsed = max(0, (min(ended, on) - began).days + (1 if on >= began else 0))
    return Frequency(
        group=group,
        least=group.meetings_a_year * ((ended - began).days + 1) // year,
        held=group.held,
        planned=group.planned,
        cancelled=group.cancelled,
        expected_by_now=group.meetings_a_year * elapsed // year,
        over=last < on,
    )


# ── Who takes part ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Engagement:
    """How an agency took part: of ``invited`` meetings it came to some itself and sent a deputy to others."""

    agency: str
    agency_id: int
    invited: int
    attended: int
    deputy: int
    apologies: int
    absent: int
    unmarked: int

    @property
    def percent(self):
        """Meetings at which the agency was represented, of those it was invited to; whole per cent, or None."""
        return round(100 * (self.attended + self.deputy) / self.invited) if self.invited else None


_BEST_FIRST = ["attended", "deputy", "apologies", "absent", "invited"]


def engagement(first, last, *, group=None):
    """Each agency's part in the meetings held between two days: one meeting counts once, however many came."""
    rows = Attendance.objects.filter(
        meeting__status=HELD, meeting__held_on__gte=first, meeting__held_on__lte=last, agency__isnull=False
    )
    if group:
        rows = rows.filter(meeting__group=group)
    best = {}
    for agency, name, meeting, status in rows.values_list(
        "agency_id", "agency__name", "meeting_id", "status"
    ):
        now = best.setdefault((name, agency), {})
        now[meeting] = min(now.get(meeting, "invited"), status, key=_BEST_FIRST.index)
    found = []
    for (name, agency), meetings in sorted(best.items()):
        counts = {status: sum(one == status for one in meetings.values()) for status in _BEST_FIRST}
        counts["unmarked"] = counts.pop("invited")
        found.append(Engagement(agency=name, agency_id=agency, invited=len(meetings), **counts))
    return found


# ── What needs somebody ───────────────────────────────────────────────────────────────────────────────────


def without_agenda(on, days=14):
    """Meetings within so many days that have nothing on their agenda."""
    rows = Meeting.objects.filter(status=PLANNED, held_on__gte=on, held_on__lte=on + timedelta(days=days))
    has_items = Exists(AgendaItem.objects.filter(meeting=OuterRef("pk")))
    return rows.exclude(has_items).select_related("group").order_by("held_on")


def not_recorded(on):
    """Meetings whose day has passed and of which nobody said whether they took place."""
    return Meeting.objects.filter(status=PLANNED, held_on__lt=on).select_related("group").order_by("held_on")


def minutes_awaiting(on):
    """Meetings held, whose minutes a later meeting could have approved by now and did not."""
    later = Meeting.objects.filter(
        group=OuterRef("group"), held_on__gt=OuterRef("held_on"), held_on__lte=on, status__in=[PLANNED, HELD]
    )
    rows = Meeting.objects.filter(Exists(later), status=HELD, approved_on__isnull=True)
    return rows.select_related("group").order_by("held_on")


def chaired_by(person, on):
    """Ids of the groups that a person chairs or vice-chairs on a date."""
    seats = GroupMember.objects.in_force(on).filter(person=person, capacity__in=("chair", "vice_chair"))
    return set(seats.values_list("group_id", flat=True))
