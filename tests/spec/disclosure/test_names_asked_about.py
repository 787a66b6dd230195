"""Whoever writes a name of nobody known is asked whether it is a child's; ordinary text raises no question."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.disclosure.childrens_names import asked_about
from lscp.minutes import read_path

PAPERS = Path(__file__).resolve().parents[3].parent / "shared" / "papers"
STAFF = ("Priya Nandakumar", "Grace Lindqvist")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kayden, 7, was seen alone.", ["Kayden"]),
        ("Seven-year-old Kayden was hungry.", ["Kayden"]),
        ("Kayden has been seen by the GP and is well.", ["Kayden"]),
        ("Visited Kayden at home; Kayden’s GP was told.", ["Kayden"]),
        ("The young person (Tyler) has a mentor.", ["Tyler"]),
        ("Siblings Ava and Noah are safe.", ["Ava", "Noah"]),
        ("Jayden Smith was excluded. Jayden is at home.", ["Jayden Smith"]),
        ("Her stepfather Darren was arrested.", ["Darren"]),
    ],
)
def test_a_name_of_nobody_known_is_asked_about_once(text, names):
    assert asked_about(text, STAFF) == names


@pytest.mark.parametrize(
    "text",
    [
        "Priya will call the GP. Priya Nandakumar chairs; Grace takes the notes.",
        "Cllr Anna Smith asked, and Dr Amelia Shah answered.",
        "Asked under Clare’s Law and Sarah's Law; Martha’s Rule is displayed.",
        "Victoria Road Primary School, St Mary's School, Rose House and the Ruby project took part.",
        "In May and June the Board met. Ask Housing to write.",
        "Child S and Baby T2 were reviewed with the Casey Review.",
    ],
)
def test_people_of_the_record_titles_things_and_pseudonyms_raise_no_question(text):
    assert asked_about(text, STAFF) == []


def test_an_agreed_pseudonym_raises_no_question():
    assert asked_about("Rowan was seen. Rowan’s school was told.", pseudonyms=("Rowan",)) == []


@given(st.text(max_size=300))
def test_any_text_can_be_asked_about(text):
    assert all(name in text for name in asked_about(text))


def test_what_committees_resolve_and_ask_for_raises_hardly_a_question():
    """One name in 84 texts of the five papers: the made-up name of a review."""
    papers = sorted(PAPERS.glob("P*.txt"))
    if not papers:
        pytest.skip("the real papers are not beside this checkout")
    asked, texts = [], 0
    for paper in papers:
        found = read_path(paper)
        speakers = tuple(speaker.name for speaker in found.speakers)
        for row in (*found.actions, *found.resolutions, *found.promises, *found.questions):
            asked += asked_about(row.text, speakers)
            texts += 1
    assert texts > 30 and len(asked) <= 1
