"""Which part of the page is the safeguarding item, what it is called, and which meeting it belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from .layout import Block
from .names import mentions_in
from .periods import DATE, MONTH, find_date
from .vocabulary import PROCEDURE


@dataclass(frozen=True)
class Item:
    """The item's own blocks, its title, its meeting, and the blocks before it, which may name who was there."""

    title: str | None
    blocks: list[Block]
    meeting_date: date | None
    committee: str | None
    front: list[Block]
    other_meetings: int = 0
    is_decision_page: bool = False

    @property
    def minutes(self) -> list[Block]:
        """The blocks that record the meeting: those after "Minutes:" where the page prints that word."""
        for place, block in enumerate(self.blocks):
            if re.fullmatch(r"minutes\s*:?", block.text, re.I) and place + 1 < len(self.blocks):
                return self.blocks[place + 1 :]
        return self.blocks


_PAGE = re.compile(
    r"(?:agenda item|issue - (?:meetings|decisions|items at meetings)|issue details|decision details)",
    re.I,
)
_PAGE_END = re.compile(r"(?:supporting|accompanying|background) documents?:?", re.I)
_FILE_SIZE = re.compile(
    r"[\s,(-]*(?:\(?\bpdf icon\)?\s*)?(?:\bPDF|\bDOCX?|\bpdf)\W{0,3}(?:icon\W*)?\d[\d.,]*\s?(?:[KMGkmg]?[Bb]|bytes)\W*$"
)
_NUMBER = re.compile(
    r"(?:(?:agenda\s+)?item\s+(?:no\.?\s*)?\d{1,3}[a-z]?\s*[.):–-]*"
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
_PROCEDURE = re.compile(rf"(?:{PROCEDURE})\s*:?", re.I)
_BODY = r"(?:Committee|Panel|Board|Cabinet|Council|Commission|Executive|Forum|Group|Partnership|Assembly)"
_IN_BODY = re.compile(rf"{_BODY}|{_BODY.upper()}")
_MEETING_OF = re.compile(
    rf"(?:.{{0,40}}\b(?<!Joint ))?Meeting of (?:the )?(?P<body>.{{3,150}}?),?\s*(?:\w+day,?\s+)?(?={DATE.pattern})",
    re.I,
)
_ISSUE_MEETING = re.compile(r"Meeting:\s*(?P<when>\S+)\s*[-–]\s*(?P<body>.+?)\s*(?:\(Item\s*[^)]*\))?$", re.I)
_MINUTES_OF = re.compile(r"(?:minutes|notes) of (?:the |a )?(?:meeting|proceedings)", re.I)
_PAGE_FIELD = (
    r"(?:decision maker|decision status|is key decision\?|is subject to call.?in\?|report author|publication date"
    r"|date of decision|decided at meeting|effective from|date comes into force[^:]*|call.?in deadline date)"
)
_FIELD = re.compile(
    rf"(?:{_PAGE_FIELD}|purpose|classification|wards? (?:involved|affected)|policy context|report of|contact|venue"
    r"|date|time|lead officer|forward plan ref|cabinet member)\b.*",
    re.I,
)


def find_item(blocks: Sequence[Block]) -> Item:
    """The safeguarding item among the blocks; the whole paper where it is not parted into items."""
    blocks = list(blocks)
    start = next((place for place in range(len(blocks)) if _is_page_mark(blocks, place)), None)
    if start is not None:
        return _page_item(blocks, start)
    if blocks and _ISSUE_MEETING.fullmatch(blocks[0].text):  # pages that lost their heading
        return _page_item([Block("Issue - meetings", 1), *blocks], 0)
    if any(re.match(r"decision maker\s*:", block.text, re.I) for block in blocks[:4]):
        return _page_item([Block("Decision details", 1), *blocks], 0)
    whole = _whole_meeting(blocks)
    if whole is not None:
        return whole
    return _single(blocks)


def clean_title(text: str) -> str:
    """A heading as printed, without item number or file size."""
    text = _FILE_SIZE.sub("", text.strip()[:300])
    text = _TIME.sub("", text) if _TIME.match(text) else text
    text = _NUMBER.sub("", text, count=1) if _NUMBER.match(text) else text
    return _NUMBER_AFTER.sub("", text).strip(" -–:.\t") or text


_CHROME = re.compile(
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
    text = _FILE_SIZE.sub("", block.text)
    if re.match(
        r"(?:present\w*|witness\w*|contributors?|contact|author|lead|officers?|speakers?|apologies"
        r"|guests?|(?:also )?in attendance|also present)\s*:",
        text,
        re.I,
    ):
        return False
    if _CHROME.fullmatch(text):
        return False
    words = text.split()
    return (
        bool(words)
        and len(text) <= 220
        and block.style not in ("bullet", "letter", "roman")
        and not text.endswith((";", ":", ",", "?"))
        and not (text.endswith(".") and text == block.text)
        and text[0] in "'‘“\"(" + text[0].upper()
        and not (text == block.text and re.match(r"Report (?:of|by|from)\b", text))
        and not re.match(
            r"The (?:Committee|Board|Panel|Cabinet|Commission|Sub-Committee) (?:to|will)\b", text
        )
        and not re.match(
            r"(?:To|That|Minutes|Meeting|Venue|Contact|RESOLVED|Resolved"
            r"|ACTION|Action|DECISION|Decision)\b",
            text,
        )
        and not re.search(
            r"\b(?:was|were|will|would|said|asked|noted|presented|introduced|has|had|have|is|are|agreed)\b",
            text,
        )
    )


# A page of one item ----------------------------------------------------------------------------------------


def _is_page_mark(blocks: list[Block], place: int) -> bool:
    text = blocks[place].text
    if text == "Decision":  # the page of one, where the maker is named below its title; elsewhere a label
        return any(
            re.match(r"Decision maker\s*:", block.text, re.I) for block in blocks[place + 1 : place + 3]
        )
    return bool(_PAGE.fullmatch(text)) and not text.isupper()


def _page_item(blocks: list[Block], start: int) -> Item:
    kind = blocks[start].text.lower()
    rest = blocks[start + 1 :]
    while rest and _is_page_mark(rest, 0):
        rest.pop(0)
    rest = rest[: _page_end(rest)]
    meetings = [
        found
        for block in rest
        if (found := _ISSUE_MEETING.fullmatch(block.text)) and find_date(found["when"])
    ]
    headed = kind.startswith("issue") or any(_MINUTES_OF.match(block.text) for block in rest)
    when, body = _meeting([*blocks[:start][-8:], *rest], headed)
    if meetings:
        when, body = find_date(meetings[0]["when"]), meetings[0]["body"]
    title, after = _page_title(rest)
    title = _item_line(rest) or title
    content = [
        block
        for place, block in enumerate(rest)
        if place >= after
        and not _is_furniture(block)
        and (len(block.text) > 300 or clean_title(block.text) != title)
    ]
    return Item(title, content, when, body, [], max(len(meetings) - 1, 0), "decision" in kind)


def _page_end(blocks: list[Block]) -> int:
    """Where the attachments begin that close the page; attachments listed before the minutes do not close it."""
    for place, block in enumerate(blocks):
        if place and _PAGE_END.fullmatch(block.text):
            later = blocks[place + 1 :]
            if not any(re.fullmatch(r"(?:minutes|decisions?)\s*:", one.text, re.I) for one in later):
                return place
    return len(blocks)


def _item_line(blocks: list[Block]) -> str | None:
    """On an issue's page, the numbered heading under its first meeting: the issue may be named after another year."""
    for block, after in pairwise(blocks):
        if _ISSUE_MEETING.fullmatch(block.text):
            numbered = _FILE_SIZE.search(after.text[-60:]) or _NUMBER.match(after.text)
            return clean_title(after.text) if numbered and is_heading_like(after) else None
    return None


def _page_title(blocks: list[Block]) -> tuple[str | None, int]:
    for place, block in enumerate(blocks[:8]):
        if _MEETING_OF.match(block.text) or re.match(r"(?:view|back to|agenda for)\b", block.text, re.I):
            continue
        if _ISSUE_MEETING.fullmatch(block.text):
            continue
        if re.match(r"(?:minutes|decision|decision maker|purpose)\b\s*:", block.text, re.I):
            break
        if place + 1 < len(blocks) and re.match(r"decision maker\s*:", blocks[place + 1].text, re.I):
            return clean_title(block.text), place + 1
        if (
            is_heading_like(block)
            or (place == 0 and re.match(r"Report of\b[^.]+$", block.text))
            or _PROCEDURE.fullmatch(clean_title(block.text))
            or (block.text.endswith(".") and is_heading_like(replace(block, text=block.text[:-1])))
        ):
            return clean_title(re.sub(r"^\d\d/\d\d/\d{4} - ", "", block.text)), place + 1
        break
    return None, 0


def _is_furniture(block: Block) -> bool:
    """A line of the page, not of the paper: attachments, field labels, links."""
    text = block.text
    return bool(
        _FILE_SIZE.search(text[-60:])
        or re.fullmatch(
            r"share this item|(?:\.\.\.|…)?\s*view the full .*|(?:additional"
            r"|supporting) documents?:?|.*\bwebcast for\b.*",
            text,
            re.I,
        )
        or _ISSUE_MEETING.fullmatch(text)
        or (_MEETING_OF.match(text) and text.endswith(")"))
        or re.match(rf"{_PAGE_FIELD}\s*:", text, re.I)
    )


# A whole meeting -------------------------------------------------------------------------------------------


def _whole_meeting(blocks: list[Block]) -> Item | None:
    headings = [place for place, block in enumerate(blocks) if _is_item_heading(blocks, place)]
    procedure = [place for place in headings if _PROCEDURE.fullmatch(clean_title(blocks[place].text))]
    in_turn = _numbered_in_turn(blocks, headings)
    if len(procedure) < 2 and not any(
        place in procedure or _score(blocks[place]) >= 3 or _kind(blocks[place]) in ("item", "code")
        for place in in_turn
    ):  # "1. Purpose", "2. Background" of a report are not items of a meeting
        return None
    kinds = {_kind(blocks[place]) for place in (*procedure, *in_turn)}
    bounds = [
        place
        for place in headings
        if _kind(blocks[place]) in kinds or place in procedure or _score(blocks[place]) >= 3
    ]
    first = (procedure or bounds)[0]
    front = blocks[: first if first < 40 else bounds[0]]
    when, body = _meeting(front[:40])
    place = _safeguarding_item(blocks, bounds, procedure)
    if place is None:
        return Item(None, blocks, when, body, front)
    content = [
        block
        for block in blocks[place + 1 : _item_end(blocks, place, headings, bounds)]
        if not _is_furniture(block) and not _PAGE_END.fullmatch(block.text)
    ]
    return Item(clean_title(blocks[place].text), content, when, body, blocks[:place])


def _numbered_in_turn(blocks: list[Block], headings: Sequence[int]) -> list[int]:
    """Three or more headings numbered one after the other, each over talk; or two, each over a decision of its own."""
    over = [place for place in headings if _number(blocks[place]) is not None]
    over = [place for place in over if place + 1 < len(blocks) and not blocks[place + 1].is_item]
    run: list[int] = []
    for place in over:
        if run and _number(blocks[place]) != _number(blocks[run[-1]]) + 1:
            if _are_items(blocks, run):
                break
            run = []
        run.append(place)
    return run if _are_items(blocks, run) else []


def _are_items(blocks: list[Block], run: list[int]) -> bool:
    decide = [
        any(
            re.search(r"\bRESOLVED\b|^(?:Resolved|AGREED|D(?:ECISION|ecision))", block.text)
            for block in blocks[place:end]
        )
        for place, end in pairwise([*run, len(blocks)])
    ]
    sections = run and blocks[run[0]].style == "decimal"  # "3.2 Background" is a section of a report
    return sum(decide) > 1 or (len(run) > 2 and not sections)


def _safeguarding_item(blocks: list[Block], bounds: list[int], procedure: list[int]) -> int | None:
    """Where the item begins: the heading that names safeguarding, else the one that most of the paper is about."""
    others = [place for place in bounds if place not in procedure]
    long = {
        place: sum(len(block.text) for block in blocks[place + 1 : end])
        for place, end in pairwise([*bounds, len(blocks)])
    }
    named = [place for place in others if _score(blocks[place]) >= 3]
    if procedure and all(place < procedure[0] and _number(blocks[place]) is None for place in named):
        named = []  # the name of a safeguarding board above its own minutes
    if named:
        return max(named, key=lambda place: (_score(blocks[place]), long[place], place))
    whole = sum(len(block.text) for block in blocks)
    main = [place for place in others if _number(blocks[place]) is not None and long[place] > whole / 2]
    return main[0] if main else None


def _item_end(blocks: list[Block], place: int, headings: Sequence[int], bounds: list[int]) -> int:
    """Where the next item begins: the one numbered one more, whatever looks like a heading before it; else the next."""
    own, kind = _number(blocks[place]), _kind(blocks[place])
    later = [at for at in headings if at > place]
    alike = [at for at in later if own is not None and _kind(blocks[at]) == kind]
    following = [at for at in alike if _number(blocks[at]) == own + 1]
    same = [at for at in alike if kind != "number" and _number(blocks[at]) > own]
    ends = following[:1] or [*same[:1], *(at for at in bounds if at > place)]
    return min(ends, default=len(blocks))


def _number(block: Block) -> int | None:
    """The number of an item's heading: 7 of "7.", "4.7", "CYP/23/7" and "Item 7"."""
    if block.style in ("number", "decimal"):
        return block.number
    coded = _NUMBER.match(block.text) if _kind(block) in ("item", "code") else None
    return int(re.findall(r"\d+", coded[0])[-1]) if coded else None


def _is_item_heading(blocks: list[Block], place: int) -> bool:
    block = blocks[place]
    if sum(bool(re.search(r"[a-z]{3}|[A-Z]{4}(?!\d)", cell)) for cell in block.cells) > 1:
        return False  # the row of a table, heading and talk together
    title = clean_title(block.text)
    if len(title) < 140 and _PROCEDURE.fullmatch(title) and not title.endswith("."):
        own = (
            place < 8
            and block.style is None
            and re.match(r"minutes(?: of\b|\s*[-–])", title, re.I)
            and any(find_date(one.text) for one in blocks[place : place + 2])
        )
        if own:  # "Minutes of the meeting held on …" at the top names this meeting, not an item of it
            return False
        label = re.fullmatch(r"minutes\s*:?", block.text, re.I) and block.style is None
        return block.style in (None, "number", "decimal") and not label
    above = blocks[place - 1] if place else block
    if (above.style, above.number) == ("number", (block.number or 0) - 1) and block.style == "number":
        return is_heading_like(block) and _score(block) >= 3  # "3. Book a room" after "2. Draft a note"
    return is_heading_like(block) and (bool(_kind(block)) or _score(block) >= 3)


def _kind(block: Block) -> str:
    if block.heading:
        return f"h{block.heading}"
    if re.match(r"(?:agenda )?item \d", block.text, re.I):
        return "item"
    if block.style in ("number", "decimal"):
        return block.style
    if _CODED.match(block.text):
        return "code"
    if _FILE_SIZE.search(block.text[-60:]):
        return "file"
    letters = re.sub(r"[^A-Za-z]", "", block.text)
    if len(letters) > 7 and letters.isupper() and not re.match(r"(?:RESOLVED|ACTION|DECISION)", block.text):
        return "capitals"
    return ""


def _score(block: Block) -> int:
    """How surely a heading is that of the safeguarding children item."""
    text = block.text.lower()
    if not is_heading_like(block) or _SITS.search(text):
        return 0
    if any(one.start == 0 and block.text.startswith(",", one.end) for one in mentions_in(block.text)):
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


# A paper without either ------------------------------------------------------------------------------------


_TITLE_LABEL = r"(?:report )?(?:title|subject)(?: of (?:the )?(?:report|item|item/report))?"


def _single(blocks: list[Block]) -> Item:
    when, body = _meeting(blocks[:25])
    for block, after in pairwise(blocks[:40]):
        if found := re.fullmatch(rf"{_TITLE_LABEL}\s*:\s*(.+)", block.text, re.I):
            return Item(clean_title(found[1]), blocks, when, body, [])
        if re.fullmatch(rf"{_TITLE_LABEL}\s*:?", block.text, re.I):
            return Item(clean_title(after.text), blocks, when, body, [])
    decided = re.compile(r"minutes\s*:?$|RESOLVED|Resolved", re.I)
    ahead = next((place for place, block in enumerate(blocks[:12]) if decided.match(block.text)), 12)
    filed = [bool(_FILE_SIZE.search(block.text[-60:])) for block in blocks[:40]]
    titled = [
        place
        for place in range(len(filed))
        if (place < ahead or filed[place]) and _can_be_title(blocks[place])
    ]
    of_business = [place for place in titled if not _PROCEDURE.fullmatch(clean_title(blocks[place].text))]
    titled = of_business if sum(filed) > 1 and of_business else titled
    ranked = (
        [place for place in titled if _score(blocks[place])]
        or ([place for place in titled if filed[place]] if sum(filed) == 1 or not filed[ahead:] else [])
        or [place for place in titled if blocks[place].heading or _kind(blocks[place]) in ("item", "code")]
        or [place for place in titled[:1] if all(_CHROME.fullmatch(block.text) for block in blocks[:place])]
    )
    if not ranked:
        return Item(None, blocks, when, body, [])
    place = max(ranked, key=lambda place: (_score(blocks[place]), -place))
    return Item(clean_title(blocks[place].text), blocks[place + 1 :], when, body, blocks[:place])


def _can_be_title(block: Block) -> bool:
    dated = DATE.search(block.text) and re.search(rf"{_BODY}\b.{{0,20}}\w+day", block.text)
    return is_heading_like(block) and not (
        _FIELD.fullmatch(block.text) or _names_meeting(block.text) or dated
    )


# The meeting -----------------------------------------------------------------------------------------------


def _meeting(blocks: Sequence[Block], headed: bool = True) -> tuple[date | None, str | None]:
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
        found = _MEETING_OF.match(text)
        if found and not re.search(r"resolved|agreed", text, re.I):
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
            body = body or text
        elif headed and place < 30 and not found and not labelled:
            when, body = _from_heading(text, when, body)
    return when, body


def _from_heading(text: str, when: date | None, body: str | None) -> tuple[date | None, str | None]:
    found = DATE.search(text)
    ended = re.search(r"(?<!\b[ap]\.m)\.$", text) and not _MINUTES_OF.match(text)
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
    elif (body is None or _COUNCIL.search(body)) and _names_meeting(text):
        body = _body(text) or body
    return when, body


def _heads_date(text: str, after: str) -> bool:
    """The name of a body above the day on which it met."""
    dated = DATE.search(after)
    named = (
        re.search(rf"{_BODY}$", text)
        and len(text) < 90
        and not re.search(r"\b(?:report|minutes|of|on)\b", text, re.I)
    )
    return bool(dated and named) and bool(re.match(r"\w+day\b", after)) and len(after) < 60


_COUNCIL = re.compile(r"\b(?:Council|COUNCIL)$")  # stands above its committee's name


def _nearer(body: str | None, other: str | None) -> str | None:
    """The body named first, but a committee rather than its council."""
    return other or body if body is None or _COUNCIL.search(body) else body


def _names_meeting(text: str) -> bool:
    if _MINUTES_OF.match(text):
        return True
    ends = re.search(rf"(?:{_BODY}|(?:COMMITTEE|PANEL|CABINET|BOARD|COMMISSION))\)?(?:\s*\([^()]+\))?$", text)
    if not ends or len(text) >= 120 or re.match(r"(?:To|For|From|The|Decision|Consideration)\b", text):
        return False
    of_item = r"was given|report|present|chair\b| with | from " + (
        "" if _SITS.search(text) else "|safeguarding"
    )
    return not re.search(of_item, text, re.I) and not any(one.start == 0 for one in mentions_in(text))


_SITS = re.compile(
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
    text = re.sub(r"\s*(?:meeting)?\s*(?:(?:held|HELD)\b.*)?$", "", text).strip(" ,–-:")
    return text if re.search(_BODY, text, re.I) else None
