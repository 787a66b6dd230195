"""The steps that operations on a partnership share: who may, the journal, and who is known and works here."""

from django.utils import timezone

from lscp.journal import record
from lscp.partnerships import rules
from lscp.partnerships.access import elevated_until
from lscp.partnerships.models import Footprint, Person, RoleHeld
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if

INSTALLER = "the installer"


def journal(verb, summary, row, *, by, partnership, **details):
    record.write(
        verb,
        summary,
        by=by or INSTALLER,
        about=f"{row._meta.model_name}:{row.pk}",
        partnership=partnership,
        **details,
    )


def allow(by, partnership, permission=May.KEEP_PARTNERSHIP):
    """Locks one and two. The installer (``by=None``) works on the machine itself and passes."""
    if by is None:
        return
    refuse_if(
        rules.ours(by, partnership),
        rules.may(by, permission),
        rules.session_is_elevated(by, elevated=elevated_until(by, timezone.now()) is not None),
    )


def keeps_record(person, partnership, on):
    held = RoleHeld.everywhere.filter(person=person, partnership=partnership, started__lte=on)
    return any(role.may(May.KEEP_PARTNERSHIP) for role in held.exclude(ended__lt=on))


def known_here(person, partnership):
    return Person.everywhere.filter(Person.in_partnerships([partnership.pk]), pk=person.pk).exists()


def works_here(agency, partnership, on):
    return Footprint.everywhere.filter(agency=agency, partnership=partnership).exclude(ended__lt=on).exists()
