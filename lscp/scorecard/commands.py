"""`lscp return compute`: an extract that never leaves the machine, read, counted and written as a return."""

from __future__ import annotations

import csv
import hashlib
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import lscp
from lscp.rulebook import FOLDER
from lscp.scorecard import kept, returns
from lscp.scorecard.databases import CannotRun, open_database
from lscp.scorecard.derive import derive
from lscp.scorecard.engine import Computed, columns_of, compute
from lscp.scorecard.events import KINDS
from lscp.scorecard.readers.authorities import authority
from lscp.scorecard.readers.ledger import CannotRead, Ledger
from lscp.scorecard.return_checks import AREA
from lscp.scorecard.returns import NotSupplied, Period, Return, Source, SourceFile

MOST_REASONS = 5  # of a list, in the summary; the rejects file has every row


class CannotCompute(Exception):
    """There is no return to write. The text says why and what to do."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked for on the command line. One of the four extracts is given."""

    area: str
    start: date
    end: date
    out: Path
    annex_a: Sequence[Path] = ()
    cin_census: Path | None = None
    csv: Sequence[Path] = ()
    events: Path | None = None
    keep: Path | None = None
    layout: Path | None = None
    words: Path | None = None
    by: str | None = None
    breakdowns: Sequence[str] = ()
    engine: str = "duckdb"
    agency: str | None = None
    partnership: str | None = None


@dataclass(frozen=True)
class Made:
    made: Return
    ledger: Ledger
    out: Path
    rejects: Path
    words: Path | None = None

    def lines(self) -> list[str]:
        """The summary, in plain English."""
        return [
            *self.ledger.summary(),
            *self._reasons(),
            *self._figures(),
            *self._not_supplied(),
            *self._files(),
        ]

    def _reasons(self) -> list[str]:
        found = Counter((r.list, r.reason, r.todo) for r in self.ledger.rejects if r.outcome == "rejected")
        lines = [
            f"Rejected from {list_}: {_number(number, 'row')}, {reason}. {todo}".rstrip()
            for (list_, reason, todo), number in found.most_common(MOST_REASONS)
        ]
        more = len(found) - len(lines)
        return lines + ([f"… and {more} other reasons, in {self.rejects.name}"] if more > 0 else [])

    def _figures(self) -> list[str]:
        figures = _number(len(self.made.rows), "figure")
        indicators = _number(len({row.indicator for row in self.made.rows}), "indicator")
        return [
            f"Computed: {figures} of {indicators} for {self.made.area}, "
            f"{self.made.period.start} to {self.made.period.end}."
        ]

    def _not_supplied(self) -> list[str]:
        because: dict[str, list[str]] = {}
        for each in self.made.not_supplied:
            because.setdefault(each.because, []).append(each.indicator)
        return [f"Not supplied: {', '.join(codes)}. {why}" for why, codes in because.items()]

    def _files(self) -> list[str]:
        files = [f"Wrote {self.out}", f"Rows that were not used are in {self.rejects}"]
        return files + ([f"Words to be mapped are in {self.words}"] if self.words else [])

    def as_json(self) -> dict:
        return {
            "out": str(self.out),
            "rejects": str(self.rejects),
            **self.ledger.as_header(),
            "figures": len(self.made.rows),
            "indicators": sorted({row.indicator for row in self.made.rows}),
            "not_supplied": [
                {"indicator": n.indicator, "because": n.because} for n in self.made.not_supplied
            ],
            "words": [{"column": w.column, "value": w.value, "rows": w.rows} for w in self.ledger.queue],
            "notes": self.ledger.notes,
        }


def return_compute(asked: Asked) -> Made:
    """Reads, counts, writes the return and its rejects. Raises `CannotCompute`; nothing is half written."""
    _must_make_sense(asked)
    with TemporaryDirectory(prefix="lscp-") as scratch:
        try:
            events, ledger = _read(asked, Path(scratch) / "events")
            _say("Counting")
            computed = _since_it_began(_count(asked, events, ledger, Path(scratch)), events, ledger)
        except (CannotRead, CannotRun, ValueError) as wrong:
            raise CannotCompute(str(wrong)) from wrong
    if not ledger.total.used:
        raise CannotCompute("\n".join([*ledger.summary(), "No row could be used, so there is no return."]))
    _say("Writing")
    made = _return(asked, ledger, computed)
    rejects = asked.out.with_name(asked.out.name + ".rejects.csv")
    temporary = rejects.with_name(f".{rejects.name}.part")
    try:
        ledger.write_rejects(temporary)
        returns.write(made, asked.out)
        temporary.replace(rejects)
    except returns.Faulty as faulty:
        raise CannotCompute(str(faulty)) from faulty
    except OSError as failed:
        raise CannotCompute(f"{asked.out} could not be written ({failed.strerror}).") from failed
    finally:
        temporary.unlink(missing_ok=True)
    return Made(made, ledger, asked.out, rejects, _words_to_map(ledger, asked.out))


def _words_to_map(ledger: Ledger, out: Path) -> Path | None:
    """A file of the words that nobody mapped, to be filled in and given with --words; none where all are known.

    A file that is there already may be filled in by now: it is left alone and another is made.
    """
    if not ledger.queue:
        return None
    text = ledger.words_to_map()
    for name in chain([f"{out.name}.words.yaml"], (f"{out.name}.words-{n}.yaml" for n in count(2))):
        path = out.with_name(name)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        if path.read_text(encoding="utf-8") == text:
            return path


def _must_make_sense(asked: Asked) -> None:
    if asked.end < asked.start:
        raise CannotCompute(
            f"The period ends ({asked.end}) before it starts ({asked.start}). Swap --from and --to."
        )
    if asked.end > date.today():
        raise CannotCompute(f"The period ends on {asked.end}, which is not over. Give a last day that is.")
    if not AREA.fullmatch(asked.area):
        raise CannotCompute(f"{asked.area!r} is no area's code. Give its nine characters, like E09000001.")
    try:
        for breakdown in asked.breakdowns:
            columns_of(breakdown)
    except ValueError as wrong:
        raise CannotCompute(str(wrong)) from None
    if asked.keep and not asked.events:
        raise CannotCompute(
            "--keep goes with --events: only what is made from a store of events can be kept."
        )
    if asked.keep and asked.engine != "duckdb":
        raise CannotCompute("--keep works with DuckDB. Leave out --engine, or --keep.")
    if asked.keep and asked.keep.exists() and not asked.keep.is_dir():
        raise CannotCompute(f"{asked.keep} is a file. Give a folder to keep what is made in.")
    if asked.out.is_dir():
        raise CannotCompute(f"{asked.out} is a folder. Give the name of the file to write.")
    if not asked.out.resolve().parent.is_dir():
        raise CannotCompute(f"There is no folder {asked.out.resolve().parent} to write to. Make it first.")


def _read(asked: Asked, into: Path) -> tuple[Path, Ledger]:
    """The folder of events, and the account of every row that was read into it."""
    from lscp.scorecard.readers import annex_a, cin_census

    if asked.events:
        return asked.events, _account_of_events(asked.events)
    _say("Reading")
    if asked.annex_a:
        return into, annex_a.read(asked.annex_a, into, area=asked.area, words=asked.words)
    if asked.cin_census:
        return into, cin_census.read(asked.cin_census, into, area=asked.area, words=asked.words)
    from lscp.scorecard.readers import agency_csv

    return into, agency_csv.read(asked.csv, into, area=asked.area, layout=asked.layout, words=asked.words)


def _account_of_events(folder: Path) -> Ledger:
    """Events were read before: each of their rows counts as it stands."""
    if not folder.is_dir():
        raise CannotRead(f"There is no folder {folder}. Give a folder with files like referrals.csv.")
    ledger = Ledger("events")
    for path in sorted(folder.glob("*.csv")):
        if path.stem in KINDS:
            _must_have_columns(path)
            ledger.add_file(path)
    return ledger


def _must_have_columns(path: Path) -> None:
    """Columns of events are known by their place."""
    with open(path, encoding="utf-8", newline="") as file:
        found = next(csv.reader(file), [])
    wanted = [*KINDS[path.stem]]
    if found != wanted:
        lacking = ", ".join(name for name in wanted if name not in found) or "none, but in another order"
        raise CannotRead(
            f"{path.name} does not have the columns of these events ({', '.join(wanted)}); it lacks {lacking}. "
            "Give it with --csv, or read the extract again."
        )


def _count(asked: Asked, events: Path, ledger: Ledger, scratch: Path) -> Computed:
    import duckdb

    database = open_database(asked.engine, scratch)
    try:
        supplied = kept.derive(database, events, asked.keep) if asked.keep else None
        # A list that was there, if empty, is held: it counts none. A census has all it can have, or says what not.
        whole = ledger.kind == "cin-census"
        empty = set(KINDS) - set(ledger.missing) if whole else set(ledger.absent)
        held = set(supplied) if asked.keep else derive(database, events, empty=empty)
        if asked.events:
            for kind in sorted(held):
                tally = ledger.tally(kind)
                rows = supplied[kind]["rows"] if supplied else database.number_of_rows(kind)
                tally.read = tally.used = rows
        return compute(
            database,
            held=held,
            start=asked.start,
            end=asked.end,
            by=asked.by,
            breakdowns=asked.breakdowns,
            area=asked.area,
            source=ledger.kind,
            missing=ledger.missing,
            supplied=supplied,
        )
    except duckdb.Error as failure:
        if not asked.events:
            raise
        raise CannotRead(  # what others wrote, no reader of ours has seen
            f"The events in {events} cannot be counted: {str(failure).splitlines()[0]}. Events hold dates such as "
            "2024-03-31, true or false, and nothing where nothing is known: correct them, or read the extract again."
        ) from failure
    finally:
        database.close()


def _since_it_began(computed: Computed, events: Path, ledger: Ledger) -> Computed:
    """Annex A holds six months: a period that ended before its first contact or referral has no figure, not none."""
    begins = _first_day(events) if ledger.kind == "annex-a" else None
    rows = [row for row in computed.rows if begins is None or row.period_end >= begins]
    if len(rows) < len(computed.rows):
        ledger.note(
            "All lists", f"They begin on {begins}. A period that had ended before has no figure here."
        )
    return Computed(rows, computed.not_supplied)


def _first_day(events: Path) -> date | None:
    days = []
    for kind in ("contacts", "referrals"):
        if (path := events / f"{kind}.csv").exists():
            with open(path, newline="", encoding="utf-8") as file:
                days += [row["date"] for row in csv.DictReader(file) if row["date"]]
    return date.fromisoformat(min(days)) if days else None


def _return(asked: Asked, ledger: Ledger, computed: Computed) -> Return:
    header = ledger.as_header()
    return Return(
        agency=asked.agency or (None if asked.partnership else _council(asked.area)),
        partnership=asked.partnership,
        area=asked.area,
        source=Source(ledger.kind, [SourceFile(**file) for file in ledger.files]),
        rows_read=ledger.total.read,
        rows_used=ledger.total.used,
        rows_duplicate=ledger.total.duplicate,
        rows_rejected=ledger.total.rejected,
        lists=[returns.ListCount(**each) for each in header["lists"]],
        produced_at=datetime.now(UTC).replace(microsecond=0),
        tool_version=lscp.__version__,
        rulebook_version=rulebook_version(),
        period=Period(asked.start, asked.end, asked.by),
        rows=computed.rows,
        not_supplied=[NotSupplied(code, why) for code, why in computed.not_supplied.items()],
        comments=[],
        signed_off=None,
    )


def _council(area: str) -> str:
    """Whose figures they are unless somebody says otherwise: the authority's own."""
    known = authority(area)
    return known.name if known else f"Authority {area}"


def rulebook_version(folder: Path = FOLDER) -> str:
    """A short hash of every file that says what a figure means: indicators and calendars."""
    digest = hashlib.sha256()
    for part in ("indicators", "calendars"):
        for path in sorted((folder / part).glob("*.yaml")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _number(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _say(doing: str) -> None:
    print(f"{doing} …", file=sys.stderr, flush=True)
