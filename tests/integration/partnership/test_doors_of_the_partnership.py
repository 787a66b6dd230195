"""Nobody sees through these pages what is not theirs, and a long list costs what a short one costs."""

from datetime import date

import pytest
from django.urls import reverse

from lscp import scope
from lscp.partnerships import operations
from lscp.partnerships.access import scope_of

DAY = date(2025, 4, 1)
LISTS = ["partnership", "agencies", "people", "groups", "priorities", "arrangements", "succession"]


def furnish(world, count=1):
    """``count`` of everything, through the operations."""
    for number in range(count):
        label = f"{world.partnership.code} {number}"
        agency = operations.add_agency(
            world.partnership, name=f"Agency {label}", sector="education", started=DAY
        )
        person = operations.add_person(
            world.partnership, name=f"Person {label}", agency=agency, title="Lead", started=DAY
        )
        group = operations.open_group(world.partnership, name=f"Group {label}", kind="forum", started=DAY)
        operations.seat(group, person, agency=agency, capacity="chair", started=DAY)
        priority = operations.set_priority(
            world.partnership, title=f"Priority {label}", plain_words="Words", started=DAY, lead_group=group
        )
        operations.add_objective(priority, strand="response", text=f"Objective {label}", measure="m")
        operations.report_progress(
            priority,
            period_start=DAY,
            period_end=date(2025, 9, 30),
            direction="better",
            text="t",
            by=world.manager,
        )
        operations.publish_arrangements(
            world.partnership, text=f"Text {label}", changes="Changed", in_force_from=DAY
        )
        operations.give_role(person, "reader", partnership=world.partnership, started=DAY)
    return group, person, priority, agency


@pytest.mark.parametrize("role", ["manager", "agency_contact", "reader", "administrator"])
@pytest.mark.parametrize("name", LISTS)
def test_no_list_shows_another_partnerships_rows(world, elsewhere, role, name):
    furnish(world)
    furnish(elsewhere)
    page = world.client(role).get(reverse(f"desk:{name}")).content.decode()
    assert "eastmere" not in page.lower()


def test_nothing_of_another_partnership_opens_by_its_number(world, elsewhere):
    group, person, priority, agency = furnish(elsewhere)
    client = world.client("manager")
    for name, row in [("group", group), ("person", person), ("priority", priority), ("agency", agency)]:
        for page in [name, f"{name}_edit"]:
            assert client.get(reverse(f"desk:{page}", args=[row.pk])).status_code == 404


def test_an_operation_does_not_reach_into_another_partnership(world, elsewhere):
    from lscp.refusal import Refused

    group, person, priority, agency = furnish(elsewhere)
    for attempt in [
        lambda: operations.edit_group(group, version=1, by=world.manager, name="x"),
        lambda: operations.edit_priority(priority, version=1, by=world.manager, title="x"),
        lambda: operations.edit_person(
            person, partnership=world.partnership, version=1, by=world.manager, name="x"
        ),
        lambda: operations.edit_agency(
            agency, partnership=world.partnership, version=1, by=world.manager, name="x"
        ),
    ]:
        with pytest.raises(Refused):
            attempt()


def test_an_agency_contact_sees_only_the_groups_they_sit_in(world):
    furnish(world)
    page = world.client("agency_contact").get(reverse("desk:groups")).content.decode()
    assert "Group thornley 0" not in page


@pytest.mark.parametrize("role", ["reader", "agency_contact", "analyst", "group_chair", "scrutineer"])
def test_who_may_not_keep_the_partnership_opens_no_form(world, role):
    group, *_ = furnish(world)
    client = world.client(role)
    for name, args in [("group_edit", [group.pk]), ("person_add", []), ("roles", []), ("journal", [])]:
        assert client.get(reverse(f"desk:{name}", args=args)).status_code == 403
        assert client.post(reverse(f"desk:{name}", args=args), {}).status_code == 403


@pytest.mark.parametrize("name", [*LISTS, "roles"])
def test_a_list_of_thirty_costs_as_many_queries_as_a_list_of_three(world, name):
    role = "administrator" if name == "roles" else "manager"
    client, address = world.client(role), reverse(f"desk:{name}")
    furnish(world, 3)
    few = _queries(client, address)
    more = type(world)("more", "More Partnership")
    furnish(more, 33)
    assert _queries(more.client(role), address) == few


@pytest.mark.parametrize("name", ["group", "person", "priority", "agency"])
def test_the_page_of_one_thing_costs_the_same_however_much_belongs_to_it(world, name):
    group, person, priority, agency = furnish(world)
    rows = {"group": group, "person": person, "priority": priority, "agency": agency}
    client, address = world.client("manager"), reverse(f"desk:{name}", args=[rows[name].pk])
    few = _queries(client, address)
    for number in range(12):
        other = operations.add_person(
            world.partnership, name=f"Another {number}", agency=agency, title="t", started=DAY
        )
        operations.seat(group, other, agency=agency, capacity="member", started=DAY)
        further = operations.open_group(
            world.partnership, name=f"Further {number}", kind="forum", started=DAY
        )
        operations.seat(further, person, agency=agency, capacity="member", started=DAY)
        operations.add_objective(priority, strand="response", text=f"o{number}", measure="m")
        operations.report_progress(
            priority,
            period_start=DAY,
            period_end=date(2026, 1, number + 1),
            direction="worse",
            text="t",
            by=world.manager,
        )
    assert _queries(client, address) == few


def _queries(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_the_reads_of_the_room_stay_inside_the_scope(world, elsewhere):
    from lscp.partnerships import queries

    furnish(elsewhere)
    with scope.within(scope_of(world.manager)):
        assert all(place.partnership_id == "thornley" for place in queries.places())
        assert queries.all_priorities() == []
        assert queries.arrangements_in_force(date(2026, 1, 1)) is None
