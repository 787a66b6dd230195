"""The figures of a report as open data: one OpenDocument spreadsheet, and one CSV file a table.

Made as the Government Analysis Function advises: a cover, contents and notes sheet, then one table a sheet, from
the first cell, without merged cells; numbers are numbers; symbols say why a number is missing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import odfdo

from lscp.publication import document as d
from lscp.publication.render.archive import without_clock
from lscp.publication.render.layout import printable, table_remarks, table_symbols

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]*?:/\\']")
GENERAL_SYMBOLS = (d.Hidden(), d.NotAvailable(), d.NotApplicable())


def workbook(document: d.Document, *, dated: date, published_note: str = "", signed: bool = True) -> bytes:
    """Every table of the document as one .ods file; `signed` as for `layout.lay_out`."""
    document = d.with_text(document, printable)
    tables = d.tables(document)
    names = [sheet_name(place, table) for place, table in enumerate(tables, 1)]
    book = odfdo.Document("spreadsheet")
    book.body.clear()
    book.body.append(_sheet("Cover", _cover(document, published_note, signed)))
    book.body.append(_sheet("Contents", _contents(tables, names)))
    book.body.append(_sheet("Notes", _notes(tables, names)))
    for name, table in zip(names, tables, strict=True):
        book.body.append(_sheet(name, rows(table), named=table.caption))
    _set_properties(book, document, dated)
    written = io.BytesIO()
    book.save(written)
    return without_clock(written.getvalue())


def csv_file(table: d.Table) -> str:
    """One table as CSV: headings, then rows; text that a spreadsheet would run as a formula is made harmless."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for row in rows(table):
        writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue()


def rows(table: d.Table) -> list[list[int | Decimal | str]]:
    """Headings and rows: numbers as they are, special values as their symbol ("[c]")."""
    symbols = {value: f"[{symbol}]" for value, symbol, _ in table_symbols(table)}
    heading = [_heading(column) for column in table.columns]
    return [
        heading,
        *([symbols[cell] if isinstance(cell, d.Special) else cell for cell in row] for row in table.rows),
    ]


def sheet_name(place: int, table: d.Table) -> str:
    """At most 31 characters, without those that spreadsheets refuse, and never the same twice."""
    return f"{place} {NOT_IN_SHEET_NAMES.sub('', table.code)}"[:31]


def _heading(column: d.Column) -> str:
    """The heading with its unit, since here no unit prints beside a number."""
    stated = not column.unit or column.unit.lower() in column.heading.lower()
    return column.heading if stated else f"{column.heading} ({column.unit})"


def _harmless(cell: int | Decimal | str) -> str:
    if isinstance(cell, str):
        return (
            f"'{cell}"
            if cell.lstrip().startswith(FORMULA_STARTS) or cell.startswith(FORMULA_STARTS)
            else cell
        )
    return str(cell) if isinstance(cell, int) else f"{cell:f}"


# ── Sheets ────────────────────────────────────────────────────────────────────────────────────────────────


def _cover(document: d.Document, published_note: str, signed: bool) -> list[list[str]]:
    if not signed:
        said = [
            document.title,
            document.partnership,
            printable(published_note),
            "Its tables, one on each sheet.",
        ]
        return [[line] for line in said]
    about = [
        document.title,
        document.partnership,
        f"Period: {d.show_period(document.period_start, document.period_end)}",
        f"Edition {document.edition_number}" + (f", {d.show_date(document.dated)}" if document.dated else ""),
        printable(published_note),
        "These are the figures of the report, one table on each sheet.",
        *(
            f"Correction to edition {e.corrects_edition}: “{e.was}” is now “{e.now}”."
            for e in document.errata
        ),
        f"Checksum of the text that was signed (SHA-256): {d.checksum(document)}",
    ]
    return [[line] for line in about if line]


def _contents(tables: Sequence[d.Table], names: Sequence[str]) -> list[list[str]]:
    listed = [[name, table.caption, table.source] for name, table in zip(names, tables, strict=True)]
    return [["Sheet", "Table", "Source"], *listed]


def _notes(tables: Sequence[d.Table], names: Sequence[str]) -> list[list[str]]:
    symbols = [["All", f"[{value.symbol}]: {value.meaning}."] for value in GENERAL_SYMBOLS]
    symbols.append(["All", "[x]: not supplied; the reason is given below for each table."])
    told = {note for _, note in symbols}
    own = [
        [name, remark]
        for name, table in zip(names, tables, strict=True)
        for remark in table_remarks(table)
        if remark not in told
    ]
    return [["Sheet", "Note"], *symbols, *own]


def _sheet(name: str, content: list[list], *, named: str = "") -> odfdo.Table:
    sheet = odfdo.Table(name)
    for line in content:
        row = odfdo.Row()
        for cell in line:
            row.append_cell(odfdo.Cell(cell))
        sheet.append_row(row)
    if named:
        title = odfdo.Element.from_tag("table:title")
        title.text = named
        sheet.insert(title, position=0)
    return sheet


def _set_properties(book: odfdo.Document, document: d.Document, dated: date):
    moment = datetime(dated.year, dated.month, dated.day, tzinfo=UTC)
    meta = book.meta
    meta.title = f"{document.title}: tables"
    meta.creator = meta.initial_creator = document.partnership
    meta.language = document.language
    meta.creation_date = meta.date = moment
    meta.generator = "lscp"
    book.language = document.language
