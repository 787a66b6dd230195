"""The easy-read and the children's editions: each one page without a script, small enough for an old phone."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from lscp import rulebook
from lscp.publication import document as d
from lscp.publication.render import icons
from lscp.publication.render.layout import printable, safe_address

HERE = Path(__file__).parent
STYLE = "retold.css"


def pages(document: d.Document, *, published_note: str = "") -> dict[str, tuple[str, str]]:
    """``{path: (page, its heading)}`` of the retellings that are pages and that the document has."""
    checksum, shown = d.checksum(document), d.with_text(document, printable)
    told = (
        (one, d.retelling(shown, one.code)) for one in rulebook.retellings() if one.file.endswith(".html")
    )
    return {
        one.file: (_page(shown, section, one, checksum, published_note), section.heading)
        for one, section in told
        if section is not None
    }


def named(document: d.Document) -> dict[str, str]:
    """``{path: heading}`` of those pages, without making them."""
    told = ((one.file, d.retelling(document, one.code)) for one in rulebook.retellings())
    return {path: section.heading for path, section in told if section is not None and path.endswith(".html")}


def style_sheet() -> str:
    return (HERE / STYLE).read_text(encoding="utf-8")


def _page(document, section, retelling: rulebook.Retelling, checksum: str, published_note: str) -> str:
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    pictures = {part.heading: icons.drawn(part.picture) for part in retelling.parts}
    return environment.get_template("retold.html").render(
        code=retelling.code,
        style=STYLE,
        document=document,
        heading=section.heading,
        period=d.show_period(document.period_start, document.period_end),
        corrections=_corrections(document, section),
        opening=_blocks(section),
        parts=[(part.heading, pictures.get(part.heading, ""), _blocks(part)) for part in section.sections],
        published_note=printable(published_note),
        checksum=checksum,
    )


def _corrections(document: d.Document, section: d.Section) -> list[d.Erratum]:
    """Those whose new words stand on this page: a mistake elsewhere in the report is stated there."""
    said = []
    d.with_text(d.Document("", "", document.period_start, document.period_end, (section,)), said.append)
    whole = " ".join(filter(None, said))
    return [erratum for erratum in document.errata if erratum.now in whole]


def _blocks(section: d.Section) -> list[dict]:
    return [laid for block in section.blocks if (laid := _block(block))]


def _block(block: d.Block) -> dict | None:
    """A block as the page prints it; no table and no picture of numbers, of which the checks say so."""
    match block:
        case d.Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.spans)}
        case d.BulletList():
            return {"kind": "bullets", "items": [_runs(item) for item in block.items]}
        case d.NumberedList():
            return {"kind": "numbers", "items": [_runs(item) for item in block.items]}
        case d.Quotation():
            return {"kind": "quotation", "text": block.text, "by": block.attributed_to}
        case d.Notice():
            return {"kind": "notice", "heading": block.heading, "runs": _runs(block.spans)}
        case d.Claim():
            known = [_known(evidence, d.plain(block.spans)) for evidence in block.evidence]
            return {"kind": "claim", "runs": _runs(block.spans), "known": known}
    return None


def _known(evidence: d.EvidenceRef, said: str) -> str:
    """The evidence's name, and what it says unless the claim has just said it."""
    quoted = evidence.quoted if evidence.quoted.rstrip(".") not in said else ""
    return d.sentence(f"{evidence.label}: {quoted}" if quoted else evidence.label)


def _runs(spans: d.Spans) -> list[dict]:
    return [
        {"text": d.plain((span,)), "url": safe_address(span.url) if isinstance(span, d.Link) else ""}
        for span in spans
    ]
