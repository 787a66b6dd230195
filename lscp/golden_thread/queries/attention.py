"""What needs somebody: every row that something is the matter with, once, with all that is the matter with it.

The database finds and orders them, by their keys alone: one query, however many there are. Rows are read for the part
of the list that is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Value

from lscp.golden_thread.models import Action, Impact, Recommendation
from lscp.golden_thread.queries.concerns import ALL_CONCERNS, OF_LIVE_ACTIONS
from lscp.golden_thread.queries.lists import UP_FROM_AN_ACTION, followed_by
from lscp.golden_thread.states import ActionStatus, RecommendationStatus

_READ_WITH = {
    Action: UP_FROM_AN_ACTION,
    Recommendation: ["finding__source"],
    Impact: ["recommendation__finding__source"],
}


@dataclass(frozen=True)
class Attention:
    """A row that needs somebody: what is the matter with it (codes of ``CONCERNS``), and since when."""

    row: Action | Recommendation | Impact
    concerns: tuple
    since: date

    @property
    def recommendation(self):
        return self.row if isinstance(self.row, Recommendation) else self.row.recommendation


@dataclass(frozen=True)
class _Place:
    kind: type
    pk: int
    concerns: list
    since: list


class Concerned(Sequence):
    """``Attention`` after ``Attention``. A part of it is read in three queries at most, one a table."""

    def __init__(self, places):
        self.places = places

    def __len__(self):
        return len(self.places)

    def __getitem__(self, part):
        if isinstance(part, slice):
            return self._read(self.places[part])
        return self._read([self.places[part]])[0]

    def __iter__(self):
        return iter(self._read(self.places))

    def _read(self, places):
        rows = {
            kind: kind.objects.select_related(*with_it).in_bulk(keys)
            for kind, with_it in _READ_WITH.items()
            if (keys := [place.pk for place in places if place.kind is kind])
        }
        return [
            Attention(rows[place.kind][place.pk], tuple(place.concerns), min(place.since))
            for place in places
            if place.pk in rows[place.kind]
        ]


def needs_attention(on, *, group=None, concern=None):
    """What needs somebody on a day: by the first concern that each row meets, oldest first within it.

    ``group``: what it follows. ``concern``: that one alone.
    """
    order = list(ALL_CONCERNS)
    chosen = [concern] if concern else order
    kinds, found = {}, []
    for code in chosen:
        rows = ALL_CONCERNS[code](on)
        kinds[code] = rows.model
        if group:
            rows = rows.filter(followed_by(group, "" if rows.model is Recommendation else "recommendation__"))
        rows = rows.annotate(concern=Value(order.index(code))).order_by()
        found.append(rows.values_list("concern", "since", "pk"))
    together = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    places = {}
    for number, since, pk in together.order_by("concern", "since", "pk"):
        code = order[number]
        place = places.setdefault((kinds[code], pk), _Place(kinds[code], pk, [], []))
        place.concerns.append(code)
        place.since.append(since)
    return Concerned(list(places.values()))


def needs_nobody(concerned, *, group=None):
    """How many actions are on course and how many are verified, beside ``concerned`` (of every concern)."""
    rows = Action.objects.filter(followed_by(group, "recommendation__") if group else Q())
    waiting = sum(
        place.kind is Action and not OF_LIVE_ACTIONS.isdisjoint(place.concerns) for place in concerned.places
    )
    return {
        "on_course": max(rows.live().count() - waiting, 0),
        "verified": rows.filter(status=ActionStatus.VERIFIED)
        .exclude(recommendation__status=RecommendationStatus.WITHDRAWN)
        .count(),
    }
