"""The same parts always make the same zip file: Word and OpenDocument files carry no clock of their own."""

from __future__ import annotations

import io
import zipfile

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest date that a zip file can hold


def without_clock(packed: bytes) -> bytes:
    """The zip file with each part's date set to 1 January 1980; order and compression stay."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.infolist():
            plain = zipfile.ZipInfo(part.filename, LONG_AGO)
            plain.compress_type = part.compress_type
            target.writestr(plain, source.read(part.filename))
    return written.getvalue()
