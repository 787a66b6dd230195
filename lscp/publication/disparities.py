"""``[[disparity I15]]``: whom a step meets more often than White children, out of the people who live here and out of
those who reached the step before, and whether that has changed. From what may be printed, and nothing else.
"""

from dataclasses import dataclass
from decimal import Decimal

from lscp.indicators import disparity
from lscp.publication import charts, stories
from lscp.publication import document as d
from lscp.publication import printed as safely
from lscp.publication.stories import DIMENSION, DISPARITY, year_label
from lscp.scorecard.catalogue import Unit

AGAINST = disparity.AGAINST[DIMENSION]
BESIDE = "Beside White children"
LAST = ("Other", "Not known")


def blocks(story, before=None):
    """The blocks of one indicator; ``before`` is the story of the step before, where there is one."""
    groups = story.groups_of(story.year)
    if not groups:
        return (
            d.Paragraph(f"{story.entry.name}: nothing was sent by ethnicity for {year_label(story.year)}."),
        )
    found = [*_Groups(story, groups).blocks()]
    base = before.groups_of(story.year) if before else {}
    if base:
        found += _OutOfTheStepBefore(story, before, groups, base).blocks()
    return tuple(found)


def _ordered(names):
    last = [name for name in LAST if name in names]
    return sorted(set(names) - set(last)) + last


def _cell(point):
    """What ``lscp.indicators.disparity`` compares: the two counts of a point that may be printed, or its symbol."""
    if point is None or point.numerator is None:
        return point.symbol if point else None
    return point.numerator, point.denominator


def _apart(ratios):
    """The groups that differ by more than chance could explain, in words: "Black children more often (1.50 times)"."""
    told = [
        f"{name} children {'more' if one.value > 1 else 'less'} often ({one.value:.2f} times)"
        for name, one in ratios.items()
        if one is not None and (one.lower > 1 or one.upper < 1)
    ]
    return "; ".join(told)


def _said(ratios):
    if told := _apart(ratios):
        return f"By more than chance could explain, beside White children: {told}."
    return "No group differs from White children by more than chance could explain."


def _times(ratio, point):
    """The two cells of a ratio; its symbol where there is none."""
    if ratio is None:
        gone = d.Hidden() if point is not None and point.symbol == "c" else d.NotApplicable()
        return (gone, gone)
    return (Decimal(f"{ratio.value:.2f}"), disparity.interval(ratio))


@dataclass
class _Groups:
    """Each group's own figure; beside White children, where a rate or a share can be divided."""

    story: stories.Story
    groups: dict

    def __post_init__(self):
        self.entry, self.whole = self.story.entry, self.story.now
        self.names = _ordered(self.groups)
        self.earlier = self.story.groups_of(self.story.year_before)
        self.cells = {name: _cell(point) for name, point in self.groups.items()}
        self.then = {name: _cell(point) for name, point in self.earlier.items()}
        divided = self.entry.unit.per is not None
        others = [name for name in self.names if name != AGAINST] if divided else []
        now, then = (
            {name: disparity.ratio(self.entry, DIMENSION, name, cells) for name in others}
            for cells in (self.cells, self.then)
        )
        self.ratios = now if any(now.values()) else {}
        self.before = then if self.ratios else {}

    def blocks(self):
        said, table = d.Paragraph(self._sentence()), self._table()
        if not self.ratios:
            return (said, table)
        rows = [
            (name, self.ratios[name], self.before.get(name), self.groups[name].symbol) for name in self.ratios
        ]
        then = next((one.label for one in self.earlier.values()), "")
        drawn = charts.ratios(self.entry, f"{self.entry.name} by ethnicity", rows, self._label, then, table)
        return (said, drawn, *self._change())

    @property
    def _label(self):
        return next(iter(self.groups.values())).label

    def _sentence(self):
        what = f"{self.entry.name} by ethnicity, {self._label}."
        if self.ratios:
            return f"{what} {_said(self.ratios)}"
        return (
            f"{what} {self._why_no_ratio()} The counts alone do not say whether one group is met more often than "
            "another."
        )

    def _why_no_ratio(self):
        if self.entry.unit == Unit.DAYS:
            return "Medians are not divided by each other."
        if (self.entry.population and not self._people) or self.entry.unit == Unit.COUNT:
            return "How many children of each group live in the area is not on record, so there is no rate to compare."
        return "Too much is hidden or missing to compare groups with White children."

    @property
    def _people(self):
        """The published populations that the groups are counted against, in words."""
        used = (one for point in self.groups.values() for one in point.population)
        return "; ".join(sorted({f"{one.vintage}, mid-{one.year}" for one in used}))

    # --- the table of the year

    def _table(self):
        points = [(name, self.groups[name]) for name in self.names]
        adds_up = False
        if self.whole is not None and self.whole.label == self._label:
            adds_up = safely.GROUPS not in self.story.apart(self.whole)
            points.append(("Total" if adds_up else "All children, some in more than one group", self.whole))
        people = self._people
        return d.Table(
            caption=f"{self.entry.name}{self.story.caption_scope} by ethnicity, {self._label}",
            columns=("Ethnicity", *self._columns()),
            rows=tuple((name, *self._row(name, point)) for name, point in points),
            total_row=adds_up,
            code=f"{DISPARITY}-{self.entry.code}",
            note=stories.meaning(self.entry) + (f" Children of each group: {people}." if people else ""),
            source=self.story.known_by([point for _, point in points]).rstrip("."),
            scope=self.story.scope,
            period_start=points[0][1].start,
            period_end=points[0][1].end,
            figures=tuple(
                self.story.figure(point, name if name in self.groups else "") for name, point in points
            ),
        )

    @property
    def _counts_only(self):
        return (self.entry.population and not self._people) or self.entry.unit == Unit.COUNT

    def _columns(self):
        if self._counts_only:
            return ("Counted",)  # no rate without the number of children of each group
        own = stories.columns(self.entry)
        return (*own, d.Column(BESIDE, unit="times"), "95% interval") if self.ratios else own

    def _row(self, name, point):
        if self._counts_only:
            shown = point.numerator is not None
            return (int(point.numerator) if shown else stories.value_of(self.entry, point),)
        own = stories.row(self.story, point)
        return (*own, *_times(self.ratios.get(name), point)) if self.ratios else own

    # --- since the year before

    def _change(self):
        """How the ratios have changed since the year before: a sentence and a table, where both years are known."""
        found = {
            name: disparity.change(DIMENSION, name, self.then, self.cells)
            for name in self.ratios
            if self.before.get(name) is not None
        }
        if not any(found.values()):
            return ()
        then = next(iter(self.earlier.values())).label
        told = [
            f"{name} children {disparity.changed_in_words(one)}"
            for name, one in found.items()
            if one is not None and disparity.changed_in_words(one) != "no clear change"
        ]
        said = (
            f"Since {then} the ratio of {'; of '.join(told)}."
            if told
            else (f"Since {then} no ratio has changed by more than chance could explain.")
        )
        names = [name for name in self.names if name in self.earlier]
        table = d.Table(
            caption=f"{self.entry.name}{self.story.caption_scope} by ethnicity, {then} and since",
            columns=(
                "Ethnicity",
                *stories.columns(self.entry),
                d.Column(f"{BESIDE}, {then}", unit="times"),
                d.Column("Times what it was", unit="times"),
                "95% interval",
            ),
            rows=tuple(
                (
                    name,
                    *stories.row(self.story, self.earlier[name]),
                    _times(self.before.get(name), self.earlier[name])[0],
                    *_times(found.get(name), self.groups.get(name)),
                )
                for name in names
            ),
            code=f"{DISPARITY}-{self.entry.code}-before",
            note=f"The first figures are those of {then}; the last two columns say what has become of the ratio in "
            f"{self._label}.",
            source=self.story.known_by([self.earlier[name] for name in names]).rstrip("."),
            scope=self.story.scope,
            period_start=self.earlier[names[0]].start,
            period_end=self.earlier[names[0]].end,
            figures=tuple(self.story.figure(self.earlier[name], name) for name in names),
        )
        return (d.Paragraph(said), table)


@dataclass
class _OutOfTheStepBefore:
    """The relative rate index: of those who reached the step before, how many reached this one."""

    story: stories.Story
    before: stories.Story
    groups: dict
    base: dict

    def __post_init__(self):
        self.entry = self.story.entry
        self.names = _ordered(set(self.groups) & set(self.base))
        self.cells = {name: self._pair(self.groups[name], self.base[name]) for name in self.names}
        self.ratios = {
            name: disparity.ratio(self.entry, DIMENSION, name, self.cells, of_step=True)
            for name in self.names
            if name != AGAINST
        }

    @staticmethod
    def _pair(point, below):
        if point.numerator is None or below.numerator is None:
            return point.symbol or below.symbol
        return point.numerator, below.numerator

    def blocks(self):
        if not any(self.ratios.values()):
            return ()
        step = self.before.entry.name
        label = next(iter(self.groups.values())).label
        title = f"{self.entry.name} out of {step[:1].lower()}{step[1:]}, by ethnicity"
        table = d.Table(
            caption=f"{title}, {label}",
            columns=(
                "Ethnicity",
                d.Column(self.entry.name),
                d.Column(step),
                d.Column("For every 100", unit="per 100"),
                d.Column(BESIDE, unit="times"),
                "95% interval",
            ),
            rows=tuple((name, *self._row(name)) for name in self.names),
            code=f"{DISPARITY}-{self.entry.code}-step",
            note="The same groups, compared out of those who reached the step before. It may point another way than "
            "the comparison out of everybody who lives here: both are true.",
            source=self.story.known_by([*self.groups.values(), *self.base.values()]).rstrip("."),
            scope=self.story.scope,
            period_start=self.groups[self.names[0]].start,
            period_end=self.groups[self.names[0]].end,
            figures=tuple(
                story.figure(points[name], name)
                for story, points in ((self.story, self.groups), (self.before, self.base))
                for name in self.names
            ),
        )
        rows = [(name, one, None, self._symbol(name)) for name, one in self.ratios.items()]
        return (
            d.Paragraph(f"Out of {step[:1].lower()}{step[1:]}, {label}. {_said(self.ratios)}"),
            charts.ratios(self.entry, title, rows, label, "", table),
        )

    def _symbol(self, name):
        return self.cells[name] if isinstance(self.cells[name], str) else ""

    def _row(self, name):
        cell = self.cells[name]
        point, below = self.groups[name], self.base[name]
        shown = [
            int(one.numerator) if one.numerator is not None else stories.value_of(story.entry, one)
            for story, one in ((self.story, point), (self.before, below))
        ]
        if isinstance(cell, str) or not cell[1]:
            gone = d.Hidden() if "c" in (point.symbol, below.symbol) else d.NotApplicable()
            return (*shown, gone, gone, gone)
        rate = Unit.PER_100.figure(cell[0], cell[1])
        return (*shown, rate, *_times(self.ratios.get(name), point))
