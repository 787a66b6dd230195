"""Journey 6: a serious incident over Easter, from the first call to a recommendation in the golden thread."""

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from django.utils import timezone

from lscp.design.words import gov_date
from tests.functional.journeys import (
    COUNCIL_LEAD,
    MANAGER,
    fill_date,
    follow,
    last_letter,
    letters,
    link_in,
    main,
    press,
)


def last_easter(today):
    """The last Easter Sunday that was early enough for no other bank holiday to fall into the days counted."""
    years = range(today.year, today.year - 6, -1)
    early = (easter(year) for year in years if easter(year) < date(year, 4, 15))
    return next(sunday for sunday in early if sunday + timedelta(days=30) < today)


SUNDAY = last_easter(timezone.localdate())
# Counted on the fingers: Good Friday and Easter Monday are not working days.
KNOWN = SUNDAY - timedelta(days=11)  # a Wednesday
NOTIFY_BY = SUNDAY - timedelta(days=4)  # Thu 1, Fri 2, Mon 3, Tue 4, Wed 5
NOTIFIED = SUNDAY - timedelta(days=9)  # a Friday
REVIEW_BY = SUNDAY + timedelta(days=16)  # Mon-Thu 1-4, Tue-Fri 5-8, Mon-Fri 9-13, Mon 14, Tue 15
ASKED = SUNDAY - timedelta(days=6)  # a Monday
ANSWER_BY = SUNDAY + timedelta(days=10)  # Tue-Thu 1-3, Tue-Fri 4-7, Mon-Wed 8-10
SENT = SUNDAY + timedelta(days=15)


@pytest.fixture
def manager(desk_as):
    return desk_as(MANAGER)


@pytest.fixture
def partner(desk_as):
    return desk_as(COUNCIL_LEAD)


def raise_incident(
    page, pseudonym, account="A child was found alone and very cold. Two agencies had worried."
):
    page.goto("/desk/reviews/")
    follow(page, "Record a serious incident")
    page.get_by_label("Pseudonym").fill(pseudonym)
    page.get_by_label("A child was seriously harmed").check()
    fill_date(page, "When it happened", KNOWN - timedelta(days=1))
    fill_date(page, "When the council became aware", KNOWN)
    page.get_by_label("Agency that raised it").select_option(label="Hospital")
    page.get_by_label("What happened, in a few sentences").fill(account)
    press(page, "Record it")


def notify(page):
    follow(page, "The criteria are met")
    fill_date(page, "Date notified", NOTIFIED)
    page.get_by_label("Why the criteria are met").fill("Serious harm; neglect is suspected by both agencies.")
    press(page, "Record the decision")


def test_an_incident_is_raised_decided_reviewed_and_becomes_a_recommendation(
    manager, partner, demonstration, new_context, axe
):
    raise_incident(manager, "Willow")
    address = manager.url
    assert f"Serious incident notification: due {gov_date(NOTIFY_BY)}" in main(manager)
    assert manager.get_by_role("button", name="The criteria are met").count() == 0, "the partners decide"
    partner.goto(address)
    notify(partner)
    assert f"Rapid review: due {gov_date(REVIEW_BY)}" in main(partner)
    assert "neglect is suspected by both agencies" in main(partner)

    manager.goto(address)
    follow(manager, "Ask agencies for their summaries")
    fill_date(manager, "Date asked", ASKED)
    for agency in ("Housing", "Police"):
        manager.get_by_label(agency, exact=True).check()
    press(manager, "Ask them")
    assert f"due on {gov_date(ANSWER_BY)}" in main(manager)
    axe(manager)

    sent = len(letters(demonstration, "colin.mabry@thornley.example"))
    follow(manager, "Chase Housing")
    press(manager, "Send the link")
    assert "A link was sent to Colin Mabry" in main(manager)
    assert len(letters(demonstration, "colin.mabry@thornley.example")) == sent + 1
    letter = last_letter(demonstration, "colin.mabry@thornley.example", about="Willow")
    housing = new_context().new_page()
    housing.goto(link_in(letter))
    assert "cold" not in main(housing), "the link shows the pseudonym and nothing of the account"
    housing.get_by_label("Your agency’s summary").fill(
        "Three moves in a year; two visits, both to an empty flat."
    )
    press(housing, "Send the summary")
    assert "Your answer was sent" in main(housing)

    partner.goto(address)
    assert "Three moves in a year" in partner.locator("main").text_content()
    follow(partner, "Record the rapid review")
    fill_date(partner, "Date sent to the Panel", SENT)
    partner.get_by_label("What was learned").fill("Moves were recorded, and nobody was told of them.")
    partner.get_by_label("No further review").check()
    partner.get_by_label("Why this follows").fill("The rapid review holds the learning.")
    press(partner, "Record it")
    refused = partner.get_by_role("alert").inner_text()
    assert "without" in refused.lower(), refused
    partner.get_by_label("Why the review goes without an answer").fill("The police were asked twice.")
    press(partner, "Record it")
    assert "The police were asked twice." in partner.locator("main").text_content()
    axe(partner)

    manager.goto(address)
    follow(manager, "Add a recommendation")
    manager.get_by_label("What the review found").fill("Nobody was told when the family moved.")
    words = "A handover meeting within ten days when a family known to two agencies moves between boroughs."
    manager.get_by_label("What it recommends").fill(words)
    manager.get_by_label("Housing", exact=True).check()
    press(manager, "Add it")
    assert "this may have been said before" in main(manager)
    assert "when an exploited young person moves between boroughs" in main(manager)
    assert manager.get_by_label("What it recommends").input_value() == words
    axe(manager)
    press(manager, "Add it all the same")
    assert "stands in the golden thread" in main(manager)
    assert "earlier recommendation" in main(manager)
    axe(manager)
    follow(manager, words)
    assert "Nobody was told when the family moved." in main(manager)
    assert "has not answered yet" in main(manager)
    axe(manager)


def test_nothing_that_could_identify_a_child_is_kept(manager):
    raise_incident(manager, "Sorrel", account="The child, NHS number 943 476 5919, was found alone.")
    assert "could identify a child" in manager.get_by_role("alert").inner_text()
    box = manager.get_by_label("What happened, in a few sentences")
    assert "943 476 5919" in box.input_value(), "what was typed is still there to be changed"
    box.fill("The child was found alone.")
    press(manager, "Record it")
    assert "Sorrel" in manager.get_by_role("heading", level=1).inner_text()
    manager.goto("/desk/reviews/")
    assert "943 476" not in main(manager)


def test_a_partner_decides_that_the_criteria_are_not_met_and_says_why(manager, partner, axe):
    raise_incident(manager, "Tansy")
    partner.goto(manager.url)
    follow(partner, "The criteria are not met")
    fill_date(partner, "Date of the decision", NOTIFIED)
    press(partner, "Record the decision")
    assert partner.get_by_role("alert").is_visible(), "a decision without its reasons is refused"
    partner.get_by_label("Why the criteria are not met").fill(
        "The harm was not serious; a playgroup will learn."
    )
    press(partner, "Record the decision")
    assert "The harm was not serious" in main(partner)
    axe(partner)
