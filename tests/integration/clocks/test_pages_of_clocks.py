"""The room of clocks: what runs, under which rule, the partnership's own limits, and working out a date."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.calendars import add_working_days
from lscp.clocks import operations, states
from lscp.clocks.models import Clock, LocalLimit
from lscp.partnerships.access import scope_of
from lscp.sources.reviews import operations as reviews

TODAY = timezone.localdate()


def url(name, *args):
    return reverse(f"desk:{name}", args=args)


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def day(name, value):
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def started(world, subject="Yearly report", duty="C04", kind="report", on=None, reference=None):
    with scope.within(scope_of(world.manager)):
        return operations.start(
            world.partnership,
            duty,
            started=on or add_working_days(TODAY, -5),
            subject_kind=kind,
            subject_reference=reference or subject,
            subject=subject,
            by=world.manager,
        )


def incident(world, pseudonym="Rowan", known=None):
    known = known or add_working_days(TODAY, -2)
    with scope.within(scope_of(world.manager)):
        return reviews.raise_incident(
            world.partnership,
            pseudonym=pseudonym,
            kind="harm",
            occurred_on=known,
            known_on=known,
            raised_by=world.agencies["nhs"],
            account="A child was seriously hurt at home.",
            by=world.manager,
        )


@pytest.fixture
def manager(world):
    return world.client("manager")


def now(clock):
    return Clock.everywhere.get(pk=clock.pk)


# ── The list ──


def test_the_list_shows_what_runs_and_leads_to_its_subject(world, manager):
    row = incident(world)
    page = manager.get(url("clocks"))
    assert "Serious incident notification" in words(page)
    assert f'href="{url("incident", row.pk)}"' in page.content.decode()
    assert "Due in" in words(page)


def test_overdue_clocks_are_counted_and_listed_apart(world, manager):
    incident(world, known=add_working_days(TODAY, -9))
    started(world, "Not overdue")
    assert "1 clock overdue" in words(manager.get(url("clocks")))
    overdue = words(manager.get(url("clocks") + "?show=overdue"))
    assert "Overdue: it was due" in overdue
    assert "Not overdue" not in overdue


def test_done_and_unneeded_clocks_are_kept(world, manager):
    done, unneeded = started(world, "Done one"), started(world, "Unneeded one")
    with scope.within(scope_of(world.manager)):
        operations.meet(done, met_on=TODAY, by=world.manager)
        operations.void(unneeded, because="It did not apply.", by=world.manager)
    assert "Done one" in words(manager.get(url("clocks") + "?show=done"))
    void = words(manager.get(url("clocks") + "?show=void"))
    assert "No longer needed: It did not apply." in void
    everything = words(manager.get(url("clocks") + "?show=all"))
    assert "Done one" in everything
    assert "Unneeded one" in everything
    assert "Done one" not in words(manager.get(url("clocks")))


def test_how_many_were_done_in_time_is_counted_by_duty_as_indicators_ask(world, manager):
    long_ago = add_working_days(TODAY, -30)
    in_time, late, void, _never = (incident(world, name, long_ago) for name in ("Ash", "Birch", "Elm", "Fir"))
    incident(world, "Hazel")  # not due yet
    clocks = Clock.everywhere.filter(duty="C01")
    with scope.within(scope_of(world.manager)):
        for row, on in ((in_time, -26), (late, -20)):
            operations.meet(
                clocks.get(subject_reference=row.pk), met_on=add_working_days(TODAY, on), by=world.manager
            )
        operations.void(clocks.get(subject_reference=void.pk), because="Not serious.", by=world.manager)
    assert "Serious incident notification (C01) 1 3" in words(manager.get(url("clocks") + "?show=done"))
    assert "Done in time, of those" not in words(manager.get(url("clocks")))
    assert "C01" not in words(world.client("reader").get(url("clocks") + "?show=done"))


def test_the_list_comes_as_a_file_with_its_filter(world, manager):
    started(world, "=SUM(A1)")
    file = manager.get(url("clocks") + "?format=csv&show=open").content.decode()
    assert "'=SUM(A1)" in file


@pytest.mark.parametrize("role", ["reader", "analyst", "group_chair", "committee_officer"])
def test_clocks_of_incidents_are_for_readers_of_reviews_only(world, role):
    row = incident(world)
    started(world, "The report")
    client = world.client(role)
    page = client.get(url("clocks"))
    assert "The report" in words(page)
    assert "Rowan" not in page.content.decode()
    assert "Rowan" not in client.get(url("clocks") + "?format=csv&show=all").content.decode()
    clock = Clock.everywhere.get(subject_reference=row.pk)
    assert client.get(url("clock", clock.pk)).status_code == 404
    for name in ("clock_pause", "clock_resume", "clock_void"):
        response = client.post(url(name, clock.pk), {**day("on", TODAY), "because": "x"})
        assert response.status_code in {403, 404}
    assert now(clock).status == states.RUNNING


def test_an_agencys_contact_and_another_partnership_see_none_of_them(world, elsewhere):
    incident(world)
    clock = started(world, "The report")
    assert world.client("agency_contact").get(url("clocks")).status_code == 403
    there = elsewhere.client("manager")
    assert "The report" not in words(there.get(url("clocks") + "?show=all"))
    for name in ("clock", "clock_pause", "clock_resume", "clock_void"):
        assert there.get(url(name, clock.pk)).status_code == 404


def test_the_list_costs_the_same_for_3_clocks_and_for_30(world, manager):
    costs = []
    for numbers in (range(3), range(3, 30)):
        for number in numbers:
            started(world, f"Thing {number}")
        with CaptureQueriesContext(connection) as captured:
            manager.get(url("clocks"))
        costs.append(len(captured))
    assert costs[0] == costs[1]


# ── One clock ──


def test_a_clock_says_its_rule_in_words_with_the_days_it_skipped(world, manager):
    clock = started(world, on=date(2026, 3, 30))
    page = words(manager.get(url("clock", clock.pk)))
    for said in (
        "Within 15 working days of the day of the notification (day 0).",
        "Working Together to Safeguard Children 2026",
        "C: read in part, or inferred from what was read",
        "Take care",
        "22 April 2026",
        "3 April 2026, Good Friday",
        "6 April 2026, Easter Monday",
        "History (1 entry)",
    ):
        assert said in page


def test_a_clock_is_paused_with_a_reason_and_goes_on_later(world, manager):
    clock = started(world)
    paused_on = add_working_days(TODAY, -3)
    address = url("clock_pause", clock.pk)
    assert "Enter why" in words(manager.post(address, day("on", paused_on) | {"because": ""}))
    manager.post(address, day("on", paused_on) | {"because": "The partners agreed to wait."})
    assert now(clock).status == states.PAUSED
    assert "Paused. It was due on" in words(manager.get(url("clock", clock.pk)))
    goes_on = day("on", add_working_days(paused_on, 2))
    page = words(manager.post(url("clock_resume", clock.pk), goes_on, follow=True))
    assert now(clock).due == add_working_days(clock.first_due, 2)
    assert "The partners agreed to wait. The due day moved by 2 working days." in page
    assert "Due after pauses" in page


def test_a_reason_that_names_somebody_is_refused(world, manager):
    clock = started(world)
    for name in ("clock_pause", "clock_void"):
        page = words(
            manager.post(url(name, clock.pk), day("on", TODAY) | {"because": "NHS number 943 476 5919"})
        )
        assert "This is an NHS number" in page
    assert now(clock).status == states.RUNNING


def test_a_clock_that_is_not_needed_is_closed_with_a_reason(world, manager):
    clock = started(world)
    manager.post(url("clock_void", clock.pk), {"because": "It did not apply."})
    assert now(clock).status == states.VOID
    assert "No longer needed: It did not apply." in words(manager.get(url("clock", clock.pk)))
    again = words(manager.post(url("clock_void", clock.pk), {"because": "Again."}))
    assert "This clock is already closed" in again


def test_a_reader_is_offered_no_change(world):
    clock = started(world)
    page = world.client("reader").get(url("clock", clock.pk)).content.decode()
    assert f"/desk/clocks/{clock.pk}/" not in page
    assert world.client("reader").post(url("clock_void", clock.pk), {"because": "x"}).status_code == 403


# ── The partnership's own limits ──


LIMIT = {"duty": "C04", "limit": 12, "unit": "working days", "basis": "Local procedures 2.4"}


def test_a_stricter_limit_is_set_and_used_by_the_next_clock(world, manager):
    before = started(world, "Before")
    response = manager.post(url("limit_set"), LIMIT | day("started", date(2026, 4, 1)), follow=True)
    assert "Rapid review: your limit is 12 working days." in words(response)
    assert "Local procedures 2.4" in words(response)
    after = started(world, "After", on=date(2026, 5, 6))
    assert (after.limit, after.local_basis) == (12, "Local procedures 2.4")
    assert now(before).limit == 15
    page = words(manager.get(url("clock", after.pk)))
    assert "This partnership’s own limit" in page


def test_a_looser_limit_than_the_guidance_is_refused(manager):
    page = words(manager.post(url("limit_set"), LIMIT | {"limit": 20} | day("started", date(2026, 4, 1))))
    assert "Your own limit may be stricter, not looser" in page
    assert not LocalLimit.everywhere.exists()


def test_a_limit_without_a_basis_is_sent_back(manager):
    page = words(manager.post(url("limit_set"), LIMIT | {"basis": ""} | day("started", date(2026, 4, 1))))
    assert "Enter what says so" in page


def test_a_limit_is_ended_and_stays_on_record(world, manager):
    manager.post(url("limit_set"), LIMIT | day("started", date(2026, 4, 1)))
    row = LocalLimit.everywhere.get()
    early = words(manager.post(url("limit_end", row.pk), day("on", date(2026, 3, 1))))
    assert "There is a problem" in early
    manager.post(url("limit_end", row.pk), day("on", date(2026, 6, 30)))
    assert LocalLimit.everywhere.get().ended == date(2026, 6, 30)
    page = words(manager.get(url("limits")))
    assert "1 April to 30 June 2026" in page
    assert "Local procedures 2.4" in manager.get(url("limits") + "?format=csv").content.decode()


def test_limits_bind_every_agency_and_are_kept_by_few(world, elsewhere, manager):
    manager.post(url("limit_set"), LIMIT | day("started", date(2026, 4, 1)))
    row = LocalLimit.everywhere.get()
    contact = world.client("agency_contact")
    page = contact.get(url("limits"))
    assert "Local procedures 2.4" in words(page)
    assert url("limit_end", row.pk) not in page.content.decode()
    assert contact.get(url("limit_set")).status_code == 403
    assert "Local procedures 2.4" not in words(elsewhere.client("manager").get(url("limits")))
    assert elsewhere.client("manager").get(url("limit_end", row.pk)).status_code == 404


# ── Working out a date ──


def worked_out(client, duty, on):
    return words(client.get(url("clock_work_out"), {"duty": duty, **day("started", on)}))


def test_a_date_is_worked_out_over_easter_and_nothing_is_kept(world):
    page = worked_out(world.client("agency_contact"), "C04", date(2026, 3, 30))
    assert "Due by Wednesday 22 April 2026" in page
    assert "3 April 2026, Good Friday" in page
    assert not Clock.everywhere.exists()


def test_a_date_is_worked_out_by_the_partnerships_own_limit(manager):
    manager.post(url("limit_set"), LIMIT | day("started", date(2026, 3, 20)))
    page = worked_out(manager, "C04", date(2026, 3, 30))
    assert "Due by Friday 17 April 2026" in page
    assert "This partnership’s own limit" in page


def test_a_duty_without_a_limit_says_so(manager):
    assert "has no limit in the rulebook" in worked_out(manager, "C05", date(2026, 3, 30))


def test_a_day_before_the_duty_says_so(manager):
    assert "no rule is known for 30 March 2010" in worked_out(manager, "C04", date(2010, 3, 30))


def test_an_impossible_day_is_sent_back(manager):
    asked = {"duty": "C04", "started_day": "31", "started_month": "2", "started_year": "2026"}
    assert "must be a real date" in words(manager.get(url("clock_work_out"), asked))


def test_every_duty_of_the_rulebook_can_be_asked_about(manager):
    page = manager.get(url("clock_work_out")).content.decode()
    codes = re.findall(r'<option value="(C\d\d[a-z]?)"', page)
    answers = [worked_out(manager, code, date(2026, 6, 3)) for code in codes]
    dated = [said for said in answers if re.search("Due by|At the latest on|At least until", said)]
    explained = [said for said in answers if "There is a problem" in said]
    assert len(dated) > 50
    assert len(dated) + len(explained) == len(codes)
