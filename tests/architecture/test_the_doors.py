"""Every address × every role × two partnerships: nobody gets in where the table of roles does not let them."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from lscp.desk.pages import ANYONE, SIGNED_IN
from lscp.partnerships.roles import ROLES

ELSEWHERE = 987654321


def desk_addresses(resolver=None, prefix="/"):
    """Every (address, view) of the desk that is ours, with stand-ins for what the address names."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern).lstrip("^")
        if here.startswith("/desk/account/"):
            continue  # signing in: django-allauth's own pages, and those of them that are closed
        if isinstance(entry, URLResolver):
            yield from desk_addresses(entry, here)
        elif isinstance(entry, URLPattern) and here.startswith("/desk/"):
            yield _filled(here), entry.callback


def _filled(address):
    return re.sub(
        r"<(?:(\w+):)?\w+>", lambda found: str(ELSEWHERE) if found[1] == "int" else "nothing-here", address
    )


ADDRESSES = list(desk_addresses())


def test_every_desk_page_says_who_may_open_it():
    assert len(ADDRESSES) > 150
    silent = [address for address, view in ADDRESSES if not getattr(view, "permissions", None)]
    assert silent == [], "there is no @page(...) above the view"


def test_nobody_who_is_not_signed_in_gets_further_than_the_door(client, db):
    for address, view in ADDRESSES:
        if ANYONE not in view.permissions:
            response = client.get(address)
            assert response.status_code in {302, 405}, address
            if response.status_code == 302:
                assert "/desk/account/login/" in response.url, address


@pytest.mark.parametrize("role", ROLES)
def test_every_page_keeps_the_table_of_roles(role, world):
    """A role without the permission is turned away; one with it never meets an error."""
    client = world.client(role)
    if ROLES[role].elevated:
        from lscp.partnerships.operations import elevate

        elevate(world.roles[role], because="to walk every page")
    for address, view in ADDRESSES:
        response = client.get(address)
        allowed = {ANYONE, SIGNED_IN} & set(view.permissions) or ROLES[role].may & set(view.permissions)
        if allowed:
            assert response.status_code in {200, 302, 304, 404, 405}, (
                f"{role} {address}: {response.status_code}"
            )
        else:
            assert response.status_code in {403, 405}, f"{role} {address}: {response.status_code}"
