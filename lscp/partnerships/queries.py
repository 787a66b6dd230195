"""Reads across the tables of who works together."""

from django.db.models import Prefetch

from lscp.partnerships.models import (
    Agency,
    Arrangements,
    Footprint,
    Group,
    GroupMember,
    Partnership,
    Post,
    Priority,
    Succession,
)


def safeguarding_partners(on):
    """The agencies that are statutory safeguarding partners on a date, in order of name."""
    return [
        place.agency
        for place in Footprint.objects.in_force(on)
        .filter(capacity="statutory")
        .select_related("agency")
        .order_by("agency__name")
    ]


def places():
    """Every place an agency has or had in the partnership, safeguarding partners first, then by sector and name."""
    order = {code: number for number, (code, _) in enumerate(Agency.SECTORS)}
    capacities = {code: number for number, (code, _) in enumerate(Footprint.CAPACITIES)}
    found = Footprint.objects.select_related("agency")
    return sorted(
        found,
        key=lambda place: (
            place.ended is not None,
            capacities[place.capacity],
            order[place.agency.sector],
            place.agency.name,
        ),
    )


def serves_too(agencies, partnership, on):
    """Where else each agency works, as ``{agency id: [partnership's name]}``. That much is published everywhere."""
    # unlocked: where an agency works is published by every partnership
    # unlocked: only the names of partnerships come out, and every partnership publishes its agencies
    others = Footprint.everywhere.filter(agency__in=agencies, started__lte=on)
    others = others.exclude(ended__lt=on).exclude(partnership=partnership)
    found = {}
    for agency, name in others.order_by("partnership__name").values_list("agency_id", "partnership__name"):
        found.setdefault(agency, []).append(name)
    return found


def posts_with_agencies():
    """Prefetch for people: the posts that may be seen here, latest first, as ``person.seen_posts``."""
    posts = Post.objects.select_related("agency").order_by("-started", "pk")
    return Prefetch("posts", queryset=posts, to_attr="seen_posts")


def groups_with_members(on):
    """Groups in force on a date with the seats held then, as ``(group, [member])``."""
    seats = {}
    for seat in GroupMember.objects.in_force(on).select_related("person", "agency", "group"):
        seats.setdefault(seat.group_id, []).append(seat)
    return [(group, seats.get(group.pk, [])) for group in Group.objects.in_force(on)]


def seats_of(person, on):
    """Every seat a person holds: one person may hold two, and the record shows it."""
    return list(GroupMember.objects.in_force(on).filter(person=person).select_related("group"))


def other_seats(group, on):
    """What else the members of a group do in other groups, as ``{person id: [seat]}``."""
    people = GroupMember.objects.filter(group=group).values("person_id")
    others = GroupMember.objects.in_force(on).filter(person_id__in=people).exclude(group=group)
    found = {}
    for seat in others.select_related("group", "person"):
        found.setdefault(seat.person_id, []).append(seat)
    return found


def priorities_with_progress(on):
    """Priorities in force with the latest word on each, as ``(priority, progress or None)``."""
    return _with_progress(Priority.objects.in_force(on))


def all_priorities():
    """Every priority, latest first, with the latest word on each."""
    return _with_progress(Priority.objects.order_by("-started", "title"))


def _with_progress(priorities):
    found = priorities.select_related("lead_group").prefetch_related("progress", "objectives")
    return [(priority, next(iter(priority.progress.all()), None)) for priority in found]


def arrangements_in_force(on):
    """The version of the published arrangements that holds on a date, or None."""
    return Arrangements.objects.filter(in_force_from__lte=on).order_by("-number").first()


def line_of_succession(partnership):
    """What came before and after a partnership, as ``(inheritances, successions)``, earliest first."""
    return (
        list(Succession.objects.filter(successor=partnership).select_related("predecessor").order_by("on")),
        list(Succession.objects.filter(predecessor=partnership).select_related("successor").order_by("on")),
    )


def could_be_predecessors(partnership):
    """Other partnerships of this installation that began earlier and are not yet recorded as predecessors."""
    known = Succession.objects.filter(successor=partnership).values("predecessor_id")
    return Partnership.objects.exclude(pk=partnership.pk).exclude(pk__in=known)
