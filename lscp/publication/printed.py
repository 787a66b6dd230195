"""What a report prints of an indicator, kept safe as one: quarters with their year, groups with their whole, shares
with what is left, kinds with what they are kinds of, and everything that earlier editions printed. Pure.

``safe_points`` decides what is hidden before anything is drawn or said. ``leaks`` reads what a document prints, with
no knowledge of what is behind it, and tries to undo it: the two share the names of the cells and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from lscp.calendars.months import add_months
from lscp.disclosure.attack import attack
from lscp.disclosure.safe import class_named, protect_rows
from lscp.disclosure.table import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, TOTAL
from lscp.indicators.figures import YEAR_ENDS, label, length
from lscp.indicators.safe import BECAUSE
from lscp.publication import document as d
from lscp.scorecard.catalogue import Indicator, Unit, catalogue

BY = ("year", "period", "group", "kind", "part")
COUNTED, NOT_COUNTED, COUNTED_FROM = "counted", "not counted", "counted from"
# A total that is not the sum of what stands beside it has a name of its own.
GROUPS, PERIODS, KINDS = "groups", "periods", "kinds"
ALONE = {GROUPS: "everybody", PERIODS: "the whole year", KINDS: "of every kind"}


@dataclass(frozen=True)
class Printed:
    """One figure as a table of counts has it: a whole number, or one of the symbols c, : and z.

    ``group`` is "" for everybody. ``out_of`` is None where nothing is counted beside it (a published population is no
    secret). ``not_sum_of`` as in ``document.Figure``.
    """

    code: str
    start: object
    end: object
    group: str
    counted: int | str
    out_of: int | str | None = None
    not_sum_of: tuple[str, ...] = ()

    @property
    def entry(self) -> Indicator:
        return catalogue()[self.code]

    @property
    def place(self) -> tuple:
        return self.code, self.start, self.end, self.group

    @property
    def is_kind(self) -> bool:
        """One kind of what another indicator counts: I74-SCHOOLS of I74."""
        return "-" in self.code

    @property
    def is_year(self) -> bool:
        return length(self.start, self.end) == "year"


def family(entry: Indicator) -> tuple:
    """Indicators that may be kinds of one another are made safe together."""
    return entry.number, entry.disclosure, entry.unit, entry.kind, entry.year, entry.period_type


# ── From points, figures and memory ───────────────────────────────────────────────────────────────────────


def of_points(indicators: Mapping[str, Mapping[str, Iterable]]) -> list[Printed]:
    """``{code: {group: points}}`` of one family, everybody under "", with what is not the sum of what marked."""
    found = [
        _of_point(catalogue()[code], name, point)
        for code, groups in indicators.items()
        for name, points in groups.items()
        for point in points
    ]
    return marked(list(dict.fromkeys(found)))


def _of_point(entry, name, point):
    about = (entry.code, point.start, point.end, name)
    if point.numerator is None:
        return Printed(*about, NOT_AVAILABLE)
    own = None if point.population else point.denominator
    if entry.unit == Unit.DAYS:  # a median tells of the children behind it
        return Printed(*about, NOT_AVAILABLE if own is None else int(own))
    return Printed(*about, int(point.numerator), None if own is None else int(own))


def of_shown(indicators: Mapping[str, Mapping[str, Iterable]]) -> list[Printed]:
    """The same after hiding: both counts of a hidden point are c."""
    return [
        Printed(code, point.start, point.end, name, HIDDEN, HIDDEN)
        if point.symbol == HIDDEN
        else _of_point(catalogue()[code], name, point)
        for code, groups in indicators.items()
        for name, points in groups.items()
        for point in points
    ]


def of_figure(figure: d.Figure) -> Printed:
    """A figure of a document. One that says nothing of its counts is as good as its value."""
    entry, told = catalogue()[figure.indicator], figure.not_sum_of
    about = (entry.code, figure.period_start, figure.period_end, figure.group)
    if isinstance(figure.value, d.Hidden):
        return Printed(*about, HIDDEN, HIDDEN if _has_base(entry) else None, told)
    if isinstance(figure.value, d.Special) and figure.numerator is None:
        none = isinstance(figure.value, d.NotApplicable)
        return Printed(*about, NOT_APPLICABLE if none else NOT_AVAILABLE, None, told)
    if entry.unit == Unit.DAYS:
        counted = NOT_AVAILABLE if figure.denominator is None else figure.denominator
        return Printed(*about, counted, None, told)
    counted = figure.value if figure.numerator is None else figure.numerator
    return Printed(*about, int(counted), figure.denominator if _has_base(entry) else None, told)


def of_memory(rows: Iterable) -> list[Printed]:
    """``PublishedFigure`` rows of one edition and one family."""
    found = []
    for row in rows:
        group = " and ".join(str(value) for _, value in sorted(row.groups.items()))
        out_of = _number(row.out_of) if row.out_of else None
        found.append(
            Printed(row.indicator, row.period_start, row.period_end, group, _number(row.shown), out_of)
        )
    return marked(found)


def _number(text):
    return int(text) if text.isdigit() else text


def _has_base(entry):
    """Is the denominator counted by an agency, and so printed and kept safe like the numerator?"""
    return entry.unit.per is not None and entry.population is None


# ── What adds up to what ──────────────────────────────────────────────────────────────────────────────────


def year_end(entry: Indicator, end):
    """The last day of the year, as the indicator counts years, in which a period ends."""
    after = add_months(date(end.year, YEAR_ENDS[entry.year], 1), 1)
    return (after if end < after else add_months(after, 12)) - timedelta(days=1)


def marked(printed: Sequence[Printed]) -> list[Printed]:
    """Each with what it is not the sum of: by the catalogue, and by the counts wherever all of them are there."""
    by_year = defaultdict(list)
    for one in printed:
        by_year[year_end(one.entry, one.end)].append(one)
    found = {}
    for theirs in by_year.values():
        in_groups, in_kinds, in_periods = (
            _groups_add_up(theirs),
            _kinds_add_up(theirs),
            _periods_add_up(theirs),
        )
        for one in theirs:
            apart = [
                *([GROUPS] if not one.group and one.code not in in_groups else []),
                *([PERIODS] if one.is_year and one.place not in in_periods else []),
                *([KINDS] if not one.is_kind and not in_kinds else []),
            ]
            found[one] = replace(one, not_sum_of=tuple(apart))
    return [found[one] for one in printed]


def _groups_add_up(theirs):
    """The codes whose groups make up everybody in each period of a year, or that have no groups."""
    found = set()
    for code in {one.code for one in theirs}:
        own = [one for one in theirs if one.code == code]
        pairs = [
            (whole, [one for one in own if one.group and (one.start, one.end) == (whole.start, whole.end)])
            for whole in own
            if not whole.group
        ]
        if all(not parts or (not whole.entry.distinct and _is_sum(whole, parts)) for whole, parts in pairs):
            found.add(code)
    return found


def _kinds_add_up(theirs):
    """Do the kinds that are printed make up the whole wherever both are printed?"""
    for whole in (one for one in theirs if not one.is_kind):
        parts = [one for one in theirs if one.is_kind and one.place[1:] == whole.place[1:]]
        if parts and (whole.entry.distinct or not _is_sum(whole, parts)):
            return False
    return True


def _periods_add_up(theirs):
    """The places of the years that their periods make up.

    A year without its periods, as groups have it, goes by the name of those beside it: the groups make up everybody
    whose quarters are printed too, and two names would hide that from whoever hides and from whoever attacks.
    """
    made = {one.place: _made_up(one, theirs) for one in theirs if one.is_year}
    beside = defaultdict(set)
    for (_, start, end, _), sums in made.items():
        beside[start, end].add(sums)
    named_alike = {when for when, all_ in beside.items() if True in all_ and False not in all_}
    return {place for place, sums in made.items() if sums or (sums is None and place[1:3] in named_alike)}


def _made_up(year, theirs):
    """Do its periods make up a year? None where none is printed."""
    entry = year.entry
    parts = [one for one in theirs if one.code == year.code and one.group == year.group and not one.is_year]
    if not parts:
        return None
    if entry.kind == "stock" or entry.distinct or entry.period_type == "rolling-12":
        return False
    days = sum((one.end - one.start).days + 1 for one in parts)
    return days == (year.end - year.start).days + 1 and _is_sum(year, parts)


def _is_sum(whole, parts):
    """Where a count is hidden or missing it may well be: a reader would take it so."""
    for read in (lambda one: one.counted, lambda one: one.out_of):
        counts = [read(one) for one in (whole, *parts)]
        if all(isinstance(count, int) for count in counts) and counts[0] != sum(counts[1:]):
            return False
    return True


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────────────


def cells(printed: Iterable[Printed]) -> dict[tuple, int | str]:
    """``{(year, period, group, kind, part): count}``; where two figures are of one cell, the one that says more."""
    found = {}
    for one in printed:
        for key, count in _cells(one):
            if found.get(key, NOT_AVAILABLE) in (NOT_AVAILABLE, HIDDEN):
                found[key] = count
    return found


def _cells(one):
    place = key_of(one)
    yield (*place, COUNTED), one.counted
    if one.out_of is None:
        return
    told = isinstance(one.counted, int) and isinstance(one.out_of, int)
    if one.entry.unit == Unit.PERCENT and not (told and one.counted > one.out_of):
        yield (*place, NOT_COUNTED), one.out_of - one.counted if told else HIDDEN
        yield (*place, TOTAL), one.out_of
    else:
        yield (*place, COUNTED_FROM), one.out_of


def key_of(one: Printed) -> tuple[str, str, str, str]:
    """Year, period, group and kind of a cell."""
    end = year_end(one.entry, one.end)
    year, period = label(add_months(end + timedelta(days=1), -12), end), label(one.start, one.end)
    if one.is_year and one.entry.period_type == "rolling-12":
        year, period = f"year to {d.show_date(one.end)}", ALONE[PERIODS]
    elif one.is_year:
        period = _total(one, PERIODS)
    return year, period, one.group or _total(one, GROUPS), one.code if one.is_kind else _total(one, KINDS)


def _base_part(one):
    """The part under which ``_cells`` keeps what a figure was counted from."""
    told = isinstance(one.counted, int) and isinstance(one.out_of, int)
    percent = one.entry.unit == Unit.PERCENT and not (told and one.counted > one.out_of)
    return TOTAL if percent else COUNTED_FROM


def same_counts(ours: Sequence[Printed], others: Sequence[Printed], shown: Sequence[Printed]) -> dict:
    """``{place: count or c}`` of what our figures were counted from, where another indicator counts the same children,
    as referrals are what re-referrals are counted from. ``others`` are its figures as known, ``shown`` as printed.

    The same: equal in every period and group that both have, and in two at least.
    """
    found = {}
    series, seen = _series(others), _series(shown)
    for code in {one.code for one in ours}:
        base = {one.place[1:]: one.out_of for one in ours if one.code == code and one.out_of is not None}
        for name, counts in series.items():
            pairs = [
                (base[place], counts[place])
                for place in base.keys() & counts.keys()
                if isinstance(base[place], int) and isinstance(counts[place], int)
            ]
            if name[0] != code and len(pairs) > 1 and all(one == other for one, other in pairs):
                told = {place: seen[name][place] for place in base.keys() & seen[name].keys()}
                found |= {(code, *place): count for place, count in told.items() if count != NOT_AVAILABLE}
    return found


def _series(printed):
    """``{(code, which count): {(start, end, group): count}}``."""
    found = defaultdict(dict)
    for one in printed:
        found[one.code, COUNTED][one.place[1:]] = one.counted
        if one.out_of is not None:
            found[one.code, COUNTED_FROM][one.place[1:]] = one.out_of
    return found


def _total(one, of):
    return ALONE[of] if of in one.not_sum_of else TOTAL


def _as_before(now: Sequence[Printed], before: Iterable[Printed]) -> list[Printed]:
    """Earlier figures, a total being one or not as it is now: the same cell must have the same name."""
    known = {one.place: one.not_sum_of for one in now}
    return [replace(one, not_sum_of=known.get(one.place, one.not_sum_of)) for one in before]


def _apart_where_revised(now, before, number):
    """An earlier edition's cells, the years in which it showed what is hidden now under a name of their own.

    What was shown and is still so is never hidden again (``safe_points``): such a figure was revised, and its year is
    not the year that is printed now. It is attacked for itself.
    """
    revised = {key[0] for key, count in before.items() if isinstance(count, int) and now.get(key) == HIDDEN}
    return {
        ((f"{key[0]} in earlier edition {number}", *key[1:]) if key[0] in revised else key): count
        for key, count in before.items()
    }


def _rows(counts: Mapping[tuple, int | str]) -> tuple[tuple, ...]:
    return tuple((*key, count) for key, count in counts.items())


# ── Hiding ────────────────────────────────────────────────────────────────────────────────────────────────


def safe_points(
    indicators: Mapping[str, Mapping[str, Sequence]],
    earlier: Iterable[Sequence[Printed]] = (),
    told: Mapping[tuple, int | str] | None = None,
) -> dict[str, dict[str, list]]:
    """``{code: {group: points}}`` of one family, every point hidden that would give a small count away, given what was
    printed before, and what other indicators tell (``same_counts``). ``marks`` tells what each is not the sum of.
    """
    printed = of_points(indicators)
    before = tuple(_rows(cells(_as_before(printed, each))) for each in earlier)
    beside = {
        (*key_of(one), _base_part(one)): told[one.place]
        for one in printed
        if told and one.out_of is not None and one.place in told
    }
    before += (_rows(beside),) if beside else ()
    classes = {catalogue()[code].disclosure for code in indicators}
    hidden = _hidden(classes.pop(), _rows(cells(printed)), before) if printed else frozenset()
    gone = {one.place for one in printed if key_of(one) in hidden}
    return {
        code: {
            name: [_hide(p) if (code, p.start, p.end, name) in gone else p for p in points]
            for name, points in groups.items()
        }
        for code, groups in indicators.items()
    }


def marks(indicators: Mapping[str, Mapping[str, Sequence]]) -> dict[tuple, tuple[str, ...]]:
    """``{(code, start, end, group): what it is not the sum of}``, from the true counts."""
    return {one.place: one.not_sum_of for one in of_points(indicators)}


@lru_cache(maxsize=512)
def _hidden(cls: str, rows: tuple, before: tuple) -> frozenset:
    """``key_of`` each figure that must not be printed. A small count stays hidden even where it was printed before."""
    kind = class_named(cls)
    if not kind.threshold:
        return frozenset()
    small = {row[:-2] for row in rows if _is_small(row[-1], kind)}
    if not small and not _differ(rows, before):
        return frozenset()
    made = protect_rows(
        _dicts(rows), by=BY, count="count", cls=cls, published=[_dicts(each) for each in before]
    )
    return frozenset({key[:-1] for key in made.hidden} | small)


def _is_small(count, kind):
    least = 0 if kind.noughts == "hidden" else 1
    return isinstance(count, int) and least <= count <= kind.threshold


def _differ(rows, before):
    """Did an earlier edition hide anything, or print another count in one of these cells?"""
    now = {row[:-1]: row[-1] for row in rows}
    return any(row[-1] == HIDDEN or now.get(row[:-1], row[-1]) != row[-1] for each in before for row in each)


def _dicts(rows):
    return [dict(zip((*BY, "count"), row, strict=True)) for row in rows]


def _hide(point):
    return replace(
        point, numerator=None, denominator=None, value=None, shown=HIDDEN, symbol=HIDDEN, because=BECAUSE
    )


# ── Trying to undo it ─────────────────────────────────────────────────────────────────────────────────────


def leaks(
    figures: Iterable[d.Figure],
    earlier: Iterable[Sequence[Printed]] = (),
    since: Iterable[Sequence[Printed]] = (),
    others: Iterable[d.Figure] = (),
) -> list[str]:
    """What a reader of these figures of one family, and of the editions before, can work out: each in words.

    ``others``: the document's figures of other families, which may count the same children.
    ``since``: editions that were published after it was decided what to hide, and so are not known to have been minded.
    """
    printed = [of_figure(figure) for figure in figures]
    if not printed:
        return []
    entry = min((one.entry for one in printed), key=lambda one: len(one.code))
    kind = class_named(entry.disclosure)
    if not kind.threshold:
        return []
    beside = [of_figure(figure) for figure in others]
    told = same_counts(printed, beside, beside)

    def known(figures):
        """With what another indicator shows of the same children in its place."""
        return [
            replace(one, out_of=told[one.place])
            if one.out_of == HIDDEN and isinstance(told.get(one.place), int)
            else one
            for one in figures
        ]

    earlier, since = [known(each) for each in earlier], [known(each) for each in since]
    printed = known(printed)
    now = cells(printed)
    before = (cells(_as_before(printed, each)) for each in earlier)
    tables = [now, *(_apart_where_revised(now, each, n) for n, each in enumerate(before, 1))]
    tables += [cells(_as_before(printed, each)) for each in since]
    verdict = attack(
        [_dicts(_rows(table)) for table in tables if table],
        by=BY,
        count="count",
        threshold=kind.threshold,
        width=kind.width,
        noughts_shown=kind.noughts == "shown" and entry.unit != Unit.PERCENT,
    )
    return [f"{entry.name}, {leak.cell}: {leak.because}" for leak in verdict.leaks]
