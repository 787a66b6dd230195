"""The minutes as the record tells them: composed, never typed twice. Plain values, so that the page and the Word
file say the same."""

from dataclasses import dataclass
from datetime import date, time

from lscp.sources.meetings import queries
from lscp.sources.meetings.models import AgendaItem, Attendance, Decision


@dataclass(frozen=True)
class Present:
    """One line of the list of who came. ``who``: "Ama Boateng, Chair"."""

    who: str
    agency: str
    status: str
    deputy: str = ""


@dataclass(frozen=True)
class ActionArising:
    text: str
    owner: str
    due: date | None


@dataclass(frozen=True)
class Item:
    """One point of the agenda with all that came of it. Decisions are ``(text, reasons, comes back on)``."""

    place: int
    title: str
    text: str
    notes: str
    decisions: tuple
    actions: tuple


@dataclass(frozen=True)
class Minutes:
    partnership: str
    group: str
    held_on: date
    starts_at: time | None
    place: str
    present: tuple
    apologies: tuple
    items: tuple
    approved_at: date | None
    corrections: str

    @property
    def title(self):
        return (
            f"Minutes of the {self.group}"
            if not self.group.startswith("The ")
            else f"Minutes of {self.group}"
        )


def compose(meeting):
    """The minutes of a meeting, in a constant number of queries."""
    came, away = [], []
    for row in Attendance.objects.filter(meeting=meeting).select_related("person", "agency"):
        line = Present(
            who=", ".join(part for part in [str(row.person or ""), row.capacity] if part),
            agency=row.agency.name if row.agency else "",
            status=row.get_status_display(),
            deputy=row.deputy,
        )
        (came if row.status in ("attended", "deputy") else away).append(line)
    return Minutes(
        partnership=meeting.partnership.name,
        group=meeting.group.name,
        held_on=meeting.held_on,
        starts_at=meeting.starts_at,
        place=meeting.place,
        present=tuple(came),
        apologies=tuple(away),
        items=_items(meeting),
        approved_at=meeting.approved_on,
        corrections=meeting.corrections,
    )


def _items(meeting):
    decisions, actions = {}, {}
    for decision in Decision.objects.filter(meeting=meeting):
        decisions.setdefault(decision.item_id, []).append(
            (decision.text, decision.reasons, decision.comes_back_on)
        )
    for action in queries.actions_arising(meeting):
        actions.setdefault(action.item_id, []).append(
            ActionArising(action.text, action.owner or "Owner not named yet", action.due)
        )
    items = [
        Item(
            place=item.place,
            title=item.title,
            text=item.text,
            notes=item.notes,
            decisions=tuple(decisions.pop(item.pk, ())),
            actions=tuple(actions.pop(item.pk, ())),
        )
        for item in AgendaItem.objects.filter(meeting=meeting)
    ]
    if decisions.get(None):
        items.append(Item(len(items) + 1, "Other decisions", "", "", tuple(decisions[None]), ()))
    return tuple(items)


def file_name(meeting):
    """minutes-case-review-group-2026-02-12"""
    words = "".join(letter if letter.isalnum() else " " for letter in meeting.group.name.lower()).split()
    return "-".join(["minutes", *words, meeting.held_on.isoformat()])
