"""What a heading looks like, whatever numbers it: its title, its kind, and how near it is to safeguarding children."""

import re

from .layout import Block
from .meeting import SITS
from .names import mentions_in
from .periods import MONTH

FILE_SIZE = re.compile(
    r"[\s,(-]*(?:\(?\bpdf icon\)?\s*)?(?:\bPDF|\bDOCX?|\bpdf)\W{0,3}(?:icon\W*)?\d[\d.,]*\s?(?:[KMGkmg]?[Bb]|bytes)\W*$"
)
NUMBER = re.compile(
    r"(?:(?:agenda\s+item|item|minute)\s+(?:no\.?\s*)?\d{1,3}[a-z]?\s*[.):–-]*"
    r"|\d{1,3}[a-z]?(?:\.\d{1,2})?[.):]?|[A-Z]{1,6}\d{1,4}[.):]|[A-Z]{2,4}\.?\d{1,3}"
    r"|(?!20\d\d/)(?:[A-Z]{1,6}[/. -]?)?\d{1,5}(?:/\d{1,5}){1,2}[.):]?)\s*[-–]?\s+(?=['‘“\"(]?[A-Z])",
    re.I,
)
_CODED = re.compile(
    rf"(?!\d+ (?i:{MONTH})\b)(?!20\d\d/)"
    r"(?:[A-Z]{1,6}\d{1,4}[.):]|[A-Z]{2,6}\.\d{1,4}|(?:[A-Z]{1,6}[/. -]?)?\d{1,5}(?:/\d{1,5}){1,2}|\d{1,3}(?= [A-Z]))\s"
)
_NUMBER_AFTER = re.compile(
    r"\s*[\[(]?\s*(?:agenda\s+item|item|minute)\s*(?:no\.?\s*)?\d{1,3}[a-z]?\.?\s*[\])]?$", re.I
)
_TIME = re.compile(
    r"\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*[-–:]?\s+(?=[A-Z])|\s*\(\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\)$"
)


def clean_title(text: str) -> str:
    """A heading as printed, without item number or file size."""
    text = FILE_SIZE.sub("", text.strip()[:300])
    text = _TIME.sub("", text) if _TIME.match(text) else text
    text = NUMBER.sub("", text, count=1) if NUMBER.match(text) else text
    return _NUMBER_AFTER.sub("", text).strip(" -–:.\t") or text


CHROME = re.compile(
    r"(?:(?:agenda|printed|draft)[\w, ]{0,30}minutes|agenda|minutes|items?"
    r"|no\.? item|council and councillors|home|menu|you are here|browse|media"
    r"|council meetings|meeting documents|skip .*|share .*|\w( \w){4,}|search|contact us|a to z"
    r"|cookies.*|sign in|log in|accessibility|print.*|view .*|back to .*|agenda for .*"
    r"|agenda item - .*|modern\.?gov.*|committees?|councillors|decisions|your councillors"
    r"|supporting documents|additional documents|attend(?:ance|ees)|apologies|(?:core )?membership)\W*",
    re.I,
)


def is_heading_like(block: Block) -> bool:
    if len(block.text) > 300:
        return False
    text = FILE_SIZE.sub("", block.text)
    if re.match(
        r"(?:present\w*|witness\w*|contributors?|contact|author|lead|officers?|speakers?|apologies"
        r"|guests?|(?:also )?in attendance|also present)(?: for this item)?\s*:",
        text,
        re.I,
    ):
        return False
    if CHROME.fullmatch(text):
        return False
    return (
        bool(text.strip())
        and len(text) <= 220
        and block.style not in ("bullet", "letter", "roman")
        and not text.endswith((";", ":", ",") if kind_of(block) == "item" else (";", ":", ",", "?"))
        and not (text.endswith(".") and text == block.text)
        and text[0] in "'‘“\"(" + text[0].upper()
        and not (text == block.text and block.style is None and re.match(r"Report (?:of|by|from)\b", text))
        and not re.match(
            r"(?:To|That|Minutes|MINUTES OF THE|MINUTES OF A|Meeting|MEETING OF|Venue|Contact|RESOLVED|Resolved"
            r"|ACTION|Action|DECISION|Decision)\b",
            text,
        )
        and not re.search(
            r"\b(?:was|were|will|would|said|asked|noted|presented|introduced|has|had|have|is|are|agreed)\b",
            text,
        )
    )


def kind_of(block: Block) -> str:
    if block.heading:
        return f"h{block.heading}"
    if re.match(r"(?:(?:agenda )?item|minute) \d", block.text, re.I):
        return "item"
    if block.style in ("number", "decimal"):
        return block.style
    if _CODED.match(block.text):
        return "code"
    if FILE_SIZE.search(block.text[-60:]):
        return "file"
    letters = re.sub(r"[^A-Za-z]", "", block.text)
    if len(letters) > 7 and letters.isupper() and not re.match(r"(?:RESOLVED|ACTION|DECISION)", block.text):
        return "capitals"
    return ""


def number_of(block: Block) -> int | None:
    """The number by which items count on: 7 of "7.", "4.7" and "Item 7"; of "102/18" and "CYP/23/7", where one of the
    parts is the year, the sum."""
    if block.style in ("number", "decimal"):
        return block.number
    coded = NUMBER.match(block.text) if kind_of(block) in ("item", "code") else None
    return sum(map(int, re.findall(r"\d+", coded[0]))) if coded else None


def nearness(block: Block) -> int:
    """How surely a heading is that of the safeguarding children item."""
    text = block.text.lower()
    if not is_heading_like(block) or SITS.search(text):
        return 0
    if any(
        one.start == 0 and re.match(r",| [–/-]", block.text[one.end :]) for one in mentions_in(block.text)
    ):
        return 0  # "Ann Roe, Chair of the Safeguarding Children Board" stands under a heading
    subject = sum(weight for pattern, weight in _SUBJECTS if re.search(pattern, text))
    return subject and subject + sum(weight for pattern, weight in _FORMS if re.search(pattern, text))


_SUBJECTS = (
    (r"safeguarding", 3),
    (r"\bsafe\b", 1),
    (
        r"safeguarding children|children[’']?s? safeguarding|child protection"
        r"|safeguard.*children|\blscb\b|\blscp\b|\bscp\b",
        3,
    ),
    (
        r"\blado\b|designated officer|section 11|child death|rapid review|practice review|serious case|\bmash\b"
        r"|corporate parent|exploitation|neglect|looked after|children in care|care leavers|reviewing officer"
        r"|reviewing service|early help|private fostering|children[’']s (?:social care|services)|ofsted",
        2,
    ),
)
_FORMS = ((r"annual re(?:port|view)|yearly report", 2), (r"partnership|board\b", 1), (r"adults?\b", -1))
