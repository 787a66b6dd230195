"""The journal as its readers see it: this partnership's events, found, kept as a file, and proved whole."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lscp.journal import record
from lscp.journal.models import Event
from lscp.partnerships import operations

pytestmark = pytest.mark.everybody


@pytest.fixture
def manager(world):
    return world.client("manager")


def read(client, query=""):
    return client.get(reverse("desk:journal") + query).content.decode()


def test_the_newest_event_stands_first(world, manager):
    operations.open_group(world.partnership, name="Later", kind="forum", started=date(2025, 4, 1))
    page = read(manager)
    assert page.index("Set up Later") < page.index("Agency Contact of thornley became Agency contact")


def test_another_partnerships_events_are_not_here(world, elsewhere, manager):
    assert "eastmere" not in read(manager, "?about=became&who=").lower()
    number = Event.objects.filter(partnership="eastmere").first().number
    assert manager.get(reverse("desk:journal_event", args=[number])).status_code == 404


def test_events_are_found_by_what_who_and_when(world, manager):
    operations.open_group(
        world.partnership, name="Found", kind="forum", started=date(2025, 4, 1), by=world.manager
    )
    assert "Set up Found" in read(manager, "?about=found")
    assert "Set up Found" in read(manager, "?who=Manager+of")
    assert "Set up Found" not in read(manager, "?who=somebody+else")
    assert "No event fits" in read(manager, "?until_day=1&until_month=1&until_year=2020")


def test_an_event_shows_its_details_and_what_else_happened_to_the_thing(world, manager):
    group = operations.open_group(
        world.partnership, name="Found", kind="forum", started=date(2025, 4, 1), by=world.manager
    )
    operations.edit_group(group, version=1, by=world.manager, name="Renamed")
    event = Event.objects.get(verb="group.edited")
    page = manager.get(reverse("desk:journal_event", args=[event.number])).content.decode()
    assert "Changed Renamed" in page and "Set up Found" in page and event.hash in page


def test_the_file_has_every_event_of_the_partnership_with_its_hash(world, manager):
    response = manager.get(reverse("desk:journal") + "?format=csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) - 1 == Event.objects.filter(partnership="thornley").count()
    assert len(rows[1][-1]) == 64


def test_the_page_says_that_the_chain_holds(world, manager):
    assert "The chain holds." in read(manager, "?chain=check")


def test_the_page_says_where_the_chain_is_broken(world, manager, monkeypatch):
    broken = record.Break(7, "Event 7 was altered after it was written.")
    monkeypatch.setattr(record, "first_break", lambda: broken)
    page = read(manager, "?chain=check")
    assert "The chain does not hold." in page and "Event 7 was altered" in page


def test_a_long_journal_costs_as_many_queries_as_a_short_one(world, manager):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            read(manager)
        return len(caught)

    read(manager)
    few = queries()
    for number in range(60):
        record.write("test.written", f"Event {number}", by="a test", about="test:1", partnership="thornley")
    assert queries() == few
