"""Plain text: the number signs that make a line a heading."""

import re

from lscp.files import text_of

from .lines import Line


def read(data: bytes, name: str) -> list[Line]:
    text = text_of(data, name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    if matter := re.match(r"---\n(?:[^\n]*\n){1,30}?---\n", text):  # what a web site noted about the page
        text = "\n" * matter[0].count("\n") + text[matter.end() :]
    return [_marked_up(line) for line in text.split("\n")]


def _marked_up(line: str) -> Line:
    """A line whose number signs, where it begins with them, make it a heading."""
    heading = re.match(r"(#{1,6})\s+(?=\S)", line)
    return Line(line[heading.end() :], len(heading[1])) if heading else Line(line)
