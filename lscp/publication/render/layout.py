"""What every renderer needs and none should work out twice: a document laid out as plain lists and dictionaries.

Sections come in reading order with their number and depth; figures and claims have become words with a note
number; numbers have become the text that prints, beside a mark that says they are numbers. The shape is plain
JSON, because the PDF is built from it by another program.

    {"title", "subtitle", "partnership", "language", "edition",
     "named", "facts", "sealed",                at the foot of each page; under the title; the checksum in words
     "corrections": [{"heading", "lines"}],
     "summary": [runs], "changes": [runs],      the front: in short, and what changed for children
     "sections": [{"id", "number", "heading", "depth", "blocks": [block]}],
     "notes": [{"number", "parts": [{"text", "url"}], "refs": [ref]}],      "How we know"
     "glossary": [{"term", "meaning"}]}

    run   = {"text", "url", "note", "ref"}      note 0: none; ref: the address of the mark, to link back to
    block = {"kind": "paragraph" | "claim", "runs"}, {"kind": "bullets" | "numbers", "items": [runs]},
            {"kind": "quotation", "text", "attributed_to"}, {"kind": "notice", "heading", "runs"},
            {"kind": "table", "code", "label", "caption", "columns": [{"heading", "number"}],
             "rows": [[{"text", "number", "long"}]], "row_header", "total_row", "remarks"},
            {"kind": "chart", "name", "title", "svg", "alt", "narrow", "table"}     narrow: "" or an SVG for a phone
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import takewhile
from unicodedata import category

from lscp.design.telephones import to_call
from lscp.publication import document as d

SAFE_ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.I)
MEANINGLESS = ("Cc", "Cn", "Co", "Cs")  # controls, unassigned, private to one font, halves of a sign
WORD_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•"})  # as pasted from Word
LINE_BREAKS = re.compile(r"[ \t]*[\r\n\t\u2028\u2029]+[ \t]*")
LONGEST_LABEL = 60  # a longer heading of a row is a sentence, and is not printed in bold
SUMMARY, CHANGES = 2, 5  # paragraphs and sentences at the front
PRINTED_WITH_VALUE = ("%", "£")  # other units stand in the heading of the column


def lay_out(document: d.Document, *, published_note: str = "", signed: bool = True) -> dict:
    """The document as plain data (shape above). `published_note` says when it was published and who signed.

    Not `signed`: a paper that is no edition of anything and that nobody signs; the note says all that stands under its
    title.
    """
    checksum = d.checksum(document)
    document = d.with_text(document, printable)
    notes = _Notes()
    tables = iter(d.tables(document))
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "partnership": document.partnership,
        "language": document.language,
        "edition": document.edition_number,
        "named": f"{document.title}, edition {document.edition_number}" if signed else document.title,
        "facts": f"{_edition_of(document) if signed else ''} {printable(published_note)}".strip(),
        "sealed": f"Checksum of {'the text that was signed' if signed else 'this text'} (SHA-256): {checksum}",
        "corrections": [_correction(erratum) for erratum in document.errata],
        "summary": [_runs(block.spans, notes) for block in summary_of(document)],
        "changes": [_block(claim, notes, (), ())["runs"] for claim in changes_of(document)],
        "sections": _sections(document, notes, tables),
        "notes": notes.listed(),
        "glossary": [{"term": term.term, "meaning": term.meaning} for term in document.glossary],
    }


def _edition_of(document: d.Document) -> str:
    dated = f", {d.show_date(document.dated)}" if document.dated else ""
    period = d.show_period(document.period_start, document.period_end)
    return f"Period: {period}. Edition {document.edition_number}{dated}."


def summary_of(document: d.Document) -> list[d.Paragraph]:
    """The words that open “The year at a glance”, else the foreword: what a reader with one minute reads."""
    chapters = {section.code: section for section in document.sections}
    for code in ("year", "foreword"):
        blocks = chapters[code].blocks if code in chapters else ()
        opening = list(takewhile(lambda block: isinstance(block, d.Paragraph), blocks))
        if opening:
            return opening[:SUMMARY]
    return []


def changes_of(document: d.Document) -> list[d.Claim]:
    """At most five claims that something changed for children, each once, those with a figure first."""
    blocks = (placed.block for placed in d.walk_blocks(document))
    claims = {d.plain(b.spans): b for b in blocks if isinstance(b, d.Claim) and b.impact}
    with_figures_first = sorted(claims, key=lambda said: not any(map(str.isdigit, said)))
    return [claims[said] for said in with_figures_first[:CHANGES]]


def printable(text: str) -> str:
    """The text on one line, without characters that no format can carry or that mean nothing outside one font."""
    one_line = LINE_BREAKS.sub(" ", text.translate(WORD_BULLETS))
    if one_line.isascii() and one_line.isprintable():
        return one_line
    return "".join(character for character in one_line if category(character) not in MEANINGLESS)


def safe_address(url: str) -> str:
    """The address if a reader may safely follow it, else nothing (then the words print without a link)."""
    return url.strip() if SAFE_ADDRESS.match(url.strip()) else ""


def is_absolute(url: str) -> bool:
    """Whether the address still leads somewhere from a file on somebody's desk."""
    return not url.startswith(("/", "#")) and url != ""


def number_heading(column: d.Column) -> str:
    """A heading with its unit, where the unit does not print with each value: "Time (days)"."""
    stated = column.unit in ("", *PRINTED_WITH_VALUE) or column.unit.lower() in column.heading.lower()
    return column.heading if stated else f"{column.heading} ({column.unit})"


def table_symbols(table: d.Table) -> list[tuple[d.Special, str, str]]:
    """The values of a table that are not numbers, as (value, symbol, meaning), each once, in reading order.

    Several reasons for "not supplied" become x1, x2 …, so that each cell says its own.
    """
    found = list(dict.fromkeys(cell for row in table.rows for cell in row if isinstance(cell, d.Special)))
    reasons = [value for value in found if isinstance(value, d.NotSupplied)]
    several = len(reasons) > 1
    return [
        (
            value,
            f"{value.symbol}{reasons.index(value) + 1}" if several and value in reasons else value.symbol,
            value.meaning,
        )
        for value in found
    ]


def table_remarks(table: d.Table) -> list[str]:
    """What stands under a table: unit, meaning of symbols, note, period and source."""
    period = d.show_period(table.period_start, table.period_end)
    return [
        *([f"Unit: {table.unit}."] if table.unit else []),
        *(f"[{symbol}]: {meaning}." for _, symbol, meaning in table_symbols(table)),
        *([table.note] if table.note else []),
        *([f"{'Period: ' if table.period_start else 'As it stood '}{period}."] if period else []),
        *([f"Source: {table.source}."] if table.source else []),
    ]


# ── How we know ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Notes:
    """Gives each source a number, once, and remembers from where it was called."""

    numbers: dict[tuple, int] = field(default_factory=dict)
    refs: dict[int, list[str]] = field(default_factory=dict)

    def mark(self, parts: list[dict]) -> dict:
        key = tuple((part["text"], part["url"]) for part in parts)
        number = self.numbers.setdefault(key, len(self.numbers) + 1)
        calls = self.refs.setdefault(number, [])
        calls.append(f"ref-{number}-{len(calls) + 1}")
        return {"note": number, "ref": calls[-1]}

    def listed(self) -> list[dict]:
        return [
            {
                "number": number,
                "parts": [{"text": text, "url": url} for text, url in key],
                "refs": self.refs[number],
            }
            for key, number in self.numbers.items()
        ]


def _figure_parts(figure: d.Figure) -> list[dict]:
    counted = figure.numerator is not None and figure.denominator is not None
    about = {d.CHILDREN: "Children", d.ADULTS: "Adults", d.BOTH: "Children and adults"}.get(figure.scope, "")
    as_of = f", as it stood on {d.show_date(figure.as_of)}" if figure.as_of else ""
    sentences = [
        f"{figure.value.symbol}: {figure.value.meaning}" if isinstance(figure.value, d.Special) else "",
        _what_is_counted(figure),
        f"{figure.numerator:,} of {figure.denominator:,}" if counted else "",
        _capital(d.show_period(figure.period_start, figure.period_end)),
        figure.geography,
        f"Source: {figure.source}{as_of}" if figure.source else "",
    ]
    told = [sentence for sentence in sentences if sentence]
    if not told:
        return []
    return [{"text": ". ".join([*told, *([about] if about else [])]) + ".", "url": ""}]


def _what_is_counted(figure: d.Figure) -> str:
    """ "Indicator I03 (definition 2)"; what is not an indicator of children says in words what it counts."""
    if figure.scope == d.NOT_PEOPLE or not figure.indicator:
        return _capital(figure.indicator)
    version = f" (definition {figure.definition_version})" if figure.definition_version else ""
    return f"Indicator {figure.indicator}{version}"


def _evidence_parts(evidence: d.EvidenceRef) -> list[dict]:
    quoted = f": “{evidence.quoted}”" if evidence.quoted else ""
    as_of = f" (as it stood on {d.show_date(evidence.as_of)})" if evidence.as_of else ""
    return [
        {"text": evidence.label, "url": safe_address(evidence.url)},
        {"text": f"{quoted}{as_of}.", "url": ""},
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# ── Sections and blocks ───────────────────────────────────────────────────────────────────────────────────


def _correction(erratum: d.Erratum) -> dict:
    where = f" ({erratum.where})" if erratum.where else ""
    reason = f" Reason: {erratum.reason.rstrip('.')}." if erratum.reason else ""
    return {
        "heading": f"Correction to edition {erratum.corrects_edition}",
        "lines": [
            f"Corrected on {d.show_date(erratum.corrected_on)}{where}.{reason}",
            f"It said: “{erratum.was}”.",
            f"It should say, and now says: “{erratum.now}”.",
        ],
    }


def _sections(document: d.Document, notes: _Notes, tables) -> list[dict]:
    labels = iter(range(1, len(d.tables(document)) + 1))
    return [
        {
            "id": f"section-{number.replace('.', '-')}",
            "number": number,
            "heading": section.heading,
            "depth": depth,
            "blocks": [_block(block, notes, tables, labels) for block in section.blocks],
        }
        for number, depth, section in d.walk_sections(document)
    ]


def _block(block: d.Block, notes: _Notes, tables, labels) -> dict:
    match block:
        case d.Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.spans, notes)}
        case d.BulletList():
            return {"kind": "bullets", "items": [_runs(item, notes) for item in block.items]}
        case d.NumberedList():
            return {"kind": "numbers", "items": [_runs(item, notes) for item in block.items]}
        case d.Quotation():
            return {"kind": "quotation", "text": block.text, "attributed_to": block.attributed_to}
        case d.Notice():
            return {"kind": "notice", "heading": block.heading, "runs": _runs(block.spans, notes)}
        case d.Claim():
            runs = _runs(block.spans, notes)
            marks = [_run("", **notes.mark(_evidence_parts(evidence))) for evidence in block.evidence]
            return {"kind": "claim", "runs": runs + marks}
        case d.ChartImage():
            table = _table(next(tables), next(labels))
            name = f"charts/{table['code']}.svg"
            title = f"Chart of {table['label'][:1].lower()}{table['label'][1:]}: {table['caption']}"
            drawn = {"name": name, "title": title, "svg": block.svg, "alt": block.alt, "narrow": block.narrow}
            return {"kind": "chart", **drawn, "table": table}
        case d.Table():
            return _table(next(tables), next(labels))
    raise TypeError(f"A section cannot hold {type(block).__name__}.")


def _runs(spans: d.Spans, notes: _Notes) -> list[dict]:
    runs = []
    for span in spans:
        if isinstance(span, str):
            runs += [_run(words, url=address) for words, address in to_call(span)]
        elif isinstance(span, d.Link):
            runs.append(_run(span.text, url=safe_address(span.url)))
        else:
            parts = _figure_parts(span)
            runs.append(_run(d.show_value(span.value, span.unit), **(notes.mark(parts) if parts else {})))
    return runs


def runs_of(block: dict) -> list[dict]:
    """Every run of a laid-out block, in order; none in a table."""
    return [*block.get("runs", ()), *(run for item in block.get("items", ()) for run in item)]


def _run(text: str, *, url: str = "", note: int = 0, ref: str = "") -> dict:
    return {"text": text, "url": url, "note": note, "ref": ref}


def _table(table: d.Table, label: int) -> dict:
    symbols = {value: f"[{symbol}]" for value, symbol, _ in table_symbols(table)}
    rows = [
        [_cell(cell, column, symbols) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    numeric = [_counts([row[place] for row in table.rows], symbols) for place in range(len(table.columns))]
    for row in rows:
        for cell, right in zip(row, numeric, strict=True):
            cell["number"] = cell["number"] and right
    # One long heading of a row, and none of the column is printed in bold: no row may look more important.
    sentences = any(row[0]["long"] for row in rows)
    for row in rows:
        row[0]["long"] = sentences and row[0]["text"] != "" and not row[0]["number"]
    return {
        "kind": "table",
        "code": table.code,
        "label": f"Table {label}",
        "caption": table.caption,
        "columns": [
            {"heading": number_heading(column), "number": right}
            for column, right in zip(table.columns, numeric, strict=True)
        ],
        "rows": rows,
        "row_header": table.row_header,
        "total_row": table.total_row,
        "remarks": table_remarks(table),
    }


def _counts(cells: list, symbols: dict) -> bool:
    """Is it a column of numbers? A symbol among words, like [:] beside "22.4% (2023/24)", does not make it one."""
    others = [cell for cell in cells if isinstance(cell, str) or cell not in symbols]
    return any(not isinstance(cell, str) for cell in others) or (bool(cells) and not others)


def _cell(cell: d.Cell, column: d.Column, symbols: dict) -> dict:
    if isinstance(cell, str):
        return {"text": cell, "number": False, "long": len(cell) > LONGEST_LABEL}
    if cell in symbols:
        return {"text": symbols[cell], "number": True, "long": False}
    unit = column.unit if column.unit in PRINTED_WITH_VALUE else ""
    return {"text": d.show_value(cell, unit), "number": True, "long": False}
