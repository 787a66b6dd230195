"""Every address of the desk × every role × two partnerships: nobody reads or changes what is another's.

The addresses come from the URL resolver. A new one that names a thing fails here until
``tests/factories/one_of_everything.py`` says which thing it is.
"""

import pytest
from django.urls import URLPattern, get_resolver, resolve, reverse

from lscp import scope
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Post
from lscp.partnerships.roles import ROLES
from tests.factories.one_of_everything import NAMED, arguments, fill

# Not by the number of a thing: secrets (tested with the links), and a page by its name in words.
BY_SECRET = {"do", "summary_by_link", "chapter_by_link", "site_page"}
# A code of the catalogue of indicators belongs to nobody; whose figures its pages show is tested with them.
BY_CODE = {
    "indicator", "indicator_comment", "indicator_target", "indicator_rebase", "indicator_owner", "indicator_follow",
}  # fmt: skip
# A file of the thing that the address names.
FILES = {"path": "index.html", "name": "pack.html"}
# What the partnership has published about itself; an agency's contact may read it too, and change nothing.
PUBLISHED = {"agency", "priority", "arrangements_version"}

# Answers that fit many forms. What stands in no form is left unread.
ANSWERS = {
    "version": "1",
    "outcome": "done",
    "verdict": "accept",
    "satisfied": "yes",
    "to": "1",
    "way": "up",
    "verb": "accept",
    "kind": "discussion",
    "sector": "other",
    "capacity": "member",
    "strand": "prevention",
    "direction": "better",
    "next_step": "none",
    "line": "1",
    "email": "someone@elsewhere.example",
    **dict.fromkeys(
        [
            "text", "title", "name", "because", "reason", "note", "notes", "heading", "narrative", "was", "now",
            "learning", "finding", "in_common", "account", "plain_words", "measure", "test", "before", "after",
            "learned", "without", "quotation", "summary", "where", "label", "outcome_text", "remark",
            "asks", "written_by",
        ],
        "Somebody else's words",
    ),
    **{
        f"{day}_{part}": value
        for day in (
            "on", "due", "as_of", "judge_on", "held_on", "started", "ended", "happened_on", "period_start",
            "period_end", "comes_back_on", "occurred_on", "known_on", "meeting_date",
        )
        for part, value in (("day", "1"), ("month", "9"), ("year", "2025"))
    },
}  # fmt: skip


def addresses_that_name_a_thing():
    """``(name, names of its arguments)`` of every address under ``desk:`` that takes one."""
    room = get_resolver()
    desk = next(entry for entry in room.url_patterns if str(entry.pattern) == "desk/")
    waiting, found = list(desk.url_patterns), []
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, URLPattern):
            if entry.pattern.converters and getattr(entry.callback, "permissions", None):
                found.append((entry.name, tuple(entry.pattern.converters)))
        elif getattr(entry, "namespace", None) or "lscp" in repr(entry.urlconf_name):
            waiting += entry.url_patterns
    return sorted(found)


ADDRESSES = addresses_that_name_a_thing()


def test_every_address_that_names_a_thing_is_walked_here():
    names = {name for name, _ in ADDRESSES}
    assert len(names) > 90
    assert names - BY_SECRET == set(NAMED)


@pytest.fixture
def two(world, elsewhere):
    """Both partnerships with one of everything; where both count from 1, the other has one more."""
    ours, theirs = fill(world), fill(elsewhere)
    with scope.within(scope_of(elsewhere.manager)):
        theirs.arrangements = partnerships.publish_arrangements(
            elsewhere.partnership, text="Theirs.", changes="More.", in_force_from=elsewhere.started
        )
    return ours, theirs


def signed_in(world, role):
    if ROLES[role].elevated:
        partnerships.elevate(world.roles[role], because="to try every door")
    return world.client(role)


def filled(made, name, takes):
    value = arguments(made, name)
    first = next(one for one in takes if one not in FILES)
    return reverse(f"desk:{name}", kwargs={one: FILES.get(one, value) for one in (first, *takes)})


@pytest.mark.parametrize("role", ROLES)
def test_nobody_reads_or_changes_what_is_another_partnerships(role, two, world, written):
    client = signed_in(world, role)
    before = written()
    for name, takes in ADDRESSES:
        if name in BY_SECRET | BY_CODE:
            continue
        address = filled(two[1], name, takes)
        for method in ("get", "head", "post"):
            response = getattr(client, method)(address, ANSWERS if method == "post" else None)
            assert response.status_code in {403, 404, 405}, (
                f"{role} {method} {name}: {response.status_code} {response.headers.get('Location', '')}"
            )
        assert written() == before, f"{role} wrote by {name}"


def test_what_is_written_is_seen(world, written):
    """Otherwise the tests above and below would pass whatever a request wrote."""
    before = written()
    assert written() is before, "nothing was written, so nothing is counted again"
    person = world.add("reader", "nhs", name="One more").person
    after = written()
    assert after["partnerships.Person"] == before["partnerships.Person"] + 1
    assert after["journal.Event"] > before["journal.Event"]
    Post._base_manager.filter(person=person).delete()
    assert written()["partnerships.Post"] == before["partnerships.Post"]


def test_the_same_addresses_open_for_who_keeps_the_record(two, world):
    """Otherwise the test above would pass with every door shut."""
    client, shut = world.client("manager"), []
    for name, takes in ADDRESSES:
        if name in BY_SECRET or name in {"report_proof", "role_end", "account_open"}:
            continue  # not published yet; an administrator's
        address = filled(two[0], name, takes)
        response = client.get(address)
        if not ROLES["manager"].may & set(resolve(address).func.permissions):
            assert response.status_code == 403, name  # a partner's to decide
        elif response.status_code not in {200, 302, 405}:
            shut.append((name, response.status_code))
    assert shut == []


def test_an_agencys_contact_reads_and_changes_nothing_of_other_agencies(two, world, written):
    client = signed_in(world, "agency_contact")
    before = written()
    for name, takes in ADDRESSES:
        if name in BY_SECRET | BY_CODE:
            continue
        address = filled(two[0], name, takes)
        opened = client.get(address).status_code
        assert opened in ({200} if name in PUBLISHED else {403, 404, 405}), f"get {name}: {opened}"
        sent = client.post(address, ANSWERS).status_code
        assert sent in {403, 404, 405} or name in PUBLISHED, f"post {name}: {sent}"
        assert written() == before, f"the contact wrote by {name}"
