"""Counts every measure from the facts: by area, period and breakdown, each table scanned once.

A table is grouped by area, month and breakdown codes, and only those counts come back. The rest is arithmetic on
arrays: months add up to periods, changes add up to stocks, days waited become quartiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, partial

import ibis
import numpy as np
from ibis import _
from ibis.expr.types import Column, Table

from lscp.calendars import add_months, england
from lscp.scorecard.catalogue import Indicator, UnknownIndicator, catalogue
from lscp.scorecard.codes import BREAKDOWNS, MARKS
from lscp.scorecard.databases import Columns
from lscp.scorecard.measures import (
    MEASURES,
    Children,
    Count,
    Flow,
    Formula,
    Measure,
    Quartile,
    Share,
    Stock,
    Term,
)
from lscp.scorecard.quartiles import quartiles_of_many
from lscp.scorecard.returns import Row
from lscp.scorecard.shapes import events


@dataclass(frozen=True)
class Computed:
    rows: list[Row]
    not_supplied: dict[str, str] = field(default_factory=dict)  # indicator: because


# --- periods


@dataclass(frozen=True)
class Periods:
    """The periods from `start` to `end`, both included, cut to them. A period holds whole months of that time."""

    start: date
    end: date
    by: str | None = None

    @property
    def first_month(self) -> int:
        return _month(self.start)

    @property
    def months(self) -> int:
        return _month(self.end) - self.first_month + 1

    @property
    def of_month(self) -> np.ndarray:
        """The period of each month."""
        months = self.first_month + np.arange(self.months)
        match self.by:
            case None:
                periods = np.zeros(self.months, np.int64)
            case "month":
                periods = months
            case "quarter":
                periods = months // 3
            case "year":
                periods = (months - 3) // 12
            case _:
                raise ValueError(f"Periods are a month, a quarter or a year, not {self.by!r}.")
        return periods - periods[0]

    def first_month_of(self, month: Column) -> Column:
        """The first month of the period that a month is in, before it is cut to the start."""
        match self.by:
            case None:
                return ibis.literal(self.first_month)
            case "quarter":
                return month - month % 3
            case "year":
                return month - (month - 3) % 12
        return month

    @property
    def unit(self) -> str:
        """The longest time, as facts carry it, that these periods are made of: the fewer, the fewer to fetch."""
        after = self.end + timedelta(1)
        if (self.start.day, after.day) != (1, 1):
            return "day"
        quarters = self.by != "month" and self.start.month % 3 == after.month % 3 == 1
        return "quarter" if quarters else "month"

    def __len__(self) -> int:
        return int(self.of_month[-1]) + 1

    def __iter__(self) -> Iterator[tuple[date, date]]:
        for period in range(len(self)):
            months = np.flatnonzero(self.of_month == period)
            first = add_months(self.start.replace(day=1), int(months[0]))
            after = add_months(self.start.replace(day=1), int(months[-1]) + 1)
            yield max(first, self.start), min(date.fromordinal(after.toordinal() - 1), self.end)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _quarter(day: date) -> int:
    return _month(day) // 3


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def compute(
    database,
    *,
    held: set[str],
    start: date,
    end: date,
    by: str | None = None,
    breakdowns: Sequence[str] = (),
    area: str | None = None,
    measures: Iterable[str] | None = None,
    source: str | None = None,
    missing: Mapping[str, str] | None = None,
    supplied: Mapping[str, Supplied] | None = None,
) -> Computed:
    """Every measure the facts in `database` can tell (`derive` makes them; `held` is the kinds of event there were).

    `missing` says of kinds that are not held why not, in a sentence, and `source` what kind of extract it was.
    `supplied` says how much of each kind there is, where the events themselves are not in `database`.
    `breakdowns` are one-way, or crossed like "age*sex"; the total always comes too. `area` keeps one authority.
    Raises ValueError for an unknown breakdown or kind of period.
    """
    chosen = [MEASURES[code] for code in (measures or MEASURES)]
    said = supplied.__getitem__ if supplied else cache(partial(_said, database))
    silent = {m.code: why for m in chosen if (why := _why_not(said, m, held, source, missing or {}))}
    told = [m for m in chosen if m.code not in silent]
    counted = Counted(database, Periods(start, end, by), [columns_of(each) for each in breakdowns], area)
    counted.count(told)
    rows = list(counted.rows(told))
    figures = {row.indicator for row in rows}
    silent |= {m.code: NOTHING for m in told if m.code not in figures}
    return Computed(rows, {code: silent[code] for code in MEASURES if code in silent})


NOTHING = "Nothing of it was begun in this time, or its definition was not in force yet."


def columns_of(breakdown: str) -> tuple[str, ...]:
    """The columns that a breakdown crosses. Raises ValueError for one that there is not."""
    columns = tuple(part.strip() for part in breakdown.split("*"))
    for column in columns:
        if column not in BREAKDOWNS:
            raise ValueError(f"There is no breakdown by {column!r}. Use: {', '.join(BREAKDOWNS)}.")
    if len(columns) > 3 or len(set(columns)) < len(columns):
        raise ValueError(
            f"{breakdown!r} crosses too many breakdowns, or one twice: three different ones at most."
        )
    return columns


# --- why an extract cannot tell


Supplied = Mapping[str, int]  # how many `rows` there are of a kind, and how many have each column
Said = Callable[[str], Supplied]


def _why_not(
    said: Said, measure: Measure, held: set[str], source: str | None, missing: Mapping[str, str]
) -> str | None:
    if source in measure.cannot:
        return measure.cannot[source]
    for need in measure.needs:
        reasons = [_why_without(said, either, held, missing) for either in need.split("|")]
        if all(reasons):
            return reasons[0]
    return None


def _why_without(said: Said, need: str, held: set[str], missing: Mapping[str, str]) -> str | None:
    kind, _dot, column = need.partition(".")
    if kind not in held:
        return _sentence(missing.get(kind) or f"the extract has no {KIND_WORDS[kind]}")
    if column and said(kind)["rows"] and not said(kind)[column]:
        return f"The extract has no {COLUMN_WORDS[need]}."
    return None


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _said(database, kind: str) -> Supplied:
    t = events(kind)
    counts = database.columns(
        t.aggregate(rows=t.count(), **{column: t[column].count() for column in asked_of(kind)})
    )
    return {name: int(values[0]) for name, values in counts.items()}


def asked_of(kind: str) -> list[str]:
    """The columns of a kind that some measure cannot do without."""
    return [need.partition(".")[2] for need in COLUMN_WORDS if need.startswith(f"{kind}.")]


KIND_WORDS = {
    "contacts": "contacts",
    "early_help": "early help",
    "referrals": "referrals",
    "assessments": "assessments",
    "strategy_discussions": "strategy discussions with who took part",
    "enquiries": "section 47 enquiries",
    "needs": "episodes of need",
    "plans": "child protection plans",
    "plan_reviews": "list of all review conferences (only the latest one, or none)",
    "core_groups": "core groups",
    "care": "children looked after",
    "care_leavers": "care leavers",
}
COLUMN_WORDS = {
    "contacts.source": "source of contacts",
    "contacts.outcome": "outcome of contacts",
    "contacts.decided": "date on which contacts were decided",
    "referrals.decided": "date on which referrals were decided",
    "referrals.nfa": "mark for referrals with no further action",
    "assessments.in_need": "outcome of assessments (in need or not)",
    "assessments.factors": "factors found at assessment",
    "assessments.seen": "mark for children seen at assessment",
    "early_help.end": "date on which early help ended",
    "enquiries.planned": "outcome of conferences",
    "needs.last_seen": "date on which children in need were last seen",
    "needs.status": "status of children in need",
    "needs.need": "primary need",
    "needs.reason": "reason for closing a case",
    "plans.category": "category of plans",
    "plans.last_review": "date of the latest review conference",
    "plans.last_visit": "date of the latest visit to children on a plan",
    "plans.seen_alone": "mark for children seen alone",
    "core_groups.due": "date on which core groups were due",
    "care.asylum": "mark for unaccompanied asylum-seeking children",
    "care.interviews_offered": "mark for return interviews offered",
    "care.interviews_accepted": "mark for return interviews accepted",
    "care.missing": "number of missing episodes",
    "care.placements": "number of placements",
    "care.last_review": "date of the latest review of children looked after",
    "care.last_health": "date of the latest health assessment",
    "care.last_dental": "date of the latest dental check",
    "care_leavers.in_touch": "mark for being in touch with care leavers",
    "care_leavers.suitable": "mark for suitable accommodation",
    "care_leavers.activity": "main activity of care leavers",
}


# --- counting


class Counted:
    """The counts of every term, by breakdown, cell and period."""

    def __init__(self, database, periods: Periods, sets: Sequence[tuple[str, ...]], area: str | None):
        self.database, self.periods = database, periods
        self.sets = list(dict.fromkeys(sets)) or [()]
        self.labels = {name: list(words) for name, words in BREAKDOWNS.items()}
        self.labels["area"] = self._names("area")
        self.labels["ward"] = ["Not known", *self._names("ward")[1:]]
        self.only = None if area is None else self._place(area)
        self._scans: dict[str, dict[tuple, Columns]] = {}  # of each table, by breakdown
        self._numbers: dict[str, str] = {}  # the column that holds a term's counts
        self._placed: dict[tuple[str, tuple[str, ...]], np.ndarray] = {}

    def count(self, measures: Iterable[Measure]) -> None:
        tables: dict[str, dict[str, Term]] = {}
        values: dict[str, dict[str, None]] = {}
        for measure in measures:
            for term in measure.terms:
                tables.setdefault(term.table, {})[term.key] = term
            if isinstance(measure.formula, Quartile):
                values.setdefault(measure.formula.table, {}).update(dict.fromkeys(measure.formula.columns))
        for table, terms in tables.items():
            self._scan(table, list(terms.values()), list(values.get(table, ())))

    # --- the one question asked of the database about a table

    def _scan(self, table: str, terms: list[Term], values: list[str]) -> None:
        """Counts every term, by month and breakdown, and by the values that quartiles are taken of."""
        t, sets = self._table(table), self.sets
        if isinstance(
            terms[0], Children
        ):  # a child counts once in a period: neither months nor groups add up
            t, sets = t.mutate(month=self.periods.first_month_of(t.month)), list(dict.fromkeys([*sets, ()]))
        numbers = {f"n{place}": _number(term) for place, term in enumerate(terms)}
        by_quarter = self.periods.unit == "quarter" and not isinstance(terms[0], Children)
        if marks := {MARKS.index(term.mark) for term in terms if isinstance(term, Stock)}:
            t = t.filter(t.mark.isin(marks))  # they lie one after the other
        self._scans[table] = self._grouped(t, ["quarter" if by_quarter else "month", *values], numbers, sets)
        self._numbers |= {term.key: f"n{place}" for place, term in enumerate(terms)}

    def _table(self, name: str) -> Table:
        """The rows that can count: a flow's in the time asked for, a stock's changes up to its end."""
        columns, periods = self.database.names(name), self.periods
        t = ibis.table(dict.fromkeys(columns, "int32"), name=name)
        unit, of = periods.unit, {"day": _day, "month": _month, "quarter": _quarter}[periods.unit]
        held = self.database.columns(t.aggregate(first=t[unit].min(), last=t[unit].max()))
        if held["last"][0] > of(periods.end):  # a filter that every row passes still costs a pass
            t = t.filter(t[unit] <= of(periods.end))
        if "change" not in columns and held["first"][0] < of(periods.start):
            t = t.filter(t[unit] >= of(periods.start))
        if self.only is not None:
            t = t.filter(t.area == self.only)
        t = t.mutate(to=ibis.literal(_day(periods.end), "int32"))
        return _as_known_on(t, periods.end) if "clock" in columns else t

    def _grouped(
        self, t: Table, groups: list[str], numbers: dict[str, Column], sets: Sequence[tuple[str, ...]]
    ) -> dict[tuple, Columns]:
        """One answer for each breakdown, from one scan."""
        wanted = list(dict.fromkeys(column for columns in sets for column in columns))
        asked = t.group_by("area", *groups, *wanted).aggregate(**numbers)
        counted = self.database.columns(asked, sets=[("area", *groups, *columns) for columns in sets])
        if len(sets) == 1:
            return {sets[0]: counted}
        given = np.stack([counted[column] >= 0 for column in wanted])
        answers = {}
        for columns in sets:
            shape = np.array([column in columns for column in wanted])
            rows = (given == shape[:, None]).all(axis=0)
            answers[columns] = {name: values[rows] for name, values in counted.items()}
        return answers

    # --- what came back, as arrays of cells by periods

    def rows(self, measures: Iterable[Measure]) -> Iterator[Row]:
        known = catalogue()
        periods = list(self.periods)
        for columns in [(), *(set_ for set_ in self.sets if set_)]:
            cells = self._cells(columns)
            words = [self._words(columns, cell) for cell in cells]
            for measure in measures:
                entry = known[measure.code]
                versions = [_version(entry, end) for start, end in periods]
                numerators, denominators = self._figure(measure.formula, columns, cells)
                for place, (area, breakdown) in enumerate(words):
                    for number, (start, end) in enumerate(periods):
                        if versions[number] is None or (measure.latest and end != self.periods.end):
                            continue
                        numerator = numerators[place, number]
                        if numerator != numerator:  # not a number: so many have not finished yet
                            continue
                        yield Row(
                            entry.code,
                            versions[number],
                            start,
                            end,
                            area,
                            breakdown,
                            _plain(numerator),
                            None if denominators is None else int(denominators[place, number]),
                            str(entry.unit),
                        )

    def _figure(self, formula: Formula, columns: tuple[str, ...], cells: np.ndarray):
        match formula:
            case Count(of):
                return self.grid(of, columns, cells), None
            case Share(part, whole):
                return self.grid(part, columns, cells), self.grid(whole, columns, cells)
            case Quartile():
                return self.days(formula, columns, cells)

    def grid(self, term: Term, columns: tuple[str, ...], cells: np.ndarray) -> np.ndarray:
        """How many, for each cell and period."""
        numbers = self._answer(term, columns)[self._numbers[term.key]]
        grid = self._spread(self._slots(term.table, columns, cells), numbers, cells)
        return np.cumsum(grid, axis=1) if isinstance(term, Stock) else grid

    def days(self, formula: Quartile, columns: tuple[str, ...], cells: np.ndarray):
        """The quartile in days, and how many children are behind it."""
        answer = self._answer(formula.of, columns)
        number, days = answer[self._numbers[formula.of.key]], answer[formula.column]
        known = (number > 0) & (days >= 0)
        slots, number = self._slots(formula.table, columns, cells)[known], number[known]
        behind = self._spread(slots, number, cells)
        done = answer[formula.done][known] == 1 if formula.done else None
        found = quartiles_of_many(
            slots, days[known], number, done=done, cells=behind.size, share=formula.share
        )
        return found.reshape(behind.shape), behind

    def _answer(self, term: Term, columns: tuple[str, ...]) -> Columns:
        counted = self._scans[term.table]
        return counted[columns] if columns in counted else counted[self.sets[0]]  # the total of any groups

    def _spread(self, slots: np.ndarray, numbers: np.ndarray, cells: np.ndarray) -> np.ndarray:
        shape = len(cells), len(self.periods)
        flat = np.bincount(slots, weights=numbers, minlength=shape[0] * shape[1])
        return flat.astype(np.int64).reshape(shape)

    def _slots(self, table: str, columns: tuple[str, ...], cells: np.ndarray) -> np.ndarray:
        """For each row of a table's answer, the place of its cell and period, which all its measures share."""
        if (table, columns) not in self._placed:
            counted = self._scans[table]
            answer = counted[columns] if columns in counted else counted[self.sets[0]]
            self._placed[table, columns] = self._place_rows(answer, columns, cells)
        return self._placed[table, columns]

    def _place_rows(self, answer: Columns, columns: tuple[str, ...], cells: np.ndarray) -> np.ndarray:
        """What came before the start counts at it."""
        months = answer["month"] if "month" in answer else answer["quarter"].astype(np.int32) * 3
        months = np.maximum(months.astype(np.int32) - self.periods.first_month, 0)
        keys = self._keys(answer, columns)
        every = cells[-1] - cells[0] + 1 == len(cells)  # no gaps, as wards have
        cell = keys - cells[0] if every else np.searchsorted(cells, keys)
        return cell * len(self.periods) + self.periods.of_month[months]

    def _keys(self, answer: Columns, columns: tuple[str, ...]) -> np.ndarray:
        """One integer for an area and a code of each of the columns."""
        key = answer["area"].astype(np.int64)
        for column in columns:
            key = key * len(self.labels[column]) + answer[column].astype(np.int64)
        return key

    def _cells(self, columns: tuple[str, ...]) -> np.ndarray:
        """The keys there are: every group of a fixed list, but only the wards that were seen."""
        if "ward" in columns:
            seen = [counted[columns] for counted in self._scans.values()]
            return np.unique(np.concatenate([self._keys(answer, columns) for answer in seen]))
        size = int(np.prod([len(self.labels[column]) for column in columns]))
        areas = range(len(self.labels["area"])) if self.only is None else [self.only]
        return np.concatenate([area * size + np.arange(size) for area in areas])

    def _words(self, columns: tuple[str, ...], key: int) -> tuple[str, dict[str, str]]:
        breakdown = {}
        for column in reversed(columns):
            key, code = divmod(int(key), len(self.labels[column]))
            breakdown[column] = self.labels[column][code]
        return self.labels["area"][key], dict(sorted(breakdown.items()))

    def _names(self, column: str) -> list[str]:
        table = ibis.table({column: "string", "code": "int32"}, name=f"{column}s")
        return [str(name) for name in self.database.columns(table.order_by("code"))[column]]

    def _place(self, area: str) -> int:
        """The code of an area; of one that no row is of, a code that none has."""
        if area not in self.labels["area"]:
            self.labels["area"].append(area)
        return self.labels["area"].index(area)


def _version(entry: Indicator, on: date) -> int | None:
    """The version of the definition in force on a day; None when the indicator was not defined yet."""
    try:
        return entry.at(on).version
    except UnknownIndicator:
        return None


def _number(term: Term) -> Column:
    match term:
        case Children():
            return _.child.nunique(where=term.where)
        case Flow():
            return _.count(where=term.where).fill_null(0)  # Spark sums, and a sum of unknowns is unknown
    here = _.mark == MARKS.index(term.mark)
    return _.change.sum(where=here if term.where is None else here & term.where).fill_null(0).cast("int64")


def _as_known_on(t: Table, on: date) -> Table:
    """Steps as they stood on a day: who had not finished had waited until then."""
    days = england()
    first = days.covers.from_
    counted = days.between(first, on) + days.is_working_day(first)  # as the table `calendar` counts
    over = t.ended <= t.to
    return t.mutate(
        done=ibis.ifelse(over & (t.completed == 1), 1, 0),
        lasted=ibis.ifelse(over, t.lasted, ibis.ifelse(t.working == 1, counted, t.to) - t.clock),
    )


def _plain(number) -> int | float:
    return int(number) if number == int(number) else float(number)
