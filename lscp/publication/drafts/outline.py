"""Pieces of a file → a `Document` that the checks can read, and the words by which a person finds each place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from lscp.publication import document as d
from lscp.publication import grids
from lscp.publication.drafts import whom
from lscp.publication.drafts.pieces import HEADING, ITEM, PARAGRAPH, QUOTATION, TABLE, Piece, Read

OPENING = "the opening"
NUMBER_BEFORE = re.compile(
    r"^(?:(?:chapter|section|appendix)\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[A-Z])[.:)]?\s+(?=\S)", re.I
)
CAPTION = re.compile(r"^(?:table|figure|chart)\s+\d+(?:\.\d+)*\s*[:.–-]?\s*", re.I)
GLOSSARY = re.compile(r"\b(?:glossary|abbreviations|acronyms|words we use|jargon)\b", re.I)
ENTRY = re.compile(
    r"^(?P<term>[^:–=]{2,60}?)\s*(?::|\s[–—-]|=|\bmeans\b|\bstands for\b)\s+(?P<meaning>\S.{3,})$"
)
CONTENTS = re.compile(r"^(?:table of )?contents$", re.I)
DOTS = re.compile(r"\.{4,}\s*\d+\s*$|…\s*\d+\s*$")


@dataclass(frozen=True)
class Draft:
    """A report that was read: the document, where its places are for a person, and which of them point at a source."""

    document: d.Document
    places: Mapping[str, tuple[str, int]]  # the checks' name of a place → (a person's name for it, page or 0)
    cited: frozenset[str]
    doubtful: Mapping[str, bool]  # tables told by where words stand → whether there are gaps in them

    def in_words(self, text: str) -> str:
        """The checks' names of places as a person finds them; where the text is a place alone, its page comes last."""
        if not text or not self.places:
            return text
        alone = self._place_at(text, 0)
        if alone and ";" not in text:
            words, page = self.places[alone]
            return _with_page(f"{words}{text[len(alone) :]}", page)
        said, told = [], 0
        for head in HEAD.finditer(text):
            place = self._place_at(text, head.start()) if head.start() >= told else None
            if place:
                said += [text[told : head.start()], _with_page(*self.places[place])]
                told = head.start() + len(place)
        return "".join([*said, text[told:]])

    def _place_at(self, text: str, start: int) -> str | None:
        """The longest name of a place that stands here, if any. By its head: a report has thousands of them."""
        head = HEAD.match(text, start)
        for name in self._named.get(head[0], ()) if head else ():
            if text.startswith(name, start):
                block = BLOCK.match(text, start + len(name))
                longer = name + block[0] if block else name
                place = longer if longer in self.places else name
                return None if GOES_ON.match(text, start + len(place)) else place
        return None

    @cached_property
    def _named(self) -> Mapping[str, list[str]]:
        """The names of sections and tables by their heads, the longest first."""
        by_head: dict[str, list[str]] = {}
        for name in sorted(self.places, key=len, reverse=True):
            if not (block := LAST_BLOCK.search(name)) or name[: block.start()] not in self.places:
                by_head.setdefault(HEAD.match(name)[0], []).append(name)
        return by_head


HEAD = re.compile(r"(?:the heading of section|section|table) \d+(?:\.\d+)*")  # of every name of a place
BLOCK = re.compile(r", [a-z]+ \d+")
LAST_BLOCK = re.compile(r", [a-z]+ \d+$")
GOES_ON = re.compile(r"[\d.“]")


def _with_page(words: str, page: int) -> str:
    return f"{words} (page {page})" if page else words


@dataclass
class _Chapter:
    heading: str
    level: int
    page: int
    pieces: list[Piece] = field(default_factory=list)
    below: list[_Chapter] = field(default_factory=list)


def build(read: Read, *, title: str, start: date, end: date) -> Draft:
    terms, taken = _glossary(read.pieces)
    chapters = _chapters([piece for place, piece in enumerate(read.pieces) if place not in taken], title)
    made: dict[int, tuple[Piece, ...]] = {}
    sections = tuple(_section(chapter, str(place), made) for place, chapter in enumerate(chapters, 1))
    document = d.Document(
        title,
        "",
        start,
        end,
        sections,
        language=read.language or "en-GB",
        glossary=tuple(terms),
    )
    return _named(document, chapters, made)


def _chapters(pieces: Sequence[Piece], title: str) -> list[_Chapter]:
    top = _Chapter(OPENING, 0, pieces[0].page if pieces else 0)
    path = [top]
    in_contents = False
    for piece in pieces:
        if piece.kind == HEADING:
            in_contents = bool(CONTENTS.match(piece.text))
            if in_contents or (piece.text == title and not top.below):
                continue
            while len(path) > 1 and path[-1].level >= piece.level:
                path.pop()
            chapter = _Chapter(NUMBER_BEFORE.sub("", piece.text) or piece.text, piece.level, piece.page)
            path[-1].below.append(chapter)
            path.append(chapter)
        elif not in_contents and not DOTS.search(piece.text):
            path[-1].pieces.append(piece)
    return [_Chapter(OPENING, 1, top.page, top.pieces)] * bool(top.pieces) + top.below


def _section(chapter: _Chapter, number: str, made: dict) -> d.Section:
    blocks, sources = [], []
    for block, source in _blocks(chapter.pieces):
        blocks.append(block)
        sources.append(source)
    made[number] = tuple(sources)
    below = tuple(_section(each, f"{number}.{place}", made) for place, each in enumerate(chapter.below, 1))
    return d.Section(number, chapter.heading, tuple(blocks), below)


def _blocks(pieces: Sequence[Piece]) -> Iterator[tuple[d.Block, Piece]]:
    """The blocks of a chapter: items that follow one another are one list; a caption goes to its table."""
    items: list[Piece] = []
    for place, piece in enumerate(pieces):
        if items and piece.kind != ITEM:
            yield d.BulletList(tuple(_spans(item) for item in items)), items[0]
            items = []
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        before = pieces[place - 1] if place else None
        if piece.kind == ITEM:
            items.append(piece)
        elif piece.kind == TABLE:
            caption = piece.caption or (_caption(before) if before else "")
            made = grids.table(piece.rows, headers=piece.headers, caption=CAPTION.sub("", caption) or caption)
            if made:
                yield whom.counted(made), piece
            else:
                text = "; ".join(" – ".join(dict.fromkeys(c for c in row if c)) for row in piece.rows)
                yield d.Paragraph(text), piece
        elif piece.kind == QUOTATION:
            yield d.Quotation(piece.text), piece
        elif not (following and following.kind == TABLE and not following.caption and _caption(piece)):
            yield d.Paragraph(_spans(piece)), piece
    if items:
        yield d.BulletList(tuple(_spans(item) for item in items)), items[0]


def _caption(piece: Piece) -> str:
    """The words of a paragraph where they are the caption of the table that follows."""
    said = piece.caption or (piece.text if piece.kind == PARAGRAPH and CAPTION.match(piece.text) else "")
    return said if len(said) <= grids.LONGEST_CAPTION else ""


def _spans(piece: Piece) -> d.Spans:
    """The words with their links; a link whose words are not in the text is left out."""
    spans: list[d.Span] = []
    rest = piece.text
    for words, address in piece.links:
        before, found, after = rest.partition(words) if words else (rest, "", "")
        if found:
            spans += [before] * bool(before) + [d.Link(words, address)]
            rest = after
    return tuple([*spans, rest] if rest or not spans else spans)


def _glossary(pieces: Sequence[Piece]) -> tuple[list[d.Term], set[int]]:
    """(the terms of a glossary, the places of the pieces that hold them): a list, "term: meaning", or a table."""
    terms: list[d.Term] = []
    taken: set[int] = set()
    inside, level = False, 0
    for place, piece in enumerate(pieces):
        if piece.kind == HEADING:
            ends = inside and piece.level <= level
            if GLOSSARY.search(piece.text):
                inside, level = True, piece.level
            elif ends:
                inside = False
            continue
        if place in taken or not (inside or (piece.kind == TABLE and GLOSSARY.search(piece.caption))):
            continue
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        if piece.kind == TABLE:
            found = [d.Term(row[0], row[1]) for row in piece.rows if len(row) >= 2 and row[0] and row[1]]
            held = {place}
        elif entry := ENTRY.match(piece.text):
            found, held = [d.Term(entry["term"], entry["meaning"])], {place}
        elif len(piece.text) <= 60 and following and following.kind == PARAGRAPH:
            found, held = (
                [d.Term(piece.text, following.text)],
                {place, place + 1},
            )  # the word, then its meaning
        else:
            continue
        terms += found
        taken |= held
    return terms, taken


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────


def _named(document: d.Document, chapters, made) -> Draft:
    places: dict[str, tuple[str, int]] = {}
    cited: set[str] = set()
    doubtful: dict[str, bool] = {}
    pages = dict(_pages(chapters, ""))
    for number, _, section in d.walk_sections(document):
        words = section.heading if section.heading == OPENING else f"section “{_cut(section.heading)}”"
        places[f"section {number} “{section.heading}”"] = places[f"section {number}"] = (words, pages[number])
        places[f"the heading of section {number}"] = (f"the heading “{_cut(section.heading)}”", pages[number])
    tables = 0
    of_section: dict[str, int] = {}
    for placed in d.walk_blocks(document):
        place = of_section[placed.number] = of_section.get(placed.number, -1) + 1
        source = made[placed.number][place]
        chapter = places[f"section {placed.number}"][0]
        if isinstance(placed.block, d.Table):
            tables += 1
            caption = placed.block.caption
            name = f"table {tables}" + (f" “{_cut(caption)}”" if caption else "")
            if not source.page:
                name += f" ({chapter})"
            full = f"table {tables}" + (f" “{caption}”" if caption else "") + f" (section {placed.number})"
            places[full] = places[placed.where] = (name, source.page)
            if source.doubtful:
                gaps = any(not cell for row in source.rows[1:] for cell in row)
                doubtful |= {full: gaps, placed.where: gaps}
        else:
            places[placed.where] = (f"{chapter}, {placed.kind} {placed.position}", source.page)
        if source.cited:
            cited.add(placed.where)
    return Draft(document, places, frozenset(cited), doubtful)


def _pages(chapters, prefix: str) -> Iterator[tuple[str, int]]:
    for place, chapter in enumerate(chapters, 1):
        yield f"{prefix}{place}", chapter.page
        yield from _pages(chapter.below, f"{prefix}{place}.")


def _cut(text: str) -> str:
    return text if len(text) <= 80 else text[:79].rsplit(" ", 1)[0] + "…"
