"""Journey 12: a young person, on an old phone, wants to be told what became of what young people said.

As far as the house goes: being asked (the survey) has no room yet.
"""

import re

from tests.functional.browser import too_wide
from tests.functional.journeys import click, follow, main


def open_the_latest(page):
    page.goto("/thornley/")
    click(page.get_by_role("link", name=re.compile("^Annual report")).first)


def test_a_young_person_on_an_old_phone_reads_what_was_done_without_account_or_tracking(phone, site, axe):
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    open_the_latest(phone)
    assert not too_wide(phone)
    axe(phone)
    follow(phone, re.compile(r"^For children and young people"))
    words = main(phone)
    assert "You told us" in words and "What we did:" in words
    assert "We do not know yet if it helped." in words, "honest about what is not known"
    assert phone.get_by_role("link", name="0800 1111").get_attribute("href") == "tel:08001111"
    assert "020 7946 0018" in words, "whom to call here, as the partnership published it"
    assert not too_wide(phone)
    axe(phone)
    assert phone.context.cookies() == []
    assert all(url.startswith(site) for url in asked), asked
    assert phone.locator("script").count() == 0


def test_the_easy_page_is_whole_without_scripts_small_large_in_type_and_prints(no_javascript, site):
    page = no_javascript
    open_the_latest(page)
    follow(page, re.compile(r"^Easy read"))
    assert "These lead the team:" in main(page)
    folder = page.url.rpartition("/")[0]
    sizes = [len(page.request.get(f"{folder}/{name}").body()) for name in ("easy-read.html", "retold.css")]
    assert sum(sizes) < 60_000
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Who to call").is_visible()


def test_the_easy_page_is_read_by_everybody(phone, axe):
    open_the_latest(phone)
    follow(phone, re.compile(r"^Easy read"))
    assert not too_wide(phone)
    axe(phone)
    phone.set_viewport_size({"width": 1280, "height": 900})
    axe(phone)
    follow(phone, "Read the whole report")
    assert phone.url.endswith("/index.html")
