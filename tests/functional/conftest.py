"""A browser, the demonstration behind it, and people signed in. Every test here carries the mark ``browser``."""

from pathlib import Path

import pytest

from lscp.demo.cast import PASSWORD
from tests.factories.demonstration import copy_of
from tests.functional.browser import served, violations

HERE = Path(__file__).parent
PATIENCE = 120_000  # milliseconds


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """The window stays 1280 pixels wide, Playwright's own; named here, no test could ask for another."""
    return {**browser_context_args, "locale": "en-GB"}


@pytest.fixture
def new_context(new_context):
    """A browser's context that waits as long as a busy machine may need: what never comes fails all the same."""

    def patient(**more):
        context = new_context(**more)
        context.set_default_timeout(PATIENCE)
        return context

    return patient


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """A folder with the demonstration: loaded once for all workers, copied for each, so that none sees another's."""
    return copy_of(tmp_path_factory)


@pytest.fixture(scope="session")
def site(demonstration, browser_type_launch_args):
    """The address of the product, served with the demonstration. (Asks for the browser first: no browser, no site.)"""
    with served(demonstration) as address:
        yield address


@pytest.fixture(scope="session")
def signed_in_before():
    """E-mail address → the cookies of somebody who has signed in during this run."""
    return {}


@pytest.fixture
def desk_as(site, new_context, signed_in_before):
    """``desk_as("owen.farrow@thornley.example")``: a page that stands on their home page. Keyword arguments go
    to the browser's context, like ``viewport`` or ``java_script_enabled``."""

    def sign_in(email, **context):
        page = new_context(base_url=site, storage_state=signed_in_before.get(email), **context).new_page()
        page.goto("/desk/")
        if page.url.startswith(f"{site}/desk/account/login/"):
            page.get_by_label("E-mail address").fill(email)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{site}/desk/")
            signed_in_before[email] = page.context.storage_state()
        return page

    return sign_in


@pytest.fixture
def no_javascript(site, new_context):
    """A page of a browser that runs no scripts."""
    return new_context(base_url=site, java_script_enabled=False).new_page()


@pytest.fixture
def phone(site, new_context):
    """A page on a narrow telephone."""
    return new_context(
        base_url=site, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True
    ).new_page()


@pytest.fixture
def axe():
    """``axe(page)``: no rule of WCAG 2.2 AA, and none of axe's good practice, is broken on the page."""

    def check(page):
        found = violations(page)
        assert not found, f"{len(found)} on {page.url}\n" + "\n".join(found)

    return check
