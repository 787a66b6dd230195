"""One line of the home page."""

from dataclasses import dataclass
from datetime import date

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
