"""Journey 9: two officers and an agency write the annual report; the police chapter arrives by link; the checks say
what is wrong, and how to mend it; nobody's words are lost."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.functional.browser import too_wide
from tests.functional.journeys import (
    MANAGER,
    POLICE_LEAD,
    SECOND_OFFICER,
    click,
    fill_date,
    follow,
    give_a_second_officer,
    last_letter,
    link_in,
    main,
    press,
    set_action,
)

# Wrong words, what the page says of them, and the words put right from that message alone.
MISTAKES = [
    (
        "We visited 80 homes in the north and 30 in the south: a total of 120 homes.",
        "80 + 30 makes 110, but the sentence says 120",
        "We visited 80 homes in the north and 30 in the south: a total of 110 homes.",
    ),
    (
        "We gave advice to 312 adult victims of domestic abuse.",
        "counts adults, in a report about children. Use the figure for children",
        "We spoke with 140 children who lived with domestic abuse.",
    ),
    (
        "We held 2 children in custody overnight.",
        "Say “fewer than 6”",
        "We held fewer than 6 children in custody overnight.",
    ),
    (
        "Our work has improved outcomes for children.",
        "say what was done instead of what it changed",
        "We briefed every shift about children who go missing.",
    ),
]


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
    click(page.get_by_role("button", name=re.compile("^(Save|Save my text anyway)$")))


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

    for wrong, message, right in MISTAKES:
        write(owen, wrong)
        assert message in said.inner_text()
        write(owen, right)
        assert message not in said.inner_text() and "Warning:" not in said.inner_text()

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
    click(owen.get_by_role("region", name=text).get_by_role("link", name=re.compile("^Change")))
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


# ── The police chapter, by link ───────────────────────────────────────────────────────────────────────────

ASKS = "What the police did about harm outside the home, and what changed."
BOX = {"name": "Your text"}


@pytest.fixture
def phone(site, new_context):
    """``phone()``: a page on somebody's own telephone."""

    def another(**more):
        page = new_context(base_url=site, has_touch=True, is_mobile=True, **more).new_page()
        page.set_viewport_size({"width": 360, "height": 740})
        return page

    return another


@pytest.fixture
def asked(owen, demonstration):
    """``asked(title, year)``: a new report, its police chapter asked for; returns its address and the link."""

    def ask(title, year, part=""):
        report = begin_report(owen, title, year=year)
        open_chapter(owen, report, "What each partner did")
        follow(owen, "Ask an agency to write it, or a part of it")
        owen.get_by_label("Who is asked?").select_option(label="Police: Leon Varga")
        owen.get_by_label("Only a part of the chapter?").fill(part)
        owen.get_by_label("What should they write?").fill(ASKS)
        fill_date(owen, "By when?", timezone.localdate() + timedelta(days=21))
        press(owen, "Send them the link")
        assert "has an e-mail with a link" in main(owen)
        return report, link_in(last_letter(demonstration, POLICE_LEAD, about=title))

    return ask


def save(page, text):
    page.get_by_role("textbox", **BOX).fill(text)
    click(page.get_by_role("button", name=re.compile("^(Save|Save my text anyway)$")))


def findings(page):
    return page.locator("#checks").inner_text()


def test_the_police_chapter_arrives_by_link_while_two_officers_write(asked, owen, rosa, phone, axe):
    report, link = asked("Annual report with the police", 2014, part="The police")
    axe(owen)
    leon = phone()
    leon.goto(link)
    assert ASKS in main(leon) and "Begin a point of a list with" in main(leon)
    assert not too_wide(leon)
    axe(leon)

    chapter = open_chapter(owen, report, "What each partner did")
    rosa.goto(chapter)
    write(owen, "Owen wrote what the council did.")
    for number, (wrong, message, right) in enumerate(MISTAKES):
        before = "\n\n".join(done for _, _, done in MISTAKES[:number])
        save(leon, f"{before}\n\n{wrong}")
        assert message in findings(leon) and wrong in findings(leon)
        save(leon, f"{before}\n\n{right}")
        assert message not in findings(leon)
    assert "The checks found no mistake" in findings(leon)
    axe(leon)
    press(leon, "Send it to the partnership")
    assert "Your text was sent" in main(leon)
    assert not too_wide(leon)
    axe(leon)

    write(rosa, "Rosa wrote what the nurses did.")
    assert "Somebody else changed this" in main(rosa)
    write(rosa, "Owen wrote what the council did.\n\nRosa wrote what the nurses did.")

    owen.goto("/desk/?all=waiting")
    arrived = "Police sent “The police” for Annual report with the police"
    click(owen.get_by_role("link", name=arrived, exact=True))
    axe(owen)
    owen.get_by_role("checkbox", name=re.compile("We held fewer than 6")).uncheck()
    press(owen, "Take over what is ticked")
    assert "stands in the chapter now" in main(owen)
    text = text_of(owen)
    assert text.startswith(
        "Owen wrote what the council did.\n\nRosa wrote what the nurses did.\n\n## The police\n\n"
    )
    assert MISTAKES[0][2] in text and MISTAKES[2][2] not in text
    said = owen.locator(".govuk-grid-column-one-third").inner_text()
    assert "Error:" not in said and not any(message in said for _, message, _ in MISTAKES)

    follow(owen, "Every earlier text")
    assert "With the words of Leon Varga, Police" in main(owen)
    assert MISTAKES[2][2] in main(owen), "what was not taken over is kept"
    assert "Saved by Rosa Quill" in main(owen) and "Saved by Owen Farrow" in main(owen)
    axe(owen)
    leon.goto(link)
    assert "now stands in the chapter" in main(leon)


def test_a_text_is_sent_back_with_a_remark_and_mended_on_the_same_link(asked, owen, phone, axe):
    report, link = asked("Annual report sent back", 2013)
    leon = phone(java_script_enabled=False)
    leon.goto(link)
    save(leon, "We briefed our officers.")
    assert "Not sent yet" in main(leon), "without JavaScript too"
    press(leon, "Send it to the partnership")
    owen.goto(f"{report}asked")
    axe(owen)
    follow(owen, "What each partner did")
    follow(owen, "Send it back with a remark")
    owen.get_by_label("What should they change?").fill("How many officers were there?")
    press(owen, "Send it back")
    leon.goto(link)
    assert "Owen Farrow asks you to change it" in main(leon) and "How many officers were there?" in main(leon)
    save(leon, "We briefed 340 officers.")
    press(leon, "Send it to the partnership")
    press(leon, "Take it back to change it")
    assert leon.get_by_role("textbox", **BOX).input_value() == "We briefed 340 officers."
    press(leon, "Send it to the partnership")
    assert "Your text was sent" in main(leon)


def test_in_a_tunnel_nothing_typed_is_lost(asked, phone, axe):
    _, link = asked("Annual report in a tunnel", 2012)
    leon = phone()
    leon.goto(link)
    box = leon.get_by_role("textbox", **BOX)
    leon.context.set_offline(True)
    box.fill("Written in the tunnel.")
    leon.evaluate("window.dispatchEvent(new Event('online'))")
    leon.get_by_text("There is no connection. Your words are kept on this device").wait_for()
    # The browser ends there, without a chance to send anything more: what the device holds is all that is left.
    leon = phone(storage_state=leon.context.storage_state())
    leon.goto(link)
    leon.get_by_text("These words were typed on this device").wait_for()
    box = leon.get_by_role("textbox", **BOX)
    assert box.input_value() == "Written in the tunnel.", "the browser was closed, and the words are back"
    axe(leon)
    box.press_sequentially(" And after it.")
    leon.evaluate("window.dispatchEvent(new Event('online'))")
    leon.get_by_text("Kept on").wait_for()
    other = phone()
    other.goto(link)
    assert other.get_by_role("textbox", **BOX).input_value() == "Written in the tunnel. And after it."


def test_two_at_the_agency_use_the_link_at_once_and_the_second_loses_nothing(asked, phone, axe):
    _, link = asked("Annual report by two of the police", 2011)
    leon, ida = phone(), phone()
    leon.goto(link)
    ida.goto(link)
    save(leon, "Leon wrote about the briefings.")
    assert "Kept on" in main(leon)
    ida.get_by_label("Your name").fill("Ida Brook")
    save(ida, "Ida wrote about the schools.")
    assert "Somebody else changed this" in main(ida) and "Leon wrote about the briefings." in main(ida)
    assert ida.get_by_role("textbox", **BOX).input_value() == "Ida wrote about the schools."
    assert not too_wide(ida)
    axe(ida)
    save(ida, "Leon wrote about the briefings.\n\nIda wrote about the schools.")
    assert "written by Ida Brook" in main(ida)


def test_an_ended_link_says_what_happened_whom_to_ask_and_shows_the_words_it_did_not_take(
    asked, owen, phone, axe
):
    report, link = asked("Annual report with an ended link", 2010)
    leon = phone()
    leon.goto(link)
    owen.goto(f"{report}asked")
    follow(owen, "What each partner did")
    press(owen, "End this link")
    save(leon, "Words for a link that was ended.")
    assert "withdrawn" in main(leon) and "partnership@thornley.example" in main(leon)
    assert "Words for a link that was ended." in main(leon)
    axe(leon)
    assert leon.goto(link[:-3]).status == 404
    assert "copy the whole address" in main(leon)
    follow(owen, "Send the link again")
    axe(owen)
