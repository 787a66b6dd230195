"""What meetings need from the reader today: agendas, records, approvals, and groups that meet too seldom."""

from django.urls import reverse

from lscp.desk.home.need import Need
from lscp.desk.meetings.doors import keeps
from lscp.sources.meetings import queries


def lines(held, on):
    """For whoever keeps meetings; a chair reads of the groups they chair."""
    if not keeps(held):
        return []
    mine = queries.chaired_by(held.person_id, on) if held.role == "group_chair" else None
    found = [*_meetings(on), *_frequency(on)]
    return [need for group, need in found if mine is None or group in mine]


def _meetings(on):
    for meeting in queries.without_agenda(on):
        yield meeting.group_id, _line("due", meeting, f"Agenda of {meeting}", "Fill it", meeting.held_on)
    for meeting in queries.not_recorded(on):
        yield (
            meeting.group_id,
            _line("waiting", meeting, f"Did this take place: {meeting}?", "Say", meeting.held_on),
        )
    for meeting in queries.minutes_awaiting(on):
        what = f"Minutes of {meeting}, not approved yet"
        yield meeting.group_id, _line("waiting", meeting, what, "Approve", meeting.held_on, "minutes")


def _line(group, meeting, what, verb, since, page="meeting"):
    return Need(group, what, meeting.group.name, since, verb, reverse(f"desk:{page}", args=[meeting.pk]))


def _frequency(on):
    first, last = queries.year_of(on)
    for line in queries.frequency(first, last, on):
        if line.breach:
            what = f"{line.group.name} has held {line.held} of at least {line.least} meetings this year"
            address = reverse("desk:meeting_plan", query={"group": line.group.pk})
            itself = reverse("desk:meeting_frequency")
            yield line.group.pk, Need("overdue", what, line.group.name, first, "Plan one", address, itself)
