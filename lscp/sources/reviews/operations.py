"""Every step of a serious incident, from the day it is raised to the day its review closes.

Clocks start and stop with the steps: C01 (notification) from the day the council became aware, C04 (rapid review)
from the notification, C07 (local review) from the decision to hold one.
"""

from django.db import transaction
from django.utils import timezone

from lscp.calendars import add_working_days
from lscp.clocks import operations as clocks
from lscp.clocks import states as clock_states
from lscp.clocks.models import Clock
from lscp.disclosure.identifying import scan
from lscp.golden_thread import operations as thread
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.sources.reviews import rules
from lscp.sources.reviews.models import AgencySummary, Incident, LinkedReview
from lscp.sources.reviews.states import JOURNAL, IncidentStatus
from lscp.versioned import change

NOTIFY, RAPID_REVIEW, LOCAL_REVIEW = "C01", "C04", "C07"
SUMMARIES_WITHIN = 10  # working days: the plan areas publish for the 15 (C04), agencies' part of it


@transaction.atomic
def raise_incident(partnership, *, pseudonym, kind, occurred_on, known_on, raised_by, account, by, on=None):
    """Record a serious incident. The notification clock starts on the day the council became aware."""
    today = on or timezone.localdate()
    _allow(by, partnership.pk, May.KEEP_REVIEWS)
    refuse_if(
        rules.dates_in_order(occurred_on, known_on),
        rules.not_in_the_future(known_on, today),
        rules.pseudonym_is_free(
            Incident.everywhere.filter(partnership=partnership, pseudonym=pseudonym).exists()
        ),
        rules.identifies_nobody(_details(account, pseudonym)),
    )
    incident = Incident.everywhere.create(
        partnership=partnership,
        pseudonym=pseudonym,
        kind=kind,
        occurred_on=occurred_on,
        known_on=known_on,
        raised_by=raised_by,
        account=account,
    )
    _journal(incident, f"Raised the serious incident {pseudonym}", by=by)
    _start(NOTIFY, incident, known_on, by=by, today=today, trigger="awareness", incident_on=occurred_on)
    return incident


@transaction.atomic
def edit_account(incident, *, account, version, by):
    """Change the account of what happened. Raises ``EditedMeanwhile``."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(rules.identifies_nobody(_details(account, incident.pseudonym)))
    change(incident, version=version, account=account)
    _note("incident.edited", f"Changed the account of {incident}", incident, by=by)
    return incident


@transaction.atomic
def decide_not_notifiable(incident, *, reason, on, by):
    """The delegated partners decide that the criteria are not met. The reasons are kept; the clock is void."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.NOT_NOTIFIABLE, incident.known_on, on)
    refuse_if(rules.decision_has_reasons(reason))
    clock = _open_clock(NOTIFY, incident)
    if clock:
        clocks.void(clock, because=f"Decided on {on} that the criteria are not met", by=by)
    return _become(incident, IncidentStatus.NOT_NOTIFIABLE, by=by, decided_on=on, decision_reason=reason)


@transaction.atomic
def notify(incident, *, reason, on, by, today=None):
    """The criteria are met and the Panel was notified on a day: the rapid review's clock starts then."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.NOTIFIED, incident.known_on, on, today)
    refuse_if(rules.decision_has_reasons(reason))
    clock = _open_clock(NOTIFY, incident)
    if clock is None:  # decided against before, and looked at again
        clock = _start(NOTIFY, incident, incident.known_on, by=by, today=today)
    clocks.meet(clock, met_on=on, by=by, on=today)
    if rules.notified_incidents_need_a_rapid_review(incident) is None:
        _start(RAPID_REVIEW, incident, on, by=by, today=today)
    return _become(
        incident, IncidentStatus.NOTIFIED, by=by, decided_on=on, decision_reason=reason, notified_on=on
    )


@transaction.atomic
def ask_for_summary(incident, agency, *, on, by):
    """Ask an agency what it knows of the child, for the rapid review, within ten working days."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(rules.rapid_review_follows_a_notification(incident))
    summary = AgencySummary.everywhere.create(
        incident=incident, agency=agency, asked_on=on, due=add_working_days(on, SUMMARIES_WITHIN)
    )
    _note("summary.asked", f"Asked {agency} for its summary on {incident}", incident, by=by)
    return summary


@transaction.atomic
def receive_summary(summary, *, text, on, by, document=None):
    """Record an agency's answer: its own words without identifying details, or its document."""
    incident = summary.incident
    # The agency that was asked may answer for itself; anyone else needs to keep reviews.
    if by.agency_id != summary.agency_id:
        _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(
        partnership_rules.ours(by, incident.partnership_id),
        rules.dates_in_order(summary.asked_on, on),
        rules.identifies_nobody(_details(text, incident.pseudonym)),
    )
    summary.text, summary.received_on, summary.document = text, on, document
    summary.save(update_fields=["text", "received_on", "document"])
    _note("summary.received", f"{summary.agency} answered on {incident}", incident, by=by)
    return summary


@transaction.atomic
def send_rapid_review(incident, *, learning, next_step, reason, on, by, without=""):
    """The rapid review went to the Panel: what was learned, and whether a local review follows, with reasons.

    ``without`` says why it went without the agencies that have not answered. Opens the source of learning, to
    which recommendations belong.
    """
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    missing = [s.agency for s in AgencySummary.everywhere.filter(incident=incident, received_on__isnull=True)]
    _refuse_step(incident, IncidentStatus.RAPID_REVIEW_SENT, incident.notified_on, on)
    refuse_if(
        rules.notified_incidents_need_a_rapid_review(incident),
        rules.every_summary_is_in(missing, without),
        rules.decision_has_reasons(reason),
        rules.identifies_nobody(_details(f"{learning}\n{reason}", incident.pseudonym)),
    )
    clock = _open_clock(RAPID_REVIEW, incident)
    clocks.meet(clock, met_on=on, by=by)
    source = thread.open_source(
        incident.partnership,
        kind="rapid-review",
        title=f"Rapid review: {incident.pseudonym}",
        happened_on=on,
        by=by,
        summary=learning,
        reference=f"incident:{incident.pk}",
    )
    return _become(
        incident,
        IncidentStatus.RAPID_REVIEW_SENT,
        by=by,
        rapid_review_sent_on=on,
        learning=learning,
        next_step=next_step,
        next_step_reason=reason,
        source=source,
        without=without,
    )


@transaction.atomic
def begin_local_review(incident, *, on, by, reviewer=None):
    """Begin a local child safeguarding practice review; it is due for publication six months on (C07)."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.LOCAL_REVIEW, incident.rapid_review_sent_on, on)
    _start(LOCAL_REVIEW, incident, on, by=by)
    return _become(incident, IncidentStatus.LOCAL_REVIEW, by=by, local_review_on=on, reviewer=reviewer)


@transaction.atomic
def close(incident, *, on, by, published_on=None, reason=""):
    """Close the incident. A local review is published, or the reason why not is kept (RV-10)."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.CLOSED, incident.rapid_review_sent_on or incident.notified_on, on)
    refuse_if(
        rules.rapid_review_comes_first(incident),
        rules.unpublished_review_says_why(incident, published_on, reason),
        rules.dates_in_order(incident.local_review_on, published_on),
    )
    clock = _open_clock(LOCAL_REVIEW, incident)
    if clock and published_on:
        clocks.meet(clock, met_on=published_on, by=by)
    elif clock:
        clocks.void(clock, because=reason, by=by)
    return _become(
        incident, IncidentStatus.CLOSED, by=by, closed_on=on, published_on=published_on, closing_reason=reason
    )


@transaction.atomic
def recommend(incident, *, finding, text, by, addressed_to=(), number="", due=None):
    """A recommendation of the review, into the golden thread, under the finding that led to it."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(
        rules.rapid_review_follows_a_notification(incident),
        rules.identifies_nobody(_details(f"{finding}\n{text}", incident.pseudonym)),
    )
    found = thread.record_finding(incident.source, text=finding, by=by)
    return thread.recommend(found, text=text, by=by, number=number, addressed_to=addressed_to, due=due)


@transaction.atomic
def link(incident, *, in_common, by, other=None, title=""):
    """Say what this incident has in common with another review, ours or a national one."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    row = LinkedReview.everywhere.create(incident=incident, other=other, title=title, in_common=in_common)
    _note("incident.linked", f"Linked {incident} with {other or title}", incident, by=by)
    return row


def _allow(by, partnership, permission):
    refuse_if(partnership_rules.ours(by, partnership), partnership_rules.may(by, permission))


def _refuse_step(incident, status, follows, on, today=None):
    refuse_if(
        rules.goes_there(incident, status),
        rules.dates_in_order(follows, on),
        rules.not_in_the_future(on, today or timezone.localdate()),
    )


def _details(text, pseudonym):
    return scan(text, pseudonyms=(pseudonym,))


def _open_clock(duty, incident):
    return Clock.everywhere.filter(
        partnership=incident.partnership,
        duty=duty,
        subject_kind="incident",
        subject_reference=incident.pk,
        status__in=[clock_states.RUNNING, clock_states.PAUSED],
    ).first()


def _start(duty, incident, started, *, by, today=None, **facts):
    return clocks.start(
        incident.partnership,
        duty,
        started=started,
        subject_kind="incident",
        subject_reference=incident.pk,
        subject=incident.pseudonym,
        by=by,
        on=today,
        **facts,
    )


def _become(incident, status, *, by, without="", **fields):
    change(incident, status=status, **fields)
    _journal(incident, f"{incident}: {IncidentStatus(status).label.lower()}", by=by, without=without)
    return incident


def _journal(incident, summary, *, by, **details):
    _note(JOURNAL[IncidentStatus(incident.status)], summary, incident, by=by, **details)


def _note(verb, summary, incident, *, by, **details):
    record.write(
        verb, summary, by=by, about=f"incident:{incident.pk}", partnership=incident.partnership_id, **details
    )
