"""Duties that have started for a subject: started, paused, done or no longer needed."""

from datetime import date
from typing import get_args

import pytest
from django.db import IntegrityError, transaction

from lscp import scope
from lscp.clocks import duties, models, operations, queries
from lscp.clocks.models import Clock, LocalLimit
from lscp.journal.models import Event
from lscp.partnerships.access import scope_of
from lscp.refusal import Refused

JUBILEE = date(2022, 5, 31)


def start(world, duty="C04", started=JUBILEE, reference="1", **more):
    facts = {
        "subject_kind": "review",
        "subject_reference": reference,
        "subject": "Child S",
        "by": world.manager,
    }
    return operations.start(world.partnership, duty, started=started, **{**facts, **more})


def refused(number):
    return pytest.raises(Refused, check=lambda error: error.refusal.rule == number)


def test_a_clock_keeps_the_rule_it_began_under(inside):
    clock = start(inside)
    assert (clock.due, clock.limit, clock.unit, clock.edition) == (
        date(2022, 6, 23),
        15,
        "working days",
        "WT2018",
    )
    assert clock.trigger == "receipt"
    assert str(clock) == "Rapid review: Child S"


def test_starting_is_journalled_with_edition_and_start(inside):
    clock = start(inside)
    event = Event.objects.get(verb="clock.started")
    assert event.about == f"clock:{clock.pk}"
    assert '"edition": "WT2018"' in event.details
    assert "due 2022-06-23" in event.summary


def test_the_day_of_the_incident_is_kept_beside_the_day_it_became_known(inside):
    clock = start(inside, "C01", incident_on=date(2022, 5, 20))
    assert (clock.trigger, clock.incident_on, clock.started) == ("awareness", date(2022, 5, 20), JUBILEE)


def test_a_trigger_may_be_said_where_an_area_counts_from_another_day(inside):
    assert start(inside, "C01", trigger="incident").trigger == "incident"


@pytest.mark.parametrize("duty", ["C99", "C05", "C66"])
def test_ck02_a_duty_that_cannot_be_counted_is_refused_with_its_reason(inside, duty):
    with refused("CK-02"):
        start(inside, duty)


def test_ck03_a_start_in_the_future_is_refused_unless_the_time_runs_backwards(inside):
    with refused("CK-03"):
        start(inside, started=date(2022, 6, 1), on=JUBILEE)
    clock = start(inside, "C08", started=date(2022, 7, 29), on=JUBILEE)
    assert clock.due == date(2022, 7, 20)


def test_ck04_a_second_clock_for_the_same_thing_is_refused_until_the_first_is_closed(inside):
    first = start(inside)
    with refused("CK-04"):
        start(inside)
    start(inside, reference="2")
    operations.void(first, because="Notified in error", by=inside.manager)
    assert start(inside).pk != first.pk


def test_the_database_refuses_two_open_clocks_as_well(inside):
    clock = start(inside)
    clock.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        clock.save(force_insert=True)


@pytest.mark.parametrize(("met_on", "late"), [(date(2022, 6, 23), False), (date(2022, 6, 24), True)])
def test_done_on_the_due_day_is_in_time_and_the_day_after_is_late(inside, met_on, late):
    clock = operations.meet(start(inside), met_on=met_on, by=inside.manager)
    assert clock.status == "met"
    assert clock.is_late is late


@pytest.mark.parametrize("met_on", [date(2022, 5, 30), date(2022, 7, 1)])
def test_ck07_done_before_the_start_or_in_the_future_is_refused(inside, met_on):
    with refused("CK-07"):
        operations.meet(start(inside), met_on=met_on, by=inside.manager, on=date(2022, 6, 30))


def test_ck05_what_is_done_stays_done(inside):
    clock = operations.meet(start(inside), met_on=date(2022, 6, 20), by=inside.manager)
    for again in (
        lambda: operations.meet(clock, met_on=date(2022, 6, 21), by=inside.manager),
        lambda: operations.void(clock, because="No", by=inside.manager),
        lambda: operations.pause(clock, because="No", by=inside.manager),
    ):
        with refused("CK-05"):
            again()


def test_a_pause_moves_the_due_day_by_the_working_days_it_lasted(inside):
    clock = start(inside)
    operations.pause(clock, because="Criminal trial", by=inside.manager, on=date(2022, 6, 1))
    assert clock.status == "paused"
    operations.resume(clock, by=inside.manager, on=date(2022, 6, 8))
    assert (clock.status, clock.first_due, clock.due) == ("running", date(2022, 6, 23), date(2022, 6, 28))
    pause = clock.pauses.get()
    assert (pause.because, pause.moved_by, pause.ended) == ("Criminal trial", 3, date(2022, 6, 8))


def test_a_pause_of_a_clock_in_months_moves_it_by_calendar_days(inside):
    clock = start(inside, "C07")
    operations.pause(clock, because="Criminal trial", by=inside.manager, on=date(2022, 6, 1))
    operations.resume(clock, by=inside.manager, on=date(2022, 6, 8))
    assert (clock.first_due, clock.due) == (date(2022, 11, 30), date(2022, 12, 7))


def test_ck09_a_pause_needs_a_reason_and_cannot_end_before_it_began(inside):
    clock = start(inside)
    with refused("CK-06"):
        operations.pause(clock, because=" ", by=inside.manager, on=date(2022, 6, 1))
    operations.pause(clock, because="Trial", by=inside.manager, on=date(2022, 6, 8))
    with refused("CK-09"):
        operations.resume(clock, by=inside.manager, on=date(2022, 6, 1))


def test_ck08_what_must_only_be_kept_is_never_paused_or_overdue(inside):
    clock = start(inside, "C09")
    with refused("CK-08"):
        operations.pause(clock, because="Trial", by=inside.manager, on=date(2022, 6, 8))
    assert not clock.is_overdue(date(2030, 1, 1))
    assert not queries.overdue(date(2030, 1, 1)).exists()


def test_a_paused_clock_may_be_done_or_voided_and_its_pause_ends(inside):
    done, gone = start(inside), start(inside, reference="2")
    for clock in (done, gone):
        operations.pause(clock, because="Trial", by=inside.manager, on=date(2022, 6, 8))
    operations.meet(done, met_on=date(2022, 6, 10), by=inside.manager)
    operations.void(gone, because="Criteria not met", by=inside.manager)
    assert done.pauses.get().ended == date(2022, 6, 10)
    assert gone.pauses.get().ended == date(2022, 6, 8)
    assert gone.stopped_because == "Criteria not met"


def test_running_overdue_and_soon_due_clocks_are_found(inside):
    rapid, notice = start(inside), start(inside, "C01")  # due 23 and 9 June
    closed = operations.meet(start(inside, reference="2"), met_on=date(2022, 6, 1), by=inside.manager)
    on = date(2022, 6, 10)
    assert list(queries.running()) == [notice, rapid]
    assert list(queries.overdue(on)) == [notice]
    assert list(queries.due_within(on, 14)) == [rapid]
    assert list(queries.due_within(on, 12)) == []
    assert list(queries.running(kind="meeting")) == []
    assert list(queries.about("review", 2)) == [closed]
    assert notice.is_overdue(on)
    assert not notice.is_overdue(date(2022, 6, 9))


def test_a_partnership_s_own_limit_rules_the_clocks_that_start_after_it(inside):
    before = start(inside, "C25", started=date(2022, 3, 1))
    operations.set_local_limit(
        inside.partnership,
        "C25",
        limit=4,
        unit="weeks",
        basis="Local procedures 4.2",
        started=date(2022, 5, 1),
        by=inside.manager,
    )
    after = start(inside, "C25", reference="2")
    assert (before.due, before.local_basis) == (date(2022, 4, 12), "")
    assert (after.due, after.local_basis) == (date(2022, 6, 28), "Local procedures 4.2")


def own(world, duty, limit, unit, started=date(2022, 1, 1), basis="Leaders' decision, item 3"):
    return operations.set_local_limit(
        world.partnership, duty, limit=limit, unit=unit, basis=basis, started=started, by=world.manager
    )


def test_a_duty_without_a_national_time_can_be_given_one(inside):
    own(inside, "C29", 10, "working days")
    assert start(inside, "C29").due == date(2022, 6, 16)


def test_ck10_an_own_limit_may_be_stricter_but_not_looser_than_law_or_guidance(inside):
    own(inside, "C04", 10, "working days")
    for duty, limit, unit in [("C04", 16, "working days"), ("C08", 6, "working days"), ("C09", 11, "months")]:
        with refused("CK-10") as told:
            own(inside, duty, limit, unit)
        assert str(told.value).startswith(
            ("Working Together to Safeguard Children 2018 allows", "The law allows")
        )
    own(inside, "C25", 8, "weeks")


def test_ck06_an_own_limit_says_where_it_is_written(inside):
    with refused("CK-06"):
        own(inside, "C25", 4, "weeks", basis="")


def test_ck11_a_new_own_limit_ends_the_one_before_and_ending_it_brings_the_rulebook_back(inside):
    first = own(inside, "C25", 4, "weeks")
    second = own(inside, "C25", 5, "weeks", started=date(2022, 4, 1))
    first.refresh_from_db()
    assert first.ended == date(2022, 3, 31)
    operations.end_local_limit(second, on=date(2022, 5, 30), by=inside.manager)
    assert start(inside, "C25").due == date(2022, 7, 12)
    with refused("CK-11"):
        operations.end_local_limit(second, on=date(2022, 6, 30), by=inside.manager)


@pytest.mark.parametrize(
    "role", ["agency_contact", "reader", "analyst", "committee_officer", "administrator"]
)
def test_ck01_a_role_that_keeps_nothing_dated_may_not_touch_a_clock(inside, role):
    with refused("CK-01"):
        start(inside, by=getattr(inside, role))


def test_another_partnership_s_clock_is_neither_seen_nor_changed(world, elsewhere):
    with scope.within(scope_of(world.manager)):
        clock = start(world)
    with scope.within(scope_of(elsewhere.manager)):
        assert not queries.running().exists()
        with refused("PA-02"):
            operations.meet(clock, met_on=date(2022, 6, 1), by=elsewhere.manager)
        with refused("PA-02"):
            own_limit = {
                "limit": 1,
                "unit": "weeks",
                "basis": "x",
                "started": JUBILEE,
                "by": elsewhere.manager,
            }
            operations.set_local_limit(world.partnership, "C25", **own_limit)


def test_an_agency_contact_sees_the_partnership_s_times_but_no_clock(world):
    with scope.within(scope_of(world.manager)):
        start(world)
        own(world, "C25", 4, "weeks")
    with scope.within(scope_of(world.agency_contact)):
        assert not Clock.objects.exists()
        assert LocalLimit.objects.count() == 1


def test_the_record_stores_the_same_triggers_units_and_directions_as_the_rulebook():
    assert {code for code, _ in models.TRIGGERS} == set(get_args(duties.Trigger))
    assert {code for code, _ in models.DIRECTIONS} == set(get_args(duties.Direction))
    assert {code for code, _ in models.UNITS} == set(get_args(duties.Unit))
