"""What may be kept as a document."""

from io import BytesIO
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

from lscp.refusal import refuse

LARGEST = 25 * 1024 * 1024
TEXT = b""  # has no mark of its own
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ods": (b"PK\x03\x04", "application/vnd.oasis.opendocument.spreadsheet"),
    ".odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
    ".png": (b"\x89PNG", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".txt": (TEXT, "text/plain"),
    ".csv": (TEXT, "text/csv"),
    ".json": (TEXT, "application/json"),
    ".html": (TEXT, "text/html"),
    ".htm": (TEXT, "text/html"),
}
INSIDE = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/workbook.xml",
    ".ods": "content.xml",
    ".odt": "content.xml",
}


def media_type(name):
    """The media type for a file name, or None when the kind is not kept."""
    kind = KINDS.get(PurePath(name).suffix.lower())
    return kind[1] if kind else None


def may_be_empty(content):
    """DC-01. The file is empty. Check that the right file was chosen, and send it again."""
    return None if content else refuse(may_be_empty)


def may_be_so_large(size):
    """DC-02. The file is larger than 25 MB. Send a smaller one, for example without its scanned appendices."""
    return refuse(may_be_so_large) if size > LARGEST else None


def may_be_of_this_kind(name, content):
    """DC-03. This kind of file is not kept, or the file is not what its name says. Send a PDF, Word, Excel,
    open-document, text, web page, JSON, PNG or JPEG file."""
    suffix, content = PurePath(name).suffix.lower(), bytes(content)
    start = KINDS.get(suffix, (None,))[0]
    if start is None or not content.lstrip(b"\xef\xbb\xbf").startswith(start):
        return refuse(may_be_of_this_kind)
    if (suffix in INSIDE and not _holds(content, INSIDE[suffix])) or (
        start == TEXT and not _is_text(content)
    ):
        return refuse(may_be_of_this_kind)
    return None


def _holds(content, part):
    try:
        return part in ZipFile(BytesIO(content)).namelist()
    except BadZipFile:
        return False


def _is_text(content):
    """No byte of nothing in it, unless it is text of two bytes a letter, which says so at its start."""
    return content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in content
