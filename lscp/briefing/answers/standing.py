"""Where recommendations stand, in a few words that everybody understands: of one, and counted for many.

A recommendation stands where its actions do; what is past its date is said before anything else.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lscp.briefing.answers.answer import Evidence
from lscp.briefing.answers.wording import MOST_EVIDENCE, MOST_NAMED, gov_date, quoted, tally
from lscp.golden_thread.models import Action, Recommendation
from lscp.golden_thread.states import LIVE, OPEN, SETTLED, ActionStatus, RecommendationStatus

CLOSED, DONE, CLAIMED, UNDER_WAY, ASKED, NOT_STARTED, OVERDUE, NOTHING, RESOLVED, CANNOT, DECLINED = (
    BEST_FIRST
) = (
    "closed with what changed judged",
    "done and checked by another agency",
    "said to be done but not yet checked",
    "under way",
    "asked of a body outside the partnership",
    "not started",
    "overdue",
    "with nothing planned yet",
    "resolved with no action on record",
    "cannot be done",
    "declined with a reason",
)
CARRIED_OUT = (CLOSED, DONE)
_NEEDS_ATTENTION = (
    OVERDUE,
    CANNOT,
    NOTHING,
    NOT_STARTED,
    CLAIMED,
    UNDER_WAY,
    ASKED,
    RESOLVED,
    DECLINED,
    DONE,
    CLOSED,
)


@dataclass(frozen=True)
class Stands:
    """Where one recommendation stands; for an overdue one, since when; for an ask of others, what they said."""

    words: str
    since: date | None = None
    standing: str = ""

    def __str__(self):
        if self.since:
            return f"overdue since {gov_date(self.since)}"
        return self.standing or self.words


def stands(status, actions, on):
    """``actions``: ``(status, due)`` of each."""
    if status == RecommendationStatus.CLOSED:
        return Stands(CLOSED)
    if status == RecommendationStatus.DECLINED:
        return Stands(DECLINED)
    late = [due for its, due in actions if its in LIVE and due and due < on]
    return Stands(OVERDUE, min(late)) if late else Stands(_by_actions({its for its, _ in actions}))


def _by_actions(found):
    if not found:
        return NOTHING
    if found <= SETTLED:
        return DONE if ActionStatus.VERIFIED in found else CANNOT
    if found == {ActionStatus.PLANNED}:
        return NOT_STARTED
    return UNDER_WAY if found & set(LIVE) else CLAIMED


def standing_of(rows, on):
    """``{id: Stands}`` of recommendations (a queryset), without those withdrawn. Two queries for any number."""
    rows = rows.exclude(status=RecommendationStatus.WITHDRAWN).order_by()
    actions = defaultdict(list)
    theirs = Action.objects.filter(recommendation__in=rows.values("pk")).order_by()
    for pk, status, due in theirs.values_list("recommendation_id", "status", "due"):
        actions[pk].append((status, due))
    return {
        pk: _without_actions(*about)
        if status in OPEN and not actions[pk]
        else stands(status, actions[pk], on)
        for pk, status, *about in rows.values_list("pk", "status", "kind", "asked_of", "standing")
    }


def _without_actions(kind, asked_of, said):
    """A body outside has its answer instead; a resolution may ask nobody for anything."""
    if asked_of:
        return Stands(ASKED, standing=f"asked of {asked_of}. {said}".strip(". "))
    return Stands(RESOLVED if kind == "resolution" else NOTHING)


def tallied(standing):
    """ "3 under way and 2 overdue", the best first."""
    counts = Counter(each.words for each in standing.values())
    return tally({words: counts[words] for words in BEST_FIRST})


def worst_first(standing):
    """Ids, what needs most attention first and the longest overdue first of all."""
    return sorted(
        standing,
        key=lambda pk: (_NEEDS_ATTENTION.index(standing[pk].words), standing[pk].since or date.max, pk),
    )


def read(ids):
    """The recommendations with these ids, in this order, with all that ``named`` says of them."""
    found = (
        Recommendation.objects.select_related("finding__source")
        .prefetch_related("actions__owner_agency", "addressees__agency")
        .in_bulk(ids)
    )
    return [found[pk] for pk in ids if pk in found]


def each(rows, standing):
    """Sentences about the first few, and one about how many more there are."""
    few = [named(row, standing[row.pk]) for row in rows[:MOST_NAMED]]
    more = len(standing) - len(few)
    return [*few, f"The record names {more} more"] if more > 0 else few


def named(row, its):
    """ "“Try the new form in 12 schools” (Council, due 3 May 2026): under way"."""
    owners = listed_owners(row)
    due = min((a.due for a in row.actions.all() if a.status in LIVE and a.due), default=None)
    beside = ", ".join(filter(None, (owners, f"due {gov_date(due)}" if due and not its.since else "")))
    return f"{quoted(row.text)}{f' ({beside})' if beside else ''}: {its}"


def listed_owners(row):
    """The agencies that own its actions, as printed where none is named; else those that it is addressed to."""
    owners = [str(a.owner_agency or a.owner_as_printed) for a in row.actions.all()]
    owners = owners or [str(one.agency) for one in row.addressees.all()]
    return ", ".join(dict.fromkeys(filter(None, owners)))


def evidence(rows):
    """The threads as what an answer rests on."""
    return tuple(
        Evidence("recommendation", str(row.pk), reverse("desk:thread", args=[row.pk]), str(row))
        for row in rows[:MOST_EVIDENCE]
    )
