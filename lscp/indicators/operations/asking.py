"""Asking an agency for a return, and reminding it."""

from django.db import transaction

from lscp.indicators import rules
from lscp.indicators.models import (
    RequestReminder,
    ReturnRequest,
)
from lscp.indicators.operations.steps import allow, day, journal, settle, works_here
from lscp.indicators.states import RequestStatus
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.scorecard.catalogue import catalogue
from lscp.versioned import change

SCHEDULE = "the daily reminders"


@transaction.atomic
def request_return(partnership, *, agency, indicators, period_start, period_end, due, by, note="", on=None):
    """Ask an agency for indicators (codes) of a period by a day. What is there already counts as an answer."""
    on = day(on)
    allow(by, partnership.pk, May.KEEP_SCORECARD)
    refuse_if(
        rules.asks_for_something(indicators),
        rules.is_in_the_catalogue(indicators, catalogue()),
        rules.period_is_in_order(period_start, period_end),
        rules.due_is_to_come(due, on=on),
        works_here(agency, partnership, on),
    )
    request = ReturnRequest.everywhere.create(
        partnership=partnership,
        agency=agency,
        indicators=sorted(set(indicators)),
        period_start=period_start,
        period_end=period_end,
        due=due,
        note=note,
        asked_on=on,
        asked_by=str(by)[:250],
    )
    journal("return.requested", f"Asked for: {request}, by {due}", request, by, indicators=request.indicators)
    settle(agency.pk, partnership.pk)
    request.refresh_from_db()
    return request


@transaction.atomic
def move_request(request, *, due, version, by, on=None):
    """Give an agency more time, or less."""
    allow(by, request.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_still_asked(request), rules.due_is_to_come(due, on=day(on)))
    was = request.due
    change(request, version=version, due=due)
    journal("return.request_moved", f"{request}: due {due}, was {was}", request, by)
    return request


@transaction.atomic
def withdraw_request(request, *, because, by):
    """The return is no longer needed; the request and the reason stay on record."""
    allow(by, request.partnership_id, May.KEEP_SCORECARD)
    refuse_if(rules.is_still_asked(request), rules.has_a_reason(because))
    change(request, status=RequestStatus.WITHDRAWN, withdrawn_because=because)
    journal("return.request_withdrawn", f"{request}: no longer needed, because {because}", request, by)
    return request


@transaction.atomic
def remind(reminder, *, on, send):
    """Send one reminder (of ``reminders.due``) and remember it. ``send`` raises ``OSError`` where it cannot."""
    request = reminder.request
    sent = RequestReminder.everywhere.create(
        request=request, person=reminder.person, stage=reminder.stage, due=request.due, sent_on=on
    )
    journal(
        "return.reminded",
        f"Reminded {reminder.person}: {sent.get_stage_display().lower()}",
        request,
        SCHEDULE,
        stage=reminder.stage,
        due=request.due,
    )
    send(reminder)
    return sent
