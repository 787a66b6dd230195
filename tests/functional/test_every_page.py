"""Every page of the product, as each kind of reader finds it by following links: it opens, nothing on it breaks a
rule of accessibility, its own security policy stops nothing, and it fits a screen of 320 pixels."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest

from tests.functional.browser import too_wide, violations
from tests.functional.journeys import press

READERS = {
    "manager": "owen.farrow@thornley.example",
    "partner lead": "ruth.abara@thornley.example",
    "agency contact": "tess.okafor@thornley.example",
    "scrutineer": "marian.tull@thornley.example",
    "administrator": "ada.wick@thornley.example",
}
SIGNING_IN = [
    "/desk/account/login/",
    "/desk/account/password/reset/",
    "/desk/account/password/reset/done/",
    "/desk/account/password/reset/key/1-wrong/",
    "/desk/account/password/reset/key/done/",
    "/desk/account/inactive/",
]
MOST = 120  # patterns of addresses a reader
NOT_A_PAGE = re.compile(r"logout|/static/|\.(pdf|docx|ods|odt|csv|txt|json|ics|zip|png|jpe?g|sha256)$")
ANSWERS_TO = {"img": "src", "script": "src", "link": "href"}  # what a page loads with it

seen_kinds, seen_parts = set(), set()


def pattern(address):
    """The address with numbers, codes and values taken out: one for all pages of a kind."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f]{32,}|I#-[A-Z]+", "#", re.sub(r"\d+", "#", parts.path)).replace("I#", "#")
    return f"{path}?{'&'.join(sorted(name for name, _ in parse_qsl(parts.query)))}"


class Parts(HTMLParser):
    """What a page is made of, without its words; where it leads and what it loads."""

    def __init__(self, html):
        super().__init__()
        self.made_of, self.links, self.loads = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        has = dict(attributes)
        stopped_by_the_policy = tuple(name for name in has if name == "style" or name.startswith("on"))
        self.made_of.add((tag, has.get("class"), has.get("role"), has.get("type"), stopped_by_the_policy))
        if tag == "a" and "href" in has and "download" not in has:
            self.links.append(has["href"])
        if has.get(ANSWERS_TO.get(tag)):
            self.loads.append(has[ANSWERS_TO[tag]])


def pages_to_follow(links, at, site, inside):
    for link in links:
        parts = urlsplit(urljoin(at, link))
        address = parts._replace(fragment="").geturl()
        if not address.startswith(f"{site}{inside}") or NOT_A_PAGE.search(parts.path):
            continue
        if ("format", "csv") not in parse_qsl(parts.query):
            yield address


def crawl(page, site, start, *, inside, not_inside=" "):
    """Ask for every page that links lead to, once for each pattern, and look in the browser at each kind of page and
    wherever there is a part that was on none before; returns (patterns, what is wrong)."""
    ask = page.context.request.get
    wrong, loaded = [], set()
    waiting, found = deque([(f"{site}{start}", "the start")]), {pattern(start)}
    while waiting:
        address, linked_from = waiting.popleft()
        answer = ask(address)
        if answer.status != 200:
            wrong.append(f"{address} answered {answer.status}; linked from {linked_from}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        parts = Parts(answer.text())
        wrong += looked_at(page, address, parts.made_of)
        for part in {urljoin(answer.url, load) for load in parts.loads} - loaded:
            loaded.add(part)
            if ask(part).status != 200:
                wrong.append(f"{part} does not come; {address} loads it")
        for link in pages_to_follow(parts.links, answer.url, site, inside):
            if not_inside not in link and pattern(link) not in found and len(found) < MOST:
                found.add(pattern(link))
                waiting.append((link, answer.url))
    return found, wrong


def looked_at(page, address, made_of):
    """What is wrong with a page when a browser opens it; one that shows nothing new is not opened."""
    kind = pattern(address).partition("?")[0]
    if kind in seen_kinds and made_of <= seen_parts:
        return []
    seen_kinds.add(kind)
    seen_parts.update(made_of)
    console = []

    def hear(said):
        if said.type == "error":
            console.append(f"{said.text} {said.location}")

    def break_off(error):
        console.append(str(error))

    page.on("console", hear)
    page.on("pageerror", break_off)
    page.goto(address)
    wrong = look_at(page) + [f"{address} in the console: {said}" for said in console]
    page.remove_listener("console", hear)
    page.remove_listener("pageerror", break_off)
    return wrong


def look_at(page):
    wrong = [f"{page.url}: {one}" for one in violations(page)]
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    if too_wide(page):
        wrong.append(f"{page.url} scrolls sideways at 320 pixels")
    page.set_viewport_size(size)
    return wrong


@pytest.mark.parametrize("reader", READERS)
def test_every_page_of_the_desk(reader, desk_as, site):
    found, wrong = crawl(desk_as(READERS[reader]), site, "/desk/", inside="/desk/")
    assert not wrong, "\n".join(wrong)
    assert len(found) >= 8, f"links led to {sorted(found)} only"


def test_every_page_of_the_public_site(site, new_context):
    found, wrong = crawl(
        new_context(base_url=site).new_page(), site, "/", inside="/", not_inside=f"{site}/desk/"
    )
    assert not wrong, "\n".join(wrong)
    assert len(found) >= 8, f"links led to {sorted(found)} only"


def test_the_check_sees_what_is_wrong(site, new_context):
    """Without this a broken check would pass every page."""
    page = new_context(base_url=site, bypass_csp=True).new_page()
    page.goto("/desk/account/login/")
    page.evaluate("""() => { document.querySelector('main').innerHTML =
        '<img src="/favicon.ico"><p class="wide">wide</p>';
        document.querySelector('.wide').style.width = '3000px' }""")
    assert any("image-alt" in one for one in violations(page))
    assert too_wide(page)


def test_the_parts_of_a_page_with_and_without_errors(site, desk_as):
    page = desk_as(READERS["manager"])
    assert page.goto("/desk/parts-of-a-page").status == 200
    wrong = look_at(page)
    press(page, "Save and continue")
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert not wrong + look_at(page), "\n".join(wrong)


def test_every_page_before_signing_in(site, new_context):
    page = new_context(base_url=site).new_page()
    wrong = []
    for address in SIGNING_IN:
        assert page.goto(address).status == 200, address
        wrong += look_at(page)
    assert page.goto("/desk/account/no-such-page").status == 404
    assert not wrong + look_at(page), "\n".join(wrong)
