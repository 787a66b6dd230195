"""The report to the committee: each part that it must have, with what was written for it. Pure.

What only a person can know stands under its heading in the chapter; what nobody wrote is a gap, never an invention.
"""

from __future__ import annotations

from lscp import rulebook
from lscp.publication import document as d

COMMITTEE = "committee"


def parts(document: d.Document) -> list[tuple[rulebook.Part, tuple[d.Block, ...]]]:
    """Each part in the rulebook's order, then those that the writers added, each with what was written for it."""
    known = next(one for one in rulebook.retellings() if one.code == COMMITTEE).parts
    written = d.retelling(document, COMMITTEE)
    found = {_key(section.heading): section for section in written.sections} if written else {}
    told = [(part, found.pop(_key(part.heading), None)) for part in known]
    told += [(rulebook.Part(heading=section.heading), section) for section in found.values()]
    return [(part, section.blocks if section else ()) for part, section in told]


def gaps(document: d.Document) -> list[rulebook.Part]:
    """The parts that nobody wrote and that the report itself cannot fill."""
    return [part for part, blocks in parts(document) if not blocks and not part.from_report]


def opening(document: d.Document) -> tuple[d.Block, ...]:
    """What the chapter says before its first heading."""
    written = d.retelling(document, COMMITTEE)
    return written.blocks if written else ()


def _key(heading: str) -> str:
    return " ".join(heading.casefold().split())
