"""Which meeting a paper records: its day and its committee, where the page prints them as its own."""

import re
from collections.abc import Sequence
from datetime import date

from .layout import Block
from .names import mentions_in
from .periods import DATE, find_date

BODY = r"(?:Committee|Panel|Board|Cabinet|Council|Commission|Executive|Forum|Group|Partnership|Assembly)"
_IN_BODY = re.compile(rf"{BODY}|{BODY.upper()}")
MEETING_OF = re.compile(
    rf"(?:.{{0,40}}\b(?<!Joint ))?Meeting of (?:the )?(?P<body>.{{3,150}}?),?\s*(?:\w+day,?\s+)?(?={DATE.pattern})",
    re.I,
)
MINUTES_OF = re.compile(r"(?:minutes|notes) of (?:the |a )?(?:meeting|proceedings)", re.I)


def meeting_of(blocks: Sequence[Block], headed: bool = True) -> tuple[date | None, str | None]:
    """This meeting's date and committee, where the page prints them as its own."""
    when: date | None = None
    body: str | None = None
    for place, block in enumerate(blocks):
        text = re.sub(r"\s+(?:meeting )?minutes$", "", block.text, flags=re.I)
        if len(text) > 300 or re.search(
            r"\b(?:previous|last) meeting|(?:confirm|approve|agree|receive).{0,40}minutes"
            r"|\bminutes .*\b(?:confirmed|approved|agreed|signed|accepted)\b",
            text,
            re.I,
        ):
            continue
        found = MEETING_OF.match(text)
        if found:
            when, body = when or find_date(text), _nearer(body, _body(found["body"]))
        labelled = re.match(
            r"(?:date(?: of (?:the )?(?:meeting|decision))?|meeting date|decided at meeting|held(?: on)?)\s*:?\s*(.+)"
            r"|(?=\d\d/\d\d/\d{4} - )",
            text,
            re.I,
        )
        if labelled and not found:
            when = when or find_date(labelled[1] or text)
            at = re.match(r"decided at meeting\s*:\s*\S+\s*[-–]\s*(.+)", text, re.I)
            body = (at[1].strip() if at else None) or body
        maker = re.match(r"(?:decision maker|committee|meeting|report to|to)\s*:\s*(.+)", text, re.I)
        if maker and not find_date(text):
            body = body or maker[1].strip()
        elif place + 1 < len(blocks) and _heads_date(text, blocks[place + 1].text):
            body = _nearer(body, text)
        elif headed and place < 30 and not found and not labelled:
            when, body = _from_heading(text, when, body)
    return when, body


def _from_heading(text: str, when: date | None, body: str | None) -> tuple[date | None, str | None]:
    found = DATE.search(text)
    ended = re.search(r"(?<!\b[ap]\.m)\.$", text, re.I) and not MINUTES_OF.match(text)
    if found and len(text) < 200 and not ended:
        before = re.sub(
            r"[\s,–-]*(?:held )?(?:(?:at )?(?:\d{1,2}[:.]\d\d ?[ap]\.?m\.?|\d{4} hours) )?(?:on )?(?:\w+day)?[\s,–-]*$",
            "",
            text[: found.start()],
            flags=re.I,
        )
        before = re.sub(r"^note\s*:\s*", "", before, flags=re.I)
        ours = _IN_BODY.search(before) or re.search(r"(?:minutes|notes)(?!.*\bmeetings\b)", before, re.I)
        if not before or (ours and re.match(r"(?!To|That|Following)[A-Z]", before)):
            when = when or find_date(text)
            body = _nearer(body, _body(before))
    elif (body is None or _COUNCIL.search(body)) and names_meeting(text):
        body = _body(text) or body
    return when, body


def _heads_date(text: str, after: str) -> bool:
    """The name of a body above the day on which it met."""
    dated = DATE.search(after)
    named = (
        re.search(rf"{BODY}$", text)
        and len(text) < 90
        and not re.search(r"\b(?:report|minutes|of|on)\b", text, re.I)
    )
    return bool(dated and named) and bool(re.match(r"\w+day\b", after)) and len(after) < 60


_COUNCIL = re.compile(r"\b(?:Council|COUNCIL)$")  # stands above its committee's name


def _nearer(body: str | None, other: str | None) -> str | None:
    """The body named first, but a committee rather than its council."""
    return other or body if body is None or _COUNCIL.search(body) else body


def names_meeting(text: str) -> bool:
    if MINUTES_OF.match(text):
        return True
    ends = re.search(rf"(?:{BODY}|(?:COMMITTEE|PANEL|CABINET|BOARD|COMMISSION))\)?(?:\s*\([^()]+\))?$", text)
    if not ends or len(text) >= 120 or re.match(r"(?:To|For|From|The|Decision|Consideration)\b", text):
        return False
    of_item = r"was given|report|present|chair\b| with | from " + (
        "" if SITS.search(text) else "|safeguarding"
    )
    return not re.search(of_item, text, re.I) and not any(one.start == 0 for one in mentions_in(text))


SITS = re.compile(
    r"\b(?:(?:committee|panel|commission)\)?|(?:committee|panel|commission|board|partnership|forum)\)?"
    r"(?:\s*\([^()]*\))?\s*[,–-]?\s*\w+day\b.*)$",
    re.I,
)  # a board or partnership may be what an item is on


def _body(text: str) -> str | None:
    text = re.sub(
        r"^(?:agenda and |draft |printed |concise )*minutes\s*(?:of|[–-])?\s*(?:the|a)?\s*(?:meeting"
        r"|proceedings)?\s*(?:of)?\s*(?:the)?\s*",
        "",
        text,
        flags=re.I,
    )
    text = re.sub(r"^meeting (?=[A-Z]{4})", "", text, flags=re.I)
    text = re.sub(
        r"\s*(?:[-–] (?:notes|minutes) of the)?\s*(?:meeting)?\s*(?:(?:held|HELD)\b.*)?$",
        "",
        text,
        flags=re.I,
    ).strip(" ,–-:")
    return text if re.search(BODY, text, re.I) else None
