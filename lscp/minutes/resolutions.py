"""What the committee decided: the text after RESOLVED and its kin, and "it was agreed that …" in prose."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .layout import Block, sentences_of
from .paper import Resolution

_HOW = (
    r"(?i:\s*[,(]?\s*(?:unanimously|nem\.? con\.?|by (?:a )?majority|by (?:general )?(?:consent"
    r"|assent)|accordingly|:?\s*\(?unanimous(?:ly)?\)?)\)?)?"
)
_BODY = r"the (?:[\w-]+ ){0,5}?(?:committee|board|panel|cabinet|commission|executive)"
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


def _opens(text: str):
    """The mark with which a block opens a decision, or None."""
    for found in _MARK.finditer(text[:600]):
        before = text[: found.start()].lstrip("(")
        moved = _MOVED.search(before) and _JOIN.search(before)
        if not before.strip() or moved or (len(before) < 120 and _BEFORE.fullmatch(before)):
            return found
    return None


_INLINE = re.compile(
    r"(?:\b[Ii]t was (?:therefore |then |also |further |subsequently |unanimously "
    r"|formally )*(?:unanimously )?(?:RESOLVED|resolved|AGREED|agreed|decided|DECIDED)"
    r"|\b(?:was|and|it was|[Tt]he (?:[\w-]+ ){0,5}?(?:Committee|Board|Panel|Commission|Cabinet"
    r"|Sub-?[Cc]ommittee)|Cabinet|Members|and therefore)\s+(?:\w+ly\s+)?RESOLVED"
    r"|\bRESOLVED|\b[Tt]he (?:[\w-]+ ){0,5}?(?:Committee|Board|Panel|Commission"
    r"|Sub-?[Cc]ommittee)(?: \w+ly)? (?:resolved|AGREED))"
    r"(?:\s*,?\s*(?:unanimously|UNANIMOUSLY))?\s*[:,–—-]*\s*(?=(?:that|That|THAT|to|TO)\b|\(?(?:1|i|a)[.)])"
)
_AGREED = re.compile(
    r"\b[Tt]he (?:[\w-]+ ){0,5}?(?:Committee|Board|Panel|Commission|Cabinet|Sub-?[Cc]ommittee)(?: \w+ly"
    r"| then| also| therefore)? agreed\s*[:,–-]?\s*(?=to (?:note|receive|endorse|approve|support"
    r"|accept|recommend|request|ask|refer|add|write|welcome)\b"
    r"|that [^.]{3,160}?\bbe\b (?!\w+ing\b))"
)
_NOTED = re.compile(
    r"(?:That\b|To (?:note|receive|endorse|approve|support|accept|recommend|request|ask|refer"
    r"|agree|welcome|consider|thank)\b)"
)
_LEADS = re.compile(
    r"(?:.{0,200}\b)?(?:[Ii]t was|[Tt]he (?:[\w-]+ ){0,5}?(?:[Cc]ommittee|[Pp]anel|[Bb]oard"
    r"|Cabinet|Commission|Executive)|Members|Cabinet)\s+(?:\w+ly |then |also |therefore )?"
    r"(?:[^.]{0,150}\band (?=[ARD]))?(?i:resolved|agreed|decided)"
    r"(?: that| to)?(?: the following(?: \w+)?)?\s*[:–-][:\s–-]*$"
)
STOP = re.compile(
    r"(?:(?:the )?reasons?(?: for(?: the)?| of)?(?: decisions?| recommendations?| resolutions?)?\s*(?:[:–-]"
    r"|$)|reasons? for\b|alternatives?(?: and)?(?: other)? options?|other options"
    r"|options considered|voting\b|votes? (?:for|in)|in favour|for\s*:|note\s*:|notes\s*:"
    r"|action by\b|actions?\b\s*(?:[:–-]|$|by|point|arising)|supporting documents?"
    r"|background documents?"
    r"|accompanying documents?|additional documents?|minutes\s*:|conflicts? of interest"
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


@dataclass(frozen=True)
class Decided:
    """The resolutions found and the lines of the paper that they, and their headings, take up."""

    resolutions: list[Resolution]
    lines: frozenset[int]


def find_resolutions(blocks: Sequence[Block], *, is_decision_page: bool = False) -> Decided:
    """Every resolution once, in the order printed."""
    found: list[Resolution] = []
    lines: set[int] = set()
    place = 0
    while place < len(blocks):
        mark = _mark(blocks, place)
        if mark is not None:
            items, place = _after_mark(blocks, place, mark)
            found += items
            lines.update(item.line for item in items)
            continue
        found += list(_in_prose(blocks[place]))
        place += 1
    if not lines:
        unmarked = list(_unmarked(blocks, is_decision_page))
        lines.update(item.line for item in unmarked)
        found = sorted([*found, *unmarked], key=lambda item: item.line)
    return Decided(_once(found), frozenset(lines))


def _mark(blocks: Sequence[Block], place: int) -> str | None:
    """What follows the marker on its own line, or None where the block does not open a decision."""
    block = blocks[place]
    found = _opens(block.text)
    if not found:
        listed = place + 1 < len(blocks) and blocks[place + 1].is_item
        return "" if listed and _LEADS.match(block.text) else None
    rest = block.text[found.end() :].strip()
    word = found["word"]
    if word.lower().startswith(("decision", "resolution")) and not rest and _marked_again(blocks, place + 1):
        return None  # "Decision:" here is the label of a part that holds its own DECISION or RESOLVED
    if (
        word in ("Agreed", "Decision", "Decisions", "Resolution", "Resolutions")
        and rest
        and not found["after"].strip(" ")
    ):
        return None
    if word.lower().startswith(("decision", "resolution")) and re.match(
        r"(?:details|maker|status|making|makers)\b", rest, re.I
    ):
        return None
    return rest


def _marked_again(blocks: Sequence[Block], start: int) -> bool:
    for block in blocks[start : start + 6]:
        if re.match(r"minutes\s*:?$", block.text, re.I):
            return False
        if re.match(r"(?:It was |The \w+ )?(?:RESOLVED|Resolved|DECISIONS?\b|AGREED\b)", block.text):
            return True
    return False


def _after_mark(blocks: Sequence[Block], place: int, rest: str) -> tuple[list[Resolution], int]:
    opening = blocks[place]
    place += 1
    listed = _list(blocks, place)
    if _LABEL.fullmatch(opening.text) and _is_minute_in_paragraphs(listed):
        return [], place
    if rest and _is_one_with_points(rest, listed):
        text = " ".join([rest, *(item.text for item in listed)])
        return [_resolution(opening, text, None)], place + _span(blocks, place)
    if rest and not _is_lead_in(rest, listed):
        items = list(_inner_items(rest, opening))
        following = blocks[place : place + 1]
        while following and _is_more_of_same(items[-1], following[0]):
            items.append(
                _resolution(
                    following[0],
                    following[0].text,
                    None if following[0].style == "bullet" else following[0].number,
                )
            )
            place += 1
            following = blocks[place : place + 1]
        if (
            items
            and listed
            and items[-1].number is not None
            and listed[0].style == _style_of(rest)
            and listed[0].number == items[-1].number + 1
        ):
            items += [_resolution(block, block.text, block.number) for block in listed]
            place += len(listed)
        return items, place
    if listed:
        return list(_fold(listed)), place + _span(blocks, place)
    if opening.text.lower().startswith("recommendation"):
        return [_resolution(opening, opening.text, None)], place  # "Recommendation agreed." says it all
    if place < len(blocks) and not STOP.match(blocks[place].text):
        first = blocks[place]
        if _LABEL.fullmatch(opening.text) and len(first.text) > 400 and not _DECIDED_ITEM.match(first.text):
            return [], place  # the label of a part that holds the whole minute
        items = list(_inner_items(first.text, first))
        place += 1
        while place < len(blocks) and _is_more_of_same(items[-1], blocks[place]):
            items.append(_resolution(blocks[place], blocks[place].text, None))
            place += 1
        return items, place
    return [], place


def _is_minute_in_paragraphs(listed: Sequence[Block]) -> bool:
    """Paragraphs 7.1, 7.2 … under "Decisions:" are the whole minute where none of them reads as a decision."""
    numbered = bool(listed) and listed[0].style == "decimal"
    return numbered and not any(_DECIDED_ITEM.match(item.text) for item in listed)


def _is_one_with_points(rest: str, listed: Sequence[Block]) -> bool:
    """ "To note the report, which sets out:" before bullets that decide nothing themselves is one resolution."""
    return (
        bool(listed)
        and listed[0].style == "bullet"
        and re.match(r"(?:That|To)\b.{25,}[:–-]$", rest, re.I) is not None
        and not any(_DECIDED_ITEM.match(item.text) for item in listed)
    )


def _is_lead_in(rest: str, listed: Sequence[Block]) -> bool:
    """ "That the Committee:" before a list introduces it and is not itself a resolution."""
    if not re.search(r"\w", rest):
        return True
    if re.fullmatch(r"(?:that|to)\W*", rest, re.I):
        return True
    return bool(listed) and (
        rest.endswith((":", "-", "–", "—", ":-"))
        or re.fullmatch(r"(?:that|to|that the \w+(?: \w+)?|that \w+)\W*", rest, re.I) is not None
    )


def _list(blocks: Sequence[Block], place: int) -> list[Block]:
    """The list items that follow, without a heading of their own kind between them."""
    while (
        place < len(blocks)
        and re.fullmatch(
            r"(?:[Tt]hat|[Tt]o|[Tt]hat (?:the )?[\w-]+(?: [\w-]+){0,3})\s*[:–-]*|(?!ACTION|Action"
            r"|Reason|For\s*:|Voting)[A-Z][^.;:]{2,90}:\s*[–-]?",
            blocks[place].text,
        )
        and not blocks[place].is_item
    ):
        place += 1
    items: list[Block] = []
    for block in blocks[place:]:
        if not (block.is_item or block.style == "decimal") or STOP.match(block.text):
            break
        if (
            items
            and block.style == items[0].style == "number"
            and block.number <= (items[-1].number or 0)
            and items[-1].style == "number"
            and not _printed_as_one(items[-1], block)
        ):
            break
        if (
            items
            and block.style == "number"
            and items[0].style == "number"
            and re.match(
                r"(?:Councillor|Cllr|Members|The Chair)\b.{0,60}\b(?:asked|said|queried)", block.text
            )
        ):
            break
        if (
            items
            and items[0].style != block.style
            and block.style == "number"
            and items[0].style in ("letter", "roman", "bullet")
        ):
            break
        items.append(block)
    return items


def _printed_as_one(before: Block, block: Block) -> bool:
    """Some pages number every item of a list 1: "1. That … 1. That …"."""
    return before.number == block.number == 1 and before.text.split()[0] == block.text.split()[0]


def _span(blocks: Sequence[Block], place: int) -> int:
    skipped = 0
    while not blocks[place + skipped].is_item and blocks[place + skipped].style != "decimal":
        skipped += 1
    return skipped + len(_list(blocks, place))


def _fold(items: Sequence[Block]) -> Iterator[Resolution]:
    """Items of a lower order belong to the item above them."""
    style = items[0].style
    number, texts, line = None, [], 0
    for block in items:
        if block.style == style or (
            block.style in ("number", "bullet") and style not in ("number",) and not texts
        ):
            if texts:
                yield Resolution(number, _finish(" ".join(texts)), line)
            number, texts, line = None if block.style == "bullet" else block.number, [block.text], block.line
        else:
            texts.append(block.text)
    if texts:
        yield Resolution(number, _finish(" ".join(texts)), line)


def _inner_items(text: str, block: Block) -> Iterator[Resolution]:
    """A run-on decision parted at its own numbers: "That (i) …; and (ii) …"."""
    marks = list(_INNER.finditer(text))
    numbers = [_value(mark) for mark in marks]
    if len(marks) < 2 or numbers[:2] != [1, 2] or len({_kind(mark) for mark in marks[:2]}) > 1:
        if (
            len(marks) == 1
            and numbers == [1]
            and re.fullmatch(r"(?:that|to)?\W*", text[: marks[0].start()], re.I)
        ):
            yield _resolution(block, text[marks[0].end() :], 1)
            return
        yield _resolution(block, text, None)
        return
    run = [marks[0]]
    for mark in marks[1:]:
        if _kind(mark) == _kind(run[0]) and _value(mark) == _value(run[-1]) + 1:
            run.append(mark)
    for mark, after in zip(run, [*run[1:], None], strict=False):
        yield _resolution(block, text[mark.end() : after.start() if after else None], _value(mark))


def _kind(mark) -> str:
    return "number" if mark["n"] else "roman" if (mark["r"] or mark["l"]) in _ROMAN else "letter"


def _style_of(text: str) -> str:
    mark = _INNER.search(text)
    return _kind(mark) if mark else ""


_ROMAN = {
    numeral: place
    for place, numeral in enumerate(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 1
    )
}


def _value(mark) -> int:
    if mark["n"]:
        return int(mark["n"])
    letters = (mark["r"] or mark["l"]).lower()
    return _ROMAN.get(letters) or ord(letters[0]) - 96


def _is_more_of_same(before: Resolution, block: Block) -> bool:
    """A further unnumbered decision: it opens as the one before it did ("That …", "To …", "The Committee noted …")."""
    if STOP.match(block.text) or block.heading or block.style in ("decimal", "number", "letter", "roman"):
        return False
    first = before.text.split()[:1]
    if first and first[0].lower() in ("that", "to"):
        return block.text.split()[0].lower() == first[0].lower() and (
            first[0].lower() == "that" or bool(_NOTED.match(block.text))
        )
    opening = re.match(r"(?:The )?(?:Committee|Board|Panel|Cabinet|Sub-Committee|Commission)\b", before.text)
    return (
        bool(opening)
        and block.text.startswith(opening[0])
        and bool(
            re.match(
                r"[\w -]{1,40}?\b(?:noted|endorsed|approved|received|agreed|requested|welcomed"
                r"|thanked|accepted|supported)\b",
                block.text,
            )
        )
    )


def _resolution(block: Block, text: str, number: int | None) -> Resolution:
    return Resolution(number, _finish(text), block.line)


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


_EARLIER = re.compile(r"\b(?:previously|at (?:the|its) (?:last|previous) meeting|had been|in \d{4})\b")


def _unmarked(blocks: Sequence[Block], is_decision_page: bool) -> Iterator[Resolution]:
    """Where no marker is printed (some pages lose it): a list that reads as decisions, or a run of "That …"."""
    label = [place for place, block in enumerate(blocks) if re.fullmatch(r"minutes\s*:", block.text, re.I)]
    place = label[0] if label and not is_decision_page else 0  # before it stands what the agenda asked for
    while place < len(blocks):
        listed = _list(blocks, place) if blocks[place].is_item else []
        last = place + len(listed) == len(blocks)
        before = blocks[place - 1].text if place else ""
        if listed and (
            _reads_as_decided(listed, before, is_decision_page) or (last and _closes_page(listed, before))
        ):
            yield from _fold(listed)
            return
        if not listed and _THAT.match(blocks[place].text) and not before.endswith(":"):
            for block in blocks[place:]:
                if not _THAT.match(block.text):
                    return
                yield _resolution(block, block.text, None)
            return
        place += len(listed) or 1


_THAT = re.compile(r"That\s.*[^:]$", re.S)
_DECIDED_ITEM = re.compile(
    r"[Tt]hat\b|To (?:note|receive|endorse|approve|agree|accept|recommend|delegate|adopt|request|support)\b"
    r"|(?:Not|Endors|Approv|Agre|Receiv|Accept|Request|Recommend|Welcom)(?:e|es|s|ed|d)?\b"
    r"|(?:The )?(?:Cabinet|Committee|Board|Panel|Executive) [A-Z]{5,}\b"
    r"|.*\bbe (?:\w+ly |now )?(?:noted|approved|agreed|endorsed|received|accepted|adopted|delegated|welcomed|supported"
    r"|recommended|deferred|promoted|added|provided|submitted|referred|authorised|thanked|congratulated)\b"
)


def _closes_page(items: Sequence[Block], before: str) -> bool:
    """A lettered or numbered list that ends the page, after prose, and tells nothing of what was said."""
    told = r"\b(?:asked|said|explained|reported|advised|thanked|introduced|responded|queried|noted|was|were|had)\b"
    return (
        len(items) > 1
        and items[0].number == 1
        and len(before) > 80
        and before.endswith(".")
        and not any(re.search(told, item.text) for item in items)
    )


def _reads_as_decided(items: Sequence[Block], before: str, is_decision_page: bool) -> bool:
    own = [item for item in items if item.style == items[0].style]
    if re.fullmatch(r"That\W*", before) and own[0].number == 1:
        return True
    if re.search(r"[:–-]\s*$", before) or own[0].number not in (1, None):
        return False  # what somebody was asked to do, or the paragraphs of a report
    if is_decision_page:
        return True
    return own[0].number == 1 and all(_DECIDED_ITEM.match(item.text) for item in own)


def _once(found: Sequence[Resolution]) -> list[Resolution]:
    """One that is printed twice counts once."""
    kept: dict[str, Resolution] = {}
    for item in found:
        key = re.sub(r"^(?:that|to)\s+|\W+", "", item.text.lower())
        if key:
            kept.setdefault(key, item)
    return list(kept.values())
