"""What should be done about it, by whom, and what the agencies answered."""

from django.db import models
from django.db.models import Q

from lscp.golden_thread.models.learning import Finding, seen_by_agency
from lscp.golden_thread.states import RecommendationStatus, choices
from lscp.partnerships.models import Agency, Group, Priority
from lscp.scope import Scoped
from lscp.versioned import Versioned

RECOMMENDATION_KINDS = [
    ("recommendation", "Recommendation"),
    ("action_asked", "Action asked for"),
    ("promise", "Promise"),
    ("resolution", "Resolution"),
    ("ask", "Ask of others"),
]
RESPONSES = [("accept", "Accept"), ("accept_in_part", "Accept in part"), ("decline", "Decline")]


class Recommendation(Scoped, Versioned):
    """What should be done about a finding, and by whom. One recommendation is one thread."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="recommendations")
    kind = models.CharField(max_length=14, choices=RECOMMENDATION_KINDS, default="recommendation")
    number = models.CharField(max_length=20, blank=True, help_text="As printed in the source")
    text = models.TextField()
    agencies = models.ManyToManyField(Agency, through="Addressee", related_name="recommendations")
    asked_of = models.CharField(
        max_length=200, blank=True, help_text="A body outside the partnership: a department, a regulator"
    )
    standing = models.TextField(blank=True, help_text="Where an ask of others stands, in words")
    standing_on = models.DateField(null=True, blank=True)
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    due = models.DateField(null=True, blank=True)
    made_on = models.DateField()
    printed_in = models.CharField(max_length=300, blank=True, help_text="The report or paper that prints it")
    status = models.CharField(
        max_length=10, choices=choices(RecommendationStatus), default=RecommendationStatus.MADE
    )

    class Meta:
        db_table = "golden_thread_recommendation"
        default_manager_name = "objects"
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="ask") | ~Q(asked_of=""), name="an_ask_of_others_names_the_body"
            ),
            models.CheckConstraint(
                condition=Q(standing="") | Q(standing_on__isnull=False), name="a_standing_has_its_date"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.text}" if self.number else self.text

    @property
    def partnership_id(self):
        return self.finding.source.partnership_id

    @property
    def is_taken_up(self):
        return self.status == RecommendationStatus.TAKEN_UP

    @property
    def is_closed(self):
        return self.status == RecommendationStatus.CLOSED

    @property
    def is_withdrawn(self):
        return self.status == RecommendationStatus.WITHDRAWN

    @classmethod
    def in_partnerships(cls, codes):
        return Q(finding__source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return seen_by_agency(cls, "", agency)


class Addressee(Scoped):
    """An agency that a recommendation is addressed to."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="addressees")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="addressed")

    class Meta:
        db_table = "golden_thread_addressee"
        default_manager_name = "objects"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "agency"], name="addressed_once_an_agency")
        ]

    def __str__(self):
        return str(self.agency)

    @classmethod
    def in_partnerships(cls, codes):
        return Q(recommendation__finding__source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class Response(Scoped):
    """An agency's answer. An agency may answer again; the latest counts, and the earlier ones stay."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="responses")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="responses")
    verdict = models.CharField(max_length=14, choices=RESPONSES)
    reason = models.TextField(blank=True, help_text="Printed with the response")
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta:
        db_table = "golden_thread_response"
        default_manager_name = "objects"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.agency}: {self.get_verdict_display().lower()}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(recommendation__finding__source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)
