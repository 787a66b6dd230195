"""Journey 10: three statutory partners want to sign the annual report, once, and for it to stay what they signed."""

import re

import pytest

from tests.functional.browser import too_wide
from tests.functional.journeys import (
    COUNCIL_LEAD,
    MANAGER,
    NHS_LEAD,
    POLICE_LEAD,
    click,
    follow,
    lscp,
    main,
    press,
)

PHONE = {"width": 320, "height": 640}


@pytest.fixture
def manager(desk_as):
    page = desk_as(MANAGER)
    page.goto("/desk/reports/")
    click(page.get_by_role("row").filter(has_text="Out for signing").get_by_role("link").first)
    return page


@pytest.fixture
def partners(desk_as):
    """The council's, the police's and the NHS's lead, each on a phone."""
    pages = [desk_as(email) for email in (COUNCIL_LEAD, POLICE_LEAD, NHS_LEAD)]
    for page in pages:
        page.set_viewport_size(PHONE)
    return pages


def sign(page, report):
    page.goto(f"{report}sign")
    button = page.get_by_role("button", name=re.compile("^Sign for "))
    if button.count():
        click(button)
    assert "You have signed" in main(page)


def edit_about(page, report, change):
    page.goto(report)
    follow(page, "About this report")
    box = page.get_by_role("textbox", name=re.compile("^Text"))
    before = box.input_value()
    box.fill(change(before))
    assert box.input_value() != before
    press(page, "Save")


def send_out(page, report):
    page.goto(report)
    follow(page, "Send it out for signing")
    press(page, "Send it out")
    assert "is out for signing" in main(page)


def freeze_and_publish(page, report):
    page.goto(report)
    follow(page, "Freeze the signed text")
    press(page, "Freeze it")
    assert "The edition is frozen." in main(page)
    follow(page, "Publish it")
    press(page, "Publish it")
    assert "The edition is published." in main(page)


def test_three_sign_a_comma_changes_three_sign_again_it_is_published_corrected_and_proved(
    manager, partners, demonstration, new_context, site, axe
):
    report = manager.url
    title = manager.get_by_role("heading", level=1).inner_text()
    for page in partners:
        page.goto("/desk/")
        page.goto(f"{report}sign")
        assert not too_wide(page)
        assert page.evaluate("document.documentElement.scrollHeight") < 6000, (
            "a phone shows the chapters' names"
        )
        page.locator("details").evaluate_all("every => every.forEach(one => (one.open = true))")
        assert not too_wide(page)
        assert "together, with" in main(page)
        sign(page, report)
    partners[1].locator("details").evaluate_all("every => every.forEach(one => (one.open = true))")
    axe(partners[1])

    # An officer changes a comma: nobody's signature counts any more, and each is told why.
    edit_about(manager, report, lambda text: text.replace("together, with", "together with"))
    assert "the signatures under it no longer count" in main(manager)
    for page in partners:
        page.goto(f"{report}sign")
        assert "was changed by Owen Farrow" in main(page)
        assert page.get_by_role("button", name=re.compile("^Sign for ")).count() == 0
    axe(partners[0])

    # It goes out again. Each is shown the comma, and signs again.
    send_out(manager, report)
    for page in partners:
        page.goto("/desk/")
        assert title in main(page), "home says that there is something to sign"
        page.goto(f"{report}sign")
        assert "It needs you again." in main(page)
        changed = page.locator(".govuk-summary-list", has_text="About this report")
        marked = [words.strip() for words in changed.locator("mark").all_inner_texts()]
        assert marked == [","], "of that chapter the comma alone is marked"
        sign(page, report)
    axe(partners[2])
    freeze_and_publish(manager, report)
    axe(manager)

    # A reader finds a typing error: a corrected edition is signed and published.
    follow(manager, "Correct a mistake in it")
    manager.get_by_label("What does it say now?").fill("It covers twelve months.")
    manager.get_by_label("What should it say?").fill("It covers the twelve months to March.")
    manager.get_by_label("Where is it?").fill("page 1, about this report")
    manager.get_by_label("Why was it wrong?").fill("A typing error")
    press(manager, "Begin the corrected edition")
    corrected = manager.url
    assert corrected != report
    send_out(manager, corrected)
    for page in partners:
        sign(page, corrected)
    freeze_and_publish(manager, corrected)

    # Both editions can be reached, each at its own address; the correction is stated.
    reader = new_context(base_url=site).new_page()
    reader.goto("/thornley/")
    follow(reader, title)
    assert re.search(r"/2/", reader.url), reader.url
    assert "It covers twelve months." in main(reader) and "It covers the twelve months to March." in main(
        reader
    )
    axe(reader)
    second = reader.url.rpartition("/2/")[0]
    assert reader.goto(f"{second}/1/").status == 200
    assert "Edition 2 replaced it" in main(reader)
    axe(reader)
    assert reader.goto(f"{second}/1/index.html").status == 200
    assert "It covers twelve months." in reader.locator("body").inner_text()
    assert reader.goto(f"{second}/2/index.html").status == 200
    assert "It covers the twelve months to March." in main(reader)

    # The command proves both.
    work = second.rpartition("/")[2]
    for edition in (1, 2):
        proved = lscp(
            demonstration,
            "report",
            "verify",
            "--partnership",
            "thornley",
            "--report",
            work,
            "--edition",
            edition,
        )
        assert proved.returncode == 0, proved.stderr
        assert "Every hash holds" in proved.stdout
    manager.goto(report)
    follow(manager, "Check that nothing was changed since")
    assert "Yes. Every file" in main(manager)
    axe(manager)
