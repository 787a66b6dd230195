"""Tables of counts with their totals, as published: cells, margins, and the sums that tie them together. Pure.

A row is a cell: one value for each ``by`` column, and a count. ``Total`` in a ``by`` column makes it a margin.
Values that nest (wards in areas, quarters in years) are two columns: the row ``area=North, ward=Total`` is the
subtotal. Nothing need be declared: a cell whose column says Total is the sum of the cells that differ from it in
that column alone, where the table has any.

A cell that the table leaves out counts as nought, which the sums then prove; a sum that does not hold is an error.
A table without totals is a table: nothing is added to it, for what is not published tells nobody anything.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

TOTAL = "Total"
HIDDEN = "c"
NOT_AVAILABLE = ":"
NOT_APPLICABLE = "z"
HIDDEN_SYMBOLS = {"c", "C", "*", "x", "X"}

Key = tuple[str, ...]
Value = int | str


class BadTable(Exception):
    """The table cannot be used. The text says where, and what to do."""


@dataclass
class Table:
    """Counts by key, in the order of the file. A value is an int, or one of the symbols ``c``, ``:`` and ``z``."""

    by: tuple[str, ...]
    count: str
    cells: dict[Key, Value]
    name: str = "the table"
    rows: list[Mapping] = field(default_factory=list, repr=False)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping], by: Sequence[str], count: str, name="the table") -> Table:
        """Rows as dicts. Raises BadTable."""
        rows, by, cells = list(rows), tuple(by), {}
        for number, row in enumerate(rows, start=2):
            key = tuple(_label(row, column, name, number) for column in by)
            if key in cells:
                raise BadTable(
                    f"{name}, row {number}: there is already a row for {in_words(by, key)}. Keep one."
                )
            cells[key] = _value(row.get(count), f"{name}, row {number} ({in_words(by, key)})", count)
        if not cells:
            raise BadTable(f"{name} has no rows.")
        return cls(by, count, cells, name, rows)

    @classmethod
    def read(cls, path: Path, by: Sequence[str], count: str) -> Table:
        """A CSV with a header. Raises BadTable."""
        header, rows = read_csv(path)
        missing = [column for column in (*by, count) if column not in header]
        if missing:
            raise BadTable(
                f"{path} has no column {' or '.join(missing)}. Its columns are: {', '.join(header)}."
            )
        return cls.from_rows(rows, by, count, str(path))

    def written(self, shown: Mapping[Key, Value]) -> Iterator[dict]:
        """The table's own rows with the counts replaced."""
        for row, key in zip(self.rows, self.cells, strict=True):
            yield {**row, self.count: shown[key]}


def read_csv(path: Path) -> tuple[list[str], list[dict]]:
    """The header, and the rows as dicts. Raises BadTable."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise BadTable(f"There is no file {path}.") from None
    except (UnicodeDecodeError, OSError) as wrong:
        raise BadTable(f"{path} cannot be read ({wrong}). Save it as a CSV in UTF-8.") from None
    lines = [line for line in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in line)]
    if not lines:
        raise BadTable(f"{path} is empty.")
    header = [name.strip() for name in lines[0]]
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(header):
            raise BadTable(f"{path}, row {number} has {len(line)} columns and the header {len(header)}.")
    return header, [dict(zip(header, line, strict=True)) for line in lines[1:]]


def _label(row: Mapping, column: str, name: str, number: int) -> str:
    if column not in row:
        raise BadTable(f"{name} has no column {column}.")
    label = " ".join(str(row[column] if row[column] is not None else "").split())
    if not label:
        raise BadTable(f"{name}, row {number}: {column} is empty. Write {TOTAL} for a total, or Not known.")
    return TOTAL if label.casefold() == "total" else label


def _value(raw, where: str, count: str) -> Value:
    text = str("" if raw is None else raw).strip().replace(",", "")
    if text in HIDDEN_SYMBOLS:
        return HIDDEN
    if text in {NOT_AVAILABLE, NOT_APPLICABLE}:
        return text
    try:
        number = float(text)
    except ValueError:
        number = -1
    if number < 0 or number != int(number):
        raise BadTable(
            f"{where}: {count} is “{text}”. A count is a whole number, or {HIDDEN} (hidden), {NOT_AVAILABLE} (not "
            f"available) or {NOT_APPLICABLE} (not applicable)."
        )
    return int(number)


def in_words(by: Sequence[str], key: Key) -> str:
    """``ward A, sex Total``."""
    return ", ".join(f"{column} {label}" for column, label in zip(by, key, strict=True))


# --- the sums


@dataclass(frozen=True)
class Sums:
    """A row of ``matrix`` a sum: 1 for the total, -1 for its parts, which differ from it in ``column`` alone."""

    matrix: csr_matrix
    column: np.ndarray

    def __getitem__(self, kept: np.ndarray) -> Sums:
        return Sums(self.matrix[kept], self.column[kept])

    def meet(self, cells: np.ndarray) -> np.ndarray:
        """Which sums have one of these cells (a truth for each) in them."""
        return abs(self.matrix) @ cells.astype(float) > 0


def sums(keys: Sequence[Key]) -> Sums:
    """Every sum among the cells."""
    width, found = len(keys[0]), []
    labels = [numbered([key[place] for key in keys]) for place in range(width)]
    for place in range(width):
        rest = _together([each for other, each in enumerate(labels) if other != place], len(keys))
        totals = np.flatnonzero(labels[place] == 0)
        total_of = np.full(len(keys), -1)
        total_of[rest[totals]] = totals
        parts = np.flatnonzero((labels[place] > 0) & (total_of[rest] >= 0))
        found.append((total_of[rest[parts]], parts))
    return Sums(*_matrix_of(found, len(keys)))


def numbered(labels: Sequence[str]) -> np.ndarray:
    """Numbers for labels; that of Total is 0."""
    number = {TOTAL: 0}
    return np.array([number.setdefault(label, len(number)) for label in labels])


def _together(columns: Sequence[np.ndarray], many: int) -> np.ndarray:
    """One number for each combination of labels."""
    made = np.zeros(many, dtype=np.int64)
    for labels in columns:
        _, made = np.unique(made * (labels.max(initial=0) + 1) + labels, return_inverse=True)
    return made


def _matrix_of(found, many: int):
    """From (total, part) of each column."""
    rows, cols, data, columns, done = [], [], [], [], 0
    for column, (total, part) in enumerate(found):
        totals, row = np.unique(total, return_inverse=True)
        each = done + np.arange(len(totals))
        rows += [each, done + row]
        cols += [totals, part]
        data += [np.ones(len(totals)), -np.ones(len(part))]
        columns.append(np.full(len(totals), column))
        done += len(totals)
    entries = (np.concatenate(data), (np.concatenate(rows), np.concatenate(cols)))
    return csr_matrix(entries, shape=(done, many)), np.concatenate(columns)


def usable_sums(table: Table) -> Sums:
    """Those without a cell that is not available."""
    found = sums(list(table.cells))
    return found[~found.meet(np.array([value == NOT_AVAILABLE for value in table.cells.values()]))]


def check_adds_up(table: Table, usable: Sums) -> None:
    """Raises BadTable for a sum that is wrong. What does not apply counts as nought."""
    values = np.array([value if isinstance(value, int) else 0 for value in table.cells.values()], dtype=float)
    hidden = np.array([value == HIDDEN for value in table.cells.values()])
    for row in np.flatnonzero((usable.matrix @ values != 0) & ~usable.meet(hidden)):
        sum_ = usable.matrix[row]
        total, parts = sum_.indices[sum_.data > 0][0], sum_.indices[sum_.data < 0]
        raise BadTable(
            f"{table.name} does not add up: {in_words(table.by, list(table.cells)[total])} is {values[total]:.0f}, but "
            f"its {len(parts)} parts by {table.by[usable.column[row]]} come to {values[parts].sum():.0f}. Correct the "
            "one that is wrong, or add the rows that are missing."
        )


# --- several tables as one


def implied(tables: Sequence[Table]) -> dict[tuple[str, str], dict[str, str]]:
    """(inner, outer) → which outer value each inner one lies in, for columns that nest (ward in area)."""
    seen = defaultdict(lambda: defaultdict(set))
    for table in tables:
        for i, inner in enumerate(table.by):
            for o, outer in enumerate(table.by):
                if i != o:
                    for key in table.cells:
                        if key[i] != TOTAL:
                            seen[inner, outer][key[i]].add(key[o])
    return {
        pair: {value: next(iter(held)) for value, held in within.items()}
        for pair, within in seen.items()
        if all(len(held) == 1 and TOTAL not in held for held in within.values())
        and len(within) > len(set().union(*within.values()))
    }


def common_keys(tables: Sequence[Table]) -> tuple[tuple[str, ...], list[dict[Key, Key]]]:
    """All columns of all tables, and each table's keys written over them: a column a table lacks is Total there."""
    columns = tuple(dict.fromkeys(column for table in tables for column in table.by))
    if len(tables) == 1:
        return columns, [{key: key for key in tables[0].cells}]
    nests = implied(tables)
    return columns, [{key: _widen(key, table.by, columns, nests) for key in table.cells} for table in tables]


def _widen(key: Key, by: Sequence[str], columns: Sequence[str], nests) -> Key:
    known = dict(zip(by, key, strict=True))
    wide = {column: known.get(column, TOTAL) for column in columns}
    for (inner, outer), within in nests.items():
        if wide.get(outer) == TOTAL and wide.get(inner, TOTAL) in within:
            wide[outer] = within[wide[inner]]
    return tuple(wide.values())
