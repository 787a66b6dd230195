"""Figures that do not add up, inside a table or inside a sentence: `cast`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lscp.publication import document as d
from lscp.publication.checks.finding import (
    ERROR,
    WARNING,
    Finding,
    passages,
    placed_figures,
    placed_tables,
)
from lscp.publication.checks.numbers import half_a_step, places_of
from lscp.publication.checks.proportions import proportions_in
from lscp.publication.checks.sums import sums_in

TOTAL_LABEL = re.compile(r"^\s*(?:grand |overall |sub-? ?)?totals?\b|\btotals?\s*$", re.I)
ALL_LABEL = re.compile(r"^\s*(?:all|overall|whole)\b", re.I)
SHARE = re.compile(r"%|\bper ?cent|\bpercentage|\bproportion\b|\bshare\b", re.I)
NOT_ADDED = re.compile(
    r"%|per ?cent|percentage|proportion|\brate\b|\brates\b|average|mean\b|median|\bper (?:10|100|1,?000|"
    r"10,?000|child)|\bratio|\bscore|\bchange\b|\byear\b$|\brank|\bduration|\bage\b|\btarget|\baim\b|"
    r"^out of\b|\bpopulation\b|\bnational(?:ly)?\b|\bengland\b",
    re.I,
)
TOTAL_HEADING = re.compile(
    r"\s*(?:(?:grand |overall |year(?:ly)? |annual |full[- ]year )?totals?(?: (?:for|in) .*| 20\d\d\S*)?|"
    r"(?:20\d\d\S* )totals?|year to date|ytd)\s*",
    re.I,
)
OF_WHICH = re.compile(r"^\W*(?:of (?:which|whom|these)|including|incl\b|thereof)", re.I)
ROUNDED = re.compile(r"round\w*[^.]*?nearest\s+(\d+)|nearest\s+(\d+)", re.I)


def cast(document: d.Document) -> Iterator[Finding]:
    """Totals, percentages and sums that do not come out."""
    for where, table in placed_tables(document):
        yield from _total_rows(where, table)
        yield from _total_first(where, table)
        yield from _total_columns(where, table)
        yield from _percentages(where, table)
        yield from _whole(where, table)
    for passage, figure in placed_figures(document):
        yield from _figure(passage.where, figure)
    for passage in passages(document):
        if passage.kind in ("paragraph", "list", "claim", "notice", "table"):
            for sentence in passage.sentences:
                yield from sums_in(passage.where, sentence)
                yield from proportions_in(passage.where, sentence)


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def is_added(column: d.Column) -> bool:
    """Whether the column's numbers may be added: counts and money may, percentages and averages may not."""
    return column.unit in ("", "£") and not NOT_ADDED.search(column.heading)


def is_total(table: d.Table, place: int) -> bool:
    label = table.rows[place][0]
    last = place == len(table.rows) - 1
    if last and table.total_row:
        return True
    return isinstance(label, str) and bool(TOTAL_LABEL.search(label) or (last and ALL_LABEL.match(label)))


def _label(table: d.Table, place: int) -> str:
    first = table.rows[place][0]
    return f"row {place + 1} (“{first}”)" if isinstance(first, str) and first else f"row {place + 1}"


@dataclass
class _Added:
    """Cells added up as they are passed: their sum, how many, the most decimal places, and whether some say nothing."""

    sum: int | Decimal = 0
    counted: int = 0
    places: int = 0
    gaps: bool = False
    special: bool = False

    def take(self, cell: d.Cell) -> None:
        if d.is_number(cell):
            self.sum += cell
            self.counted += 1
            self.places = max(self.places, places_of(cell))
        else:
            self.gaps |= not isinstance(cell, d.NotApplicable)
            self.special |= isinstance(cell, d.Special)

    def slack(self, table: d.Table) -> Decimal:
        """How far a right total may be from the sum because each number was rounded for itself."""
        told = ROUNDED.search(f"{table.note} {table.caption}")
        if told:
            return Decimal(told[1] or told[2]) / 2 * self.counted
        return half_a_step(self.places) * self.counted if self.places else Decimal(0)


@dataclass
class _Total:
    """A total of a column, what it could be the sum of, and what is shown since the total before it."""

    place: int
    x: int
    total: int | Decimal
    sums: list[int | Decimal]
    slack: Decimal
    shown: _Added

    @property
    def is_right(self) -> bool:
        return any(abs(one - self.total) <= self.slack for one in self.sums)


def _total_rows(where: str, table: d.Table) -> Iterator[Finding]:
    rows = range(len(table.rows))
    totals = [is_total(table, place) for place in rows]
    parts = [bool(OF_WHICH.match(str(table.rows[place][0]))) for place in rows]  # counted in the row above
    found = [
        total
        for x, column in enumerate(table.columns)
        if any(totals) and is_added(column) and not (x == 0 and table.row_header)
        for total in _totals_of(table, x, totals, parts)
    ]
    found.sort(key=lambda total: (total.place, total.x))
    for one in found:
        if one.shown.special and one.shown.sum > one.total + one.shown.slack(table):
            yield Finding(
                "cast",
                ERROR,
                f"{where}, {_label(table, one.place)}, column “{table.columns[one.x].heading}”",
                f"{one.total:,}",
                f"The numbers shown already add up to {one.shown.sum:,}, more than the total of {one.total:,}. Find "
                "the one that is wrong.",
            )
    right = any(one.is_right for one in found)
    for one in found:
        certain = table.total_row or TOTAL_LABEL.search(str(table.rows[one.place][0]))
        if one.is_right or not one.sums or not (certain or right):
            continue
        added = one.sums[0]
        yield Finding(
            "cast",
            ERROR,
            f"{where}, {_label(table, one.place)}, column “{table.columns[one.x].heading}”",
            f"{one.total:,}",
            f"The rows above add up to {added:,}, but the total says {one.total:,} ({_gap(one.total, added)}). Find "
            f"the row that is wrong, or correct the total to {added:,}.",
        )


def _totals_of(table: d.Table, x: int, totals: list[bool], parts: list[bool]) -> Iterator[_Total]:
    """The totals of a column. Each could be the sum of the rows since the last one, of all plain rows, or of the totals
    so far; of none that holds a hidden or missing value, for then nothing can be said."""
    everything, since, plain, above, shown = _Added(), _Added(), _Added(), _Added(), _Added()
    for place, row in enumerate(table.rows):
        cell = row[x]
        everything.take(cell)
        if totals[place]:
            if d.is_number(cell):
                sums = [one.sum for one in (since, plain, above) if one.counted >= 2 and not one.gaps]
                yield _Total(place, x, cell, sums, everything.slack(table), shown)
            above.take(cell)
            since, shown = _Added(), _Added()
            continue
        shown.take(cell)
        if not parts[place]:
            since.take(cell)
            plain.take(cell)


def _total_first(where: str, table: d.Table) -> Iterator[Finding]:
    """A total above its rows: told where another column comes out, or where it is near what the rows make."""
    label = str(table.rows[0][0]) if table.rows else ""
    if (
        len(table.rows) < 3
        or not TOTAL_LABEL.search(label)
        or any(is_total(table, y) for y in range(1, len(table.rows)))
    ):
        return
    sums = {}
    for x, column in enumerate(table.columns):
        total, cells = table.rows[0][x], [row[x] for row in table.rows[1:] if not OF_WHICH.match(str(row[0]))]
        if x and is_added(column) and d.is_number(total) and len(cells) > 1 and all(map(d.is_number, cells)):
            sums[x] = (total, sum(cells))
    right = any(total == added for total, added in sums.values())
    for x, (total, added) in sums.items():
        near = abs(added - total) <= total * Decimal("0.15")
        if total != added and (right or near):
            yield Finding(
                "cast",
                ERROR,
                f"{where}, {_label(table, 0)}, column “{table.columns[x].heading}”",
                f"{total:,}",
                f"The rows below add up to {added:,}, but the total says {total:,} ({_gap(total, added)}). Find "
                f"the row that is wrong, or correct the total to {added:,}.",
            )


def _gap(total, added) -> str:
    return f"{abs(total - added):,} too {'many' if total > added else 'few'}"


def _total_columns(where: str, table: d.Table) -> Iterator[Finding]:
    place = _total_column(table)
    if place is None:
        return
    parts = [
        x
        for x, column in enumerate(table.columns)
        if x != place
        and not (x == 0 and table.row_header)
        and is_added(column)
        and column.unit == table.columns[place].unit
        and any(d.is_number(row[x]) for row in table.rows)
        and not TOTAL_LABEL.search(column.heading)
    ]
    if len(parts) < 2:
        return
    wrong, right = [], 0
    for y, row in enumerate(table.rows):
        cells, total = _Added(), row[place]
        for x in parts:
            cells.take(row[x])
        if not d.is_number(total) or cells.gaps:
            continue
        added = cells.sum
        cells.take(total)
        if abs(added - total) <= cells.slack(table):
            right += 1
        else:
            wrong.append((y, added, total))
    if not table.total_column and right <= len(wrong):
        return  # a column called "Total" that is never the sum is a total of something else
    for y, added, total in wrong:
        yield Finding(
            "cast",
            ERROR,
            f"{where}, {_label(table, y)}, column “{table.columns[place].heading}”",
            f"{total:,}",
            f"The figures in this row add up to {added:,}, but its total says {total:,} "
            f"({_gap(total, added)}). Find the figure that is wrong, or correct the total to {added:,}.",
        )


def _total_column(table: d.Table) -> int | None:
    if table.total_column:
        return len(table.columns) - 1
    named = [x for x, column in enumerate(table.columns) if TOTAL_HEADING.fullmatch(column.heading)]
    return named[-1] if named and is_added(table.columns[named[-1]]) else None


# ── Percentages in tables ───────────────────────────────────────────────────────────────────────────────────


def is_share(column: d.Column) -> bool:
    return column.unit == "%" or (not column.unit and bool(SHARE.search(column.heading)))


def _percentages(where: str, table: d.Table) -> Iterator[Finding]:
    for x, column in enumerate(table.columns):
        if not is_share(column):
            continue
        base, stated = _base_of(table, x)
        if base is None:
            continue
        for y, row in enumerate(table.rows):
            worked_out, basis = base(y)
            if not d.is_number(row[x]) or worked_out is None or _close(row[x], worked_out):
                continue
            shown = round(worked_out, places_of(row[x]))
            yield Finding(
                "cast",
                ERROR if stated else WARNING,
                f"{where}, {_label(table, y)}, column “{column.heading}”",
                f"{row[x]}%",
                f"{basis} is {shown}%, but the table says {row[x]}%. Correct the percentage, or the counts "
                "that it is worked out from.",
            )


def _whole(where: str, table: d.Table) -> Iterator[Finding]:
    """Shares that should make 100%, because their total row says so."""
    if len(table.rows) < 3 or not is_total(table, len(table.rows) - 1):
        return
    for x, column in enumerate(table.columns):
        parts, total = [row[x] for row in table.rows[:-1]], table.rows[-1][x]
        if not is_share(column) or total != 100 or not all(d.is_number(part) for part in parts):
            continue
        if _base_of(table, x)[0]:
            continue  # each share has been worked out for itself
        added = sum(parts)
        if abs(added - 100) > sum(half_a_step(places_of(part)) for part in parts):
            yield Finding(
                "cast",
                ERROR,
                f"{where}, column “{column.heading}”",
                f"{added}%",
                f"The shares add up to {added}%, but the total says {total}%. Find the share that is wrong; "
                "if people could be counted more than once, take the total out and say so in the note.",
            )


def _close(said: int | Decimal, worked_out: Decimal) -> bool:
    return abs(Decimal(said) - worked_out) <= half_a_step(places_of(said)) + Decimal("0.0001")


def _base_of(table: d.Table, x: int):
    """(function from a row to (percentage, "62 of 310"), whether the table states that base), or (None, False).

    Where no base is stated, the one that most rows agree with is taken, if at least three and two in three do.
    """
    by_heading = {column.heading: place for place, column in enumerate(table.columns)}
    column = table.columns[x]
    stated = column.numerator and column.numerator in by_heading  # an empty corner heads no numerator
    if stated and (not column.denominator or column.denominator in by_heading):
        return _ratio(table, by_heading[column.numerator], by_heading.get(column.denominator)), True
    counts = [
        place
        for place, other in enumerate(table.columns)
        if not is_share(other) and is_added(other) and any(d.is_number(row[place]) for row in table.rows)
    ]
    near = sorted(sorted(counts, key=lambda place: abs(place - x))[:MOST_BASES])
    candidates = [_ratio(table, top, bottom) for top in near for bottom in (*near, None) if top != bottom]
    best, agreed = None, 0
    said = [y for y in range(len(table.rows)) if d.is_number(table.rows[y][x])]
    for candidate in candidates:
        agreeing = [y for y in said if (w := candidate(y)[0]) is not None and _close(table.rows[y][x], w)]
        if len(agreeing) > agreed:
            best, agreed = candidate, len(agreeing)
    return (best, False) if agreed >= 3 and agreed * 3 >= len(said) * 2 else (None, False)


MOST_BASES = 8  # columns of counts tried for a column of percentages: those that stand nearest to it


def _ratio(table: d.Table, top: int, bottom: int | None):
    """Row → (percentage, how it was worked out); `bottom` None takes the total of the column."""
    whole = _column_total(table, top) if bottom is None else None

    def of_row(y: int):
        numerator = table.rows[y][top]
        denominator = whole if bottom is None else table.rows[y][bottom]
        if not d.is_number(numerator) or not d.is_number(denominator) or denominator <= 0:
            return None, ""
        return Decimal(numerator) * 100 / Decimal(denominator), f"{numerator:,} of {denominator:,}"

    return of_row


def _column_total(table: d.Table, x: int) -> int | Decimal | None:
    if table.rows and is_total(table, len(table.rows) - 1):
        total = table.rows[-1][x]
        return total if d.is_number(total) else None
    cells = [row[x] for row in table.rows]
    return sum(cells) if cells and all(d.is_number(cell) for cell in cells) else None


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def _figure(where: str, figure: d.Figure) -> Iterator[Finding]:
    counted = figure.numerator is not None and figure.denominator
    if figure.unit != "%" or not counted or not d.is_number(figure.value):
        return
    worked_out = Decimal(figure.numerator) * 100 / figure.denominator
    if not _close(figure.value, worked_out):
        yield Finding(
            "cast",
            ERROR,
            where,
            f"{figure.value}%",
            f"{figure.numerator:,} of {figure.denominator:,} is "
            f"{round(worked_out, places_of(figure.value))}%, but the figure says {figure.value}%. Correct "
            "the figure, or the counts behind it.",
        )
