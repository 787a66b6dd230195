"""How the report reads: `abbreviation`, `plain-language`, `accessibility`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lscp.publication import document as d
from lscp.publication.checks.finding import ERROR, NOTE, WARNING, Finding, passages, placed_tables, short

# ── Abbreviations ─────────────────────────────────────────────────────────────────────────────────────────

ABBREVIATION = re.compile(
    r"(?<![\w@/.#-])(?:[A-Z]{2,8}|[A-Z]{1,4}&[A-Z]{1,3}|[A-Z][a-z]?[A-Z]{2,6})(?=s?\b|['’]s)"
)
KNOWN_TO_ALL_LIST = (
    "UK EU NHS GP GPs TV IT PDF CSV ID PIN DVD CD BBC USA OK AM PM BST GMT HTML FAQ SMS PE RE A&E PC HIV "
    "ODS XLS "
    "URL WIFI MP MPs QR NB OFSTED"
)
KNOWN_TO_ALL = frozenset(KNOWN_TO_ALL_LIST.split())
# Words in capitals that are only words; so is any that the document also writes in small letters.
SHOUTED_LIST = (
    "action actions resolved agreed decision note noted minutes and all any but not the must never "
    "urgent important "
    "new one two three yes no we our you your"
)
SHOUTED = frozenset(SHOUTED_LIST.split())
ROMAN = re.compile(r"^(?:X{0,3})(?:IX|IV|V?I{0,3})$")


def abbreviation(document: d.Document, *, glossary: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Abbreviations that readers meet before they are told what they mean.

    `glossary` maps an abbreviation to its words; it only helps to word the message. One that the document's own
    glossary explains is explained.
    """
    known = {term.term.casefold() for term in document.glossary}
    known |= {
        short_form.casefold() for t in document.glossary for short_form in re.findall(r"\(([^)]+)\)", t.term)
    }
    words = {key.casefold(): value for key, value in (glossary or {}).items()}
    told: set[str] = set()
    first: dict[str, tuple[str, str]] = {}
    later: dict[str, str] = {}
    read = list(passages(document))
    ordinary = {word for passage in read for word in re.findall(r"\b[a-z]{2,}\b", passage.text)} | SHOUTED
    for passage in read:
        if passage.kind in ("glossary", "evidence") or _shouts(passage.text):
            continue
        for found in ABBREVIATION.finditer(passage.text):
            short_form = found.group()
            if (
                short_form in KNOWN_TO_ALL
                or ROMAN.match(short_form)
                or short_form.casefold() in known | ordinary
            ):
                continue
            if _is_explained(passage.text, found):
                told.add(short_form)
                if short_form in first:
                    later.setdefault(short_form, passage.where)
            elif short_form not in told:
                first.setdefault(short_form, (passage.where, passage.text))
    for short_form, (where, text) in first.items():
        meaning = words.get(short_form.casefold(), "")
        suggestion = f"“{meaning} ({short_form})”" if meaning else f"the words in full, then “({short_form})”"
        if short_form in later:
            message = (
                f"{short_form} is only explained later, in {later[short_form]}. Write {suggestion} here."
            )
        else:
            message = f"{short_form} is never explained. Write {suggestion} the first time, or add it to the glossary."
        yield Finding("abbreviation", WARNING, where, short(_around(text, short_form)), message)


def _is_explained(text: str, found: re.Match) -> bool:
    """ "Local Authority Designated Officer (LADO)" or "LADO (the officer who …)" or "LADO, which stands for"."""
    before, after = text[: found.start()], text[found.end() :]
    opened = re.search(r"\w\s*[(\[]\s*(?:the |or |known as |“|\")*$", before)
    in_brackets = opened and re.match(r"s?[”\"]?\s*[)\],;]", after)
    spelled = re.match(
        r"s?\s*\((?!\d)[^)]{6,}\)|s?,?\s+(?:which |that )?(?:stands for|means|is short for)\b", after
    )
    return bool(in_brackets or spelled)


def _shouts(text: str) -> bool:
    """A line all in capitals is not a line of abbreviations."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= 4 and sum(word.isupper() for word in words) > len(words) / 2


def _around(text: str, word: str) -> str:
    place = text.find(word)
    return text if len(text) <= 160 else f"…{text[max(0, place - 60) : place + 80]}…"


# ── Plain language ────────────────────────────────────────────────────────────────────────────────────────

TOO_LONG, FAR_TOO_LONG = 35, 50
PLAINER = {
    "in order to": "to",
    "utilise": "use",
    "utilised": "used",
    "utilising": "using",
    "commence": "start",
    "commenced": "started",
    "prior to": "before",
    "going forward": "from now on",
    "moving forward": "from now on",
    "with regard to": "about",
    "with regards to": "about",
    "in relation to": "about",
    "in respect of": "about",
    "a number of": "some, or say how many",
    "the majority of": "most",
    "in the event that": "if",
    "at this point in time": "now",
    "stakeholders": "the people concerned, by name",
    "robust": "what makes it strong",
    "holistic": "whole",
    "upskill": "train",
    "upskilling": "training",
    "cascade": "pass on",
    "cascaded": "passed on",
    "learnings": "what we learned",
    "synergy": "working together",
    "facilitate": "help",
    "facilitated": "helped",
    "leverage": "use",
    "deep dive": "close look",
    "step change": "what changed",
    "embed": "make part of everyday work",
    "embedded": "made part of everyday work",
    "embedding": "making part of everyday work",
    "disseminate": "share",
    "disseminated": "shared",
    "workstream": "piece of work",
    "workstreams": "pieces of work",
    "lived experience": "what life is like for them",
}
PLAINER_WORDS = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, PLAINER), key=len, reverse=True))})\b", re.I
)


def plain_language(document: d.Document) -> Iterator[Finding]:
    """Sentences too long to read aloud, and words with a plainer one; each word is named once, with its count."""
    used: dict[str, list] = {}
    for passage in passages(document):
        if passage.kind not in ("paragraph", "list", "claim", "notice"):
            continue
        for sentence in passage.sentences:
            count = len(sentence.split())
            if count > TOO_LONG:
                yield Finding(
                    "plain-language",
                    WARNING if count > FAR_TOO_LONG else NOTE,
                    passage.where,
                    short(sentence),
                    f"This sentence has {count} words; people lose the thread after about 25. Make it two or "
                    f"three, or a list.",
                )
        for found in PLAINER_WORDS.finditer(passage.text):
            used.setdefault(found.group().lower(), []).append((passage.where, passage.text))
    for phrase, places in used.items():
        where, text = places[0]
        times = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        yield Finding(
            "plain-language",
            NOTE,
            f"{where}{times}",
            short(_around(text.lower(), phrase)),
            f"Instead of “{phrase}”, write: {PLAINER[phrase]}.",
        )


# ── Accessibility ─────────────────────────────────────────────────────────────────────────────────────────

SAYS_NOTHING = re.compile(
    r"^\s*(?:click |tap |press )?(?:here|this|this link|link|more|read more|find out more|learn more|"
    r"details|download|"
    r"see more|website|page|document)\s*[.…>»]*\s*$",
    re.I,
)
BARE_ADDRESS = re.compile(r"^\s*(?:https?://|www\.)\S+\s*$", re.I)
BY_COLOUR = re.compile(
    r"\b(?:shown|marked|highlighted|coloured|shaded|rated|in|is|are)\s+(?:in\s+)?(?:red|amber|green|"
    r"orange|yellow|blue)\b"
    r"(?!\s+(?:lane|road|street|park|bridge|cross|school|house))|\bthe (?:red|green|amber|blue|yellow|"
    r"orange) (?:line|bar|cell|box|area|"
    r"row|column|segment)s?\b",
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
                short(_around(passage.text, found.group())),
                f"“{found.group()}” can only be followed by somebody who sees colour. Say it in words as "
                f"well: the label, the place or the value.",
            )
        if passage.kind == "paragraph" and _shouts(passage.text):
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
                f"says how many "
                "items there are; where it is a heading, make it a real heading.",
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
                f"of them.",
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
                    f"row above.",
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
            f"themselves. Use the name of the page that it opens.",
        )
    elif BARE_ADDRESS.match(link.text):
        yield _could(
            where, link.text, "An address is read out letter by letter. Use the name of the page instead."
        )


def _no(where: str, text: str, message: str) -> Finding:
    return Finding("accessibility", ERROR, where, text, message)


def _could(where: str, text: str, message: str, severity: str = WARNING) -> Finding:
    return Finding("accessibility", severity, where, text, message)
