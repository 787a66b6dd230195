"""Who the partners are: agencies, groups and their members, and the arrangements in force."""

from lscp.partnerships.models import Footprint, GroupMember
from lscp.partnerships.queries import arrangements_in_force, groups_with_members
from lscp.publication import document as d
from lscp.publication.document import sentence
from lscp.publication.facts.parts import RECORD


def partners(report):
    places = (
        Footprint.objects.in_force(report.period_end)
        .select_related("agency")
        .order_by("capacity", "agency__name")
    )
    order = [capacity for capacity, _ in Footprint.CAPACITIES]
    rows = sorted(places, key=lambda place: (order.index(place.capacity), place.agency.name))
    if not rows:
        return ((),)
    table = d.Table(
        caption="Safeguarding partners and relevant agencies",
        columns=("Agency", "Sector", "Part in the arrangements"),
        rows=tuple(
            (place.agency.name, place.agency.get_sector_display(), place.get_capacity_display())
            for place in rows
        ),
        scope=d.NOT_PEOPLE,
        code="partners",
        source=f"{RECORD} of agencies",
        period_end=report.period_end,
    )
    return ((table,),)


def groups(report):
    groups = groups_with_members(report.period_end)
    if not groups:
        return ((),)
    table = d.Table(
        caption="Groups of the partnership",
        columns=("Group", "Kind", "Chair", "Members", "Meetings a year, at least"),
        rows=tuple(
            (
                group.name,
                group.get_kind_display(),
                _chair(seats),
                len(seats),
                group.meetings_a_year if group.meetings_a_year is not None else d.NotAvailable(),
            )
            for group, seats in groups
        ),
        scope=d.NOT_PEOPLE,
        code="groups",
        source=f"{RECORD} of groups",
        period_end=report.period_end,
    )
    return ((table,),)


def _chair(seats):
    chairs = [
        f"{seat.person}{f' ({seat.agency})' if seat.agency else ''}"
        for seat in seats
        if seat.capacity == "chair"
    ]
    return ", ".join(chairs) or "Not recorded"


def membership(report):
    seats = (
        GroupMember.objects.in_force(report.period_end)
        .select_related("group", "person", "agency")
        .order_by("group__name", "person__name", "pk")
    )
    rows = tuple(
        (
            seat.person.name,
            seat.group.name,
            seat.agency.name if seat.agency else "–",
            seat.get_capacity_display(),
        )
        for seat in seats
    )
    if not rows:
        return ((),)
    table = d.Table(
        caption="Members of groups",
        columns=("Member", "Group", "Agency", "Seat"),
        rows=rows,
        scope=d.NOT_PEOPLE,
        code="members",
        source=f"{RECORD} of groups",
        period_end=report.period_end,
    )
    return ((table,),)


def arrangements(report):
    version = arrangements_in_force(report.period_end)
    if version is None:
        return ((),)
    since = d.show_date(version.in_force_from)
    blocks = [
        d.Paragraph(
            f"Our published arrangements, version {version.number}, have been in force since {since}."
        )
    ]
    if version.changes and version.in_force_from >= report.period_start:
        blocks.append(d.Paragraph(f"What changed from the version before: {sentence(version.changes)}"))
    return (tuple(blocks),)
