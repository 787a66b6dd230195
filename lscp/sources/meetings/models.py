"""Meetings of the groups: what was on the agenda, who came, what was decided, what was asked of whom.

An action that arises is no row here: it stands in the golden thread, under the meeting's ``source`` and the agenda
item's ``finding``, both made when the first one arises.
"""

from django.db import models
from django.db.models import F, Q

from lscp.clocks.models import Clock
from lscp.documents.models import Document
from lscp.golden_thread.models import Action, Finding, Source
from lscp.partnerships.models import Agency, Group, GroupMember, Partnership, Person, Priority, RoleHeld
from lscp.scope import Scoped
from lscp.sources.meetings import states
from lscp.versioned import Versioned


class Meeting(Scoped, Versioned):
    """One meeting of one group. Its minutes are composed from these rows, and kept as a file once approved."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="meetings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=9, choices=states.CHOICES, default=states.PLANNED)
    cancelled_because = models.CharField(max_length=250, blank=True)
    source = models.OneToOneField(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting"
    )
    approved_at = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_approved"
    )
    approved_on = models.DateField(null=True, blank=True)
    corrections = models.TextField(blank=True, help_text="What the approving meeting corrected, in its words")
    minutes = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="minutes_of"
    )

    class Meta:
        db_table = "meetings_meeting"
        default_manager_name = "objects"
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["partnership", "status", "held_on"], name="meetings_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                condition=~Q(status=states.CANCELLED),
                name="one_meeting_of_a_group_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=states.CANCELLED) | ~Q(cancelled_because=""),
                name="a_cancelled_meeting_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approved_at__isnull=True, minutes__isnull=True)
                | Q(
                    status=states.HELD,
                    approved_on__isnull=False,
                    approved_at__isnull=False,
                    minutes__isnull=False,
                ),
                name="approved_minutes_are_kept",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | ~Q(approved_at=F("id")),
                name="a_later_meeting_approves",
            ),
        ]

    def __str__(self):
        return f"{self.group}, {self.held_on.day} {self.held_on:%B %Y}"

    @classmethod
    def seen_by(cls, agency):
        """An agency sees the meetings of the groups it sits in."""
        return Q(group_id__in=GroupMember.everywhere.filter(agency_id=agency).values("group_id"))


class _OfAMeeting(Scoped):
    """A row that belongs to a meeting."""

    class Meta:
        abstract = True
        default_manager_name = "objects"

    @property
    def partnership_id(self):
        return self.meeting.partnership_id

    @classmethod
    def in_partnerships(cls, codes):
        return Q(meeting__partnership_id__in=codes)


class AgendaItem(_OfAMeeting, Versioned):
    """One point of the agenda, and what was said about it. ``reference`` names what it is about: ``action:12``."""

    KINDS = [
        ("minutes", "Minutes of the last meeting"),
        ("action", "Action followed up"),
        ("returning", "Decision that comes back"),
        ("priority", "Priority the group leads"),
        ("due", "Something due"),
        ("discussion", "For discussion"),
        ("decision", "For decision"),
        ("information", "For information"),
        ("other", "Any other business"),
    ]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=KINDS, default="discussion")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True, help_text="What members should know before the meeting")
    reference = models.CharField(max_length=40, blank=True)
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    notes = models.TextField(blank=True, help_text="What was said; goes into the minutes")
    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_item"
    )

    class Meta(_OfAMeeting.Meta):
        db_table = "meetings_agenda_item"
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "reference"], condition=~Q(reference=""), name="once_on_an_agenda"
            )
        ]

    def __str__(self):
        return f"{self.place}. {self.title}"

    @classmethod
    def seen_by(cls, agency):
        """Of an agenda an agency sees everything but other agencies' actions and what runs out for them."""
        groups = GroupMember.everywhere.filter(agency_id=agency).values("group_id")
        return Q(meeting__group_id__in=groups, clock__isnull=True) & (
            Q(action__isnull=True) | Q(action__owner_agency_id=agency)
        )


class Attendance(_OfAMeeting):
    """A person or an agency was invited, and what came of it."""

    STATUSES = [
        ("invited", "Invited"),
        ("attended", "Attended"),
        ("deputy", "Sent a deputy"),
        ("apologies", "Apologies"),
        ("absent", "Absent"),
    ]

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance"
    )
    capacity = models.CharField(max_length=40, blank=True, help_text="The seat held, in words")
    status = models.CharField(max_length=9, choices=STATUSES, default="invited")
    deputy = models.CharField(max_length=200, blank=True, help_text="Who came instead")

    class Meta(_OfAMeeting.Meta):
        db_table = "meetings_attendance"
        ordering = ["pk"]
        verbose_name_plural = "attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="a_person_is_invited_once",
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(person__isnull=False), name="somebody_is_invited"
            ),
            models.CheckConstraint(condition=~Q(status="deputy") | ~Q(deputy=""), name="a_deputy_has_a_name"),
        ]

    def __str__(self):
        return f"{self.person or self.agency}: {self.get_status_display().lower()}"

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class Decision(_OfAMeeting, Versioned):
    """What the group decided, and when it looks at it again."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    text = models.TextField()
    reasons = models.TextField(blank=True)
    comes_back_on = models.DateField(null=True, blank=True)
    came_back = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions_returned"
    )

    class Meta(_OfAMeeting.Meta):
        db_table = "meetings_decision"
        ordering = ["pk"]

    def __str__(self):
        return self.text

    @classmethod
    def seen_by(cls, agency):
        groups = GroupMember.everywhere.filter(agency_id=agency).values("group_id")
        return Q(meeting__group_id__in=groups)


class CalendarKey(Scoped):
    """A secret address by which a calendar program reads one role's dates. Only its SHA-256 is kept."""

    held = models.ForeignKey(RoleHeld, on_delete=models.CASCADE, related_name="calendar_keys")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "meetings_calendar_key"
        default_manager_name = "objects"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["held"], condition=Q(revoked_at__isnull=True), name="one_calendar_address_a_role"
            )
        ]

    def __str__(self):
        return f"Calendar of {self.held}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(held__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(held__agency_id=agency)
