"""The roles that people hold, and an administrator's session."""

from django.db import transaction
from django.utils import timezone

from lscp.partnerships import rules
from lscp.partnerships.access import ELEVATED_FOR
from lscp.partnerships.models import ElevatedSession, RoleHeld
from lscp.partnerships.operations.steps import allow, journal, known_here, works_here
from lscp.partnerships.roles import ROLES, May
from lscp.refusal import refuse_if


@transaction.atomic
def give_role(person, role, *, partnership, started, agency=None, by=None):
    """Give ``person`` the role with code ``role`` in a partnership."""
    allow(by, partnership.pk, May.GIVE_ROLES)
    refuse_if(
        by and rules.not_to_oneself(by, person),
        rules.person_is_known_here(person, known_here=known_here(person, partnership)),
        rules.role_of_an_agency_names_it(ROLES[role], agency),
        agency
        and rules.agency_works_here(agency, partnership, works_here=works_here(agency, partnership, started)),
    )
    held = RoleHeld.everywhere.create(
        person=person, partnership=partnership, agency=agency, role=role, started=started
    )
    journal(
        "role.given", f"{person.name} became {held.as_role.name}", held, by=by, partnership=partnership.pk
    )
    return held


@transaction.atomic
def end_role(held, *, on, by=None):
    """End a role held; from the next day its holder no longer sees the record by it."""
    allow(by, held.partnership_id, May.GIVE_ROLES)
    refuse_if(by and rules.not_to_oneself(by, held.person), rules.ends_after_it_started(held.started, on))
    held.ended = on
    held.save(update_fields=["ended"])
    journal(
        "role.ended",
        f"{held.person.name} is no longer {held.as_role.name}",
        held,
        by=by,
        partnership=held.partnership_id,
    )
    return held


@transaction.atomic
def elevate(held, *, because):
    """Begin an administrator's session of 30 minutes, with its reason in the journal."""
    refuse_if(rules.session_has_a_reason(because))
    now = timezone.now()
    session = ElevatedSession.everywhere.create(
        held=held, because=because, started_at=now, ends_at=now + ELEVATED_FOR
    )
    journal(
        "session.elevated",
        f"Began an administrator's session: {because}",
        session,
        by=held,
        partnership=held.partnership_id,
    )
    return session
