"""Reads an agency's own table (a CSV, or a sheet) into events of one kind, by a described layout.

The description is YAML, like the ready ones in `rulebook/extracts/agency-*.yaml`:

    title: Early help episodes
    kind: early_help
    needs: [start]
    order: [[start, end]]
    dates: day first          # or: month first
    columns:
      - {name: Person number, to: child, type: id}
      - {name: Opened, to: start, type: date}
      - {name: Lead professional from, to: organisation, map: {"Yr7": School}}

Without one, the kind is read from the file's name or its headings, and the headings may be those of a ready layout
or the event model's own (`child`, `birth`, `start` …).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from pathlib import Path

import yaml
from pydantic import ValidationError

from lscp import rulebook
from lscp.rulebook import RulebookError
from lscp.scorecard.events import KINDS, EventWriter
from lscp.scorecard.readers.layout import (
    DEEPEST_HEADING,
    Column,
    Header,
    Layout,
    find_header,
    heading,
)
from lscp.scorecard.readers.ledger import CannotRead, Ledger
from lscp.scorecard.readers.rows import Reading
from lscp.scorecard.readers.words import Vocabulary, vocabularies
from lscp.scorecard.readers.workbook import Sheet, books

# The words of a column that is called like the event's.
WORDS = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "disability": "disability",
    "source": "sources",
    "outcome": "outcomes",
    "need": "needs",
    "reason": "closure",
    "status": "care-status",
    "legal_status": "legal-status",
    "activity": "activity",
    "eligibility": "eligibility",
    "in_touch": "in-touch",
    "suitable": "suitability",
}
CATEGORY = {"plans": "abuse", "care": "needs"}
TYPES = {"date": "date", "boolean": "boolean", "int64": "number"}
BEGINS = ("date", "start", "due", "conference")  # the columns one of which an event cannot do without


def read(
    paths: Path | str | Iterable[Path | str],
    into: Path,
    *,
    area: str,
    layout: Path | str | None = None,
    words: Path | None = None,
) -> Ledger:
    """Reads the files into the folder `into`, row by row; returns the account of every row.

    `layout` is a file, or the name of a ready layout (early-help). Raises CannotRead.
    """
    ledger, known = Ledger("csv"), vocabularies(words)
    described = [layout_from(layout)] if layout else None
    readings: dict[str, Reading] = {}
    with EventWriter(into) as writer:
        for book in books(paths):
            ledger.add_file(book.path, book.sha256)
            for sheet in book.sheets:
                _sheet(sheet, described, ledger, known, area, readings, writer)
    return ledger


def _sheet(
    sheet: Sheet,
    described: list[Layout] | None,
    ledger: Ledger,
    known: dict[str, Vocabulary],
    area: str,
    readings: dict[str, Reading],
    writer: EventWriter,
) -> None:
    rows = sheet.rows()
    top = list(islice(rows, DEEPEST_HEADING))
    layout, header = _recognised(sheet, top, described or _candidates(sheet.name))
    ledger.tally(layout.title)
    _say(ledger, layout, header)
    if layout.kind not in readings:
        readings[layout.kind] = Reading(layout, ledger, known, name=layout.title, area=area)
    writer.begin(layout.kind)
    for event in readings[layout.kind].events(chain(top, rows), header, sheet.where):
        writer.write(layout.kind, event)


def _say(ledger: Ledger, layout: Layout, header: Header) -> None:
    for remark in header.remarks():
        ledger.note(layout.title, remark)
    lacking = [column.to for column in header.missing(layout) if column.to]
    ledger.lacks(layout.kind, lacking)
    if lacking:
        ledger.note(
            layout.title, f"there is no column for {', '.join(lacking)}; what it says was not recorded"
        )


def _recognised(sheet: Sheet, top: list, candidates: list[Layout]) -> tuple[Layout, Header]:
    """The layout whose columns are there. Raises CannotRead, naming the headings that were looked for."""
    fitting = [
        (len(header.places), layout, header)
        for layout in candidates
        if (header := find_header(top, layout)) and _enough(layout, header)
    ]
    fitting.sort(key=lambda fit: -fit[0])
    if fitting and (len(fitting) == 1 or fitting[0][0] > fitting[1][0]):
        return fitting[0][1:]
    if len(candidates) == 1:
        names = ", ".join(column.name for column in candidates[0].columns)
        raise CannotRead(
            f"{sheet.file.name}: the headings of {candidates[0].title!r} were not found among the first "
            f"{DEEPEST_HEADING} rows. Looked for: {names}. Describe the file's own headings in a layout (--layout)."
        )
    raise CannotRead(
        f"{sheet.file.name}: neither its name nor its headings say what it holds. Name it like the events it holds "
        f"({', '.join(KINDS)}), or describe it in a layout (--layout)."
    )


def _enough(layout: Layout, header: Header) -> bool:
    found = {column.to for column in header.places}
    return not layout.needs or bool(found.intersection(layout.needs))


# ── Layouts ───────────────────────────────────────────────────────────────────────────────────────────────


def layout_from(given: Path | str) -> Layout:
    """The layout in a file, or a ready one by name. Raises CannotRead, naming the place that is wrong."""
    ready = ready_layouts()
    if str(given) in ready:
        return ready[str(given)]
    path = Path(given)
    try:
        return Layout.model_validate(yaml.safe_load(path.read_text(encoding="utf-8-sig")))
    except FileNotFoundError:
        raise CannotRead(
            f"{path.name}: there is no such layout. Give a file, or one of: {', '.join(ready)}."
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CannotRead(f"{path.name}: this layout cannot be read. Correct it: {error}") from None
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'the file'}: {e['msg']}" for e in error.errors())
        raise CannotRead(f"{path.name}: correct this layout and try again. {wrong}") from None


def ready_layouts() -> dict[str, Layout]:
    """The layouts that come with the program, by name. Raises RulebookError."""
    paths = sorted((rulebook.FOLDER / "extracts").glob("agency-*.yaml"))
    if not paths:
        raise RulebookError(
            f"{rulebook.FOLDER / 'extracts'}: no agency-*.yaml here. Check that the rulebook is complete."
        )
    return {
        path.stem.removeprefix("agency-"): rulebook.read(Layout, path.relative_to(rulebook.FOLDER))
        for path in paths
    }


def own_layout(kind: str) -> Layout:
    """The event model's own headings."""
    columns = [
        Column(
            name=name,
            to=name,
            type="id" if name == "child" else TYPES.get(type_, "text"),
            words=_words_of(kind, name, type_),
            optional=True,
        )
        for name, type_ in KINDS[kind].items()
    ]
    return Layout(
        title=kind.replace("_", " ").capitalize(),
        kind=kind,
        columns=tuple(columns),
        needs=tuple(name for name in BEGINS if name in KINDS[kind]),
        order=(("start", "end"),) if {"start", "end"} <= KINDS[kind].keys() else (),
    )


def _words_of(kind: str, name: str, type_: str) -> str | None:
    if name in ("category", "first_category"):
        return CATEGORY[kind]
    return WORDS.get(name) or ("yes-no" if type_ == "boolean" else None)


def _candidates(name: str) -> list[Layout]:
    """The layouts a file may have: those of the kind its name says, or all."""
    layouts = [*ready_layouts().values()]
    layouts += [own_layout(kind) for kind in KINDS if kind not in {layout.kind for layout in layouts}]
    said = heading(name)
    called = [layout for layout in layouts if heading(layout.kind).rstrip("s") in said]
    longest = max((len(layout.kind) for layout in called), default=0)
    return [layout for layout in called if len(layout.kind) == longest] or layouts
