"""What needs somebody: every row that something is the matter with, once, with all that is the matter with it.

The database finds and orders them, by their keys alone: one query, however many there are. Rows are read for the part
of the list that is looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import Prefetch, Q, Value

from lscp import scope
from lscp.golden_thread.models import Action, Impact, Recommendation
from lscp.golden_thread.queries.asking import last_asked
from lscp.golden_thread.queries.concerns import (
    ALL_CONCERNS,
    OF_LIVE_ACTIONS,
    OF_WHOLE_THREADS,
    silent_addressees,
)
from lscp.golden_thread.queries.lists import UP_FROM_AN_ACTION, followed_by
from lscp.golden_thread.states import ActionStatus, RecommendationStatus


def _rows(kind):
    """What a line says of a row, beside the row itself."""
    if kind is Action:
        return Action.objects.select_related(*UP_FROM_AN_ACTION).annotate(last_asked=last_asked())
    if kind is Recommendation:
        silent = Prefetch("addressees", silent_addressees().select_related("agency"), to_attr="silent")
        return Recommendation.objects.select_related("finding__source").prefetch_related(silent)
    return Impact.objects.select_related("recommendation__finding__source")


@dataclass(frozen=True)
class Attention:
    """A row that needs somebody. ``concerns``: what is the matter, in order, and since when each has been.

    An action carries ``last_asked``; a recommendation ``silent``, the addressees who gave no answer.
    """

    row: Action | Recommendation | Impact
    concerns: dict

    @property
    def first(self):
        """The first thing that is the matter, under which it is listed."""
        return next(iter(self.concerns))

    @property
    def recommendation(self):
        return self.row if isinstance(self.row, Recommendation) else self.row.recommendation


class Concerned(Sequence):
    """``Attention`` after ``Attention``: found by their keys in one query, and read in one a table, part by part.

    ``keys`` is ``{(table, key): {concern: since}}``.
    """

    def __init__(self, keys):
        self.keys = list(keys.items())

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, part):
        return self._read(self.keys[part]) if isinstance(part, slice) else self._read([self.keys[part]])[0]

    def __iter__(self):
        return iter(self[:])

    def _read(self, part):
        wanted = {}
        for (kind, pk), _ in part:
            wanted.setdefault(kind, []).append(pk)
        rows = {kind: _rows(kind).in_bulk(keys) for kind, keys in wanted.items()}
        return [Attention(rows[kind][pk], concerns) for (kind, pk), concerns in part if pk in rows[kind]]

    def under(self, *concerns):
        """Those that are listed under one of ``concerns``, the oldest first."""
        found = [
            (since, place)
            for place, (_, its) in enumerate(self.keys)
            for concern, since in islice(its.items(), 1)
            if concern in concerns
        ]
        return Concerned(dict(self.keys[place] for _, place in sorted(found)))


def concerned(readings):
    """What needs somebody among ``{concern: its rows}``: by the first that a row meets, oldest first within it."""
    codes = list(readings)
    found = [
        rows.annotate(concern=Value(place)).order_by().values_list("concern", "since", "pk")
        for place, rows in enumerate(readings.values())
    ]
    if not found:
        return Concerned({})
    together = found[0].union(*found[1:], all=True) if len(found) > 1 else found[0]
    keys = {}
    for place, since, pk in together.order_by("concern", "since", "pk"):
        code = codes[place]
        keys.setdefault((readings[code].model, pk), {})[code] = since
    return Concerned(keys)


def needs_attention(on, *, group=None, concern=None, thread=None):
    """What needs somebody on a day. ``group``: of what it follows. ``concern``: that one alone. ``thread``: in it."""
    told = [code for code in ALL_CONCERNS if concern in (None, code)]
    if scope.current() and scope.current().agency is not None:
        told = [code for code in told if code not in OF_WHOLE_THREADS]
    readings = {code: ALL_CONCERNS[code](on) for code in told}
    if group:
        readings = followed_alone(readings, [group])
    if thread:
        readings = {
            code: rows.filter(**{"pk" if rows.model is Recommendation else "recommendation": thread.pk})
            for code, rows in readings.items()
        }
    return concerned(readings)


def followed_alone(readings, groups, or_owned_by=None):
    """Of ``{concern: its rows}``, what ``groups`` follow, and the actions that the person ``or_owned_by`` owns."""
    found = {}
    for code, rows in readings.items():
        mine = followed_by(groups, "" if rows.model is Recommendation else "recommendation__")
        if or_owned_by and rows.model is Action:
            mine |= Q(owner_person=or_owned_by)
        found[code] = rows.filter(mine)
    return found


def needs_nobody(concerned, *, group=None):
    """How many actions are on course and how many are verified, beside ``concerned`` (of every concern)."""
    rows = Action.objects.filter(followed_by([group], "recommendation__") if group else Q())
    waiting = sum(not OF_LIVE_ACTIONS.isdisjoint(concerns) for _, concerns in concerned.keys)
    return {
        "on_course": max(rows.live().count() - waiting, 0),
        "verified": rows.filter(status=ActionStatus.VERIFIED)
        .exclude(recommendation__status=RecommendationStatus.WITHDRAWN)
        .count(),
    }
