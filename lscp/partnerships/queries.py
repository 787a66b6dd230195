"""Reads across the tables of who works together."""

from lscp.partnerships.models import Footprint, Group, GroupMember, Priority


def safeguarding_partners(on):
    """The agencies that are statutory safeguarding partners on a date, in order of name."""
    return [
        place.agency
        for place in Footprint.objects.in_force(on)
        .filter(capacity="statutory")
        .select_related("agency")
        .order_by("agency__name")
    ]


def groups_with_members(on):
    """Groups in force on a date with the seats held then, as ``(group, [member])``."""
    seats = {}
    for seat in GroupMember.objects.in_force(on).select_related("person", "agency", "group"):
        seats.setdefault(seat.group_id, []).append(seat)
    return [(group, seats.get(group.pk, [])) for group in Group.objects.in_force(on)]


def seats_of(person, on):
    """Every seat a person holds: one person may hold two, and the record shows it."""
    return list(GroupMember.objects.in_force(on).filter(person=person).select_related("group"))


def priorities_with_progress(on):
    """Priorities in force with the latest word on each, as ``(priority, progress or None)``."""
    priorities = (
        Priority.objects.in_force(on).select_related("lead_group").prefetch_related("progress", "objectives")
    )
    return [(priority, next(iter(priority.progress.all()), None)) for priority in priorities]
