"""What would stop somebody who cannot see the page, or a colour, or a mouse pointer: `accessibility`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lscp.publication import document as d
from lscp.publication.checks.abbreviations import shouts
from lscp.publication.checks.finding import (
    ERROR,
    NOTE,
    WARNING,
    Finding,
    around,
    passages,
    placed_tables,
    short,
)

SAYS_NOTHING = re.compile(
    r"^\s*(?:click |tap |press )?(?:here|this|this link|link|more|read more|find out more|learn more|"
    r"details|download|see more|website|page|document)\s*[.…>»]*\s*$",
    re.I,
)
BARE_ADDRESS = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.I)
BY_COLOUR = re.compile(
    r"\b(?:shown|marked|highlighted|coloured|shaded|rated|in|is|are)\s+(?:in\s+)?(?:red|amber|green|"
    r"orange|yellow|blue)\b"
    r"(?!\s+(?:lane|road|street|park|bridge|cross|school|house))|\bthe (?:red|green|amber|blue|yellow|"
    r"orange) (?:line|bar|cell|box|area|row|column|segment)s?\b",
    re.I,
)
TYPED_LIST = re.compile(r"^\s*(?:[•▪●◦‣·*–—-]|\d{1,2}[.)]|[a-z][.)])\s+\S")
POOR_ALT = re.compile(
    r"^\s*(?:(?:an? )?(?:image|picture|chart|graph|figure|photo|diagram|logo)(?: of| \d+)?|untitled|"
    r"img\S*)\W*\d*\s*$",
    re.I,
)
SHORTEST_ALT = 20
DEEPEST = 5


def accessibility(document: d.Document) -> Iterator[Finding]:
    """What would stop somebody who cannot see the page, or a colour, or a mouse pointer."""
    if not document.title.strip():
        yield _no(
            "the document",
            "",
            "The document has no title. Write one: it is the first thing a screen reader says.",
        )
    if not re.fullmatch(r"[a-z]{2,3}(?:-[A-Z]{2})?", document.language):
        yield _no("the document", document.language, "Say the language of the document, for example en-GB.")
    yield from _headings(document)
    yield from _tables_and_charts(document)
    yield from _typed_lists(document)
    for passage in passages(document):
        for span in passage.spans:
            if isinstance(span, d.Link):
                yield from _link(passage.where, span)
        if found := BY_COLOUR.search(passage.text):
            yield _could(
                passage.where,
                short(around(passage.text, found.group())),
                f"“{found.group()}” can only be followed by somebody who sees colour. Say it in words as "
                "well: the label, the place or the value.",
            )
        if passage.kind == "paragraph" and shouts(passage.text):
            yield _could(
                passage.where, short(passage.text), "Capitals are hard to read and some screen readers spell them. Use "
                "ordinary letters."
            )  # fmt: skip


def _typed_lists(document: d.Document) -> Iterator[Finding]:
    """Items of a list that were typed as paragraphs; one finding for each run of them."""
    run: list[d.Placed] = []
    for placed in [*d.walk_blocks(document), None]:
        typed = (
            placed and isinstance(placed.block, d.Paragraph) and TYPED_LIST.match(d.plain(placed.block.spans))
        )
        if typed and (not run or run[-1].section is placed.section):
            run.append(placed)
            continue
        if run:
            items = (
                "This looks like an item" if len(run) == 1 else f"These {len(run)} paragraphs look like items"
            )
            yield _could(
                run[0].where,
                short(d.plain(run[0].block.spans)),
                f"{items} of a list that was typed by hand. Make it a real list, so that a screen reader "
                "says how many items there are; where it is a heading, make it a real heading.",
            )
        run = [placed] if typed else []


def _headings(document: d.Document) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for number, depth, section in d.walk_sections(document):
        where = f"section {number}"
        if not section.heading.strip():
            yield _no(where, "", "This section has no heading. Write one, or join it to the section before.")
            continue
        if not section.blocks and not section.sections:
            yield _could(where, section.heading, "This section is empty. Write it, or take its heading out.")
        if depth > DEEPEST:
            yield _could(
                where, section.heading, "This heading is too deep to find. Bring it nearer to the top."
            )
        earlier = seen.setdefault(section.heading.strip().casefold(), where)
        if earlier != where:
            yield _could(
                where,
                section.heading,
                f"{earlier} has the same heading, so a list of headings does not tell them apart. Change one "
                "of them.",
                NOTE,
            )


def _tables_and_charts(document: d.Document) -> Iterator[Finding]:
    for placed in d.walk_blocks(document):
        if isinstance(placed.block, d.ChartImage):
            yield from _chart(placed.where, placed.block)
    for where, table in placed_tables(document):
        if not table.caption.strip():
            yield _no(
                where, "", "This table has no caption. Say in a few words what it shows, for whom and when."
            )
        for place, column in enumerate(table.columns, 1):
            if not column.heading.strip():
                yield _no(
                    where, f"column {place}", f"Column {place} has no heading. Say what the column holds."
                )
        for place, row in enumerate(table.rows, 1):
            if table.row_header and row and isinstance(row[0], str) and not row[0].strip():
                yield _no(
                    where,
                    f"row {place}",
                    f"Row {place} has no heading in its first cell. Write it there; do not leave it to the "
                    "row above.",
                )


def _chart(where: str, chart: d.ChartImage) -> Iterator[Finding]:
    if not chart.alt.strip():
        yield _no(
            where,
            chart.table.caption,
            "This chart has no description, and the PDF cannot be made without it. Say what the chart shows: "
            "“Referrals fell from 310 to 295 over the year.”",
        )
    elif POOR_ALT.match(chart.alt) or len(chart.alt) < SHORTEST_ALT:
        yield _could(
            where, chart.alt, "This description does not say what the chart shows. Give its main message."
        )
    elif chart.alt.strip().casefold() == chart.table.caption.strip().casefold():
        yield _could(
            where, chart.alt, "The description only repeats the caption. Give the chart's main message."
        )


def _link(where: str, link: d.Link) -> Iterator[Finding]:
    if not link.text.strip():
        yield _no(where, link.url, "This link has no words. Say where it leads.")
    elif SAYS_NOTHING.match(link.text):
        yield _no(
            where,
            link.text,
            f"“{link.text.strip()}” does not say where the link leads, and screen readers list links by "
            "themselves. Use the name of the page that it opens.",
        )
    elif BARE_ADDRESS.match(link.text):
        yield _could(
            where, link.text, "An address is read out letter by letter. Use the name of the page instead."
        )


def _no(where: str, text: str, message: str) -> Finding:
    return Finding("accessibility", ERROR, where, text, message)


def _could(where: str, text: str, message: str, severity: str = WARNING) -> Finding:
    return Finding("accessibility", severity, where, text, message)
