"""What the committee decided: the text after RESOLVED and its kin, and "it was agreed that …" in prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .layout import Block, sentences_of
from .paper import Resolution
from .reading import ROMAN
from .vocabulary import PROCEDURE

_HOW = (
    r"(?i:\s*[,(]?\s*(?:unanimously|nem\.? con\.?|by (?:a )?majority|by (?:general )?(?:consent"
    r"|assent)|accordingly|:?\s*\(?unanimous(?:ly)?\)?)\)?)?"
)
_BODY = r"the (?:[\w-]+ ){0,5}?(?:committee|board|panel|cabinet|commission|executive|forum)"
_THE_BODY = r"[Tt]he (?:[\w-]+ ){0,5}?(?:Committee|Board|Panel|Commission|Cabinet|Forum|Sub-?[Cc]ommittee)"
# The word that marks a decision; what stands before it decides whether it opens one (see _opens).
_MARK = re.compile(
    r"\b(?P<word>RESOLVED|Resolved|RESOLUTIONS?|Resolutions?|AGREED|DECISIONS?|Decisions?|DECIDED|ORDERED"
    r"|RECOMMENDED|Agreed|Recommendations? (?:agreed|approved))(?:\s+(?:AND|and)\s+(?:AGREED|RESOLVED|MINUTED))?"
    rf"{_HOW}(?P<after>\s*(?:[:–—-]|\.\s*$|,(?=\s*(?:that|to)\b)|(?=\s+(?:that|That|to|TO|THAT|\("
    r"|\d|i\)|a\)|1))|$)[\s:–—-]*)(?!.{0,3}\bby\b)"
)
_BEFORE = re.compile(rf"(?:(?:it was|and|was|{_BODY}|members|cabinet|that|unanimously)\s*:?\s*){{1,3}}", re.I)
_MOVED = re.compile(
    r"\b(?:moved|proposed|seconded|vote|voting|put to the|being put|following|having|upon|after"
    r"|discussion|consider\w*)\b",
    re.I,
)
_JOIN = re.compile(r"\b(?:and|it was|was)\s*:?\s*(?:unanimously\s*)?$", re.I)
_LEADS = re.compile(
    r".{0,120}\bha(?:s|ve) agreed to\s*:$|"
    rf"(?:.{{0,200}}\b)?(?:[Ii]t was|{_THE_BODY}|[Tt]he (?:committee|board|panel|Executive"
    r"|Mayor|Leader|Group|(?:Cabinet|Executive) Member[^.:]{0,60}|Portfolio Holder)|Members|Cabinet)\s+"
    r"(?:\w+ly |then |also |therefore )?(?:[^.]{0,150}\band (?=[ARD]))?(?i:resolved|agreed|decided)"
    r"(?: that| to)?(?: the following(?: \w+)?)?\s*[:–-][:\s–-]*$"
)
_INLINE = re.compile(
    r"(?:\b[Ii]t was (?:therefore |then |also |further |subsequently |unanimously |formally )*"
    r"(?i:resolved|agreed|decided)"
    rf"|\b(?:was|and|it was|{_THE_BODY}|Members|and therefore)\s+(?:\w+ly\s+)?RESOLVED"
    rf"|\bRESOLVED|^Resolved|\b{_THE_BODY}(?: \w+ly)? (?:resolved|AGREED))"
    r"(?:\s*,?\s*(?i:unanimously))?\s*[:,–—-]*\s*(?=(?:that|That|THAT|to|TO)\b|\(?(?:1|i|a)[.)])"
)
_AGREED = re.compile(
    rf"(?:\b{_THE_BODY}(?: \w+ly| then| also| therefore)?|(?<!the )\bCabinet(?: has)?) agreed\s*[:,–-]?\s*"
    r"(?=to (?:note|receive|endorse|approve|support|accept|recommend|request|ask|refer|add|write|welcome)\b"
    r"|that [^.]{3,160}?\bbe\b (?!\w+ing\b))"
)
_EARLIER = re.compile(
    r"\b(?:previously|at (?:the|its) (?:last|previous) meeting|had been\b.{0,12}$|in \d{4})\b"
)
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
_LABEL = re.compile(r"(?:decision|resolution)s?\W*", re.I)
_INNER = re.compile(
    r"(?:^|(?<=[\s:;,.]))(?:\(?(?P<n>\d{1,2})[.)]|\((?P<r>[ivx]{1,4}|[a-hA-H])\)|(?P<l>[ivx]{1,4}|[a-h])\))\s+(?=\S)"
)
# What opens the minute of a discussion, or of its preamble, is not itself a decision.
_TELLS = re.compile(
    r"(?:Having|Following|Upon|On) \w*consider"
    r"|(?:The|A|Councillor|Cllr|Members)\b[^.]{0,80}?\b(?:welcomed|introduced|presented|thanked|explained|outlined)\b"
)
_BARE = re.compile(r"\W*(?:that|to(?: recommend)?)?\W*(?:\(to [\w ]+\))?\W*", re.I)
_THAT = re.compile(r"[“‘\"']?That\s.*[^:]$", re.S)
_DECIDED_ITEM = re.compile(
    r"[Tt]hat\b|To (?:note|receive|endorse|approve|agree|accept|recommend|delegate|adopt|request|support)\b"
    r"|(?:Not|Endors|Approv|Agre|Receiv|Accept|Request|Recommend|Welcom)(?:e|es|s|ed|d)?\b"
    r"|(?:The )?(?:Cabinet|Committee|Board|Panel|Executive) [A-Z]{5,}\b"
    r"|.*\bbe (?:\w+ly |now )?(?:noted|approved|agreed|endorsed|received|accepted|adopted|delegated|welcomed|supported"
    r"|recommended|deferred|promoted|added|provided|submitted|referred|authorised|thanked|congratulated)\b"
)
_DECIDER_DECIDED = re.compile(
    r"(?:The )?(?:Cabinet|Committee|Board|Panel|Executive|Leader|Portfolio Holder|Director)\b"
    r"[^.]{0,80}?\b(?:noted|notes|agreed|approved|endorsed|received|accepted|adopted|supported)\b"
)
_NOTED = re.compile(
    r"To (?:note|receive|endorse|approve|support|accept|recommend|request|ask|refer|agree|welcome|consider|thank)\b"
)


@dataclass(frozen=True)
class Decided:
    """The resolutions found and the lines of the paper that they, and their headings, take up."""

    resolutions: list[Resolution]
    lines: frozenset[int]


def find_resolutions(blocks: Sequence[Block], *, is_decision_page: bool = False) -> Decided:
    """Every resolution once, in the order printed."""
    found: list[Resolution] = []
    lines: set[int] = set()
    proposed: set[int] = set()  # what was RECOMMENDED is what was decided only where no decision follows
    place = 0
    while place < len(blocks):
        if place and re.search(r"\bfollowing resolution\W*$", blocks[place - 1].text):
            place += 1  # what the agenda offers to be passed
            continue
        mark = _mark(blocks, place)
        if mark is not None:
            if not re.match(r"recommended", blocks[place].text, re.I):
                found = [item for item in found if item.line not in proposed]
            items, after = _after_mark(blocks, place, mark)
            if re.match(r"recommended", blocks[place].text, re.I):
                proposed.update(item.line for item in items)
            place = after
            found += items
            lines.update(item.line for item in items)
            continue
        found += list(_in_prose(blocks[place]))
        place += 1
    if not lines:
        unmarked = list(_on_decision_page(blocks) if is_decision_page else _in_minutes(blocks))
        lines.update(item.line for item in unmarked)
        found = sorted([*found, *unmarked], key=lambda item: item.line)
    return Decided(_once(found), frozenset(lines))


# After a marker --------------------------------------------------------------------------------------------


def _opens(text: str):
    """The mark with which a block opens a decision, or None."""
    for found in _MARK.finditer(text[:600]):
        before = text[: found.start()].lstrip("(")
        moved = _MOVED.search(before) and _JOIN.search(before)
        if not before.strip() or moved or (len(before) < 120 and _BEFORE.fullmatch(before)):
            return found
    return None


def _mark(blocks: Sequence[Block], place: int) -> str | None:
    """What follows the marker on its own line, or None where the block does not open a decision."""
    block = blocks[place]
    found = _opens(block.text)
    if not found:
        return "" if _LEADS.match(block.text) and _list(blocks, place + 1)[1] else None
    rest = block.text[found.end() :].strip()
    if not re.match(r"decision|resolution|Agreed", found["word"], re.I) or found["word"] == "AGREED":
        return rest
    if not rest:  # "Decision:" may be the label of a part that holds its own DECISION or RESOLVED
        return None if found["word"] != "Agreed" and _marked_again(blocks, place + 1) else rest
    says_what = found["after"].strip(" ") or found["word"].isupper()
    return rest if says_what and not re.match(r"(?:details|maker|status|making)\b", rest, re.I) else None


def _marked_again(blocks: Sequence[Block], start: int) -> bool:
    for block in blocks[start : start + 6]:
        if re.match(r"minutes\s*:?$", block.text, re.I):
            return False
        if re.match(r"(?:It was |The \w+ )?(?:RESOLVED|Resolved|DECISIONS?\b|AGREED\b)", block.text):
            return True
    return False


def _after_mark(blocks: Sequence[Block], place: int, rest: str) -> tuple[list[Resolution], int]:
    """The decisions that a marker opens, and where the paper goes on after them."""
    opening = block = blocks[place]
    place += 1
    start, listed = _list(blocks, place)
    is_label = bool(_LABEL.fullmatch(opening.text))
    if is_label and listed and listed[0].style == "decimal" and not any(map(_is_decided, listed)):
        return [], place  # paragraphs 7.1, 7.2 … under "Decisions:" are the whole minute
    if _BARE.fullmatch(rest):
        rest = ""
    if listed and (not rest or _leads_in(rest, listed)):
        return list(_fold(listed)), start + len(listed)
    if listed and _is_one_with_points(rest, listed):
        return [_resolution(opening, " ".join([rest, *(item.text for item in listed)]))], start + len(listed)
    if not rest and opening.text.lower().startswith("recommendation"):
        return [_resolution(opening, opening.text)], place  # "Recommendation agreed." says it all
    if not rest:
        block = blocks[place] if place < len(blocks) else None
        if block is None or STOP.match(block.text):
            return [], place
        whole_minute = (len(block.text) > 400 and not _is_decided(block)) or _TELLS.match(block.text)
        if is_label and whole_minute:
            return [], place
        rest, place = block.text, place + 1
    items = list(_inner_items(rest, block))
    while place < len(blocks) and _is_more_of_same(items[-1], blocks[place]):
        items.append(_resolution(blocks[place], blocks[place].text))
        place += 1
    if listed and place == start and _carries_on(rest, items[-1], listed[0]):
        items += [_resolution(one, one.text, one.number) for one in listed]
        place += len(listed)
    return items, place


def _is_decided(block: Block) -> bool:
    return bool(_DECIDED_ITEM.match(block.text))


def _leads_in(rest: str, listed: Sequence[Block]) -> bool:
    """ "That the Committee:" before a list introduces it and is not itself a resolution."""
    leads = re.search(r"[:–—-]$", rest) or (
        rest[-1] not in ".;" and len(rest) < 100 and listed[0].number == 1
    )
    return bool(leads) and not _is_one_with_points(rest, listed)


def _is_one_with_points(rest: str, listed: Sequence[Block]) -> bool:
    """ "To note the report, which sets out:" before bullets that decide nothing themselves is one resolution."""
    sets_out = re.match(r"(?:That|To)\b.{25,}[:–-]$", rest, re.I)
    return bool(sets_out) and listed[0].style == "bullet" and not any(map(_is_decided, listed))


def _carries_on(rest: str, before: Resolution, block: Block) -> bool:
    """(i) stands on the marker's own line, and (ii) begins the list below it."""
    mark = _INNER.search(rest)
    return (
        bool(mark)
        and before.number is not None
        and (block.style, block.number) == (_kind(mark), before.number + 1)
    )


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
    for block in blocks[place:]:
        if not (block.is_item or block.style == "decimal") or STOP.match(block.text):
            break
        if items and block.style == "number" and _begins_another(items, block):
            break
        items.append(block)
    return place, items


def _begins_another(items: Sequence[Block], block: Block) -> bool:
    """A number that does not carry on the list: of the next item of business, or of the discussion."""
    if items[0].style in ("letter", "roman", "bullet"):
        return True
    title = re.sub(r"\s+pdf icon.*$", "", block.text, flags=re.I)
    business = len(title) < 70 and not title.endswith(".") and re.fullmatch(PROCEDURE, title, re.I)
    if business or re.match(
        r"(?:Councillor|Cllr|Members|The Chair)\b.{0,60}\b(?:asked|said|queried)", block.text
    ):
        return True
    last = items[-1]
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
    if not together and not (len(marks) == 1 and run and _BARE.fullmatch(text[: run[0].start()])):
        yield _resolution(block, text)
        return
    for mark, after in zip(run, [*run[1:], None], strict=True):
        yield _resolution(block, text[mark.end() : after.start() if after else None], _value(mark))


def _kind(mark) -> str:
    return "number" if mark["n"] else "roman" if (mark["r"] or mark["l"]) in ROMAN else "letter"


def _value(mark) -> int:
    if mark["n"]:
        return int(mark["n"])
    letters = (mark["r"] or mark["l"]).lower()
    return ROMAN.index(letters) + 1 if letters in ROMAN else ord(letters[0]) - 96


def _is_more_of_same(before: Resolution, block: Block) -> bool:
    """A further unnumbered decision: it opens as the one before it did ("That …", "To …", "The Committee noted …")."""
    if STOP.match(block.text) or block.heading or block.style not in (None, "bullet"):
        return False
    first = before.text.split()[0].lower() if before.text else ""
    if first in ("that", "to"):
        return block.text.split()[0].lower() == first and (first == "that" or bool(_NOTED.match(block.text)))
    body = re.match(r"(?:The )?(?:Committee|Board|Panel|Cabinet|Sub-Committee|Commission)\b", before.text)
    does = r"[\w -]{1,40}?\b(?:noted|endorsed|approved|received|agreed|requested|welcomed|thanked|accepted|supported)\b"
    return bool(body) and block.text.startswith(body[0]) and bool(re.match(does, block.text))


def _resolution(block: Block, text: str, number: int | None = None) -> Resolution:
    return Resolution(None if block.style == "bullet" else number, _finish(text), block.line)


def _finish(text: str) -> str:
    """Without the marker of an action, or the join to the next item, at its end."""
    text = re.sub(r"\s*[(\[]\s*ACTION\b[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?[)\]]", "", text, flags=re.I)
    text = re.sub(r"\s*\bACTIONS?(?: BY)?\s*[:–-].*$", "", text)
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    return re.sub(r"(?:[;,]?\s*\band\s*[;,]?|[;,]\s*(?:or)?)\s*$", "", text.strip()).strip(" –-")


# In prose --------------------------------------------------------------------------------------------------


def _in_prose(block: Block) -> Iterator[Resolution]:
    for sentence in sentences_of(block):
        if found := _decision_in(sentence.text):
            yield from _inner_items(sentence.text[found.end() :], block)


def decides(text: str) -> bool:
    """Whether the sentence is a decision in prose, such as "It was agreed that …"."""
    return _decision_in(text) is not None


def _decision_in(text: str):
    found = _INLINE.search(text) or _AGREED.search(text)
    if found and not _EARLIER.search(text[: found.end()]) and len(text[found.end() :].split()) > 2:
        return found
    return None


# Where no marker is printed (some pages lose it) -------------------------------------------------------------


def _in_minutes(blocks: Sequence[Block]) -> Iterator[Resolution]:
    """A list that reads as decisions, or a run of "That …", whichever comes first."""
    label = [place for place, block in enumerate(blocks) if re.fullmatch(r"minutes\s*:", block.text, re.I)]
    place = label[0] if label else 0  # before it stands what the agenda asked for
    while place < len(blocks):
        start, listed = _list(blocks, place) if blocks[place].is_item else (place, [])
        before = blocks[place - 1].text if place else ""
        last = start + len(listed) == len(blocks)
        if listed and (_reads_as_decided(listed, before) or (last and _closes_page(listed, before))):
            yield from _fold(listed)
            return
        if not listed and not before.endswith(":") and (run := _run_of_that(blocks[place:])):
            yield from run
            return
        place += len(listed) or 1
    yield from _before_reasons(blocks, re.compile(r".*\bbe (?:agreed|noted|approved|endorsed|adopted)\.?$"))


def _on_decision_page(blocks: Sequence[Block]) -> Iterator[Resolution]:
    """For each decision that the page dates: its list, else its "That …", else the sentence before the reasons."""
    starts = [place for place, block in enumerate(blocks) if re.match(r"\d\d/\d\d/\d{4} - ", block.text)]
    for start, end in zip([0, *starts], [*starts, len(blocks)], strict=True):
        yield from _decided_in(blocks[start:end])


def _decided_in(blocks: Sequence[Block]) -> Sequence[Resolution]:
    for place, block in enumerate(blocks):
        _, listed = _list(blocks, place) if block.is_item else (place, [])
        before = blocks[place - 1] if place else None
        starts = listed and (before is None or not before.is_item) and listed[0].number in (1, None)
        if starts and not _asks_for(before.text if before else ""):
            return list(_fold(listed))
    for place in range(len(blocks)):
        if run := _run_of_that(blocks[place:]):
            return run
    return _before_reasons(blocks, _DECIDER_DECIDED)


def _before_reasons(blocks: Sequence[Block], decision: re.Pattern) -> list[Resolution]:
    for block, after in pairwise(blocks):
        if re.match(r"reasons?\b|alternative", after.text, re.I) and decision.match(block.text):
            return [_resolution(block, block.text)]
    return []


def _run_of_that(blocks: Sequence[Block]) -> list[Resolution]:
    run: list[Resolution] = []
    for block in blocks:
        if block.is_item or not _THAT.match(block.text):
            break
        run.append(_resolution(block, block.text.strip("“‘\"'”’")))
    return run


def _closes_page(items: Sequence[Block], before: str) -> bool:
    """A lettered or numbered list that ends the page, after prose, and tells nothing of what was said."""
    told = r"\b(?:asked|said|explained|reported|advised|thanked|introduced|responded|queried|noted|was|were|had)\b"
    after_prose = len(before) > 80 and before.endswith(".")
    whole = len(items) > 1 and items[0].number == 1
    return whole and after_prose and not any(re.search(told, item.text) for item in items)


def _reads_as_decided(items: Sequence[Block], before: str) -> bool:
    own = [item for item in items if item.style == items[0].style]
    if own[0].number != 1:
        return False
    if _LEADS_WITH_THAT.fullmatch(before):
        return True
    decided = [_is_decided(item) for item in own]
    return not _asks_for(before) and decided[0] and decided[-1] and sum(decided) > len(decided) / 2


_LEADS_WITH_THAT = re.compile(
    r"(?i:that)\b(?:[^.]{0,80}:)?\W*|(?:The )?(?:Cabinet|Committee|Board|Panel|Executive)\s*:"
)


def _asks_for(before: str) -> bool:
    """A list so introduced is what somebody was asked to do, unless the line is "That the following be noted:"."""
    return bool(re.search(r"[:–-]\s*$", before)) and not _LEADS_WITH_THAT.fullmatch(before)


def _once(found: Sequence[Resolution]) -> list[Resolution]:
    """One that is printed twice counts once."""
    kept: dict[str, Resolution] = {}
    for item in found:
        key = re.sub(r"^(?:that|to)\s+|\W+", "", item.text.lower())
        if key:
            kept.setdefault(key, item)
    return list(kept.values())
