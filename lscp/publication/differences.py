"""What changed between two texts of a report, in the order in which it is read. Pure."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from lscp.publication import document as d

PIECES = re.compile(r"\w+|\s+|[^\w\s]")  # words, spaces, and each mark on its own


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
        for kind, a, b, x, y in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            before += [("".join(old[a:b]), kind != "equal")] if a < b else []
            after += [("".join(new[x:y]), kind != "equal")] if x < y else []
        return before, after


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
