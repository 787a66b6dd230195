"""What was published, as a reader has it before them: cells by their labels, and their counts. Pure."""

from __future__ import annotations

import csv
from pathlib import Path

HIDDEN_MARKS = {"c", "C", "*", "x", "X"}
UNKNOWN_MARKS = {":"}
NOT_A_CASE = {"z"}


class CannotAttack(Exception):
    """The file cannot be read as a table of counts. The text says what to do."""


class Published:
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
                raise CannotAttack(f"{self.name}, row {number} repeats {in_words(self.by, labels)}.")
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


def in_words(by, labels) -> str:
    return ", ".join(f"{column} {label}" for column, label in zip(by, labels, strict=False))
