"""Journey 11: the committee officer and the chair want no surprises: the pack, last time's actions, the likely
questions with their answers, and a question typed in one's own words."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.demonstration import copy_of
from tests.functional.browser import served, too_wide
from tests.functional.journeys import click, fill_date, follow, lscp, main, press

OFFICER = "dilys.hume@thornley.example"
CHAIR = "marian.tull@thornley.example"  # reads the record, and builds nothing
COMMITTEE = "Children and Families Scrutiny Committee"
MEETING = timezone.localdate() + timedelta(days=18)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """Of its own: in other journeys the minutes that wait here are accepted."""
    return copy_of(tmp_path_factory)


@pytest.fixture(scope="module")
def site(demonstration, browser_type_launch_args):
    with served(demonstration) as address:
        yield address


@pytest.fixture(scope="module")
def signed_in_before():
    return {}


@pytest.fixture
def officer(desk_as):
    return desk_as(OFFICER)


def prepare(page):
    page.goto("/desk/committee/")
    follow(page, "Prepare the next meeting")
    page.get_by_label("Committee", exact=True).select_option(label=COMMITTEE)
    fill_date(page, "When it meets", MEETING)
    press(page, "Show what it will ask about")
    return page.url


def opened(page, question):
    """The words beneath a likely question, opened by a touch."""
    found = page.locator("details", has_text=question).first
    found.locator("summary").click()
    return found.inner_text()


def test_the_officer_reads_last_times_actions_with_their_state_and_the_likely_questions(officer, axe):
    prepare(officer)
    words = main(officer)
    assert "One page for residents on damp and mould" in words and "overdue since" in words
    assert "Not accepted yet" in words, "minutes that wait are not hidden"
    assert "Done and verified" in words and "Letter to members, 21 October 2025: The letter gives" in words
    champions = opened(officer, "How many safeguarding champions are there?")
    assert "Told then: “Officers would update Members" in champions and "Since then: " in champions
    for question in officer.locator("details.govuk-details").all():
        text = question.text_content()
        assert re.search(
            r"True on \d+ \w+ 20\d\d\.|could supply it|could come from|holds no|holds nothing", text
        ), text
    axe(officer)
    officer.set_viewport_size({"width": 320, "height": 640})
    assert not too_wide(officer)
    axe(officer)


def test_a_question_in_ones_own_words_is_answered_with_its_day_or_honestly_not(officer):
    prepare(officer)
    officer.get_by_label("Search or ask").fill("how many champions have we got?")
    press(officer, "Search or ask")
    words = main(officer)
    assert "How many safeguarding champions are there?" in words
    assert re.search(r"True on \d+ \w+ 20\d\d", words) or "holds no answer" in words


def test_the_files_are_there_for_the_officer_and_the_chair_reads_the_page(officer, desk_as, axe):
    address = prepare(officer)
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Pack as a Word document").click()
    assert download.value.suggested_filename == "pack.docx"
    follow(officer, "Pack as a web page")
    assert "What became of what you asked for" in officer.locator("main").inner_text()
    axe(officer)
    officer.set_viewport_size({"width": 320, "height": 640})
    assert not too_wide(officer)
    officer.goto(address)
    follow(officer, "Likely questions as a web page")
    assert "For officers, not for publication" in officer.locator("body").inner_text()
    axe(officer)
    chair = desk_as(CHAIR)
    chair.goto(address)
    assert "Likely questions" in main(chair)
    assert chair.get_by_role("link", name="Pack to print (PDF)").count() == 0


def test_without_scripts_the_page_is_whole(desk_as):
    page = desk_as(OFFICER, java_script_enabled=False)
    prepare(page)
    assert "Told then: " in opened(page, "How many safeguarding champions are there?")
    click(page.get_by_role("link", name="Decide").first)
    assert page.get_by_role("button", name=re.compile("^Accept")).count()


def test_the_command_writes_the_pack_and_says_what_it_wrote(demonstration, tmp_path):
    folder = tmp_path / "pack"
    asked = ("pack", "--partnership", "thornley", "--committee", "scrutiny", "--on", MEETING, "--out", folder)
    done = lscp(demonstration, *asked)
    assert done.returncode == 0, done.stderr
    written = json.loads((folder / "manifest.json").read_text())["files"]
    assert all(str(folder / name) in done.stdout for name in written)
    nobody = lscp(
        demonstration, "pack", "--partnership", "thornley", "--committee", "Planning", "--out", folder
    )
    assert nobody.returncode == 1 and COMMITTEE in nobody.stderr and nobody.stdout == ""
