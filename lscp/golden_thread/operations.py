"""Every change to a thread. ``by`` is a ``RoleHeld``, or a ``LinkHolder`` for an answer by e-mail link.

``on`` is the day it happened, for what is recorded later; left out it is today. Each operation writes one event in
the journal. Raises ``Refused`` (rules.py), and ``EditedMeanwhile`` where a page edits a row it was shown.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from lscp.documents import operations as documents
from lscp.documents.models import Document
from lscp.golden_thread import links, reminders, rules, states
from lscp.golden_thread.inheritance import copy_open_thread
from lscp.golden_thread.models import (
    Action,
    ActionLink,
    ActionUpdate,
    Addressee,
    Evidence,
    Finding,
    Impact,
    Milestone,
    Recommendation,
    Reminder,
    Response,
    Source,
    Verification,
    source_kinds,
)
from lscp.golden_thread.states import ActionStatus, RecommendationStatus
from lscp.journal import record
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.models import Footprint, Post, RoleHeld, Succession
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.versioned import change

OUTCOMES = {
    "under_way": ActionStatus.UNDER_WAY,
    "done": ActionStatus.CLAIMED_DONE,
    "cannot": ActionStatus.CANNOT_BE_DONE,
}
SCHEDULE = "the reminder schedule"


@dataclass(frozen=True)
class Proof:
    """Evidence that is not in the record yet, for ``judge_impact``."""

    kind: str
    text: str
    as_of: date
    source_label: str = ""
    document: Document | None = None


# ── What was learned, and what should be done about it ────────────────────────────────────────────────────


@transaction.atomic
def open_source(
    partnership, *, kind, title, happened_on, by, reference="", summary="", group=None, document=None
):
    """Record what the partnership learned from. ``kind`` is a code of the rulebook's source-kinds."""
    refuse_if(
        partnership_rules.ours(by, partnership.pk),
        rules.may_bring_learning(by),
        rules.kind_is_known(kind, list(dict(source_kinds()))),
        rules.has_words(title),
        rules.belongs_to_the_partnership(group, document, partnership=partnership.pk),
    )
    source = Source.everywhere.create(
        partnership=partnership,
        kind=kind,
        title=title[:300],
        reference=reference[:120],
        happened_on=happened_on,
        summary=summary,
        group=group,
        document=document,
    )
    _journal("source.opened", f"Recorded the source “{source}”", source, by)
    return source


@transaction.atomic
def edit_source(source, *, version, by, **fields):
    """Correct a source's title, reference, date, kind or summary. Raises ``EditedMeanwhile``."""
    refuse_if(
        partnership_rules.ours(by, source.partnership_id),
        rules.may_bring_learning(by),
        rules.belongs_to_the_partnership(
            fields.get("group"), fields.get("document"), partnership=source.partnership_id
        ),
    )
    change(source, version=version, **fields)
    _journal("source.edited", f"Corrected the source “{source}”", source, by, changed=fields)
    return source


@transaction.atomic
def record_finding(source, *, text, by, quotation="", line=None, theme=""):
    """Record one thing learned, with the source's own words where there are some."""
    refuse_if(
        partnership_rules.ours(by, source.partnership_id),
        rules.may_bring_learning(by),
        rules.has_words(text),
    )
    finding = Finding.everywhere.create(
        source=source, text=text, quotation=quotation, line=line, theme=theme[:120]
    )
    _journal("finding.recorded", f"Recorded a finding: {text}", finding, by, source=source.pk)
    return finding


@transaction.atomic
def recommend(
    finding,
    *,
    text,
    by,
    kind="recommendation",
    number="",
    addressed_to=(),
    asked_of="",
    priority=None,
    group=None,
    due=None,
    on=None,
):
    """Say what should be done about a finding, and by which agencies; ``asked_of`` names a body outside."""
    refuse_if(
        partnership_rules.ours(by, finding.partnership_id),
        rules.may_bring_learning(by),
        rules.has_words(text),
        rules.ask_names_a_body(kind, asked_of),
        rules.belongs_to_the_partnership(priority, group, partnership=finding.partnership_id),
        *(_works_here(agency, finding.partnership_id) for agency in addressed_to),
    )
    recommendation = Recommendation.everywhere.create(
        finding=finding,
        text=text,
        kind=kind,
        number=str(number or "")[:20],
        asked_of=asked_of[:200],
        priority=priority,
        group=group,
        due=due,
        made_on=_day(on),
    )
    Addressee.everywhere.bulk_create(
        Addressee(recommendation=recommendation, agency=agency) for agency in addressed_to
    )
    _journal(states.JOURNAL[recommendation.status], f"Recommended: {text}", recommendation, by)
    return recommendation


@transaction.atomic
def edit_recommendation(recommendation, *, version, by, **fields):
    """Correct a recommendation's words, number, date, priority or group. Raises ``EditedMeanwhile``."""
    _keeps(recommendation, by)
    refuse_if(
        rules.still_followed(recommendation),
        rules.has_words(fields.get("text", recommendation.text)),
        rules.belongs_to_the_partnership(
            fields.get("priority"), fields.get("group"), partnership=recommendation.partnership_id
        ),
    )
    change(recommendation, version=version, **fields)
    _journal("recommendation.edited", f"Changed: {recommendation.text}", recommendation, by, changed=fields)
    return recommendation


@transaction.atomic
def address(recommendation, *, to, by):
    """Address a recommendation to one more agency."""
    _keeps(recommendation, by)
    refuse_if(rules.still_followed(recommendation), _works_here(to, recommendation.partnership_id))
    addressee, _ = Addressee.everywhere.get_or_create(recommendation=recommendation, agency=to)
    _journal("recommendation.addressed", f"Addressed to {to}", recommendation, by)
    return addressee


@transaction.atomic
def say_where_it_stands(recommendation, *, text, on, by):
    """Say where an ask of a body outside the partnership stands; what was said before stays in the journal."""
    _keeps(recommendation, by)
    refuse_if(rules.has_words(text))
    change(recommendation, standing=text, standing_on=on)
    _journal(
        "recommendation.standing",
        f"{recommendation.asked_of or 'It'}: {text}",
        recommendation,
        by,
        on=on,
    )
    return recommendation


@transaction.atomic
def withdraw(recommendation, *, reason, by):
    """Take a recommendation out of what is followed; it stays readable, with the reason."""
    _keeps(recommendation, by)
    refuse_if(
        rules.withdrawal_has_its_reason(reason),
        rules.may_go(recommendation, RecommendationStatus.WITHDRAWN),
    )
    _move(recommendation, RecommendationStatus.WITHDRAWN, f"Withdrawn: {reason}", by, reason=reason)
    return recommendation


@transaction.atomic
def respond(recommendation, *, agency, verdict, reason, on, by):
    """An agency accepts, accepts in part, or declines with a reason that is published. The latest answer counts."""
    refuse_if(
        partnership_rules.ours(by, recommendation.partnership_id),
        partnership_rules.may(by, May.RESPOND),
        rules.still_followed(recommendation),
        rules.answers_for(by, agency),
        rules.is_addressed_to(agency, set(_addressed(recommendation))),
        rules.decline_has_its_reason(verdict, reason),
    )
    response = Response.everywhere.create(
        recommendation=recommendation, agency=agency, verdict=verdict, reason=reason, on=on, by=str(by)
    )
    verb = {"accept": "accepted", "accept_in_part": "accepted in part", "decline": "declined"}[verdict]
    _journal("recommendation.answered", f"{agency} {verb}", recommendation, by, reason=reason, on=on)
    _follow_the_answers(recommendation, by)
    return response


def _addressed(recommendation):
    return Addressee.everywhere.filter(recommendation=recommendation).values_list("agency_id", flat=True)


def _follow_the_answers(recommendation, by):
    """Taken up once anybody accepts; declined once everybody asked has declined and nothing is being done."""
    latest = dict(
        Response.everywhere.filter(recommendation=recommendation).values_list("agency_id", "verdict")
    )
    being_done = Action.everywhere.filter(recommendation=recommendation).exists()
    to = recommendation.status
    if being_done or any(verdict != "decline" for verdict in latest.values()):
        to = RecommendationStatus.TAKEN_UP
    elif set(latest) == set(_addressed(recommendation)):
        to = RecommendationStatus.DECLINED
    if to != recommendation.status:
        _move(recommendation, to, states.SHOWN[to][0], by)


# ── What is being done ────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def assign(
    recommendation,
    *,
    text,
    by,
    owner_agency=None,
    owner_person=None,
    owner_as_printed="",
    due=None,
    on=None,
):
    """Set an action. An owner may stand as printed until somebody names the agency. Reopens a closed thread."""
    refuse_if(
        partnership_rules.ours(by, recommendation.partnership_id),
        rules.may_bring_learning(by),
        rules.has_words(text),
        None
        if recommendation.status == RecommendationStatus.CLOSED
        else rules.still_followed(recommendation),
        *_owner_refusals(owner_agency, owner_person, recommendation.partnership_id),
    )
    action = Action.everywhere.create(
        recommendation=recommendation,
        text=text,
        owner_agency=owner_agency,
        owner_person=owner_person,
        owner_as_printed=owner_as_printed[:200],
        due=due,
        assigned_on=_day(on),
    )
    whose = f" to {action.owner}" if action.owner else ", owner not named yet"
    _journal(states.JOURNAL[action.status], f"Assigned{whose}: {text}", action, by, due=due)
    if recommendation.status != RecommendationStatus.TAKEN_UP:
        _move(recommendation, RecommendationStatus.TAKEN_UP, "Taken up", by)
    return action


@transaction.atomic
def edit_action(action, *, version, by, **fields):
    """Change an action's words, owner or due date. A new owner's agency ends the links sent to the old one."""
    _keeps(action, by)
    agency = fields.get("owner_agency", action.owner_agency)
    person = fields.get("owner_person", action.owner_person)
    before = action.owner_agency_id
    refuse_if(
        rules.has_words(fields.get("text", action.text)),
        rules.under_way_has_owner_and_date(action.status, agency, fields.get("due", action.due)),
        *_owner_refusals(agency, person, action.partnership_id),
    )
    change(action, version=version, **fields)
    if action.owner_agency_id != before:
        _revoke_links(action)
    _journal("action.edited", f"Changed the action: {action.text}", action, by, changed=fields)
    return action


@transaction.atomic
def add_milestone(action, *, text, due, by):
    """Add a step on the way, with its own date."""
    _keeps(action, by)
    refuse_if(rules.has_words(text))
    milestone = Milestone.everywhere.create(action=action, text=text, due=due)
    _journal("action.milestone_added", f"Milestone: {text}", action, by, due=due)
    return milestone


@transaction.atomic
def reach_milestone(milestone, *, on, by):
    """Say that a step was reached."""
    action = milestone.action
    refuse_if(*_may_update(action, by))
    milestone.reached_on = on
    milestone.save(update_fields=["reached_on"])
    _journal("action.milestone_reached", f"Reached: {milestone}", action, by, on=on)
    return milestone


@transaction.atomic
def report_on(action, *, outcome, text, on, by, via="desk", document=None):
    """Say how an action stands: ``outcome`` is ``under_way``, ``done`` or ``cannot``. A file sent with it is also
    kept as evidence."""
    to = OUTCOMES[outcome]
    refuse_if(
        *_may_update(action, by),
        rules.report_says_what(outcome, text),
        rules.under_way_has_owner_and_date(to, action.owner_agency_id, action.due),
        rules.claim_has_an_owner(outcome, action.owner_agency_id),
        rules.verified_is_reopened_by_its_keeper(action, by=by),
        rules.may_go(action, to),
        rules.belongs_to_the_partnership(document, partnership=action.partnership_id),
    )
    update = ActionUpdate.everywhere.create(
        action=action, text=text, on=on, by=str(by), status=to, via=via, document=document
    )
    if document is not None:
        _evidence(
            by,
            action=action,
            kind="document",
            text=text or document.name,
            as_of=on,
            document=document,
            source_label=document.name,
        )
    _move(action, to, f"{states.SHOWN[to][0]}: {text}" if text else states.SHOWN[to][0], by, via=via, on=on)
    _close_when_settled(action.recommendation, by)
    return update


@transaction.atomic
def add_evidence(action, *, kind, text, by, as_of, document=None, source_label=""):
    """Add what shows that an action was done: the words or the figure themselves are copied, with their date."""
    refuse_if(
        *_may_update(action, by),
        rules.evidence_stands(action),
        rules.has_words(text),
        rules.evidence_of_a_document_has_it(kind, document),
        rules.belongs_to_the_partnership(document, partnership=action.partnership_id),
    )
    evidence = _evidence(
        by,
        action=action,
        kind=kind,
        text=text,
        as_of=as_of,
        document=document,
        source_label=source_label[:200],
    )
    _journal("action.evidence_added", f"Added evidence: {text}", action, by, kind=kind, as_of=as_of)
    return evidence


def _evidence(by, **fields):
    return Evidence.everywhere.create(by=str(by), **fields)


@transaction.atomic
def verify(action, *, by, agency, on, satisfied, note=""):
    """Another agency (None: the independent scrutineer) says whether the evidence shows that it was done.

    Not satisfied sends it back to its owner with what is missing.
    """
    to = ActionStatus.VERIFIED if satisfied else ActionStatus.UNDER_WAY
    refuse_if(
        partnership_rules.ours(by, action.partnership_id),
        partnership_rules.may(by, May.VERIFY),
        rules.another_agency_verifies(action, by=by, agency=agency),
        rules.somebody_verifies(by, agency),
        rules.verifies_for(by, agency),
        _works_here(agency, action.partnership_id),
        rules.waits_for_verification(action),
        rules.verified_on_evidence(satisfied, evidence=Evidence.everywhere.filter(action=action).exists()),
        rules.not_satisfied_says_why(satisfied, note),
        rules.under_way_has_owner_and_date(to, action.owner_agency_id, action.due),
    )
    verification = Verification.everywhere.create(
        action=action, agency=agency, satisfied=satisfied, note=note, on=on, by=str(by)
    )
    who = str(agency or by)
    said = f"Verified by {who}" if satisfied else f"{who} is not satisfied yet: {note}"
    _move(action, to, said, by, on=on, note=note)
    _close_when_settled(action.recommendation, by)
    return verification


# ── What changed ──────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def state_test(recommendation, *, text, before, judge_on, by, on=None):
    """State beforehand what will be judged, how it stands now, and when it will be judged."""
    refuse_if(
        partnership_rules.ours(by, recommendation.partnership_id),
        rules.may_state_a_test(by),
        rules.still_followed(recommendation),
        rules.has_words(text),
        rules.test_comes_before_its_judgement(judge_on, _day(on)),
    )
    impact = Impact.everywhere.create(
        recommendation=recommendation, test=text, before=before, judge_on=judge_on
    )
    _journal("impact.test_stated", f"Will be judged by: {text}", recommendation, by, judge_on=judge_on)
    return impact


@transaction.atomic
def judge_impact(impact, *, verdict, after, on, by, evidence=(), judge_on=None):
    """Judge a stated test: ``changed``, ``no_change`` or ``not_known_yet`` (then ``judge_on`` may set a new date).

    ``evidence``: evidence of the thread's actions, or ``Proof`` values; each is copied with its date. The thread
    closes when every test has an answer and no action is open; no change closes it too.
    """
    thread = impact.recommendation
    evidence = list(evidence)
    kept = Evidence.everywhere.filter(impact=impact).exists()
    owners = set(Action.everywhere.filter(recommendation=thread).values_list("owner_agency_id", flat=True))
    refuse_if(
        partnership_rules.ours(by, impact.partnership_id),
        partnership_rules.may(by, May.JUDGE_IMPACT),
        rules.still_judged(thread),
        rules.not_judged_by_the_doer_alone(by, owners=owners - {None}),
        rules.judged_on_evidence(verdict, after=after, evidence=kept or evidence),
        rules.belongs_to_the_partnership(*_what_it_rests_on(evidence), partnership=impact.partnership_id),
    )
    for shown in evidence:
        _evidence(
            by,
            impact=impact,
            kind=shown.kind,
            text=shown.text,
            as_of=shown.as_of,
            source_label=shown.source_label,
            document=shown.document,
        )
    change(
        impact,
        verdict=verdict,
        after=after,
        judged_on=on,
        judged_by=str(by)[:250],
        judge_on=judge_on or impact.judge_on,
    )
    _journal("impact.judged", f"{impact.get_verdict_display()}: {after}", thread, by, on=on, impact=impact.pk)
    if verdict == "not_known_yet" and thread.status == RecommendationStatus.CLOSED:
        _move(thread, RecommendationStatus.TAKEN_UP, "Followed again: its impact is not known yet", by)
    _close_when_settled(thread, by)
    return impact


def _what_it_rests_on(evidence):
    """The files that evidence stands in, and the actions and judgements that it was given for."""
    for shown in evidence:
        yield shown.document
        if isinstance(shown, Evidence):
            yield shown.action or shown.impact


def _close_when_settled(thread, by):
    """A thread closes on impact and not on task: every test answered, at least one of them, and no action open."""
    thread.refresh_from_db(fields=["status", "version"])
    if thread.status != RecommendationStatus.TAKEN_UP:
        return
    verdicts = list(Impact.everywhere.filter(recommendation=thread).values_list("verdict", flat=True))
    if not verdicts or "not_known_yet" in verdicts:
        return
    if Action.everywhere.filter(recommendation=thread).exclude(status__in=states.SETTLED).exists():
        return
    words = "it changed" if "changed" in verdicts else "no change"
    _move(thread, RecommendationStatus.CLOSED, f"Closed on its impact: {words}", by)


# ── Links and reminders ───────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def send_link(action, *, by, to_person, expires, send=None):
    """Make a link for one person to answer about one action; earlier links to them about it end.

    ``send(link, token)`` sends it; when it fails, nothing was done. Returns ``(link, token)``: the token is kept
    nowhere else. ``by`` is None for the reminder schedule.
    """
    if by is not None:
        _keeps(action, by)
    refuse_if(
        rules.link_goes_to_the_owner(action, works_there=_works_there(to_person, action.owner_agency_id)),
        rules.under_way_has_owner_and_date(ActionStatus.UNDER_WAY, action.owner_agency_id, action.due),
        rules.person_has_an_address(to_person),
    )
    _revoke_links(action, person=to_person)
    token = links.new_token()
    link = ActionLink.everywhere.create(
        action=action,
        person=to_person,
        agency=action.owner_agency,
        token_sha256=links.digest(token),
        sent_at=timezone.now(),
        sent_by=str(by or SCHEDULE)[:250],
        expires=expires,
    )
    _journal("action.link_sent", f"Sent a link to {to_person}", action, by or SCHEDULE, expires=expires)
    if send is not None:
        send(link, token)
    return link, token


@transaction.atomic
def revoke(link, *, by):
    """End a link before it expires."""
    _keeps(link.action, by)
    _revoke_links(link.action, pk=link.pk)
    _journal("action.link_revoked", f"Ended the link sent to {link.person}", link.action, by)
    return link


def _revoke_links(action, **which):
    ActionLink.everywhere.filter(
        action=action, used_at__isnull=True, revoked_at__isnull=True, **which
    ).update(revoked_at=timezone.now())


def redeem(token, at):
    """The ``ActionLink`` that a token opens, if it still does. Raises ``Refused`` (GT-24 to GT-28). Uses nothing up:
    programs that look at e-mails open links too."""
    link = _link(token)
    refuse_if(rules.link_exists(link))
    refuse_if(
        rules.link_is_unused(link),
        rules.link_stands(link),
        rules.action_is_still_theirs(link, link.action, left=left(link.person, link.agency_id, at)),
        rules.link_is_in_time(link, at=at),
    )
    return link


def left(person, agency_id, at):
    """Has a person to whom a link was sent left the agency since? Then it opens nothing, although it was forwarded."""
    on = timezone.localdate(at)
    return not any(
        kind.everywhere.filter(person=person, agency_id=agency_id).exclude(ended__lt=on).exists()
        for kind in (Post, RoleHeld)
    )


def _link(token):
    return (
        ActionLink.everywhere.select_related(
            "person",
            "agency",
            "action__owner_agency",
            "action__owner_person",
            "action__recommendation__finding__source__partnership",
        )
        .filter(token_sha256=links.digest(token))
        .first()
    )


@transaction.atomic
def answer_by_link(token, *, outcome, text, at, content=None, name=""):
    """Send the one answer a link allows, with a file (bytes) if there is one; the link is then used up."""
    link = redeem(token, at)
    used = ActionLink.everywhere.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
    link.used_at = None if used else at
    refuse_if(rules.link_is_unused(link))
    holder = links.LinkHolder(link)
    document = None
    if content:
        document = documents.keep(
            content, name=name, partnership=holder.partnership_id, by=holder, agency=holder.agency_id
        )
    return report_on(
        link.action,
        outcome=outcome,
        text=text,
        on=timezone.localdate(at),
        by=holder,
        via="link",
        document=document,
    )


@transaction.atomic
def _remind(reminder, *, on, send):
    Reminder.everywhere.create(
        action=reminder.action, person=reminder.person, stage=reminder.stage, due=reminder.due, sent_on=on
    )
    token = ""
    if reminder.to_owner:
        _, token = send_link(
            reminder.action, by=None, to_person=reminder.person, expires=reminder.link_expires(on)
        )
    stage = dict(Reminder.STAGES)[reminder.stage].lower()
    _journal(
        "action.reminded",
        f"Reminded {reminder.person}: {stage}",
        reminder.action,
        SCHEDULE,
        stage=reminder.stage,
        due=reminder.due,
    )
    send(reminder, token)


def send_reminders(on, send):
    """Send what is due on a day, each once; a second run sends nothing. Returns ``(sent, failed)``.

    ``send(reminder, token)`` sends one e-mail and raises ``OSError`` where it cannot (``smtplib``'s errors are
    such); that one is then tried again by the next run. Needs a scope: ``lscp.scope.of_all("reminders")``.
    """
    sent, failed = [], []
    for reminder in reminders.due(on):
        try:
            _remind(reminder, on=on, send=send)
        except OSError as error:
            failed.append((reminder, error))
        else:
            sent.append(reminder)
    return sent, failed


# ── Succession ────────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def inherit(source, *, into, by, on):
    """Copy what is still open of a source into the partnership that took over, with its origin.

    Agencies that work there stay addressed and stay owners; others stand as printed. Answers, actions, their
    history, evidence, tests and files come along; the original stays where it is.
    """
    predecessor = source.partnership
    refuse_if(
        partnership_rules.ours(by, into.pk),
        partnership_rules.may(by, May.KEEP_THREAD),
        rules.inherits_from_its_predecessor(
            source,
            into=into,
            succeeded=Succession.objects.filter(predecessor=predecessor, successor=into).exists(),
        ),
        rules.inherited_once(already=Source.everywhere.filter(copied_from=source, partnership=into).exists()),
    )
    copy = copy_open_thread(source, into=into, by=by, on=on)
    _journal("source.inherited", f"Inherited from {predecessor}: “{source}”", copy, by, from_source=source.pk)
    return copy


# ── What every operation does ─────────────────────────────────────────────────────────────────────────────


def _day(on):
    return on or timezone.localdate()


def _journal(verb, summary, row, by, **details):
    record.write(
        verb,
        summary,
        by=by,
        about=f"{row._meta.model_name}:{row.pk}",
        partnership=row.partnership_id,
        **details,
    )


def _move(row, to, summary, by, **details):
    """Change a row's status and journal the arrival."""
    refuse_if(rules.may_go(row, to))
    change(row, status=to)
    _journal(states.JOURNAL[to], summary, row, by, **details)


def _keeps(row, by):
    refuse_if(partnership_rules.ours(by, row.partnership_id), partnership_rules.may(by, May.KEEP_THREAD))


def _may_update(action, by):
    return (
        partnership_rules.ours(by, action.partnership_id),
        partnership_rules.may(by, May.UPDATE_ACTION),
        rules.link_is_for(action, by=by),
        rules.reports_on_own_action(action, by=by),
        rules.not_withdrawn(action.recommendation),
    )


def _works_here(agency, partnership):
    here = agency is None or Footprint.everywhere.filter(agency=agency, partnership_id=partnership).exists()
    return rules.owner_works_here(agency, works_here=here)


def _owner_refusals(agency, person, partnership):
    there = person is None or _works_there(person, agency and agency.pk)
    return _works_here(agency, partnership), rules.owner_person_is_of_the_agency(person, works_there=there)


def _works_there(person, agency_id):
    if agency_id is None:
        return False
    return (
        Post.everywhere.filter(person=person, agency_id=agency_id, ended__isnull=True).exists()
        or RoleHeld.everywhere.filter(person=person, agency_id=agency_id, ended__isnull=True).exists()
    )
