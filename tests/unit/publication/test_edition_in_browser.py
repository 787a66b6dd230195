"""The web edition in a real browser: axe finds nothing, it fits a phone and 400 % zoom, and the keyboard works."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.sync_playwright import Axe

from lscp.publication.render import render
from tests.unit.publication.westbridge_report import make_report

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"


class Strict(SimpleHTTPRequestHandler):
    def end_headers(self):
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("edition")
    for path, file in render(make_report(), published_note="Published on 1 October 2025.").items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(file.content)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Strict, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()


@pytest.fixture
def open_page(browser, address):
    pages = []

    def opener(width, *, scripts=True, bypass=False):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, bypass_csp=bypass
        )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(address)
        pages.append(context)
        return page

    yield opener
    for context in pages:
        context.close()


@pytest.mark.parametrize("width", [1200, 360])
def test_axe_finds_no_fault(open_page, width):
    results = Axe().run(open_page(width, bypass=True))
    assert results.violations_count == 0, results.generate_report()


def test_the_strictest_policy_blocks_nothing(open_page):
    page = open_page(1200)
    assert page.complaints == []
    assert page.evaluate("document.querySelector('img').naturalWidth") == 400
    assert page.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"


@pytest.mark.parametrize("width", [1200, 360, 320])  # 320 px is 1280 px at 400 % zoom
def test_the_page_never_scrolls_sideways(open_page, width):
    page = open_page(width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_tab_stop_skips_to_the_report(open_page):
    page = open_page(1200)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_how_we_know_leads_there_and_back_without_script(open_page):
    page = open_page(360, scripts=False)
    page.click("#ref-1-1")
    assert page.url.endswith("#know-1")
    page.click("#know-1 [role=doc-backlink]")
    assert page.url.endswith("#ref-1-1")
