"""The numbers in a sentence that count something: not years, dates, ages, or the number of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

WORD_LIST = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
WORDS = {word: value for value, word in enumerate(WORD_LIST.split())}
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
NOT_COUNTS = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b(?:,?\s+\d{{4}})?"  # 5 May 2024
    rf"|\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d{{3}})(?:,?\s+\d{{4}}\b)?"  # May 5
    rf"|\b{MONTH}\s+\d{{4}}\b"
    r"|\b(?:19|20)\d\d\s*(?:[-–/]|to|and)\s*(?:(?:19|20)\d\d|\d\d)\b(?!\d|,\d{3}|%)"  # 2024-25, 2024 to 2025
    r"|\b(?:19|20)\d\d\b(?!,\d{3}|%)"  # a year
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{1,2}[:.]\d\d\s*(?:am|pm)\b"
    r"|\b\d+(?:st|nd|rd|th)\b|\b\d+-(?:year|month|week|day|point|hour)s?\b"
    r"|\byears?\s+\d{1,2}\b(?!,\d{3}|%)"
    r"|\b(?:aged?|ages|under|over|between|key stage|section|sections|table|figure|chapter|"
    r"page|pages|"
    r"paragraph|para|part|appendix|annex|step|tier|level|band|priority|quarter|number|no\.|objective|strand|"
    r"edition|version|item|recommendation|action|finding|theme|article|schedule|regulation|standard|child|baby)"
    r"\s+\d+(?:\.\d+)*\b(?!,\d{3})(?:\s*(?:to|and|or|[-–])\s*\d+\b)?"
    r"|\b[A-Za-z]+\d+\w*\b|\b\d+[A-Za-z]\w*\b"  # I22, 4a
    r"|\b\d+\s*(?:to|[-–])\s*\d+\s*[- ]?(?:year|month|week|day)s?\b"
    r"|\b\d{1,2} (?:in|out of every|per) \d{1,3}\b(?![/–-]?\d)",
    re.I,
)
TOKEN = re.compile(
    rf"(?P<pound>£\s?)?(?P<digits>{DIGITS})(?P<scale>\s?(?:million|m\b|k\b))?(?P<percent>\s?%|\s?per\s?cent\b)?"
    rf"|\b(?P<word>{'|'.join(WORDS)})\b(?P<wordpercent>\s+per\s?cent\b)?",
    re.I,
)


@dataclass(frozen=True)
class Number:
    """A number read from text: its value, "%" or "£" or "", where it stands, and its decimal places."""

    value: Decimal
    unit: str
    start: int
    end: int
    places: int
    in_words: bool = False


@lru_cache(maxsize=4096)  # six checks read the same sentences
def masked(text: str) -> str:
    """The text with what is not a count blotted out, every other character at its place."""
    return NOT_COUNTS.sub(lambda found: "\x00" * len(found.group()), text)


def numbers(text: str) -> list[Number]:
    """The counts, percentages and amounts of money in a text, in order."""
    return [_number(found) for found in TOKEN.finditer(masked(text)) if not found["scale"]]


def _number(found: re.Match) -> Number:
    if found["word"]:
        unit = "%" if found["wordpercent"] else ""
        return Number(Decimal(WORDS[found["word"].lower()]), unit, found.start(), found.end(), 0, True)
    digits = found["digits"].replace(",", "")
    unit = "%" if found["percent"] else "£" if found["pound"] else ""
    places = len(digits.partition(".")[2])
    return Number(Decimal(digits), unit, found.start(), found.end(), places)


def places_of(value: int | Decimal) -> int:
    exponent = Decimal(value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def half_a_step(places: int) -> Decimal:
    """Half of the last place printed: how far a rounded number may be from the true one."""
    return Decimal(5).scaleb(-places - 1)
