"""Whom a table counts, told by its words, where nobody marked it: children, something that is not people, or unsaid."""

from __future__ import annotations

import dataclasses
import re

from lscp.publication import document as d
from lscp.publication.checks.scopes import ADULT_WORDS
from lscp.publication.checks.small_numbers import CHILD_WORDS, row_labels

COUNTS_OTHERS = re.compile(
    r"\b(?:recommendations?|audits?|meetings?|actions?|training|courses?|attendees|delegates|staff|workforce|"
    r"practitioners|professionals|policies|budget|income|expenditure|spend\w*|funding|contributions?|costs?|standards|"
    r"objectives|milestones|vacanc\w+|social workers|newsletters?|bulletins?|membership|"
    r"attendance (?:at|by agency|of (?:members|partners)))\b",
    re.I,
)
INSTITUTION = re.compile(
    r"\bsafeguarding children\b|\byouth (?:justice|offending|service)\b"
    r"|\bchild(?:ren)?['’]?s?['’]? (?:services|social care|safeguarding|partnership|board|trust|directorate|"
    r"department|cent(?:re|er)s?|homes?|hospital|scrutiny|and families|"
    r"and young people['’]?s? (?:services?|scrutiny|directorate))\b",
    re.I,
)
# A count by one of these leads to a child sooner: a handful of children of one ethnicity.
CHARACTERISTIC = re.compile(
    r"\b(?:ethnic\w*|disab\w+|religion|faith|nationalit\w+|wards?|schools?|sex|gender\w*|language)\b",
    re.I,
)


def counted(table: d.Table) -> d.Table:
    """The table with its scope, so that small counts of children are errors and counts of meetings are nothing."""
    headings = [table.caption, *(column.heading for column in table.columns)]
    own = [INSTITUTION.sub("", text) for text in (*headings, *(label for _, label in row_labels(table)))]
    if COUNTS_OTHERS.search(f"{table.caption} | {table.columns[0].heading}") or _all_money(table):
        scope = d.NOT_PEOPLE
    elif not any(CHILD_WORDS.search(text) for text in own):
        scope = "" if any(ADULT_WORDS.search(text) for text in own) else d.NOT_PEOPLE
    elif ADULT_WORDS.search(table.caption):
        scope = ""
    else:
        scope = d.CHILDREN if any(CHARACTERISTIC.search(text) for text in headings) else ""
    return dataclasses.replace(table, scope=scope)


def _all_money(table: d.Table) -> bool:
    return any(column.unit == "£" for column in table.columns[1:])
