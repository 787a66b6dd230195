"""Telephone numbers in a line of words, so that a telephone can call them. Pure; knows the numbers of the UK."""

import re

NUMBER = re.compile(
    r"(?<![\d.,/-])(?:0(?: ?\d){9,10}|\(0\d{2,5}\)(?: ?\d){5,8}|\+44(?: ?\d){9,10}|0800 1111)(?!\d)"
    r"|(?:(?<=\bcall )|(?<=\bring )|(?<=\bdial )|(?<=\bphone ))(?:999|101|111|112)\b(?![ ,.]\d)",
    re.I,
)


def telephones(line: str) -> list[str]:
    """The numbers of a line that can be called, as they are written."""
    return NUMBER.findall(line)


def to_call(line: str) -> list[tuple[str, str]]:
    """The line cut at its telephone numbers: ``[("Call ", ""), ("0800 1111", "tel:08001111"), (".", "")]``."""
    pieces, place = [], 0
    for number in NUMBER.finditer(line):
        pieces += [(line[place : number.start()], ""), (number[0], f"tel:{re.sub(r'[ ()]', '', number[0])}")]
        place = number.end()
    return [piece for piece in (*pieces, (line[place:], "")) if piece[0]]
