"""What the guidance in force asks for, and what in the document answers it: `required`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lscp import rulebook
from lscp.publication import document as d
from lscp.publication.checks.finding import (
    ERROR,
    WARNING,
    Finding,
    block_passages,
)

ENOUGH_WORDS = 15  # fewer than this in a section says nothing that could meet a requirement
CHECK_THE_TEXT = (
    "This item has no stored source: check it against the primary text of the guidance before relying on it."
)


@dataclass(frozen=True)
class RequiredItem:
    """One item of the requirement set in force, and what in the document meets it (`where` is empty if nothing)."""

    item: str
    met: bool
    where: str
    text: str
    force: str
    citation: str
    confidence: str
    caution: str

    @property
    def confirmed(self) -> bool:
        """Whether somebody read the guidance itself: a caution says that nobody has."""
        return not self.caution


def required_items(document: d.Document, requirements: rulebook.RequirementSet) -> tuple[RequiredItem, ...]:
    """Each requirement, met or missing.

    A section meets an item when somebody marked it so (`Section.meets`) and it has something in it: at least a
    sentence or two, a table or a claim. That it has the usual heading is not enough.
    """
    filled = [(f"section {n} “{s.heading}”", s) for n, _, s in d.walk_sections(document) if says_something(s)]
    return tuple(
        required_item(item, [where for where, section in filled if item.id in section.meets])
        for item in requirements.items
    )


def required_item(item: rulebook.Requirement, met_by: list[str]) -> RequiredItem:
    caution = item.caution or (CHECK_THE_TEXT if item.unsure else "")
    where = "; ".join(met_by)
    return RequiredItem(
        item.id, bool(met_by), where, item.text, item.force, item.citation, item.confidence, caution
    )


def says_something(section: d.Section) -> bool:
    words = 0
    for block in section.blocks:
        if isinstance(block, d.Table | d.ChartImage | d.Claim):
            return True
        placed = d.Placed(block, section, "", 1)
        words += sum(len(passage.text.split()) for passage in block_passages(placed))
    return words >= ENOUGH_WORDS or any(says_something(below) for below in section.sections)


def required(document: d.Document, requirements: rulebook.RequirementSet) -> Iterator[Finding]:
    """What the guidance in force asks for and no section is marked as answering."""
    sections = {section.code: (number, section) for number, _, section in d.walk_sections(document)}
    missing = {item.item for item in required_items(document, requirements) if not item.met}
    for item in requirements.items:
        if item.id not in missing:
            continue
        where, todo = _what_to_do(item, [sections[code] for code in item.sections if code in sections])
        caution = required_item(item, []).caution
        yield Finding(
            "required",
            ERROR if item.force == "must" and not item.unsure else WARNING,
            where,
            item.text,
            f"No section answers {item.id} ({item.force}, {item.citation}). {todo}"
            + (f" {caution}" if caution else ""),
        )


def _what_to_do(item: rulebook.Requirement, usual: list[tuple[str, d.Section]]) -> tuple[str, str]:
    """(where to look, what to do): mark a section that is written, write one that is begun, or add one."""
    for number, section in usual:
        if says_something(section):
            where = f"section {number} “{section.heading}”"
            return where, f"If {where} does, mark it there; if not, write it."
    for number, section in usual:
        where = f"section {number} “{section.heading}”"
        return where, f"Write {where}, which is still empty, and mark that it answers this."
    headings = " or ".join(f"“{heading}”" for heading in headings_of(item.sections))
    return "the whole report", f"Write it (usually under {headings}) and mark the section that answers it."


def headings_of(codes: Sequence[str]) -> list[str]:
    headings = {section.code: section.heading for section in rulebook.sections()}
    return [headings.get(code, code) for code in codes]
