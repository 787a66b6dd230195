"""Whatever people write, every format can be made and read again, and shows the same words."""

import csv
import io
import zipfile
from datetime import date

import docx
import lxml.html
import odfdo
import pikepdf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lscp.publication import document as d
from lscp.publication.render import render

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9"/></svg>'
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SAID = TEXT.map(lambda text: f"Said {text}")
CELLS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-1000, 1000, places=2),
    TEXT,
    st.just(d.Hidden()),
    st.builds(d.NotSupplied, TEXT),
)
SPANS = st.lists(
    st.one_of(TEXT, st.builds(d.Figure, st.integers(0, 99), source=TEXT), st.builds(d.Link, SAID, TEXT)),
    max_size=3,
).map(tuple)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=3))
    headings = draw(st.lists(SAID, min_size=width, max_size=width))
    return d.Table(
        draw(SAID), tuple(headings), tuple(rows), draw(st.booleans()), draw(st.booleans()), code=draw(TEXT)
    )


BLOCKS = st.one_of(
    st.builds(d.Paragraph, SPANS),
    st.builds(d.BulletList, st.lists(SPANS, max_size=2)),
    st.builds(d.NumberedList, st.lists(SPANS, max_size=2)),
    st.builds(d.Quotation, TEXT, TEXT),
    st.builds(d.Claim, SPANS, st.lists(st.builds(d.EvidenceRef, SAID, TEXT), max_size=2), st.booleans()),
    st.builds(d.Notice, TEXT, SPANS),
    tables(),
    st.builds(d.ChartImage, st.just(SVG), SAID, tables()),
)
SECTIONS = st.builds(
    d.Section,
    TEXT,
    SAID,
    st.lists(BLOCKS, max_size=3),
    st.lists(st.builds(d.Section, TEXT, SAID, st.lists(BLOCKS, max_size=1)), max_size=1),
)
DOCUMENTS = st.builds(
    d.Document,
    SAID,
    SAID,
    st.just(date(2024, 4, 1)),
    st.just(date(2025, 3, 31)),
    st.lists(SECTIONS, max_size=2),
    glossary=st.lists(st.builds(d.Term, SAID, TEXT), max_size=1),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(DOCUMENTS)
def test_every_format_can_be_made_and_read_again(document):
    files = render(document)
    page = lxml.html.fromstring(files["index.html"].content.decode())
    headings = [
        heading for heading in page.iter("h2", "h3") if (heading.get("id") or "").startswith("section-")
    ]
    sections = list(d.walk_sections(document))
    assert len(headings) == len(sections)
    with pikepdf.open(io.BytesIO(files["report.pdf"].content)) as opened:
        assert len(opened.pages) >= 1
    word = docx.Document(io.BytesIO(files["report.docx"].content))
    count = len(d.tables(document))
    assert len(word.tables) == len(page.findall(".//table")) == count
    if count:
        book = odfdo.Document(io.BytesIO(files["tables.ods"].content))
        assert len(book.body.tables) == count + 3
        assert zipfile.ZipFile(io.BytesIO(files["tables.ods"].content)).testzip() is None
    for path, file in files.items():
        if path.startswith("tables/"):
            rows = list(csv.reader(io.StringIO(file.content.decode(), newline="")))
            assert len({len(row) for row in rows}) == 1
