"""Every change to who works together. ``by`` is the ``RoleHeld`` of whoever does it, or None for the installer's
own commands (``lscp init``), which the journal then names."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lscp.journal import record
from lscp.partnerships import rules
from lscp.partnerships.access import ELEVATED_FOR, elevated_until
from lscp.partnerships.models import (
    Agency,
    Arrangements,
    ElevatedSession,
    Footprint,
    Group,
    GroupMember,
    Objective,
    Partnership,
    Person,
    Post,
    Priority,
    Progress,
    RoleHeld,
    Succession,
    User,
)
from lscp.partnerships.roles import ROLES, May
from lscp.refusal import refuse_if
from lscp.versioned import change

INSTALLER = "the installer"


def _journal(verb, summary, row, *, by, partnership, **details):
    record.write(
        verb,
        summary,
        by=by or INSTALLER,
        about=f"{row._meta.model_name}:{row.pk}",
        partnership=partnership,
        **details,
    )


def _allow(by, partnership, permission=May.KEEP_PARTNERSHIP):
    """Locks one and two. The installer (``by=None``) works on the machine itself and passes."""
    if by is None:
        return
    refuse_if(
        rules.ours(by, partnership),
        rules.may(by, permission),
        rules.session_is_elevated(by, elevated=elevated_until(by, timezone.now()) is not None),
    )


@transaction.atomic
def found_partnership(*, code, name, authorities, started, kind="partnership", vision="", by=None, **contact):
    """Begin a partnership (or, for history, a board). ``authorities``: ``[{"code": "E09…", "name": "…"}]``."""
    refuse_if(rules.code_is_free_as_an_address(code))
    partnership = Partnership.objects.create(
        code=code, name=name, authorities=authorities, started=started, kind=kind, vision=vision, **contact
    )
    _journal("partnership.founded", f"Began {name}", partnership, by=by, partnership=code)
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
    _allow(by, partnership.pk)
    change(partnership, version=version, **fields)
    _journal(
        "partnership.edited", f"Changed {partnership.name}", partnership, by=by, partnership=partnership.pk
    )
    return partnership


@transaction.atomic
def succeed(predecessor, successor, *, on, note="", by=None):
    """Say that ``successor`` took over from ``predecessor``. Records are inherited in the golden thread."""
    _allow(by, successor.pk)
    refuse_if(
        rules.nobody_succeeds_themselves(predecessor, successor),
        rules.one_succession_a_pair(
            exists=Succession.objects.filter(predecessor=predecessor, successor=successor).exists()
        ),
        by and rules.keeps_both(keeps_predecessor=_keeps(by.person, predecessor, timezone.localdate())),
        rules.ends_after_it_started(predecessor.started, on),
    )
    succession = Succession.objects.create(predecessor=predecessor, successor=successor, on=on, note=note)
    change(predecessor, ended=min(predecessor.ended or on, on))
    _journal(
        "partnership.succeeded",
        f"{successor.name} took over from {predecessor.name}",
        succession,
        by=by,
        partnership=successor.pk,
    )
    return succession


def _keeps(person, partnership, on):
    held = RoleHeld.everywhere.filter(person=person, partnership=partnership, started__lte=on)
    return any(role.may(May.KEEP_PARTNERSHIP) for role in held.exclude(ended__lt=on))


@transaction.atomic
def add_agency(partnership, *, name, sector, started, capacity="relevant", short_name="", by=None):
    """Give an agency its place in a partnership; an agency that serves several is one agency (PA-28)."""
    _allow(by, partnership.pk)
    if by is not None:
        refuse_if(_joins_from_elsewhere(name, partnership, by))
    agency, _ = Agency.everywhere.get_or_create(
        name=name, defaults={"sector": sector, "short_name": short_name}
    )
    refuse_if(rules.one_place_at_a_time(agency, works_here=_open_footprint(agency, partnership)))
    footprint = Footprint.everywhere.create(
        agency=agency, partnership=partnership, capacity=capacity, started=started
    )
    _journal("agency.joined", f"{name} joined the partnership", footprint, by=by, partnership=partnership.pk)
    return agency


def _joins_from_elsewhere(name, partnership, by):
    """PA-28 for an agency that other partnerships know by this name, and this one does not."""
    places = Footprint.everywhere.filter(agency__name=name).select_related("partnership")
    partnerships = {place.partnership for place in places}
    if partnership in partnerships:
        return None
    keeps = any(_keeps(by.person, other, timezone.localdate()) for other in partnerships)
    return rules.joins_by_who_keeps_both(elsewhere=bool(partnerships), keeps_elsewhere=keeps)


def _open_footprint(agency, partnership):
    return Footprint.everywhere.filter(agency=agency, partnership=partnership, ended__isnull=True).exists()


@transaction.atomic
def edit_agency(agency, *, partnership, version, by, **fields):
    """Change an agency's name, short name or sector, for every partnership it serves. Raises ``EditedMeanwhile``."""
    _allow(by, partnership.pk)
    refuse_if(
        rules.agency_works_here(
            agency, partnership, works_here=_works_here(agency, partnership, timezone.localdate())
        ),
        rules.one_agency_a_name(
            taken=Agency.everywhere.filter(name=fields.get("name", agency.name))
            .exclude(pk=agency.pk)
            .exists()
        ),
    )
    change(agency, version=version, **fields)
    _journal("agency.edited", f"Changed {agency.name}", agency, by=by, partnership=partnership.pk)
    return agency


@transaction.atomic
def end_footprint(footprint, *, on, by=None):
    """An agency leaves; what it did stays."""
    _allow(by, footprint.partnership_id)
    refuse_if(rules.ends_after_it_started(footprint.started, on))
    footprint.ended = on
    footprint.save(update_fields=["ended"])
    _journal(
        "agency.left",
        f"{footprint.agency} left the partnership",
        footprint,
        by=by,
        partnership=footprint.partnership_id,
    )
    return footprint


@transaction.atomic
def add_person(partnership, *, name, agency, title, started, email="", phone="", by=None):
    """Record a professional in a post at an agency of the partnership."""
    _allow(by, partnership.pk)
    refuse_if(
        rules.agency_works_here(agency, partnership, works_here=_works_here(agency, partnership, started))
    )
    person = Person.everywhere.create(name=name, email=email, phone=phone)
    Post.everywhere.create(person=person, agency=agency, title=title, started=started)
    _journal("person.added", f"Added {name}, {title} at {agency}", person, by=by, partnership=partnership.pk)
    return person


@transaction.atomic
def edit_person(person, *, partnership, version, by, **fields):
    """Change a person's name, e-mail address or telephone number. Raises ``EditedMeanwhile``."""
    _allow(by, partnership.pk)
    refuse_if(
        rules.person_is_known_here(person, known_here=_known_here(person, partnership)),
        rules.kept_by_their_own(person, elsewhere_only=_works_elsewhere_only(person, partnership)),
    )
    change(person, version=version, **fields)
    _journal("person.edited", f"Changed {person.name}", person, by=by, partnership=partnership.pk)
    return person


@transaction.atomic
def add_post(person, *, partnership, agency, title, started, by=None):
    """A person takes up a further post; earlier ones stay as they were."""
    _allow(by, partnership.pk)
    refuse_if(
        rules.person_is_known_here(person, known_here=_known_here(person, partnership)),
        rules.agency_works_here(agency, partnership, works_here=_works_here(agency, partnership, started)),
    )
    post = Post.everywhere.create(person=person, agency=agency, title=title, started=started)
    _journal(
        "post.begun", f"{person.name} became {title} at {agency}", post, by=by, partnership=partnership.pk
    )
    return post


def _known_here(person, partnership):
    return Person.everywhere.filter(Person.in_partnerships([partnership.pk]), pk=person.pk).exists()


def _works_elsewhere_only(person, partnership):
    """Has the person roles or seats, all of them in other partnerships? Then a post at an agency that serves both
    lets them be seen here, and their e-mail address, to which links go, is not changed from here."""
    where = set(RoleHeld.everywhere.filter(person=person).values_list("partnership_id", flat=True))
    where |= set(GroupMember.everywhere.filter(person=person).values_list("group__partnership_id", flat=True))
    return bool(where) and partnership.pk not in where


def _works_here(agency, partnership, on):
    return Footprint.everywhere.filter(agency=agency, partnership=partnership).exclude(ended__lt=on).exists()


@transaction.atomic
def end_post(post, *, on, partnership, by=None):
    """A person leaves a post. Their roles for that agency end the same day; their record of work stays."""
    _allow(by, partnership.pk)
    refuse_if(
        rules.agency_works_here(
            post.agency, partnership, works_here=_works_here(post.agency, partnership, post.started)
        ),
        rules.ends_after_it_started(post.started, on),
    )
    post.ended = on
    post.save(update_fields=["ended"])
    open_roles = RoleHeld.everywhere.filter(
        person=post.person, agency=post.agency, partnership=partnership, ended__isnull=True
    )
    for held in open_roles:
        held.ended = max(on, held.started)
        held.save(update_fields=["ended"])
    _journal("post.ended", f"{post.person} left {post.agency}", post, by=by, partnership=partnership.pk)
    return post


@transaction.atomic
def open_account(person, *, email, password=None, by=None, partnership):
    """Let a person sign in. With no password they choose one through the reset link."""
    _allow(by, partnership.pk, May.GIVE_ROLES)
    refuse_if(
        rules.person_is_known_here(person, known_here=_known_here(person, partnership)),
        rules.one_account_a_person(person),
        rules.one_account_an_address(taken=User.objects.filter(email__iexact=email).exists()),
    )
    user = User(email=email.strip().lower())
    user.set_password(password)
    user.save()
    person.user = user
    person.email = person.email or email
    person.save(update_fields=["user", "email"])
    _journal(
        "account.opened", f"Opened an account for {person.name}", person, by=by, partnership=partnership.pk
    )
    return user


@transaction.atomic
def give_role(person, role, *, partnership, started, agency=None, by=None):
    """Give ``person`` the role with code ``role`` in a partnership."""
    _allow(by, partnership.pk, May.GIVE_ROLES)
    refuse_if(
        by and rules.not_to_oneself(by, person),
        rules.person_is_known_here(person, known_here=_known_here(person, partnership)),
        rules.role_of_an_agency_names_it(ROLES[role], agency),
        agency
        and rules.agency_works_here(
            agency, partnership, works_here=_works_here(agency, partnership, started)
        ),
    )
    held = RoleHeld.everywhere.create(
        person=person, partnership=partnership, agency=agency, role=role, started=started
    )
    _journal(
        "role.given", f"{person.name} became {held.as_role.name}", held, by=by, partnership=partnership.pk
    )
    return held


@transaction.atomic
def end_role(held, *, on, by=None):
    """End a role held; from the next day its holder no longer sees the record by it."""
    _allow(by, held.partnership_id, May.GIVE_ROLES)
    refuse_if(by and rules.not_to_oneself(by, held.person), rules.ends_after_it_started(held.started, on))
    held.ended = on
    held.save(update_fields=["ended"])
    _journal(
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
    _journal(
        "session.elevated",
        f"Began an administrator's session: {because}",
        session,
        by=held,
        partnership=held.partnership_id,
    )
    return session


@transaction.atomic
def open_group(partnership, *, name, kind, started, terms_of_reference="", meetings_a_year=None, by=None):
    """Set up a group with its terms of reference and the fewest meetings it must hold a year."""
    _allow(by, partnership.pk)
    refuse_if(rules.one_group_a_name(taken=_other_group(partnership.pk, name)))
    group = Group.everywhere.create(
        partnership=partnership,
        name=name,
        kind=kind,
        started=started,
        terms_of_reference=terms_of_reference,
        meetings_a_year=meetings_a_year,
    )
    _journal("group.opened", f"Set up {name}", group, by=by, partnership=partnership.pk)
    return group


def _other_group(partnership, name, but=None):
    return Group.everywhere.filter(partnership_id=partnership, name=name).exclude(pk=but).exists()


@transaction.atomic
def edit_group(group, *, version, by, **fields):
    """Change a group's name, terms of reference or minimum frequency. Raises ``EditedMeanwhile``."""
    _allow(by, group.partnership_id)
    refuse_if(
        rules.one_group_a_name(
            taken=_other_group(group.partnership_id, fields.get("name", group.name), but=group.pk)
        ),
        rules.ends_after_it_started(fields.get("started", group.started), group.ended),
    )
    change(group, version=version, **fields)
    _journal("group.edited", f"Changed {group.name}", group, by=by, partnership=group.partnership_id)
    return group


@transaction.atomic
def conclude_group(group, *, on, outcome="", version=None, by=None):
    """End a group and the seats in it. A short-life working group ends with its outcome (PA-05)."""
    _allow(by, group.partnership_id)
    refuse_if(
        rules.working_group_ends_with_an_outcome(group, outcome),
        rules.ends_after_it_started(group.started, on),
    )
    change(group, version=version, ended=on, outcome=outcome)
    seats = GroupMember.everywhere.filter(group=group, ended__isnull=True)
    seats.filter(started__lte=on).update(ended=on)
    seats.update(ended=F("started"))  # a seat promised for a day after the group's last
    _journal("group.concluded", f"Concluded {group.name}", group, by=by, partnership=group.partnership_id)
    return group


@transaction.atomic
def seat(group, person, *, capacity, started, agency=None, by=None):
    """Give a person a seat in a group: chair, member, lay member…"""
    _allow(by, group.partnership_id)
    refuse_if(
        rules.person_is_known_here(person, known_here=_known_here(person, group.partnership)),
        rules.group_still_works(group, started),
        agency
        and rules.agency_works_here(
            agency, group.partnership, works_here=_works_here(agency, group.partnership, started)
        ),
        rules.one_chair_at_a_time(group, capacity, chaired=_chaired(group, started)),
    )
    member = GroupMember.everywhere.create(
        group=group, person=person, agency=agency, capacity=capacity, started=started
    )
    _journal("group.seated", f"{member} from {started}", member, by=by, partnership=group.partnership_id)
    return member


def _chaired(group, on):
    seats = GroupMember.everywhere.filter(group=group, capacity="chair", started__lte=on)
    return seats.exclude(ended__lt=on).exists()


@transaction.atomic
def unseat(member, *, on, by=None):
    """End a seat; who sat when stays on record."""
    _allow(by, member.group.partnership_id)
    refuse_if(rules.ends_after_it_started(member.started, on))
    member.ended = on
    member.save(update_fields=["ended"])
    _journal("group.left", f"{member} until {on}", member, by=by, partnership=member.group.partnership_id)
    return member


@transaction.atomic
def set_priority(
    partnership, *, title, plain_words, started, ended=None, cross_cutting=False, lead_group=None, by=None
):
    """Choose a priority for one or more years."""
    _allow(by, partnership.pk)
    refuse_if(
        rules.ends_after_it_started(started, ended), rules.led_by_its_own_group(lead_group, partnership.pk)
    )
    priority = Priority.everywhere.create(
        partnership=partnership,
        title=title,
        plain_words=plain_words,
        started=started,
        ended=ended,
        cross_cutting=cross_cutting,
        lead_group=lead_group,
    )
    _journal("priority.set", f"Set the priority {title}", priority, by=by, partnership=partnership.pk)
    return priority


@transaction.atomic
def edit_priority(priority, *, version, by, **fields):
    """Change a priority. Raises ``EditedMeanwhile``."""
    _allow(by, priority.partnership_id)
    refuse_if(
        rules.ends_after_it_started(
            fields.get("started", priority.started), fields.get("ended", priority.ended)
        ),
        rules.led_by_its_own_group(fields.get("lead_group"), priority.partnership_id),
    )
    change(priority, version=version, **fields)
    _journal(
        "priority.edited",
        f"Changed the priority {priority}",
        priority,
        by=by,
        partnership=priority.partnership_id,
    )
    return priority


@transaction.atomic
def add_objective(priority, *, strand, text, measure, indicator="", by=None):
    """Add an objective in one strand (prevention, identification, response) with its success measure."""
    _allow(by, priority.partnership_id)
    objective = Objective.everywhere.create(
        priority=priority,
        strand=strand,
        text=text,
        measure=measure,
        indicator=indicator,
        place=Objective.everywhere.filter(priority=priority).count() + 1,
    )
    _journal(
        "objective.added",
        f"Added an objective to {priority}",
        objective,
        by=by,
        partnership=priority.partnership_id,
    )
    return objective


@transaction.atomic
def edit_objective(objective, *, version, by, **fields):
    """Change an objective or its success measure. Raises ``EditedMeanwhile``."""
    priority = objective.priority
    _allow(by, priority.partnership_id)
    change(objective, version=version, **fields)
    _journal(
        "objective.edited",
        f"Changed an objective of {priority}",
        objective,
        by=by,
        partnership=priority.partnership_id,
        **fields,
    )
    return objective


@transaction.atomic
def drop_objective(objective, *, by, because):
    """Take an objective out of its priority; its words and the reason stay in the journal."""
    priority = objective.priority
    _allow(by, priority.partnership_id)
    refuse_if(rules.dropping_has_a_reason(because))
    _journal(
        "objective.dropped",
        f"Dropped an objective of {priority}: {because}",
        objective,
        by=by,
        partnership=priority.partnership_id,
        text=objective.text,
        measure=objective.measure,
    )
    objective.delete()
    return objective


@transaction.atomic
def report_progress(priority, *, period_start, period_end, direction, text, by):
    """Say how a priority stood at the end of a period, once (PA-13); ``edit_progress`` corrects it."""
    _allow(by, priority.partnership_id)
    said = Progress.everywhere.filter(priority=priority, period_start=period_start, period_end=period_end)
    refuse_if(
        rules.ends_after_it_started(period_start, period_end),
        rules.progress_is_said_once(said=said.exists()),
    )
    progress = Progress.everywhere.create(
        priority=priority, period_start=period_start, period_end=period_end, direction=direction, text=text
    )
    _journal(
        "priority.progressed",
        f"{priority}: {progress.get_direction_display().lower()}",
        progress,
        by=by,
        partnership=priority.partnership_id,
        text=text,
    )
    return progress


@transaction.atomic
def edit_progress(progress, *, version, direction, text, by):
    """Correct what was said about a period; the journal keeps both. Raises ``EditedMeanwhile``."""
    priority, before = progress.priority, progress.text
    _allow(by, priority.partnership_id)
    change(progress, version=version, direction=direction, text=text)
    _journal(
        "priority.progress_corrected",
        f"{priority}: corrected to {progress.get_direction_display().lower()}",
        progress,
        by=by,
        partnership=priority.partnership_id,
        before=before,
        text=text,
    )
    return progress


@transaction.atomic
def publish_arrangements(partnership, *, text, changes, in_force_from, after=None, by=None):
    """Keep a new version of the published arrangements, with what changed since the one before.

    ``after``: the number of the version its writer had before them; another one since then is PA-14.
    """
    _allow(by, partnership.pk)
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
    _journal("arrangements.published", f"Published {version}", version, by=by, partnership=partnership.pk)
    return version
