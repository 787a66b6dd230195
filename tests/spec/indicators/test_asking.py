"""Returns are asked for, answered, chased, and signed off by their owner."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lscp import scope
from lscp.desk.home.sources import needs
from lscp.desk.notices import send_return_reminder
from lscp.indicators import commands, operations, queries, reminders
from lscp.indicators.models import RequestReminder, ReturnRequest
from lscp.journal.models import Event
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Person
from lscp.refusal import Refused
from tests.factories.returns import a_return, quarter, row

Q1, Q2 = quarter(2024, 1), quarter(2024, 2)
DUE = date(2024, 8, 1)
ASKED = date(2024, 7, 1)


def ask(world, agency="school", codes=("I05", "I06"), due=DUE, on=ASKED, by="analyst", period=Q1):
    return operations.request_return(
        world.partnership,
        agency=world.agencies[agency],
        indicators=list(codes),
        period_start=period[0],
        period_end=period[1],
        due=due,
        by=world.roles[by],
        on=on,
    )


def send(world, rows, agency="school", by="analyst"):
    content = a_return(rows, agency=world.agencies[agency].name)
    return operations.receive(content, name="q.json", partnership=world.partnership, by=world.roles[by])


def not_supplied(world, code, agency="school", by="analyst", period=Q1, because="the system cannot count it"):
    return operations.say_not_supplied(
        world.partnership,
        agency=world.agencies[agency],
        indicator=code,
        period_start=period[0],
        period_end=period[1],
        because=because,
        by=world.roles[by],
    )


def refused(rule, operation, *given, **more):
    with pytest.raises(Refused) as caught:
        operation(*given, **more)
    assert caught.value.refusal.rule == rule
    return caught.value.refusal.because


def status(request):
    request.refresh_from_db()
    return request.status


def test_a_request_is_answered_when_each_figure_came_or_was_explained(inside):
    request = ask(inside)
    send(inside, [row("I05", Q1, 31)])
    assert status(request) == "asked"
    not_supplied(inside, "I06")
    assert status(request) == "answered"
    assert Event.objects.filter(verb="return.request_answered").count() == 1


def test_a_return_of_another_period_or_agency_answers_nothing(inside):
    request = ask(inside, codes=["I05"])
    send(inside, [row("I05", Q2, 31)])
    send(inside, [row("I05", Q1, 31)], agency="police")
    assert status(request) == "asked"


def test_withdrawing_the_return_asks_again(inside):
    request = ask(inside, codes=["I05"])
    received = send(inside, [row("I05", Q1, 31)])
    assert status(request) == "answered"
    operations.withdraw(received, because="Wrong school.", by=inside.analyst)
    assert status(request) == "asked"


def test_what_came_before_it_was_asked_for_is_an_answer(inside):
    send(inside, [row("I05", Q1, 31)])
    assert ask(inside, codes=["I05"]).status == "answered"


def test_only_who_keeps_the_scorecard_asks(inside):
    refused("PA-01", ask, inside, by="agency_contact")


def test_pa04_only_an_agency_of_the_partnership_is_asked(world, elsewhere):
    with scope.within(scope_of(world.manager)):
        refused(
            "PA-04",
            operations.request_return,
            world.partnership,
            agency=elsewhere.agencies["school"],
            indicators=["I05"],
            period_start=Q1[0],
            period_end=Q1[1],
            due=DUE,
            by=world.analyst,
            on=ASKED,
        )


def test_in10_only_the_owner_of_the_figures_signs_them_off(inside):
    received = send(inside, [row("I05", Q1, 31)])
    refused("IN-10", operations.sign_off, received, by=inside.partner_lead)
    operations.sign_off(received, by=inside.agency_contact, on=DUE)
    assert (received.status, received.signed_off_on) == ("signed_off", DUE)
    assert "Agency Contact" in received.signed_off_by


def test_in11_a_return_is_signed_off_once_and_withdrawn_once(inside):
    received = send(inside, [row("I05", Q1, 31)])
    operations.sign_off(received, by=inside.agency_contact)
    assert "signed off" in refused("IN-11", operations.sign_off, received, by=inside.agency_contact)
    operations.withdraw(received, because="Wrong.", by=inside.agency_contact)
    refused("IN-11", operations.withdraw, received, because="Again.", by=inside.agency_contact)


def test_in11_two_who_act_at_once_are_not_both_right(inside):
    received = send(inside, [row("I05", Q1, 31)])
    stale = type(received).everywhere.get(pk=received.pk)
    operations.withdraw(received, because="Wrong.", by=inside.analyst)
    refused("IN-11", operations.sign_off, stale, by=inside.agency_contact)


def test_in12_a_replaced_return_is_not_signed_off(inside):
    first = send(inside, [row("I05", Q1, 31)])
    send(inside, [row("I05", Q1, 32)])
    refused("IN-12", operations.sign_off, first, by=inside.agency_contact)


def test_in13_leaving_out_and_withdrawing_need_a_reason(inside):
    refused("IN-13", not_supplied, inside, "I05", because=" ")
    received = send(inside, [row("I05", Q1, 31)])
    refused("IN-13", operations.withdraw, received, because="", by=inside.analyst)


def test_in15_only_indicators_of_the_catalogue_are_asked_for(inside):
    assert "I999" in refused("IN-15", ask, inside, codes=["I05", "I999"])


def test_in16_a_figure_that_was_given_is_not_called_not_supplied(inside):
    send(inside, [row("I05", Q1, 31)])
    refused("IN-16", not_supplied, inside, "I05")


def test_in17_a_request_asks_for_something(inside):
    refused("IN-17", ask, inside, codes=[])


def test_in18_a_period_is_in_order(inside):
    refused("IN-18", ask, inside, period=(Q1[1], Q1[0]))


def test_in19_a_return_is_due_today_or_later(inside):
    refused("IN-19", ask, inside, due=ASKED - timedelta(days=1))


def test_in20_an_answered_request_is_neither_moved_nor_withdrawn(inside):
    request = ask(inside, codes=["I05"])
    send(inside, [row("I05", Q1, 31)])
    request.refresh_from_db()
    refused("IN-20", operations.withdraw_request, request, because="Done.", by=inside.analyst)
    refused("IN-20", operations.move_request, request, due=DUE, version=request.version, by=inside.analyst)


def test_more_time_is_given_and_a_request_taken_back_with_a_reason(inside):
    request = ask(inside)
    operations.move_request(request, due=DUE + timedelta(days=9), version=1, by=inside.analyst, on=ASKED)
    assert request.due == DUE + timedelta(days=9)
    operations.withdraw_request(request, because="It stands in the census.", by=inside.analyst)
    assert status(request) == "withdrawn"


# ── Reminders ──


@pytest.fixture
def addressed(world):
    for held in (world.agency_contact, world.manager, world.analyst):
        Person.everywhere.filter(pk=held.person_id).update(email=f"p{held.person_id}@thornley.example")
    return world


def remind(on):
    with scope.of_all("reminders"):
        return commands.send_reminders(on, send_return_reminder)


@pytest.mark.parametrize(
    ("day", "stages"),
    [
        (DUE - timedelta(days=8), []),
        (DUE - timedelta(days=7), ["soon"]),
        (DUE, ["soon"]),
        (DUE + timedelta(days=1), ["overdue"]),
        (DUE + timedelta(days=14), ["escalated", "escalated", "overdue"]),
    ],
)
def test_a_week_before_when_late_and_two_weeks_late(addressed, day, stages):
    ask(addressed)
    sent, failed = remind(day)
    assert (sorted(reminder.stage for reminder in sent), failed) == (stages, [])
    assert len(mail.outbox) == len(stages)
    assert remind(day) == ([], [])


def test_a_reminder_names_the_figures_and_where_to_send_them(addressed):
    request = ask(addressed)
    remind(DUE)
    (sent,) = mail.outbox
    assert "- Referrals" in sent.body and "1 August 2024" in sent.body
    assert f"/desk/returns/requests/{request.pk}" in sent.body


def test_a_reminder_that_could_not_be_sent_is_tried_again(addressed):
    ask(addressed)

    def broken(reminder):
        raise OSError("no route")

    with scope.of_all("reminders"):
        sent, failed = commands.send_reminders(DUE, broken)
    assert (sent, len(failed), RequestReminder.everywhere.count()) == ([], 1, 0)
    assert len(remind(DUE)[0]) == 1


def test_nothing_is_owed_about_what_was_answered(addressed):
    ask(addressed, codes=["I05"])
    send(addressed, [row("I05", Q1, 31)])
    with scope.of_all("reminders"):
        assert reminders.due(DUE + timedelta(days=30)) == []


def test_reminders_cost_the_same_for_three_requests_and_thirty(addressed, django_assert_num_queries):
    for agency in ("school", "police", "nhs"):
        ask(addressed, agency)
    with scope.of_all("reminders"):
        with django_assert_num_queries(3):
            assert reminders.due(DUE)
        for number in range(27):
            ask(addressed, codes=["I05"], due=DUE + timedelta(days=number % 3))
        with django_assert_num_queries(3):
            assert len(reminders.due(DUE)) == 28


# ── What needs you ──


def home(held, on):
    with scope.within(scope_of(held)):
        return {code: [(need.what, need.verb) for need in found] for code, _, found in needs(held, on)}


def test_the_home_page_says_what_is_due_to_its_agency_and_what_is_late_to_the_manager(world):
    ask(world)
    before, after = DUE - timedelta(days=3), DUE + timedelta(days=3)
    asked = "Return for Apr to Jun 2024: 2 figures"
    assert home(world.agency_contact, before) == {"due": [(asked, "Send it")]}
    assert home(world.agency_contact, after) == {"overdue": [(asked, "Send it")]}
    assert home(world.manager, before) == {}
    assert home(world.manager, after) == {"overdue": [(asked, "Chase")]}
    assert home(world.reader, after) == {}


def test_the_home_page_asks_the_owner_to_sign_off(world):
    received = send(world, [row("I05", Q1, 31)])
    (line,) = home(world.agency_contact, timezone.localdate())["waiting"]
    assert line[1] == "Sign it off" and "Analyst" in line[0]
    operations.sign_off(received, by=world.agency_contact)
    assert home(world.agency_contact, timezone.localdate()) == {}


def test_another_agency_sees_neither_request_nor_return(world):
    request, own = ask(world), world.agency_contact
    other = world.add("agency_contact", "charity")
    received = send(world, [row("I05", Q1, 31)])
    with scope.within(scope_of(other)):
        assert not ReturnRequest.objects.filter(pk=request.pk).exists()
        assert not type(received).objects.filter(pk=received.pk).exists()
        assert queries.series(world.partnership, "I05") == []
    with scope.within(scope_of(own)):
        assert ReturnRequest.objects.filter(pk=request.pk).exists()
        assert [point.numerator for point in queries.series(world.partnership, "I05")] == [31]


def test_another_partnership_sees_nothing(world, elsewhere):
    ask(world)
    send(world, [row("I05", Q1, 31)])
    with scope.within(scope_of(elsewhere.manager)):
        assert not ReturnRequest.objects.exists()
        assert queries.series(world.partnership, "I05") == []
        assert queries.series(elsewhere.partnership, "I05") == []


def test_an_agency_that_owes_a_return_is_called_silent(inside):
    ask(inside)
    (silent,) = queries.silent_agencies(inside.partnership, DUE + timedelta(days=1))
    assert (silent.agency, silent.since, silent.indicators) == (
        inside.agencies["school"],
        DUE,
        ("I05", "I06"),
    )
    assert queries.silent_agencies(inside.partnership, DUE) == []


def test_an_owner_who_gave_nothing_for_half_a_year_is_silent_without_being_asked(inside):
    operations.give_to_owner(
        inside.partnership,
        indicator="I05",
        agency=inside.agencies["school"],
        started=date(2024, 1, 1),
        by=inside.analyst,
    )
    send(inside, [row("I05", Q1, 31)])
    assert queries.silent_agencies(inside.partnership, date(2024, 12, 30)) == []
    (silent,) = queries.silent_agencies(inside.partnership, date(2024, 12, 31))
    assert (silent.since, silent.because) == (Q1[1], "Nothing for half a year.")
