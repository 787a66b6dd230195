"""Lines → blocks: paragraphs and list items with their markers, hard-wrapped lines joined, sentences told apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .marks import mark_in, mood
from .reading.lines import ROMAN, Line, tidy


@dataclass(frozen=True)
class Block:
    """A paragraph or list item. `style` is decimal, number, roman, letter or bullet; None for a paragraph. `cells` are
    those of a table's row."""

    text: str
    line: int
    style: str | None = None
    number: int | None = None
    heading: int = 0
    margin: str = ""
    cells: tuple[str, ...] = ()

    @property
    def is_item(self) -> bool:
        return self.style in ("number", "roman", "letter", "bullet")


@dataclass(frozen=True)
class Sentence:
    text: str
    line: int
    paragraph: int


_BULLETS = "•·●▪◦‣○■□–—*§\uf0b7\uf0a7\uf02d\uf0d8➢✓➤►❖-"
_MARKER = re.compile(
    rf"(?:(?P<bullet>[{re.escape(_BULLETS)}]|o(?=\s+[A-Z]))(?:\s+|$))?"
    r"(?:(?P<decimal>\d{1,3}(?:\.\d{1,3}){1,3}\.?)(?=\s)"
    r"|[(\[]?(?P<number>\d{1,3})(?:\.\)|[)\]]|\.)(?=\s|[A-Z]|$)|(?P<number2>\d{1,2})(?::| [–-])(?=\s+[A-Za-z])"
    r"|\((?P<roman>[ivxl]{1,5}|[IVX]{1,4})\)|(?P<roman2>[ivx]{1,5}|[IVX]{2,4})[.)](?=\s|$)"
    r"|\((?P<letter>[a-zA-Z])\)|(?P<letter2>[a-z])[.)](?=\s)|(?P<letter3>[A-H])\)(?=\s))?\s*"
)


def blocks_of(lines: Sequence[Line]) -> list[Block]:
    """The paper's blocks, in order; empty lines only part them."""
    wrapped = _is_wrapped(lines)
    width = _width(lines)
    blocks: list[Block] = []
    open_block = False
    last = ""
    for place, line, text in _parts(lines):
        before, last = last, text
        if not text:
            open_block = False
            continue
        text = text.removesuffix(line.margin).strip(" |")
        block = _block(text, place, line.heading, blocks[-1] if blocks else None)
        block = replace(block, margin=line.margin, cells=line.cells)
        if len(before) < width * 0.8 and before.endswith((".", ":", ";")) and text[:1].isupper():
            open_block = False  # the short last line of a paragraph
        if blocks and not open_block and _broken_off(blocks[-1], block) and not blocks[-1].heading:
            open_block = True  # a blank line in the middle of a sentence
        if open_block and (wrapped or _broken_off(blocks[-1], block)) and _runs_on(blocks[-1], block):
            joined = f"{blocks[-1].text} {block.text}"
            blocks[-1] = replace(blocks[-1], text=joined, margin=blocks[-1].margin or block.margin)
        elif block.text:
            blocks.append(block)
        elif block.is_item:  # a marker alone on its line: its text is the next one
            blocks.append(block)
            open_block = False
            continue
        open_block = True
    return _with_lone_markers_joined(blocks)


_LABEL = re.compile(r"\s*(?<![\w-])((?:Minutes|Additional documents|Supporting documents):)(?=\s|$)\s*")
_AFTER_FILE = re.compile(r"(?<=\d [KM]B)\s+(?=[A-Z])|(?<=\d[KM]B)\s+(?=[A-Z])")
_PURPOSE = re.compile(
    r"\s+(?=To (?:receive|consider|note|provide|approve|agree|scrutinise|review|disclose|confirm"
    r"|sign|examine|discuss)\b)"
)


def _parts(lines: Sequence[Line]) -> Iterator[tuple[int, Line, str]]:
    """Lines with their places; a line in which a page's cells or items ran together is parted where each begins."""
    for place, line in enumerate(lines, start=1):
        whole = _without_markup(line.text)
        if line.indexed:
            whole = re.sub(r"^(\d+) ", r"\1. ", whole)
        if re.match(r"[A-Z]:\\\S", whole):  # the file's own name at its foot
            continue
        for text in _RUN_ON.split(whole):
            if re.search(r"(?:Minutes|documents):|\d ?[KM]B\s+[A-Z]", text):
                yield from ((place, line, cell) for cell in _cells(text))
            else:
                yield place, line, text


# A label or a bullet in the middle of a line begins a line of its own.
_RUN_ON = re.compile(r"(?<=[.|)\]])\s+(?=(?:Decisions?|Action by|ACTIONS?):\s)|\s+(?=[•●▪·]\s+\S)")


def _cells(text: str) -> Iterator[str]:
    """The cells of a web page that ran together in one line, parted where their labels and purposes stand."""
    for part in _LABEL.sub(r"\n\1\n", _AFTER_FILE.sub("\n", text)).split("\n"):
        head = _PURPOSE.split(part, maxsplit=1) if len(part) < 1500 else [part]
        yield from (cell.strip() for cell in head if cell.strip())
    yield ""


def _without_markup(text: str) -> str:
    text = re.sub(r"\*\*|__|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)|^#{1,6}\s+|^>\s+|^[|\s]+", "", text)
    text = re.sub(r"^(\d{1,3}(?:\.\d{1,3})?)\.?\s*\|\s*", r"\1. ", text)  # the number of a table's row
    text = re.sub(r"^([A-Z]{0,6}[/. -]?\d{1,5}(?:/\d{1,5}){0,2})\s*\|\s*", r"\1 ", text)
    text = re.sub(r"[\s|]+$|(?<=:)\s*\|", "", text)
    return tidy(text.replace("\t", " "))


def _block(text: str, place: int, heading: int, before: Block | None) -> Block:
    found = _MARKER.match(text)
    rest = text[found.end() :]
    if found["decimal"]:
        return Block(rest, place, "decimal", int(found["decimal"].rstrip(".").split(".")[-1]), heading)
    if number := found["number"] or found["number2"]:
        return Block(rest, place, "number", int(number), heading)
    if bare := _is_next_of_list(text, before):
        return Block(text[bare.end() :], place, "number", int(bare[1]), heading)
    letter, roman = found["letter"] or found["letter2"] or found["letter3"], found["roman"] or found["roman2"]
    if capital := re.match(r"([A-H](?=[.:])|I(?=[.)]))[.:)]\s+", text):
        said = text[capital.end() :]
        opens = mood(said) or (before and (mark_in(before.text) or re.match("That the", before.text)))
        if capital[1] == "I" and opens:
            roman, rest = "i", said
        elif before and (_is_next_letter(capital[0][:2], before) or (capital[0][:2] == "A." and opens)):
            letter, rest = capital[1], said
    roman = roman and roman.lower()
    if roman and len(roman) == 1 and before and before.style == "letter" and before.number == ord(roman) - 97:
        letter, roman = roman, None  # (h) then (i): still the alphabet
    if roman and roman in ROMAN:
        return Block(rest, place, "roman", ROMAN.index(roman) + 1, heading)
    if letter:
        return Block(rest, place, "letter", ord(letter.lower()) - 96, heading)
    if found["bullet"]:
        return Block(rest, place, "bullet", None, heading)
    return Block(text, place, None, None, heading)


def _is_next_of_list(text: str, before: Block | None):
    """ "1 the report be noted;" after "RESOLVED that", and "2 …" after that: numbers without any sign."""
    bare = re.match(r"(\d{1,2}) (?=[A-Za-z])", text)
    if not bare or before is None:
        return None
    if bare[1] == "1":
        return (
            bare
            if re.match(
                r"(?:RESOLVED|Resolved|AGREED|Agreed|DECI).*(?:that|to|\)|:|[–-]|ED|ION)$", before.text
            )
            else None
        )
    carries_on = (before.style, before.number) == ("number", int(bare[1]) - 1)
    return bare if carries_on and re.search(r"(?:[.;,]|\band|\bor)$", before.text) else None


def _is_next_letter(marker: str, before: Block) -> bool:
    """ "A: …" after "That Cabinet:" and "B: …" after that are a list; after a question "A:" is its answer."""
    if marker[0] == "A":
        return marker == "A:" and before.text.endswith(":") and not re.match(r"Q|Question", before.text)
    return before.style == "letter" and before.number == ord(marker[0]) - 65


_MINUTE_NUMBER = re.compile(
    r"(?:(?:Agenda )?[Ii]tem \d{1,2}|[A-Z]{1,5}[/. -]?\d{1,4}|\d{1,4}/\d{1,4})(?:/\d{1,4})?\.?"
)


def _with_lone_markers_joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if joined and joined[-1].is_item and not joined[-1].text and not block.is_item:
            joined[-1] = replace(joined[-1], text=block.text, heading=block.heading or joined[-1].heading)
        elif joined and _MINUTE_NUMBER.fullmatch(joined[-1].text) and re.match(r"[A-Z][A-Za-z]", block.text):
            joined[-1] = replace(block, text=f"{joined[-1].text.rstrip('.')}. {block.text}")
        else:
            joined.append(block)
    return [block for block in joined if block.text]


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """True where the file breaks its lines at a fixed width, so that a paragraph runs over several."""
    texts = [line.text for line in lines if line.text and not line.heading]
    if len(texts) < 4 or max(map(len, texts)) > 140:
        return False
    broken = sum(
        1
        for line, after in pairwise(lines)
        if len(line.text) > 45
        and re.search(r"[\w,’'”)]$", line.text)
        and re.match(r"[a-z(‘“]|\d+(?![\d.)/])", after.text)
    )
    return broken >= max(2, len(texts) * 0.1)


def _width(lines: Sequence[Line]) -> int:
    """How long the longer lines are."""
    lengths = sorted(len(line.text) for line in lines if line.text)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


_STANDS_ALONE = re.compile(
    r"(?:\d{1,2}/\d{1,2}/\d{4}|RESOLVED|Resolved|DECISION|Decision|ACTION|Action|AGREED|Minutes:|Supporting documents"
    r"|Reasons? for|Agenda item"
    r"|Additional documents|Issue - meetings|Meeting:|Q\d*[:.]|A\d*[:.]|Question|Answer|Response:)"
)


def _broken_off(before: Block, block: Block) -> bool:
    """A line that stops in the middle of a sentence, in a file that is not otherwise wrapped."""
    end = before.text[-1:]
    return (end.islower() or end == ",") and block.text[:1].islower()


def _runs_on(before: Block, block: Block) -> bool:
    if block.style is not None or block.heading or before.heading or _STANDS_ALONE.match(block.text):
        return False
    if re.match(r"(?:RESOLVED|DECISION|ACTION|Minutes:?|Decision:?|Agenda item)\W*$", before.text):
        return False
    return len(before.text) > 40 or block.text[:1].islower()


# Sentences -------------------------------------------------------------------------------------------------

_END = re.compile(r"[.!?]['\"’”)\]]*\s+(?=['\"‘“(\[]*[A-Z0-9£])|\?\s+(?=[–—-]\s+[A-Z])")
_NOT_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Cllr|Cllrs|Coun|Rev|Revd|St|No|Nos|para|paras|pp?|vs|cf|approx"
    r"|i\.e|e\.g|etc|Det|Supt|Ch|Insp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Ltd|Ref|ref|ext|Hon)"
    r"|(?<!Child )(?<!Baby )(?<!Family )(?<!Appendix )(?<!Annex )\b[A-Z])\.$"
)


def sentences_of(block: Block, paragraph: int = 0) -> list[Sentence]:
    """The block's sentences; an abbreviation or an initial does not end one."""
    found, start = [], 0
    for end in _END.finditer(block.text):
        stop = end.start() + len(end[0].rstrip())
        if _NOT_END.search(block.text[max(start, stop - 12) : stop]):
            continue
        found.append(block.text[start:stop].strip())
        start = end.end()
    found.append(block.text[start:].strip())
    return [
        Sentence(part, block.line, paragraph)
        for text in found
        for part in ([text] if len(text) <= _LONGEST else _LONG.findall(text))
        if part.strip()
    ]


# No clerk writes a longer sentence; a text without full stops is cut, so that reading stays quick whatever comes.
_LONGEST = 1000
_LONG = re.compile(rf".{{1,{_LONGEST}}}(?:[;:,]\s|\s|$)|.{{{_LONGEST}}}", re.S)
