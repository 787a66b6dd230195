"""Every page of the product, as each kind of reader finds it by following links: it opens, nothing on it breaks a
rule of accessibility, its own security policy stops nothing, and it fits a screen of 320 pixels."""

import re
from collections import deque
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.functional.browser import too_wide, violations

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
# What a page is made of, without its words: two pages of the same shape need looking at only once.
SHAPE = """() => [...new Set([...document.querySelectorAll('body *')].map(
    one => one.tagName + '.' + (one.getAttribute('class') || '') + (one.getAttribute('role') || '')
        + (one.getAttribute('type') || '')))].sort().join('|')"""
LINKS = """() => [...document.querySelectorAll('a[href]:not([download])')].map(a => a.href)"""

seen_shapes = set()


def pattern(address):
    """The address with numbers, codes and values taken out: one for all pages of a kind."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f]{32,}|I#-[A-Z]+", "#", re.sub(r"\d+", "#", parts.path)).replace("I#", "#")
    return f"{path}?{'&'.join(sorted(name for name, _ in parse_qsl(parts.query)))}"


def pages_to_follow(page, site, inside):
    for link in page.evaluate(LINKS):
        parts = urlsplit(urljoin(page.url, link))
        address = parts._replace(fragment="").geturl()
        if not address.startswith(f"{site}{inside}") or NOT_A_PAGE.search(parts.path):
            continue
        if ("format", "csv") not in parse_qsl(parts.query):
            yield address


def crawl(page, site, start, *, inside, not_inside=" "):
    """Open every page that links lead to, once for each pattern; returns (patterns, what is wrong)."""
    wrong, console = [], []
    page.on(
        "console",
        lambda said: console.append(f"{said.text} {said.location}") if said.type == "error" else None,
    )
    page.on("pageerror", lambda error: console.append(str(error)))
    waiting, found = deque([(f"{site}{start}", "the start")]), {pattern(start)}
    while waiting:
        address, linked_from = waiting.popleft()
        console.clear()
        answer = opened(page, address)
        if answer is None:
            continue
        if answer.status != 200:
            wrong.append(f"{address} answered {answer.status}; linked from {linked_from}")
            continue
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        wrong += look_at(page)
        wrong += [f"{address} in the console: {said}" for said in console]
        for link in pages_to_follow(page, site, inside):
            if not_inside not in link and pattern(link) not in found and len(found) < MOST:
                found.add(pattern(link))
                waiting.append((link, page.url))
    return found, wrong


def opened(page, address):
    """The answer to a page's address; None for a file, which the browser saves instead of showing."""
    try:
        return page.goto(address)
    except PlaywrightError as error:
        if "Download is starting" not in error.message:
            raise
        return None


def look_at(page):
    shape = page.evaluate(SHAPE)
    if shape in seen_shapes:
        return []
    seen_shapes.add(shape)
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
    page.get_by_role("button", name="Save and continue").click()
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
