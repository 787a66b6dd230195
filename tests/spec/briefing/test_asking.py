"""Asking the record: the answer for what is named, other questions by the same means, and an honest nothing."""

import json
from datetime import date

import pytest

from lscp import cli, scope
from lscp.briefing.asking import ask, ask_each
from lscp.golden_thread import operations as thread
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of

TODAY, MADE = date(2026, 6, 1), date(2026, 1, 15)


@pytest.fixture
def mentors(world):
    """What young people asked for, as an action of the school."""
    with scope.within(scope_of(world.manager)):
        source = thread.open_source(
            world.partnership, kind="voice", title="Youth forum", happened_on=MADE, by=world.manager
        )
        finding = thread.record_finding(source, text="They want somebody to turn to.", by=world.manager)
        wanted = thread.recommend(finding, text="Start peer mentors", by=world.manager, on=MADE)
        return thread.assign(
            wanted, text="Find ten peer mentors", owner_agency=world.agencies["school"],
            due=date(2026, 9, 1), by=world.manager, on=MADE,
        )  # fmt: skip


@pytest.fixture
def asked(mentors, inside):
    return lambda text: ask(text, on=TODAY)


def test_a_question_in_other_words_gets_the_answer_of_the_bank_with_the_page_that_shows_it(asked, mentors):
    found = asked("any news on mentoring by young ppl?")
    assert found.match.number == 36
    assert "Find ten peer mentors" in found.answer.text and found.answer.as_of == TODAY
    assert f"/desk/actions/{mentors.pk}" in [each.url for each in found.answer.evidence]


def test_where_the_record_holds_nothing_it_says_what_is_missing_and_who_could_supply_it(asked):
    found = asked("how many champions have we got?")
    assert found.match.number == 39 and found.answer.text is None
    assert "champion" in found.answer.missing and "each agency" in found.answer.missing


def test_a_question_for_any_theme_is_answered_for_the_theme_that_is_named(asked, inside):
    source = thread.open_source(
        inside.partnership, kind="rapid-review", title="Review", happened_on=MADE, by=inside.manager
    )
    learned = thread.record_finding(source, text="Nobody knew.", theme="neglect", by=inside.manager)
    thread.recommend(learned, text="Act on neglect early", by=inside.manager, on=MADE)
    neglect = asked("What are we doing about neglect?")
    assert "Act on neglect early" in neglect.answer.text
    assert neglect.match.number == 25 and neglect.number is None, "the bank asks about harm online"
    online = asked("What are we doing about harm online?")
    assert online.match.number == online.number == 25 and online.answer.text is None


def test_another_sector_than_the_banks_is_asked_about_by_its_name(asked):
    assert "health" in asked("Why is it hard to engage GPs?").answer.missing
    assert "schools and colleges" in asked("Why is it hard to engage schools?").answer.missing
    assert "training places by sector" in asked("How many GPs come to our training?").answer.missing


def test_another_measure_than_the_banks_is_looked_for_and_its_holder_named(asked):
    missing = asked("Are suspensions going up?").answer.missing
    assert "“Suspensions”" in missing and "could come from the council" in missing


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("How many children are on child protection plans?", "“Children with a child protection plan”"),
        ("How many children died?", "“Child deaths notified”"),
        ("What became of the youth forum?", "Start peer mentors"),
        ("What does private fostering mean?", "not a close relative"),
        ("Who is the mayor?", "Neither the minutes nor the published report say anything about “mayor”"),
    ],
)
def test_a_question_outside_the_bank_is_answered_by_the_same_means_where_its_words_tell_which(
    asked, text, says
):
    found = asked(text)
    assert found.match.number is None
    assert says in (found.answer.text or found.answer.missing)


def test_a_question_that_says_nothing_is_told_so_with_somebody_to_ask(asked):
    found = asked("what about it then?")
    assert found.answer.missing.startswith("The record does not answer this question")
    assert "business team could say who would know" in found.answer.missing


def test_an_agency_is_told_only_what_its_own_record_holds(mentors, world):
    for agency, holds in (("school", True), ("charity", False)):
        contact = world.add("agency_contact", agency, name=f"Contact of {agency}")
        with scope.within(scope_of(contact)):
            assert bool(ask("How far are the peer mentors?", on=TODAY).answer.text) is holds


def test_what_comes_to_one_question_is_answered_once(asked, django_assert_num_queries, inside):
    with django_assert_num_queries(0):
        assert ask_each([], on=TODAY) == []
    both = ask_each(["How far are the peer mentors?", "peer mentors, where are we"], on=TODAY)
    assert both[0].answer is both[1].answer and both[0].question != both[1].question


# ── The command ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def command(mentors, capsys, world):
    """``command("QUESTION", …)``: exit status, and what it printed on each of its two ways out."""

    def run(*arguments, code=world.partnership.pk):
        status = cli.main(["ask", *map(str, arguments), "--partnership", code])
        return status, *capsys.readouterr()

    return run


def test_the_answer_as_json_has_the_shape_that_was_agreed(command, mentors):
    status, out, _ = command("How far are the peer mentors?", "--json")
    answer = json.loads(out)
    assert status == 0
    assert list(answer) == [
        "question", "matched", "candidates", "score", "answer", "as_of", "evidence", "figures", "missing",
    ]  # fmt: skip
    assert answer["matched"] == 36 and answer["candidates"][0] == 36 and answer["missing"] is None
    assert date.fromisoformat(answer["as_of"])
    assert {"kind": "action", "id": str(mentors.pk), "url": f"/desk/actions/{mentors.pk}"}.items() <= answer[
        "evidence"
    ][0].items()


def test_a_file_of_questions_gives_a_list_in_its_order_without_its_empty_lines(command, tmp_path):
    file = tmp_path / "questions.txt"
    file.write_bytes("\ufeffWho is the mayor?\r\n\r\n   \r\npeer mentors?\n".encode())
    status, out, _ = command("--file", file, "--json")
    assert status == 0
    assert [(one["question"], one["matched"]) for one in json.loads(out)] == [
        ("Who is the mayor?", None),
        ("peer mentors?", 36),
    ]


def test_the_answer_in_words_has_its_day_its_evidence_and_the_nearest_questions(command, mentors):
    said = command("peer mentors?")[1]
    assert "As the record had it on" in said and f"(action) /desk/actions/{mentors.pk}" in said
    nothing = command("How many children have special needs plans?")[1]
    assert "could say who would know" in nothing and "The nearest questions that members ask:" in nothing


def test_a_file_that_cannot_be_read_and_a_partnership_that_is_not_here_are_each_a_sentence(command, tmp_path):
    status, out, wrong = command("--file", tmp_path / "none.txt")
    assert (status, out) == (1, "") and wrong.strip().endswith("Check the path.")
    (tmp_path / "word.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    status, _, wrong = command("--file", tmp_path / "word.doc")
    assert status == 1 and "Save it as UTF-8" in wrong
    status, out, wrong = command("peer mentors?", code="nowhere")
    assert (status, out) == (1, "") and "“nowhere”" in wrong and "thornley" in wrong


def test_a_group_that_carries_safer_schools_answers_how_we_work_with_it(asked, inside):
    assert asked("what do we do with safer schools").answer.text is None
    partnerships.open_group(
        inside.partnership, name="Safer Schools group", kind="subgroup", started=date(2025, 1, 1)
    )
    assert "Safer Schools group has worked since" in asked("what do we do with safer schools").answer.text
