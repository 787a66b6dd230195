"""Which reminders a day owes about returns, and to whom. Reads only; ``operations.remind`` sends and remembers.

The stages are those of the golden thread: whoever answers for the agency a week before (``soon``) and when the
return is late (``overdue``); the partnership's managers and analysts when it is two weeks late (``escalated``).
"""

from dataclasses import dataclass
from datetime import timedelta

from lscp.indicators.models import RequestReminder, ReturnRequest
from lscp.partnerships.models import Person, RoleHeld

SOON = timedelta(days=7)
ESCALATED_AFTER = timedelta(days=14)
_KEEPERS = ("manager", "analyst")


@dataclass(frozen=True)
class DueReminder:
    """One e-mail owed about one request."""

    request: ReturnRequest
    person: Person
    stage: str


def stages(request, on):
    """The stages that have begun on a day."""
    if on <= request.due:
        return ["soon"] if request.due - on <= SOON else []
    return ["overdue", "escalated"] if on - request.due >= ESCALATED_AFTER else ["overdue"]


def due(on):
    """Every reminder owed on a day and not sent yet, in a constant number of queries."""
    waiting = list(
        ReturnRequest.objects.waiting().filter(due__lte=on + SOON).select_related("agency", "partnership")
    )
    sent = set(
        RequestReminder.objects.filter(request__in=waiting).values_list(
            "request_id", "person_id", "stage", "due"
        )
    )
    contacts, keepers = _people(on)
    return [
        DueReminder(request, person, stage)
        for request in waiting
        for stage in stages(request, on)
        for person in (
            keepers.get(request.partnership_id, [])
            if stage == "escalated"
            else contacts.get((request.partnership_id, request.agency_id), [])
        )
        if person.email and (request.pk, person.pk, stage, request.due) not in sent
    ]


def _people(on):
    """Agency contacts by partnership and agency, and who keeps the scorecard by partnership."""
    contacts, keepers = {}, {}
    held = (
        RoleHeld.objects.in_force(on).filter(role__in=["agency_contact", *_KEEPERS]).select_related("person")
    )
    for one in held.order_by("pk"):
        if one.role == "agency_contact":
            contacts.setdefault((one.partnership_id, one.agency_id), {})[one.person_id] = one.person
        else:
            keepers.setdefault(one.partnership_id, {})[one.person_id] = one.person
    return (
        {key: list(people.values()) for key, people in contacts.items()},
        {key: list(people.values()) for key, people in keepers.items()},
    )
