"""The scorecard: every indicator with its figures and all that the partnership says about it."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from lscp.indicators.figures import WHOLE
from lscp.indicators.models import Commentary, IndicatorOwner, PriorityIndicator, Rebase, Target
from lscp.indicators.queries.reading import Figures
from lscp.partnerships.models import Objective, Priority
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import catalogue


@dataclass(frozen=True)
class Line:
    """One indicator of the scorecard: the catalogue's entry and everything the partnership says about it."""

    entry: object
    points: list
    target: Target | None = None
    comment: Commentary | None = None
    owner: IndicatorOwner | None = None
    rebases: tuple = ()
    editions: tuple = ()  # what each edition printed of it, as ``safe`` wants it

    @property
    def code(self):
        return self.entry.code

    @cached_property
    def latest(self):
        """The last point with a figure."""
        return next((point for point in reversed(self.points) if point.numerator is not None), None)

    @property
    def missing(self):
        """Why the last period has no figure; empty where it has one."""
        return self.points[-1].because if self.points and self.points[-1].numerator is None else ""

    @property
    def rebase_places(self):
        """The places of the points where limits begin anew, for ``control_charts``."""
        begins = {row.from_period for row in self.rebases}
        return [place for place, point in enumerate(self.points) if place and point.start in begins]


@dataclass(frozen=True)
class Scorecard:
    """``by_priority`` and ``by_theme`` are ``[(heading, [Line, …]), …]``; one line may stand under several headings.

    The last heading of ``by_priority`` is None: indicators that no priority in force follows.
    """

    lines: dict
    by_priority: list = field(default_factory=list)
    by_theme: list = field(default_factory=list)


def scorecard(partnership, on, *, by=None):
    """Every indicator that the partnership has figures for, follows, owns or aims at; a constant number of queries."""
    found = Figures(partnership)
    followed = _followed(partnership, on)
    targets = {row.indicator: row for row in Target.objects.filter(partnership=partnership).in_force(on)}
    known = catalogue()
    codes = found.codes | set(found.owners) | set(targets)
    codes |= {code for _, theirs in followed for code in theirs}
    comments, rebases = _comments(partnership, found.owners), _rebases(partnership)
    lines = {}
    for code in (code for code in known if code in codes):
        points = found.series(code, by=by)
        lines[code] = Line(
            known[code],
            points,
            target=targets.get(code),
            comment=comments.get(code),
            owner=found.owners.get(code),
            rebases=tuple(rebases[code]),
            editions=tuple(found.editions(known[code])),
        )
    return Scorecard(lines, _by_priority(lines, followed), _by_theme(lines))


def _followed(partnership, on):
    """``(priority, codes)`` of each priority in force, by its own links and by those of its objectives."""
    priorities = list(Priority.objects.filter(partnership=partnership).in_force(on))
    codes = defaultdict(dict)  # a dictionary keeps the order and drops repeats
    links = PriorityIndicator.objects.filter(priority__in=priorities)
    for priority, code in links.values_list("priority_id", "indicator"):
        codes[priority][code] = True
    objectives = Objective.objects.filter(priority__in=priorities).exclude(indicator="")
    for priority, code in objectives.values_list("priority_id", "indicator"):
        codes[priority][code] = True
    return [(priority, list(codes[priority.pk])) for priority in priorities]


def _by_priority(lines, followed):
    headed = [(priority, [lines[code] for code in codes if code in lines]) for priority, codes in followed]
    taken = {code for _, codes in followed for code in codes}
    rest = [line for code, line in lines.items() if code not in taken]
    return headed + ([(None, rest)] if rest else [])


def _by_theme(lines):
    headed = []
    for term in vocabulary("themes").terms:
        theirs = [line for line in lines.values() if term.code in line.entry.themes]
        if theirs:
            headed.append((term.label, theirs))
    return headed


def _comments(partnership, owners):
    """The latest comment on each indicator: the owner's where there is an owner, else anybody's."""
    found = {}
    rows = (
        Commentary.objects.filter(partnership=partnership).select_related("agency").order_by("on", "number")
    )
    for row in rows:
        owner = owners.get(row.indicator)
        if owner is None or row.agency_id == owner.agency_id:
            found[row.indicator] = row
    return found


def commentary(partnership, indicator):
    """Every comment on an indicator, the latest first, with its agency."""
    rows = Commentary.objects.filter(partnership=partnership, indicator=indicator)
    return rows.select_related("agency").order_by("-on", "-number")


def _rebases(partnership, **only):
    found = defaultdict(list)
    for row in Rebase.objects.filter(
        partnership=partnership, undone_on__isnull=True, breakdown=WHOLE, **only
    ).order_by("from_period"):
        found[row.indicator].append(row)
    return found


def rebases(partnership, indicator):
    """The re-bases in force on an indicator's chart, oldest first."""
    return _rebases(partnership, indicator=indicator)[indicator]
