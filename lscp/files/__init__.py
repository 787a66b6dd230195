"""A file that a stranger made: what kind it is, told by its content and never by its name, and how it is opened.

Committee papers and reports are read from it; what they say is for those rooms. `Unreadable`, whose sentence says what
to do, is raised for whatever cannot be read.
"""

import codecs
import io
import re
import zipfile
from contextlib import contextmanager

TEXT, WEB_PAGE, WORD, PDF = "text", "web page", "Word", "PDF"
OTHER_WAYS = "Save it as Word (.docx), PDF, a web page or plain text, and try again."
MOST_UNPACKED_BYTES = 200_000_000


class Unreadable(Exception):
    """The file holds nothing that can be read. The sentence says why, and what to do."""


def kind_of(data: bytes, name: str) -> str:
    """TEXT, WEB_PAGE, WORD or PDF."""
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable(f"{name} is empty. Check that the download finished, and choose the file again.")
    start = data[:1024].lstrip()
    if b"%PDF-" in data[:1024]:
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return WORD
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            f"{name} is an old Office document, or one locked with a password. Open it in Word, save it as .docx "
            "without a password, and try again."
        )
    if start.startswith(b"{\\rtf"):
        raise Unreadable(f"{name} is in rich text format (RTF). {OTHER_WAYS}")
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")):
        raise Unreadable(f"{name} is a picture, so it has no text to read. {OTHER_WAYS}")
    return WEB_PAGE if _is_page(text_of(data, name)) else TEXT


def _is_page(text: str) -> bool:
    start = text[:4000].lower()
    return (
        "<html" in start
        or "<!doctype html" in start
        or len(re.findall(r"</?(?:p|div|h\d|li|br|table)\b", start)) > 2
    )


def text_of(data: bytes, name: str) -> str:
    """The text of a plain file, whatever its encoding."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    stray = sum(data.count(bytes([code])) for code in (*range(0, 9), *range(14, 27), *range(28, 32)))
    if stray > len(data) / 100:
        raise Unreadable(f"{name} is not a document we can read. {OTHER_WAYS}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def source_of_page(data: bytes, name: str) -> str:
    """The source of a web page, in the encoding that it declares where that is one."""
    declared = re.search(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]+)""", data[:4096], re.I)
    if declared and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return text_of(data, name)


def word_document(data: bytes, name: str):
    """A Word file opened by `python-docx`."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as error:
        raise Unreadable(f"{name} is damaged: it stops before its end. Download it again.") from error
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise Unreadable(f"{name} unpacks to more than 200 MB. {OTHER_WAYS}")
    for folder, what in (("xl/", "a workbook"), ("ppt/", "a slide show")):
        if any(part.startswith(folder) for part in names):
            raise Unreadable(f"{name} is {what}, not a document with words. {OTHER_WAYS}")
    if "word/document.xml" not in names:
        raise Unreadable(
            f"{name} is a packed file, not a Word document. Unpack it, and choose the one inside."
        )
    import docx

    return docx.Document(io.BytesIO(data))


@contextmanager
def pdf_document(data: bytes, name: str):
    """A PDF opened by `pypdfium2`, and closed at the end."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or b"/Encrypt" in data:
            raise Unreadable(
                f"{name} is locked with a password. Save a copy without it, and try again."
            ) from error
        raise Unreadable(f"{name} is a damaged PDF and could not be opened. Download it again.") from error
    try:
        yield document
    finally:
        document.close()


def scanned(name: str) -> Unreadable:
    """What is said of a PDF without letters."""
    return Unreadable(
        f"{name} is a scan: pictures of pages with no text in them. Ask whoever wrote it for the original, or run text "
        "recognition (OCR) on it first, and try again."
    )


@contextmanager
def damaged_otherwise(name: str):
    """Whatever goes wrong in a parser of somebody else's: the file is damaged."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a damaged file can fail anywhere inside a parser
        raise Unreadable(
            f"{name} is damaged and could not be read. Download it again. {OTHER_WAYS}"
        ) from error
