"""Marked actions: "ACTION: owner" after a paragraph, "(Action: owner)" inside a sentence, lists under "Actions"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .layout import Block, sentences_of
from .marks import mark_in
from .owners import IS_TASK, SHORT, WHEN, is_owner, owner_and_task, owner_at_end, tidy_owner, unwrapped
from .paper import Action

_WORD = (
    r"(?:ACTIONS?|Actions?|(?:AGREED|Agreed) (?:ACTION|[Aa]ction)s?)"
    r"(?:\s+(?:POINTS?|points?|Points?|REQUIRED|required|Required|ITEMS?|AGREED|[Aa]greed"
    r"|items?))?(?:\s+(?:No\.?\s*)?(?:[A-Z]{1,4}[-/ ]?)?\d{1,3}(?:[./]\d+|[a-z](?![a-z]))?)?"
)
_LINE = re.compile(
    rf"[\[(]?\s*{_WORD}\s*(?:(?P<by>\b(?:by|BY|By|for|FOR|For|owner|Owner|OWNER)\b)\s*[:–—-]?"
    rf"|[:;–—]|-(?=\s)|\.(?=\s|$)|(?:AGREED|[Aa]greed)?\s*[:–-]?$)\s*(?P<rest>.*?)\s*$"
)
_WHO_FIRST = re.compile(
    r"^(ACTIONS?|Actions?) \(([^()]{2,80})\)\s*[:–-]\s*"
)  # "ACTION (Jane Smith): circulate it"
_INSIDE = re.compile(
    rf"[\[(]\s*{_WORD}\s*(?:\b(?:by|for|BY|FOR|By"
    rf"|owner)\b)?\s*[:–—-]?\s*(?P<owner>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?)[\])]"
)
_TRAILING = re.compile(
    r"(?<=[.;!?’”)])\s*(?:[-–—]\s*)?(?:ACTIONS?(?:\s+(?:BY|FOR|POINT))?|Actions?(?: by| for"
    rf"| point)?)\s*(?:[:–—]|-\s|(?=\s{SHORT}(?:[/, &]+{SHORT})*\.?$))\s*(?P<owner>.+)$"
)
_HEADING = re.compile(
    r"(?:agreed |further |follow[- ]up )?actions?(?: points?| items?| arising| agreed| required)?"
    r"(?:\s*(?:/|and|&)\s*(?:further )?(?:information|requests?"
    r"|recommendations)[\w /]{0,40})?(?:\s+(?:from the meeting|for follow[- ]up|to be (?:taken|provided|completed)"
    r"|and owners?))?\s*:?",
    re.I,
)
_TABLE_HEAD = re.compile(
    r"(?:no\.?\s+)?actions?[\s|]+(?:owners?|who|lead|responsible|by whom|officers?)\b.{0,40}", re.I
)


@dataclass(frozen=True)
class Marked:
    """The actions found, and the lines that a marker makes into tasks: nothing else is looked for in those."""

    actions: list[Action]
    tasks: frozenset[int]


def find_actions(blocks: Sequence[Block], decided: frozenset[int]) -> Marked:
    """Every marked action once, in the order printed."""
    blocks = [replace(block, text=_WHO_FIRST.sub(r"\1: \2: ", block.text)) for block in blocks]
    found: list[Action] = []
    tasks: set[int] = set()
    place = 0
    while place < len(blocks):
        block = blocks[place]
        if _columns(block):
            items, place = _in_table(blocks, place)
            found += items
            tasks.update(item.line for item in items)
            continue
        if _is_list_heading(blocks, place):
            items, place = _under_heading(blocks, place + 1)
            found += items
            tasks.update(item.line for item in items)
            continue
        line = _LINE.match(block.text) or _named_alone(block.text)
        if line and not re.match(r"(?:plans?|learning|taken|research)\b", line["rest"], re.I):
            action, place = _from_line(blocks, place, line, decided)
            found += action
            tasks.update(one.line for one in action if one.line >= block.line)
            continue
        beside = re.sub(r"^A(?:CTIONS?|ction)\s*(?i:by(?:/\w+)?|[:–-])*\s*", "", block.margin)
        if beside and is_owner(beside):
            found.append(Action(tidy_owner(beside), block.text, block.line))
        else:
            found += list(_inside(block))
        place += 1
    return Marked(_once(found), frozenset(tasks))


def _named_alone(text: str):
    """ "Action Jane Smith" or "AP1 Jane Smith to write", as a line: the sign left out before who acts."""
    found = re.fullmatch(
        r"(?:A(?:CTION|ction)s?(?! (?:Plan|Learning|Group|Team|Log|Notes|Sheet|Fraud|for))|(?P<numbered>AP ?\d{1,3}))"
        r"(?P<by>)\s+(?P<rest>[A-Z][^:]{1,300})",
        text,
    )
    if not found or not (len(text) < 90 or found["numbered"]):
        return None
    return found if is_owner(found["rest"]) or owner_and_task(found["rest"])[0] else None


# A line of its own -----------------------------------------------------------------------------------------


def _from_line(
    blocks: Sequence[Block], place: int, line, decided: frozenset[int]
) -> tuple[list[Action], int]:
    block, rest = blocks[place], line["rest"].strip()
    if re.fullmatch(r"(?:none|nil|n/a)\W*", rest, re.I):
        return [], place + 1
    if line["by"]:  # a second post in brackets only assists the first
        rest = re.sub(r"^([A-Z][^a-z]*\))\s*\(.*[a-z].*$", r"\1", rest)
    if block.text[0] in "([" and rest.endswith((")", "]")):
        rest = rest[:-1]
    after = place + 1
    if not rest and after < len(blocks) and not _opens_something(blocks[after]):
        if line["by"] or is_owner(blocks[after].text) or owner_and_task(blocks[after].text)[0]:
            rest, after = blocks[after].text, after + 1
        elif not blocks[after].is_item and len(blocks[after].text.split()) > 2:
            return [Action("", blocks[after].text, blocks[after].line)], after + 1
    if rest and not block.text.endswith(rest) and (said := _who_do_what(blocks, after - 1)):
        return said, after - 1 + len(said)
    while line["by"] and after < len(blocks) and re.fullmatch(r"\(.{3,140}", blocks[after].text):
        after += 1  # in brackets stands the officer who only assists
    owner = re.sub(r"^for\s+", "", rest, flags=re.I).rstrip(":")
    if (
        after < len(blocks)
        and blocks[after].is_item
        and re.match("ACTIONS|Actions", block.text)
        and is_owner(owner)
    ):
        listed, after = _under_heading(blocks, after)
        return [Action(one.owner or tidy_owner(owner), one.text, one.line) for one in listed], after
    if rest and is_owner(owner) and after < len(blocks) and IS_TASK.match(blocks[after].text):
        return [Action(tidy_owner(owner), blocks[after].text, blocks[after].line)], after + 1
    above = _above(blocks, place, decided)
    if rest and after < len(blocks) and not (line["by"] or is_owner(rest)):
        named = unwrapped(blocks[after].text)  # "Owner: Jane Smith" on the next line
        if named != blocks[after].text and is_owner(named):
            return [Action(tidy_owner(named), rest, block.line)], after + 1
    return ([_said(rest, above, block.line, line["by"])] if above[0] or rest else []), after


def _said(rest: str, above: tuple[str, int], line: int, by: str | None = None) -> Action:
    """What a marker says: who acts on what stands above it, or who does what ("Jane Smith to circulate …")."""
    if not rest or by or is_owner(rest):
        return Action(tidy_owner(rest), above[0], above[1] or line)
    return Action(*owner_and_task(rest), line)


def _who_do_what(blocks: Sequence[Block], place: int) -> list[Action]:
    """The lines from `place` that each say who does what."""
    found: list[Action] = []
    for block in blocks[place:]:
        owner, task = owner_and_task(block.text)
        if not owner or is_owner(block.text) or _opens_something(block):
            break
        found.append(Action(owner, task, block.line))
    return found


def _opens_something(block: Block) -> bool:
    return bool(
        re.match(r"(?:RESOLVED|Resolved|DECISION|Minutes|Supporting|Reasons?)\b", block.text)
    ) or bool(_LINE.match(block.text))


def _above(blocks: Sequence[Block], place: int, decided: frozenset[int]) -> tuple[str, int]:
    """The paragraph above the marker and its line, or, after a list of decisions, all of those."""
    near = range(place - 1, max(-1, place - 5), -1)
    last = next((at for at in near if not (_LINE.match(blocks[at].text) or blocks[at].heading)), None)
    if last is None:
        return "", 0
    first = last
    while first > 0 and all(
        one.is_item and one.line in decided and one.style == blocks[last].style
        for one in blocks[first - 1 : first + 1]
    ):
        first -= 1
    return " ".join(one.text for one in blocks[first : last + 1]), blocks[first].line


# Inside a sentence -----------------------------------------------------------------------------------------


def _inside(block: Block) -> Iterator[Action]:
    if not re.search(r"\baction", block.text, re.I):
        return
    above = ""
    for sentence in sentences_of(block):
        text = re.sub(r"^[–—-]\s+", "", sentence.text)
        if marks := [mark for mark in _INSIDE.finditer(text) if _is_mark(mark)]:
            told = [owner_and_task(mark["owner"]) for mark in marks]
            if all(owner and len(task.split()) > 3 + len(owner.split()) for owner, task in told):
                yield from (Action(owner, task, block.line) for owner, task in told)
                above = text
                continue
            owners = [_without_task(tidy_owner(mark["owner"])) for mark in marks]
            task = re.sub(r"\s+(?=[.,;:])", "", _INSIDE.sub("", text)).strip()
            task = task if re.search(r"\w", task) else above
            yield Action("; ".join(filter(None, owners)), task, block.line)
        elif trailing := _TRAILING.search(text):
            yield _said(trailing["owner"], (text[: trailing.start()].strip() or above, 0), block.line)
        elif (
            above
            and (told := _TO_ACTION.match(text))
            and (is_owner(told["owner"]) or " " not in told["owner"])
        ):
            yield Action(told["owner"], told["what"].strip(" .") or above, block.line)
            continue
        elif above and (short := re.match(rf"A(?:CTION|ction)\s+({SHORT}(?:/{SHORT})*)(?:\s|$)", text)):
            yield Action(short[1], above, block.line)  # "… with the county. Action FE (ii) The footbridge …"
        elif (
            above
            and (line := _LINE.match(text))
            and re.match(r"ACTION|Action\s*(?:by|point|required|:)", text)
        ):  # a sentence that is itself the marker: "… in due course. ACTION: Head of Service"
            yield _said(line["rest"], (above, 0), block.line, line["by"])
        above = text


# "… to the elections office. Clerk to action." or "Clerk to action speaking to them".
_TO_ACTION = re.compile(r"(?P<owner>[A-Z][\w ./]{1,40}?) to [Aa]ction\b(?P<what>[^.]*)\.?$")


def _without_task(owner: str) -> str:
    """ "(Action: Jane Smith to provide)" names Jane Smith; what she is to do is the sentence."""
    named = re.split(r"\s+to\s+(?=[a-z])", owner, maxsplit=1)[0]
    return named if is_owner(named) else owner


def _is_mark(mark) -> bool:
    """ "(Action: Name)" and "(Action)", not "(Action for Children)" or "(action plan attached)"."""
    head = re.match(rf"[\[(]\s*{_WORD}\s*(?P<sign>by\b|for\b|BY\b|FOR\b|By\b|[:–—-]|[\])])", mark[0])
    return bool(head) and not re.match(r"Children\b|Fraud\b", mark["owner"])


# A list under a heading ------------------------------------------------------------------------------------


_AGREED_BELOW = re.compile(
    r"\bfollowing (?:\w+ )?actions?(?: points?)?"
    r"(?: (?:was|were) (?:\w+ )?(?:agreed|identified|noted|raised|taken))?\s*:$"
)


def _is_list_heading(blocks: Sequence[Block], place: int) -> bool:
    text = blocks[place].text
    if _AGREED_BELOW.search(text[-120:]) and place + 1 < len(blocks):
        return blocks[place + 1].is_item
    if not (_HEADING.fullmatch(text) or _TABLE_HEAD.fullmatch(text)) or place + 1 >= len(blocks):
        return False
    after = blocks[place + 1]
    if _COLUMN.fullmatch(after.text) or _columns(after) or after.is_item or _TABLE_HEAD.fullmatch(text):
        return True
    listed = blocks[place].heading > 0 or (text.endswith(":") and owner_and_task(after.text)[0])
    return bool(listed) and not is_owner(after.text)


def _under_heading(blocks: Sequence[Block], place: int) -> tuple[list[Action], int]:
    found: list[Action] = []
    if place < len(blocks) and _COLUMN.fullmatch(blocks[place].text):
        return _cell_by_cell(blocks, place)
    if place < len(blocks) and _columns(blocks[place]):
        return _in_table(blocks, place)
    first = blocks[place] if place < len(blocks) else None
    while place < len(blocks):
        block = blocks[place]
        if found and first.style == "bullet" and block.style == "number":
            break
        if block.heading or (_opens_something(block) and not _LINE.match(block.text)):
            break
        if (mark := mark_in(block.text)) and not block.text[: mark.start()].strip() and not block.is_item:
            break
        if found and first.is_item and block.style is None:
            if found[-1].owner == "" and is_owner(unwrapped(block.text)):
                found[-1] = Action(tidy_owner(unwrapped(block.text)), found[-1].text, found[-1].line)
                place += 1
                continue
            break
        if found and not first.is_item and (block.is_item or len(block.text) > 300):
            break
        owner, text = _in_cells(block.cells) or ("", "")
        if not owner:
            text, owner = owner_at_end(block.text)
        if not owner:
            owner, text = owner_and_task(block.text)
            text = text or block.text
        if not (owner or not found or first.is_item or blocks[place - 1].heading):
            break
        found.append(Action(owner, text, block.line))
        place += 1
    return found, place


_WHO = (
    r"(?:(?:person|officer|lead|partner|member)s? )?"
    r"(?:responsible|responsibility|owners?|leads?|by whom|who|by|officers?|names?)"
)
_WHAT = r"(?:agreed |further )?actions?(?: points?| required| agreed| to be taken)?|tasks?|what|description"
_STATE = r"status|progress|update"
_COLUMN = re.compile(
    rf"{_WHO}|{_STATE}|(?:by when|when|due|due date|deadline|date|timescale|target date"
    r"|ref(?:erence)?|no|number|item|minute(?: no)?|\#)\.?",
    re.I,
)
_HEAD = re.compile(rf"{_COLUMN.pattern}|{_WHAT}|agenda item|discussion|minutes|[-: ]*", re.I)


def _columns(block: Block) -> tuple[int, int | None] | None:
    """Where the head of a table puts what is to be done, and who does it (None where it stands in the same cell)."""
    if len(block.cells) < 2 or not all(map(_HEAD.fullmatch, block.cells)):
        return None
    what, who = (
        [place for place, cell in enumerate(block.cells) if re.fullmatch(words, cell, re.I)]
        for words in (_WHAT, _WHO)
    )
    if not what or not (who or what[-1] == len(block.cells) - 1):
        return None
    return what[-1], who[0] if who else None


def _in_table(blocks: Sequence[Block], place: int) -> tuple[list[Action], int]:
    """The actions of a table whose head stands at `place`; one that follows up what was asked before holds none."""
    head = blocks[place].cells
    what, who = _columns(blocks[place])
    followed_up = any(re.fullmatch(_STATE, cell, re.I) for cell in head)
    found: list[Action] = []
    place += 1
    while place < len(blocks) and (cells := blocks[place].cells or _rule(blocks[place])):
        if len(cells) == len(head) and not followed_up and re.search(r"[A-Za-z]{2}", cells[what]):
            said = owner_and_task(cells[what])
            owner, task = said if who is None else (tidy_owner(cells[who]), cells[what])
            found.append(Action(owner, task, blocks[place].line))
        place += 1
    return found, place


def _rule(block: Block) -> tuple[str, ...]:
    return (block.text,) if re.fullmatch(r"[-:| ]+", block.text) else ()


def _in_cells(cells: Sequence[str]) -> tuple[str, str] | None:
    """The owner and the task of a row without a head."""
    cells = [cell for cell in cells if re.search(r"[A-Za-z]{2}(?!\)$)", cell)]
    owners = [cell for cell in cells if is_owner(cell) and not re.search(r"\d|\.$", cell)]
    if not owners or len(cells) < 2:
        return None
    return tidy_owner(owners[-1]), max(
        (cell for cell in cells if cell != owners[-1]), key=len, default=owners[-1]
    )


def _cell_by_cell(blocks: Sequence[Block], place: int) -> tuple[list[Action], int]:
    """A table whose cells each stand on a line: what is to be done, then who does it."""
    found: list[Action] = []
    while place < len(blocks) and len(blocks[place].text) < 500 and not blocks[place].heading:
        text = blocks[place].text
        if found and is_owner(text) and found[-1].line < blocks[place].line:
            found[-1] = Action(tidy_owner(text), found[-1].text, found[-1].line)
        elif len(text.split()) > 3:
            found.append(Action(*owner_and_task(text), blocks[place].line))
        elif not (
            _COLUMN.fullmatch(text) or WHEN.fullmatch(text) or re.fullmatch(r"\W*\w{0,4}[\d./ -]*", text)
        ):
            break
        place += 1
    while found and not found[-1].owner and any(one.owner for one in found):
        found.pop()  # the talk after the table
    return found, place


def _once(found: Sequence[Action]) -> list[Action]:
    kept: dict[tuple[str, str], Action] = {}
    for action in found:
        kept.setdefault((action.owner.lower(), re.sub(r"\W+", "", action.text.lower())), action)
    return list(kept.values())
