"""Reads for the scorecard, its charts, and the home page. Everything is read through the scope in force.

A scorecard of any size costs the same number of queries: ``Figures`` fetches once, and works out many series.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.db.models import Max, Q

from lscp.golden_thread.models import Action, Impact
from lscp.golden_thread.states import ActionStatus
from lscp.indicators import figures
from lscp.indicators.charts import ChartEvent, definitions_of
from lscp.indicators.figures import People, Point, Raw, Sent
from lscp.indicators.models import (
    WHOLE,
    Commentary,
    DataGap,
    IndicatorOwner,
    NotSupplied,
    Population,
    PriorityIndicator,
    PublishedFigure,
    Reading,
    Rebase,
    ReturnReceived,
    ReturnRequest,
    Target,
    breakdown_key,
)
from lscp.indicators.states import ReturnStatus
from lscp.partnerships.models import Agency, Objective, Priority
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.catalogue import indicator as entry_of

# An owner who says nothing for this long is silent, with or without a request.
SILENT_AFTER = timedelta(days=183)


# ── Figures ──


class Figures:
    """The current readings of a partnership (some indicators, some breakdowns), and what is needed to read them.

    ``indicators``: codes, None for all. ``dimensions``: as ``dimensions_key`` writes them; the whole by default.
    Costs at most five queries, however much there is.
    """

    def __init__(self, partnership, indicators=None, dimensions=("",)):
        self.partnership = partnership
        self.indicators, self.dimensions = indicators, dimensions
        self._readings = defaultdict(list)
        self.missing = defaultdict(list)
        self._load()

    def _load(self):
        sent = {one.pk: one for one in _sent(self.partnership)}
        wanted = {} if self.indicators is None else {"indicator__in": list(self.indicators)}
        rows = Reading.objects.filter(
            received__in=list(sent), dimensions__in=self.dimensions, **wanted
        ).values_list(
            "pk", "received_id", "indicator", "definition_version", "period_start", "period_end", "area",
            "breakdown", "numerator", "denominator",
        )  # fmt: skip
        for pk, received, code, *rest in rows.order_by():
            raw = Raw(pk, sent[received], code, *rest)
            self._readings[code, raw.breakdown].append(raw)
        supplied = Q(received__isnull=True) | Q(received__in=list(sent))
        for row in NotSupplied.objects.filter(supplied, partnership=self.partnership, **wanted):
            self.missing[row.indicator].append(row)
        self.owners = {
            row.indicator: row
            for row in IndicatorOwner.objects.filter(
                partnership=self.partnership, ended__isnull=True
            ).select_related("agency", "person")
        }

    @cached_property
    def people(self):
        """Published populations of the partnership's areas, by ages."""
        areas = [one["code"] for one in self.partnership.authorities]
        found = defaultdict(list)
        for row in Population.objects.filter(area__in=areas).values_list(
            "area", "year", "ages", "count", "vintage", "released_on", "breakdown"
        ):
            found[row[2]].append(People(*row))
        return found

    @property
    def codes(self):
        """Indicators with a figure, or with a reason why there is none."""
        return {code for code, _ in self._readings} | set(self.missing)

    def breakdowns(self, indicator, area=None):
        """The texts of every breakdown that was fetched for an indicator (in one area, or in any)."""
        return sorted(
            key
            for (code, key), raws in self._readings.items()
            if code == indicator and (area is None or any(raw.area == area for raw in raws))
        )

    def series(self, indicator, breakdown=None, *, by="quarter", area=None):
        """The points of one indicator and one breakdown (a dictionary, or ``breakdown_key``'s text)."""
        key = breakdown if isinstance(breakdown, str) else breakdown_key(breakdown)
        found = catalogue().get(indicator)
        if found is None:  # a code that left the catalogue: its readings stay on record, and are not drawn
            return []
        raws = [raw for raw in self._readings[indicator, key] if area in (None, raw.area)]
        owner = self.owners.get(indicator)
        return figures.series(
            found,
            raws,
            by=by,
            missing=self.missing[indicator] if key == WHOLE else (),
            people=self.people[found.population] if found.population else (),
            owner=owner.agency_id if owner else None,
        )

    def disputes(self):
        """``(cell, raws)`` of every cell that two agencies, or two sources, fill with different figures."""
        by_cell = defaultdict(list)
        for raws in self._readings.values():
            for raw in raws:
                by_cell[raw.cell].append(raw)
        for cell, raws in sorted(by_cell.items()):
            if len(raws) > 1 and len(set(figures.latest_by_source(raws).values())) > 1:
                yield cell, raws


def _sent(partnership):
    returned = ReturnReceived.objects.filter(partnership=partnership).current().select_related("agency")
    for one in returned:
        yield Sent(
            one.pk,
            one.agency_id,
            str(one.agency),
            one.source,
            one.received_at,
            one.produced_at.date(),
            one.status,
        )


def series(partnership, indicator, breakdown=None, *, by="quarter", area=None):
    """The ``Point``s of one indicator, oldest first: what a chart draws and its table lists."""
    dimensions = ["*".join(sorted(breakdown))] if breakdown else [""]
    return Figures(partnership, [indicator], dimensions).series(indicator, breakdown, by=by, area=area)


def groups(partnership, indicator, dimension, *, by="quarter", area=None):
    """One series for each group of a breakdown, and the whole: ``{"Asian": [Point, …], …, "": [Point, …]}``."""
    found = Figures(partnership, [indicator], ["", dimension])
    keys = [key for key in found.breakdowns(indicator) if key != WHOLE]
    whole = found.series(indicator, by=by, area=area)
    named = {" and ".join(values_of(key)): found.series(indicator, key, by=by, area=area) for key in keys}
    return {"": whole} | named


def values_of(key):
    return [str(value) for _, value in sorted(json.loads(key).items())]


def latest(partnership, indicator, *, by=None, area=None):
    """The last point that has a figure, or None."""
    found = [
        point for point in series(partnership, indicator, by=by, area=area) if point.numerator is not None
    ]
    return found[-1] if found else None


@dataclass(frozen=True)
class Dispute:
    """Two figures for one thing: ``sides`` are ``(agency, source, numerator, denominator, return)``."""

    indicator: str
    name: str
    start: object
    end: object
    area: str
    breakdown: str
    sides: tuple


def disagreements(partnership, indicators=None, dimensions=("",)):
    """Where two agencies, or two sources of one agency, give different figures for the same thing."""
    sources = dict(ReturnReceived.SOURCES)
    found = []
    for (code, start, end, area, breakdown), raws in Figures(partnership, indicators, dimensions).disputes():
        last = {
            (raw.sent.agency, raw.sent.source): raw
            for raw in sorted(raws, key=lambda raw: raw.sent.received_at)
        }
        sides = tuple(
            (raw.sent.agency_name, sources[raw.sent.source], raw.numerator, raw.denominator, raw.sent.pk)
            for raw in last.values()
        )
        known = catalogue().get(code)
        found.append(Dispute(code, known.name if known else code, start, end, area, breakdown, sides))
    return found


# ── The scorecard ──


@dataclass(frozen=True)
class Line:
    """One indicator of the scorecard: the catalogue's entry and everything the partnership says about it."""

    entry: object
    points: list
    target: Target | None = None
    comment: Commentary | None = None
    owner: IndicatorOwner | None = None
    rebases: tuple = ()

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


# ── A year ────────────────────────────────────────────────────────────────────────────────────────────────


def year_point(partnership, indicator, year_ending, breakdown=None):
    """The partnership's figure for a year: as given, or its four quarters added where events are counted."""
    dimensions = ["*".join(sorted(breakdown))] if breakdown else [""]
    return year_of(Figures(partnership, [indicator], dimensions), indicator, year_ending, breakdown)


def year_of(found, indicator, year_ending, breakdown=None):
    """``year_point`` from ``Figures`` that are fetched already; twelve months make a year too."""
    for point in found.series(indicator, breakdown, by="year"):
        if point.end == year_ending and point.numerator is not None:
            return point
    for by, needed in (("quarter", 4), ("month", 12)):
        parts = [p for p in found.series(indicator, breakdown, by=by) if p.end <= year_ending][-needed:]
        added = _added(entry_of(indicator), parts, needed, year_ending)
        if added is not None:
            return added
    return None


def _added(found, parts, needed, year_ending):
    """The parts that make the year, as one point; a stock is its last part's; None where they do not."""
    if not parts or any(point.numerator is None for point in parts) or parts[-1].end != year_ending:
        return None
    last = parts[-1]
    if found.kind == "stock":
        return last
    if found.kind != "flow" or found.distinct or len(parts) < needed or found.period_type == "rolling-12":
        return None
    counted = [point.denominator for point in parts]
    whole = last.denominator if last.population else (None if None in counted else sum(counted))
    added = Point(
        found.code,
        parts[0].start,
        year_ending,
        breakdown=last.breakdown,
        area=last.area,
        numerator=sum(point.numerator for point in parts),
        denominator=whole,
        version=last.version,
        readings=tuple(pk for point in parts for pk in point.readings),
        returns=tuple(sorted({pk for point in parts for pk in point.returns})),
        agency=last.agency,
        signed_off=all(point.signed_off for point in parts),
        population=last.population,
    )
    return figures.with_figure(
        found, added, f"Added up from its {needed} {'quarters' if needed == 4 else 'months'}."
    )


# ── What happened, drawn on a chart ──


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


# ── Who owes what ──


def requests_waiting(on, within):
    """Requests still asked that are overdue on a day or fall due within so many days, oldest first."""
    return (
        ReturnRequest.objects.waiting().filter(due__lte=on + timedelta(days=within)).select_related("agency")
    )


def awaiting_sign_off():
    """Returns that stand and that their owner has not signed off."""
    rows = ReturnReceived.objects.current().filter(status=ReturnStatus.RECEIVED)
    return rows.select_related("agency", "document").order_by("received_at", "pk")


def history(received):
    """A return and every one it replaced or was replaced by, the oldest first."""
    rows = ReturnReceived.objects.filter(partnership=received.partnership_id, agency=received.agency_id)
    known = {row.pk: row for row in rows.select_related("document", "agency")}
    chain, waiting = set(), [received.pk]
    while waiting:
        one = waiting.pop()
        if one in known and one not in chain:
            chain.add(one)
            waiting += [known[one].replaces_id] if known[one].replaces_id else []
            waiting += [row.pk for row in known.values() if row.replaces_id == one]
    return sorted((known[pk] for pk in chain), key=lambda row: (row.received_at, row.pk))


@dataclass(frozen=True)
class Silent:
    """An agency that owes figures: since when, and which indicators."""

    agency: object
    since: object
    indicators: tuple
    because: str


def silent_agencies(partnership, on):
    """Agencies with an overdue request, and owners of an indicator that nobody has heard of for half a year."""
    late = {}
    for row in ReturnRequest.objects.filter(partnership=partnership).overdue(on).select_related("agency"):
        since, codes, agency = late.get(row.agency_id, (row.due, set(), row.agency))
        late[row.agency_id] = (min(since, row.due), codes | set(row.indicators), agency)
    found = [
        Silent(agency, since, tuple(sorted(codes)), "A return is overdue.")
        for since, codes, agency in late.values()
    ]
    heard = {}
    for name, model in (("received__agency", Reading), ("agency", NotSupplied)):
        whose = {"received__partnership": partnership} if model is Reading else {"partnership": partnership}
        for agency, code, last in (
            model.objects.filter(**whose)
            .values_list(name, "indicator")
            .annotate(last=Max("period_end"))
            .order_by()
        ):
            heard[agency, code] = max(last, heard.get((agency, code), last))
    quiet = defaultdict(list)
    for owner in IndicatorOwner.objects.filter(partnership=partnership).in_force(on).select_related("agency"):
        last = heard.get((owner.agency_id, owner.indicator), owner.started)
        if owner.agency_id not in late and last < on - SILENT_AFTER:
            quiet[owner.agency].append((last, owner.indicator))
    found += [
        Silent(agency, min(rows)[0], tuple(sorted(code for _, code in rows)), "Nothing for half a year.")
        for agency, rows in quiet.items()
    ]
    return sorted(found, key=lambda one: (one.since, str(one.agency)))


def gaps(partnership):
    """The register of data gaps with what was asked and estimated, prefetched: ``gap.steps``, ``gap.estimates``."""
    rows = DataGap.objects.filter(partnership=partnership).select_related("agency")
    return rows.prefetch_related("steps", "estimates")


# ── What was published ──


def published(partnership, indicators=None):
    """What earlier editions printed, oldest first, so that a new one is not subtracted from it."""
    rows = PublishedFigure.objects.filter(partnership=partnership)
    return rows if indicators is None else rows.filter(indicator__in=list(indicators))


def agency_called(name, partnership):
    """The agency of a partnership with this name or short name, or None."""
    # unlocked: which agencies a partnership has is published
    found = Agency.everywhere.filter(footprints__partnership=partnership)
    return found.filter(Q(name__iexact=name) | Q(short_name__iexact=name)).first()
