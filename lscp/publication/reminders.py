"""Which reminders a day owes about chapters asked of agencies, and to whom.

The stages are those of the golden thread: whoever was asked a week before (``soon``) and when the text is late
(``overdue``), each with a link to write by; the partnership's managers when it is two weeks late (``escalated``).
"""

from dataclasses import dataclass

from lscp.golden_thread.reminders import SOON, stage_of
from lscp.partnerships.models import Person, RoleHeld
from lscp.publication import operations
from lscp.publication.models import ChapterReminder, ChapterRequest
from lscp.publication.states import WITH_THE_AGENCY


@dataclass(frozen=True)
class DueReminder:
    """One e-mail owed about one request."""

    request: ChapterRequest
    person: Person
    stage: str

    @property
    def to_writer(self):
        return self.stage != "escalated"


def due(on):
    """Every reminder owed on a day and not sent yet, in a constant number of queries."""
    waiting = list(
        ChapterRequest.objects.filter(
            status__in=WITH_THE_AGENCY, chapter__report__status="draft", due__lte=on + SOON
        ).select_related("person", "agency", "chapter__report__partnership", "asked_by__person")
    )
    sent = set(
        ChapterReminder.objects.filter(request__in=waiting).values_list(
            "request_id", "person_id", "stage", "due"
        )
    )
    managers = {}
    for held in RoleHeld.objects.in_force(on).filter(role="manager").select_related("person").order_by("pk"):
        managers.setdefault(held.partnership_id, []).append(held.person)
    return [
        DueReminder(asked, person, stage)
        for asked in waiting
        for stage in stage_of(asked, on)
        for person in (
            managers.get(asked.chapter.report.partnership_id, []) if stage == "escalated" else [asked.person]
        )
        if person.email and (asked.pk, person.pk, stage, asked.due) not in sent
    ]


def send_reminders(on, send):
    """Send every reminder about a chapter that a day owes, each once. Returns ``(sent, failed)``.

    ``send(reminder, token)`` raises ``OSError`` where it cannot; that one is tried again by the next run. Needs a
    scope.
    """
    sent, failed = [], []
    for reminder in due(on):
        try:
            operations.remind_of_chapter(reminder, on=on, send=send)
        except OSError as error:
            failed.append((reminder, error))
        else:
            sent.append(reminder)
    return sent, failed
