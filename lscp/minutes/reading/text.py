"""Plain text: its encoding, and the number signs that make a line a heading."""

import codecs
import re

from ..paper import Unreadable
from .lines import Line

OTHER_WAYS = "Save the paper as Word (.docx), PDF, a web page or plain text, and try again."


def decode(data: bytes, name: str) -> str:
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


def read(data: bytes, name: str) -> list[Line]:
    text = decode(data, name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if matter := re.match(r"---\n(?:[^\n]*\n){1,30}?---\n", text):  # what a web site noted about the page
        text = "\n" * matter[0].count("\n") + text[matter.end() :]
    return [_marked_up(line) for line in text.split("\n")]


def _marked_up(line: str) -> Line:
    """A line whose number signs, where it begins with them, make it a heading."""
    heading = re.match(r"(#{1,6})\s+(?=\S)", line)
    return Line(line[heading.end() :], len(heading[1])) if heading else Line(line)
