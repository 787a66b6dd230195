"""What was learned, what should be done about it, and what the agencies answered."""

from django.db import transaction

from lscp.golden_thread import rules, states
from lscp.golden_thread.models import (
    Action,
    Addressee,
    Finding,
    Recommendation,
    Response,
    Source,
    source_kinds,
)
from lscp.golden_thread.operations.steps import day, journal, keeper_only, move, works_here
from lscp.golden_thread.states import RecommendationStatus
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.versioned import change


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
    journal("source.opened", f"Recorded the source “{source}”", source, by)
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
    journal("source.edited", f"Corrected the source “{source}”", source, by, changed=fields)
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
    journal("finding.recorded", f"Recorded a finding: {text}", finding, by, source=source.pk)
    return finding


@transaction.atomic
def edit_finding(finding, *, version, by, **fields):
    """Correct a finding's words, quotation or theme. Raises ``EditedMeanwhile``."""
    refuse_if(
        partnership_rules.ours(by, finding.partnership_id),
        rules.may_bring_learning(by),
        rules.has_words(fields.get("text", finding.text)),
    )
    change(finding, version=version, **fields)
    journal("finding.edited", f"Corrected a finding: {finding.text}", finding, by, changed=fields)
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
        *(works_here(agency, finding.partnership_id) for agency in addressed_to),
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
        made_on=day(on),
    )
    Addressee.everywhere.bulk_create(
        Addressee(recommendation=recommendation, agency=agency) for agency in addressed_to
    )
    journal(states.JOURNAL[recommendation.status], f"Recommended: {text}", recommendation, by)
    return recommendation


@transaction.atomic
def edit_recommendation(recommendation, *, version, by, **fields):
    """Correct a recommendation's words, number, date, priority or group. Raises ``EditedMeanwhile``."""
    keeper_only(recommendation, by)
    refuse_if(
        rules.still_followed(recommendation),
        rules.has_words(fields.get("text", recommendation.text)),
        rules.belongs_to_the_partnership(
            fields.get("priority"), fields.get("group"), partnership=recommendation.partnership_id
        ),
    )
    change(recommendation, version=version, **fields)
    journal("recommendation.edited", f"Changed: {recommendation.text}", recommendation, by, changed=fields)
    return recommendation


@transaction.atomic
def address(recommendation, *, to, by):
    """Address a recommendation to one more agency."""
    keeper_only(recommendation, by)
    refuse_if(rules.still_followed(recommendation), works_here(to, recommendation.partnership_id))
    addressee, _ = Addressee.everywhere.get_or_create(recommendation=recommendation, agency=to)
    journal("recommendation.addressed", f"Addressed to {to}", recommendation, by)
    return addressee


@transaction.atomic
def say_where_it_stands(recommendation, *, text, on, by):
    """Say where an ask of a body outside the partnership stands; what was said before stays in the journal."""
    keeper_only(recommendation, by)
    refuse_if(rules.has_words(text))
    change(recommendation, standing=text, standing_on=on)
    journal(
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
    keeper_only(recommendation, by)
    refuse_if(
        rules.withdrawal_has_its_reason(reason),
        rules.may_go(recommendation, RecommendationStatus.WITHDRAWN),
    )
    move(recommendation, RecommendationStatus.WITHDRAWN, f"Withdrawn: {reason}", by, reason=reason)
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
    journal("recommendation.answered", f"{agency} {verb}", recommendation, by, reason=reason, on=on)
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
        move(recommendation, to, states.SHOWN[to][0], by)
