"""What happened, drawn on a chart."""

from django.db.models import Max, Q

from lscp.golden_thread.models import Action, Impact
from lscp.golden_thread.states import ActionStatus
from lscp.indicators.charts import ChartEvent, definitions_of
from lscp.indicators.models import PriorityIndicator
from lscp.indicators.queries.scorecard import rebases
from lscp.partnerships.models import Objective
from lscp.scorecard.catalogue import indicator as entry_of


def events_on(partnership, indicator):
    """What may explain a chart, oldest first: actions done and changes judged on the threads of the priorities that
    the indicator follows, breaks and new definitions from the catalogue, and re-basing by a person."""
    events = definitions_of(entry_of(indicator))
    events += [ChartEvent(row.from_period, "rebase", row.because) for row in rebases(partnership, indicator)]
    return sorted([*events, *_from_the_thread(partnership, indicator)], key=lambda event: event.on)


def _from_the_thread(partnership, indicator):
    own = PriorityIndicator.objects.filter(indicator=indicator, priority__partnership=partnership)
    by_objective = Objective.objects.filter(indicator=indicator, priority__partnership=partnership)
    followed = Q(recommendation__priority__in=own.values("priority")) | Q(
        recommendation__priority__in=by_objective.values("priority")
    )
    actions = (
        Action.objects.filter(followed, status__in=[ActionStatus.CLAIMED_DONE, ActionStatus.VERIFIED])
        .annotate(done_on=Max("updates__on", filter=Q(updates__status=ActionStatus.CLAIMED_DONE)))
        .values_list("done_on", "text", "recommendation_id")
    )
    for on, text, thread in actions:
        if on:
            yield ChartEvent(on, "action", text, thread)
    changed = Impact.objects.filter(followed, verdict="changed").values_list(
        "judged_on", "test", "recommendation_id"
    )
    for on, text, thread in changed:
        yield ChartEvent(on, "change", text, thread)
