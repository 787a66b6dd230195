"""Whom a printed owner may mean, and where an item's words stand in its paper."""

from dataclasses import dataclass

import pytest

from lscp.sources.committee.owners import suggestions
from lscp.sources.committee.wording import fingerprint, marked_line, only_notes, place_words


@dataclass(frozen=True)
class Agency:
    name: str
    sector: str
    short_name: str = ""


@dataclass(frozen=True)
class Person:
    name: str


HOUSING = Agency("Thornley Homes", "housing")
COUNCIL = Agency("Thornley Council", "council")
BOARD = Agency("North Valley Integrated Care Board", "health", "NVICB")
POLICE = Agency("Valley Constabulary", "police")
AGENCIES = [HOUSING, COUNCIL, BOARD, POLICE]
PEOPLE = [Person("Amara Gould"), Person("Nadia Gray"), Person("Helen Rowe")]


def suggested(printed):
    return suggestions(printed, agencies=AGENCIES, people=PEOPLE)


def test_a_role_suggests_the_agencies_of_its_sector():
    assert suggested("Housing officers") == ([], [HOUSING, COUNCIL])


def test_several_named_owners_suggest_each_person():
    people, _ = suggested("Amara Gould / Nadia Gray")
    assert [person.name for person in people] == ["Amara Gould", "Nadia Gray"]


def test_a_councillors_title_does_not_suggest_the_council():
    assert suggested("Councillor Helen Rowe") == ([Person("Helen Rowe")], [])


def test_a_surname_alone_suggests_its_bearer_and_another_first_name_does_not():
    assert suggested("Mrs Gould")[0] == [Person("Amara Gould")]
    assert suggested("Peter Gould")[0] == []


def test_initials_stand_for_a_first_name():
    assert suggested("A. Gould")[0] == [Person("Amara Gould")]


def test_a_short_name_comes_before_a_sector():
    assert suggested("NVICB")[1][0] == BOARD


def test_a_paper_that_names_nobody_suggests_nobody():
    assert suggested("") == ([], [])
    assert suggested("Officers") == ([], [])


LINES = ["Heading", "", "The Chair asked about damp.", "Officers said that a panel", "met each month.", "End"]


def test_words_are_marked_where_they_stand():
    assert place_words(LINES, 3, "asked about damp.") == [(3, 10, 26)]


def test_words_that_run_over_lines_are_marked_on_each():
    placed = place_words(LINES, 4, "Officers said that a panel met each month.")
    assert [(line, LINES[line - 1][start:end]) for line, start, end in placed] == [
        (4, "Officers said that a panel"),
        (5, "met each month"),
    ]


def test_words_found_twice_are_marked_nearest_their_line():
    lines = ["That it be noted.", "x", "x", "That it be noted."]
    assert place_words(lines, 4, "That it be noted.")[0][0] == 4


def test_words_the_paper_does_not_hold_are_not_marked():
    assert place_words(LINES, 3, "something else") == []


def test_a_line_is_cut_where_marks_begin_and_end_even_when_they_overlap():
    assert marked_line("abcdef", [(1, 4, "x"), (3, 5, "y")]) == [
        ("a", []),
        ("bc", ["x"]),
        ("d", ["x", "y"]),
        ("e", ["y"]),
        ("f", []),
    ]


def test_copies_with_other_marks_have_one_fingerprint_and_other_owners_another():
    one = fingerprint("action", "The Chair’s “plan” – now", "Housing")
    assert one == fingerprint("action", 'The Chair\'s "plan" - now', "HOUSING")
    assert one != fingerprint("action", "The Chair’s “plan” – now", "Police")
    assert one != fingerprint("promise", "The Chair’s “plan” – now", "Housing")


# ── What asks for nothing ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "That the report be noted.",
        "the paper be noted; and",
        "To note the report.",
        "That the Scrutiny Panel notes the report",
        "That the Annual Report 2023/24 (Appendix A) be received and noted",
    ],
)
def test_a_resolution_that_only_notes_asks_for_nothing(text):
    assert only_notes(text)


@pytest.mark.parametrize(
    "text",
    [
        "That the report be noted and an update be brought in March.",
        "To note the report and ask officers for the figures",
        "That the request of the schools be noted",
        "To note the figures which officers will circulate",
        "That the notes be circulated.",
        "That a briefing paper on neglect be provided to the Committee.",
    ],
)
def test_whatever_may_ask_for_something_is_for_somebody_to_answer(text):
    assert not only_notes(text)
