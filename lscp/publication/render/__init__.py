"""Document → the files of an edition. The same document and the same note give the same bytes, always."""

from __future__ import annotations

from dataclasses import dataclass

from lscp.publication import document as d
from lscp.publication.render import committee, html, layout, pdf, retold, tables, word

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
PAGE = "text/html; charset=utf-8"
STYLE = "text/css; charset=utf-8"
SVG = "image/svg+xml"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Rendered:
    """One file of an edition: its bytes, what kind of file it is, and what a person calls it."""

    content: bytes
    media_type: str
    label: str


def render(document: d.Document, *, published_note: str = "") -> dict[str, Rendered]:
    """Every file of the edition by its path: index.html, edition.css, report.pdf, report.docx, tables.ods,
    tables/<code>.csv, charts/<code>.svg and, for phones, charts/<code>-narrow.svg; easy-read.html and children.html
    with retold.css, where the document has them.

    `published_note` is a sentence for the front ("Published on 1 October 2025; signed by …"): it is not part of
    what was signed. Raises `pdf.CannotPrint` where the PDF standard refuses the document.
    """
    laid_out = layout.lay_out(document, published_note=published_note)
    dated = document.dated or document.period_end
    cleaned = d.with_text(document, layout.printable)
    offered = {
        "report.pdf": Rendered(pdf.report(laid_out, dated=dated), PDF, "Report to print"),
        "report.docx": Rendered(word.report(laid_out, dated=dated), WORD, "Report as a Word document"),
    }
    if d.tables(document):
        book = tables.workbook(document, dated=dated, published_note=published_note)
        offered["tables.ods"] = Rendered(book, SPREADSHEET, "All tables as a spreadsheet")
    told_again = retellings(document, published_note=published_note)
    by_table = {
        table.code: (
            f"tables/{table.code}.csv",
            Rendered(tables.csv_file(table).encode(), CSV, table.caption),
        )
        for table in d.tables(cleaned)
    }
    page = html.page(
        laid_out,
        downloads=[
            _download(path, file)
            for path, file in (*told_again.items(), *offered.items())
            if file.media_type in FORMATS
        ],
        table_files={code: _download(path, file) for code, (path, file) in by_table.items()},
    )
    return {
        "index.html": Rendered(page.encode(), PAGE, "The report as a web page"),
        "edition.css": Rendered(html.style_sheet().encode(), STYLE, "Style sheet"),
        **told_again,
        **offered,
        **dict(by_table.values()),
        **charts(laid_out),
    }


def retellings(document: d.Document, *, published_note: str = "") -> dict[str, Rendered]:
    """The pages that tell the report again, with their style; nothing where the document has none."""
    pages = retold.pages(document, published_note=published_note)
    files = {path: Rendered(page.encode(), PAGE, heading) for path, (page, heading) in pages.items()}
    if not files:
        return {}
    return files | {retold.STYLE: Rendered(retold.style_sheet().encode(), STYLE, "Style sheet, large print")}


COMMITTEE_REPORT = "committee-report.docx"


def committee_report(document: d.Document, *, published_note: str = "") -> dict[str, Rendered]:
    """The report to the committee. No part of the published edition: the council publishes its committee's papers."""
    dated = document.dated or document.period_end
    made = committee.report(document, dated=dated, published_note=published_note)
    return {COMMITTEE_REPORT: Rendered(made, WORD, "Report to the committee")}


def charts(laid_out: dict) -> dict[str, Rendered]:
    """The pictures of `layout.lay_out(document)` by their path: what its web page asks for besides its style."""
    blocks = [block for section in laid_out["sections"] for block in section["blocks"]]
    drawn = [block for block in blocks if block["kind"] == "chart"]
    wide = {c["name"]: Rendered(c["svg"].encode(), SVG, c["alt"]) for c in drawn}
    narrow = {
        c["name"].replace(".svg", "-narrow.svg"): Rendered(c["narrow"].encode(), SVG, f"{c['alt']} (narrow)")
        for c in drawn
        if c["narrow"]
    }
    return wide | narrow


FORMATS = {PAGE: "web page", PDF: "PDF", WORD: "Word", SPREADSHEET: "OpenDocument spreadsheet", CSV: "CSV"}


def _download(path: str, file: Rendered) -> html.Download:
    return html.Download(path, file.label, FORMATS[file.media_type], size_in_words(len(file.content)))


def size_in_words(size: int) -> str:
    """340000 → "340 KB"; the smallest is "1 KB". As the public site says it."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
