"""Which part of the page is the safeguarding item, what it is called, and which meeting it belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise, takewhile

from .headings import CHROME, FILE_SIZE, NUMBER, clean_title, is_heading_like, kind_of, nearness, number_of
from .layout import Block
from .meeting import BODY, MEETING_OF, MINUTES_OF, meeting_of, names_meeting
from .periods import DATE, find_date
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
_PROCEDURE = re.compile(rf"(?:{PROCEDURE})\s*:?", re.I)
_ISSUE_MEETING = re.compile(r"Meeting:\s*(?P<when>\S+)\s*[-–]\s*(?P<body>.+?)\s*(?:\(Item\s*[^)]*\))?$", re.I)
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
    blocks = [part for block in blocks for part in _headed(block)]
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


def _headed(block: Block) -> list[Block]:
    """A numbered paragraph parted after the heading that it runs on from: "5. PHARMACY NEEDS. The Director said …"."""
    if block.style not in ("number", "decimal") or not (found := _RUN_IN.match(block.text)):
        return [block]
    heading = replace(block, text=found["heading"], margin="", cells=())
    return [heading, replace(block, text=block.text[found.end() :], style=None, number=None)]


_RUN_IN = re.compile(
    r"(?!RESOLVED|AGREED|DECISION|ACTION)"
    r"(?P<heading>[A-Z]{2,}(?:[ ,/]+(?:[A-Z\d][A-Z\d’'&/-]*|&|–|-))+)(?:\.|:| [–-]) (?=[A-Z][a-z])"
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
    headed = kind.startswith("issue") or any(MINUTES_OF.match(block.text) for block in rest)
    when, body = meeting_of([*blocks[:start][-8:], *rest], headed)
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
            numbered = FILE_SIZE.search(after.text[-60:]) or NUMBER.match(after.text)
            return clean_title(after.text) if numbered and is_heading_like(after) else None
    return None


def _page_title(blocks: list[Block]) -> tuple[str | None, int]:
    for place, block in enumerate(blocks[:8]):
        if MEETING_OF.match(block.text) or re.match(r"(?:view|back to|agenda for)\b", block.text, re.I):
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
        FILE_SIZE.search(text[-60:])
        or re.fullmatch(
            r"share this item|(?:\.\.\.|…)?\s*view the full .*|(?:additional"
            r"|supporting) documents?:?|.*\bwebcast for\b.*",
            text,
            re.I,
        )
        or _ISSUE_MEETING.fullmatch(text)
        or (MEETING_OF.match(text) and text.endswith(")"))
        or re.match(rf"{_PAGE_FIELD}\s*:", text, re.I)
    )


# A whole meeting -------------------------------------------------------------------------------------------


def _whole_meeting(blocks: list[Block]) -> Item | None:
    headings = [place for place, block in enumerate(blocks) if _is_item_heading(blocks, place)]
    procedure = [place for place in headings if _PROCEDURE.fullmatch(clean_title(blocks[place].text))]
    in_turn = _numbered_in_turn(blocks, headings)
    if len(procedure) < 2 and not any(
        place in procedure or nearness(blocks[place]) >= 3 or kind_of(blocks[place]) in ("item", "code")
        for place in in_turn
    ):  # "1. Purpose", "2. Background" of a report are not items of a meeting
        return None
    kinds = {kind_of(blocks[place]) for place in (*procedure, *in_turn)}
    bounds = [
        place
        for place in headings
        if kind_of(blocks[place]) in kinds or place in procedure or nearness(blocks[place]) >= 3
    ]
    first = (procedure or bounds)[0]
    front = blocks[: first if first < 40 else bounds[0]]
    when, body = meeting_of(front[:40])
    place = _safeguarding_item(blocks, bounds, procedure)
    if place is None:
        return Item(None, blocks, when, body, front)
    content = [
        block
        for block in blocks[place + 1 : _item_end(blocks, place, headings, bounds)]
        if not _is_furniture(block) and not _PAGE_END.fullmatch(block.text)
    ]
    content += _of_this_item(blocks, place, after=content)
    return Item(clean_title(blocks[place].text), content, when, body, blocks[:place])


def _of_this_item(blocks: list[Block], place: int, *, after: Sequence[Block]) -> list[Block]:
    """The rows, with their head, of a table at the end of the meeting that says by number which item each is from."""
    numbers = (
        number_of(block) for block in (blocks[place], blocks[place - 1])
    )  # a heading may be printed twice
    own = next((number for number in numbers if number is not None), None)
    last = after[-1].line if after else blocks[place].line
    for at, head in enumerate(blocks):
        if head.line > last and head.cells and re.fullmatch(_NUMBERS_ITEMS, head.cells[0], re.I):
            rows = takewhile(lambda block: block.cells or not re.search(r"\w", block.text), blocks[at + 1 :])
            return [head, *(row for row in rows if row.cells and row.cells[0].rstrip(".") == str(own))]
    return []


_NUMBERS_ITEMS = r"(?:agenda )?(?:item|minute)(?: (?:no\.?|number|ref\.?))?"


def _numbered_in_turn(blocks: list[Block], headings: Sequence[int]) -> list[int]:
    """Three or more headings numbered one after the other, each over talk; or two, each over a decision of its own."""
    over = [place for place in headings if number_of(blocks[place]) is not None]
    over = [place for place in over if place + 1 < len(blocks) and not blocks[place + 1].is_item]
    deciding = {
        place
        for kind in {kind_of(blocks[place]) for place in over}
        for place, end in pairwise([*(at for at in over if kind_of(blocks[at]) == kind), len(blocks)])
        if any(_DECIDED.search(block.text) for block in blocks[place:end])
    }
    runs: list[list[int]] = []
    for place in over:
        if runs and number_of(blocks[place]) == number_of(blocks[runs[-1][-1]]) + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    for run in runs:
        sections = blocks[run[0]].style == "decimal"  # "3.2 Background" is a section of a report
        if len(deciding.intersection(run)) > 1 or (len(run) > 2 and not sections):
            return run
    return []


_DECIDED = re.compile(r"\bRESOLVED\b|^(?:Resolved|AGREED|D(?:ECISION|ecision))")


def _safeguarding_item(blocks: list[Block], bounds: list[int], procedure: list[int]) -> int | None:
    """Where the item begins: the heading that names safeguarding, else the one that most of the paper is about."""
    others = [place for place in bounds if place not in procedure]
    long = {
        place: sum(len(block.text) for block in blocks[place + 1 : end])
        for place, end in pairwise([*bounds, len(blocks)])
    }
    named = [place for place in others if nearness(blocks[place]) >= 3]
    if procedure and all(place < procedure[0] and number_of(blocks[place]) is None for place in named):
        named = []  # the name of a safeguarding board above its own minutes
    if named:
        return max(named, key=lambda place: (nearness(blocks[place]), long[place], place))
    whole = sum(len(block.text) for block in blocks)
    main = [place for place in others if number_of(blocks[place]) is not None and long[place] > whole / 2]
    return main[0] if main else None


def _item_end(blocks: list[Block], place: int, headings: Sequence[int], bounds: list[int]) -> int:
    """Where the next item begins: the one numbered one more, whatever looks like a heading before it; else the next."""
    own, kind = number_of(blocks[place]), kind_of(blocks[place])
    later = [at for at in headings if at > place]
    alike = [at for at in later if own is not None and kind_of(blocks[at]) == kind]
    following = [at for at in alike if number_of(blocks[at]) == own + 1]
    same = [at for at in alike if kind != "number" and number_of(blocks[at]) > own]
    of_others = (at for at in bounds if at > place and (at not in alike or number_of(blocks[at]) > own))
    ends = following[:1] or [*same[:1], *of_others]  # a list of the item's own begins again at 1
    return min(ends, default=len(blocks))


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
    next_in_list = (above.style, above.number, block.style) == ("number", (block.number or 0) - 1, "number")
    if next_in_list and title.isupper() == above.text.isupper():
        return is_heading_like(block) and nearness(block) >= 3  # "3. Book a room" after "2. Draft a note"
    return is_heading_like(block) and (bool(kind_of(block)) or nearness(block) >= 3)


# A paper without either ------------------------------------------------------------------------------------


_TITLE_LABEL = r"(?:report )?(?:title|subject)(?: of (?:the )?(?:report|item|item/report))?"


def _single(blocks: list[Block]) -> Item:
    when, body = meeting_of(blocks[:25])
    for block, after in pairwise(blocks[:40]):
        if found := re.fullmatch(rf"{_TITLE_LABEL}\s*:\s*(.+)", block.text, re.I):
            return Item(clean_title(found[1]), blocks, when, body, [])
        if re.fullmatch(rf"{_TITLE_LABEL}\s*:?", block.text, re.I):
            return Item(clean_title(after.text), blocks, when, body, [])
    decided = re.compile(r"minutes\s*:?$|RESOLVED|Resolved", re.I)
    ahead = next((place for place, block in enumerate(blocks[:12]) if decided.match(block.text)), 12)
    filed = [bool(FILE_SIZE.search(block.text[-60:])) for block in blocks[:40]]
    subject = any(
        nearness(block) for block in blocks[:ahead]
    )  # else "MINUTES" may stand in the head of the page
    titled = [
        place
        for place in range(len(filed))
        if (place < ahead or filed[place] or (not subject and nearness(blocks[place]) >= 3))
        and _can_be_title(blocks[place])
    ]
    of_business = [place for place in titled if not _PROCEDURE.fullmatch(clean_title(blocks[place].text))]
    titled = of_business if sum(filed) > 1 and of_business else titled
    ranked = (
        [place for place in titled if nearness(blocks[place])]
        or ([place for place in titled if filed[place]] if sum(filed) == 1 or not filed[ahead:] else [])
        or [place for place in titled if blocks[place].heading or kind_of(blocks[place]) in ("item", "code")]
        or [place for place in titled[:1] if all(CHROME.fullmatch(block.text) for block in blocks[:place])]
    )
    if not ranked:
        return Item(None, blocks, when, body, [])
    place = max(
        ranked, key=lambda place: (nearness(blocks[place]), number_of(blocks[place]) is not None, -place)
    )
    return Item(clean_title(blocks[place].text), blocks[place + 1 :], when, body, blocks[:place])


def _can_be_title(block: Block) -> bool:
    dated = DATE.search(block.text) and re.search(rf"{BODY}\b.{{0,20}}\w+day", block.text)
    return is_heading_like(block) and not (_FIELD.fullmatch(block.text) or names_meeting(block.text) or dated)
