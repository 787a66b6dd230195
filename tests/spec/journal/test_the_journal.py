"""The journal: append-only, chained, and its keeper cannot quietly change it."""

import pytest
from django.db import DatabaseError, connection, transaction

from lscp.journal import record
from lscp.journal.models import Event


@pytest.fixture
def three_events(db):
    return [
        record.write("thing.done", f"Did thing {n}", by="A. Clerk", about=f"thing:{n}", detail=n)
        for n in range(3)
    ]


def without_triggers(statement, *parameters):
    """What somebody with the database's own password could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
        cursor.execute(statement, parameters)


def test_an_untouched_journal_holds(three_events):
    assert record.first_break() is None


def test_an_altered_event_is_named(three_events):
    without_triggers("UPDATE journal_event SET summary = 'Did nothing' WHERE number = 2")
    broken = record.first_break()
    assert (broken.number, "altered" in broken.because) == (2, True)


def test_a_removed_event_is_named(three_events):
    without_triggers("DELETE FROM journal_event WHERE number = 2")
    assert record.first_break().number == 2


def test_the_last_event_cannot_be_cut_off_unnoticed(three_events):
    without_triggers("DELETE FROM journal_event WHERE number = 3")
    assert "gone" in record.first_break().because


def test_reordered_events_are_named(three_events):
    without_triggers("UPDATE journal_event SET number = CASE number WHEN 1 THEN 900 ELSE number END")
    without_triggers("UPDATE journal_event SET number = 1 WHERE number = 2")
    without_triggers("UPDATE journal_event SET number = 2 WHERE number = 900")
    assert record.first_break().number == 1


@pytest.mark.parametrize("statement", ["UPDATE journal_event SET by = 'nobody'", "DELETE FROM journal_event"])
def test_the_database_itself_refuses_to_change_an_event(three_events, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.replace(" by ", ' "by" '))


def test_what_was_not_done_is_not_journalled(db):
    with pytest.raises(RuntimeError), transaction.atomic():
        record.write("thing.done", "Began", by="A. Clerk", about="thing:1")
        raise RuntimeError
    assert Event.objects.count() == 0
