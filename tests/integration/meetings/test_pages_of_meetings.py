"""The desk pages of meetings, through the door that people use."""

import csv
import io
from datetime import date, timedelta

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from lscp import scope
from lscp.desk.home.need import Group
from lscp.desk.meetings import needs
from lscp.golden_thread.models import Action
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.sources.meetings import operations
from lscp.sources.meetings.models import AgendaItem, Attendance, CalendarKey, Decision, Meeting
from tests.spec.meetings.conftest import DAY, Room

LATER = DAY + timedelta(days=91)


def boxes(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def read(client, name, /, *args, query="", status=200):
    response = client.get(reverse(f"desk:{name}", args=args) + query)
    assert response.status_code == status, response.content[:400]
    return response.content.decode()


def send(client, name, /, *args, status=302, **data):
    response = client.post(reverse(f"desk:{name}", args=args), data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.fixture
def room(world):
    return Room(world)


@pytest.fixture
def manager(world):
    return world.client("manager")


# ── Planning and the agenda ───────────────────────────────────────────────────────────────────────────────


def test_a_meeting_is_planned_changed_and_cancelled(room, manager):
    send(manager, "meeting_plan", group=room.group.pk, starts_at="14:30", **boxes("held_on", DAY))
    meeting = Meeting.everywhere.get()
    assert "14:30" in read(manager, "meeting", meeting.pk)
    send(manager, "meeting_edit", meeting.pk, version=1, place="Annexe", **boxes("held_on", LATER))
    send(manager, "meeting_cancel", meeting.pk, because="Snow")
    page = read(manager, "meeting", meeting.pk)
    assert "Snow" in page and "Annexe" in page
    assert "Cancelled" in read(manager, "meetings")


def test_a_day_that_is_taken_is_explained_on_the_form(room, manager):
    room.plan()
    page = send(manager, "meeting_plan", group=room.group.pk, status=200, **boxes("held_on", DAY))
    assert "already has a meeting on that day" in page.content.decode()


def test_the_agenda_proposes_and_a_person_takes(room, manager):
    first = room.held(DAY)
    item = operations.add_item(first, title="Neglect", by=room.manager)
    action = operations.arise(item, text="Write to every school", by=room.manager)
    second = room.plan(timezone.localdate() + timedelta(days=10))
    page = read(manager, "meeting", second.pk)
    assert "Proposed for this agenda" in page and "Write to every school" in page
    send(manager, "agenda_proposed", second.pk, take=[f"action:{action.pk}"])
    assert AgendaItem.everywhere.get(meeting=second).action == action
    page = read(manager, "meeting", second.pk)
    assert reverse("desk:action", args=[action.pk]) in page and f'value="action:{action.pk}"' not in page


def test_items_are_added_changed_moved_and_taken_off(room, manager):
    meeting = room.plan()
    for title in ["First", "Second"]:
        send(manager, "agenda_add", meeting.pk, title=title, kind="discussion")
    second = AgendaItem.everywhere.get(title="Second")
    send(manager, "agenda_item", second.pk, version=1, title="Second, better", notes="")
    send(manager, "agenda_move", second.pk, to=1)
    second.refresh_from_db()
    assert (second.place, second.title) == (1, "Second, better")
    send(manager, "agenda_remove", second.pk)
    assert [item.title for item in AgendaItem.everywhere.all()] == ["First"]


def test_two_people_writing_one_item_see_both_texts(room, manager):
    item = operations.add_item(room.held(), title="Neglect", by=room.manager)
    operations.edit_item(item, version=1, notes="Their notes", by=room.chair)
    page = send(
        manager, "agenda_item", item.pk, status=409, version=1, title="Neglect", notes="My notes"
    ).content.decode()
    assert "Their notes" in page and "My notes" in page and "Group Chair of thornley" in page
    item.refresh_from_db()
    assert item.notes == "Their notes"


# ── What came of it ───────────────────────────────────────────────────────────────────────────────────────


def test_who_came_is_recorded_with_a_deputys_name(room, manager):
    meeting = room.plan()
    assert send(manager, "meeting_held", meeting.pk)["Location"] == reverse(
        "desk:meeting_attendance", args=[meeting.pk]
    )
    rows = list(Attendance.everywhere.filter(meeting=meeting))
    marks = {f"status_{row.pk}": "attended" for row in rows} | {f"status_{rows[1].pk}": "deputy"}
    page = send(manager, "meeting_attendance", meeting.pk, version=2, status=200, **marks)
    assert "Say who came as the deputy" in page.content.decode()
    send(
        manager, "meeting_attendance", meeting.pk, version=2, **marks, **{f"deputy_{rows[1].pk}": "A. Deputy"}
    )
    assert "Sent a deputy: A. Deputy" in read(manager, "meeting", meeting.pk)


def test_two_people_recording_who_came_lose_nothing(room, manager):
    meeting = room.held()
    rows = list(Attendance.everywhere.filter(meeting=meeting))
    room.everybody(meeting)
    marks = {f"status_{row.pk}": "absent" for row in rows}
    page = send(manager, "meeting_attendance", meeting.pk, version=2, status=409, **marks).content.decode()
    assert "Attended" in page and "Where the two differ" in page
    assert set(Attendance.everywhere.values_list("status", flat=True)) == {"attended"}
    send(manager, "meeting_attendance", meeting.pk, version=3, **marks)
    assert set(Attendance.everywhere.values_list("status", flat=True)) == {"absent"}


def test_a_guest_is_invited(room, manager):
    meeting = room.plan()
    send(manager, "meeting_invite", meeting.pk, person=room.world.analyst.person_id, capacity="Guest")
    assert "Analyst of thornley" in read(manager, "meeting", meeting.pk)


def test_decisions_and_actions_are_recorded_under_their_item(room, manager):
    meeting = room.held()
    item = operations.add_item(meeting, title="Neglect", by=room.manager)
    send(manager, "agenda_decision", item.pk, text="Hold a pilot", reasons="It is cheap")
    send(manager, "meeting_decision", meeting.pk, text="Thank the officers")
    decision = Decision.everywhere.get(item=item)
    send(
        manager,
        "decision_edit",
        decision.pk,
        version=1,
        text="Hold a small pilot",
        **boxes("comes_back_on", LATER),
    )
    send(
        manager,
        "agenda_action",
        item.pk,
        text="Report back",
        owner_agency=room.world.agencies["school"].pk,
        learned="Neglect was discussed",
        **boxes("due", LATER),
    )
    action = Action.everywhere.get()
    assert action.owner_agency == room.world.agencies["school"]
    page = read(manager, "meeting", meeting.pk)
    for expected in [
        "Hold a small pilot",
        "Comes back on 12 August 2025",
        "Thank the officers",
        "Report back",
    ]:
        assert expected in page


# ── Minutes ───────────────────────────────────────────────────────────────────────────────────────────────


def test_minutes_are_a_page_and_a_word_file_and_stand_once_approved(room, manager):
    meeting = room.held()
    item = operations.add_item(meeting, title="Neglect", by=room.manager)
    operations.decide(meeting, text="Hold a pilot", item=item, by=room.manager)
    page = read(manager, "minutes", meeting.pk)
    assert "not approved yet" in page and "Hold a pilot" in page
    draft = manager.get(reverse("desk:minutes_file", args=[meeting.pk]))
    assert "draft.docx" in draft["Content-Disposition"]
    assert docx.Document(io.BytesIO(draft.content)).paragraphs[0].style.name == "Title"
    room.everybody(meeting)
    second = room.held(LATER)
    send(manager, "minutes_approve", meeting.pk, at=second.pk, corrections="")
    meeting.refresh_from_db()
    kept = manager.get(reverse("desk:minutes_file", args=[meeting.pk])).content
    assert kept == bytes(meeting.minutes.content)
    assert "on 12 August 2025" in read(manager, "minutes", meeting.pk)
    assert "Record a decision" not in read(manager, "meeting", meeting.pk)


# ── Counts ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_breach_of_the_minimum_is_shown_and_in_the_file(room, manager):
    room.held(DAY)
    page = read(manager, "meeting_frequency", query="?year=2025")
    assert "below the minimum: Case Review Group" in page
    response = manager.get(reverse("desk:meeting_frequency") + "?year=2025&format=csv")
    row = next(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert row["Group"] == "Case Review Group" and row["Held"] == "1" and row["Standing"].startswith("Breach")


def test_engagement_prints_its_n(room, manager):
    first, second = room.held(DAY), room.held(LATER)
    room.everybody(first)
    room.everybody(second, "absent")
    period = "?since_day=1&since_month=4&since_year=2025&until_day=31&until_month=3&until_year=2026&group="
    page = read(manager, "meeting_engagement", query=period)
    assert "50% (n = 2)" in page and "1 April 2025 to 31 March 2026" in page
    response = manager.get(reverse("desk:meeting_engagement") + period + "&format=csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert ["thornley Police", "2", "1", "0", "0", "1", "0", "50% (n = 2)"] in rows


# ── Calendars ─────────────────────────────────────────────────────────────────────────────────────────────


def feed(address):
    response = Client().get(address[address.index("/desk/") :])
    assert response.status_code == 200 and response["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def address_made_by(client):
    page = send(client, "calendar_make", status=200).content.decode()
    return page[page.index("http://") :].split("<")[0]


def test_a_calendar_address_shows_ones_meetings_and_due_dates_without_signing_in(room):
    soon = timezone.localdate() + timedelta(days=10)
    meeting = room.plan(soon)
    room.plan(soon, group=room.open("Forum"))
    item = operations.add_item(room.held(), title="Neglect", by=room.manager)
    for agency in ["police", "school"]:
        operations.arise(
            item, text=f"For {agency}", owner_agency=room.world.agencies[agency], due=soon, by=room.manager
        )
    events = feed(address_made_by(room.world.client("group_chair")))
    names = {str(event["SUMMARY"]) for event in events}
    assert names == {"Case Review Group", "Due: For police"}
    at = next(event for event in events if str(event["SUMMARY"]) == "Case Review Group")
    assert at.decoded("DTSTART").hour == 10 and str(at["UID"]).startswith(f"meeting-{meeting.pk}@")
    assert "Forum" in {str(event["SUMMARY"]) for event in feed(address_made_by(room.world.client("manager")))}


def test_a_cancelled_meeting_is_told_as_cancelled(room):
    meeting = room.plan(timezone.localdate() + timedelta(days=10))
    operations.cancel(meeting, because="Snow", by=room.manager)
    (event,) = feed(address_made_by(room.world.client("manager")))
    assert str(event["STATUS"]) == "CANCELLED"


def test_an_ended_address_opens_nothing(room):
    client = room.world.client("manager")
    address = address_made_by(client)
    send(client, "calendar_revoke", CalendarKey.everywhere.get().pk)
    assert Client().get(address[address.index("/desk/") :]).status_code == 404
    assert Client().get(reverse("desk:calendar_feed")).status_code == 404


def test_nobody_ends_somebody_elses_address(room):
    operations.make_calendar_key(by=room.manager)
    key = CalendarKey.everywhere.get()
    send(room.world.client("reader"), "calendar_revoke", key.pk, status=404)


def test_a_feed_does_not_name_whose_review_runs_out(room):
    from lscp.clocks import operations as clocks

    with scope.within(scope_of(room.manager)):
        clocks.start(
            room.world.partnership,
            "C04",
            subject_kind="incident",
            subject_reference="1",
            subject="Child Wren",
            started=timezone.localdate(),
            by=room.manager,
        )
    client = room.world.client("manager")
    address = address_made_by(client)
    text = Client().get(address[address.index("/desk/") :]).content.decode()
    assert "Wren" not in text and "DTSTART;VALUE=DATE" in text
    reader = address_made_by(room.world.client("reader"))
    assert feed(reader) == []


def test_the_calendar_on_the_desk_shows_what_is_to_come(room, manager):
    room.plan(timezone.localdate() + timedelta(days=10))
    room.held(DAY)
    page = read(manager, "calendar")
    assert "Case Review Group" in page and "10:00, Town Hall" in page
    assert "13 May 2025" not in page


# ── Who sees what, at what cost ───────────────────────────────────────────────────────────────────────────


def test_no_page_shows_another_partnerships_meetings(room, elsewhere, manager):
    theirs = Room(elsewhere)
    meeting = theirs.held()
    item = operations.add_item(meeting, title="Secret", by=theirs.manager)
    theirs.plan(timezone.localdate() + timedelta(days=10))
    for name in ["meetings", "meeting_frequency", "meeting_engagement", "calendar"]:
        assert "eastmere" not in read(manager, name).lower()
        assert "Secret" not in read(manager, name)
    for name in ["meeting", "minutes", "minutes_file", "meeting_edit", "meeting_attendance"]:
        assert manager.get(reverse(f"desk:{name}", args=[meeting.pk])).status_code == 404
    assert manager.get(reverse("desk:agenda_item", args=[item.pk])).status_code == 404
    send(manager, "meeting_held", meeting.pk, status=404)


def test_an_agency_contact_reads_its_groups_meetings_and_not_others_part(room):
    meeting = room.held()
    item = operations.add_item(meeting, title="Neglect", by=room.manager)
    for agency in ["police", "school"]:
        operations.arise(
            item, text=f"For {agency}", owner_agency=room.world.agencies[agency], by=room.manager
        )
    other = room.held(LATER, group=room.open("Executive"))
    client = room.world.client("agency_contact")
    page = read(client, "meeting", meeting.pk)
    assert "For school" in page and "For police" not in page
    assert "thornley Police" not in page
    read(client, "meeting", other.pk, status=404)
    read(client, "minutes", meeting.pk, status=403)
    read(client, "meeting_engagement", status=403)


@pytest.mark.parametrize("name", ["meeting_edit", "meeting_cancel", "meeting_attendance", "agenda_add"])
def test_a_reader_changes_no_meeting(room, name):
    meeting = room.plan()
    client = room.world.client("reader")
    assert client.get(reverse(f"desk:{name}", args=[meeting.pk])).status_code == 403
    assert client.post(reverse(f"desk:{name}", args=[meeting.pk]), {}).status_code == 403


def test_a_chair_of_another_group_is_refused_in_words(room):
    meeting = room.plan(group=room.open("Forum"))
    page = send(room.world.client("group_chair"), "meeting_cancel", meeting.pk, status=200, because="x")
    assert "You do not chair Forum" in page.content.decode()


@pytest.mark.parametrize("name", ["meetings", "meeting_frequency", "meeting_engagement", "calendar"])
def test_a_list_of_thirty_costs_as_many_queries_as_a_list_of_three(room, manager, name):
    def hold(count):
        for number in range(count):
            group = room.open(f"Group {Meeting.everywhere.count()}", meetings_a_year=2)
            room.seat(room.chair, "police", "chair", group=group)
            room.everybody(room.held(timezone.localdate() - timedelta(days=number), group=group))
            room.plan(timezone.localdate() + timedelta(days=number + 1), group=group)

    address = reverse(f"desk:{name}")
    hold(3)
    few = queries_of(manager, address)
    hold(27)
    assert queries_of(manager, address) == few


@pytest.mark.parametrize("name", ["meeting", "minutes"])
def test_a_long_meeting_costs_as_many_queries_as_a_short_one(room, manager, name):
    meeting = room.held()

    def fill(count):
        for number in range(count):
            item = operations.add_item(meeting, title=f"Item {number}", by=room.manager)
            operations.decide(meeting, text="Yes", item=item, by=room.manager)
            operations.arise(
                item, text="Do it", owner_agency=room.world.agencies["nhs"], due=LATER, by=room.manager
            )

    address = reverse(f"desk:{name}", args=[meeting.pk])
    fill(2)
    few = queries_of(manager, address)
    fill(10)
    assert queries_of(manager, address) == few


def test_an_agenda_with_many_proposals_costs_as_many_queries_as_one_with_few(room, manager):
    item = operations.add_item(room.held(), title="Item", by=room.manager)
    meeting = room.plan(timezone.localdate() + timedelta(days=10))
    address = reverse("desk:meeting", args=[meeting.pk])

    def propose(count):
        for number in range(count):
            operations.arise(
                item,
                text=f"Do {number}",
                owner_agency=room.world.agencies["nhs"],
                owner_person=room.world.reader.person,
                due=LATER,
                by=room.manager,
            )

    propose(3)
    few = queries_of(manager, address)
    propose(27)
    assert queries_of(manager, address) == few


# ── What needs somebody ───────────────────────────────────────────────────────────────────────────────────


def needed(held, on):
    with scope.within(scope_of(held)):
        return {line.what for line in Group(needs.lines(held, on))}


def test_home_is_told_of_empty_agendas_unapproved_minutes_and_breaches(room):
    on = date(2026, 2, 20)
    room.plan(on + timedelta(days=5))
    room.held(date(2025, 12, 1))
    room.held(date(2026, 2, 1))
    found = needed(room.manager, on)
    assert "Agenda of Case Review Group, 25 February 2026" in found
    assert "Minutes of Case Review Group, 1 December 2025, not approved yet" in found
    assert "Case Review Group has held 2 of at least 4 meetings this year" in found
    # Nobody could have approved these yet.
    assert "Minutes of Case Review Group, 1 February 2026, not approved yet" not in found
    assert needed(room.world.reader, on) == set()


def test_a_chair_is_told_of_their_own_groups_only(room):
    on = date(2026, 2, 20)
    room.held(date(2025, 12, 1))
    forum = room.open("Forum")
    room.held(date(2025, 12, 2), group=forum)
    room.held(date(2026, 2, 2), group=forum)
    assert all("Forum" not in what for what in needed(room.chair, on))
    assert any("Forum" in what for what in needed(room.manager, on))


def test_a_meeting_past_its_day_asks_whether_it_took_place(room):
    room.plan(date(2026, 2, 10))
    assert "Did this take place: Case Review Group, 10 February 2026?" in needed(
        room.manager, date(2026, 2, 20)
    )


def test_the_group_page_leads_to_its_meetings(room, manager):
    assert "meetings/?group=" in read(manager, "group", room.group.pk)
    partnerships.conclude_group(room.group, on=date(2025, 4, 2), outcome="Done")
    assert read(manager, "group", room.group.pk)
