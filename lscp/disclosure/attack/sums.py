"""All that was published, as one set of equations in the hidden counts. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy.sparse import coo_matrix

from lscp.disclosure.attack import ranges
from lscp.disclosure.attack.files import in_words

EVERY_RANGE_UP_TO = 20_000  # hidden cells that hang together; with more, each is tested for exact disclosure


class Puzzle:
    """The sums a reader can write down, over all files. ``verdict`` is told what the reading alone shows."""

    def __init__(self, files, threshold, verdict) -> None:
        self.verdict = verdict
        self.columns = list(dict.fromkeys(column for each in files for column in each.by))
        self.values, self.revised, sums = {}, set(), []
        outer = _nesting(files) if len(files) > 1 else {}
        for number, file in enumerate(files):
            names = {labels: self._wide(file.by, labels, outer) for labels in file.cells}
            renamed = {}
            for labels, name in names.items():
                renamed[name] = self._take(name, file.cells[labels], number, file.name, threshold)
            for left, right, column in _equations(file.by, file.cells):
                sums.append(([renamed[names[x]] for x in (left, *right)], column, file.name, number))
        if len(files) > 1:
            plain = [name for name in self.values if len(name) == len(self.columns)]
            for left, right, column in _equations(self.columns, plain):
                sums.append(([left, *right], column, "the files together", None))
        self.sums = self._checked(sums)

    def _words(self, name) -> str:
        return ", ".join([in_words(self.columns, name), *name[len(self.columns) :]])

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
            told = had or value
            text = f"It is hidden in one table, and {told:.0f} is shown in another."
            self.verdict.leak(self._words(name), "shown", text, told, told)
        if had == "absent" or had is None or (value is not None and had != had):
            self.values[name] = value
        elif value is not None and value == value and value != had:
            self._take_revised(self._words(name), had, value, source, threshold)
            name = _in_its_table(name, number)
            self.values[name] = value
            self.revised.add(name)
        return name

    def _take_revised(self, words, had, value, source, threshold):
        gap = abs(value - had)
        if gap <= threshold:
            text = f"{had:.0f}, but {value:.0f} in {source}: they differ by {gap:.0f}."
            self.verdict.leak(words, "differs", text)
        else:
            self.verdict.notes.append(f"{words} is {had:.0f}, and was {value:.0f} in {source}: revised.")

    def _checked(self, sums):
        """Equations with something hidden in them; those without are checked here and now."""
        kept = {}
        for names, column, source, number in sums:
            values = [self.values[name] for name in names]
            if any(value is not None and value != value for value in values):
                continue
            if None in values:
                kept.setdefault(tuple(names), (column, source, number))
            elif number is not None and values[0] != sum(values[1:]):
                text = (
                    f"In {source} the total is {values[0]:.0f}, its parts by {column} {sum(values[1:]):.0f}."
                )
                self.verdict.leak(self._words(names[0]), "sum", text)
        return [(names, *said) for names, said in kept.items()]

    # --- solving

    def solve(self, width, lowest, until):
        """What can be worked out goes into the verdict."""
        if None not in self.values.values():
            return
        for sums, least, said in self._readings(lowest):
            self.hidden = [name for name, value in self.values.items() if value is None]
            matrix, target = self._matrix(sums)
            parts = [_Part(matrix, target, cells, least) for cells in _apart(matrix)]
            if all(part.start is not None for part in parts):
                self.verdict.notes += said
                for part in parts:
                    self._settle(part, width, least, until)
                return
        self._accuse(sums, matrix, target)

    def _readings(self, lowest):
        """How the tables may be meant: all sums hold; hidden counts were revised like those shown beside them; only
        the sums within a file hold; a hidden count may be 0."""
        sums, said = self.sums, []
        yield sums, lowest, said
        if self.revised:
            sums = self._revised_too()
            said = [
                "Hidden counts beside revised ones were taken as revised too: as one number they fit no sums."
            ]
            yield sums, lowest, said
        if any(number is None for *_, number in sums):
            sums = [each for each in sums if each[3] is not None]
            said = [*said, "Sums across the files do not hold: the files count different things."]
            yield sums, lowest, said
        if lowest > 0:
            yield sums, 0.0, [*said, "Some hidden count must be 0: here noughts are hidden too."]

    def _revised_too(self):
        """The sums, with a count of its own for each hidden cell that hangs together with a revised one in its file."""
        own, sums, before = set(self.revised), self.sums, 0
        while len(own) > before:
            before = len(own)
            for names, *_, number in sums:
                theirs = {name: _in_its_table(name, number) for name in names}
                if own & {*names, *theirs.values()}:
                    own |= {theirs[name] for name in names if self.values[name] is None}
        self.values |= {name: None for name in sorted(own - self.values.keys())}
        found = []
        for names, column, source, number in sums:
            theirs = [_in_its_table(name, number) for name in names]
            names = tuple(new if new in own else old for old, new in zip(names, theirs, strict=True))
            found.append((names, column, source, number))
        return found

    def _matrix(self, sums):
        """(matrix, target): a row for each sum, a column for each hidden cell."""
        place = {name: i for i, name in enumerate(self.hidden)}
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
        wrong = ranges.misfits(matrix, target)
        for row in wrong[:10]:
            names, column, source, _ = sums[row]
            text = f"In {source} no counts of its parts by {column} fit this total."
            self.verdict.leak(self._words(names[0]), "sum", text)
        if not len(wrong):
            self.verdict.leak("the table", "sum", "No whole numbers fit all its totals: one is wrong.")

    def _settle(self, part, width, lowest, until):
        words = [self._words(self.hidden[cell]) for cell in part.cells]
        if part.is_large:
            self.verdict.notes.append(
                f"{len(words)} hidden cells hang together: each was tested for exact disclosure, none for its range."
            )
            narrow = [(cell, *2 * (np.rint(part.start[cell]),)) for cell in ranges.pinned(part.matrix)]
            unproved = []
        else:
            names = [self.hidden[cell] for cell in part.cells]
            found = ranges.Ranges(part.matrix, part.target, part.start, names, width, lowest)
            narrow, unproved = found.narrow(until)
        for cell, low, high in narrow:
            self.verdict.leak_of_range(words[cell], low, high, width)
        self.verdict.unproved += [words[cell] for cell in unproved]


class _Part:
    """Some hidden cells with all the sums they are in, and counts that fit: whole ones, unless they are too many."""

    def __init__(self, matrix, target, cells, lowest) -> None:
        part = matrix[:, cells]
        rows = np.flatnonzero(np.diff(part.indptr))
        self.cells, self.matrix, self.target = cells, part[rows], target[rows]
        self.is_large = len(cells) > EVERY_RANGE_UP_TO
        if self.is_large:
            self.start = ranges.by_sums_alone(self.matrix, self.target)
        else:
            self.start = ranges.a_solution(self.matrix, self.target, lowest)


def _in_its_table(name, number):
    """The name of a cell's figure in one file (they are counted from 1), where it is another than in the newer ones."""
    return (*name, f"table {number + 1}")


def _apart(matrix) -> list[np.ndarray]:
    """All cells at once, where they are few enough; else each tangle."""
    if matrix.shape[1] <= EVERY_RANGE_UP_TO:
        return [np.arange(matrix.shape[1])]
    tangle = ranges.tangles(matrix)
    order = np.argsort(tangle, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(tangle[order])) + 1)


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
