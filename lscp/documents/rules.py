"""What may be kept as a document."""

from pathlib import PurePath

from lscp.refusal import refuse

LARGEST = 25 * 1024 * 1024
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ods": (b"PK\x03\x04", "application/vnd.oasis.opendocument.spreadsheet"),
    ".odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
    ".png": (b"\x89PNG", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".txt": (b"", "text/plain"),
    ".csv": (b"", "text/csv"),
    ".json": (b"", "application/json"),
    ".html": (b"", "text/html"),
    ".htm": (b"", "text/html"),
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
    start = KINDS.get(PurePath(name).suffix.lower(), (None,))[0]
    if start is None or not bytes(content).lstrip(b"\xef\xbb\xbf").startswith(start):
        return refuse(may_be_of_this_kind)
    return None
