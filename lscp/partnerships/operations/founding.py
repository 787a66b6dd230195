"""A partnership itself: begun, changed, following another, and its published arrangements."""

from django.db import transaction
from django.utils import timezone

from lscp.partnerships import rules
from lscp.partnerships.models import Arrangements, Partnership, Succession
from lscp.partnerships.operations.agencies import add_agency
from lscp.partnerships.operations.people import add_person, open_account
from lscp.partnerships.operations.roles import give_role
from lscp.partnerships.operations.steps import allow, journal, keeps_record
from lscp.refusal import refuse_if
from lscp.versioned import change


@transaction.atomic
def found_partnership(*, code, name, authorities, started, kind="partnership", vision="", by=None, **contact):
    """Begin a partnership (or, for history, a board). ``authorities``: ``[{"code": "E09…", "name": "…"}]``."""
    taken = Partnership.objects.filter(pk=code).exists()
    refuse_if(rules.code_is_free_as_an_address(code), rules.code_is_not_taken(code, taken=taken))
    partnership = Partnership.objects.create(
        code=code, name=name, authorities=authorities, started=started, kind=kind, vision=vision, **contact
    )
    journal("partnership.founded", f"Began {name}", partnership, by=by, partnership=code)
    return partnership


@transaction.atomic
def found_with_administrator(*, administrator, email, council, **facts):
    """Begin a partnership with its local authority and the one person who may give others their roles.

    Returns their ``RoleHeld``. They choose a password through the reset link; nobody else ever knows one.
    """
    partnership = found_partnership(**facts)
    started = facts["started"]
    authority = add_agency(partnership, name=council, sector="council", capacity="statutory", started=started)
    person = add_person(
        partnership, name=administrator, agency=authority, title="Administrator", started=started, email=email
    )
    open_account(person, email=email, partnership=partnership)
    return give_role(person, "administrator", partnership=partnership, agency=authority, started=started)


@transaction.atomic
def edit_partnership(partnership, *, version, by, **fields):
    """Change a partnership's name, vision, contact or authorities. Raises ``EditedMeanwhile``."""
    allow(by, partnership.pk)
    change(partnership, version=version, **fields)
    journal(
        "partnership.edited", f"Changed {partnership.name}", partnership, by=by, partnership=partnership.pk
    )
    return partnership


@transaction.atomic
def succeed(predecessor, successor, *, on, note="", by=None):
    """Say that ``successor`` took over from ``predecessor``. Records are inherited in the golden thread."""
    allow(by, successor.pk)
    refuse_if(
        rules.nobody_succeeds_themselves(predecessor, successor),
        rules.one_succession_a_pair(
            exists=Succession.objects.filter(predecessor=predecessor, successor=successor).exists()
        ),
        by and rules.keeps_both(keeps_predecessor=keeps_record(by.person, predecessor, timezone.localdate())),
        rules.ends_after_it_started(predecessor.started, on),
    )
    succession = Succession.objects.create(predecessor=predecessor, successor=successor, on=on, note=note)
    change(predecessor, ended=min(predecessor.ended or on, on))
    journal(
        "partnership.succeeded",
        f"{successor.name} took over from {predecessor.name}",
        succession,
        by=by,
        partnership=successor.pk,
    )
    return succession


@transaction.atomic
def publish_arrangements(partnership, *, text, changes, in_force_from, after=None, by=None):
    """Keep a new version of the published arrangements, with what changed since the one before.

    ``after``: the number of the version its writer had before them; another one since then is PA-14.
    """
    allow(by, partnership.pk)
    latest = Arrangements.everywhere.filter(partnership=partnership).order_by("-number").first()
    refuse_if(
        rules.arrangements_follow_the_latest(after, latest),
        rules.changes_are_said(changes, latest),
    )
    version = Arrangements.everywhere.create(
        partnership=partnership,
        number=latest.number + 1 if latest else 1,
        text=text,
        changes=changes,
        in_force_from=in_force_from,
    )
    journal("arrangements.published", f"Published {version}", version, by=by, partnership=partnership.pk)
    return version
