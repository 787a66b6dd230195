"""Reminders go out once a stage, and reach the chair when the owner is silent."""

from datetime import date, timedelta

import pytest

from lscp import scope
from lscp.golden_thread import operations, reminders
from lscp.golden_thread.models import Action, Reminder
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships

pytestmark = pytest.mark.everybody

DUE = date(2026, 5, 1)


@pytest.fixture
def followed(story):
    """An action of the school, followed by a group with a chair."""
    world = story.world
    group = partnerships.open_group(
        world.partnership, name="Case review", kind="subgroup", started=world.started
    )
    partnerships.seat(group, world.group_chair.person, capacity="chair", started=world.started)
    return story.action(story.recommendation(group=group), due=DUE)


def run(on, send=None):
    sent = []
    with scope.of_all("reminders"):
        _, failed = operations.send_reminders(on, send or (lambda reminder, token: sent.append(reminder)))
    return [(reminder.stage, str(reminder.person).split(" of ")[0]) for reminder in sent], failed


@pytest.mark.parametrize(
    ("days", "stages"),
    [
        (-8, []),
        (-7, ["soon"]),
        (0, ["soon"]),
        (1, ["overdue"]),
        (13, ["overdue"]),
        (14, ["overdue", "escalated"]),
    ],
)
def test_the_stages_begin_on_their_days(followed, days, stages):
    assert reminders.stage_of(followed, DUE + timedelta(days=days)) == stages


def test_the_owner_is_reminded_and_then_the_chair_and_the_manager(followed):
    assert run(DUE - timedelta(days=7))[0] == [("soon", "Agency Contact")]
    assert run(DUE + timedelta(days=1))[0] == [("overdue", "Agency Contact")]
    assert run(DUE + timedelta(days=14))[0] == [("escalated", "Group Chair"), ("escalated", "Manager")]


def test_a_second_run_sends_nothing(followed):
    assert len(run(DUE + timedelta(days=20))[0]) == 3
    assert run(DUE + timedelta(days=20)) == ([], [])
    assert run(DUE + timedelta(days=25)) == ([], [])
    assert Event.objects.filter(verb="action.reminded").count() == 3


def test_a_new_due_date_starts_the_stages_again(followed):
    run(DUE + timedelta(days=1))
    Action.everywhere.filter(pk=followed.pk).update(due=DUE + timedelta(days=30))
    assert run(DUE + timedelta(days=31))[0] == [("overdue", "Agency Contact")]


def test_the_owners_reminder_carries_a_link_that_works_and_the_escalation_none(followed):
    tokens = {}
    with scope.of_all("reminders"):
        operations.send_reminders(
            DUE + timedelta(days=14), lambda reminder, token: tokens.update({reminder.stage: token})
        )
    assert tokens["escalated"] == ""
    next_day = reminders.end_of_day(DUE + timedelta(days=15))
    assert operations.redeem(tokens["overdue"], next_day).action == followed


def test_what_could_not_be_sent_is_sent_by_the_next_run(followed):
    def fails(reminder, token):
        raise OSError("no mail server")

    sent, failed = run(DUE + timedelta(days=1), fails)
    assert (sent, len(failed), Reminder.everywhere.count()) == ([], 1, 0)
    assert len(run(DUE + timedelta(days=1))[0]) == 1


def test_nobody_is_reminded_of_what_is_done(story, followed):
    operations.report_on(followed, outcome="done", text="Done.", on=DUE, by=story.manager)
    assert run(DUE + timedelta(days=20)) == ([], [])


def test_what_was_asked_by_a_withdrawn_recommendation_is_not_overdue_and_nobody_is_reminded(story, followed):
    late = DUE + timedelta(days=20)

    def overdue():
        with scope.of_all("overdue"):
            return Action.objects.get().is_overdue(late), Action.objects.overdue(late).exists()

    assert overdue() == (True, True)
    operations.withdraw(followed.recommendation, reason="Printed twice.", by=story.manager)
    assert overdue() == (False, False)
    assert run(late) == ([], [])


def test_a_named_owner_is_reminded_instead_of_the_agencys_contact(story, followed):
    person = partnerships.add_person(
        story.world.partnership,
        name="Deputy Head",
        agency=story.world.agencies["school"],
        title="Deputy head",
        email="deputy@school.example",
        started=story.world.started,
    )
    operations.edit_action(followed, version=followed.version, by=story.manager, owner_person=person)
    assert run(DUE + timedelta(days=1))[0] == [("overdue", "Deputy Head")]


def test_it_costs_the_same_however_many_are_owed(story, followed, django_assert_num_queries):
    for rows in (0, 6):
        for _ in range(rows):
            story.action(due=DUE)
        with scope.of_all("reminders"), django_assert_num_queries(5):
            assert reminders.due(DUE + timedelta(days=14))
