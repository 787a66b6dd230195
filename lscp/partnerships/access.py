"""From the person signed in to the scope of their reads; and the administrator's elevated session."""

from datetime import timedelta

from django.db.models import F

from lscp.partnerships.models import ElevatedSession, RoleHeld
from lscp.scope import Scope

ELEVATED_FOR = timedelta(minutes=30)


def roles_held(user, on):
    """The roles ``user`` holds on a date: those of partnerships that still work first, then the oldest."""
    return list(_held(on).filter(person__user=user))


def roles_of_address(email, partnership, on):
    """The roles that the account with this address holds in one partnership (its code), for a command."""
    return list(_held(on).filter(person__user__email__iexact=email, partnership_id=partnership))


def _held(on):
    return (
        RoleHeld.everywhere.filter(started__lte=on)
        .exclude(ended__lt=on)
        .select_related("person", "partnership", "agency")
        .order_by(F("partnership__ended").asc(nulls_first=True), "started", "pk")
    )


def scope_of(held):
    """What the holder of a role may read."""
    return Scope(frozenset([held.partnership_id]), agency=held.agency_id if held.as_role.own_agency else None)


def elevated_until(held, at):
    """When the elevated session in force ends, or None."""
    session = (
        ElevatedSession.everywhere.filter(held=held, started_at__lte=at, ends_at__gt=at)
        .order_by("-ends_at")
        .first()
    )
    return session.ends_at if session else None
