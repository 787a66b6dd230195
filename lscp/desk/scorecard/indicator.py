"""One indicator, whole: its chart and table, what it means, where it comes from, and how it stands beside others."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import numpy as np
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lscp.calendars.months import add_months
from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.pages import page
from lscp.desk.scorecard import areas, beside, disparities, doors, groups, pictures
from lscp.desk.scorecard.decide import entry_or_404
from lscp.desk.scorecard.reading import tell
from lscp.desk.scorecard.scorecard import seen_by, words_of_a_line
from lscp.indicators import beside as others
from lscp.indicators import queries
from lscp.indicators.charts import FLAGS, unit_of
from lscp.indicators.disparity import STEP_BEFORE, changed_in_words, interval
from lscp.indicators.figures import HIDDEN, MONTHS, label, length
from lscp.indicators.models import PriorityIndicator, ReturnReceived, Target
from lscp.indicators.safe import safe_series
from lscp.indicators.surroundings import queries as surroundings
from lscp.partnerships.roles import May
from lscp.rulebook import vocabulary
from lscp.scorecard.catalogue import PARTNERSHIP, Unit, catalogue
from lscp.statistics import forecasting

DIMENSIONS = ["ethnicity", "sex", "age", "disability"]
AHEAD = 4  # periods


@dataclass
class About:
    """An indicator as one reader sees it. Everything is fetched once, when first asked for."""

    held: Any
    entry: Any
    on: Any
    area: Any = None  # of several, where a median is looked at
    choice: tuple = ()

    @cached_property
    def partnership(self):
        return self.held.partnership

    @cached_property
    def figures(self):
        return queries.Figures(self.partnership, [self.entry.code], ["", "ward", *DIMENSIONS])

    @cached_property
    def line(self):
        code = self.entry.code
        comments = list(queries.commentary(self.partnership, code)[:1])
        line = queries.Line(
            self.entry,
            self.figures.series(code, by=None, area=self.area),
            target=Target.objects.filter(indicator=code).in_force(self.on).first(),
            comment=comments[0] if comments else None,
            owner=self.figures.owners.get(code),
            rebases=tuple(queries.rebases(self.partnership, code)),
            editions=tuple(self.figures.editions(self.entry)),
        )
        if self.area:
            return replace(
                line, points=areas.series(self.held, self.figures, self.entry, self.area, self.choice)
            )
        return seen_by(self.held, line)

    @cached_property
    def told(self):
        return tell(self.line)

    @cached_property
    def by(self):
        last = self.line.points[-1] if self.line.points else None
        return length(last.start, last.end) if last else "quarter"

    @cached_property
    def events(self):
        return queries.events_on(self.partnership, self.entry.code)

    @cached_property
    def disparities(self):
        before = self.before
        return [
            each
            for dimension in DIMENSIONS
            if (theirs := self._groups(dimension))
            for each in disparities.of(
                self.entry,
                dimension,
                theirs,
                before.entry if before else None,
                before._groups(dimension) if before else None,
            )
        ]

    @cached_property
    def before(self):
        """The step before on a child's way, as this reader sees it; None where there is none."""
        entry = catalogue().get(STEP_BEFORE.get(self.entry.code))
        return About(self.held, entry, self.on) if entry else None

    def _groups(self, dimension):
        """{name: points} of a breakdown, the whole under ""; empty where nobody sent it."""
        return groups.of(
            self.held,
            self.figures,
            self.entry,
            dimension,
            by=self.by,
            whole=self.line.points,
            area=self.area,
        )

    @cached_property
    def comparison(self):
        found = surroundings.comparison(self.partnership, self.entry.code)
        if found.ours is None or self.held.may(May.SEE_SMALL_NUMBERS):
            return found
        # A year would give away the one quarter in it that is hidden.
        inside = [
            point
            for point in self.line.points
            if found.ours.start <= point.start and point.end <= found.ours.end
        ]
        ours = safe_series(self.entry, [found.ours])[0]
        hidden = any(point.symbol == HIDDEN for point in [*inside, ours])
        return replace(found, ours=None if hidden else ours)

    @cached_property
    def beside_others(self):
        """Ours, England, the region, the neighbours; nothing to compare with, nothing."""
        found = others.areas(self.comparison, self.comparison.ours)
        return found if any(not one.ours for one in found) else []

    @property
    def beside_words(self):
        """How ours stands to England, the region and the neighbours together; each neighbour stands in the table."""
        said = (one.said for one in self.beside_others if not one.name.startswith("Neighbour"))
        return (
            " ".join(one for one in said if one) or "There is no figure of our own for that year to compare."
        )

    @cached_property
    def wards(self):
        theirs = self._groups("ward")
        if not theirs:
            return []
        found = surroundings.ward_figures(self.partnership, self.entry.code, by=self.by)
        hidden = {
            (name, point.end): point for name in theirs for point in theirs[name] if point.symbol == HIDDEN
        }
        return [
            replace(one, point=hidden.get((one.name, one.point.end), one.point)) if one.point else one
            for one in found
        ]

    @cached_property
    def disputes(self):
        """Where sources disagree; the figures themselves only for those who may see small ones."""
        found = queries.disagreements(self.partnership, [self.entry.code])
        if self.held.may(May.SEE_SMALL_NUMBERS):
            return found
        return [
            replace(each, sides=tuple((*side[:2], None, None, side[4]) for side in each.sides))
            for each in found
        ]

    @cached_property
    def sources(self):
        """The returns behind the latest figure, with their files."""
        latest = self.line.latest
        if latest is None:
            return []
        return list(ReturnReceived.objects.filter(pk__in=latest.returns).select_related("agency", "document"))


@page(*doors.READS, methods=["GET", "HEAD"])
def one(request, code):
    entry = entry_or_404(code)
    area, choice = areas.of(request, request.held.partnership) if entry.unit == Unit.DAYS else (None, [])
    about = About(request.held, entry, timezone.localdate(), area, choice)
    charts = _charts(about)
    tables = _tables(about, charts)
    return (
        pictures.svg_file(request, charts)
        or download(request, *tables.values())
        or render(
            request,
            "desk/scorecard/indicator.html",
            {
                "about": about,
                "told": about.told,
                "line": about.line,
                "entry": about.entry,
                "charts": charts,
                "tables": tables,
                "forecast_because": forecast_of(about)[1],
                "owner_sector": _sector(about.entry.owner),
                "themes": _themes(about.entry),
                "latest_comments": queries.commentary(about.partnership, code)[:5],
                "comparison_year": about.comparison.year_ending,
                "priorities": PriorityIndicator.objects.filter(indicator=code).select_related("priority"),
                "disputes": about.disputes,
                "areas": choice,
                "choose_area": areas.SAYS if choice and not area else "",
                "keeps": doors.keeps(request.held),
                "today": about.on,
                "svg_address": pictures.svg_address(request),
                "gov_date": gov_date,
                **words_of_a_line(),
            },
        )
    )


def _sector(code):
    if code == PARTNERSHIP:
        return "The partnership’s own team"
    return next((term.label for term in vocabulary("agency-sectors").terms if term.code == code), code)


def _themes(entry):
    return "; ".join(term.label for term in vocabulary("themes").terms if term.code in entry.themes)


# --- charts, by the names of their files


def _charts(about):
    entry, found = about.entry, {}
    if about.line.points:
        found["chart"] = pictures.control(about.told, title=entry.question, events=about.events)
    for each in about.disparities:
        if each.rows:
            found[each.key] = pictures.ratios(each)
    if any(one.ward for one in about.wards):
        found["by-ward"] = pictures.ward_map(about.wards, entry, f"{entry.name}, by ward")
    if about.beside_others:
        year = gov_date(about.comparison.year_ending)
        title = f"{entry.name}, beside others, year to {year}"
        found["comparison"] = pictures.beside(about.beside_others, entry, title)
    if len(about.comparison.authorities) > 2 and entry.unit.per:
        spread = beside.spread(about.comparison)
        if spread.rows:
            year = gov_date(about.comparison.year_ending)
            found["beside-others"] = pictures.funnel(
                about.comparison, spread, f"{entry.name}, local authorities, year to {year}"
            )
    ahead, _ = forecast_of(about)
    if ahead:
        found["ahead"] = ahead
    return found


def forecast_of(about):
    """(the fan, "") or (None, the sentence why there is none). Counts only, and only what did well on the past."""
    entry, points = about.entry, about.line.points
    if str(entry.unit) != "count" or entry.kind == "median":
        return None, "Only counts are forecast, never rates or shares."
    if about.by not in ("month", "quarter"):
        return None, "Only figures of months or quarters are forecast: a handful of years shows no pattern."
    values = [point.value for point in points]
    season = {"month": 12, "quarter": 4}[about.by]
    horizon = AHEAD if about.by == "quarter" else 6
    places = about.line.rebase_places + [n for n, point in enumerate(points) if point.replaced_definition]
    start = max(places, default=0)
    made = forecasting.forecast(values, season=season, horizon=horizon, starts=start)
    because = str(made.because)
    if np.isnan(made.value).any() or np.isnan(made.lower).any():
        return None, because or "There are too few figures to try a forecast on the past."
    tested = _tested(made, because)
    rows = [
        (label, *(None if np.isnan(v) else float(v) for v in row))
        for label, *row in zip(
            _labels_ahead(points[-1], horizon),
            made.value,
            made.lower,
            made.upper,
            made.last_year,
            strict=True,
        )
    ]
    unit = unit_of(entry)
    return pictures.fan(points[-8 * season // 2 :], rows, f"{entry.name}: what to expect", unit, tested), ""


def _tested(made, because):
    """How the method did when it was set back in time, in a sentence or two."""
    held = (
        "" if np.isnan(made.coverage) else f" {made.coverage:.0%} of past figures fell inside such a range."
    )
    if because:
        return f"{because}{held}"
    closer = 1 - made.mase / made.mase_last_year
    return f"Tried on the past, this came {closer:.0%} closer than simply repeating the year before.{held}"


def _labels_ahead(last, horizon):
    step = MONTHS[length(last.start, last.end)]
    for n in range(1, horizon + 1):
        start = add_months(last.start, n * step)
        yield label(start, add_months(start, step) - timedelta(days=1))


# --- tables, by the names of their files


def _tables(about, charts):
    entry, found = about.entry, {}
    tables = {
        "chart": "Every figure of the chart",
        "by-ward": "By ward, with what is there to help",
        "beside-others": "Every authority",
        "ahead": "What happened, and what to expect",
    }
    for name, chart in charts.items():
        columns, rows = chart.table()
        caption = tables.get(name) or f"{chart.title}: times as often"
        found[name] = Table(name, caption, columns, rows, list, paged=False)
    for each in about.disparities:
        if not each.rows:
            columns = _columns_of_counts(entry)
            found[each.key] = Table(each.key, each.title, columns, each.counts, list, paged=False)
        elif len(each.years) > 1:
            found[f"{each.key}-over-time"] = _over_time(each)
    found["events"] = _events(about)
    found["comparison"] = _comparison(about)
    found["definitions"] = Table(
        "definitions",
        "Versions of the definition",
        ["Version", "From", "Counted", "Out of", "What changed"],
        entry.definitions[::-1],
        lambda each: [
            each.version,
            gov_date(each.from_) if each.from_ else "The beginning",
            each.numerator,
            each.denominator or "",
            each.what or "",
        ],
        paged=False,
    )
    return found


def _columns_of_counts(entry):
    words = ("Half within", "Children") if str(entry.unit) == "days" else ("Count", "Share of all")
    return ["Group", *({"text": text, "numeric": True} for text in words)]


def _over_time(each):
    """Every year, the latest last, and whether the ratio is another than it was in the first."""

    def cells(row):
        return [
            row.name,
            *(f"{one.value:.2f}" if one else "c" if row.symbol == "c" else ":" for one in row.years[::-1]),
            f"{row.change.value:.2f} ({interval(row.change)})" if row.change else "",
            changed_in_words(row.change).capitalize(),
        ]

    columns = [
        "Group",
        *({"text": label, "numeric": True} for label in each.years[::-1]),
        "Times what it was, with 95% interval",
        "What it says",
    ]
    return Table(
        f"{each.key}-over-time",
        f"{each.title}: times as often as {each.against}, over time",
        columns,
        each.rows,
        cells,
        paged=False,
    )


def _events(about):
    kinds = FLAGS | {"rebase": "New limits"}
    return Table(
        "events",
        "What happened, from the record",
        ["Day", "What", "Said"],
        about.events,
        lambda event: [
            gov_date(event.on),
            kinds[event.kind],
            {"text": event.text, "href": reverse("desk:thread", args=[event.about])}
            if event.about
            else event.text,
        ],
        nothing="Nothing on record belongs to it yet. Actions appear here when the priority they serve is "
        "followed by this indicator.",
        paged=False,
    )


def _comparison(about):
    year = about.comparison.year_ending
    columns, rows = pictures.beside(about.beside_others, about.entry, "").table()
    return Table(
        "comparison",
        f"Beside others, year to {gov_date(year)}" if year else "Beside others",
        columns,
        rows,
        list,
        nothing="No published figure is on record for this indicator.",
        paged=False,
    )
