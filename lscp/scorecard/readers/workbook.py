"""Sheets of rows, from Excel (.xlsx, .xls), OpenDocument (.ods) and CSV files.

What a file is decides how it is read, not what it is called: systems write tab-separated text into files called
.xls, and web pages too. Rows come one by one with their number in the file. A CSV is never held whole; a workbook
is read a sheet at a time. What cannot be read raises CannotRead, which says what it is and what to do.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from lscp.scorecard.readers.ledger import CannotRead

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt")
CHUNK = 1 << 20
LONGEST_CELL = 1 << 20  # a quote that is never closed would otherwise swallow the file
ZIP, OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Row = tuple[int, list]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or a CSV whole. `rows()` begins at the first row each time it is called."""

    file: Path
    name: str
    rows: Callable[[], Iterator[Row]]
    hidden: bool = False

    @property
    def where(self) -> str:
        """For people."""
        return (
            self.file.name if self.name == self.file.stem else f"the sheet {self.name!r} of {self.file.name}"
        )


@dataclass(frozen=True)
class Book:
    """A file that was recognised."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]


def books(paths: Path | str | Iterable[Path | str]) -> Iterator[Book]:
    """Every file among the paths, folders opened. Raises CannotRead, also when there is nothing to read."""
    found = list(files(paths))
    if not found:
        raise CannotRead(
            f"There is no file to read: give a workbook, or a folder with files that end in {', '.join(SUFFIXES)}."
        )
    for path in found:
        yield open_book(path)


def files(paths: Path | str | Iterable[Path | str]) -> Iterator[Path]:
    for path in [paths] if isinstance(paths, str | Path) else paths:
        path = Path(path)
        if path.is_dir():
            yield from sorted(
                inside
                for inside in path.iterdir()
                if inside.suffix.lower() in SUFFIXES and not inside.name.startswith(("~$", "."))
            )
        elif path.exists():
            yield path
        else:
            raise CannotRead(f"{path.name}: there is no such file. Check the name and the folder.")


def open_book(path: Path) -> Book:
    """One file, recognised by its first bytes. Raises CannotRead."""
    try:
        with open(path, "rb") as handle:
            start = handle.read(4096)
    except OSError as error:
        raise CannotRead(
            f"{path.name}: the file cannot be opened ({error.strerror}). Close it elsewhere."
        ) from None
    _refuse(path, start)
    if start.startswith((ZIP, OLE)):
        return _workbook(path, old=start.startswith(OLE))
    return _text(path, start)


def _refuse(path: Path, start: bytes) -> None:
    """Says what a file is when it is nothing that holds rows."""
    beginning = start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:512].lower()
    for signs, what, todo in WRONG:
        if any(beginning.startswith(sign) for sign in signs):
            raise CannotRead(f"{path.name}: this is {what}, not a workbook or CSV. {todo}")
    if not beginning:
        raise CannotRead(f"{path.name}: the file is empty. Export it again.")


LOCKED = "the workbook is locked with a password. Open it in Excel, remove the password and save it."
SAVE_AGAIN = "Open it in Excel and save it as an Excel workbook (.xlsx)."
WRONG = (
    ((b"%pdf",), "a PDF", "Ask for the workbook it was printed from."),
    ((b"<!doctype html", b"<html", b"<table", b"<head", b"<style", b"<meta"), "a web page", SAVE_AGAIN),
    (
        (b"<?xml", b"<workbook"),
        "an XML file",
        f"{SAVE_AGAIN} A children in need census goes in with --cin-census.",
    ),
    ((b"mime-version",), "a web archive", SAVE_AGAIN),
    ((b"{\\rtf",), "a text document", SAVE_AGAIN),
    ((b"\x89png", b"\xff\xd8\xff", b"gif8"), "a picture", "Ask for the workbook it was taken from."),
    ((b"7z\xbc\xaf", b"rar!", b"\x1f\x8b"), "a packed archive", "Unpack it first."),
)


# ── Workbooks ─────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(path: Path, *, old: bool) -> Book:
    """A workbook as Excel wrote it before 2007, or since. The library would go by the name's ending."""
    if _has_password(path):
        raise CannotRead(f"{path.name}: {LOCKED}")
    misnamed = path.suffix.lower() in SUFFIXES and old != (path.suffix.lower() == ".xls")
    try:
        book = CalamineWorkbook.from_object(BytesIO(path.read_bytes()) if misnamed else path)
        kept = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        raise CannotRead(f"{path.name}: {LOCKED}") from None
    except (CalamineError, OSError) as error:
        raise CannotRead(
            f"{path.name}: the file is damaged or is not a workbook ({error}). {SAVE_AGAIN}"
        ) from None
    sheets = (
        Sheet(path, sheet.name, _rows_of(book, path, sheet.name), sheet.visible != SheetVisibleEnum.Visible)
        for sheet in kept
    )
    return Book(path, _sha256(path), tuple(sheets))


def _has_password(path: Path) -> bool:
    """A workbook with a password is an OLE file that holds the encrypted one."""
    with open(path, "rb") as handle:
        return handle.read(8) == OLE and ENCRYPTED in handle.read(CHUNK)


def _rows_of(book: CalamineWorkbook, path: Path, name: str) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        try:
            sheet: CalamineSheet = book.get_sheet_by_name(name)
            yield from enumerate(sheet.iter_rows(), 1)
        except CalamineError as error:
            raise CannotRead(f"{path.name}: the sheet {name!r} is damaged ({error}). {SAVE_AGAIN}") from None

    return rows


# ── Text ──────────────────────────────────────────────────────────────────────────────────────────────────


def _text(path: Path, start: bytes) -> Book:
    sha256, encoding = _fingerprint(path, start)
    return Book(path, sha256, (Sheet(path, path.stem, lambda: _lines(path, encoding)),))


def _fingerprint(path: Path, start: bytes) -> tuple[str, str]:
    """The hash of the file and the encoding it is written in, in one pass. Raises CannotRead if it is not text."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sha256(path), "utf-16"
    hash_, utf8, is_utf8 = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")(), True
    with open(path, "rb") as handle:
        while chunk := handle.read(CHUNK):
            hash_.update(chunk)
            if b"\0" in chunk:
                raise CannotRead(f"{path.name}: this is not text, a workbook or a CSV. {SAVE_AGAIN}")
            if is_utf8:
                is_utf8 = _decodes(utf8, chunk)
        if is_utf8:
            is_utf8 = _decodes(utf8, b"", final=True)
    return hash_.hexdigest(), "utf-8-sig" if is_utf8 else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _lines(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    number = 0
    with open(path, encoding=encoding, errors="replace", newline="") as handle:
        delimiter = _delimiter(handle.read(CHUNK // 16))
        handle.seek(0)
        try:
            for number, row in enumerate(csv.reader(handle, delimiter=delimiter), 1):
                yield number, row
        except csv.Error as error:
            raise CannotRead(
                f"{path.name}: the rows cannot be told apart after row {number} ({error}). "
                f"Look there for a quotation mark that is not closed."
            ) from None


def _delimiter(beginning: str) -> str:
    """The sign that stands in most of the first lines; a title line may hold none."""
    lines = beginning.splitlines()[:20]
    return max(",\t;|", key=lambda sign: (max((line.count(sign) for line in lines), default=0), sign == ","))


def _sha256(path: Path) -> str:
    with open(path, "rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
