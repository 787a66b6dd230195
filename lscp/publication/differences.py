"""What changed between two texts of a report, in the order in which it is read. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lscp.publication import document as d

PIECES = re.compile(r"\w+|\s+|[^\w\s]")  # words, spaces, and each mark on its own
# Pieces of one text times those of the other. Beyond, two texts that have little in common would take long to compare.
MOST_COMPARED = 1_000_000


@dataclass(frozen=True)
class Difference:
    """One place: ``was`` is empty where something was added, ``now`` where something was taken out."""

    where: str
    was: str
    now: str

    @property
    def marked(self) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
        """Both texts as runs of (words, whether they differ), so that a changed comma can be seen."""
        old, new = PIECES.findall(self.was), PIECES.findall(self.now)
        before, after = [], []
        for kind, a, b, x, y in _steps(old, new):
            before += [("".join(old[a:b]), kind != "equal")] if a < b else []
            after += [("".join(new[x:y]), kind != "equal")] if x < y else []
        return before, after


def _steps(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As ``get_opcodes``: what both begin and end with is set aside first, so that a long text is read quickly."""
    most = min(len(old), len(new))
    start = next((n for n in range(most) if old[n] != new[n]), most)
    end = next((n for n in range(most - start) if old[-1 - n] != new[-1 - n]), most - start)
    left, right = old[start : len(old) - end], new[start : len(new) - end]
    yield "equal", 0, start, 0, start
    if len(left) * len(right) > MOST_COMPARED:
        yield "replace", start, start + len(left), start, start + len(right)
    else:
        for kind, *places in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield kind, *(place + start for place in places)
    yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def differences(before: d.Document, after: d.Document) -> list[Difference]:
    """Every line that differs: headings, paragraphs, points of lists, rows of tables, claims and their evidence."""
    old, new = list(lines(before)), list(lines(after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found = []
    for kind, a, b, x, y in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = max(b - a, y - x)
        was, now = old[a:b] + [None] * (pairs - (b - a)), new[x:y] + [None] * (pairs - (y - x))
        found += [_difference(left, right) for left, right in zip(was, now, strict=True)]
    return found


def lines(document: d.Document):
    """The document as (where, text), one for each thing a reader would read in one breath."""
    yield "", document.title
    for erratum in document.errata:
        yield "the correction at the top", f"“{erratum.was}” is now “{erratum.now}”. {erratum.reason}".strip()
    for _, _, section in d.walk_sections(d.whole(document)):
        yield section.heading, section.heading
        for block in section.blocks:
            yield from ((section.heading, text) for text in _block_lines(block))
    for term in document.glossary:
        yield "Words we use", f"{term.term}: {term.meaning}"


def _block_lines(block):
    if isinstance(block, d.ChartImage):
        yield block.alt
        block = block.table
    if isinstance(block, d.Table):
        yield block.caption
        yield " | ".join(column.heading for column in block.columns)
        for row in block.rows:
            yield " | ".join(d.show_value(cell, c.unit) for cell, c in zip(row, block.columns, strict=True))
        yield from (text for text in (block.note, block.source) if text)
        return
    if isinstance(block, d.Notice):
        yield block.heading
    for spans in d.block_spans(block):
        yield d.plain(spans)
    if isinstance(block, d.Claim):
        for evidence in block.evidence:
            yield f"How we know: {evidence.label}. {evidence.quoted}".strip()


def _difference(left, right):
    where = (right or left)[0]
    return Difference(where, left[1] if left else "", right[1] if right else "")
