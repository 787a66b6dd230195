"""Journey 3: a police lead, on a phone between meetings, wants to report progress."""

import base64
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.functional.browser import too_wide
from tests.functional.journeys import (
    MANAGER,
    POLICE_LEAD,
    by_hand,
    click,
    last_letter,
    link_in,
    main,
    press,
    set_action,
)

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
PHOTO = {"name": "front-page.png", "mimeType": "image/png", "buffer": base64.b64decode(DOT)}


@pytest.fixture
def manager(desk_as):
    return desk_as(MANAGER)


@pytest.fixture
def phone(site, new_context):
    page = new_context(base_url=site, has_touch=True, is_mobile=True).new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    return page


@pytest.fixture
def asked(manager, demonstration):
    """``asked(text)``: the address in the e-mail about a new action of the police."""

    def ask(text):
        due = timezone.localdate() + timedelta(days=20)
        its_place = set_action(manager, text, agency="Police", person="Leon Varga", due=due)
        click(its_place.get_by_role("link", name="Chase"))
        press(manager, "Send the link")
        return link_in(last_letter(demonstration, POLICE_LEAD, about=text))

    return ask


def answer(page, choice="It is done", text="All three shifts were briefed on Tuesday."):
    page.get_by_label(choice).check()
    page.get_by_label("What was done, or what stands in the way?").fill(text)
    press(page, "Send")


def test_progress_is_reported_on_a_phone_with_a_photo_and_no_password(asked, phone, manager, axe):
    phone.goto(asked("Brief every shift on the new search notice"))
    assert "Brief every shift on the new search notice" in phone.get_by_role("heading", level=1).inner_text()
    assert phone.locator("input:not([type=hidden]), textarea, main button").count() == 6, (
        "three choices, a box, a file"
    )
    assert not too_wide(phone)
    axe(phone)
    phone.get_by_label("Something that shows it").set_input_files(PHOTO)
    answer(phone)
    assert "Thank you. Your answer was sent" in main(phone)
    axe(phone)

    manager.goto("/desk/")
    heard = manager.get_by_role("listitem").filter(has_text="All three shifts were briefed on Tuesday.")
    click(heard.get_by_role("link"))
    its_place = manager.get_by_role("region", name="Brief every shift on the new search notice")
    assert "said to be done" in its_place.inner_text().lower()
    assert "Leon Varga" in its_place.inner_text()
    with manager.expect_download() as download:
        click(its_place.get_by_role("link", name=re.compile("front-page.png")))
    assert download.value.path().read_bytes() == PHOTO["buffer"]
    axe(manager)


def test_a_link_cannot_be_used_twice(asked, phone, manager):
    address = asked("Name an officer for each school")
    phone.goto(address)
    second_tab = phone.context.new_page()
    second_tab.goto(address)
    answer(phone)
    answer(second_tab, text="A second answer through the same link.")
    assert "already used" in main(second_tab)
    phone.goto(address)
    assert "Your answer was sent" in main(phone)
    assert phone.get_by_role("textbox").count() == 0
    follow_thread(manager, "Name an officer for each school")
    assert "A second answer through the same link." not in main(manager)


def follow_thread(page, text):
    page.goto("/desk/threads?words=second+reader")
    click(page.get_by_role("link", name="A second reader looks at every referral").first)
    assert text in main(page)


def test_a_link_answers_about_its_own_action_only(asked, phone, manager):
    mine = asked("Count the searches that had no notice")
    theirs = asked("Publish the count of searches each quarter")
    phone.goto(mine)
    assert "Publish the count" not in main(phone)
    assert phone.get_by_role("link", name=re.compile("thread|action", re.I)).count() == 0
    answer(phone, text="Counted: four of sixty had none.")
    phone.goto(theirs)
    assert phone.get_by_label("It is done").is_visible(), "the other action still waits for its own answer"
    phone.goto("/desk/actions")
    assert "/account/login/" in phone.url, "the link opens nothing else"
    follow_thread(manager, "Publish the count of searches each quarter")
    its_place = manager.get_by_role("region", name="Publish the count of searches each quarter")
    assert "Counted: four of sixty" not in its_place.inner_text()


def test_a_link_that_was_ended_expired_or_mangled_says_what_to_do(asked, phone, manager, demonstration, axe):
    text = "Read the notices of one week aloud"
    address = asked(text)
    follow_thread(manager, text)
    click(manager.get_by_role("region", name=text).get_by_role("button", name="End this link"))
    assert phone.goto(address).status == 410
    assert "withdrawn" in main(phone) and "ask for a new link" in main(phone)

    click(manager.get_by_role("region", name=text).get_by_role("link", name="Chase"))
    press(manager, "Send the link")
    address = link_in(last_letter(demonstration, POLICE_LEAD, about=text))
    by_hand(
        demonstration,
        "from datetime import timedelta; from lscp.golden_thread.models import ActionLink\n"
        f"link = ActionLink.everywhere.filter(action__text={text!r}).latest('sent_at')\n"
        "ActionLink.everywhere.filter(pk=link.pk).update(expires=link.sent_at - timedelta(days=1),"
        " sent_at=link.sent_at - timedelta(days=15))",
    )
    assert phone.goto(address).status == 410
    assert "expired" in main(phone) and "ask for a new one" in main(phone)

    assert phone.goto(address[:-3]).status == 404
    assert "copy the whole address" in main(phone)
    axe(phone)


def test_forgetting_the_box_loses_nothing_typed(asked, phone, axe):
    phone.goto(asked("Show the notice to two young people"))
    phone.get_by_label("It is under way").check()
    press(phone, "Send")
    assert "Say in the box" in phone.get_by_role("alert").inner_text()
    assert phone.get_by_label("It is under way").is_checked()
    axe(phone)
