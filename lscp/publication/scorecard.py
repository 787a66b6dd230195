"""The partnership's numbers as live parts of a report: ``[[scorecard]]``, ``[[figure I06]]``, ``[[disparity I06]]``.

What all parts together print of an indicator is made safe once (``printed``), and only what is safe is drawn, said or
described. Figures come from the returns that stood when the text was composed; each says by which definition it was
counted, from which file, and whether the owner of the data has signed it off.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from lscp.calendars.months import add_months
from lscp.indicators import queries
from lscp.indicators.charts import limits
from lscp.indicators.figures import HIDDEN, NOT_APPLICABLE, YEAR_ENDS, label
from lscp.indicators.models import Comparator, PriorityIndicator, ReturnReceived
from lscp.indicators.safe import safe_series
from lscp.partnerships.models import Objective, Priority
from lscp.publication import charts
from lscp.publication import document as d
from lscp.publication import printed as safely
from lscp.publication.narrative import Live
from lscp.scorecard.catalogue import Unit, catalogue
from lscp.scorecard.readers.authorities import ENGLAND
from lscp.statistics import control_charts

SCORECARD, FIGURE, DISPARITY = "scorecard", "figure", "disparity"
DIMENSION = "ethnicity"
MOST_PERIODS = {"month": 24, "quarter": 20, "term": 15, "year": 10}
NAME_OF_SCORECARD = "What the partnership follows, by priority"


def names():
    """Every name of a live part of numbers, with its title."""
    known = catalogue().values()
    return (
        {SCORECARD: NAME_OF_SCORECARD}
        | {f"{FIGURE} {one.code}": one.name for one in known}
        | {f"{DISPARITY} {one.code}": f"{one.name}, by ethnicity" for one in known}
    )


def parts(report, wanted):
    """``{name: Live}`` of those of ``wanted`` that are names of numbers; opens no scope of its own."""
    wanted = [name for name in wanted if name in names()]
    if not wanted:
        return {}
    followed = _followed(report) if SCORECARD in wanted else []
    asked = defaultdict(set)
    for name in wanted:
        kind, _, code = name.partition(" ")
        if code:
            asked[code].add(kind)
    for _, codes in followed:
        for code in codes:
            asked[code].add(SCORECARD)
    record = _Record(report, asked)
    return {name: Live(names()[name], *_part(name, record, followed)) for name in wanted}


def _part(name, record, followed):
    kind, _, code = name.partition(" ")
    if kind == SCORECARD:
        return (_by_priority(record, followed),)
    make = _figure_blocks if kind == FIGURE else _disparity_blocks
    return (make(record.stories[code]),)


def _followed(report):
    """``[(priority, codes)]`` of the priorities in force in the period, by their own links and their objectives'."""
    priorities = list(
        Priority.objects.filter(started__lte=report.period_end).exclude(ended__lt=report.period_start)
    )
    codes = defaultdict(dict)
    links = PriorityIndicator.objects.filter(priority__in=priorities).order_by("place", "pk")
    objectives = Objective.objects.filter(priority__in=priorities).exclude(indicator="").order_by("pk")
    for rows in (links, objectives):
        for priority, code in rows.values_list("priority_id", "indicator"):
            if code in catalogue():
                codes[priority][code] = True
    return [(priority, list(codes[priority.pk])) for priority in priorities if codes[priority.pk]]


# ── What is on record ─────────────────────────────────────────────────────────────────────────────────────


class _Record:
    """Everything the parts of one report need, fetched once: ``stories`` by code."""

    def __init__(self, report, asked):
        self.report = report
        partnership = report.partnership
        found = queries.Figures(partnership, list(asked), ["", DIMENSION])
        self.returns = {row.pk: row for row in ReturnReceived.objects.filter(partnership=partnership)}
        self.stories = {code: _Story(self, found, code, kinds) for code, kinds in asked.items()}
        printed = _printed_before(partnership, asked)
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
        rows = Comparator.objects.filter(
            indicator__in=list(asked), area_code=ENGLAND, year_ending__lte=report.period_end
        )
        self._england = {
            row.indicator: row for row in rows.order_by("year_ending", "release", "imported_on", "pk")
        }

    @property
    def place(self):
        named = [one["name"] for one in self.report.partnership.authorities]
        return " and ".join(named) or self.report.partnership.name

    def england(self, entry):
        """The latest published figure of England up to the end of the report's period, or None."""
        return self._england.get(entry.code)


class _Story:
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
        code = self.entry.code
        keys = [key for key in found.breakdowns(code) if key != "{}"]
        points = {_group(key): queries.year_of(found, code, self.year, key) for key in keys}
        return {name: [point] for name, point in points.items() if point is not None}

    @property
    def _series(self):
        return [p for p in self.safe[""] if (p.start, p.end) in set(self._periods)]

    def _reading(self):
        """The chart in a word and a sentence, read from what may be printed."""
        points = self.line if self.line is not None else safe_series(self.entry, self._latest)
        if not any(point.value is not None for point in points):
            return "", ""
        chart = limits(points, self.rebased)
        read = control_charts.reading(chart, str(self.entry.polarity))
        return read.word, read.sentence.partition(": ")[2] or read.sentence

    def point(self, period):
        """The point of a period, as it may be printed; None where there is none."""
        return next((p for p in self.safe[""] if (p.start, p.end) == period), None)

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
        value = _value(self.entry, point)
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


def _value(entry, point):
    if point.symbol == HIDDEN:
        return d.Hidden()
    if point.symbol == NOT_APPLICABLE:
        return d.NotApplicable()
    if point.numerator is None or (entry.unit.per and point.denominator is None):
        return _missing(point.because)
    value = entry.unit.figure(point.numerator, point.denominator, entry.places)
    return int(value) if entry.unit == Unit.COUNT else Decimal(value)


def _missing(because):
    prefix = "Not supplied, because "
    if because.startswith(prefix):
        return d.NotSupplied(because.removeprefix(prefix).rstrip("."))
    return d.NotAvailable()


# ── [[scorecard]] ─────────────────────────────────────────────────────────────────────────────────────────


def _by_priority(record, followed):
    blocks = tuple(_priority_table(record, priority, codes) for priority, codes in followed)
    return blocks or (d.Paragraph("No priority of this period is followed by a figure yet."),)


def _priority_table(record, priority, codes):
    stories = [record.stories[code] for code in codes]
    shown = [_when(story.entry, story.now) for story in stories if story.now]
    main = max(shown, key=shown.count, default=_year_label(stories[0].year))
    rows, figures = [], []
    for story in stories:
        now, before = story.now, story.before
        rows.append(
            (
                story.entry.name + story.caption_scope,
                _said(story, now, story.year, main),
                _said(story, before, story.year_before, _year_label(story.year_before)),
                story.word.capitalize() or "Not known",
                _of_england(record, story),
                _known_in_short(story, now),
            )
        )
        figures += [story.figure(point) for point in (now, before) if point is not None]
    mixed = any(story.scope in (d.ADULTS, d.BOTH) for story in stories)
    return d.Table(
        caption=f"What we follow for “{priority.title}”{' (children and adults)' if mixed else ''}",
        columns=(
            "What we follow",
            main,
            "The year before",
            "In a word",
            "England",
            "How we know",
        ),
        rows=tuple(rows),
        code=f"{SCORECARD}-{priority.pk}",
        note="The word comes from the control chart of every figure up to the end of this period.",
        source=" ".join(dict.fromkeys(story.sources([story.now]) for story in stories if story.now)).rstrip(
            "."
        ),
        scope=d.BOTH if mixed else d.CHILDREN,
        period_end=record.report.period_end,
        figures=tuple(figures),
    )


def _year_label(end):
    return label(add_months(end + timedelta(days=1), -12), end)


def _said(story, point, end, main):
    """A cell: the figure with its counts, its period where it is not the column's, or why there is none."""
    if point is None:
        return _missing(story.because_missing(end))
    value = _value(story.entry, point)
    if isinstance(value, d.Special):
        return value
    when = _when(story.entry, point)
    other = "" if when == main else f", {when}"
    return f"{point.shown}{_counts(story.entry, point)}{other}"


def _known_in_short(story, point):
    """ "Definition 1, signed off": the files stand under the table."""
    if point is None:
        return "Not supplied" if story.because_missing(story.year) else "Nothing was sent"
    signed = "signed off" if point.signed_off else "not yet signed off"
    return f"Definition {point.version}, {signed}"


def _when(entry, point):
    """ "2025/26", "Jan to Mar 2026"; a stock stands as on one day: "31 March 2026"."""
    return d.show_date(point.end) if entry.kind == "stock" else point.label


def _counts(entry, point):
    """ " (1,024 of 4,567)"; a median has its children; nothing where the figure is the count."""
    if point.denominator is None or entry.unit in (Unit.COUNT, Unit.POUNDS):
        return ""
    if entry.unit == Unit.DAYS:
        return f" ({point.denominator:,} children)"
    return f" ({point.numerator:,} of {point.denominator:,})"


def _of_england(record, story):
    entry, row = story.entry, record.england(story.entry)
    if row is None or row.value is None:
        return d.NotAvailable()
    value = Decimal(row.value).quantize(Decimal(1).scaleb(-entry.places))
    shown = d.show_value(value, "" if entry.unit == Unit.COUNT else entry.unit.words)
    return shown if row.year_ending == story.year else f"{shown} ({_year_label(row.year_ending)})"


# ── [[figure I06]] ────────────────────────────────────────────────────────────────────────────────────────


def _figure_blocks(story):
    sentence = d.Paragraph(_sentence(story))
    if not any(p.numerator is not None or p.symbol == HIDDEN for p in story.line):
        return (sentence,)
    table = _periods_table(story)
    if not any(p.value is not None for p in story.line):
        return (sentence, table)
    return (sentence, charts.control(story.entry, story.line, story.rebased, table))


def _sentence(story):
    """The question, the year's figure and the one before, and what the chart says in a word."""
    entry, now, before = story.entry, story.now, story.before
    spans = [f"{entry.question}{story.caption_scope} "]
    if now is None:
        because = story.because_missing(story.year)
        spans.append(d.sentence(because) if because else f"There is no figure for {_year_label(story.year)}.")
    else:
        on = "on" if entry.kind == "stock" else "in"
        spans += [f"{on.capitalize()} {_when(entry, now)}: {'hidden ' if now.symbol == HIDDEN else ''}"]
        spans += [story.figure(now), _counts(entry, now) if now.symbol != HIDDEN else ""]
        if before is not None:
            spans += [f"; {on} {_when(entry, before)}: ", story.figure(before)]
        spans.append(".")
    if story.word:
        spans.append(f" {story.word.capitalize()}: {story.because}")
    return tuple(span for span in spans if span)


def _periods_table(story):
    entry = story.entry
    points = story.safe[""]
    own, rows = _columns(entry), []
    for point in points:
        rows.append((_row_label(story, point), *_row(story, point)))
    return d.Table(
        caption=f"{entry.name}{story.caption_scope}, by {_period_word(story.line)}",
        columns=("Period", *own),
        rows=tuple(rows),
        code=f"{FIGURE}-{entry.code}",
        note=_meaning(entry),
        source=story.known_by(points).rstrip("."),
        scope=story.scope,
        period_start=points[0].start,
        period_end=points[-1].end,
        figures=tuple(story.figure(point) for point in points),
    )


def _period_word(points):
    return {"month": "month", "quarter": "quarter", "year": "year"}.get(
        safely.length(points[-1].start, points[-1].end), "period"
    )


def _row_label(story, point):
    if safely.length(point.start, point.end) != "year" or len(story.safe[""]) == len(story.line):
        return point.label
    apart = safely.PERIODS in story.apart(point)
    return f"{point.label}, {'the whole year' if apart else 'total'}"


def _columns(entry, whom="Counted"):
    """The columns after the first: what was counted, from how many, and the figure."""
    if entry.unit in (Unit.COUNT, Unit.POUNDS):
        return (d.Column(whom, unit="£" if entry.unit == Unit.POUNDS else ""),)
    if entry.unit == Unit.DAYS:
        return (d.Column("Median", unit="days"), d.Column("Children"))
    people = f"people aged {entry.population.replace('-', ' to ')}" if entry.population else ""
    figure = d.Column("Figure", unit=entry.unit.words, numerator=whom, denominator="Out of")
    return (d.Column(whom), d.Column("Out of", unit=people), figure)


def _row(story, point):
    entry, value = story.entry, _value(story.entry, point)
    if entry.unit in (Unit.COUNT, Unit.POUNDS):
        return (value,)
    if entry.unit == Unit.DAYS:
        return (value, value if isinstance(value, d.Special) else _or_missing(point.denominator))
    if point.numerator is None:
        return (value, value, value)
    return (int(point.numerator), _or_missing(point.denominator), value)


def _or_missing(count):
    return d.NotAvailable() if count is None else count


def _meaning(entry):
    said = f"Counted: {d.sentence(entry.numerator)}"
    return f"{said} Out of: {d.sentence(entry.denominator)}" if entry.denominator else said


# ── [[disparity I06]] ─────────────────────────────────────────────────────────────────────────────────────


def _disparity_blocks(story):
    groups = {name: points[0] for name, points in story.safe.items() if name}
    if not groups:
        return (
            d.Paragraph(f"{story.entry.name}: nothing was sent by ethnicity for {_year_label(story.year)}."),
        )
    return _Disparity(story, groups).blocks()


@dataclass
class _Disparity:
    story: _Story
    groups: dict
    ratios: dict = field(default_factory=dict)

    def __post_init__(self):
        self.entry, self.whole = self.story.entry, self.story.now
        last = [name for name in ("Other", "Not known") if name in self.groups]
        self.names = sorted(set(self.groups) - set(last)) + last
        self.ratios = charts.ratios_of(self.entry, self.groups)

    def blocks(self):
        said = d.Paragraph(self._sentence())
        table = self._table()
        drawn = charts.disparity(self.entry, self._label, self.names, self.groups, self.ratios, table)
        return (said, drawn or table)

    @property
    def _label(self):
        return next(iter(self.groups.values())).label

    def _sentence(self):
        if not self.ratios:
            return (
                f"{self.entry.name} by ethnicity, {self._label}. {self._why_no_ratio()} The counts alone do not say "
                "whether one group is met more often than another."
            )
        apart = [name for name, r in self.ratios.items() if charts.is_real(r)]
        told = [
            f"{name} children {'more' if self.ratios[name].value > 1 else 'less'} often than White children"
            for name in apart
        ]
        what = f"{self.entry.name} by ethnicity, {self._label}. "
        if not told:
            return f"{what}No group differs from White children by more than chance could explain."
        return f"{what}By more than chance could explain: {'; '.join(told)}."

    def _why_no_ratio(self):
        if self.entry.unit == Unit.DAYS:
            return "Medians are not divided by each other."
        if self.entry.population or self.entry.unit == Unit.COUNT:
            return "How many children of each group live in the area is not on record, so there is no rate to compare."
        return "Too much is hidden or missing to compare groups with White children."

    def _table(self):
        points = [(name, self.groups[name]) for name in self.names]
        adds_up = False
        if self.whole is not None and self.whole.label == self._label:
            adds_up = safely.GROUPS not in self.story.apart(self.whole)
            points.append(("Total" if adds_up else "All children, some in more than one group", self.whole))
        return d.Table(
            caption=f"{self.entry.name}{self.story.caption_scope} by ethnicity, {self._label}",
            columns=("Ethnicity", *self._columns()),
            rows=tuple((name, *self._row(name, point)) for name, point in points),
            total_row=adds_up,
            code=f"{DISPARITY}-{self.entry.code}",
            note=_meaning(self.entry),
            source=self.story.known_by([point for _, point in points]).rstrip("."),
            scope=self.story.scope,
            period_start=points[0][1].start,
            period_end=points[0][1].end,
            figures=tuple(
                self.story.figure(point, name if name in self.groups else "") for name, point in points
            ),
        )

    def _columns(self):
        if self.entry.population or self.entry.unit == Unit.COUNT:
            return ("Counted",)  # no rate without the number of children of each group
        own = _columns(self.entry)
        if not self.ratios:
            return own
        return (*own, d.Column("Beside White children", unit="times"), "95% interval")

    def _row(self, name, point):
        if self.entry.population or self.entry.unit == Unit.COUNT:
            value = _value(self.entry, point)
            shown = point.numerator is not None
            return (int(point.numerator) if shown else value,)
        own = _row(self.story, point)
        if not self.ratios:
            return own
        ratio = self.ratios.get(name)
        if ratio is None:
            hidden = isinstance(own[-1], d.Hidden)
            symbol = d.Hidden() if hidden else d.NotApplicable()
            return (*own, symbol, symbol)
        return (*own, Decimal(f"{ratio.value:.2f}"), charts.interval_words(ratio))


# ── What the record keeps of an edition ───────────────────────────────────────────────────────────────────


def to_remember(document, partnership):
    """What an edition prints of indicators, for ``indicators.operations.remember_published``: each cell once."""
    areas = [one["code"] for one in partnership.authorities]
    found = {}
    for figure in d.figures(document):
        if figure.indicator not in catalogue():
            continue
        one = safely.of_figure(figure)
        found[one.place] = {
            "indicator": figure.indicator,
            "period_start": one.start,
            "period_end": one.end,
            "area": areas[0] if len(areas) == 1 else "",
            "breakdown": {DIMENSION: one.group} if one.group else {},
            "shown": str(one.counted),
            "out_of": "" if one.out_of is None else str(one.out_of),
        }
    return list(found.values())


def editions(partnership):
    """The names of every edition whose figures are remembered."""
    return sorted(set(queries.published(partnership).order_by().values_list("edition", flat=True)))


def leaks(document, partnership, beside=None):
    """What a reader could work out of the hidden numbers of a document, with all earlier editions beside it.

    ``beside`` names the editions that were minded when it was composed; left out, all that there are.
    """
    families = defaultdict(list)
    for figure in d.figures(document):
        if figure.indicator in catalogue():
            families[safely.family(catalogue()[figure.indicator])].append(figure)
    codes = {figure.indicator for figures in families.values() for figure in figures}
    printed, found = _printed_before(partnership, codes), []
    for which, figures in families.items():
        minded, since = [], []
        for edition, rows in printed[which].items():
            into = minded if beside is None or edition in beside else since
            into.append(safely.of_memory(rows))
        others = [one for other, theirs in families.items() if other != which for one in theirs]
        found += safely.leaks(figures, minded, since, others)
    return found


def _printed_before(partnership, codes):
    """``{family: {edition: rows}}`` of what earlier editions printed of the families of some indicators."""
    known, found = catalogue(), defaultdict(lambda: defaultdict(list))
    wanted = {safely.family(known[code]) for code in codes}
    theirs = [code for code, entry in known.items() if safely.family(entry) in wanted]
    for row in queries.published(partnership, theirs):
        if set(row.groups) <= {DIMENSION}:
            found[safely.family(known[row.indicator])][row.edition].append(row)
    return found
