"""What may happen to a meeting, numbered. Each returns None or a ``Refusal`` worded by its docstring."""

from lscp.refusal import refuse
from lscp.sources.meetings.states import CANCELLED, GOES_TO, HELD, PLANNED, SHOWN

CHAIRS = ("chair", "vice_chair")


def group_works_that_day(group, held_on):
    """MT-01. {group} had not begun, or was concluded, on that day. Choose a day while it works."""
    began, ended = group.started, group.ended
    if held_on < began or (ended and held_on > ended):
        return refuse(group_works_that_day, group=group)
    return None


def chairs_this_group(by, group, *, chairs):
    """MT-02. You do not chair {group}. Its chair or the partnership manager keeps its meetings."""
    return refuse(chairs_this_group, group=group) if by.role == "group_chair" and not chairs else None


def may_go(meeting, to):
    """MT-03. This meeting is {now}, so it cannot be marked {then}. Plan another meeting instead."""
    if to in GOES_TO[meeting.status]:
        return None
    return refuse(may_go, now=SHOWN[meeting.status][0].lower(), then=SHOWN[to][0].lower())


def its_day_has_come(meeting, on):
    """MT-04. This meeting has not taken place yet. Record it on or after its day, or change the date first."""
    return refuse(its_day_has_come) if meeting.held_on > on else None


def minutes_are_open(meeting):
    """MT-05. The minutes of this meeting are approved, so its record stands. Bring a correction to the next
    meeting and record it there."""
    return refuse(minutes_are_open) if meeting.approved_on else None


def a_later_meeting_approves(meeting, at, *, on):
    """MT-06. Minutes are approved at a later meeting of the same group, on or after its day. Choose that meeting."""
    later = at.group_id == meeting.group_id and at.held_on > meeting.held_on
    return None if later and at.status != CANCELLED and at.held_on <= on else refuse(a_later_meeting_approves)


def was_held(meeting):
    """MT-07. Say first that the meeting took place."""
    return None if meeting.status == HELD else refuse(was_held)


def cancelling_has_a_reason(because):
    """MT-08. Say why the meeting is cancelled; members read it in their calendars and in the frequency report."""
    return None if because.strip() else refuse(cancelling_has_a_reason)


def one_meeting_a_day(group, *, taken):
    """MT-09. {group} already has a meeting on that day. Open that one, or choose another day."""
    return refuse(one_meeting_a_day, group=group) if taken else None


def a_deputy_has_a_name(status, deputy):
    """MT-10. Say who came as the deputy."""
    return refuse(a_deputy_has_a_name) if status == "deputy" and not deputy.strip() else None


def somebody_is_invited(agency, person):
    """MT-11. Say which person or agency is invited."""
    return None if agency or person else refuse(somebody_is_invited)


def invited_once(*, invited):
    """MT-12. This person is already on the list of this meeting."""
    return refuse(invited_once) if invited else None


def has_words(text):
    """MT-13. Write it down before saving: the box is empty."""
    return None if text.strip() else refuse(has_words)


def comes_back_later(meeting, comes_back_on):
    """MT-14. A decision comes back after the meeting that took it. Choose a later date."""
    return refuse(comes_back_later) if comes_back_on and comes_back_on <= meeting.held_on else None


def everybody_is_accounted_for(*, unmarked):
    """MT-15. It is not recorded yet who came: {unmarked} still to be marked. Do that before approving the minutes."""
    return refuse(everybody_is_accounted_for, unmarked=unmarked) if unmarked else None


def is_of_this_meeting(row, meeting):
    """MT-16. This belongs to another meeting. Open that meeting to change it."""
    return None if row is None or row.meeting_id == meeting.pk else refuse(is_of_this_meeting)


def not_cancelled(meeting):
    """MT-17. This meeting was cancelled. Plan another one."""
    return refuse(not_cancelled) if meeting.status == CANCELLED else None


def nothing_hangs_on_it(*, used):
    """MT-18. A decision, an action or notes stand under this item, so it stays on the agenda."""
    return refuse(nothing_hangs_on_it) if used else None


def keeps_its_day(meeting, held_on):
    """MT-19. The meeting took place on the day on record. Its day cannot be changed any more."""
    return None if meeting.status == PLANNED or held_on == meeting.held_on else refuse(keeps_its_day)


def own_calendar(by, key):
    """MT-20. This calendar address belongs to somebody else. Only they can end it."""
    return None if by.pk == key.held_id else refuse(own_calendar)


def belongs_here(row, *, here):
    """MT-21. {row} belongs to another partnership. Choose one of this partnership."""
    return None if here else refuse(belongs_here, row=row)
