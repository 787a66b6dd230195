"""What became of every row of an extract: used, a duplicate, or rejected with a reason.

A reader takes each row from `Ledger.reading` and must settle it, exactly once, with `use`, `duplicate` or
`reject` before it takes the next one; a row that is not settled, or settled twice, stops the reader
(`Unaccounted`). So for each list read = used + duplicate + rejected cannot fail to hold.

The rejects and duplicates themselves go to a file that disappears with the ledger, not into memory: a wrong
column may reject a million rows. They hold child-level values and stay where the extract is.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

MEMORY = 4_000_000  # characters of rejects kept in memory before they go to a temporary file
EXAMPLES = 5  # rows named in a note


class CannotRead(Exception):
    """A file is not what it should be. The text says what it is and what to do."""


class Unaccounted(Exception):
    """A reader lost a row or counted one twice: a fault of the reader, never of the file."""


@dataclass(frozen=True)
class Reject:
    """One row that is not used, and why. `row` is its number in the file, `where` the file and sheet where there are
    several; `todo` says what to do about it."""

    list: str
    row: int
    column: str
    value: str
    reason: str
    todo: str
    outcome: str = "rejected"
    where: str = ""


@dataclass(frozen=True)
class Unmapped:
    """A word nobody has mapped yet: how many rows hold it, and the nearest words that are known."""

    vocabulary: str
    column: str
    value: str
    rows: int
    nearest: tuple[str, ...]


@dataclass
class Tally:
    """The rows of one list. `read` is counted as rows arrive, the others as they are settled."""

    read: int = 0
    used: int = 0
    duplicate: int = 0
    rejected: int = 0

    @property
    def settled(self) -> int:
        return self.used + self.duplicate + self.rejected

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in COUNTS))


TO_BE_MAPPED = """\
# Words of the extract that no vocabulary knows. Take away the # before a word and write its code after the colon, or
# null for "not recorded"; then compute again with --words and this file.
"""
COUNTS = ("read", "used", "duplicate", "rejected")
COLUMNS = {  # of the rejects file, with their headings
    "outcome": "outcome",
    "list": "list",
    "where": "file and sheet",
    "row": "row in the file",
    "column": "column",
    "value": "value",
    "reason": "reason",
    "todo": "what to do",
}


@dataclass
class _Note:
    rows: int = 0
    examples: list[str] = field(default_factory=list)


class Ledger:
    """The account of one load. `kind` is the return's kind of source: annex-a, cin-census, csv."""

    def __init__(self, kind: str):
        self.kind = kind
        self.files: list[dict[str, str]] = []
        self.missing: dict[str, str] = {}  # kinds of event the extract does not hold, and because of what
        self.absent: dict[str, tuple[str, ...]] = {}  # kinds that are there, and the columns they do not have
        self.lists: dict[str, Tally] = {}
        self._words: dict[tuple[str, str, str], int] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._notes: dict[tuple[str, str], _Note] = {}
        self.spelt: dict[str, str] = {}  # names of wards as they were first written
        self._refused = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed when the ledger goes
            MEMORY, "w+", encoding="utf-8", newline="", prefix="lscp-rejects-"
        )
        self._writer = csv.writer(self._refused)

    # ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────

    def tally(self, list_: str) -> Tally:
        """The list's count; a list without rows is one with zeros once it was asked for."""
        return self.lists.setdefault(list_, Tally())

    def reading(self, list_: str, rows: Iterable) -> Iterator:
        """The rows one by one, each counted as read and each to be settled before the next is given."""
        tally = self.tally(list_)
        for row in rows:
            tally.read += 1
            yield row
            if tally.settled != tally.read:
                raise Unaccounted(
                    f"{list_}: {tally.read} rows read, {tally.settled} settled, after {row!r:.200}"
                )

    def use(self, list_: str) -> None:
        self.tally(list_).used += 1

    def duplicate(self, list_: str, row: int, of: object, where: str = "", because: str = "") -> None:
        """The row says what an earlier one (`of`) said, in every column or as `because` has it; it is counted once."""
        self.tally(list_).duplicate += 1
        reason = because or f"the same as row {of} in every column"
        self._record(Reject(list_, row, "", "", reason, "", "duplicate", where))

    def reject(self, reject: Reject) -> None:
        self.tally(reject.list).rejected += 1
        self._record(reject)

    def _record(self, reject: Reject) -> None:
        self._writer.writerow([getattr(reject, name) for name in COLUMNS])

    @property
    def rejects(self) -> Iterator[Reject]:
        """Rejected and duplicate rows in the order they were met."""
        self._refused.seek(0)
        for line in csv.reader(self._refused):
            values = dict(zip(COLUMNS, line, strict=True))
            yield Reject(**values | {"row": int(values["row"])})
        self._refused.seek(0, io.SEEK_END)

    def write_rejects(self, path: Path) -> None:
        """A CSV a person opens in a spreadsheet: one line for each row that was not used."""
        with open(path, "w", newline="", encoding="utf-8-sig") as handle:
            writer = csv.writer(handle)
            writer.writerow(COLUMNS.values())
            for reject in self.rejects:
                writer.writerow([_harmless(getattr(reject, name)) for name in COLUMNS])

    # ── Words, notes, files ──────────────────────────────────────────────────────────────────────────────

    def unmapped(self, vocabulary: str, column: str, value: str, known: tuple[str, ...] = ()) -> None:
        """A word no vocabulary knows: the row is used, its characteristic is null, a person is asked."""
        key = (vocabulary, column, value)
        self._words[key] = self._words.get(key, 0) + 1
        self._known[vocabulary] = known

    @property
    def queue(self) -> list[Unmapped]:
        """Words nobody mapped yet, the commonest first, each with the nearest known words."""
        return [
            Unmapped(vocabulary, column, value, rows, self._nearest(vocabulary, value))
            for (vocabulary, column, value), rows in sorted(
                self._words.items(), key=lambda item: (-item[1], item[0])
            )
        ]

    def words_to_map(self) -> str:
        """A council's own file of words to fill in: each waiting word, with its rows and the nearest known ones."""
        waiting: dict[str, list[str]] = {}
        for word in self.queue:
            if self._known[word.vocabulary]:
                near = f"; nearest: {', '.join(word.nearest)}" if word.nearest else ""
                waiting.setdefault(word.vocabulary, []).append(
                    f"  # {word.column}, {_rows(word.rows)}{near}\n  # {json.dumps(word.value, ensure_ascii=False)}:\n"
                )
        return TO_BE_MAPPED + "".join(f"{name}:\n{''.join(lines)}" for name, lines in waiting.items())

    def _nearest(self, vocabulary: str, value: str) -> tuple[str, ...]:
        known = {word.casefold(): word for word in self._known[vocabulary]}
        return tuple(known[word] for word in difflib.get_close_matches(value.casefold(), known, 3, 0.5))

    def note(self, list_: str, sentence: str, row: int | None = None) -> None:
        """Something a person should know; said once for each list, with how many rows and the first of them."""
        note = self._notes.setdefault((list_, sentence), _Note())
        if row is not None:
            note.rows += 1
            if len(note.examples) < EXAMPLES:
                note.examples.append(str(row))

    @property
    def notes(self) -> list[str]:
        return [_said(list_, sentence, note) for (list_, sentence), note in self._notes.items()]

    def lacks(self, kind: str, columns: Iterable[str]) -> None:
        """The columns of a kind that its table does not have; of several tables, those that none has."""
        before = self.absent.get(kind)
        self.absent[kind] = tuple(column for column in columns if before is None or column in before)

    def add_file(self, path: Path, sha256: str | None = None) -> None:
        """The file's name (never its folder, which may name a person) and the hash of its bytes."""
        self.files.append({"name": Path(path).name, "sha256": sha256 or sha256_of(path)})

    # ── Out ──────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def total(self) -> Tally:
        return sum(self.lists.values(), Tally())

    def as_header(self) -> dict[str, object]:
        """The fields of a return that say where its figures come from. No word of the extract itself."""
        return {
            "source": {"kind": self.kind, "files": [dict(file) for file in self.files]},
            **{f"rows_{name}": getattr(self.total, name) for name in COUNTS},
            "lists": [
                {"list": list_, **{name: getattr(tally, name) for name in COUNTS}}
                for list_, tally in self.lists.items()
            ],
        }

    def summary(self) -> list[str]:
        """Lines for a person: each list's rows, then the notes, then the words to be mapped."""
        counted = [
            f"{list_}: {_rows(tally.read)} read, {tally.used:,} used, {tally.duplicate:,} duplicate, "
            f"{tally.rejected:,} rejected"
            for list_, tally in self.lists.items()
        ]
        asked = [
            f'{word.column}: "{word.value}" is not a known word ({_rows(word.rows)}); it was counted as not recorded'
            + (f". Nearest: {', '.join(word.nearest)}" if word.nearest else "")
            for word in self.queue
        ]
        return counted + self.notes + asked


def sha256_of(path: Path) -> str:
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _rows(number: int) -> str:
    return f"{number:,} row" + ("" if number == 1 else "s")


def _said(list_: str, sentence: str, note: _Note) -> str:
    said = f"{list_}: {sentence}" if list_ else sentence
    if not note.rows:
        return said
    more = ", …" if note.rows > len(note.examples) else ""
    return f"{said} ({_rows(note.rows)}: {', '.join(note.examples)}{more})"


def _harmless(value: object) -> object:
    """A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value[:1] else value
