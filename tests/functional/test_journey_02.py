"""Journey 2: a business manager, after a committee, wants the minutes to become work."""

import re
from datetime import date

import pytest

from tests.functional.browser import ROOT, too_wide
from tests.functional.journeys import MANAGER, click, fill_date, follow, main, press

PAPERS = sorted((ROOT.parent / "shared" / "papers").glob("P0*.txt"))
MINUTES = """Agenda item

{title}

Meeting: 14/10/2026 - Children and Families Scrutiny Committee (Item 4)

Minutes:

Owen Farrow (Partnership Business Manager) presented the paper. He said that every school had been asked to take part.

ACTION: Housing officers

Councillor Idris Penhale asked how many schools had answered. Owen Farrow said that most had.

RESOLVED –

1.    That the paper be noted.
"""


def card(page, label):
    return page.locator(
        ".lscp-beside__item", has=page.get_by_role("heading", name=re.compile(rf"^{label}\b"))
    )


def left(page):
    return page.locator("#left").inner_text()


def records(page):
    """The whole record of actions and threads, as its own downloads give it."""
    return [page.request.get(f"/desk/{name}?format=csv").text() for name in ("actions", "threads", "sources")]


def bring_in(page, *, file=None, text=None):
    page.goto("/desk/committee/")
    follow(page, "Bring in a paper")
    if file:
        page.get_by_label("The paper as a file").set_input_files(file)
    else:
        page.get_by_label("Or paste its text").fill(text)
    press(page, "Read the paper")


def accept(page, label, *, words=None, owner, due):
    click(card(page, label).get_by_role("link", name="Change or dismiss"))
    if words:
        page.get_by_label(re.compile("What (is to be done|was promised)")).fill(words)
    page.get_by_label("Who will do it").select_option(label=owner)
    fill_date(page, "By when", due)
    press(page, "Accept")


def dismiss(page, label, reason="It only looks like one: nothing was asked, resolved or promised"):
    click(card(page, label).get_by_role("link", name="Change or dismiss"))
    page.get_by_label(reason).check()
    press(page, "Dismiss")


def test_the_paper_that_waits_becomes_work_with_owners_and_dates(desk_as, axe, tmp_path):
    page = desk_as(MANAGER)
    page.goto("/desk/")
    follow(page.locator(".govuk-summary-list__row", has_text="Neglect and early help"), "Decide")
    assert left(page) == "12 of 12 left to decide."
    assert "Found words are marked" in main(page) and page.locator("mark").count() >= 5
    axe(page)

    accept(
        page,
        "Promise 1",
        owner="Person: Jo Petrie, Partnership Analyst at Children's Services",
        due=date(2027, 1, 15),
    )
    assert "Accepted: promise. It is in the thread now." in main(page)
    dismiss(page, "Action 1")
    accept(
        page,
        "Action 2",
        words="Bring a report on waiting times at the child sexual abuse hub to the next meeting",
        owner="Person: Ruth Abara, Director of Children's Services at Children's Services",
        due=date(2027, 2, 1),
    )
    follow(page, "Accept the rest in one go")
    press(page, "Accept them")
    assert left(page) == "Everything in this paper is decided."
    assert "It only looks like one" in card(page, "Action 1").inner_text()
    axe(page)

    address = page.url
    follow(page, "See what it became in the golden thread")
    follow(page, re.compile("figures for the autumn term"))
    assert re.search(r"Owner: Jo Petrie, Children's Services.*\n?.*Due 15 January 2027", main(page)), main(
        page
    )
    axe(page)
    page.goto("/desk/actions?words=waiting")
    assert "Bring a report on waiting times" in main(page) and "1 February 2027" in main(page)

    before = records(page)
    page.goto(address)
    with page.expect_download() as download:
        follow(page, re.compile("^Download “scrutiny"))
    again = tmp_path / "again.txt"
    download.value.save_as(again)
    bring_in(page, file=again)
    assert "brought in before" in main(page) and "Nothing was added or changed" in main(page)
    assert page.url.split("#")[0] == address.split("#")[0]
    assert records(page) == before


@pytest.mark.skipif(not PAPERS, reason="the councils' own papers are not beside the repository")
@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_councils_own_paper_becomes_work(desk_as, axe, paper):
    page = desk_as(MANAGER)
    bring_in(page, file=paper)
    axe(page)
    follow(page, "Give the date of the meeting")
    fill_date(page, "When the committee met", date(2023, 2, 6))
    press(page, "Save")
    while page.get_by_role("link", name="Deal with it").count():
        follow(page, "Deal with it")
        page.get_by_label("How you dealt with it").fill(
            "The committee officer says the earlier one is right."
        )
        press(page, "Save")
    assert "Housing officers" in card(page, "Action 2").inner_text()
    accept(
        page,
        "Action 2",
        owner="Person: Colin Mabry, Head of Private Sector Housing at Housing",
        due=date(2027, 3, 1),
    )
    dismiss(page, "Promise 1", reason="It is in the record already")
    follow(page, "Accept the rest in one go")
    press(page, "Accept them")
    click(card(page, "Action 2").get_by_role("link", name="See its thread"))
    assert "Owner: Colin Mabry, Housing (printed as “Housing officers”)" in main(page)
    assert "Due 1 March 2027" in main(page)
    axe(page)

    before = records(page)
    bring_in(page, file=paper)
    assert "Nothing was added or changed" in main(page)
    assert records(page) == before


def test_minutes_become_work_without_javascript_on_a_phone(desk_as):
    page = desk_as(MANAGER, java_script_enabled=False)
    page.set_viewport_size({"width": 320, "height": 640})
    bring_in(page, text=MINUTES.format(title="Schools and the self-assessment"))
    assert "Nothing is in the record until you accept it" in main(page)
    card(page, "Action 1").get_by_label("Who will do it").select_option(
        label="Agency: Thornley Council Housing"
    )
    fill_date(card(page, "Action 1"), "By when", date(2027, 1, 29))
    click(card(page, "Action 1").get_by_role("button", name="Accept"))
    follow(page, "Accept the rest in one go")
    press(page, "Accept them")
    assert left(page) == "Everything in this paper is decided."
    click(card(page, "Action 1").get_by_role("link", name="See its thread"))
    assert "Due 29 January 2027" in main(page)


def test_the_paper_and_its_finds_fit_a_phone(desk_as):
    page = desk_as(MANAGER)
    bring_in(page, text=MINUTES.format(title="A paper that is read on a phone"))
    page.set_viewport_size({"width": 320, "height": 640})
    assert not too_wide(page)


FOCUSED = """() => { const one = document.activeElement; if (!one || one === document.body) return '';
    const label = one.labels && one.labels.length ? one.labels[0].innerText : '';
    return (label || one.getAttribute('aria-label') || one.innerText || '').replace(/\\s+/g, ' ').trim() }"""


def tab_to(page, words, most=400):
    """Press Tab until what has the focus is called ``words``."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(words):
            return
    raise AssertionError(f"Tab never reached “{words}” on {page.url}")


def choose_by_arrows(page, option):
    """Press the arrow until the list that has the focus shows ``option``."""
    for _ in range(60):
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement.selectedOptions[0].innerText") == option:
            return
    raise AssertionError(f"“{option}” is not in the list")


def test_minutes_become_work_by_keyboard_alone(desk_as):
    page = desk_as(MANAGER)
    page.goto("/desk/committee/bring-in")
    tab_to(page, "Or paste its text")
    page.keyboard.insert_text(MINUTES.format(title="A paper decided by keyboard"))
    tab_to(page, "Read the paper")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/committee/\d+"))
    tab_to(page, "Change or dismiss Action 1")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/committee/found/"))
    tab_to(page, "Who will do it")
    choose_by_arrows(page, "Agency: Thornley Council Housing")
    for number in ("5", "2", "2027"):
        page.keyboard.press("Tab")
        page.keyboard.type(number)
    tab_to(page, "Accept")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/committee/\d+"))
    assert "Owner: Housing, due 5 February 2027" in card(page, "Action 1").inner_text()
    tab_to(page, "Change or dismiss Question 1")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/committee/found/"))
    tab_to(page, "It only looks like one")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Dismiss")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/committee/\d+"))
    assert "Nothing needs to follow from it" in card(page, "Question 1").inner_text()
