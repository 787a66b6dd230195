"""Journey 1: a business manager on Monday morning wants to know what needs her."""

import re

import pytest

from tests.functional.journeys import MANAGER, click, follow, last_letter, link_in, main, press

GROUPS = ["Overdue", "Due in 14 days", "Waiting for your decision", "Gone quiet"]


def lines_of(page):
    """``[(what, address)]`` of every line of the home page: the thing's and its verb's."""
    return [
        (row.locator("dt").inner_text(), link.get_attribute("href"))
        for row in page.locator("main .govuk-summary-list__row").all()
        for link in row.get_by_role("link").all()
    ]


@pytest.fixture
def home(desk_as):
    page = desk_as(MANAGER)
    page.goto("/desk/")
    return page


def test_home_says_what_is_overdue_due_waiting_and_quiet(home, axe):
    assert home.get_by_role("heading", level=1).inner_text() == "What needs you"
    for heading in GROUPS:
        group = home.get_by_role("region", name=re.compile(rf"^{heading} \(\d+\)$"))
        assert group.locator(".govuk-summary-list__row").count() >= 1, heading
    axe(home)


def test_each_line_of_home_leads_to_the_thing_itself(home):
    lines = lines_of(home)
    assert len(lines) >= 20
    for what, address in dict.fromkeys(lines):
        assert home.goto(address).status == 200, what
        boxes = [box.input_value() for box in home.locator("main textarea").all()]
        shown = " ".join([main(home), *boxes]).lower()
        words = set(re.findall(r"[\w'’]{5,}", what.lower()))
        there = {word for word in words if word in shown}
        assert len(there) >= len(words) / 2, f"“{what}” led to {home.url}, which is about something else"


def test_three_owners_are_chased_in_two_clicks_each_and_one_answers(home, demonstration, new_context, axe):
    overdue = home.get_by_role("region", name=re.compile("^Overdue"))
    rows = overdue.locator(".govuk-summary-list__row", has=home.get_by_role("link", name="Chase"))
    asked = [row.locator("dt").inner_text() for row in rows.all() if "Owen Farrow" not in row.inner_text()][
        :3
    ]
    assert len(asked) == 3
    for what in asked:
        home.goto("/desk/")
        click(home.locator(".govuk-summary-list__row", has_text=what).get_by_role("link", name="Chase"))
        press(home, "Send the link")
        assert home.url.endswith("/desk/")
        assert "A link was sent to" in home.get_by_role("alert").inner_text()

    chased = home.get_by_role("alert").inner_text().partition("sent to ")[2].split(",")[0].strip(" .\n")
    first, last = chased.lower().split()
    letter = last_letter(demonstration, f"{first}.{last}@thornley.example", about=asked[-1])
    owner = new_context().new_page()
    owner.goto(link_in(letter))
    owner.get_by_label("It is under way").check()
    owner.get_by_label("What was done, or what stands in the way?").fill("It is printed next week.")
    press(owner, "Send")
    assert "Your answer was sent" in owner.get_by_role("heading", level=1).inner_text()

    home.goto("/desk/")
    assert "Heard in the last 7 days" in main(home)
    heard = home.get_by_role("listitem").filter(has_text="It is printed next week.")
    click(heard.get_by_role("link"))
    assert asked[-1] in main(home)
    assert "It is printed next week." in main(home)
    axe(home)


def test_home_works_without_javascript(desk_as):
    page = desk_as(MANAGER, java_script_enabled=False)
    page.goto("/desk/")
    follow(page, "Chase")
    assert page.get_by_role("button", name="Send the link").is_visible()
