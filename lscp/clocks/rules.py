"""What may be done with a clock."""

from lscp.clocks import states
from lscp.clocks.duties import title_of
from lscp.partnerships.roles import May
from lscp.refusal import Refusal, refuse

KEEPERS = frozenset(
    {May.KEEP_REVIEWS, May.DECIDE_REVIEWS, May.KEEP_MEETINGS, May.KEEP_THREAD, May.WRITE_REPORT}
)


def may_keep(by):
    """CK-01. The role {role} may not keep clocks. Ask the partnership manager."""
    return None if KEEPERS & by.as_role.may else refuse(may_keep, role=by.as_role.name)


def can_be_counted(error):
    """CK-02. The duty is unknown or has no limit that can be counted."""
    return Refusal("CK-02", str(error)) if error else None


def start_is_not_in_the_future(started, direction, *, on):
    """CK-03. {started} has not come yet. Give the day from which the time runs."""
    if direction == "before" or started <= on:
        return None
    return refuse(start_is_not_in_the_future, started=started)


def is_the_only_one(running):
    """CK-04. A clock for this is already running, due on {due}. Close it before starting another."""
    return refuse(is_the_only_one, due=running.due) if running else None


def may_become(clock, status):
    """CK-05. This clock is already closed or in that state ({now}). Nothing was changed."""
    if status in states.NEXT[clock.status]:
        return None
    return refuse(may_become, now=states.SHOWN[clock.status].lower())


def has_a_reason(because):
    """CK-06. Say why; the reason is kept with the clock."""
    return None if because.strip() else refuse(has_a_reason)


def done_in_its_time(clock, day, *, on):
    """CK-07. The day must not be before the clock started ({started}) nor in the future. Check the date."""
    too_early = clock.direction != "before" and day < clock.started
    if too_early or day > on:
        return refuse(done_in_its_time, started=clock.started)
    return None


def can_be_paused(clock):
    """CK-08. Only a time limit that runs forward can be paused."""
    return None if clock.direction == "within" else refuse(can_be_paused)


def resumes_after_the_pause(pause, day):
    """CK-09. The clock was paused on {started}. It cannot go on before that: check the date."""
    return None if day >= pause.started else refuse(resumes_after_the_pause, started=pause.started)


def is_no_looser(duty, theirs, local):
    """CK-10. {edition} allows {allowance}. Your own limit may be stricter, not looser."""
    if duty.edition.basis not in ("Law", "WT") or theirs is None:
        return None
    looser = {
        "within": local.due > theirs.due,
        "before": local.due > theirs.due,
        "keep_for": local.due < theirs.due,
    }[theirs.direction]
    if not looser:
        return None
    return refuse(is_no_looser, edition=title_of(duty.edition.edition), allowance=theirs.allowance)


def has_not_ended(local_limit):
    """CK-11. This limit has already ended. Nothing was changed."""
    return refuse(has_not_ended) if local_limit.ended else None
