"""Try to undo a published table: what can a reader work out about each hidden count? Pure.

This file shares no code with the one that hides (a test sees to that): it reads the files itself, finds the sums itself
and solves for itself, so that a mistake there is not repeated here.

The reader knows every count shown, in every file given; that a Total is the sum of its parts; that counts are whole;
and that a hidden one is at least 1, since true noughts are shown. For each hidden cell the smallest and the largest
count that fit are sought. Where they lie less than ``width`` apart the cell is given away.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import monotonic

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_matrix, csr_matrix, hstack
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsmr

from lscp.disclosure.programme import Programme

HIDDEN_MARKS = {"c", "C", "*", "x", "X"}
UNKNOWN_MARKS = {":"}
NOT_A_CASE = {"z"}
EVERY_RANGE_UP_TO = 20_000  # hidden cells in one tangle
NEIGHBOURS = 300
TOGETHER = 2_000  # hidden cells in one tangle that are pushed about all at once
NEAR = 1e-6


class CannotAttack(Exception):
    """The file cannot be read as a table of counts. The text says what to do."""


@dataclass(frozen=True)
class Leak:
    """One thing a reader can work out."""

    cell: str
    kind: str  # shown, exact, narrow, differs, sum
    because: str
    low: float | None = None
    high: float | None = None


@dataclass
class Verdict:
    """What the attack found."""

    hidden: int = 0
    leaks: list[Leak] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)  # of the narrow ones
    unproved: list[str] = field(default_factory=list)  # cells whose range was still open when time was up

    @property
    def safe(self) -> bool:
        """Nothing was found, and everything was looked at."""
        return not self.leaks and not self.unproved

    def as_json(self) -> dict:
        return {
            "safe": self.safe,
            "hidden": self.hidden,
            "leaks": [vars(leak) for leak in self.leaks],
            "notes": self.notes,
            "unproved": self.unproved,
        }


def attack(
    tables: Sequence[Path | Sequence[Mapping]],
    by: Sequence[str] | None = None,
    count: str | None = None,
    threshold: int = 5,
    width: int = 3,
    noughts_shown: bool = True,
    seconds: float = math.inf,
) -> Verdict:
    """``tables``: everything published, the newest first, as CSV files or as rows. Raises CannotAttack.

    After so many ``seconds``, cells whose range is not settled are tested for exact disclosure only and listed as
    ``unproved``: a table with one is not called safe.
    """
    until = monotonic() + seconds
    files = []
    for source in tables:
        files.append(_File(source, by, count, [column for each in files for column in each.by]))
    verdict = Verdict(hidden=sum(value is None for each in files for value in each.cells.values()))
    _read_small_counts(files[0], threshold, verdict)
    puzzle = _Puzzle(files, threshold, verdict)
    if not any(leak.kind == "sum" for leak in verdict.leaks):
        puzzle.solve(width, 1.0 if noughts_shown else 0.0, until)
    return verdict


# --- reading


class _File:
    """One published table: cells by their labels. None is hidden; nan is not available."""

    def __init__(self, source, by, count, known=()) -> None:
        self.name = str(source) if isinstance(source, str | Path) else "the table"
        rows = _rows_of(source) if isinstance(source, str | Path) else [dict(row) for row in source]
        if not rows:
            raise CannotAttack(f"{self.name} has no rows.")
        self.count = count or _guess_count(rows, by, self.name)
        wanted = list(by) if by else _guess_by(rows, self.count, known)
        self.by = [column for column in wanted if column in rows[0]]
        if self.count not in rows[0] or not self.by:
            raise CannotAttack(
                f"{self.name} lacks the columns asked for. Its columns are {', '.join(rows[0])}: name them with "
                "--by and --count."
            )
        self.cells = {}
        for number, row in enumerate(rows, start=2):
            labels = tuple(_tidy(row[column]) for column in self.by)
            if labels in self.cells:
                raise CannotAttack(f"{self.name}, row {number} repeats {_words(self.by, labels)}.")
            self.cells[labels] = _number(str(row[self.count]), f"{self.name}, row {number}")


def _rows_of(path):
    try:
        with open(path, encoding="utf-8-sig", newline="") as opened:
            return list(csv.DictReader(opened))
    except FileNotFoundError:
        raise CannotAttack(f"There is no file {path}.") from None
    except (UnicodeDecodeError, csv.Error, OSError) as wrong:
        raise CannotAttack(f"{path} cannot be read as a CSV ({wrong}).") from None


def _tidy(label) -> str:
    text = " ".join(str(label if label is not None else "").split())
    return "Total" if text.lower() == "total" else text


def _number(text, where):
    text = text.strip().replace(",", "")
    if text in HIDDEN_MARKS:
        return None
    if text in UNKNOWN_MARKS:
        return float("nan")
    if text in NOT_A_CASE:
        return 0.0
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if number < 0 or number != round(number):
        raise CannotAttack(f"{where}: “{text}” is not a count. Counts are whole numbers, c, : or z.")
    return number


def _looks_like_count(text) -> bool:
    try:
        _number(str(text), "")
    except CannotAttack:
        return False
    return True


def _guess_count(rows, by, name):
    others = [c for c in rows[0] if c is not None and c not in (by or [])]
    fitting = [c for c in others if all(_looks_like_count(row[c]) for row in rows)]
    marked = [c for c in fitting if any(str(row[c]).strip() in HIDDEN_MARKS for row in rows)]
    if not (marked or fitting):
        raise CannotAttack(f"{name} has no column of counts. Name it with --count.")
    return (marked or fitting)[-1]


def _guess_by(rows, count, known):
    """Columns with a Total, columns of words, columns that name cells elsewhere; more where rows would be alike."""
    columns = [c for c in rows[0] if c is not None and c != count]
    found = [
        c
        for c in columns
        if c in known
        or any(_tidy(row[c]) == "Total" for row in rows)
        or not all(_looks_like_count(row[c]) for row in rows)
    ]
    for column in columns:
        if len({tuple(row[c] for c in found) for row in rows}) < len(rows) and column not in found:
            found.append(column)
    return found


def _words(by, labels) -> str:
    return ", ".join(f"{column} {label}" for column, label in zip(by, labels, strict=False))


def _read_small_counts(file, threshold, verdict):
    for labels, value in file.cells.items():
        if value is not None and 0 < value <= threshold:
            where = _words(file.by, labels)
            verdict.leaks.append(
                Leak(
                    where,
                    "shown",
                    f"{value:.0f} is shown; counts of 1 to {threshold} are hidden.",
                    value,
                    value,
                )
            )


# --- the sums a reader can write down


class _Puzzle:
    """All files as one set of equations in the hidden counts."""

    def __init__(self, files, threshold, verdict) -> None:
        self.verdict = verdict
        self.columns = list(dict.fromkeys(column for each in files for column in each.by))
        self.values, sums = {}, []
        outer = _nesting(files) if len(files) > 1 else {}
        for number, file in enumerate(files):
            names = {labels: self._wide(file.by, labels, outer) for labels in file.cells}
            renamed = {}
            for labels, name in names.items():
                renamed[name] = self._take(name, file.cells[labels], number, file.name, threshold)
            for left, right, column in _equations(file.by, file.cells):
                sums.append(([renamed[names[x]] for x in (left, *right)], column, file.name, True))
        if len(files) > 1:
            plain = [name for name in self.values if len(name) == len(self.columns)]
            for left, right, column in _equations(self.columns, plain):
                sums.append(([left, *right], column, "the files together", False))
        self.sums = self._checked(sums)

    def _wide(self, by, labels, outer):
        known = dict(zip(by, labels, strict=True))
        for (inside, around), where in outer.items():
            if around not in known and known.get(inside, "Total") != "Total":
                known[around] = where.get(known[inside], "Total")
        return tuple(known.get(column, "Total") for column in self.columns)

    def _take(self, name, value, number, source, threshold):
        """The name under which the cell is kept: a figure revised since keeps one of its own."""
        had = self.values.get(name, "absent")
        if had != "absent" and (had is None) != (value is None) and (had or value or 0) > 0:
            words, told = _words(self.columns, name), had or value
            self.verdict.leaks.append(
                Leak(
                    words,
                    "shown",
                    f"It is hidden in one table, and {told:.0f} is shown in another.",
                    told,
                    told,
                )
            )
        if had == "absent" or had is None or (value is not None and had != had):
            self.values[name] = value
        elif value is not None and value == value and value != had:
            gap = abs(value - had)
            words = _words(self.columns, name)
            if gap <= threshold:
                self.verdict.leaks.append(
                    Leak(
                        words, "differs", f"{had:.0f}, but {value:.0f} in {source}: they differ by {gap:.0f}."
                    )
                )
            else:
                self.verdict.notes.append(f"{words} is {had:.0f}, and was {value:.0f} in {source}: revised.")
            name = (*name, f"edition {number}")
            self.values[name] = value
        return name

    def _checked(self, sums):
        """Equations with something hidden in them; those without are checked here and now."""
        kept = {}
        for names, column, source, certain in sums:
            values = [self.values[name] for name in names]
            if any(value is not None and value != value for value in values):
                continue
            if None in values:
                kept.setdefault(tuple(names), (column, source, certain))
            elif certain and values[0] != sum(values[1:]):
                self.verdict.leaks.append(
                    Leak(
                        _words(self.columns, names[0]),
                        "sum",
                        f"In {source} the total is {values[0]:.0f}, its parts by {column} {sum(values[1:]):.0f}.",
                    )
                )
        return [(names, *said) for names, said in kept.items()]

    # --- solving

    def solve(self, width, lowest, until):
        hidden = [name for name, value in self.values.items() if value is None]
        place = {name: i for i, name in enumerate(hidden)}
        if not hidden:
            return
        sums = self.sums
        for attempt in ("all", "certain", "noughts"):
            if attempt == "certain":
                if all(certain for *_, certain in sums):
                    continue
                sums = [each for each in sums if each[3]]
                self.verdict.notes.append(
                    "Sums across the files do not hold: the files count different things."
                )
            if attempt == "noughts":
                if lowest == 0.0:
                    continue
                lowest = 0.0
            matrix, target = self._equations(sums, place)
            start = (
                _a_solution(matrix, target, lowest)
                if len(hidden) <= EVERY_RANGE_UP_TO
                else _by_sums_alone(matrix, target)
            )
            if start is not None:
                if attempt == "noughts":
                    self.verdict.notes.append("Some hidden count must be 0: here noughts are hidden too.")
                break
        else:
            self._accuse(sums, matrix, target)
            return
        self._ranges(hidden, matrix, target, start, width, lowest, until)

    def _equations(self, sums, place):
        rows, cols, data, target = [], [], [], np.zeros(len(sums))
        for row, (names, *_) in enumerate(sums):
            for position, name in enumerate(names):
                sign = 1.0 if position == 0 else -1.0
                if self.values[name] is None:
                    rows.append(row)
                    cols.append(place[name])
                    data.append(sign)
                else:
                    target[row] -= sign * self.values[name]
        return coo_matrix((data, (rows, cols)), shape=(len(sums), len(place))).tocsr(), target

    def _accuse(self, sums, matrix, target):
        """No counts fit: name the sums that would have to give."""
        rows, width = matrix.shape
        slack = (
            csr_matrix(np.eye(rows))
            if rows < 3000
            else coo_matrix((np.ones(rows), (range(rows), range(rows))))
        )
        solved = linprog(
            np.concatenate([np.zeros(width), np.ones(2 * rows)]),
            A_eq=hstack([matrix, slack, -slack]),
            b_eq=target,
            method="highs",
        )
        wrong = (
            np.flatnonzero(solved.x[width : width + rows] + solved.x[width + rows :] > 0.5)
            if solved.x is not None
            else []
        )
        for row in wrong[:10]:
            names, column, source, _ = sums[row]
            self.verdict.leaks.append(
                Leak(
                    _words(self.columns, names[0]),
                    "sum",
                    f"In {source} no counts of its parts by {column} fit this total.",
                )
            )
        if not len(wrong):
            self._report_misfit()

    def _report_misfit(self):
        self.verdict.leaks.append(
            Leak("the table", "sum", "No whole numbers fit all its totals: one is wrong.")
        )

    def _ranges(self, hidden, matrix, target, start, width, lowest, until):
        graph = abs(matrix).T @ abs(matrix)
        _, label = connected_components(graph, directed=False)
        order = np.argsort(label, kind="stable")
        for tangle in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
            part = matrix[:, tangle]
            used = np.flatnonzero(np.diff(part.indptr))
            if not len(used):
                continue
            begin = start[tangle]
            if len(hidden) > EVERY_RANGE_UP_TO >= len(tangle):
                begin = _a_solution(part[used], target[used], lowest)
            if begin is None:
                self._report_misfit()
                continue
            found = _Tangle(part[used], target[used], begin, width, lowest)
            for spot, low, high in found.narrow(self.verdict.notes, until):
                self._report(_words(self.columns, hidden[tangle[spot]]), low, high, width)
            self.verdict.unproved += [_words(self.columns, hidden[tangle[spot]]) for spot in found.unproved]

    def _report(self, words, low, high, width):
        self.verdict.ranges[words] = (low, high)
        if low == high:
            self.verdict.leaks.append(Leak(words, "exact", f"It can be nothing but {low:.0f}.", low, high))
        else:
            text = f"It lies between {low:.0f} and {high:.0f}: less than {width} apart."
            self.verdict.leaks.append(Leak(words, "narrow", text, low, high))


def _equations(by, cells: Iterable[tuple]):
    """(total, parts, column) for each total whose parts by one column are in the table."""
    parts, totals = defaultdict(list), {}
    for labels in cells:
        for i, column in enumerate(by):
            rest = (column, labels[:i], labels[i + 1 :])
            if labels[i] == "Total":
                totals[rest] = labels
            else:
                parts[rest].append(labels)
    return [(totals[rest], kids, rest[0]) for rest, kids in parts.items() if rest in totals]


def _nesting(files):
    """(inner column, outer column) → where each inner label lies, when it lies in one place only."""
    where = defaultdict(lambda: defaultdict(set))
    for file in files:
        for labels in file.cells:
            row = dict(zip(file.by, labels, strict=True))
            for inside in file.by:
                if row[inside] != "Total":
                    for around in file.by:
                        if around != inside:
                            where[inside, around][row[inside]].add(row[around])
    return {
        pair: {label: next(iter(places)) for label, places in found.items()}
        for pair, found in where.items()
        if all(len(places) == 1 and "Total" not in places for places in found.values())
        and len(found) > len({next(iter(places)) for places in found.values()})
    }


def _a_solution(matrix, target, lowest):
    """Whole counts that fit, or None."""
    width = matrix.shape[1]
    found = linprog(
        np.zeros(width),
        A_eq=matrix,
        b_eq=target,
        bounds=np.tile([lowest, np.inf], (width, 1)),
        method="highs-ds",
    )
    if found.x is None:
        return None
    if np.abs(found.x - np.rint(found.x)).max(initial=0) < NEAR:
        return np.rint(found.x)
    whole = milp(
        np.zeros(width),
        constraints=LinearConstraint(matrix, target, target),
        bounds=Bounds(lowest, np.inf),
        integrality=np.ones(width),
        options={"time_limit": 60},
    )
    if whole.status == 2:
        return None
    return np.rint(whole.x) if whole.x is not None else found.x


def _by_sums_alone(matrix, target):
    """Numbers that fit the sums, whole or not, below one or not: what the sums determine is right in them."""
    found = lsmr(matrix, target, atol=1e-13, btol=1e-13, conlim=1e12, maxiter=20_000)[0]
    return found if np.abs(matrix @ found - target).max(initial=0) < 1e-3 else None


class _Tangle:
    """Hidden cells that hang together by their sums."""

    def __init__(self, matrix, target, start, width, lowest) -> None:
        self.matrix, self.target, self.start, self.width, self.lowest = matrix, target, start, width, lowest
        self.size = matrix.shape[1]
        self.low, self.high = start.copy(), start.copy()  # seen so far, in tables that fit
        self.unproved: list[int] = []

    @cached_property
    def programme(self) -> Programme:
        return Programme(
            self.matrix, self.target, np.full(self.size, self.lowest), np.full(self.size, np.inf)
        )

    def narrow(self, notes, until=math.inf):
        """(cell, low, high) of each that is narrower than the width."""
        if self.size > EVERY_RANGE_UP_TO:
            notes.append(
                f"{self.size} hidden cells hang together: each was tested for exact disclosure, none for its range."
            )
            return [(int(i), *2 * (np.rint(self.start[i]),)) for i in self.pinned()]
        for many in (NEIGHBOURS, 4 * NEIGHBOURS):
            if self.size > many:
                self._look_nearby(many)
        if self.size <= TOGETHER:
            self._move_many()
        found = []
        for cell in np.flatnonzero(self.high - self.low < self.width):
            if self.high[cell] - self.low[cell] >= self.width:
                continue  # seen meanwhile
            if monotonic() > until:
                return found + self._only_exact(cell)
            self._stir(cell)
            if self.high[cell] - self.low[cell] >= self.width:
                continue
            low, high = self._extremes(cell)
            if high - low < self.width:
                found.append((int(cell), low, high))
        return found

    def _only_exact(self, first):
        """Time is up: of the cells from ``first`` on, those that the sums alone determine; the rest stay unproved."""
        left = np.flatnonzero(self.high - self.low < self.width)
        left = left[left >= first]
        exact = np.intersect1d(left, self.pinned())
        self.unproved = np.setdiff1d(left, exact).tolist()
        return [(int(cell), *2 * (np.rint(self.start[cell]),)) for cell in exact]

    def _look_nearby(self, many):
        """Most ranges show themselves while all but a cell's neighbours stand still."""
        columns, tried = self.matrix.tocsc(), np.zeros(self.size, dtype=bool)
        for cell in np.random.default_rng(13).permutation(self.size):
            if tried[cell] or self.high[cell] - self.low[cell] >= self.width:
                continue
            ring = self._ring(cell, columns, many)
            still = self.start.copy()
            still[ring] = 0
            part = columns[:, ring].tocsr()
            rows = np.flatnonzero(np.diff(part.indptr))
            near = _Tangle(
                part[rows],
                (self.target - self.matrix @ still)[rows],
                self.start[ring],
                self.width,
                self.lowest,
            )
            near._move_many()
            near.low = np.minimum(near.low, self.low[ring])
            near.high = np.maximum(near.high, self.high[ring])
            for spot in np.flatnonzero(~tried[ring[: many // 3]]):
                if near.high[spot] - near.low[spot] < self.width:
                    near._stir(spot)
            tried[ring[: many // 3]] = True
            self.low[ring] = np.minimum(self.low[ring], near.low)
            self.high[ring] = np.maximum(self.high[ring], near.high)

    def _ring(self, cell, columns, many):
        """The cell, those that share a sum with it, those that share one with these, until they are enough."""
        ring = np.array([cell])
        while len(ring) < many:
            rows = np.unique(columns[:, ring].indices)
            wider = np.unique(self.matrix[rows].indices)
            if len(wider) == len(ring):
                break
            fresh = np.setdiff1d(wider, ring)
            ring = np.concatenate([ring, fresh[: many - len(ring)]])
        return ring

    def pinned(self):
        """Cells that the sums alone determine: a random change that keeps every sum leaves them still."""
        change = np.random.default_rng(7).standard_normal(self.size)
        weights = lsmr(self.matrix.T, change, atol=1e-13, btol=1e-13, conlim=1e12, maxiter=20_000)[0]
        rest = change - self.matrix.T @ weights
        return np.flatnonzero(np.abs(rest) < 1e-6)

    def _move_many(self):
        """Programmes that push all cells not yet settled at once, this way and that."""
        random, idle = np.random.default_rng(11), 0
        floor = np.maximum(self.lowest, self.start - 2 * self.width)
        ceiling = self.start + 2 * self.width
        for turn in range(40):
            left = np.flatnonzero(self.high - self.low < self.width)
            if not len(left) or idle > 2:
                return
            push = np.zeros(self.size)
            push[left] = random.uniform(0.5, 1, len(left)) * (
                (-1.0) ** turn if turn < 2 else random.choice([-1.0, 1.0], len(left))
            )
            self._see(self.programme.solve(push, floor, ceiling)[0])
            settled = len(left) - (self.high - self.low < self.width).sum()
            idle = idle + 1 if settled < 0.05 * len(left) else 0

    def _see(self, fitting):
        if fitting is None:
            return
        whole = np.rint(fitting)
        if np.abs(whole - fitting).max(initial=0) < NEAR:
            self.low, self.high = np.minimum(self.low, whole), np.maximum(self.high, whole)

    @cached_property
    def stirring(self) -> Programme:
        """More and fewer than in the table at hand, each at a price: little else moves, and mostly by whole counts."""
        fewer = np.maximum(self.start - self.lowest, 0.0)
        return Programme(
            csr_matrix(hstack([self.matrix, -self.matrix])),
            np.zeros(len(self.target)),
            np.zeros(2 * self.size),
            np.concatenate([np.full(self.size, np.inf), fewer]),
            dual=True,
        )

    def _stir(self, cell):
        """Another table that fits, with more in this cell, and one with fewer."""
        for own, other in ((cell, self.size + cell), (self.size + cell, cell)):
            price, most = np.ones(2 * self.size), self.stirring.high.copy()
            price[own], most[own], most[other] = -1e4, min(most[own], self.width), 0.0
            found, _ = self.stirring.solve(price, self.stirring.low, most)
            if found is not None:
                self._see(self.start + found[: self.size] - found[self.size :])

    def _extremes(self, cell):
        """Smallest and largest whole count; the search ends once it is clear that they lie far enough apart."""
        ends = []
        for sign in (1.0, -1.0):
            push = np.zeros(self.size)
            push[cell] = sign
            floor, ceiling = np.full(self.size, self.lowest), np.full(self.size, np.inf)
            floor[cell] = max(self.lowest, self.start[cell] - self.width)
            ceiling[cell] = self.start[cell] + self.width
            fitting, _ = self.programme.solve(push, floor, ceiling)
            self._see(fitting)
            end = fitting[cell] if fitting is not None else self.start[cell]
            if fitting is not None and np.abs(fitting - np.rint(fitting)).max() > NEAR:
                end = self._whole_end(push, floor, ceiling, cell)
            ends.append(end)
        return np.ceil(ends[0] - NEAR), np.floor(ends[1] + NEAR)

    def _whole_end(self, push, floor, ceiling, cell):
        """The end in whole counts: fractions may reach further."""
        found = milp(
            push,
            constraints=LinearConstraint(self.matrix, self.target, self.target),
            bounds=Bounds(floor, ceiling),
            integrality=np.ones(self.size),
            options={"time_limit": 10},
        )
        if found.x is None:
            return self.start[cell]
        self._see(np.rint(found.x))
        return round(found.x[cell])
