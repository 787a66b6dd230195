"""What the committee decided.

A decision shows in two ways. A mark announces it: RESOLVED, "Agreed:", "It was decided that", in whatever type. Its
mood betrays it: "That … be noted", "To note …", "Approved …", "The Panel endorsed …". A mark opens what follows it;
where the paper prints no mark, a list or a paragraph in that mood is taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .layout import Block, sentences_of
from .marks import ADVERBS, BARE, DECIDER, PAGE_FIELD, THAT, TOLD, WAS, mark_in, mood
from .paper import Resolution
from .reading.lines import ROMAN
from .vocabulary import DECIDE, PROCEDURE


@dataclass(frozen=True)
class Decided:
    """The resolutions found and the lines of the paper that they, and their headings, take up."""

    resolutions: list[Resolution]
    lines: frozenset[int]


def find_resolutions(blocks: Sequence[Block], *, is_decision_page: bool = False) -> Decided:
    """Every resolution once, in the order printed."""
    shared = set()  # lines that hold more than their decision
    parted: list[Block] = []
    for block in blocks:
        if len(block.cells) == 2 and re.fullmatch(r"\d+/\d{2,4}", block.cells[0]):
            block = replace(block, text=block.cells[1])  # the decision's own reference
        parts = list(_parted(block))
        shared.update({block.line} if len(parts) > 1 else ())
        parted += parts
    blocks = parted
    found: list[Resolution] = []
    lines: set[int] = set()
    proposed: set[int] = set()  # what was RECOMMENDED is what was decided only where no decision follows
    place = 0
    while place < len(blocks):
        if place and re.search(r"\bfollowing resolution\W*$", blocks[place - 1].text):
            place += 1  # what the agenda offers to be passed
            continue
        mark = _announced(blocks, place)
        if mark is None:
            if not _tells_of_earlier(blocks, place):
                found += _in_prose(blocks[place])
            place += 1
            continue
        items, place = _opened(blocks, place, mark)
        lines.update(item.line for item in items)
        if mark.proposes:
            proposed.update(item.line for item in items)
        elif items:
            found = [item for item in found if item.line not in proposed]
        found += items
    if lines and not is_decision_page:
        found = sorted([*found, *_in_other_items(blocks, lines)], key=lambda item: item.line)
    if not lines:
        unmarked = list(_unmarked(blocks, is_decision_page))
        lines.update(item.line for item in unmarked)
        in_prose = [item for item in found if item.line not in lines]
        found = sorted([*in_prose, *unmarked], key=lambda item: item.line)
    return Decided(_once(found), frozenset(lines - shared))


@dataclass(frozen=True)
class _Mark:
    rest: str
    proposes: bool = False


def _announced(blocks: Sequence[Block], place: int) -> _Mark | None:
    """The mark with which a block opens decisions, on its own line or as the last thing a paragraph says."""
    block = blocks[place]
    sentences = sentences_of(block)
    in_list = block.is_item
    found = mark_in(sentences[0].text, in_list)
    if found and (not re.search(r"\w", sentences[0].text[: found.start()]) or found["word"].isupper()):
        rest = block.text[found.end() :].strip()
        label = found["word"].title().startswith("Decision") and mood(rest) in (None, "decider")
        if label and (inner := mark_in(rest)) and not PAGE_FIELD.match(rest):
            return _Mark(rest[inner.end() :].strip())  # "Decision: It was moved and RESOLVED that …"
        if label and _marked_again(blocks, place + 1):
            return None  # the label of a part that holds its own mark
        if found["word"].title().startswith(("Conclusion", "Outcome")):
            said = [rest] if rest else [one.text for one in blocks[place + 1 : place + 3]]
            if not any(mood(one) or WAS.match(one) for one in said):
                return None  # the label of a discussion
        return _Mark(rest, found["word"].lower() == "recommended")
    last = mark_in(sentences[-1].text)
    rest = sentences[-1].text[last.end() :].strip() if last else ""
    opens = BARE.fullmatch(rest) or (rest.endswith(":") and _INTRODUCES.fullmatch(rest))
    if last and opens and place + 1 < len(blocks):
        after = blocks[place + 1].text
        told = re.search(r":\W*$", sentences[-1].text) and (mood(after) or after[:1].islower())
        return _Mark("") if told or _list(blocks, place + 1)[1] else None
    return None


def _parted(block: Block) -> Iterator[Block]:
    """A block parted before each sentence that opens with a mark: "… thanked him. RESOLVED: That …"."""
    parts: list[str] = []
    for sentence in sentences_of(block):
        found = re.match(r"[A-Z]", sentence.text) and mark_in(sentence.text)
        opens = found and not found.start() and (found["word"].isupper() or ":" in found["after"])
        if opens or not parts:
            parts.append(sentence.text)
        else:
            parts[-1] += f" {sentence.text}"
    yield replace(block, text=parts[0]) if len(parts) > 1 else block
    yield from (Block(text, block.line) for text in parts[1:])


def _marked_again(blocks: Sequence[Block], start: int) -> bool:
    for block in blocks[start : start + 6]:
        if re.match(r"minutes\s*:?$", block.text, re.I):
            return False
        mark = mark_in(sentences_of(block)[0].text, block.is_item)
        if mark and (mark["word"].isupper() or not re.match("decision", mark["word"], re.I)):
            return True
    return False


def _in_prose(block: Block) -> Iterator[Resolution]:
    for sentence in sentences_of(block):
        found = mark_in(sentence.text, block.is_item)
        label = found and re.match(r"decision|conclusion|outcome|content", found["word"], re.I)
        if found and not label and len(sentence.text[found.end() :].split()) > 2:
            yield from _inner_items(sentence.text[found.end() :], block)


def _tells_of_earlier(blocks: Sequence[Block], place: int) -> bool:
    """ "At its meeting held on 6 November …": what the next paragraphs say was agreed, was agreed there."""
    return bool(_RECEIVED_THEN.match(blocks[place].text)) or any(
        _MET_THEN.match(block.text) for block in blocks[max(0, place - 3) : place + 1]
    )


_MET_THEN = re.compile(
    r"(?:At|On)\b[^.]{0,60}\b(?:held on|meeting (?:on|in))\b[^.]*\d{4}|On \d{1,2}\w* [A-Z]"
)
_RECEIVED_THEN = re.compile(
    r"(?:The|Members|This)\b[^.]{0,200}\b(?:received|considered)\b[^.]* in [A-Z]\w+ \d{4}\."
)


# What a mark opens -----------------------------------------------------------------------------------------

STOP = re.compile(
    r"(?:(?:the )?reasons?(?: for(?: the)?| of)?(?: decisions?| recommendations?| resolutions?)?\s*(?:[:–-]"
    r"|$)|reasons? for\b|alternatives?(?: and)?(?: other)? options?|other options"
    r"|options considered|voting\b|votes? (?:for|in)|in favour|for\s*:|note\s*:|notes\s*:"
    r"|action by\b|actions?\b\s*(?:[:–-]|$|by|point|arising)|(?:supporting|background|accompanying"
    r"|additional) documents?|minutes\s*:|conflicts? of interest"
    r"|dispensations?|chair(?:man)?\s*[:.…_]+|signed|the meeting (?:closed|ended|finished)"
    r"|meeting (?:closed|ended)|duration of|\(?the (?:meeting|item) |date of next|contact\b"
    r"|report author|publication date|consultation\b|purpose\s*:|discussion|debate\s*:"
    r"|\(?(?:councillor|cllr|mr|mrs|ms|miss|dr)\b.{0,80}\b(?:left|joined|arrived|abstained"
    r"|re-?joined|declared|dissent)|(?:draft )?recommendations?\s*:?$"
    r"|scrutiny (?:action|comment)|lead officer|corporate director,|next steps)",
    re.I,
)
_INNER = re.compile(
    r"(?:^|(?<=[\s:;,.]))(?:[(\[]?(?P<n>\d{1,2})[.)\]]|\((?P<r>[ivx]{1,4}|[IVX]{1,4}|[a-hA-H])\)"
    r"|(?P<l>[ivx]{1,4}|[a-hA-H])\)|(?P<p>[ivx]{1,4}|[IVX]{1,4}|[a-hA-H])\.)\s+(?=\S)"
)
# What opens the minute of a discussion, or of its preamble, is not itself a decision.
_TELLS = re.compile(
    r"(?:Having|Following|Upon|On) \w*consider"
    r"|(?:The|A|Councillor|Cllr|Members)\b[^.]{0,80}?\b(?:welcomed|introduced|presented|thanked|explained|outlined|considered)\b"
)


def _opened(blocks: Sequence[Block], place: int, mark: _Mark) -> tuple[list[Resolution], int]:
    """The decisions that a mark opens, and where the paper goes on after them."""
    opening = block = blocks[place]
    rest = "" if BARE.fullmatch(mark.rest) else mark.rest
    place += 1
    start, listed = _list(blocks, place)
    if not rest and _says_nothing(opening, listed or blocks[place : place + 1]):
        return [], place
    if listed and (whole := _of_list(opening, rest, listed)):
        return whole, start + len(listed)
    if not rest and re.fullmatch(r"recommendations? \w+\.?", opening.text, re.I):
        return [_resolution(opening, opening.text)], place  # "Recommendation agreed." says it all
    if not rest:
        block = blocks[place] if place < len(blocks) else None
        if block is None or STOP.match(block.text):
            return [], place
        rest, place = block.text, place + 1
        start, listed = _list(blocks, place)
        if listed and _leads_in(rest, listed):
            return list(_fold(listed)), start + len(listed)
    items = list(_inner_items(rest, block))
    while place < len(blocks) and _is_more_of_same(items[-1], blocks[place]):
        items.append(_resolution(blocks[place], blocks[place].text))
        place += 1
    if re.match(r"reasons?\s*:", blocks[place].text if place < len(blocks) else "", re.I) and not listed:
        start, listed = _list(blocks, place + 1)
        place += bool(listed and start == place + 1 and _carries_on(rest, items[-1], listed[0]))
    if listed and place == start and _carries_on(rest, items[-1], listed[0]):
        items += [_resolution(one, one.text, one.number) for one in listed]
        place += len(listed)
    return items, place


def _says_nothing(opening: Block, following: Sequence[Block]) -> bool:
    """ "Agreed." before talk; or a label over a page's menu, or over the whole minute again."""
    moods = any(mood(one.text) for one in following)
    if opening.text.endswith(".") and not re.match("recommendation", opening.text, re.I):
        return not moods
    if not re.fullmatch(r"(?:decision|resolution)s?\W*", opening.text, re.I) or not following:
        return False
    if following[0].style is None:
        return bool(_TELLS.match(following[0].text)) or (len(following[0].text) > 400 and not moods)
    menu = all(len(one.text) <= 40 for one in following)
    return not moods and (menu or following[0].style == "decimal")


def _of_list(opening: Block, rest: str, listed: Sequence[Block]) -> list[Resolution]:
    """The items of the list, or the one decision whose points they are; none where the list is not the mark's."""
    if not rest or _leads_in(rest, listed):
        return list(_fold(listed))
    if _is_one_with_points(rest, listed):
        return [_resolution(opening, " ".join([rest, *(item.text for item in listed)]))]
    return []


def _leads_in(rest: str, listed: Sequence[Block]) -> bool:
    """ "That the Committee:" before a list introduces it and is not itself a resolution."""
    unfinished = listed[0].number == 1 or re.fullmatch(rf"(?i:that)\s+{DECIDER}", rest)
    leads = re.search(r"[:–—-]$", rest) or (rest[-1] not in ".;" and len(rest) < 100 and unfinished)
    return bool(leads) and not _is_one_with_points(rest, listed)


def _is_one_with_points(rest: str, listed: Sequence[Block]) -> bool:
    """ "To note the report, which sets out:" before bullets that decide nothing themselves is one resolution."""
    sets_out = re.match(r"(?:That|To)\b.{25,}[:–-]$", rest, re.I) and listed[0].style == "bullet"
    on_terms = re.search(r"\bbe (?:\w+ly )?\w+ed\b\W+\w+.{8,}:\W*$", rest, re.I)
    return bool(sets_out or on_terms) and sum(bool(mood(one.text)) for one in listed) * 2 < len(listed)


def _carries_on(rest: str, before: Resolution, block: Block) -> bool:
    """(i) stands on the mark's own line, and (ii) begins the list below it."""
    mark = _INNER.search(rest)
    return (
        bool(mark)
        and before.number is not None
        and (block.style, block.number) == (_kind(mark), before.number + 1)
    )


def _is_more_of_same(before: Resolution, block: Block) -> bool:
    """A further unnumbered decision is in the mood of the one before it."""
    if STOP.match(block.text) or block.heading or block.style not in (None, "bullet"):
        return False
    same = mood(before.text)
    return same is not None and same == mood(block.text) and mark_in(sentences_of(block)[0].text) is None


_INTRODUCES = re.compile(
    r"(?:[Tt]hat|[Tt]o|[Tt]hat (?:the )?[\w-]+(?: [\w-]+){0,3})\s*[:–-]*"
    r"|(?!ACTION|Action|Reason|For\s*:|Voting)[A-Z][^.;:]{2,90}:\s*[–-]?"
)
_OF_TALK = re.compile(
    r"\b(?:asked|question\w*|discuss\w*|raised|comment\w*|points?|noted|heard|highlighted)\b", re.I
)


def _introduces(blocks: Sequence[Block], place: int) -> bool:
    block = blocks[place]
    if block.style is not None or STOP.match(block.text):
        return False
    before_list = place + 1 < len(blocks) and blocks[place + 1].is_item and block.text.endswith((":", ":-"))
    return bool(_INTRODUCES.fullmatch(block.text)) or (before_list and not _OF_TALK.search(block.text))


def _list(blocks: Sequence[Block], place: int) -> tuple[int, list[Block]]:
    """Where the list begins that follows, past a line that introduces it, and its items."""
    while place < len(blocks) and _introduces(blocks, place):
        place += 1
    items: list[Block] = []
    for at, block in enumerate(blocks[place:], place):
        if items and block.style is None and _is_resumed(items, blocks[at : at + 12]):
            items.append(block)
            continue
        if not (block.is_item or block.style == "decimal") or STOP.match(block.text):
            break
        if block.style == "number" and _is_business(block):
            break
        if items and block.style == "number" and _begins_another(items, block):
            break
        items.append(block)
    return place, items


def _is_resumed(items: Sequence[Block], following: Sequence[Block]) -> bool:
    """Short lines between (b) and (c), or more before a 3. that decides, belong to what stands before them."""
    last = next((item for item in reversed(items) if item.style == items[0].style), items[0])
    for block in following:
        if (block.style, block.number) == (last.style, (last.number or -9) + 1):
            return block.style in ("letter", "roman") or bool(mood(block.text))
        closed = block.text.endswith(":") and last.style != "number"
        if block.style not in (None, "bullet") or len(block.text) > 200 or closed:
            return False
        if STOP.match(block.text) or block.heading:
            return False
    return False


def _is_business(block: Block) -> bool:
    """The heading of an item of business, as "4. Forward plan pdf icon PDF 89 KB"."""
    title = re.sub(r"\s+(?:pdf icon|PDF \d).*$", "", block.text)
    procedure = len(title) < 70 and not title.endswith((".", ";")) and re.fullmatch(PROCEDURE, title, re.I)
    return bool(procedure) or title != block.text or title.isupper()


def _begins_another(items: Sequence[Block], block: Block) -> bool:
    """A number that does not carry on the list: of the next item of business, or of the discussion."""
    if items[0].style in ("letter", "roman", "bullet"):
        return True
    last = items[-1]
    if last.style == "number" and block.number > last.number + 1 and not mood(block.text):
        return True
    if items[0].style != "number" or last.style != "number" or block.number > (last.number or 0):
        return False
    # Some pages number every item of a list 1: "1. That … 1. That …".
    return not (last.number == block.number == 1 and last.text.split()[0] == block.text.split()[0])


def _fold(items: Sequence[Block]) -> Iterator[Resolution]:
    """Items of a lower order belong to the item above them."""
    style = items[0].style
    own: list[list[Block]] = []
    for block in items:
        if block.style == style or not own:
            own.append([block])
        else:
            own[-1].append(block)
    for first, *under in own:
        yield _resolution(first, " ".join(block.text for block in (first, *under)), first.number)


def _inner_items(text: str, block: Block) -> Iterator[Resolution]:
    """A run-on decision parted at its own numbers: "That (i) …; and (ii) …"."""
    marks = list(_INNER.finditer(text))
    run = [mark for mark in marks[:1] if _value(mark) == 1]
    for mark in marks[1:]:
        if run and _kind(mark) == _kind(run[0]) and _value(mark) == _value(run[-1]) + 1:
            run.append(mark)
    together = len(run) > 1 and run[1] is marks[1]
    if not together and not (len(marks) == 1 and run and BARE.fullmatch(text[: run[0].start()])):
        yield _resolution(block, text)
        return
    for mark, after in zip(run, [*run[1:], None], strict=True):
        yield _resolution(block, text[mark.end() : after.start() if after else None], _value(mark))


def _kind(mark) -> str:
    letters = mark["r"] or mark["l"] or mark["p"]
    return "number" if mark["n"] else "roman" if letters.lower() in ROMAN else "letter"


def _value(mark) -> int:
    if mark["n"]:
        return int(mark["n"])
    letters = (mark["r"] or mark["l"] or mark["p"]).lower()
    return ROMAN.index(letters) + 1 if letters in ROMAN else ord(letters[0]) - 96


def _resolution(block: Block, text: str, number: int | None = None) -> Resolution:
    return Resolution(None if block.style == "bullet" else number, _finish(text), block.line)


def _finish(text: str) -> str:
    """Without the marker of an action, or the join to the next item, at its end."""
    text = re.sub(r"\s*[(\[]\s*ACTION\b[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?[)\]]", "", text, flags=re.I)
    text = re.sub(r"^\d+(?:[/.]\d+)+\s+", "", text)  # the decision's own reference
    text = re.sub(r"^to\s*:\s*(?=\w)", "", text, flags=re.I)
    text = re.sub(r"\s*\bACTIONS?(?: BY)?\s*[:–-].*$", "", text)
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return re.sub(r"(?:[;,]?\s*\band\s*[;,]?|[;,]\s*(?:or)?)\s*$", "", text.strip()).strip(" –-")


# Where no mark is printed (some pages lose it) ---------------------------------------------------------------


def _unmarked(blocks: Sequence[Block], is_decision_page: bool) -> Iterator[Resolution]:
    """For each decision that the page dates: its list, else its "That …", else the sentence before the reasons."""
    label = [place for place, block in enumerate(blocks) if re.fullmatch(r"minutes\s*:", block.text, re.I)]
    blocks = blocks[label[0] if label else 0 :]  # before it stands what the agenda asked for
    dated = [place for place, block in enumerate(blocks) if re.match(r"\d\d/\d\d/\d{4} - ", block.text)]
    starts = [0, *dated] if is_decision_page else [0]
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield from _unmarked_in(blocks[start:end], is_decision_page)


def _unmarked_in(blocks: Sequence[Block], is_decision_page: bool) -> list[Resolution]:
    found: list[Resolution] = []
    place = 0
    while place < len(blocks):
        listed = _list(blocks, place)[1] if blocks[place].is_item else []
        if listed and _reads_as_decided(
            listed, blocks[:place], blocks[place + len(listed) :], is_decision_page
        ):
            found += _fold(listed)
            if is_decision_page:
                return found
            place += len(listed)
            continue
        other = (at for at, item in enumerate(listed) if item.style != listed[0].style)
        place += next(other, len(listed)) or 1
    said = [_resolution(one, one.text.strip("“‘\"'”’")) for one in _said_alone(blocks)]
    if found or said:
        return sorted([*found, *said], key=lambda item: item.line)
    for block, after in pairwise(blocks):
        moods = ("be", "decider", "to") if is_decision_page else ("be",)
        if re.match(r"reasons?\b|alternative", after.text, re.I) and mood(block.text) in moods:
            return [_resolution(block, block.text)]
    return []


def _in_other_items(blocks: Sequence[Block], lines: set[int]) -> Iterator[Resolution]:
    """Decisions that stand alone in those items of a meeting in which nothing is marked."""
    starts = [place for place, block in enumerate(blocks) if re.fullmatch(r"minutes\s*:", block.text, re.I)]
    for start, end in pairwise([*starts, len(blocks)]):
        if not any(block.line in lines for block in blocks[start:end]) and len(starts) > 1:
            for block in _said_alone(blocks[start:end]):
                yield _resolution(block, block.text)


def _said_alone(blocks: Sequence[Block]) -> Iterator[Block]:
    """Paragraphs that are a decision and nothing else: "That … be noted.", or what was proposed and seconded."""
    before = ""
    for block in blocks:
        led = before.endswith(":") and not re.fullmatch(
            r"(?:minutes|decisions?|\w+ documents)\s*:", before, re.I
        )
        moved = re.match(r"(?:It was )?(?:Moved|Proposed|moved|proposed) by\b.{3,80}\b[Ss]econded", before)
        that = (
            re.match(rf"[“‘\"']?(?i:{THAT}).*[^:]$", block.text, re.S)
            and block.text.lstrip("“‘\"'")[0] == "T"
        )
        if not block.is_item and not led and (that or (moved and mood(block.text) == "be")):
            yield block
        before = block.text


def _reads_as_decided(
    items: Sequence[Block], before: Sequence[Block], after: Sequence[Block], sure: bool
) -> bool:
    own = [item for item in items if item.style == items[0].style]
    above = before[-1].text if before else ""
    bullets = own[0].style == "bullet" and (sure or all(mood(item.text) in ("that", "does") for item in own))
    if own[0].number != 1 and not bullets:
        return False
    if _LEADS_TO_DECISIONS.fullmatch(above):
        return True
    moods = [mood(item.text) for item in own]
    if re.search(r"[:–-]\s*$", above) and not (all(moods) and re.match(r"As\b", above)):
        return False  # what somebody was asked to do
    closes_page = len(own) > 1 and not after and len(above) > 80
    if (sure or closes_page) and not any(TOLD.search(item.text) for item in items):
        return True
    return bool(moods[0] and moods[-1]) and sum(map(bool, moods)) > len(moods) / 2


_LEADS_TO_DECISIONS = re.compile(
    r"To recommend\W*|(?:.*\b(?:my decisions?|decided|resolved|agreed)\b[^.]{0,80})\bas follows\W*"
    rf"|(?i:that)\b(?:[^.]{{0,80}}:)?\W*|{DECIDER}(?:{ADVERBS}\s+(?i:{DECIDE}))?(?:\s+(?:that|to))?\s*:?-?"
)


def _once(found: Sequence[Resolution]) -> list[Resolution]:
    """One that is printed twice counts once."""
    kept: dict[str, Resolution] = {}
    for item in found:
        key = re.sub(r"^(?:that|to)\s+|\W+", "", item.text.lower())
        if " " in item.text and not BARE.fullmatch(item.text):
            kept.setdefault(key, item)
    return list(kept.values())
