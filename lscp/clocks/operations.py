"""Every change to a clock. ``by`` is the ``RoleHeld`` of whoever does it; ``on`` is today unless it is given."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lscp.calendars import OutsideCalendar, add_working_days, working_days_between
from lscp.clocks import rules, states
from lscp.clocks.deadline import NoLimit, counted, deadline
from lscp.clocks.duties import UnknownDuty, in_force
from lscp.clocks.models import Clock, LocalLimit, Pause
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import Refused, refuse_if
from lscp.versioned import change


@transaction.atomic
def start(
    partnership,
    duty,
    *,
    started,
    subject_kind,
    subject_reference,
    subject,
    by,
    trigger=None,
    incident_on=None,
    on=None,
):
    """Start the clock of a duty (its code) for one subject. Its due day is fixed now and only a pause moves it."""
    _allow(by, partnership.pk)
    found = _due(partnership, duty, started)
    same_duty = Clock.objects.filter(partnership=partnership, duty=found.duty.code)
    refuse_if(
        rules.start_is_not_in_the_future(started, found.direction, on=_today(on)),
        rules.is_the_only_one(same_duty.open().about(subject_kind, subject_reference).first()),
    )
    clock = Clock.objects.create(
        partnership=partnership,
        duty=found.duty.code,
        name=found.duty.duty.name,
        edition=found.duty.edition.edition,
        limit=found.limit,
        unit=found.unit,
        direction=found.direction,
        local_basis=found.local_basis or "",
        subject_kind=subject_kind,
        subject_reference=str(subject_reference),
        subject=subject,
        trigger=trigger or found.duty.duty.trigger,
        incident_on=incident_on,
        started=started,
        first_due=found.due,
        due=found.due,
    )
    _journal(
        "clock.started", f"{clock}, due {clock.due}", clock, by=by, edition=clock.edition, started=started
    )
    return clock


@transaction.atomic
def meet(clock, *, met_on, by, on=None):
    """What the duty asks was done, on the day ``met_on``."""
    _allow(by, clock.partnership_id)
    refuse_if(
        rules.may_become(clock, states.MET),
        rules.done_in_its_time(clock, met_on, on=_today(on)),
    )
    if clock.status == states.PAUSED:
        _end_pause(clock, met_on)
    return _become(clock, states.MET, f"{clock}: done on {met_on}", by=by, met_on=met_on)


@transaction.atomic
def pause(clock, *, because, by, on=None):
    """Stop the clock for a reason, from a day."""
    _allow(by, clock.partnership_id)
    day = _today(on)
    refuse_if(
        rules.may_become(clock, states.PAUSED),
        rules.can_be_paused(clock),
        rules.has_a_reason(because),
        rules.done_in_its_time(clock, day, on=_today(None)),
    )
    Pause.objects.create(clock=clock, started=day, because=because)
    return _become(clock, states.PAUSED, f"{clock}: paused on {day}, because {because}", by=by)


@transaction.atomic
def resume(clock, *, by, on=None):
    """Let the clock go on; its due day moves by as many of its own days as it stood still."""
    _allow(by, clock.partnership_id)
    day = _today(on)
    refuse_if(
        rules.may_become(clock, states.RUNNING),
        rules.resumes_after_the_pause(_open_pause(clock), day),
    )
    due = _end_pause(clock, day)
    return _become(clock, states.RUNNING, f"{clock}: goes on from {day}, due {due}", by=by, due=due)


@transaction.atomic
def void(clock, *, because, by):
    """The duty turned out not to apply; the clock and the reason stay on record."""
    _allow(by, clock.partnership_id)
    refuse_if(rules.may_become(clock, states.VOID), rules.has_a_reason(because))
    if clock.status == states.PAUSED:
        _end_pause(clock, _open_pause(clock).started)
    return _become(
        clock, states.VOID, f"{clock}: no longer needed, because {because}", by=by, stopped_because=because
    )


@transaction.atomic
def set_local_limit(partnership, duty, *, limit, unit, basis, started, by):
    """Record a partnership's own limit for a duty, from a day. It ends the one before; no running clock moves."""
    _allow_to_set_limits(by, partnership.pk)
    refuse_if(rules.has_a_reason(basis))
    known, theirs, local = _compared(duty, started, limit, unit, basis)
    refuse_if(rules.is_no_looser(known, theirs, local))
    for earlier in LocalLimit.objects.filter(partnership=partnership, duty=known.code, ended__isnull=True):
        earlier.ended = max(earlier.started, started - timedelta(days=1))
        earlier.save(update_fields=["ended"])
    row = LocalLimit.objects.create(
        partnership=partnership, duty=known.code, limit=limit, unit=unit, basis=basis, started=started
    )
    _journal("limit.set", f"Own limit for {row}", row, by=by)
    return row


@transaction.atomic
def end_local_limit(local_limit, *, on, by):
    """Go back to the rulebook's limit for clocks that start after ``on``."""
    _allow_to_set_limits(by, local_limit.partnership_id)
    refuse_if(
        rules.has_not_ended(local_limit),
        partnership_rules.ends_after_it_started(local_limit.started, on),
    )
    local_limit.ended = on
    local_limit.save(update_fields=["ended"])
    _journal("limit.ended", f"Own limit ended for {local_limit}", local_limit, by=by)
    return local_limit


# ── The day it is due ──


def _due(partnership, code, started):
    """The deadline by the partnership's own limit where there is one, else by the rulebook."""
    try:
        duty = in_force(code, started)
        local = LocalLimit.objects.filter(partnership=partnership, duty=duty.code).in_force(started).first()
        if local:
            return counted(duty, started, local.limit, local.unit, local_basis=local.basis)
        return deadline(duty, started)
    except (UnknownDuty, NoLimit, OutsideCalendar) as error:
        raise Refused(rules.can_be_counted(error)) from None


def _compared(code, started, limit, unit, basis):
    """The duty, its deadline by the rulebook (None where it has no limit), and by a limit of one's own."""
    try:
        duty = in_force(code, started)
        local = counted(duty, started, limit, unit, local_basis=basis)
        return duty, (deadline(duty, started) if duty.edition.limit else None), local
    except (UnknownDuty, NoLimit, OutsideCalendar) as error:
        raise Refused(rules.can_be_counted(error)) from None


def _open_pause(clock):
    return Pause.objects.filter(clock=clock, ended__isnull=True).first()


def _end_pause(clock, day):
    """Close the open pause and return the due day moved by its length."""
    pause = _open_pause(clock)
    if clock.unit == "working days":
        pause.moved_by = working_days_between(pause.started, day)
        due = add_working_days(clock.due, pause.moved_by)
    else:
        pause.moved_by = max((day - pause.started).days, 0)
        due = clock.due + timedelta(days=pause.moved_by)
    pause.ended = max(day, pause.started)
    pause.save(update_fields=["ended", "moved_by"])
    return due


# ── Locks and journal ──


def _allow(by, partnership):
    refuse_if(partnership_rules.ours(by, partnership), rules.may_keep(by))


def _allow_to_set_limits(by, partnership):
    refuse_if(partnership_rules.ours(by, partnership), partnership_rules.may(by, May.KEEP_PARTNERSHIP))


def _today(on):
    return on or timezone.localdate()


def _become(clock, status, summary, *, by, **fields):
    change(clock, status=status, **fields)
    _journal(states.JOURNALLED[status], summary, clock, by=by)
    return clock


def _journal(verb, summary, row, *, by, **details):
    record.write(
        verb,
        summary,
        by=by,
        about=f"{row._meta.model_name}:{row.pk}",
        partnership=row.partnership_id,
        **details,
    )
