"""Journey 9: two officers write the annual report at once; the checks say what is wrong, and how to mend it."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.functional.journeys import (
    MANAGER,
    SECOND_OFFICER,
    fill_date,
    follow,
    give_a_second_officer,
    press,
    set_action,
)


@pytest.fixture(scope="module")
def second_officer(demonstration, site):
    give_a_second_officer(demonstration)
    return SECOND_OFFICER


@pytest.fixture
def owen(desk_as):
    return desk_as(MANAGER)


@pytest.fixture
def rosa(desk_as, second_officer):
    return desk_as(second_officer)


def main(page):
    return page.locator("main").inner_text()


def begin_report(page, title, *, year):
    page.goto("/desk/reports/new")
    page.get_by_label("Title").fill(title)
    fill_date(page, "First day of the period", date(year, 4, 1))
    fill_date(page, "Last day of the period", date(year + 1, 3, 31))
    press(page, "Begin it")
    assert "is begun" in main(page)
    return page.url


def open_chapter(page, report, heading):
    page.goto(report)
    follow(page, heading)
    return page.url


def write(page, text):
    page.get_by_role("textbox", name=re.compile("^Text")).fill(text)
    page.get_by_role("button", name=re.compile("^(Save|Save my text anyway)$")).click()


def text_of(page):
    return page.get_by_role("textbox", name=re.compile("^Text")).input_value()


def test_two_officers_write_one_chapter_at_once_and_nothing_is_lost(owen, rosa, axe):
    report = begin_report(owen, "Annual report written by two", year=2020)
    chapter = open_chapter(owen, report, "About this report")
    rosa.goto(chapter)
    write(owen, "Owen wrote about the year and who took part in it.")
    assert "is saved" in main(owen)
    write(rosa, "Rosa wrote about the area and what is special in it.")
    assert "Somebody else changed this while you were working on it." in main(rosa)
    assert "Owen Farrow" in rosa.get_by_role("alert").inner_text()
    assert "Owen wrote about the year" in main(rosa), "she reads his words"
    assert text_of(rosa) == "Rosa wrote about the area and what is special in it.", (
        "her own are still in the box"
    )
    axe(rosa)
    owen.goto(chapter)
    assert text_of(owen) == "Owen wrote about the year and who took part in it.", (
        "nothing was written over his"
    )

    write(rosa, "Owen wrote about the year and who took part in it.\n\nRosa wrote about the area.")
    assert "is saved" in main(rosa)
    owen.goto(chapter)
    assert text_of(owen).endswith("Rosa wrote about the area.")
    follow(owen, "Every earlier text")
    assert "Saved by Owen Farrow" in main(owen) and "Saved by Rosa Quill" in main(owen)
    axe(owen)


def test_each_error_that_the_checks_find_is_mended_from_its_message_alone(owen, axe):
    report = begin_report(owen, "Annual report with three mistakes", year=2021)
    chapter = open_chapter(owen, report, "Our area and its children")
    said = owen.locator(".govuk-grid-column-one-third")

    write(owen, "The council gave £50,000 and the police £20,000: a total of £80,000.")
    assert "Error:" in said.inner_text() and "70,000" in said.inner_text()
    worked_out = re.search(r"£?70,000", said.inner_text())[0].lstrip("£")
    write(owen, f"The council gave £50,000 and the police £20,000: a total of £{worked_out}.")
    assert "70,000" not in said.inner_text()

    write(owen, "One family wrote to us. Their daughter’s NHS number is 943 476 5919.")
    assert "943 476 5919" in said.inner_text() and "NHS number" in said.inner_text()
    axe(owen)
    write(owen, "One family wrote to us.")
    assert "943 476 5919" not in main(owen)

    follow(owen, "Claim something")
    owen.get_by_label("What the report claims").fill(
        "Children wait half as long for help as they did a year ago."
    )
    owen.get_by_label("It says that something changed for children or families").check()
    press(owen, "Keep the claim")
    owen.goto(chapter)
    assert "No evidence yet" in main(owen) and "Error:" in said.inner_text()
    follow(owen, "Cite evidence")
    owen.get_by_label("Or a source outside the record").fill(
        "Letter of the inspectorate of 12 June 2020, page 3"
    )
    owen.get_by_label("The words or figure quoted from it").fill("The wait fell from 40 days to 20.")
    fill_date(owen, "The date on which it was so", date(2020, 6, 12))
    press(owen, "Cite it")
    assert "No evidence yet" not in main(owen) and "Error:" not in said.inner_text()
    axe(owen)

    owen.goto(f"{report}checks")
    mended = owen.get_by_role("row").filter(has_text="Our area and its children").filter(has_text="Error")
    assert mended.count() == 0
    axe(owen)


def test_a_report_with_errors_is_not_sent_out_and_says_what_to_mend(owen, axe):
    report = begin_report(owen, "Annual report that is not ready", year=2022)
    open_chapter(owen, report, "Our area and its children")
    write(owen, "We saw 12 boys and 9 girls: a total of 22 children.")
    owen.goto(report)
    follow(owen, "Send it out for signing")
    assert "to mend first" in main(owen) and "21" in main(owen)
    assert owen.get_by_role("button", name="Send it out").count() == 0
    axe(owen)


def test_two_people_change_one_action_and_the_second_loses_nothing(owen, rosa, axe):
    text = "Publish the list of private tutors who were checked"
    set_action(
        owen, text, agency="Education", person="Hana Sorrel", due=timezone.localdate() + timedelta(days=40)
    )
    owen.get_by_role("region", name=text).get_by_role("link", name=re.compile("^Change")).click()
    rosa.goto(owen.url)
    owen.get_by_label("What will be done?").fill(f"{text} this year")
    press(owen, "Save")
    assert "The action is changed." in main(owen)
    rosa.get_by_label("What will be done?").fill(f"{text}, with their subjects")
    press(rosa, "Save")
    assert "Not saved yet" in main(rosa) and f"{text} this year" in main(rosa)
    assert rosa.get_by_label("What will be done?").input_value() == f"{text}, with their subjects"
    axe(rosa)
    rosa.get_by_label("What will be done?").fill(f"{text} this year, with their subjects")
    press(rosa, "Save my text anyway")
    assert "The action is changed." in main(rosa) and f"{text} this year, with their subjects" in main(rosa)


def test_two_people_change_one_group_and_the_second_loses_nothing(owen, rosa, axe):
    owen.goto("/desk/partnership/groups")
    follow(owen, "Quality assurance sub-group")
    address = owen.url
    follow(owen, "Change")
    rosa.goto(owen.url)
    owen.get_by_label("Terms of reference").fill("Plans the year’s audits and hears what they found.")
    press(owen, "Save")
    rosa.get_by_label("Terms of reference").fill("Plans the audits, and repeats those that matter.")
    press(rosa, "Save")
    assert "Somebody else changed this" in main(rosa)
    assert "Plans the year’s audits and hears what they found." in main(rosa)
    terms = rosa.get_by_label("Terms of reference")
    assert terms.input_value() == "Plans the audits, and repeats those that matter."
    axe(rosa)
    terms.fill("Plans the year’s audits, hears what they found, and repeats those that matter.")
    press(rosa, "Save my text anyway")
    owen.goto(address)
    assert "hears what they found, and repeats those that matter" in main(owen)
