"""Groups of a partnership, and who sits in them."""

from django.db import transaction
from django.db.models import F

from lscp.partnerships import rules
from lscp.partnerships.models import Group, GroupMember
from lscp.partnerships.operations.steps import allow, journal, known_here, works_here
from lscp.refusal import refuse_if
from lscp.versioned import change


@transaction.atomic
def open_group(partnership, *, name, kind, started, terms_of_reference="", meetings_a_year=None, by=None):
    """Set up a group with its terms of reference and the fewest meetings it must hold a year."""
    allow(by, partnership.pk)
    refuse_if(rules.one_group_a_name(taken=_other_group(partnership.pk, name)))
    group = Group.everywhere.create(
        partnership=partnership,
        name=name,
        kind=kind,
        started=started,
        terms_of_reference=terms_of_reference,
        meetings_a_year=meetings_a_year,
    )
    journal("group.opened", f"Set up {name}", group, by=by, partnership=partnership.pk)
    return group


def _other_group(partnership, name, but=None):
    return Group.everywhere.filter(partnership_id=partnership, name=name).exclude(pk=but).exists()


@transaction.atomic
def edit_group(group, *, version, by, **fields):
    """Change a group's name, terms of reference or minimum frequency. Raises ``EditedMeanwhile``."""
    allow(by, group.partnership_id)
    refuse_if(
        rules.one_group_a_name(
            taken=_other_group(group.partnership_id, fields.get("name", group.name), but=group.pk)
        ),
        rules.ends_after_it_started(fields.get("started", group.started), group.ended),
    )
    change(group, version=version, **fields)
    journal("group.edited", f"Changed {group.name}", group, by=by, partnership=group.partnership_id)
    return group


@transaction.atomic
def conclude_group(group, *, on, outcome="", version=None, by=None):
    """End a group and the seats in it. A short-life working group ends with its outcome (PA-05)."""
    allow(by, group.partnership_id)
    refuse_if(
        rules.working_group_ends_with_an_outcome(group, outcome),
        rules.ends_after_it_started(group.started, on),
    )
    change(group, version=version, ended=on, outcome=outcome)
    seats = GroupMember.everywhere.filter(group=group, ended__isnull=True)
    seats.filter(started__lte=on).update(ended=on)
    seats.update(ended=F("started"))  # a seat promised for a day after the group's last
    journal("group.concluded", f"Concluded {group.name}", group, by=by, partnership=group.partnership_id)
    return group


@transaction.atomic
def seat(group, person, *, capacity, started, agency=None, by=None):
    """Give a person a seat in a group: chair, member, lay member…"""
    allow(by, group.partnership_id)
    refuse_if(
        rules.person_is_known_here(person, known_here=known_here(person, group.partnership)),
        rules.group_still_works(group, started),
        agency
        and rules.agency_works_here(
            agency, group.partnership, works_here=works_here(agency, group.partnership, started)
        ),
        rules.one_chair_at_a_time(group, capacity, chaired=_chaired(group, started)),
    )
    member = GroupMember.everywhere.create(
        group=group, person=person, agency=agency, capacity=capacity, started=started
    )
    journal("group.seated", f"{member} from {started}", member, by=by, partnership=group.partnership_id)
    return member


def _chaired(group, on):
    seats = GroupMember.everywhere.filter(group=group, capacity="chair", started__lte=on)
    return seats.exclude(ended__lt=on).exists()


@transaction.atomic
def unseat(member, *, on, by=None):
    """End a seat; who sat when stays on record."""
    allow(by, member.group.partnership_id)
    refuse_if(rules.ends_after_it_started(member.started, on))
    member.ended = on
    member.save(update_fields=["ended"])
    journal("group.left", f"{member} until {on}", member, by=by, partnership=member.group.partnership_id)
    return member
