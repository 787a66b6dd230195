"""Each priority: what it means, what was done, what changed, and plainly where nothing is known."""

from lscp.golden_thread.states import ActionStatus
from lscp.partnerships.models import Priority
from lscp.publication import document as d
from lscp.publication.document import sentence
from lscp.publication.facts.impacts import impact_in_words
from lscp.publication.facts.parts import listed


def priorities(report, recommendations):
    """One section a priority: what it means, what was done, what changed, and plainly where nothing is known."""
    priorities = (
        Priority.objects.filter(started__lte=report.period_end)
        .exclude(ended__lt=report.period_start)
        .prefetch_related("objectives", "progress")
    )
    followed = {}
    for recommendation in recommendations:
        followed.setdefault(recommendation.priority_id, []).append(recommendation)
    return ((), tuple(_priority(one, followed.get(one.pk, []), report) for one in priorities))


def _priority(priority, recommendations, report):
    objectives = [
        (f"{objective.get_strand_display()}: {sentence(objective.text)} {_measure(objective)}".strip(),)
        for objective in priority.objectives.all()
    ]
    done = [
        (action.text,)
        for recommendation in recommendations
        for action in recommendation.actions.all()
        if action.status == ActionStatus.VERIFIED
    ]
    impacts = [impact for recommendation in recommendations for impact in recommendation.impacts.all()]
    told = [i for i in impacts if i.judged_on is None or i.judged_on >= report.period_start]
    blocks = [
        d.Paragraph(sentence(priority.plain_words)),
        *listed("What we set out to achieve:", objectives),
        *listed("What was done, and checked by another agency:", done),
        *(impact_in_words(impact, report) for impact in told),
        _stood(priority, report),
    ]
    return d.Section(f"priority-{priority.pk}", priority.title, tuple(blocks))


def _measure(objective):
    return f"How we will know: {sentence(objective.measure)}" if objective.measure.strip() else ""


def _stood(priority, report):
    ends = (report.period_start, report.period_end)
    progress = next((p for p in priority.progress.all() if ends[0] <= p.period_end <= ends[1]), None)
    if progress is None:
        return d.Paragraph("How this priority stood at the end of the period has not been recorded.")
    word = progress.get_direction_display().lower()
    return d.Paragraph(f"At {d.show_date(progress.period_end)}: {word}. {sentence(progress.text)}".strip())
