"""A document is a value: written down and read back it is the same, and any change shows in its checksum."""

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lscp.publication import document as d

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2)
SPECIALS = st.one_of(
    st.just(d.Hidden()),
    st.just(d.NotAvailable()),
    st.just(d.NotApplicable()),
    st.builds(d.NotSupplied, WORDS),
)
NUMBERS = st.one_of(st.integers(), DECIMALS)
FIGURES = st.one_of(
    st.builds(
        d.Figure,
        NUMBERS,
        unit=WORDS,
        numerator=st.none() | st.integers(),
        period_end=st.none() | DAYS,
        scope=st.sampled_from(d.SCOPES),
    ),
    st.builds(d.Figure, SPECIALS, unit=WORDS),
)
SPANS = st.lists(st.one_of(WORDS, FIGURES, st.builds(d.Link, WORDS, WORDS)), max_size=3).map(tuple)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 3))
    cells = st.one_of(NUMBERS, SPECIALS, WORDS)
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=3))
    columns = draw(st.lists(st.builds(d.Column, WORDS, WORDS), min_size=width, max_size=width))
    return d.Table(draw(WORDS), tuple(columns), tuple(rows), total_row=draw(st.booleans()))


BLOCKS = st.one_of(
    st.builds(d.Paragraph, SPANS),
    st.builds(d.BulletList, st.lists(SPANS, max_size=2)),
    st.builds(d.NumberedList, st.lists(SPANS, max_size=2)),
    st.builds(d.Quotation, WORDS, WORDS),
    st.builds(d.Claim, SPANS, st.lists(st.builds(d.EvidenceRef, WORDS), max_size=2), st.booleans()),
    st.builds(d.Notice, WORDS, SPANS),
    tables(),
    st.builds(d.ChartImage, WORDS, WORDS, tables()),
)
SECTIONS = st.recursive(
    st.builds(d.Section, WORDS, WORDS, st.lists(BLOCKS, max_size=3)),
    lambda inner: st.builds(d.Section, WORDS, WORDS, st.just(()), st.lists(inner, max_size=2)),
    max_leaves=4,
)
DOCUMENTS = st.builds(
    d.Document,
    title=WORDS,
    partnership=WORDS,
    period_start=st.just(date(2024, 4, 1)),
    period_end=st.dates(date(2024, 4, 1), date(2026, 1, 1)),
    sections=st.lists(SECTIONS, max_size=2),
    edition_number=st.integers(1, 9),
    dated=st.none() | DAYS,
)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS)
def test_a_document_written_down_and_read_back_is_the_same_document(document):
    again = d.from_json(d.to_json(document))
    assert again == document
    assert d.checksum(again) == d.checksum(document)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, WORDS)
def test_documents_with_different_words_have_different_checksums(document, title):
    other = dataclasses.replace(document, title=title)
    assert (d.checksum(other) == d.checksum(document)) == (title == document.title)


def test_one_comma_changes_the_checksum(small_report):
    with_comma = d.with_text(small_report, lambda text: text.replace("listened and", "listened, and"))
    assert with_comma != small_report
    assert d.checksum(with_comma) != d.checksum(small_report)


def test_the_checksum_is_the_same_on_every_machine_and_in_every_year():
    document = d.Document(
        title="Yearly report",
        partnership="Westbridge Safeguarding Children Partnership",
        period_start=date(2024, 4, 1),
        period_end=date(2025, 3, 31),
        sections=(d.Section("welcome", "Welcome", (d.Paragraph("Hello."),)),),
    )
    assert d.to_json(document) == (
        '{"is":"Document","partnership":"Westbridge Safeguarding Children Partnership",'
        '"period_end":{"is":"date","value":"2025-03-31"},"period_start":{"is":"date","value":"2024-04-01"},'
        '"sections":[{"blocks":[{"is":"Paragraph","spans":["Hello."]}],"code":"welcome","heading":"Welcome",'
        '"is":"Section"}],"title":"Yearly report"}'
    )


def test_a_decimal_keeps_the_places_it_was_written_with():
    assert d.checksum(_with_value(Decimal("12.5"))) != d.checksum(_with_value(Decimal("12.50")))


def test_zero_and_false_are_not_taken_for_a_default():
    figure = d.Figure(0, numerator=0, denominator=0)
    document = _with_value(0, numerator=0, denominator=0)
    assert d.from_json(d.to_json(document)).sections[0].blocks[0].spans == (figure,)


def _with_value(value, **more):
    return d.Document(
        "T", "P", date(2024, 4, 1), date(2025, 3, 31),
        (d.Section("s", "S", (d.Paragraph((d.Figure(value, **more),)),)),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"is":"Section","code":"x","heading":"y"}',
        '{"is":"Script"}',
        '{"is":"Document","title":"x","surprise":1}',
        '{"is":"Document","title":"x"}',
        "not json",
    ],
)
def test_text_that_is_not_a_stored_report_is_refused(text):
    with pytest.raises(ValueError):
        d.from_json(text)


def test_a_row_must_have_a_cell_for_each_column():
    with pytest.raises(ValueError, match="row 2: 1 cells for 2 columns"):
        d.Table("Referrals", ("Year", "Number"), (("2024", 10), ("2025",)))


@pytest.mark.parametrize("value", [1.5, True, None, Decimal("NaN")])
def test_a_number_that_cannot_be_relied_on_is_refused(value):
    with pytest.raises(ValueError):
        d.Table("Referrals", ("Number",), ((value,),))


@pytest.mark.parametrize(
    "counts", [{"numerator": 3}, {"denominator": 40}, {"numerator": 0, "denominator": 0}]
)
def test_a_hidden_figure_may_not_carry_the_counts_that_it_hides(counts):
    with pytest.raises(ValueError, match="may not carry the counts"):
        d.Figure(d.Hidden(), "%", **counts)


def test_values_print_as_people_write_them():
    assert d.show_value(12345) == "12,345"
    assert d.show_value(Decimal("12.50"), "%") == "12.50%"
    assert d.show_value(-1200, "£") == "−£1,200"
    assert d.show_value(5, "days") == "5 days"
    assert d.show_value(d.Hidden()) == "[c]"
    assert d.NotSupplied("the system changed").meaning == "not supplied, because the system changed"


def test_every_table_gets_a_code_of_its_own():
    same = d.Table("A", ("x",), ((1,),), code="I 22")
    chart = d.ChartImage("<svg/>", "a line", dataclasses.replace(same, code=""))
    document = d.Document(
        "T", "P", date(2024, 4, 1), date(2025, 3, 31), (d.Section("s", "S", (same, same, chart)),)
    )  # fmt: skip
    assert [table.code for table in d.tables(document)] == ["i-22", "table-2", "table-3"]
