"""A paper is brought in as the council published it: page, PDF or Word; and what cannot be read says what to do."""

import io

import docx
import pikepdf
import pytest
import typst

from lscp.documents.models import Document
from lscp.refusal import Refused
from lscp.sources.committee import operations
from tests.factories.committee_paper import COPY, TITLE

LINES = [line for line in COPY.splitlines() if line.strip()]


def as_word():
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_page():
    return ("<!DOCTYPE html><main>" + "".join(f"<p>{line}</p>" for line in LINES) + "</main>").encode()


def as_pdf(body=None):
    source = body or "\n\n".join("#" + f'"{line}"' for line in LINES)
    return typst.compile(source.encode(), format="pdf")


def locked(pdf):
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(kept, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("item.txt", COPY.encode()), ("item.html", as_page()), ("item.docx", as_word()), ("item.pdf", as_pdf())],
)
def test_each_kind_of_file_is_read_into_the_same_proposals(inside, name, content):
    paper = operations.stage(content, name=name, partnership=inside.partnership, by=inside.manager)
    assert paper.title == TITLE and str(paper.meeting_date) == "2024-11-14"
    found = {(proposal.kind, proposal.owner) for proposal in paper.proposals.all()}
    assert ("action", "Green Lane School") in found
    assert paper.proposals.filter(kind="resolution").count() == 2
    assert bytes(paper.document.content) == content


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("locked.pdf", locked(as_pdf()), "password"),
        ("scan.pdf", as_pdf("#rect(width: 4cm, height: 4cm, fill: gray)"), "scan"),
        ("cut.docx", as_word()[:2000], "damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, ".docx"),
        ("blank.txt", b"   \n\n ", "empty"),
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_nothing_is_kept(inside, name, content, says):
    with pytest.raises(Refused, match=says) as refused:
        operations.stage(content, name=name, partnership=inside.partnership, by=inside.manager)
    assert refused.value.refusal.rule == "CM-01" and name in str(refused.value)
    assert Document.objects.count() == 0


def test_the_word_copy_of_a_paper_repeats_what_the_page_brought_in(inside):
    page = operations.stage(as_page(), name="item.html", partnership=inside.partnership, by=inside.manager)
    word = operations.stage(as_word(), name="item.docx", partnership=inside.partnership, by=inside.manager)
    for proposal in page.proposals.all():
        operations.accept(proposal, by=inside.manager, on=page.meeting_date)
    from lscp.sources.committee.queries import accepted_elsewhere

    waiting = list(word.proposals.all())
    assert set(accepted_elsewhere(word, waiting)) == {proposal.pk for proposal in waiting}
