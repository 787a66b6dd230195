"""The desk pages of the partnership, through the door that people use."""

import csv
import io
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from lscp.golden_thread import operations as thread
from lscp.partnerships import operations
from lscp.partnerships.models import (
    Agency,
    Arrangements,
    Footprint,
    Group,
    GroupMember,
    Objective,
    Person,
    Post,
    Priority,
    Progress,
    RoleHeld,
    Succession,
)

pytestmark = pytest.mark.everybody

DAY = date(2025, 4, 1)


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def read(client, name, *args, query="", status=200):
    response = client.get(reverse(f"desk:{name}", args=args) + query)
    assert response.status_code == status, response.content[:400]
    return response.content.decode()


def send(client, name, /, *args, status=302, **data):
    response = client.post(reverse(f"desk:{name}", args=args), data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def rows_of(client, name, *args, query=""):
    response = client.get(reverse(f"desk:{name}", args=args) + f"?format=csv{query}")
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def manager(world):
    return world.client("manager")


@pytest.fixture
def administrator(world):
    return world.client("administrator")


@pytest.fixture
def group(world):
    return operations.open_group(
        world.partnership, name="Case Review Group", kind="subgroup", started=DAY, meetings_a_year=4
    )


@pytest.fixture
def priority(world, group):
    return operations.set_priority(
        world.partnership,
        title="Neglect",
        plain_words="When needs are not met",
        started=DAY,
        lead_group=group,
    )


# ── Overview and details ──────────────────────────────────────────────────────────────────────────────────


def test_the_overview_says_who_works_together_on_what(world, manager, group, priority):
    operations.seat(
        group, world.group_chair.person, agency=world.agencies["police"], capacity="chair", started=DAY
    )
    operations.report_progress(
        priority,
        period_start=DAY,
        period_end=date(2025, 9, 30),
        direction="worse",
        text="Seen",
        by=world.manager,
    )
    page = read(manager, "partnership")
    for expected in ["thornley Police", "Case Review Group", "Group Chair of thornley", "Neglect", "worse"]:
        assert expected in page


def test_a_priority_a_group_and_an_agency_lead_to_what_is_done(world, manager, group, priority):
    source = thread.open_source(
        world.partnership, kind="scrutiny", title="A visit", happened_on=DAY, by=world.manager
    )
    learned = thread.record_finding(source, text="Learned on a visit", by=world.manager)
    made = thread.recommend(
        learned, text="Ask twice", priority=priority, group=group, on=DAY, by=world.manager
    )
    thread.assign(made, text="Print it", owner_agency=world.agencies["school"], on=DAY, by=world.manager)
    thread.recommend(learned, text="Something else", on=DAY, by=world.manager)
    operations.conclude_group(group, on=date(2025, 6, 1), outcome="Done.", by=world.manager)
    for name, thing, listed in (
        ("priority", priority, "threads"),
        ("group", group, "threads"),
        ("agency", world.agencies["school"], "actions"),
    ):
        address = f"{reverse(f'desk:{listed}')}?{name}={thing.pk}"
        assert f'href="{address}"' in read(manager, name, thing.pk)
        page = manager.get(address).content.decode()
        assert ("Ask twice" if listed == "threads" else "Print it") in page
        assert "Something else" not in page and "There is a problem" not in page


def test_changing_the_details_keeps_authorities_as_codes_and_names(world, manager):
    send(
        manager,
        "partnership_edit",
        version=1,
        name="Thornley Partnership",
        authorities="E09000099 Thornley\nE09000098 Upper Thornley",
    )
    world.partnership.refresh_from_db()
    assert world.partnership.name == "Thornley Partnership"
    assert world.partnership.authorities[1] == {"code": "E09000098", "name": "Upper Thornley"}


def test_an_authority_without_its_code_is_explained_and_not_saved(world, manager):
    page = send(manager, "partnership_edit", version=1, name="N", authorities="Thornley", status=200)
    assert "is not a code and a name" in page.content.decode()
    world.partnership.refresh_from_db()
    assert world.partnership.version == 1


# ── Agencies ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_shows_its_sector_place_and_other_partnerships_by_name_only(world, elsewhere, manager):
    police = world.agencies["police"]
    operations.add_agency(elsewhere.partnership, name=police.name, sector="police", started=DAY)
    page = read(manager, "agencies")
    assert elsewhere.partnership.name in page and "Safeguarding partner" in page
    one = read(manager, "agency", police.pk)
    assert elsewhere.partnership.name in one and "Group Chair of thornley" in one
    assert "eastmere Police" not in page


def test_the_agency_list_is_a_csv_with_the_same_rows(world, manager):
    rows = rows_of(manager, "agencies")
    assert rows[0][:2] == ["Agency", "Sector"]
    assert len(rows) == 1 + len(world.agencies)


def test_a_name_that_a_spreadsheet_would_run_is_made_text(world, manager):
    operations.add_agency(world.partnership, name='=HYPERLINK("x")', sector="other", started=DAY)
    assert any(row[0] == '\'=HYPERLINK("x")' for row in rows_of(manager, "agencies"))


def test_an_agency_is_added_changed_ended_and_placed_again(world, manager):
    send(manager, "agency_add", name="Hearth", sector="housing", capacity="local", **boxes("started", DAY))
    agency = Agency.everywhere.get(name="Hearth")
    send(manager, "agency_edit", agency.pk, version=1, name="Hearth Homes", sector="housing")
    place = Footprint.everywhere.get(agency=agency)
    send(manager, "place_end", place.pk, **boxes("on", date(2025, 6, 30)))
    assert "Give it a place again" in read(manager, "agency", agency.pk)
    send(manager, "agency_place", agency.pk, capacity="relevant", **boxes("started", date(2025, 9, 1)))
    agency.refresh_from_db()
    assert agency.name == "Hearth Homes"
    assert Footprint.everywhere.filter(agency=agency).count() == 2


# ── People ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_person_is_added_moves_post_and_leaves(world, manager):
    send(
        manager,
        "person_add",
        name="Ama Boateng",
        agency=world.agencies["school"].pk,
        title="Head",
        **boxes("started", DAY),
    )
    person = Person.everywhere.get(name="Ama Boateng")
    send(
        manager,
        "post_add",
        person.pk,
        agency=world.agencies["charity"].pk,
        title="Trustee",
        **boxes("started", date(2025, 9, 1)),
    )
    post = Post.everywhere.get(person=person, title="Head")
    send(manager, "post_end", post.pk, **boxes("on", date(2025, 8, 31)))
    page = read(manager, "person", person.pk)
    assert "1 April to 31 August 2025" in page and "Trustee" in page


def test_the_list_of_people_finds_by_name_and_agency(world, manager):
    page = read(manager, "people", query=f"?q=contact&agency={world.agencies['school'].pk}&show=")
    assert "Agency Contact of thornley" in page and "Analyst of thornley" not in page


def test_somebody_who_left_is_shown_only_when_asked_for(world, manager):
    post = Post.everywhere.get(person=world.reader.person)
    operations.end_post(post, on=date(2025, 1, 1), partnership=world.partnership)
    assert "Reader of thornley" not in read(manager, "people")
    assert "Reader of thornley" in read(manager, "people", query="?show=all")


def test_two_people_editing_one_person_lose_nothing(world, manager):
    person = world.reader.person
    operations.edit_person(
        person, partnership=world.partnership, version=1, by=world.manager, name="Their Name"
    )
    page = send(manager, "person_edit", person.pk, version=1, name="My Name", status=409).content.decode()
    assert "Somebody else changed this" in page and "Manager of thornley" in page
    assert "Their Name" in page and 'value="My Name"' in page
    assert 'name="version" value="2"' in page
    person.refresh_from_db()
    assert person.name == "Their Name"
    send(manager, "person_edit", person.pk, version=2, name="My Name")
    person.refresh_from_db()
    assert person.name == "My Name"


# ── Groups ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_group_is_set_up_seated_changed_and_concluded_with_its_outcome(world, manager):
    send(manager, "group_add", name="Vaping group", kind="working", **boxes("started", DAY))
    group = Group.everywhere.get(name="Vaping group")
    send(
        manager,
        "seat_add",
        group.pk,
        person=world.reader.person_id,
        agency=world.agencies["nhs"].pk,
        capacity="chair",
        **boxes("started", DAY),
    )
    send(
        manager,
        "group_edit",
        group.pk,
        version=1,
        name="Vaping group",
        kind="working",
        terms_of_reference="Find out why",
        **boxes("started", DAY),
    )
    refused = send(
        manager, "group_conclude", group.pk, version=2, status=200, **boxes("on", date(2025, 7, 1))
    )
    assert "Say what the working group achieved" in refused.content.decode()
    send(
        manager,
        "group_conclude",
        group.pk,
        version=2,
        outcome="Shops were checked",
        **boxes("on", date(2025, 7, 1)),
    )
    page = read(manager, "group", group.pk)
    assert "Shops were checked" in page and "Find out why" in page and "Concluded" in page
    assert GroupMember.everywhere.get(group=group).ended == date(2025, 7, 1)
    assert "Vaping group" in read(manager, "groups")


def test_a_person_with_two_seats_is_shown_as_such(world, manager, group):
    forum = operations.open_group(world.partnership, name="Forum", kind="forum", started=DAY)
    person = world.scrutineer.person
    operations.seat(group, person, capacity="scrutineer", started=DAY)
    operations.seat(forum, person, capacity="chair", started=DAY)
    assert "Chair of Forum" in read(manager, "group", group.pk)
    assert "Holds more than one seat" in read(manager, "person", person.pk)


def test_a_seat_ends_and_stays_readable(world, manager, group):
    seat = operations.seat(group, world.reader.person, capacity="lay", started=DAY)
    send(manager, "seat_end", seat.pk, **boxes("on", date(2025, 5, 1)))
    assert "Former members" in read(manager, "group", group.pk)


# ── Priorities ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_priority_grows_from_its_words_to_its_progress(world, manager, group):
    send(
        manager,
        "priority_add",
        title="Neglect",
        plain_words="Needs not met",
        lead_group=group.pk,
        **boxes("started", DAY),
    )
    priority = Priority.everywhere.get()
    for strand in ["prevention", "response"]:
        send(
            manager,
            "objective_add",
            priority.pk,
            strand=strand,
            text=f"Objective of {strand}",
            measure="Fewer",
            indicator="I36-CHILDREN",
        )
    send(
        manager,
        "progress_add",
        priority.pk,
        direction="better",
        text="Counts fell",
        **boxes("period_start", DAY),
        **boxes("period_end", date(2025, 9, 30)),
    )
    page = read(manager, "priority", priority.pk)
    assert page.index("Prevention") < page.index("Identification") < page.index("Response")
    assert "Objective of prevention" in page and "Counts fell" in page and "Better" in page
    assert reverse("desk:indicator", args=["I36-CHILDREN"]) in page and "Children who went missing" in page
    assert "Better" in read(manager, "priorities")


def test_progress_said_twice_is_refused_and_corrected_instead(world, manager, priority):
    said = operations.report_progress(
        priority,
        period_start=DAY,
        period_end=date(2025, 9, 30),
        direction="worse",
        text="A",
        by=world.manager,
    )
    refused = send(
        manager,
        "progress_add",
        priority.pk,
        status=200,
        direction="better",
        text="B",
        **boxes("period_start", DAY),
        **boxes("period_end", date(2025, 9, 30)),
    )
    assert "already recorded" in refused.content.decode()
    send(manager, "progress_edit", said.pk, version=1, direction="better", text="B")
    assert Progress.everywhere.get().text == "B"


def test_objectives_are_changed_and_dropped_with_a_reason(world, manager, priority):
    objective = operations.add_objective(
        priority, strand="response", text="Old", measure="m", by=world.manager
    )
    send(manager, "objective_edit", objective.pk, version=1, strand="response", text="New", measure="m")
    objective.refresh_from_db()
    assert objective.text == "New"
    send(manager, "objective_drop", objective.pk, because="Done elsewhere")
    assert not Objective.everywhere.exists()


def test_two_people_editing_one_priority_see_both_texts(world, manager, priority):
    operations.edit_priority(priority, version=1, by=world.manager, plain_words="Their words")
    page = send(
        manager,
        "priority_edit",
        priority.pk,
        status=409,
        version=1,
        title="Neglect",
        plain_words="My words",
        **boxes("started", DAY),
    ).content.decode()
    assert "Their words" in page and "My words" in page


# ── Arrangements and succession ───────────────────────────────────────────────────────────────────────────


def test_arrangements_keep_every_version_and_what_changed(world, manager):
    send(manager, "arrangements_publish", after=0, text="First text", **boxes("in_force_from", DAY))
    send(
        manager,
        "arrangements_publish",
        after=1,
        text="Second text",
        changes="A new chair",
        **boxes("in_force_from", date(2026, 4, 1)),
    )
    assert "A new chair" in read(manager, "arrangements")
    first = read(manager, "arrangements_version", 1)
    assert "First text" in first and "until version 2 on 1 April 2026" in first


def test_publishing_over_a_version_one_has_not_seen_is_refused_and_the_text_kept(world, manager):
    operations.publish_arrangements(world.partnership, text="One", changes="", in_force_from=DAY)
    page = send(
        manager,
        "arrangements_publish",
        after=0,
        text="Mine",
        changes="x",
        status=200,
        **boxes("in_force_from", DAY),
    ).content.decode()
    assert "published version 1 while you were writing" in page and "Mine" in page
    assert Arrangements.everywhere.count() == 1


def test_only_somebody_who_keeps_both_partnerships_records_a_succession(world, elsewhere, manager):
    form = {"predecessor": elsewhere.partnership.pk, **boxes("on", DAY)}
    assert "PA-09" not in read(manager, "succession")
    refused = send(manager, "succession_add", status=200, **form)
    assert "Only somebody who also keeps the earlier partnership" in refused.content.decode()
    elsewhere.partnership.refresh_from_db()
    assert elsewhere.partnership.ended is None
    RoleHeld.everywhere.create(
        person=world.manager.person, partnership=elsewhere.partnership, role="manager", started=DAY
    )
    send(manager, "succession_add", **form)
    assert Succession.objects.get().predecessor == elsewhere.partnership
    assert elsewhere.partnership.name in read(manager, "succession")


def test_what_is_still_open_in_the_earlier_record_is_taken_over_with_its_origin(world, elsewhere, manager):
    source = thread.open_source(
        elsewhere.partnership, kind="other", title="Old review", happened_on=DAY, by=elsewhere.manager
    )
    finding = thread.record_finding(source, text="Handovers were late", by=elsewhere.manager)
    thread.recommend(finding, text="Agree one form", by=elsewhere.manager)
    thread.open_source(
        elsewhere.partnership, kind="other", title="Settled", happened_on=DAY, by=elsewhere.manager
    )
    made = operations.succeed(elsewhere.partnership, world.partnership, on=DAY)
    page = read(manager, "inherit", made.pk)
    assert "Old review" in page and "Settled" not in page
    send(manager, "inherit", made.pk, take=[source.pk])
    page = read(manager, "succession")
    assert "Old review" in page and f"{elsewhere.partnership.name}: Old review" in page
    assert "Nothing is left to take over" in read(manager, "inherit", made.pk)


def test_without_a_succession_nobody_looks_into_another_record(world, elsewhere, manager):
    theirs = operations.succeed(world.partnership, elsewhere.partnership, on=DAY)
    read(manager, "inherit", theirs.pk, status=404)


# ── Roles and accounts ────────────────────────────────────────────────────────────────────────────────────


def test_an_administrator_is_asked_for_a_session_before_anything_is_typed(world, administrator):
    response = administrator.get(reverse("desk:role_give"))
    assert response.status_code == 302 and "/roles/session?next=" in response["Location"]
    response = administrator.post(response["Location"], {"because": "A new contact"})
    assert response["Location"] == reverse("desk:role_give")
    assert "Give a role" in read(administrator, "role_give")


def test_a_session_does_not_lead_away_from_this_site(world, administrator):
    response = administrator.post(
        reverse("desk:elevate") + "?next=https://elsewhere.example/", {"because": "A new contact"}
    )
    assert response["Location"] == reverse("desk:roles")


def test_without_a_session_a_role_is_not_given_and_the_page_keeps_what_was_typed(world, administrator):
    page = send(
        administrator,
        "role_give",
        status=200,
        person=world.reader.person_id,
        role="analyst",
        **boxes("started", DAY),
    ).content.decode()
    assert "This needs an administrator" in page and "start a session" in page
    assert not RoleHeld.everywhere.filter(person=world.reader.person, role="analyst").exists()


def test_a_role_is_given_and_ended_in_a_session(world, administrator):
    operations.elevate(world.administrator, because="A change of staff")
    person = world.reader.person
    send(administrator, "role_give", person=person.pk, role="analyst", **boxes("started", DAY))
    held = RoleHeld.everywhere.get(person=person, role="analyst")
    send(administrator, "role_end", held.pk, **boxes("on", date(2025, 5, 1)))
    held.refresh_from_db()
    assert held.ended == date(2025, 5, 1)
    assert "Roles that ended" in read(administrator, "roles")


def test_nobody_ends_their_own_role_on_the_page(world, administrator):
    operations.elevate(world.administrator, because="A change of staff")
    refused = send(
        administrator, "role_end", world.administrator.pk, status=200, **boxes("on", date(2025, 5, 1))
    )
    assert "Nobody may give or end their own role" in refused.content.decode()


def test_an_opened_account_gets_a_link_that_sets_the_first_password(world, administrator, client):
    operations.elevate(world.administrator, because="A new contact")
    person = operations.add_person(
        world.partnership, name="New Person", agency=world.agencies["nhs"], title="Nurse", started=DAY
    )
    send(administrator, "account_open", person.pk, email="new.person@nhs.example")
    letter = mail.outbox[0]
    assert letter.to == ["new.person@nhs.example"]
    link = next(word for word in letter.body.split() if "/reset/key/" in word)
    response = client.get(link[link.index("/desk/") :], follow=True)
    assert response.status_code == 200
    response = client.post(
        response.redirect_chain[-1][0],
        {"password1": "a long first password", "password2": "a long first password"},
    )
    person.refresh_from_db()
    assert person.user.check_password("a long first password")


def test_one_address_is_one_account(world, administrator):
    operations.elevate(world.administrator, because="A new contact")
    person = operations.add_person(
        world.partnership, name="New Person", agency=world.agencies["nhs"], title="Nurse", started=DAY
    )
    taken = world.reader.person.user.email.upper()
    refused = send(administrator, "account_open", person.pk, email=taken, status=200)
    assert "already signs in with this e-mail address" in refused.content.decode()
    assert not mail.outbox
