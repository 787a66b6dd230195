"""Which duties are running, which are overdue, and how many were done in time. Reads need a scope in force."""

from datetime import timedelta

from lscp.calendars import OutsideCalendar
from lscp.clocks import states
from lscp.clocks.deadline import NoLimit, counted, deadline
from lscp.clocks.duties import UnknownDuty, in_force
from lscp.clocks.models import Clock, LocalLimit


def running(kind=None):
    """Clocks that run or stand still, soonest due first; of one kind of subject where ``kind`` is given."""
    return _of_kind(Clock.objects.open(), kind)


def overdue(on, kind=None):
    """Running clocks whose due day has passed, longest overdue first."""
    return _of_kind(Clock.objects.overdue(on), kind)


def due_within(on, days, kind=None):
    """Running clocks that fall due from ``on`` to so many calendar days later."""
    rows = Clock.objects.running().filter(due__gte=on, due__lte=on + timedelta(days=days))
    return _of_kind(rows.exclude(direction="keep_for"), kind)


def about(kind, reference):
    """Every clock of one subject, closed ones too, in the order in which they started."""
    return Clock.objects.about(kind, reference).prefetch_related("pauses").order_by("started", "id")


def done_in_time(rows, start, end, on):
    """``[(duty, name, done in time, how many)]`` of those of ``rows`` that fell due in a period, by duty.

    Left out: void clocks, paused ones, and running ones that were not yet overdue on the day ``on``.
    """
    due = rows.filter(due__range=(start, end), status__in=[states.MET, states.RUNNING])
    found = {}
    for clock in due.exclude(direction="keep_for"):
        if clock.status == states.MET or clock.is_overdue(on):
            done, many, _ = found.get(clock.duty, (0, 0, ""))
            in_time = clock.status == states.MET and not clock.is_late
            found[clock.duty] = (done + in_time, many + 1, clock.name)
    return [(duty, name, done, many) for duty, (done, many, name) in sorted(found.items())]


def _of_kind(rows, kind):
    return rows if kind is None else rows.filter(subject_kind=kind)


def work_out(code, started):
    """The ``Deadline`` of a duty from a day, by the partnership's own limit where it has one. Keeps nothing.

    Raises ``UnknownDuty``, ``NoLimit`` or ``OutsideCalendar``, whose messages say what to do.
    """
    duty = in_force(code, started)
    local = LocalLimit.objects.filter(duty=duty.code).in_force(started).first()
    if local:
        return counted(duty, started, local.limit, local.unit, local_basis=local.basis)
    return deadline(duty, started)


def rule_of(clock):
    """The ``Deadline`` a clock began under, before any pause; None where the rulebook no longer holds its duty."""
    try:
        duty = in_force(clock.duty, clock.started)
        return counted(duty, clock.started, clock.limit, clock.unit, local_basis=clock.local_basis or None)
    except (UnknownDuty, NoLimit, OutsideCalendar):
        return None
