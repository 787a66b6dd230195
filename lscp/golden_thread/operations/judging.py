"""What changed: the test stated beforehand and its judgement."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from lscp.documents.models import Document
from lscp.golden_thread import rules
from lscp.golden_thread.models import Action, Evidence, Impact
from lscp.golden_thread.operations.steps import close_when_settled, day, journal, keep_evidence, move
from lscp.golden_thread.states import RecommendationStatus
from lscp.partnerships import rules as partnership_rules
from lscp.partnerships.roles import May
from lscp.refusal import refuse_if
from lscp.versioned import change


@dataclass(frozen=True)
class Proof:
    """Evidence that is not in the record yet, for ``judge_impact``."""

    kind: str
    text: str
    as_of: date
    source_label: str = ""
    document: Document | None = None


@transaction.atomic
def state_test(recommendation, *, text, before, judge_on, by, on=None):
    """State beforehand what will be judged, how it stands now, and when it will be judged."""
    refuse_if(
        partnership_rules.ours(by, recommendation.partnership_id),
        rules.may_state_a_test(by),
        rules.still_followed(recommendation),
        rules.has_words(text),
        rules.test_comes_before_its_judgement(judge_on, day(on)),
    )
    impact = Impact.everywhere.create(
        recommendation=recommendation, test=text, before=before, judge_on=judge_on
    )
    journal("impact.test_stated", f"Will be judged by: {text}", recommendation, by, judge_on=judge_on)
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
        keep_evidence(
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
    journal("impact.judged", f"{impact.get_verdict_display()}: {after}", thread, by, on=on, impact=impact.pk)
    if verdict == "not_known_yet" and thread.status == RecommendationStatus.CLOSED:
        move(thread, RecommendationStatus.TAKEN_UP, "Followed again: its impact is not known yet", by)
    close_when_settled(thread, by)
    return impact


def _what_it_rests_on(evidence):
    """The files that evidence stands in, and the actions and judgements that it was given for."""
    for shown in evidence:
        yield shown.document
        if isinstance(shown, Evidence):
            yield shown.action or shown.impact
