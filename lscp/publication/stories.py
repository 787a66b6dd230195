"""What a report may print of each indicator it names: fetched once, made safe together, with how we know. And the cells
of its tables, whichever part of the report they stand in.
"""

import json
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from lscp.calendars.months import add_months
from lscp.indicators import queries
from lscp.indicators.charts import limits
from lscp.indicators.figures import HIDDEN, NOT_APPLICABLE, YEAR_ENDS, label
from lscp.indicators.models import ReturnReceived
from lscp.indicators.safe import safe_series
from lscp.indicators.surroundings import queries as surroundings
from lscp.publication import document as d
from lscp.publication import printed as safely
from lscp.scorecard.catalogue import Unit, catalogue
from lscp.statistics import control_charts

SCORECARD, FIGURE, DISPARITY = "scorecard", "figure", "disparity"
DIMENSION = "ethnicity"
MOST_PERIODS = {"month": 24, "quarter": 20, "term": 15, "year": 10}


class Record:
    """Everything the parts of one report need, fetched once: ``stories`` by code."""

    def __init__(self, report, asked):
        self.report = report
        partnership = report.partnership
        found = queries.Figures(partnership, list(asked), ["", DIMENSION])
        self.returns = {row.pk: row for row in ReturnReceived.objects.filter(partnership=partnership)}
        self.stories = {code: Story(self, found, code, kinds) for code, kinds in asked.items()}
        printed = printed_before(partnership, asked)
        families = defaultdict(list)
        for story in self.stories.values():
            families[safely.family(story.entry)].append(story)
        true_so_far, shown_so_far = [], []
        # Counts first: what a share is counted from is hidden as the count of the same children is.
        for which, stories in sorted(families.items(), key=lambda one: any(s.has_base for s in one[1])):
            true = {story.entry.code: story.groups for story in stories}
            told = safely.same_counts(safely.of_points(true), true_so_far, shown_so_far)
            before = [safely.of_memory(rows) for rows in printed[which].values()]
            safe = safely.safe_points(true, before, told)
            marks = safely.marks(true)
            true_so_far += safely.of_points(true)
            shown_so_far += safely.of_shown(safe)
            for story in stories:
                story.make_safe(safe[story.entry.code], marks)
        self.others = surroundings.comparisons(partnership, set(asked), report.period_end)

    @property
    def place(self):
        named = [one["name"] for one in self.report.partnership.authorities]
        return " and ".join(named) or self.report.partnership.name


class Story:
    """One indicator: its points as they may be printed."""

    def __init__(self, record, found, code, kinds):
        self.record, self.entry, self._drawn_too = record, catalogue()[code], FIGURE in kinds
        self.year = _year_in(self.entry, record.report.period_end)
        self.year_before = add_months(self.year + timedelta(days=1), -12) - timedelta(days=1)
        self._latest = self._drawn(found)
        self.groups = {"": self._whole(found, kinds)}
        if DISPARITY in kinds:
            self.groups |= self._of_groups(found)
        self.rebased = queries.rebases(record.report.partnership, code)

    @property
    def has_base(self):
        """Is it a share of something that is counted too?"""
        return self.entry.unit.per is not None and not self.entry.population

    def make_safe(self, safe, marks):
        """From here on only ``safe`` is read: ``{group: points}``, what must be hidden being hidden."""
        self.safe, self._marks, self.groups = safe, marks, None
        self.line = self._series if self._drawn_too else None
        self.limits = self._limits()
        self.word, self.because = self._reading()

    def apart(self, point, group=""):
        """What a figure is not the sum of."""
        return self._marks.get((self.entry.code, point.start, point.end, group), ())

    def _whole(self, found, kinds):
        """The years, and where the indicator is drawn its periods with the year of each."""
        now, before = self._two(found)
        self._now, self._before = ((p.start, p.end) if p else None for p in (now, before))
        points = [p for p in (now, before if kinds & {SCORECARD, FIGURE} else None) if p]
        self._periods = ()
        if FIGURE in kinds:
            self._periods = tuple((p.start, p.end) for p in self._latest)
            ends = {safely.year_end(self.entry, p.end) for p in self._latest}
            years = (self._year_of(found, end) for end in ends if end <= self.record.report.period_end)
            points += [*self._latest, *(p for p in years if p)]
        by_period = {(p.start, p.end): p for p in points}
        return [by_period[one] for one in sorted(by_period, key=lambda one: (one[1], -one[0].toordinal()))]

    def _two(self, found):
        """The latest year of the report's period and the one before; else its latest period and that of a year ago."""
        now, before = (self._year_of(found, end) for end in (self.year, self.year_before))
        if now or before:
            return now, before
        given = {p.end: p for p in self._latest if p.numerator is not None}
        last = max(given, default=None)
        year_ago = last and add_months(last + timedelta(days=1), -12) - timedelta(days=1)
        return given.get(last), given.get(year_ago)

    def _year_of(self, found, end):
        return queries.year_of(found, self.entry.code, end)

    def _drawn(self, found):
        """The latest periods up to the end of the report's period, as finely as they were given."""
        points = [p for p in found.series(self.entry.code, by=None) if p.end <= self.record.report.period_end]
        if not points:
            return []
        return points[-MOST_PERIODS[safely.length(points[-1].start, points[-1].end)] :]

    def _of_groups(self, found):
        """The year of each group, and the one before."""
        code, years = self.entry.code, (self.year_before, self.year)
        keys = [key for key in found.breakdowns(code) if key != "{}"]
        points = {_group(key): [queries.year_of(found, code, year, key) for year in years] for key in keys}
        given = {name: [one for one in two if one is not None] for name, two in points.items()}
        return {name: two for name, two in given.items() if two}

    def groups_of(self, year):
        """``{group: point}`` of a year, as they may be printed."""
        return {name: one for name, two in self.safe.items() if name for one in two if one.end == year}

    @property
    def _series(self):
        return [p for p in self.safe[""] if (p.start, p.end) in set(self._periods)]

    def _limits(self):
        """The control chart of what may be printed; None where there is no figure."""
        points = self.line if self.line is not None else safe_series(self.entry, self._latest)
        shown = any(point.value is not None for point in points)
        return limits(self.entry, points, self.rebased) if shown else None

    def _reading(self):
        """The chart in a word and a sentence."""
        if self.limits is None:
            return "", ""
        read = control_charts.reading(self.limits.chart, str(self.entry.polarity))
        return read.word, read.sentence.partition(": ")[2] or read.sentence

    def point(self, period):
        """The point of a period, as it may be printed; None where there is none."""
        return next((p for p in self.safe[""] if (p.start, p.end) == period), None)

    @property
    def others(self):
        """England, the region and the neighbours, for the last year they are published for; None where nobody is."""
        return self.record.others.get(self.entry.code)

    def of_year(self, end):
        """Our own figure of the year that ends then, where it may be printed and is printed."""
        return next((p for p in self.safe[""] if p.end == end and self._is_of_a_year(p)), None)

    def _is_of_a_year(self, point):
        return self.entry.kind == "stock" or safely.length(point.start, point.end) == "year"

    @property
    def now(self):
        return self.point(self._now)

    @property
    def before(self):
        return self.point(self._before)

    def because_missing(self, end):
        """Why a year has no figure: what was said for any of its periods."""
        start = add_months(end + timedelta(days=1), -12)
        said = (p.because for p in self._latest if start <= p.start and p.end <= end)
        return next((one for one in said if one.startswith("Not supplied")), "")

    # --- words about it

    @property
    def scope(self):
        """Whom it counts; recommendations and places are not people."""
        return d.NOT_PEOPLE if self.entry.disclosure == "none" else self.entry.scope

    @property
    def caption_scope(self):
        return {d.ADULTS: " (adults)", d.BOTH: " (children and adults)"}.get(self.scope, "")

    def known_by(self, points):
        """How we know: definition, files with their hash, and whether the owner signed."""
        points = [p for p in points if p is not None and p.returns]
        if not points:
            return ""
        versions = sorted({p.version for p in points if p.version})
        words = [f"Definition {' and '.join(map(str, versions))}"] if versions else []
        return ". ".join([*words, *self._files(points), _signed(points)]) + "."

    def sources(self, points):
        """The files alone, in one sentence for each agency."""
        return " ".join(f"{one}." for one in self._files(points))

    def _files(self, points):
        returns = [self.record.returns[pk] for pk in dict.fromkeys(pk for p in points for pk in p.returns)]
        by_agency = defaultdict(dict)
        for row in returns:
            for file in row.source_files:
                by_agency[str(row.agency)][file["sha256"]] = file["name"]
        for agency, files in by_agency.items():
            shown = [f"{name} (checksum {sha[:12]})" for sha, name in list(files.items())[:2]]
            more = len(files) - len(shown)
            yield f"{agency}: {', '.join(shown)}{f' and {more} more' if more else ''}"

    def figure(self, point, group=""):
        """A point as a ``document.Figure``; nothing of a hidden one but that it is hidden."""
        value = value_of(self.entry, point)
        told = not isinstance(value, d.Hidden)
        return d.Figure(
            value,
            unit="" if self.entry.unit == Unit.COUNT else self.entry.unit.words,
            indicator=self.entry.code,
            definition_version=str(point.version or ""),
            numerator=_whole(point.numerator) if told and self.entry.unit not in COUNTS else None,
            denominator=point.denominator if told else None,
            period_start=point.start,
            period_end=point.end,
            geography=self.record.place,
            scope=self.scope,
            source=self.known_by([point]).rstrip("."),
            group=group,
            not_sum_of=self.apart(point, group),
            signed_off=point.signed_off or (point.numerator is None and told),
        )


COUNTS = (Unit.COUNT, Unit.DAYS, Unit.POUNDS)  # what is shown is what was counted


def _year_in(entry, last):
    """The latest year that ended in or before the report's period, by the indicator's own kind of year."""
    end = add_months(date(last.year, YEAR_ENDS[entry.year], 1), 1) - timedelta(days=1)
    return end if end <= last else add_months(end + timedelta(days=1), -12) - timedelta(days=1)


def _group(key):
    return " and ".join(str(value) for _, value in sorted(json.loads(key).items()))


def _signed(points):
    if all(point.signed_off for point in points):
        return "Signed off by the owner of the data"
    return "Not yet signed off by the owner of the data"


def _whole(number):
    return None if number is None else int(number)


def value_of(entry, point):
    if point.symbol == HIDDEN:
        return d.Hidden()
    if point.symbol == NOT_APPLICABLE:
        return d.NotApplicable()
    if point.numerator is None or (entry.unit.per and point.denominator is None):
        return missing(point.because)
    value = entry.unit.figure(point.numerator, point.denominator, entry.places)
    return int(value) if entry.unit == Unit.COUNT else Decimal(value)


def missing(because):
    prefix = "Not supplied, because "
    if because.startswith(prefix):
        return d.NotSupplied(because.removeprefix(prefix).rstrip("."))
    return d.NotAvailable()


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────────────


def year_label(end):
    return label(add_months(end + timedelta(days=1), -12), end)


def when(entry, point):
    """ "2025/26", "Jan to Mar 2026"; a stock stands as on one day: "31 March 2026"."""
    return d.show_date(point.end) if entry.kind == "stock" else point.label


def counts(entry, point):
    """ " (1,024 of 4,567)"; a median has its children; nothing where the figure is the count."""
    if point.denominator is None or entry.unit in (Unit.COUNT, Unit.POUNDS):
        return ""
    if entry.unit == Unit.DAYS:
        return f" ({point.denominator:,} children)"
    return f" ({point.numerator:,} of {point.denominator:,})"


def columns(entry, whom="Counted"):
    """The columns after the first: what was counted, from how many, and the figure."""
    if entry.unit in (Unit.COUNT, Unit.POUNDS):
        return (d.Column(whom, unit="£" if entry.unit == Unit.POUNDS else ""),)
    if entry.unit == Unit.DAYS:
        return (d.Column("Median", unit="days"), d.Column("Children"))
    people = f"people aged {entry.population.replace('-', ' to ')}" if entry.population else ""
    figure = d.Column("Figure", unit=entry.unit.words, numerator=whom, denominator="Out of")
    return (d.Column(whom), d.Column("Out of", unit=people), figure)


def row(story, point):
    entry, value = story.entry, value_of(story.entry, point)
    if entry.unit in (Unit.COUNT, Unit.POUNDS):
        return (value,)
    if entry.unit == Unit.DAYS:
        return (value, value if isinstance(value, d.Special) else or_missing(point.denominator))
    if point.numerator is None:
        return (value, value, value)
    return (int(point.numerator), or_missing(point.denominator), value)


def or_missing(count):
    return d.NotAvailable() if count is None else count


def meaning(entry):
    said = f"Counted: {d.sentence(entry.numerator)}"
    return f"{said} Out of: {d.sentence(entry.denominator)}" if entry.denominator else said


# ── What earlier editions printed ─────────────────────────────────────────────────────────────────────────


def printed_before(partnership, codes):
    """``{family: {edition: rows}}`` of what earlier editions printed of the families of some indicators."""
    known, found = catalogue(), defaultdict(lambda: defaultdict(list))
    wanted = {safely.family(known[code]) for code in codes}
    theirs = [code for code, entry in known.items() if safely.family(entry) in wanted]
    for row in queries.published(partnership, theirs):
        if set(row.groups) <= {DIMENSION}:
            found[safely.family(known[row.indicator])][row.edition].append(row)
    return found
