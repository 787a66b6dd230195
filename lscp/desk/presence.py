"""Who else has a page open to write in: said when a page is shown, so that two people do not write over each other.

Remembered for half an hour beside the counts of failed sign-ins. It locks nothing: whoever saves second is still
shown both texts (``lscp.desk.editing``).
"""

from django.core.cache import cache
from django.utils import timezone

REMEMBERED = 30 * 60  # seconds


def come(row, person):
    """``person`` opened ``row`` to write in it. Returns the others as ``[(name, minutes ago)]``, the latest first."""
    here = _here(row)
    cache.set(_key(row), here | {person.pk: (person.name, timezone.now())}, REMEMBERED)
    return _others(here, person)


def leave(row, person):
    """``person`` saved, and has it open no more."""
    here = _here(row)
    if here.pop(person.pk, None):
        cache.set(_key(row), here, REMEMBERED)


def others(rows, person):
    """``{pk: [(name, minutes ago)]}`` for those of ``rows`` that somebody else has open."""
    remembered = cache.get_many([_key(row) for row in rows])
    said = {row.pk: _others(_fresh(remembered.get(_key(row), {})), person) for row in rows}
    return {pk: people for pk, people in said.items() if people}


def _key(row):
    return f"open:{row._meta.label_lower}:{row.pk}"


def _here(row):
    return _fresh(cache.get(_key(row), {}))


def _fresh(here):
    now = timezone.now()
    return {pk: (name, at) for pk, (name, at) in here.items() if (now - at).total_seconds() < REMEMBERED}


def _others(here, person):
    now = timezone.now()
    people = sorted((at, name) for pk, (name, at) in here.items() if pk != person.pk)
    return [(name, int((now - at).total_seconds() // 60)) for at, name in reversed(people)]
