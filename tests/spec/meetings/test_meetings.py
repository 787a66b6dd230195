"""What may happen to a meeting, and what its agenda, minutes and counts say."""

import io
from datetime import date, timedelta

import docx
import pytest

from lscp import scope
from lscp.documents.models import Document
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Action, Addressee, Finding, Source
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import GroupMember
from lscp.refusal import Refused
from lscp.sources.meetings import minutes, operations, queries, rules
from lscp.sources.meetings.models import AgendaItem, Attendance, CalendarKey, Decision, Meeting
from lscp.versioned import EditedMeanwhile
from tests.spec.meetings.conftest import DAY

LATER = DAY + timedelta(days=91)


def refused(number, attempt, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        attempt(*args, **kwargs)
    assert caught.value.refusal.rule == number
    return caught.value.refusal.because


# ── Rules ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_mt01_a_concluded_group_does_not_meet(room):
    partnerships.conclude_group(room.group, on=DAY, outcome="Done")
    assert "Case Review Group" in refused("MT-01", room.plan, LATER)


def test_mt02_a_chair_keeps_the_meetings_of_their_own_group_only(room):
    other = room.open("Forum")
    operations.plan(room.group, held_on=DAY, by=room.chair)
    assert "Forum" in refused("MT-02", operations.plan, other, held_on=DAY, by=room.chair)
    operations.plan(other, held_on=DAY, by=room.manager)


def test_mt02_a_chair_whose_seat_has_ended_keeps_nothing(room):
    seat = GroupMember.everywhere.get(capacity="chair")
    partnerships.unseat(seat, on=date(2024, 1, 1))
    refused("MT-02", operations.plan, room.group, held_on=DAY, by=room.chair)


def test_who_may_not_keep_meetings_plans_none(room):
    refused("PA-01", operations.plan, room.group, held_on=DAY, by=room.world.reader)


def test_a_meeting_of_another_partnership_is_not_planned(room, elsewhere):
    refused("PA-02", operations.plan, room.group, held_on=DAY, by=elsewhere.manager)


def test_mt03_a_held_meeting_is_not_cancelled(room):
    refused("MT-03", operations.cancel, room.held(), because="x", by=room.manager)


def test_mt04_a_meeting_is_not_held_before_its_day(room):
    refused("MT-04", operations.hold, room.plan(), on=DAY - timedelta(days=1), by=room.manager)


def approved(room, corrections=""):
    meeting = room.held()
    room.everybody(meeting)
    return operations.approve_minutes(
        meeting, at=room.held(LATER), on=LATER, by=room.manager, corrections=corrections
    )


def test_mt05_nothing_changes_once_the_minutes_are_approved(room):
    meeting = approved(room)
    refused("MT-05", operations.add_item, meeting, title="Late", by=room.manager)
    refused("MT-05", operations.decide, meeting, text="Late", by=room.manager)
    refused("MT-05", operations.record_attendance, meeting, marks={}, version=1, by=room.manager)


def test_mt06_minutes_are_approved_at_a_later_meeting_of_the_same_group(room):
    meeting, earlier = room.held(), room.held(DAY - timedelta(days=30))
    foreign = room.held(LATER, group=room.open("Forum"))
    to_come = room.plan(LATER + timedelta(days=90))
    room.everybody(meeting)
    for at in [meeting, earlier, foreign, to_come]:
        refused("MT-06", operations.approve_minutes, meeting, at=at, on=LATER, by=room.manager)


def test_mt07_nothing_is_decided_before_the_meeting_took_place(room):
    meeting = room.plan()
    refused("MT-07", operations.decide, meeting, text="x", by=room.manager)
    item = operations.add_item(meeting, title="Neglect", by=room.manager)
    refused("MT-07", operations.arise, item, text="Write to schools", by=room.manager)


def test_mt08_a_cancelled_meeting_keeps_its_reason(room):
    meeting = room.plan()
    refused("MT-08", operations.cancel, meeting, because=" ", by=room.manager)
    operations.cancel(meeting, because="Snow", by=room.manager)
    assert meeting.cancelled_because == "Snow"
    room.plan()  # the day is free again


def test_mt09_a_group_meets_once_a_day(room):
    room.plan()
    refused("MT-09", room.plan)


def test_mt10_a_deputy_has_a_name(room):
    meeting = room.held()
    row = Attendance.everywhere.filter(meeting=meeting).first()
    refused(
        "MT-10",
        operations.record_attendance,
        meeting,
        marks={row.pk: ("deputy", " ")},
        version=meeting.version,
        by=room.manager,
    )


def test_mt11_an_invitation_is_for_somebody(room):
    refused("MT-11", operations.invite, room.plan(), by=room.manager)


def test_mt12_a_person_is_invited_once(room):
    meeting = room.plan()
    refused("MT-12", operations.invite, meeting, person=room.chair.person, by=room.manager)
    operations.invite(meeting, person=room.world.analyst.person, by=room.manager)
    assert Attendance.everywhere.filter(meeting=meeting).count() == 4


def test_mt13_an_agenda_item_has_words(room):
    refused("MT-13", operations.add_item, room.plan(), title=" ", by=room.manager)


def test_mt14_a_decision_comes_back_later(room):
    refused("MT-14", operations.decide, room.held(), text="x", comes_back_on=DAY, by=room.manager)


def test_mt15_minutes_wait_until_everybody_is_accounted_for(room):
    meeting = room.held()
    because = refused(
        "MT-15", operations.approve_minutes, meeting, at=room.held(LATER), on=LATER, by=room.manager
    )
    assert "3 still to be marked" in because


def test_mt16_a_decision_stands_under_an_item_of_its_own_meeting(room):
    other = operations.add_item(room.plan(LATER), title="Theirs", by=room.manager)
    refused("MT-16", operations.decide, room.held(), text="x", item=other, by=room.manager)


def test_mt17_a_cancelled_meeting_changes_no_more(room):
    meeting = operations.cancel(room.plan(), because="Snow", by=room.manager)
    refused("MT-17", operations.add_item, meeting, title="x", by=room.manager)


def test_mt18_an_item_with_a_decision_stays_on_the_agenda(room):
    meeting = room.held()
    first = operations.add_item(meeting, title="First", by=room.manager)
    second = operations.add_item(meeting, title="Second", by=room.manager)
    operations.decide(meeting, text="Yes", item=second, by=room.manager)
    refused("MT-18", operations.remove_item, second, by=room.manager)
    operations.remove_item(first, by=room.manager)
    assert [item.place for item in AgendaItem.everywhere.filter(meeting=meeting)] == [1]


def test_mt19_a_meeting_that_took_place_keeps_its_day(room):
    meeting = room.held()
    refused(
        "MT-19", operations.edit_meeting, meeting, version=meeting.version, held_on=LATER, by=room.manager
    )


def test_mt20_only_its_owner_ends_a_calendar_address(room):
    key, _ = operations.make_calendar_key(by=room.chair)
    refused("MT-20", operations.revoke_calendar_key, key, by=room.manager)


def test_mt21_nobody_from_another_partnership_is_invited(room, elsewhere):
    refused("MT-21", operations.invite, room.plan(), person=elsewhere.reader.person, by=room.manager)
    refused("MT-21", operations.invite, room.plan(LATER), agency=elsewhere.agencies["nhs"], by=room.manager)


def test_each_rule_has_its_own_number():
    numbers = [
        rule.__doc__.split(".")[0]
        for rule in vars(rules).values()
        if callable(rule) and getattr(rule, "__module__", "") == rules.__name__
    ]
    assert len(numbers) == len(set(numbers)) == 21


# ── Planning ──────────────────────────────────────────────────────────────────────────────────────────────


def test_planning_a_meeting_invites_who_has_a_seat_that_day(room):
    former = room.seat(room.world.reader, "nhs", "member")
    partnerships.unseat(former, on=date(2024, 1, 1))
    invited = Attendance.everywhere.filter(meeting=room.plan())
    assert {row.person.name for row in invited} == {
        "Group Chair of thornley",
        "Agency Contact of thornley",
        "Scrutineer of thornley",
    }
    assert invited.get(person=room.chair.person).capacity == "Chair"


def test_somebody_with_two_seats_in_a_group_is_invited_once(room):
    room.seat(room.world.scrutineer, None, "adviser")
    assert Attendance.everywhere.filter(meeting=room.plan()).count() == 3


def test_two_people_moving_one_meeting_lose_nothing(room):
    meeting = room.plan()
    operations.edit_meeting(meeting, version=1, held_on=LATER, by=room.manager)
    with pytest.raises(EditedMeanwhile) as stale:
        operations.edit_meeting(meeting, version=1, held_on=DAY, by=room.chair)
    assert stale.value.current.held_on == LATER


def test_items_are_moved_to_any_place(room):
    meeting = room.plan()
    items = [operations.add_item(meeting, title=title, by=room.manager) for title in "ABC"]
    operations.move_item(items[2], to=1, by=room.manager)
    assert [item.title for item in AgendaItem.everywhere.filter(meeting=meeting)] == ["C", "A", "B"]


# ── Into the thread ───────────────────────────────────────────────────────────────────────────────────────


def test_an_action_arising_stands_in_the_golden_thread(room):
    meeting = room.held()
    item = operations.add_item(meeting, title="Neglect in schools", by=room.manager)
    school = room.world.agencies["school"]
    action = operations.arise(
        item,
        text="Train every lead",
        owner_agency=school,
        due=LATER,
        by=room.manager,
        learned="Leads are new",
    )
    recommendation = action.recommendation
    assert (recommendation.kind, recommendation.group, recommendation.made_on) == (
        "action_asked",
        room.group,
        DAY,
    )
    assert [row.agency for row in Addressee.everywhere.all()] == [school]
    assert recommendation.finding.text == "Leads are new"
    source = recommendation.finding.source
    assert (source.kind, source.happened_on, source.group) == ("meeting", DAY, room.group)


def test_a_meeting_is_one_source_and_an_item_one_finding(room):
    meeting = room.held()
    first = operations.add_item(meeting, title="One", by=room.manager)
    second = operations.add_item(meeting, title="Two", by=room.manager)
    for item in [first, first, second]:
        operations.arise(item, text="Do it", owner_as_printed="Housing officers", by=room.manager)
    assert (Source.everywhere.count(), Finding.everywhere.count(), Action.everywhere.count()) == (1, 2, 3)


def test_a_meeting_without_actions_opens_no_source(room):
    meeting = room.held()
    operations.decide(meeting, text="Agreed", by=room.manager)
    assert not Source.everywhere.exists()


# ── What the agenda proposes ──────────────────────────────────────────────────────────────────────────────


def references(meeting, on=DAY):
    return {proposal.reference: proposal.because for proposal in queries.proposals(meeting, on)}


def test_an_agenda_proposes_open_and_overdue_actions_of_the_group(reading):
    room = reading
    first = room.held()
    item = operations.add_item(first, title="Neglect", by=room.manager)
    late = operations.arise(
        item,
        text="Late",
        owner_agency=room.world.agencies["nhs"],
        due=DAY + timedelta(days=7),
        by=room.manager,
    )
    undated = operations.arise(item, text="Undated", by=room.manager)
    done = operations.arise(
        item, text="Done", owner_agency=room.world.agencies["nhs"], due=LATER, by=room.manager
    )
    thread.report_on(done, outcome="done", text="It is done", on=DAY, by=room.manager)
    found = references(room.plan(LATER), on=LATER - timedelta(days=5))
    assert "overdue" in found[f"action:{late.pk}"] and "Integrated Care Board" in found[f"action:{late.pk}"]
    assert "no due date" in found[f"action:{undated.pk}"]
    assert f"action:{done.pk}" not in found


def test_an_agenda_does_not_propose_another_groups_actions(reading):
    room, forum = reading, reading.open("Forum")
    item = operations.add_item(room.held(group=forum), title="Theirs", by=room.manager)
    action = operations.arise(item, text="Theirs", by=room.manager)
    assert f"action:{action.pk}" not in references(room.plan())


def test_an_agenda_proposes_unapproved_minutes_and_decisions_that_come_back(reading):
    room = reading
    first = room.held()
    back = operations.decide(first, text="Pilot", comes_back_on=LATER, by=room.manager)
    later = operations.decide(first, text="Later", comes_back_on=LATER + timedelta(days=1), by=room.manager)
    found = references(room.plan(LATER))
    assert f"meeting:{first.pk}" in found and f"decision:{back.pk}" in found
    assert f"decision:{later.pk}" not in found


def test_a_decision_that_came_back_is_not_proposed_again(reading):
    room = reading
    back = operations.decide(room.held(), text="Pilot", comes_back_on=LATER, by=room.manager)
    second = room.plan(LATER)
    operations.take_proposals(second, references=[f"decision:{back.pk}"], on=LATER, by=room.manager)
    operations.hold(second, on=LATER, by=room.manager)
    third = room.plan(LATER + timedelta(days=90))
    assert f"decision:{back.pk}" not in references(third)
    assert Decision.everywhere.get().came_back == second


def test_an_agenda_proposes_the_priorities_that_the_group_leads(reading):
    room = reading
    led = partnerships.set_priority(
        room.world.partnership, title="Neglect", plain_words="w", started=DAY, lead_group=room.group
    )
    over = partnerships.set_priority(
        room.world.partnership,
        title="Old",
        plain_words="w",
        started=date(2020, 1, 1),
        ended=date(2021, 1, 1),
        lead_group=room.group,
    )
    found = references(room.plan())
    assert f"priority:{led.pk}" in found and f"priority:{over.pk}" not in found


def test_an_agenda_proposes_clocks_by_their_duty_and_never_their_subject(reading):
    from lscp.clocks import operations as clocks

    room = reading
    clock = clocks.start(
        room.world.partnership,
        "C04",
        subject_kind="incident",
        subject_reference="1",
        subject="Child Wren",
        started=DAY,
        by=room.manager,
    )
    proposal = next(p for p in queries.proposals(room.plan(), DAY) if p.reference == f"clock:{clock.pk}")
    assert "Wren" not in proposal.title + proposal.because
    assert clock.name in proposal.title


def test_what_was_taken_is_not_proposed_again_and_taking_twice_changes_nothing(reading):
    room = reading
    first = room.held()
    second = room.plan(LATER)
    chosen = [f"meeting:{first.pk}"]
    assert len(operations.take_proposals(second, references=chosen, on=DAY, by=room.manager)) == 1
    assert operations.take_proposals(second, references=chosen, on=DAY, by=room.manager) == []
    assert f"meeting:{first.pk}" not in references(second)


# ── Minutes ───────────────────────────────────────────────────────────────────────────────────────────────


def test_minutes_are_composed_from_the_record(reading):
    room = reading
    meeting = room.held()
    item = operations.add_item(meeting, title="Neglect", text="Paper A", by=room.manager)
    operations.edit_item(item, version=1, notes="Members heard from two heads.", by=room.manager)
    operations.decide(meeting, text="Hold a pilot", reasons="It is cheap", item=item, by=room.manager)
    operations.decide(meeting, text="Thank the officers", by=room.manager)
    operations.arise(item, text="Report back", owner_as_printed="Head of service", by=room.manager)
    room.everybody(meeting)
    composed = minutes.compose(meeting)
    assert composed.present[0].who == "Group Chair of thornley, Chair"
    neglect, others = composed.items
    assert (neglect.notes, neglect.decisions[0][0]) == ("Members heard from two heads.", "Hold a pilot")
    assert neglect.actions[0].owner == "Head of service"
    assert others.decisions[0][0] == "Thank the officers"


def test_approved_minutes_are_kept_as_a_word_file_with_real_styles(room):
    meeting = room.held()
    item = operations.add_item(meeting, title="Neglect", by=room.manager)
    operations.decide(meeting, text="Hold a pilot", item=item, by=room.manager)
    room.everybody(meeting, "deputy")
    operations.approve_minutes(
        meeting, at=room.held(LATER), on=LATER, by=room.manager, corrections="Item 1: the pilot is in May"
    )
    kept = Document.everywhere.get()
    assert kept == meeting.minutes and kept.name == "minutes-case-review-group-2025-05-13.docx"
    word = docx.Document(io.BytesIO(bytes(kept.content)))
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert styles["Minutes of the Case Review Group"] == "Title"
    assert styles["1. Neglect"] == "Heading 1"
    assert styles["Decision: Hold a pilot"] == "Decision"
    assert "Item 1: the pilot is in May" in styles
    assert any(text.startswith("Approved on 12 August 2025") for text in styles)
    assert word.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")
    assert "Sent a deputy: A. Deputy" in word.tables[0].rows[1].cells[2].text
    assert word.core_properties.language == "en-GB"


# ── How often, and who takes part ─────────────────────────────────────────────────────────────────────────

YEAR = date(2025, 4, 1), date(2026, 3, 31)


def test_a_year_with_fewer_meetings_than_the_minimum_is_a_breach(reading):
    room = reading
    for month in (5, 8, 11):
        room.held(date(2025, month, 13))
    operations.cancel(room.plan(date(2026, 2, 13)), because="Snow", by=room.manager)
    (line,) = queries.frequency(*YEAR, on=date(2026, 4, 1))
    assert (line.least, line.held, line.cancelled, line.breach) == (4, 3, 1, True)
    room.held(date(2026, 3, 13))
    assert not queries.frequency(*YEAR, on=date(2026, 4, 1))[0].breach


def test_a_running_year_is_a_breach_only_when_behind_with_too_few_planned(reading):
    room = reading
    room.held(date(2025, 5, 13))
    september = date(2025, 10, 2)
    assert queries.frequency(*YEAR, on=september)[0].breach
    for month in (10, 12):
        room.plan(date(2025, month, 20))
    (line,) = queries.frequency(*YEAR, on=september)
    assert line.breach and line.short == 1
    room.plan(date(2026, 2, 20))
    (line,) = queries.frequency(*YEAR, on=september)
    assert not line.breach and line.word == "On course"


def test_a_group_that_began_within_the_year_is_held_to_its_part_of_it(reading):
    room = reading
    partnerships.open_group(
        room.world.partnership,
        name="New",
        kind="subgroup",
        started=date(2025, 10, 1),
        meetings_a_year=4,
    )
    line = next(line for line in queries.frequency(*YEAR, on=date(2026, 4, 1)) if line.group.name == "New")
    assert line.least == 1


def test_the_business_year_runs_from_april_to_march():
    assert queries.year_of(date(2026, 3, 31)) == YEAR
    assert queries.year_of(date(2025, 4, 1)) == YEAR


def test_engagement_counts_a_meeting_once_however_many_came(reading):
    room = reading
    room.seat(room.world.manager, "police", "member")
    first, second, third = (room.held(date(2025, month, 13)) for month in (5, 8, 11))
    room.everybody(first)
    room.everybody(second, "deputy")
    rows = Attendance.everywhere.filter(meeting=third)
    operations.record_attendance(
        third,
        marks={
            row.pk: ("attended" if row.person_id == room.chair.person_id else "absent", "") for row in rows
        },
        version=third.version,
        by=room.manager,
    )
    found = {line.agency: line for line in queries.engagement(*YEAR)}
    police, school = found["thornley Police"], found["thornley Green Lane School"]
    assert (police.invited, police.attended, police.deputy, police.percent) == (3, 2, 1, 100)
    assert (school.invited, school.attended, school.absent, school.percent) == (3, 1, 1, 67)


def test_a_meeting_not_held_counts_for_nobody(reading):
    reading.plan()
    assert queries.engagement(*YEAR) == []


# ── Calendars ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_calendar_address_is_kept_as_a_hash_and_ends_at_once(room):
    key, token = operations.make_calendar_key(by=room.chair)
    assert token not in str(CalendarKey.everywhere.values().get())
    assert operations.redeem_calendar_key(token, on=DAY) == room.chair
    operations.revoke_calendar_key(key, by=room.chair)
    assert operations.redeem_calendar_key(token, on=DAY) is None


def test_a_new_calendar_address_ends_the_one_before(room):
    _, old = operations.make_calendar_key(by=room.chair)
    _, new = operations.make_calendar_key(by=room.chair)
    assert operations.redeem_calendar_key(old, on=DAY) is None
    assert operations.redeem_calendar_key(new, on=DAY) == room.chair


def test_a_calendar_address_ends_with_its_role_and_with_its_account(room):
    _, token = operations.make_calendar_key(by=room.chair)
    partnerships.end_role(room.chair, on=DAY)
    assert operations.redeem_calendar_key(token, on=DAY) == room.chair
    assert operations.redeem_calendar_key(token, on=DAY + timedelta(days=1)) is None
    user = room.chair.person.user
    user.is_active = False
    user.save()
    assert operations.redeem_calendar_key(token, on=DAY) is None


# ── Scope and journal ─────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_contact_sees_the_meetings_of_its_groups_and_only_its_own_part(room):
    meeting = room.held()
    theirs = room.plan(LATER, group=room.open("Executive"))
    item = operations.add_item(meeting, title="Open", by=room.manager)
    police = operations.arise(
        item, text="Police do this", owner_agency=room.world.agencies["police"], by=room.manager
    )
    second = room.plan(LATER)
    operations.take_proposals(second, references=[f"action:{police.pk}"], on=DAY, by=room.manager)
    with scope.within(scope_of(room.world.agency_contact)):
        assert set(Meeting.objects.all()) == {meeting, second} and theirs not in Meeting.objects.all()
        assert {row.agency for row in Attendance.objects.all()} == {room.world.agencies["school"]}
        assert list(AgendaItem.objects.all()) == [item]


def test_another_partnership_sees_no_meeting(room, elsewhere):
    meeting = room.held()
    operations.add_item(meeting, title="x", by=room.manager)
    operations.decide(meeting, text="x", by=room.manager)
    operations.make_calendar_key(by=room.manager)
    with scope.within(scope_of(elsewhere.manager)):
        for table in [Meeting, AgendaItem, Attendance, Decision, CalendarKey]:
            assert not table.objects.exists()


def test_every_operation_leaves_one_event(room):
    meeting = room.plan()
    before = Event.objects.count()
    item = operations.add_item(meeting, title="x", by=room.manager)
    operations.hold(meeting, on=DAY, by=room.manager)
    operations.decide(meeting, text="y", item=item, by=room.manager)
    assert Event.objects.count() == before + 3
    assert set(Event.objects.filter(number__gt=before).values_list("about", flat=True)) == {
        f"meeting:{meeting.pk}"
    }
