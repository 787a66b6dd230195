"""Which reminders a day owes, and to whom. Reads only; ``operations.send_reminders`` sends and remembers.

Three stages, each sent once for a due date: the owner a week before (``soon``) and when it is late
(``overdue``); the chair of the group and the partnership manager when it is two weeks late (``escalated``).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lscp.golden_thread.models import Action, Reminder
from lscp.partnerships.models import GroupMember, Person, RoleHeld

SOON = timedelta(days=7)
ESCALATED_AFTER = timedelta(days=14)
LINK_LASTS = timedelta(days=21)


@dataclass(frozen=True)
class DueReminder:
    """One e-mail owed. ``to_owner``: it carries a link to answer by. ``asked``: the owner can be reached at all."""

    action: Action
    person: Person
    stage: str
    due: date
    to_owner: bool
    asked: bool = True

    def link_expires(self, on):
        return end_of_day(on + LINK_LASTS)


def end_of_day(day):
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def stage_of(action, on):
    """Stages that have begun for the owner and the escalation, as a list."""
    if action.due is None:
        return []
    if on <= action.due:
        return ["soon"] if action.due - on <= SOON else []
    return ["overdue", "escalated"] if on - action.due >= ESCALATED_AFTER else ["overdue"]


def due(on):
    """Every reminder owed on a day and not sent yet, in a constant number of queries."""
    actions = list(
        Action.objects.live()
        .filter(due__lte=on + SOON, owner_agency__isnull=False)
        .select_related(
            "owner_agency", "owner_person", "recommendation__group", "recommendation__finding__source"
        )
        .order_by("due", "pk")
    )
    sent = set(
        Reminder.objects.filter(action__in=[action.pk for action in actions]).values_list(
            "action_id", "person_id", "stage", "due"
        )
    )
    contacts, keepers = _agency_contacts(on), _keepers(on)
    owed = []
    for action in actions:
        owners = [person for person in _owners(action, contacts) if person.email]
        for stage in stage_of(action, on):
            to_owner = stage != "escalated"
            for person in owners if to_owner else keepers(action):
                if person.email and (action.pk, person.pk, stage, action.due) not in sent:
                    owed.append(DueReminder(action, person, stage, action.due, to_owner, bool(owners)))
    return owed


def _owners(action, contacts):
    """The person who owns it, or else whoever answers for the agency."""
    if action.owner_person_id:
        return [action.owner_person]
    return contacts.get((action.partnership_id, action.owner_agency_id), [])


def _agency_contacts(on):
    found = {}
    for held in RoleHeld.objects.in_force(on).filter(role="agency_contact").select_related("person"):
        found.setdefault((held.partnership_id, held.agency_id), []).append(held.person)
    return found


def _keepers(on):
    """The chair of the group that follows an action, and the partnership's managers."""
    chairs, managers = {}, {}
    for seat in GroupMember.objects.in_force(on).filter(capacity="chair").select_related("person"):
        chairs.setdefault(seat.group_id, []).append(seat.person)
    for held in RoleHeld.objects.in_force(on).filter(role="manager").select_related("person"):
        managers.setdefault(held.partnership_id, []).append(held.person)

    def of(action):
        recommendation = action.recommendation
        group = recommendation.group_id or recommendation.finding.source.group_id
        people = [*chairs.get(group, []), *managers.get(action.partnership_id, [])]
        return list({person.pk: person for person in people}.values())

    return of
