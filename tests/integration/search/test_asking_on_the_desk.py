"""A question typed into the search: answered first, from what the reader may read, with the way to what shows it."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from lscp.briefing.answers.answer import Answer, Evidence, Figure
from lscp.briefing.questions import bank
from lscp.golden_thread import operations as thread

MADE = date(2025, 5, 6)


def read(client, address="search", **query):
    response = client.get(reverse(f"desk:{address}"), query)
    assert response.status_code == 200, response.content[:400]
    return response.content.decode()


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def mentors(world):
    source = thread.open_source(
        world.partnership, kind="voice", title="Youth forum", happened_on=MADE, by=world.manager
    )
    finding = thread.record_finding(source, text="They want somebody to turn to.", by=world.manager)
    wanted = thread.recommend(finding, text="Start peer mentors", by=world.manager, on=MADE)
    return thread.assign(
        wanted, text="Find ten peer mentors", by=world.manager, owner_agency=world.agencies["school"]
    )


def test_a_question_is_answered_first_with_its_day_and_its_evidence_and_then_searched(world, mentors):
    page = read(world.client("reader"), q="how far have the peer mentors got?")
    answer, _, found = page.partition("Where the record speaks of it")
    assert "Find ten peer mentors" in answer and "True on" in answer
    assert f'href="{reverse("desk:action", args=[mentors.pk])}"' in answer
    assert "Taken for a question that members ask: How far has the work on peer mentors come?" in answer
    assert "Actions (1)" in found


def test_a_word_that_is_no_question_is_searched_as_before(world, mentors):
    page = read(world.client("reader"), q="turn to")
    assert "The answer" not in page and "holds no answer" not in page
    assert "Findings (1)" in page


def test_what_the_record_does_not_hold_is_said_with_whom_to_ask_and_the_nearest_questions(world):
    page = read(world.client("reader"), q="Has a building been found for the hub and who scrutinises it?")
    assert "The record you may read holds no answer" in page and "could come from" in page
    assert (
        f"?q={bank()[27].text[:10].replace(' ', '%20')}" in page or "Is independent scrutiny in place" in page
    )


def test_one_kind_of_record_is_searched_without_an_answer(world, mentors):
    assert "The answer" not in read(world.client("reader"), q="peer mentors", kind="action")


def test_an_agency_reads_only_its_own_answer_and_is_told_so(world, mentors):
    page = read(world.client("agency_contact"), q="peer mentors?")
    assert "Find ten peer mentors" in page and "You read what is your agency’s" in page
    world.roles["agency_contact"] = world.add("agency_contact", "charity", name="Somebody Else")
    page = read(world.client("agency_contact"), q="peer mentors?")
    assert "Find ten peer mentors" not in page and "holds no answer" in page


@pytest.fixture
def figures(monkeypatch):
    """An answer in figures, whatever is asked."""
    told = Answer(
        "It rose.",
        MADE,
        (
            Evidence("indicator", "I05", reverse("desk:indicator", args=["I05"]), "Referrals. Counted: all."),
            Evidence("nothing", "1", "/nowhere", "A page that is not there"),
        ),
        (Figure("I05 ward Ash", "2024/25", 1600, None), Figure("I36", "2024/25", None, 12)),
    )
    monkeypatch.setattr("lscp.briefing.asking.answer", lambda question, *, on: told)


def test_figures_stand_in_a_table_with_a_file_of_the_same(world, figures):
    client = world.client("reader")
    page = read(client, q="is domestic abuse rising?")
    assert "1,600" in page and "Download “Figures” (CSV)" in page
    file = client.get(reverse("desk:search"), {"q": "is domestic abuse rising?", "format": "csv"})
    assert file["Content-Type"].startswith("text/csv")
    assert [list(row.values())[1:] for row in rows_of(file)] == [
        ["2024/25", "1600", ""],
        ["2024/25", "", "12"],
    ]
    assert "ward Ash" in rows_of(file)[0]["Measure"]


def test_only_pages_that_open_for_the_reader_are_links(world, figures):
    link = f'href="{reverse("desk:indicator", args=["I05"])}"'
    page = read(world.client("reader"), q="is domestic abuse rising?")
    assert link in page and "A page that is not there" in page and "/nowhere" not in page
    page = read(world.client("agency_contact"), q="is domestic abuse rising?")
    assert link not in page and "Referrals. Counted: all." in page


def test_what_members_ask_is_listed_with_what_the_record_answers_today(world):
    """The list follows the record: what is written counts at once, though the answers are kept between."""
    client = world.client("reader")
    assert len(bank()) == read(client, "questions").count('data-name="In the record"') == 43
    before = {
        row["Question"]: row for row in rows_of(client.get(reverse("desk:questions"), {"format": "csv"}))
    }
    asked = "How far has the work on peer mentors come?"
    assert before[asked]["In the record"] == "Nothing yet" and before[asked]["Answer"] == ""
    source = thread.open_source(
        world.partnership, kind="voice", title="Youth forum", happened_on=MADE, by=world.manager
    )
    finding = thread.record_finding(source, text="They want somebody.", by=world.manager)
    wanted = thread.recommend(finding, text="Start peer mentors", by=world.manager, on=MADE)
    thread.assign(wanted, text="Find mentors", by=world.manager, owner_agency=world.agencies["school"])
    after = {
        row["Question"]: row for row in rows_of(client.get(reverse("desk:questions"), {"format": "csv"}))
    }
    assert after[asked]["In the record"] == "Answered" and "Find mentors" in after[asked]["Answer"]
    assert after[asked]["Number"] == "36" and after[asked]["True on"]
