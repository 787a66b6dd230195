"""Lines of the home page: one by one, or many of which only those that are shown are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

# The groups of the home page, in its order: code and heading.
GROUPS = {
    "overdue": "Overdue",
    "due": "Due in 14 days",
    "waiting": "Waiting for your decision",
    "quiet": "Gone quiet",
}
DUE_WITHIN = 14


@dataclass(frozen=True)
class Need:
    """``group`` is a key of ``GROUPS``; ``since`` the due date or the day it began to wait; ``verb`` links to ``href``.

    ``thing`` is the address of the thing itself, where the verb leads to a page that only does something about it.
    """

    group: str
    what: str
    for_whom: str
    since: date
    verb: str
    href: str
    thing: str = ""


@dataclass(frozen=True)
class Needs:
    """Lines of one group, one for each of ``rows`` (a query or a sequence, oldest first): ``line(row)`` makes it."""

    group: str
    rows: Any
    line: Callable

    def __len__(self):
        return len(self.rows) if isinstance(self.rows, Sequence) else self.rows.count()

    def first(self, many):
        return [self.line(row) for row in self.rows[:many]]


class Group(Sequence):
    """Every line of one group, oldest first, from ``Need`` and ``Needs``."""

    def __init__(self, found):
        self.single = [one for one in found if isinstance(one, Need)]
        self.many = [one for one in found if isinstance(one, Needs)]
        self.length = len(self.single) + sum(len(each) for each in self.many)

    def __len__(self):
        return self.length

    def __getitem__(self, part):
        """``group[:20]`` reads twenty of each kind, and no more."""
        start, stop, _ = part.indices(self.length)
        found = self.single + [line for each in self.many for line in each.first(stop)]
        return sorted(found, key=lambda need: need.since)[start:stop]

    def __iter__(self):
        return iter(self[:])
