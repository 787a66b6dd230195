"""Every change to a meeting. ``by`` is the ``RoleHeld`` of whoever does it; ``on`` the day, which the caller knows.

Each operation writes one event in the journal. Raises ``Refused`` (rules.py, MT-…), and ``EditedMeanwhile`` where a
page edits a row it was shown.
"""

import hashlib
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lscp import scope
from lscp.documents import operations as documents
from lscp.golden_thread import operations as thread
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, GroupMember, by_rank
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.sources.meetings import minutes, queries, rules, word
from lscp.sources.meetings.models import AgendaItem, Attendance, CalendarKey, Decision, Meeting
from lscp.sources.meetings.states import CANCELLED, HELD, JOURNAL
from lscp.versioned import change


def _journal(verb, summary, meeting, by, *, about=None, **details):
    """``about``: the row of the meeting that was edited, so that its page can say who edited it last."""
    row = about or meeting
    record.write(
        verb,
        summary,
        by=by,
        about=f"{row._meta.model_name}:{row.pk}",
        partnership=meeting.partnership_id,
        **details,
    )


def _keeps(group, by, on):
    """Locks one and two: the meeting is ours, the role keeps meetings, and a chair keeps those of their own group."""
    chairs = GroupMember.everywhere.filter(
        group=group, person=by.person_id, capacity__in=rules.CHAIRS, started__lte=on
    ).exclude(ended__lt=on)
    refuse_if(
        partnership_rules.ours(by, group.partnership_id),
        partnership_rules.may(by, May.KEEP_MEETINGS),
        rules.chairs_this_group(by, group, chairs=chairs.exists()),
    )


def _edits(meeting, by):
    """A meeting is changed by who keeps its group's meetings, until its minutes are approved."""
    _keeps(meeting.group, by, timezone.localdate())
    refuse_if(rules.not_cancelled(meeting), rules.minutes_are_open(meeting))


# ── The meeting ───────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def plan(group, *, held_on, by, starts_at=None, place=""):
    """Plan a meeting of a group and invite who has a seat in it on that day."""
    _keeps(group, by, timezone.localdate())
    refuse_if(rules.group_works_that_day(group, held_on), _day_is_free(group, held_on))
    meeting = Meeting.everywhere.create(
        partnership_id=group.partnership_id, group=group, held_on=held_on, starts_at=starts_at, place=place
    )
    _invite_members(meeting)
    _journal(JOURNAL[meeting.status], f"Planned {meeting}", meeting, by)
    return meeting


def _day_is_free(group, held_on, but=None):
    others = Meeting.everywhere.filter(group=group, held_on=held_on).exclude(status=CANCELLED).exclude(pk=but)
    return rules.one_meeting_a_day(group, taken=others.exists())


def _invite_members(meeting):
    """One invitation a person, for the seat that stands first, however many seats they hold."""
    seats = GroupMember.everywhere.filter(group=meeting.group, started__lte=meeting.held_on)
    invited = set(Attendance.everywhere.filter(meeting=meeting).values_list("person_id", flat=True))
    for seat in by_rank(seats.exclude(ended__lt=meeting.held_on).order_by("pk")):
        if seat.person_id not in invited:
            invited.add(seat.person_id)
            Attendance.everywhere.create(
                meeting=meeting,
                person_id=seat.person_id,
                agency_id=seat.agency_id,
                capacity=seat.get_capacity_display(),
            )


@transaction.atomic
def edit_meeting(meeting, *, version, by, held_on, starts_at=None, place=""):
    """Move a planned meeting, or correct its time and place. New members of the new day are invited too."""
    _edits(meeting, by)
    refuse_if(
        rules.keeps_its_day(meeting, held_on),
        rules.group_works_that_day(meeting.group, held_on),
        _day_is_free(meeting.group, held_on, but=meeting.pk),
    )
    change(meeting, version=version, held_on=held_on, starts_at=starts_at, place=place)
    _invite_members(meeting)
    _journal("meeting.edited", f"Changed the day, time or place: {meeting}", meeting, by, held_on=held_on)
    return meeting


@transaction.atomic
def cancel(meeting, *, because, by):
    """Cancel a planned meeting; it stays on record with its reason and counts for no minimum."""
    _edits(meeting, by)
    refuse_if(rules.cancelling_has_a_reason(because), rules.may_go(meeting, CANCELLED))
    change(meeting, status=CANCELLED, cancelled_because=because)
    _journal(JOURNAL[CANCELLED], f"Cancelled {meeting}: {because}", meeting, by)
    return meeting


@transaction.atomic
def hold(meeting, *, on, by):
    """Say that a meeting took place. Decisions on its agenda have come back by that."""
    _edits(meeting, by)
    refuse_if(rules.its_day_has_come(meeting, on), rules.may_go(meeting, HELD))
    change(meeting, status=HELD)
    returned = [
        reference.removeprefix("decision:")
        for reference in AgendaItem.everywhere.filter(
            meeting=meeting, reference__startswith="decision:"
        ).values_list("reference", flat=True)
    ]
    Decision.everywhere.filter(
        pk__in=returned, meeting__group_id=meeting.group_id, came_back__isnull=True
    ).update(came_back=meeting)
    _journal(JOURNAL[HELD], f"{meeting} took place", meeting, by)
    return meeting


# ── Who comes ─────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def invite(meeting, *, by, person=None, agency=None, capacity=""):
    """Invite somebody who has no seat in the group, or an agency without naming a person."""
    _edits(meeting, by)
    already = Attendance.everywhere.filter(meeting=meeting, person=person)
    refuse_if(
        rules.somebody_is_invited(agency, person),
        rules.invited_once(invited=person is not None and already.exists()),
        *_of_the_partnership(meeting, agency, person),
    )
    row = Attendance.everywhere.create(meeting=meeting, person=person, agency=agency, capacity=capacity)
    _journal("meeting.invited", f"Invited {person or agency} to {meeting}", meeting, by)
    return row


def _of_the_partnership(meeting, agency, person):
    here = Footprint.everywhere.filter(partnership_id=meeting.partnership_id)
    if agency is not None:
        yield rules.belongs_here(agency, here=here.filter(agency=agency).exists())
    if person is not None:
        known = type(person).in_partnerships([meeting.partnership_id])
        yield rules.belongs_here(person, here=type(person).everywhere.filter(known, pk=person.pk).exists())


@transaction.atomic
def record_attendance(meeting, *, marks, version, by):
    """Record who came: ``marks`` is ``{attendance id: (status, deputy's name)}``. Raises ``EditedMeanwhile``."""
    _edits(meeting, by)
    rows = list(Attendance.everywhere.filter(meeting=meeting, pk__in=marks))
    refuse_if(*(rules.a_deputy_has_a_name(*marks[row.pk]) for row in rows))
    change(meeting, version=version)
    for row in rows:
        row.status, deputy = marks[row.pk]
        row.deputy = deputy.strip() if row.status == "deputy" else ""
    Attendance.everywhere.bulk_update(rows, ["status", "deputy"])
    _journal(
        "meeting.attendance",
        f"Recorded who came to {meeting}",
        meeting,
        by,
        marks={str(row): row.deputy for row in rows},
    )
    return meeting


# ── The agenda ────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_item(meeting, *, title, by, kind="discussion", text="", reference="", **about):
    """Put something on the agenda, at its end. ``about``: ``action_id``, ``priority_id`` or ``clock_id``."""
    _edits(meeting, by)
    refuse_if(rules.has_words(title), *_is_about_ours(meeting, about))
    item = _append(meeting, title=title, kind=kind, text=text, reference=reference, **about)
    _journal("meeting.item_added", f"Put on the agenda: {item.title}", meeting, by)
    return item


def _is_about_ours(meeting, fields):
    for name in ("action", "priority", "clock"):
        kind = AgendaItem._meta.get_field(name).related_model
        row = fields.get(name) or kind.everywhere.filter(pk=fields.get(f"{name}_id")).first()
        if row is not None:
            yield rules.belongs_here(row, here=row.partnership_id == meeting.partnership_id)


def _append(meeting, **fields):
    last = AgendaItem.everywhere.filter(meeting=meeting).order_by("-place").first()
    return AgendaItem.everywhere.create(meeting=meeting, place=last.place + 1 if last else 1, **fields)


@transaction.atomic
def take_proposals(meeting, *, references, on, by):
    """Put on the agenda what was proposed and chosen; what stands there already is left as it is."""
    _edits(meeting, by)
    with scope.of_partnership(meeting.partnership_id):
        proposed = queries.proposals(meeting, on)
    taken = [
        _append(
            meeting,
            title=proposal.title,
            kind=proposal.kind,
            text=proposal.because,
            reference=proposal.reference,
            **proposal.about,
        )
        for proposal in proposed
        if proposal.reference in references
    ]
    if taken:
        _journal(
            "meeting.proposals_taken",
            f"Put {len(taken)} proposed items on the agenda of {meeting}",
            meeting,
            by,
            items=[item.title for item in taken],
        )
    return taken


@transaction.atomic
def edit_item(item, *, version, by, **fields):
    """Change an item's words or kind, or write down what was said. Raises ``EditedMeanwhile``."""
    _edits(item.meeting, by)
    refuse_if(rules.has_words(fields.get("title", item.title)), *_is_about_ours(item.meeting, fields))
    change(item, version=version, **fields)
    _journal(
        "meeting.item_edited",
        f"Changed the agenda item: {item.title}",
        item.meeting,
        by,
        about=item,
        changed=fields,
    )
    return item


@transaction.atomic
def move_item(item, *, to, by):
    """Move an item to a place on the agenda, counted from 1; the others close up."""
    _edits(item.meeting, by)
    items = [one for one in AgendaItem.everywhere.filter(meeting=item.meeting) if one.pk != item.pk]
    items.insert(max(0, to - 1), item)
    for place, one in enumerate(items, start=1):
        one.place = place
    AgendaItem.everywhere.bulk_update(items, ["place"])
    _journal("meeting.item_moved", f"Moved on the agenda: {item}", item.meeting, by)
    return item


@transaction.atomic
def remove_item(item, *, by):
    """Take an item off the agenda, as long as nothing hangs on it."""
    _edits(item.meeting, by)
    decided = Decision.everywhere.filter(item=item).exists()
    refuse_if(rules.nothing_hangs_on_it(used=decided or item.finding_id is not None or bool(item.notes)))
    later = AgendaItem.everywhere.filter(meeting=item.meeting, place__gt=item.place)
    _journal("meeting.item_removed", f"Took off the agenda: {item.title}", item.meeting, by)
    item.delete()
    later.update(place=F("place") - 1)
    return item


# ── What was decided, and what is to be done ──────────────────────────────────────────────────────────────


@transaction.atomic
def decide(meeting, *, text, by, item=None, reasons="", comes_back_on=None):
    """Record a decision, its reasons, and when the group looks at it again."""
    _edits(meeting, by)
    refuse_if(
        rules.was_held(meeting),
        rules.has_words(text),
        rules.is_of_this_meeting(item, meeting),
        rules.comes_back_later(meeting, comes_back_on),
    )
    decision = Decision.everywhere.create(
        meeting=meeting, item=item, text=text, reasons=reasons, comes_back_on=comes_back_on
    )
    _journal("meeting.decided", f"Decided: {text}", meeting, by, reasons=reasons)
    return decision


@transaction.atomic
def edit_decision(decision, *, version, by, **fields):
    """Correct a decision's words, reasons or date, until the minutes are approved. Raises ``EditedMeanwhile``."""
    _edits(decision.meeting, by)
    refuse_if(
        rules.has_words(fields.get("text", decision.text)),
        rules.comes_back_later(decision.meeting, fields.get("comes_back_on", decision.comes_back_on)),
    )
    change(decision, version=version, **fields)
    _journal(
        "meeting.decision_edited",
        f"Corrected the decision: {decision}",
        decision.meeting,
        by,
        about=decision,
        changed=fields,
    )
    return decision


@transaction.atomic
def arise(item, *, text, by, learned="", owner_agency=None, owner_person=None, owner_as_printed="", due=None):
    """An action arises under an agenda item and stands in the golden thread. Returns the ``Action``.

    The thread's source is made once a meeting, its finding once an item; ``learned`` says what led to the action
    (left out: the item's title and notes).
    """
    meeting = item.meeting
    _edits(meeting, by)
    refuse_if(rules.was_held(meeting), rules.has_words(text))
    finding = _finding(item, learned, by)
    recommendation = thread.recommend(
        finding,
        text=text,
        by=by,
        kind="action_asked",
        addressed_to=[owner_agency] if owner_agency else (),
        priority=item.priority,
        group=meeting.group,
        due=due,
        on=meeting.held_on,
    )
    action = thread.assign(
        recommendation,
        text=text,
        by=by,
        owner_agency=owner_agency,
        owner_person=owner_person,
        owner_as_printed=owner_as_printed,
        due=due,
        on=meeting.held_on,
    )
    _journal("meeting.action_arose", f"Action arising: {text}", meeting, by, action=action.pk)
    return action


def _finding(item, learned, by):
    if item.finding_id:
        return item.finding
    text = learned.strip() or f"{item.title}. {item.notes}".strip(" .")
    item.finding = thread.record_finding(_source(item.meeting, by), text=text, quotation=item.notes, by=by)
    item.save(update_fields=["finding"])
    return item.finding


def _source(meeting, by):
    if meeting.source_id is None:
        meeting.source = thread.open_source(
            meeting.partnership,
            kind="meeting",
            title=str(meeting),
            happened_on=meeting.held_on,
            by=by,
            group=meeting.group,
        )
        meeting.save(update_fields=["source"])
    return meeting.source


# ── Minutes ───────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def approve_minutes(meeting, *, at, on, by, corrections=""):
    """A later meeting of the group approves the minutes; their Word file is kept as it reads on that day."""
    _edits(meeting, by)
    unmarked = Attendance.everywhere.filter(meeting=meeting, status="invited").count()
    refuse_if(
        rules.was_held(meeting),
        rules.a_later_meeting_approves(meeting, at, on=on),
        rules.everybody_is_accounted_for(unmarked=unmarked),
    )
    meeting.approved_at, meeting.approved_on, meeting.corrections = at, at.held_on, corrections
    with scope.of_partnership(meeting.partnership_id):
        composed = minutes.compose(meeting)
    kept = documents.keep(
        word.minutes_file(composed),
        name=f"{minutes.file_name(meeting)}.docx",
        partnership=meeting.partnership_id,
        by=by,
    )
    change(meeting, approved_at=at, approved_on=at.held_on, corrections=corrections, minutes=kept)
    _journal(
        "meeting.minutes_approved", f"Approved the minutes of {meeting}", meeting, by, sha256=kept.sha256
    )
    return meeting


# ── Calendars ─────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def make_calendar_key(*, by):
    """Give one's own role a secret calendar address; the one before ends. Returns ``(key, token)``: the token is
    kept nowhere else."""
    token, now = secrets.token_urlsafe(32), timezone.now()
    CalendarKey.everywhere.filter(held=by, revoked_at__isnull=True).update(revoked_at=now)
    key = CalendarKey.everywhere.create(held=by, token_sha256=_digest(token), made_at=now)
    _journal_key("calendar.key_made", f"Made a calendar address for {by}", key, by)
    return key, token


@transaction.atomic
def revoke_calendar_key(key, *, by):
    """End a calendar address at once."""
    refuse_if(rules.own_calendar(by, key))
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    _journal_key("calendar.key_revoked", f"Ended the calendar address of {key.held}", key, by)
    return key


def _journal_key(verb, summary, key, by):
    record.write(verb, summary, by=by, about=f"calendarkey:{key.pk}", partnership=key.held.partnership_id)


def redeem_calendar_key(token, *, on):
    """The ``RoleHeld`` that a calendar address reads for, or None: unknown, ended, or its role or account has ended."""
    standing = CalendarKey.everywhere.filter(
        token_sha256=_digest(token), revoked_at__isnull=True, held__started__lte=on
    ).exclude(held__ended__lt=on)
    key = (
        standing.filter(held__person__user__is_active=True)
        .select_related("held__person", "held__partnership", "held__agency")
        .first()
    )
    return key.held if key else None


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
