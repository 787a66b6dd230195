"""Likely questions: what the committee asked before comes first, and each has a dated answer or an honest nothing."""

import pytest

from lscp.briefing.pack import files, officers
from lscp.briefing.pack.likely import likely
from lscp.briefing.questions import bank
from lscp.publication.checks.finding import passages
from lscp.sources.committee import operations
from tests.factories.committee_paper import COPY

CHAMPIONS = "How many safeguarding champions are there?"


@pytest.fixture
def asked_of_champions(inside):
    """Minutes in which a member asks what the bank knows (champions), and what it does not."""
    text = COPY.replace(
        "how many schools had answered the yearly audit", "how many safeguarding champions there were"
    )
    paper = operations.stage(
        text.encode(), name="panel.txt", partnership=inside.partnership, by=inside.manager
    )
    for proposal in paper.proposals.all():
        operations.accept(proposal, by=inside.manager, on=paper.meeting_date)
    return paper


@pytest.fixture
def found(asked_of_champions, pack, answered_at_once):
    return likely(pack())


def test_each_is_answered_from_the_record_with_its_day_or_says_what_is_missing(asked_of_champions, pack):
    found = likely(pack())
    assert {each.is_answered for each in found} == {True, False}
    for each in found:
        assert (each.answer.as_of and each.answer.text) or each.answer.missing, each.question


def test_what_the_committee_asked_before_comes_first_and_the_others_of_the_bank_after_it(found):
    before = [bool(each.before) for each in found]
    assert before == sorted(before, reverse=True) and sum(before) == 2
    numbers = [each.number for each in found if each.number]
    assert sorted(numbers) == [question.number for question in bank()], "each question of the bank once"


def test_in_each_half_answered_questions_come_before_unanswered_ones(found):
    for half in (True, False):
        answered = [each.is_answered for each in found if bool(each.before) is half]
        assert answered == sorted(answered, reverse=True)


def test_a_question_asked_before_says_who_asked_what_was_told_and_what_came_of_it_since(found, pack):
    champions = next(each for each in found if each.question == CHAMPIONS)
    (before,) = champions.before
    assert before.question.asked_by == "Councillor Tomasz Whitfield"
    words = [passage.text for passage in passages(officers.compose(pack(), found))]
    assert any(text.startswith("Asked on 14 November 2024 by Councillor Tomasz Whitfield") for text in words)
    assert any(text.startswith("Told then: “Officers said that 41 of 48 had") for text in words)
    damp = next(each for each in found if each.before and each is not champions)
    assert [came.kind for came in damp.before[0].came] == ["Action"]
    assert any(
        text.startswith("Since then: Councillor Whitfield asked what was being done") for text in words
    )


def test_a_question_nobody_accepted_from_the_minutes_is_no_question_yet(paper, pack, answered_at_once):
    assert not any(each.before for each in likely(pack()))


def test_the_paper_is_marked_for_officers_and_has_a_page_of_contents(found, pack):
    paper = files.for_officers(pack(), found)
    assert paper.laid_out["facts"].startswith("For officers, not for publication.")
    assert "not for publication" in paper.laid_out["named"], "at the foot of each page"
    headings = [section["heading"] for section in paper.laid_out["sections"]]
    assert headings[:3] == ["About this paper", "What this committee asked before", CHAMPIONS]
    contents = paper.makers["likely-questions.html"]().content.decode().partition("</nav>")[0]
    assert all(each.question.replace("'", "&#39;") in contents for each in found if "’" not in each.question)


def test_links_to_what_an_answer_rests_on_can_be_followed_from_a_file(found, pack):
    text = files.for_officers(pack(), found).makers["likely-questions.html"]().content.decode()
    assert 'href="http://127.0.0.1:8000/desk/' in text and 'href="/desk/' not in text
