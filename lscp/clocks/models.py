"""Duties that have started, and when they fall due.

A clock copies the rule it began under (edition, limit, unit, due day). A later edition, a new bank holiday or a
changed local limit never moves a clock that has started.
"""

from typing import get_args

from django.db import models
from django.db.models import F, Q

from lscp.clocks import states
from lscp.clocks.duties import Unit
from lscp.partnerships.models import Lasting, Partnership
from lscp.scope import Scoped, ScopedManager
from lscp.versioned import Versioned

UNITS = [(unit, unit.capitalize()) for unit in get_args(Unit)]
TRIGGERS = [
    ("incident", "The day it happened"),
    ("awareness", "The day it became known"),
    ("receipt", "The day it was received"),
    ("decision", "The day of the decision or event before it"),
    ("publication", "The day of publication"),
    ("period end", "The last day of the period"),
]
DIRECTIONS = [
    ("within", "Within the limit"),
    ("before", "At least so long before"),
    ("keep_for", "Kept for at least so long"),
]


class LocalLimit(Lasting):
    """A partnership's own time for a duty, and what says so (its procedures, a decision of its leaders)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="local_limits")
    duty = models.CharField(max_length=5)
    limit = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=15, choices=UNITS)
    basis = models.CharField(max_length=250, help_text="Where the limit is written down, and who decided it")

    class Meta:
        db_table = "clocks_local_limit"
        default_manager_name = "objects"
        ordering = ["duty", "-started"]
        constraints = [
            models.CheckConstraint(condition=Q(limit__gt=0), name="local_limit_is_a_time"),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("started")),
                name="local_limit_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["partnership", "duty"], condition=Q(ended__isnull=True), name="one_open_local_limit"
            ),
        ]

    def __str__(self):
        return f"{self.duty}: {self.limit} {self.unit} ({self.basis})"

    @classmethod
    def seen_by(cls, agency):
        """A partnership's own times bind every agency, so all of them see them."""
        return Q()


class ClockRows(models.QuerySet):
    def running(self):
        return self.filter(status=states.RUNNING)

    def open(self):
        """Running, or standing still."""
        return self.filter(status__in=[states.RUNNING, states.PAUSED])

    def overdue(self, on):
        """Still to be done on the day after they were due. What must only be kept is never overdue."""
        return self.running().filter(due__lt=on).exclude(direction="keep_for")

    def about(self, kind, reference):
        return self.filter(subject_kind=kind, subject_reference=str(reference))


class Clock(Scoped, Versioned):
    """One duty that has started for one subject. The subject is a text reference: ``review`` and ``12``."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="clocks")
    duty = models.CharField(max_length=5, help_text="Code in the rulebook, C04")
    name = models.CharField(max_length=200, help_text="The duty's name when the clock started")
    edition = models.CharField(max_length=60)
    limit = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=15, choices=UNITS)
    direction = models.CharField(max_length=8, choices=DIRECTIONS, default="within")
    local_basis = models.CharField(
        max_length=250, blank=True, help_text="What set the limit, where it is local"
    )
    subject_kind = models.CharField(max_length=30)
    subject_reference = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, help_text="How people know it; for a child, the pseudonym")
    trigger = models.CharField(max_length=12, choices=TRIGGERS)
    incident_on = models.DateField(null=True, blank=True, help_text="The day it happened, where that differs")
    started = models.DateField()
    first_due = models.DateField(help_text="Due before any pause")
    due = models.DateField()
    status = models.CharField(max_length=8, choices=states.CHOICES, default=states.RUNNING)
    met_on = models.DateField(null=True, blank=True)
    stopped_because = models.CharField(max_length=250, blank=True)

    objects = ScopedManager.from_queryset(ClockRows)()

    class Meta:
        db_table = "clocks_clock"
        default_manager_name = "objects"
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["partnership", "status", "due"], name="clocks_by_due"),
            models.Index(fields=["subject_kind", "subject_reference"], name="clocks_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=states.MET, met_on__isnull=False)
                | (~Q(status=states.MET) & Q(met_on__isnull=True)),
                name="clock_met_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(status=states.VOID) | ~Q(stopped_because=""), name="clock_void_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["partnership", "duty", "subject_kind", "subject_reference"],
                condition=Q(status__in=[states.RUNNING, states.PAUSED]),
                name="one_open_clock_a_duty",
            ),
        ]

    def __str__(self):
        return f"{self.name}: {self.subject}"

    @property
    def is_late(self):
        """Done, but after it was due."""
        return self.met_on is not None and self.direction != "keep_for" and self.met_on > self.due

    def is_overdue(self, on):
        return self.status == states.RUNNING and self.direction != "keep_for" and self.due < on


class Pause(Scoped):
    """A time in which a clock stood still, and why. ``moved_by`` says how far the due day moved when it went on."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="pauses")
    started = models.DateField()
    ended = models.DateField(null=True, blank=True)
    because = models.CharField(max_length=250)
    moved_by = models.PositiveSmallIntegerField(
        default=0, help_text="Working days or days, as the clock counts"
    )

    class Meta:
        db_table = "clocks_pause"
        default_manager_name = "objects"
        ordering = ["started", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("started")),
                name="pause_ends_after_it_starts",
            ),
            models.UniqueConstraint(fields=["clock"], condition=Q(ended__isnull=True), name="one_open_pause"),
        ]

    def __str__(self):
        return f"{self.clock}: paused on {self.started}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(clock__partnership_id__in=codes)
