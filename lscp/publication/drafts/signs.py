"""What in a report written elsewhere answers each item of the requirements, told by its headings and its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lscp import rulebook
from lscp.publication import document as d
from lscp.publication.checks.finding import ERROR, WARNING, Finding, Passage, passages
from lscp.publication.checks.requirements import RequiredItem, headings_of, required_item, says_something

SPOKEN = ("paragraph", "list", "quotation", "claim", "notice")


class Sign(rulebook.Entry):
    """The headings and phrases that show where an item is answered."""

    items: tuple[str, ...]
    headings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


class _Signs(rulebook.Entry):
    title: str
    note: str
    signs: tuple[Sign, ...]


@lru_cache(maxsize=1)
def signs() -> dict[str, Sign]:
    """Each item's signs, by its number."""
    return {item: sign for sign in rulebook.read(_Signs, "drafts/signs.yaml").signs for item in sign.items}


def required(
    document: d.Document, requirements: rulebook.RequirementSet
) -> tuple[tuple[RequiredItem, ...], list[Finding]]:
    """(each item with where it is answered, a finding for each that nothing answers)."""
    spoken = [passage for passage in passages(document) if passage.kind in SPOKEN]
    items = tuple(required_item(item, _answered(item, document, spoken)) for item in requirements.items)
    missing = [
        _missing(item, told) for item, told in zip(requirements.items, items, strict=True) if not told.met
    ]
    return items, missing


def _answered(item: rulebook.Requirement, document: d.Document, spoken: list[Passage]) -> list[str]:
    """Where the item is answered: chapters by their headings, else passages by their words; at most two."""
    sign = signs().get(item.id)
    if sign is None:
        return []
    found = list(_chapters(sign, document))[:2]
    return found or [passage.where for passage in spoken if _pattern(sign.phrases).search(passage.text)][:2]


def _chapters(sign: Sign, document: d.Document) -> Iterator[str]:
    for number, _, section in d.walk_sections(document):
        if sign.headings and _pattern(sign.headings).search(section.heading) and says_something(section):
            yield f"section {number} “{section.heading}”"


@lru_cache(maxsize=128)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern:
    """Phrases as one pattern: at the beginning of a word, "…" for other words of the same sentence."""
    if not phrases:
        return re.compile(r"(?!)")
    parts = [
        r"[^.!?]{0,200}?\b".join(re.escape(part.strip()).replace(r"\ ", r"\s+") for part in p.split("…"))
        for p in phrases
    ]
    return re.compile(rf"\b(?:{'|'.join(parts)})", re.I)


def _missing(item: rulebook.Requirement, told: RequiredItem) -> Finding:
    headings = " or ".join(f"“{heading}”" for heading in headings_of(item.sections))
    return Finding(
        "required",
        ERROR if item.force == "must" and not item.unsure else WARNING,
        "the whole report",
        item.text,
        f"Nothing in the words or headings seems to answer {item.id} ({item.force}, {item.citation}). If it does, "
        f"give it a heading that says so; if not, write it (usually under {headings})."
        + (f" {told.caution}" if told.caution else ""),
    )
