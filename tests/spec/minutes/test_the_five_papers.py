"""The five public committee papers of the mission, read word for word; what each says is written here by hand.

The papers stand in ../shared/papers beside the repository and are not committed.
P0: Hammersmith & Fulham 2021-22; P1: Hillingdon 2016-17; P2: Westminster and two boroughs 2014-15;
P3: Hammersmith & Fulham 2024-25; P4: Hillingdon 2022-23.
"""

from pathlib import Path

import pytest

from lscp.minutes import Paper, read_path

PAPERS = Path(__file__).resolve().parents[4] / "shared" / "papers"
pytestmark = pytest.mark.skipif(not PAPERS.is_dir(), reason="the five papers are not beside this repository")


def paper(code: str) -> Paper:
    return read_path(next(PAPERS.glob(f"{code}-*.txt")))


FACTS = {
    "P0": ("Local Safeguarding Children Partnership Annual Report", "April 2021 – December 2022", None),
    "P1": ("Local Safeguarding Children's Board Annual Report", "2016/17", None),
    "P2": (
        "Local Safeguarding Children Board's Annual Report 2014-15 (Executive Summary)",
        "2014/15",
        "2015-10-08",
    ),
    "P3": (None, "2024/25", None),
    "P4": ("Children's Safeguarding Partnership Annual Report", "2022/23", None),
}


@pytest.mark.parametrize("code", FACTS)
def test_title_period_and_meeting_date_are_those_printed(code):
    found = paper(code)
    assert (found.title, found.report_period, found.meeting_date) == FACTS[code]
    assert found.committee is None


SPEAKERS = {
    "P0": {
        "Mike Howard": "Independent Chair of the Local Safeguarding Children Partnership",
        "Jacqui McShannon": None,
        "Amana Gordon": None,
        "Daryl Brown": "Councillor",
        "Aliya Afzal-Khan": "Councillor",
        "Nandini Ganesh": None,
    },
    "P1": {},
    "P2": {},
    "P3": {
        "Derek Benson": "LSCP Scrutineer and Chair of the LSCP Forum",
        "Mercy Umeh": "Councillor",
        "Anna Carpenter": "Head of Safeguarding, CYPS",
        "Aliya Afazl-Khan": "Councillor",
        "Nandini Ganesh": "Co-optee",
        "Jacqui McShannon": "Executive Director of People",
        "Sarah Sanderson": "Operational Director, Children and Young People Services",
        "Peter Haylock": "Operational Director for Education and SEND, Children's Services",
        "Cat Miller": "Business Development Manager, LSCP",
    },
    "P4": {},
}


@pytest.mark.parametrize("code", SPEAKERS)
def test_speakers_are_the_people_named_as_speaking_in_their_printed_roles(code):
    assert {speaker.name: speaker.role for speaker in paper(code).speakers} == SPEAKERS[code]


@pytest.mark.parametrize(("code", "count"), [("P0", 10), ("P1", 0), ("P2", 0), ("P3", 5), ("P4", 18)])
def test_each_question_a_member_asked_is_counted(code, count):
    assert len(paper(code).questions) == count


def test_a_question_carries_who_asked_and_what_was_said_in_reply():
    by_line = {question.line: question for question in paper("P0").questions}
    assert by_line[53].asked_by == "Councillor Brown"
    assert by_line[53].answer.startswith("Jacqui McShannon said they worked with schools")
    assert by_line[53].answer.endswith("like health visitors.")
    assert by_line[65].asked_by == "The Committee"
    assert by_line[65].answer is None


def test_an_answer_may_stand_in_the_next_paragraphs():
    first = paper("P3").questions[0]
    assert first.asked_by == "Councillor Mercy Umeh"
    assert first.answer.startswith("Derek Benson referred to")


def test_two_questions_put_together_share_their_answer():
    champions, areas = (question for question in paper("P4").questions if question.line == 99)
    assert champions.answer == areas.answer
    assert champions.answer.startswith("Officers would update Members")


def test_actions_keep_their_owner_as_printed_and_the_paragraph_they_close():
    actions = paper("P0").actions
    assert [(action.owner, action.line) for action in actions] == [
        ("Councillor Helen Rowbottom", 29),
        ("Housing officers", 65),
        ("Amana Gordon / Nandini Ganesh", 77),
    ]
    assert actions[0].text.endswith("She offered to take this forward with officers.")
    assert actions[1].text.endswith("escalated and resolved if children were involved.")
    assert actions[2].text.startswith("Jacqui McShannon said the disabled children’s team")


@pytest.mark.parametrize("code", ["P1", "P2", "P3", "P4"])
def test_papers_without_a_marked_action_have_none(code):
    assert paper(code).actions == []


RESOLUTIONS = {
    "P0": [(1, "That the Committee noted and commented on the item.", 95)],
    "P1": [
        (1, "That officers be congratulated on their hard work.", 69),
        (2, "That a briefing paper be provided to the Committee on the new legislation.", 71),
        (3, "That the report be noted.", 73),
    ],
    "P2": [],
    "P3": [(None, "The Committee noted the report.", 26)],
    "P4": [
        (
            1,
            "Is reassured that the partnership continues to provide leadership and scrutiny of the safeguarding "
            "arrangements for Hillingdon residents",
            111,
        ),
        (
            2,
            "Is updated regarding the way in which the partnership has responded to the challenges posed by changing "
            "local, national and international contexts",
            114,
        ),
        (3, "Is informed of the strategic priorities for safeguarding for 2022-23", 117),
    ],
}


@pytest.mark.parametrize("code", RESOLUTIONS)
def test_resolutions_keep_their_numbers_and_words(code):
    assert [(one.number, one.text, one.line) for one in paper(code).resolutions] == RESOLUTIONS[code]


PROMISES = {
    "P0": [
        "She offered to take this forward",
        "they would be following up on that at the next Board meeting",
    ],
    "P1": [],
    "P2": [],
    "P3": ["The metrics would be reported in the next Annual Report."],
    "P4": ["Officers would update Members on the number of safeguarding champions outside of the meeting."],
}


@pytest.mark.parametrize("code", PROMISES)
def test_promises_are_what_was_undertaken_for_later(code):
    found = paper(code).promises
    assert len(found) == len(PROMISES[code])
    for promise, words in zip(found, PROMISES[code], strict=True):
        assert words in promise.text


def test_the_two_end_dates_of_p0_are_a_warning():
    (warning,) = paper("P0").warnings
    assert "December 2022" in warning and "31 October 2022" in warning


def test_the_attendance_sentence_of_p3_is_a_warning():
    assert any("sessions" in warning and "7% of students" in warning for warning in paper("P3").warnings)


def test_p4_resolving_on_the_year_already_reported_is_a_warning():
    (warning,) = paper("P4").warnings
    assert warning.startswith("resolution 3") and "2022/23" in warning


def test_the_error_that_p1_notes_in_the_report_is_a_warning():
    (warning,) = paper("P1").warnings
    assert "Baby W" in warning


def test_every_line_number_leads_to_the_words_found():
    for code in FACTS:
        found = paper(code)
        for item in (*found.actions, *found.resolutions, *found.questions, *found.promises):
            assert (
                item.text[:40] in found.lines[item.line - 1].replace("  ", " ")
                or item.text.split(". ")[0][-30:] in (found.lines[item.line - 1])
            )


def test_the_json_document_has_exactly_the_contracts_keys():
    document = paper("P0").as_json()
    assert set(document) == {
        "title",
        "report_period",
        "meeting_date",
        "committee",
        "actions",
        "resolutions",
        "speakers",
        "questions",
        "promises",
        "warnings",
    }
    assert set(document["actions"][0]) == {"owner", "text", "line"}
    assert set(document["resolutions"][0]) == {"number", "text", "line"}
    assert set(document["speakers"][0]) == {"name", "role"}
    assert set(document["questions"][0]) == {"asked_by", "text", "answer", "line"}
    assert set(document["promises"][0]) == {"text", "by", "line"}
