"""What a check tells an agency about the text that it was asked for. Pure.

Officers can add to the glossary, make claims or record a person; whoever writes by a link can change their own words
and nothing else, and knows neither the report's numbering nor its other chapters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from lscp.publication import checks
from lscp.publication import document as d

# What officers are told to do → what an agency can do. A test keeps the words on the left those of the checks.
THEIR_PART = {
    "Make it a claim with its evidence (a figure before and after, an audit, what children said), or": "Say beside it "
    "what shows it (a figure before and after, an audit, what children said), or",
    ", or add it to the glossary.": ".",
    "Use the pseudonym agreed for the review. If it is a pseudonym, add it to the list of pseudonyms; if it is a "
    "professional's name, add the person to the record.": "Take it out, or write “a child”. If it is the name of "
    "somebody at work, leave it, and say so when you send your text.",
    "Hide it (print “c” and the reason) or join it with another group, and hide a second number so that it cannot be "
    "worked out.": "Write “c” in its place, or join it with another group; then write “c” for a second number in its "
    "row and column, so that it cannot be worked out.",
    "Hide the next smallest number as well, or round the total.": "Write “c” for the next smallest number as well.",
    "check that no other number in the report": "check that no other number in your text",
    "Make it a real list, so that a screen reader says how many items there are; where it is a heading, make it a real "
    "heading.": "Begin each point with “- ” on a line of its own, and a heading with “## ”.",
    "This table has no caption. Say in a few words what it shows, for whom and when.": "This table has no caption. In "
    "the line above it write “Table: ” and what it shows, for whom and when.",
    ", or use the partnership's own number.": ".",
    ", or use the partnership's own address.": ".",
}
NOT_THEIRS = (
    "the title",
    "the subtitle",
    "the document",
)  # what the report is called is the officers' to mend
SECTION = re.compile(r"\bsection (?P<number>\d+(?:\.\d+)*)(?P<named> (?=“))?")


def told(findings: Iterable[checks.Finding], document: d.Document) -> tuple[checks.Finding, ...]:
    """The findings as the agency reads them. Places go by their headings: the text has other numbers in the report."""
    headings = {number: f"“{section.heading}”" for number, _, section in d.walk_sections(document)}

    def placed(words: str) -> str:
        return SECTION.sub(
            lambda found: "" if found["named"] else headings.get(found["number"], "this text"), words
        )

    return tuple(
        replace(finding, where=placed(finding.where), message=placed(_theirs(finding.message)))
        for finding in findings
        if finding.where not in NOT_THEIRS
    )


def _theirs(message: str) -> str:
    for ours, theirs in THEIR_PART.items():
        message = message.replace(ours, theirs)
    return message
