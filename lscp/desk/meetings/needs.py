"""What meetings need from the reader today: agendas, records, approvals, and groups that meet too seldom."""

from django.urls import reverse

from lscp.desk.home.need import Need, Needs
from lscp.desk.meetings.doors import keeps
from lscp.sources.meetings import queries


def lines(held, on):
    """For whoever keeps meetings; a chair reads of the groups they chair."""
    if not keeps(held):
        return []
    mine = queries.chaired_by(held.person_id, on) if held.role == "group_chair" else None
    return [*_meetings(on, mine), *_frequency(on, mine)]


def _meetings(on, mine):
    def of(group, rows, line):
        return Needs(group, rows if mine is None else rows.filter(group__in=mine), line)

    return [
        of("due", queries.without_agenda(on), lambda row: _line("due", row, f"Agenda of {row}", "Fill it")),
        of(
            "waiting",
            queries.not_recorded(on),
            lambda row: _line("waiting", row, f"Did this take place: {row}?", "Say"),
        ),
        of(
            "waiting",
            queries.minutes_awaiting(on),
            lambda row: _line("waiting", row, f"Minutes of {row}, not approved yet", "Approve", "minutes"),
        ),
    ]


def _line(group, meeting, what, verb, page="meeting"):
    address = reverse(f"desk:{page}", args=[meeting.pk])
    return Need(group, what, meeting.group.name, meeting.held_on, verb, address)


def _frequency(on, mine):
    first, last = queries.year_of(on)
    for line in queries.frequency(first, last, on):
        if line.breach and (mine is None or line.group.pk in mine):
            what = f"{line.group.name} has held {line.held} of at least {line.least} meetings this year"
            address = reverse("desk:meeting_plan", query={"group": line.group.pk})
            itself = reverse("desk:meeting_frequency")
            yield Need("overdue", what, line.group.name, first, "Plan one", address, itself)
