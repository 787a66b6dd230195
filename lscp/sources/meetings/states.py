"""What may become of a meeting: three statuses and four tables. "Minutes awaiting approval" is a question."""

from django.db.models import TextChoices


class MeetingStatus(TextChoices):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


PLANNED, HELD, CANCELLED = MeetingStatus.PLANNED, MeetingStatus.HELD, MeetingStatus.CANCELLED

GOES_TO = {PLANNED: {HELD, CANCELLED}, HELD: set(), CANCELLED: set()}

TURN = {PLANNED: "the chair", HELD: "the next meeting, which approves the minutes", CANCELLED: "nobody"}

JOURNAL = {PLANNED: "meeting.planned", HELD: "meeting.held", CANCELLED: "meeting.cancelled"}

SHOWN = {PLANNED: ("Planned", "blue"), HELD: ("Held", "green"), CANCELLED: ("Cancelled", "grey")}

CHOICES = [(status.value, SHOWN[status][0]) for status in MeetingStatus]
