"""Counts to be used inside a sentence, each with its numerator, denominator, period and source."""

from lscp.golden_thread.states import ActionStatus, RecommendationStatus
from lscp.publication import document as d
from lscp.publication.facts.impacts import not_known_in
from lscp.publication.facts.parts import SOURCE_OF_THREAD


def figures(report, followed, as_of):
    """Counts to be used inside a sentence, each with its numerator, denominator, period and source."""
    actions = [action for recommendation in followed for action in recommendation.actions.all()]
    impacts = [impact for recommendation in followed for impact in recommendation.impacts.all()]
    made = [r for r in followed if r.made_on >= report.period_start]

    counted = {
        "recommendations_made": (len(made), None),
        "recommendations_followed": (len(followed), None),
        "recommendations_declined": (_with(followed, RecommendationStatus.DECLINED), len(followed)),
        "recommendations_closed": (_with(followed, RecommendationStatus.CLOSED), len(followed)),
        "actions": (len(actions), None),
        "actions_verified": (_with(actions, ActionStatus.VERIFIED), len(actions)),
        "impacts_changed": (
            sum(i.verdict == "changed" and not not_known_in(i, report) for i in impacts),
            len(impacts),
        ),
        "impacts_not_known_yet": (sum(not_known_in(i, report) for i in impacts), len(impacts)),
    }
    return {
        name: d.Figure(
            part,
            indicator=FIGURE_WORDS[name],
            numerator=None if whole is None else part,
            denominator=whole,
            period_start=report.period_start,
            period_end=report.period_end,
            scope=d.NOT_PEOPLE,
            source=SOURCE_OF_THREAD,
            as_of=as_of,
        )
        for name, (part, whole) in counted.items()
    }


def _with(rows, status):
    return sum(row.status == status for row in rows)


FIGURE_WORDS = {
    "recommendations_made": "recommendations made in the period",
    "recommendations_followed": "recommendations followed in the period",
    "recommendations_declined": "recommendations declined, with a reason",
    "recommendations_closed": "recommendations closed, with their impact judged",
    "actions": "actions that followed from them",
    "actions_verified": "actions done and verified by another agency",
    "impacts_changed": "tests of impact that showed a change",
    "impacts_not_known_yet": "tests of impact not judged yet",
}
