"""Every step of a serious incident, from the day it is raised to the day its review closes.

Clocks start and stop with the steps: C01 (notification; C02 for deaths notified whatever the cause) from the day the
council became aware, C04 (rapid review) from the notification, C07 (local review) from the decision to hold one.
Every text is read for identifying details before it is kept (RV-05).
"""

from django.db import transaction
from django.utils import timezone

from lscp.calendars import add_working_days
from lscp.clocks import operations as clocks
from lscp.clocks import states as clock_states
from lscp.clocks.models import Clock
from lscp.disclosure.identifying import NAMES, scan
from lscp.golden_thread import operations as thread
from lscp.golden_thread import rules as thread_rules
from lscp.golden_thread.operations import linking
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, Person, Post, RoleHeld
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.sources.reviews import rules
from lscp.sources.reviews.holder import SummaryHolder
from lscp.sources.reviews.models import AgencySummary, Incident, LinkedReview, SummaryLink
from lscp.sources.reviews.states import JOURNAL, IncidentStatus
from lscp.versioned import change

NOTIFY, NOTIFY_DEATH, RAPID_REVIEW, LOCAL_REVIEW = "C01", "C02", "C04", "C07"
SUMMARIES_WITHIN = 10  # working days: the plan areas publish for the 15 (C04), agencies' part of it


@transaction.atomic
def raise_incident(partnership, *, pseudonym, kind, occurred_on, known_on, raised_by, account, by, on=None):
    """Record a serious incident. The notification clock starts on the day the council became aware."""
    today = on or timezone.localdate()
    _allow(by, partnership.pk, May.KEEP_REVIEWS)
    refuse_if(
        _works_here(raised_by, partnership),
        rules.dates_in_order(occurred_on, known_on),
        rules.not_in_the_future(known_on, today),
        rules.pseudonym_is_free(
            Incident.everywhere.filter(partnership=partnership, pseudonym=pseudonym).exists()
        ),
        _identifies_nobody(partnership.pk, account, pseudonym=pseudonym),
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
    _start(
        _notification(incident),
        incident,
        known_on,
        by=by,
        today=today,
        trigger="awareness",
        incident_on=occurred_on,
    )
    return incident


@transaction.atomic
def edit_account(incident, *, account, version, by):
    """Change the account of what happened. Raises ``EditedMeanwhile``."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(_identifies_nobody(incident.partnership_id, account))
    change(incident, version=version, account=account)
    _note("incident.edited", f"Changed the account of {incident}", incident, by=by)
    return incident


@transaction.atomic
def decide_not_notifiable(incident, *, reason, on, by):
    """The delegated partners decide that the criteria are not met, also after a notification (C05: a notification
    needs a rapid review unless it is later found not to meet them). The reasons are kept; open clocks are void."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.NOT_NOTIFIABLE, incident.notified_on or incident.known_on, on)
    refuse_if(
        rules.death_is_always_notified(incident),
        rules.decision_has_reasons(reason),
        _identifies_nobody(incident.partnership_id, reason),
    )
    for duty in (_notification(incident), RAPID_REVIEW):
        clock = _open_clock(duty, incident)
        if clock:
            clocks.void(clock, because=f"Decided on {_in_words(on)} that the criteria are not met", by=by)
    return _become(
        incident, IncidentStatus.NOT_NOTIFIABLE, by=by, because=reason, decided_on=on, decision_reason=reason
    )


@transaction.atomic
def notify(incident, *, reason, on, by, today=None):
    """The criteria are met and the Panel was notified on a day: the rapid review's clock starts then."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.NOTIFIED, incident.known_on, on, today)
    refuse_if(rules.decision_has_reasons(reason), _identifies_nobody(incident.partnership_id, reason))
    clock = _open_clock(_notification(incident), incident)
    if clock is None:  # decided against before, and looked at again
        clock = _start(_notification(incident), incident, incident.known_on, by=by, today=today)
    clocks.meet(clock, met_on=on, by=by, on=today)
    if rules.notified_incidents_need_a_rapid_review(incident) is None:
        _start(RAPID_REVIEW, incident, on, by=by, today=today)
    return _become(
        incident,
        IncidentStatus.NOTIFIED,
        by=by,
        because=reason,
        decided_on=on,
        decision_reason=reason,
        notified_on=on,
    )


@transaction.atomic
def ask_for_summary(incident, agency, *, on, by):
    """Ask an agency what it knows of the child, for the rapid review, within ten working days."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(
        _works_here(agency, incident.partnership),
        rules.rapid_review_follows_a_notification(incident),
        rules.notified_incidents_need_a_rapid_review(incident),
        rules.agencies_are_asked_before_it_goes(incident),
        rules.agency_is_asked_once(
            agency, AgencySummary.everywhere.filter(incident=incident, agency=agency).exists()
        ),
        rules.dates_in_order(incident.notified_on, on),
        rules.not_in_the_future(on, timezone.localdate()),
    )
    summary = AgencySummary.everywhere.create(
        incident=incident, agency=agency, asked_on=on, due=add_working_days(on, SUMMARIES_WITHIN)
    )
    _note("summary.asked", f"Asked {agency} for its summary on {incident}", incident, by=by)
    return summary


@transaction.atomic
def ask_for_summaries(incident, agencies, *, on, by):
    """Ask several agencies at once: all of them, or none."""
    return [ask_for_summary(incident, agency, on=on, by=by) for agency in agencies]


@transaction.atomic
def receive_summary(summary, *, text, on, by, version=None, document=None):
    """Record an agency's answer: its own words without identifying details. Raises ``EditedMeanwhile``.

    It may be corrected until the rapid review is sent; an answer that came too late for it is still kept.
    """
    incident = summary.incident
    refuse_if(
        partnership_rules.ours(by, incident.partnership_id),
        rules.answered_by_those_asked(by, summary),
        rules.sent_answers_stand(incident, summary),
        rules.dates_in_order(summary.asked_on, on),
        rules.not_in_the_future(on, timezone.localdate()),
        thread_rules.belongs_to_the_partnership(document, partnership=incident.partnership_id),
        _identifies_nobody(incident.partnership_id, text),
    )
    change(summary, version=version, text=text, received_on=on, document=document)
    _note("summary.received", f"{summary.agency} answered on {incident}", incident, by=by)
    return summary


@transaction.atomic
def send_link(summary, *, by, to_person, expires, send):
    """Send one person of the agency a link by which to answer without an account; earlier links to them end.

    ``send(link, token)`` sends it; when it fails, nothing was done. The token is kept nowhere else.
    """
    incident = summary.incident
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(
        rules.answer_is_still_wanted(summary),
        rules.link_goes_to_the_agency(summary.agency, works_there=_works_at(summary.agency_id, to_person)),
        thread_rules.person_has_an_address(to_person),
    )
    linking.end_links(SummaryLink, summary=summary, person=to_person, used_at__isnull=True)
    link, token = linking.issue(SummaryLink, summary=summary, person=to_person, expires=expires)
    _note("summary.link_sent", f"Sent {to_person} a link for the summary on {incident}", incident, by=by)
    send(link, token)
    return link


def redeem(token, at):
    """The ``SummaryLink`` that a token opens, if it still does. Raises ``Refused``. Uses nothing up."""
    link = linking.link_of(SummaryLink, token, "summary__agency", "summary__incident__partnership")
    refuse_if(
        thread_rules.link_is_unused(link),
        thread_rules.link_stands(link),
        rules.answer_is_still_wanted(link.summary),
        thread_rules.link_is_in_time(link, at=at),
        rules.link_is_of_the_agency(
            link.summary.agency, left=thread.left(link.person, link.summary.agency_id, at)
        ),
    )
    return link


@transaction.atomic
def answer_by_link(token, *, text, at):
    """Give the one answer a link allows; the link is then used up."""
    link = redeem(token, at)
    used = SummaryLink.everywhere.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
    link.used_at = None if used else at
    refuse_if(thread_rules.link_is_unused(link))
    return receive_summary(
        link.summary,
        text=text,
        on=timezone.localdate(at),
        by=SummaryHolder(link),
        version=link.summary.version,
    )


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
        _identifies_nobody(incident.partnership_id, learning, reason, without),
    )
    clock = _open_clock(RAPID_REVIEW, incident)
    if clock:
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
        because=reason,
        without=without,
        rapid_review_sent_on=on,
        learning=learning,
        next_step=next_step,
        next_step_reason=reason,
        source=source,
    )


@transaction.atomic
def begin_local_review(incident, *, on, by, reviewer=None):
    """Begin a local child safeguarding practice review; it is due for publication six months on (C07)."""
    _allow(by, incident.partnership_id, May.DECIDE_REVIEWS)
    _refuse_step(incident, IncidentStatus.LOCAL_REVIEW, incident.rapid_review_sent_on, on)
    if reviewer is not None:
        known = Person.everywhere.filter(Person.in_partnerships([incident.partnership_id]), pk=reviewer.pk)
        refuse_if(partnership_rules.person_is_known_here(reviewer, known_here=known.exists()))
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
        rules.dates_in_order(published_on, on),
        _identifies_nobody(incident.partnership_id, reason),
    )
    clock = _open_clock(LOCAL_REVIEW, incident)
    if clock and published_on:
        clocks.meet(clock, met_on=published_on, by=by)
    elif clock:
        clocks.void(clock, because=reason, by=by)
    return _become(
        incident,
        IncidentStatus.CLOSED,
        by=by,
        because=reason,
        closed_on=on,
        published_on=published_on,
        closing_reason=reason,
    )


@transaction.atomic
def recommend(incident, *, finding, text, by, addressed_to=(), number="", due=None):
    """A recommendation of the review, into the golden thread, under the finding that led to it.

    It was made on the day the review was published, or else on the day the rapid review was sent.
    """
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(
        rules.recommendations_follow_the_rapid_review(incident),
        _identifies_nobody(incident.partnership_id, finding, text),
    )
    found = thread.record_finding(incident.source, text=finding, by=by)
    made_on = incident.published_on or incident.rapid_review_sent_on
    return thread.recommend(
        found, text=text, by=by, number=number, addressed_to=addressed_to, due=due, on=made_on
    )


@transaction.atomic
def link(incident, *, in_common, by, other=None, title=""):
    """Say what this incident has in common with another review, ours or a national one."""
    _allow(by, incident.partnership_id, May.KEEP_REVIEWS)
    refuse_if(
        thread_rules.belongs_to_the_partnership(other, partnership=incident.partnership_id),
        _identifies_nobody(incident.partnership_id, title, in_common),
    )
    row = LinkedReview.everywhere.create(incident=incident, other=other, title=title, in_common=in_common)
    _note("incident.linked", f"Linked {incident} with {other or title}", incident, by=by)
    return row


def _works_here(agency, partnership):
    here = Footprint.everywhere.filter(agency=agency, partnership=partnership).exists()
    return partnership_rules.agency_works_here(agency, partnership, works_here=here)


def _allow(by, partnership, permission):
    refuse_if(partnership_rules.ours(by, partnership), partnership_rules.may(by, permission))


def _refuse_step(incident, status, follows, on, today=None):
    refuse_if(
        rules.goes_there(incident, status),
        rules.dates_in_order(follows, on),
        rules.not_in_the_future(on, today or timezone.localdate()),
    )


def _identifies_nobody(partnership, *texts, pseudonym=""):
    """RV-05 for every text of one step. The partnership's own pseudonyms may stand in them.

    A name may be a professional's: the page asks whoever writes one, and nothing is refused for it.
    """
    known = Incident.everywhere.filter(partnership=partnership).values_list("pseudonym", flat=True)
    found = scan("\n".join(texts), pseudonyms=(*known, pseudonym))
    return rules.identifies_nobody([detail for detail in found if detail.kind not in NAMES])


def _notification(incident):
    return NOTIFY_DEATH if incident.is_a_death_always_notified else NOTIFY


def _works_at(agency, person):
    in_post = Post.everywhere.filter(person=person, agency=agency, ended__isnull=True).exists()
    return in_post or RoleHeld.everywhere.filter(person=person, agency=agency, ended__isnull=True).exists()


def _in_words(day):
    return f"{day.day} {day:%B %Y}"


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


def _become(incident, status, *, by, because="", without="", **fields):
    """Into a status, with the reasons kept in the journal: a later decision does not wipe out an earlier one's."""
    change(incident, status=status, **fields)
    said = f"{incident}: {IncidentStatus(status).label.lower()}"
    _journal(incident, said, by=by, because=because, without=without)
    return incident


def _journal(incident, summary, *, by, **details):
    _note(JOURNAL[IncidentStatus(incident.status)], summary, incident, by=by, **details)


def _note(verb, summary, incident, *, by, **details):
    record.write(
        verb, summary, by=by, about=f"incident:{incident.pk}", partnership=incident.partnership_id, **details
    )
