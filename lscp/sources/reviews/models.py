"""Serious incidents and what they lead to: a rapid review, sometimes a local child safeguarding practice review.

No child-level data: a pseudonym, the partnership's own account without identifying details, and dates.
"""

from django.db import models
from django.db.models import F, Q

from lscp.documents.models import Document
from lscp.golden_thread.models import EmailLink, Source
from lscp.partnerships.models import Agency, Partnership, Person
from lscp.scope import Scoped
from lscp.sources.reviews.states import IncidentStatus
from lscp.versioned import Versioned


class Incident(Scoped, Versioned):
    """A serious incident, from the day it was raised to the day its review closed."""

    KINDS = [
        ("death", "A child died and abuse or neglect is known or suspected"),
        ("harm", "A child was seriously harmed and abuse or neglect is known or suspected"),
        ("looked_after", "A child looked after died, whatever the cause"),
        ("care_leaver", "A care leaver aged 24 or under died, whatever the cause"),
    ]
    NEXT_STEPS = [
        ("none", "No further review: the rapid review holds the learning"),
        ("local", "A local child safeguarding practice review"),
        ("national", "Asked the Panel to consider a national review"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="incidents")
    pseudonym = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=KINDS)
    status = models.CharField(max_length=20, choices=IncidentStatus.choices, default=IncidentStatus.RAISED)
    occurred_on = models.DateField()
    known_on = models.DateField(help_text="The day the local authority became aware: the clock starts here")
    raised_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="incidents_raised")
    account = models.TextField(help_text="What happened, without anything that could identify the child")

    decided_on = models.DateField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    notified_on = models.DateField(null=True, blank=True)
    rapid_review_sent_on = models.DateField(null=True, blank=True)
    learning = models.TextField(blank=True, help_text="What the rapid review learned")
    next_step = models.CharField(max_length=10, choices=NEXT_STEPS, blank=True)
    next_step_reason = models.TextField(blank=True)
    local_review_on = models.DateField(null=True, blank=True)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.TextField(
        blank=True, help_text="Why it closed, and why not published where it was not"
    )
    source = models.OneToOneField(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="incident"
    )

    class Meta:
        db_table = "reviews_incident"
        default_manager_name = "objects"
        ordering = ["-known_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "pseudonym"], name="one_incident_a_pseudonym"),
            models.CheckConstraint(
                condition=Q(known_on__gte=F("occurred_on")), name="known_after_it_occurred"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | ~Q(decision_reason=""), name="a_decision_has_reasons"
            ),
            models.CheckConstraint(
                condition=Q(rapid_review_sent_on__isnull=True) | Q(notified_on__isnull=False),
                name="no_rapid_review_without_notification",
            ),
        ]

    def __str__(self):
        return self.pseudonym

    @property
    def is_a_death_always_notified(self):
        """A child looked after or a care leaver died: notified whatever the cause (C02)."""
        return self.kind in ("looked_after", "care_leaver")


class AgencySummary(Scoped, Versioned):
    """What one agency was asked for the rapid review: its involvement, in its own words."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="summaries")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="review_summaries")
    asked_on = models.DateField()
    due = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "reviews_agency_summary"
        default_manager_name = "objects"
        ordering = ["received_on", "due", "pk"]
        verbose_name_plural = "agency summaries"
        constraints = [models.UniqueConstraint(fields=["incident", "agency"], name="one_summary_an_agency")]

    def __str__(self):
        return f"{self.agency} on {self.incident}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(incident__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        """An agency sees what it was asked and what it answered, not the incident or the others' answers."""
        return Q(agency_id=agency)


class SummaryLink(EmailLink):
    """The link by which one person at an agency gives its summary, once."""

    summary = models.ForeignKey(AgencySummary, on_delete=models.CASCADE, related_name="email_links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(EmailLink.Meta):
        db_table = "reviews_summary_link"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(summary__incident__partnership_id__in=codes)


class LinkedReview(Scoped):
    """This incident has something in common with another review, local or national, and what."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, blank=True, related_name="linked_from"
    )
    title = models.CharField(max_length=250, blank=True, help_text="A national or another area's review")
    in_common = models.TextField()

    class Meta:
        db_table = "reviews_linked_review"
        default_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False) | ~Q(title=""), name="a_link_leads_to_a_review"
            )
        ]

    def __str__(self):
        return f"{self.incident} and {self.other or self.title}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(incident__partnership_id__in=codes)
