"""The figures as they stand: every current reading of a partnership, made into series, and where two disagree."""

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from lscp.indicators import figures
from lscp.indicators.figures import WHOLE, People, Raw, Sent, breakdown_key
from lscp.indicators.models import (
    IndicatorOwner,
    NotSupplied,
    Population,
    PublishedFigure,
    Reading,
    ReturnReceived,
)
from lscp.indicators.safe import published_rows
from lscp.scorecard.catalogue import catalogue


class Figures:
    """The current readings of a partnership (some indicators, some breakdowns), and what is needed to read them.

    ``indicators``: codes, None for all. ``dimensions``: as ``dimensions_key`` writes them; the whole by default.
    Costs at most six queries, however much there is.
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

    @cached_property
    def _printed(self):
        found = defaultdict(lambda: defaultdict(list))
        for row in published(self.partnership, self.indicators):
            found[row.indicator][row.edition].append(row)
        return found

    def editions(self, entry, dimension=None):
        """What each edition printed of an indicator as a whole, and by a dimension, as ``safe`` wants it."""
        return [
            published_rows(entry, [row for row in rows if set(row.groups) <= {dimension}])
            for rows in self._printed[entry.code].values()
        ]

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


def published(partnership, indicators=None):
    """What earlier editions printed, oldest first, so that a new one is not subtracted from it."""
    rows = PublishedFigure.objects.filter(partnership=partnership)
    return rows if indicators is None else rows.filter(indicator__in=list(indicators))
