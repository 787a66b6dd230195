"""The only way into the journal, and the walk along its chain."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC

from django.db import connection, transaction
from django.utils import timezone

from lscp.journal.models import Event, Head

START = "0" * 64

# Every change writes here. Put together anew each time, these took a quarter of all the time that changes take.
_EVENTS, _HEAD, _FIELDS = Event._meta.db_table, Head._meta.db_table, Event._meta.concrete_fields
_COLUMNS, _VALUES = ", ".join(f'"{field.column}"' for field in _FIELDS), ", ".join(["%s"] * len(_FIELDS))
READ_HEAD = f'SELECT "count", "hash" FROM "{_HEAD}" WHERE "id" = 1'  # noqa: S608 (our own words, here and below)
MOVE_HEAD = f'UPDATE "{_HEAD}" SET "count" = %s, "hash" = %s WHERE "id" = 1'  # noqa: S608
APPEND = f'INSERT INTO "{_EVENTS}" ({_COLUMNS}) VALUES ({_VALUES})'  # noqa: S608


def write(verb, summary, *, by, about, partnership="", authority="", at=None, **details):
    """Append one event.

    ``verb`` is the stable code (``action.verified``); ``summary`` the sentence people read; ``by`` whoever did it
    (its text is kept); ``about`` a text reference (``action:12``). Runs inside the caller's transaction: what
    was not done is not journalled. The lock on the head makes writers queue, so numbers have no gaps.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        count, last = _lock_head(cursor)
        event = Event(
            number=count + 1,
            at=at or timezone.now(),
            partnership=partnership,
            verb=verb,
            about=about,
            by=str(by)[:250],
            authority=authority[:250],
            summary=summary,
            details=json.dumps(details, sort_keys=True, default=str, ensure_ascii=False),
            previous_hash=last,
        )
        event.hash = digest(event)
        cursor.execute(APPEND, [f.get_db_prep_save(getattr(event, f.attname), connection) for f in _FIELDS])
        cursor.execute(MOVE_HEAD, [event.number, event.hash])
    return event


def _lock_head(cursor):
    lock = "FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(f"{READ_HEAD} {lock}")
    head = cursor.fetchone()
    if head is None:
        Head.objects.get_or_create(id=1, defaults={"hash": START})
        return _lock_head(cursor)
    return head


def digest(event):
    """SHA-256 over every field of the event and the hash of the one before, as hexadecimal text."""
    fields = [
        event.number,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.partnership,
        event.verb,
        event.about,
        event.by,
        event.authority,
        event.summary,
        event.details,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Break:
    """The first place where the chain does not hold. ``number`` is the event's, ``because`` is for people."""

    number: int
    because: str


def first_break():
    """Walk the chain from its beginning; return the first ``Break``, or None when it holds."""
    expected, previous = 0, START
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        expected += 1
        if event.number != expected:
            return Break(expected, f"Event {expected} is missing: the next one found is {event.number}.")
        if event.previous_hash != previous:
            return Break(
                expected, f"Event {expected} does not follow from the one before it: rows were moved."
            )
        if event.hash != digest(event):
            return Break(expected, f"Event {expected} was altered after it was written.")
        previous = event.hash
    head = Head.objects.filter(id=1).first()
    if head is None:
        return Break(1, "The end of the journal is not recorded.") if expected else None
    if head.count != expected:
        return Break(
            expected + 1, f"The journal had {head.count} events and now has {expected}: the last are gone."
        )
    if head.hash != previous and expected:
        return Break(expected, "The last event is not the one that was written last.")
    return None
