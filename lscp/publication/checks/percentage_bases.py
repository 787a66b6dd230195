"""Percentages that do not say what they are percentages of: `percentage-base`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from lscp.publication import document as d
from lscp.publication.checks.casts import is_added, is_share
from lscp.publication.checks.finding import (
    NOTE,
    WARNING,
    Finding,
    passages,
    placed_figures,
    placed_tables,
    short,
)
from lscp.publication.checks.numbers import DIGITS

PERCENT = rf"{DIGITS}\s?(?:%|per\s?cent)"
OF_A_SHARE = re.compile(
    rf"\b(?:of|among|within)\s+(?:the|this|that|these|those)\s+(?:remaining|other|"
    rf"rest)?\s*{PERCENT}[^.;]{{0,60}}?{PERCENT}"
    rf"|\b{PERCENT} of (?:the|this|that|these|those) {PERCENT}"
    rf"|\bthe (?:remaining|other) {PERCENT}[^.;]{{0,40}}?{PERCENT}",
    re.I,
)
# "Attendance was 93%, so 7% of pupils are missing": sessions, visits and appointments are not children.
THE_REST = re.compile(
    rf"\b(?:attendance|rate|take-?up|uptake|coverage|completion)\b[^.;]{{0,40}}?(?P<one>{DIGITS})\s?(?:%|"
    rf"per\s?cent)[^.;]{{0,30}}?"
    rf"\b(?:so|meaning|means|leaving|therefore|i\.e\.)\b[^.;]{{0,30}}?(?P<other>{DIGITS})\s?(?:%|per\s?cent)",
    re.I,
)


def percentage_base(document: d.Document) -> Iterator[Finding]:
    """A percentage must say what it is a percentage of."""
    for where, table in placed_tables(document):
        shares = [column for column in table.columns if is_share(column)]
        counted = any(
            not is_share(column) and is_added(column) and any(d.is_number(row[x]) for row in table.rows)
            for x, column in enumerate(table.columns)
        )
        if (
            shares
            and not counted
            and not re.search(r"\bn ?=|\bbase\b|\bout of\b|\d+ (?:children|families|cases)", table.note)
        ):
            yield Finding(
                "percentage-base",
                NOTE,
                where,
                shares[0].heading,
                "The table gives percentages but not how many they are percentages of. Add a column with the "
                "number, or say it in the note under the table (“base: 240 children”).",
            )
    for passage in passages(document):
        for sentence in passage.sentences:
            if found := OF_A_SHARE.search(sentence):
                yield Finding(
                    "percentage-base",
                    WARNING,
                    passage.where,
                    short(sentence),
                    f"“{short(found.group(), 60)}” takes a percentage of a percentage, and readers cannot "
                    "tell of what. Check that both count the same thing (sessions are not pupils), then "
                    "give the numbers: “34 of 200 pupils (17%)”.",
                )
            for found in THE_REST.finditer(sentence):
                if Decimal(found["one"].replace(",", "")) + Decimal(found["other"].replace(",", "")) == 100:
                    yield Finding(
                        "percentage-base",
                        WARNING,
                        passage.where,
                        short(sentence),
                        f"{found['other']}% is what is left of a rate of {found['one']}%. A rate counts sessions, "
                        f"visits or "
                        "appointments, and one child can miss many: say what it is a percentage of, or give the "
                        "number of "
                        "children.",
                    )
    for passage, figure in placed_figures(document):
        if figure.unit == "%" and figure.denominator is None and d.is_number(figure.value):
            yield Finding(
                "percentage-base",
                NOTE,
                passage.where,
                d.show_value(figure.value, "%"),
                "This percentage does not say what it is a percentage of. Add its numerator and denominator "
                "to the figure, so that “how we know” can print them.",
            )
