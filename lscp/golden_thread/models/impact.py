"""What changed: the test stated beforehand, what it showed, and the evidence of it and of the actions."""

from django.db import models
from django.db.models import Q

from lscp.documents.models import Document
from lscp.golden_thread.models.acting import Action
from lscp.golden_thread.models.learning import seen_by_agency
from lscp.golden_thread.models.recommending import Recommendation
from lscp.scope import Scoped
from lscp.versioned import Versioned

EVIDENCE_KINDS = [
    ("document", "Document"),
    ("figure", "Figure, quoted with its date"),
    ("statement", "Statement"),
]
IMPACTS = [
    ("changed", "It changed"),
    ("no_change", "No change"),
    ("not_known_yet", "Not known yet"),
]


class Impact(Scoped, Versioned):
    """The test stated beforehand (what will be judged, where it stood, when), and what it showed."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="impacts")
    test = models.TextField(help_text="What will be judged, and how")
    before = models.TextField(help_text="How it was, with its date")
    judge_on = models.DateField()
    verdict = models.CharField(max_length=14, choices=IMPACTS, default="not_known_yet")
    after = models.TextField(blank=True)
    judged_on = models.DateField(null=True, blank=True)
    judged_by = models.CharField(max_length=250, blank=True)

    class Meta:
        db_table = "golden_thread_impact"
        default_manager_name = "objects"
        ordering = ["judge_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="not_known_yet") | (Q(judged_on__isnull=False) & ~Q(after="")),
                name="a_judged_impact_says_when_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.test}: {self.get_verdict_display().lower()}"

    @property
    def partnership_id(self):
        return self.recommendation.partnership_id

    @classmethod
    def in_partnerships(cls, codes):
        return Q(recommendation__finding__source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return seen_by_agency(cls, "recommendation__", agency)


class Evidence(Scoped):
    """What shows that an action was done, or that something changed: a copy, with its date, so that a figure
    restated later does not rewrite it."""

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    impact = models.ForeignKey(
        Impact, on_delete=models.CASCADE, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=10, choices=EVIDENCE_KINDS)
    text = models.TextField()
    as_of = models.DateField()
    source_label = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    by = models.CharField(max_length=250)

    class Meta:
        db_table = "golden_thread_evidence"
        default_manager_name = "objects"
        ordering = ["as_of", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(action__isnull=True, impact__isnull=False)
                | Q(action__isnull=False, impact__isnull=True),
                name="evidence_is_of_an_action_or_an_impact",
            ),
            models.CheckConstraint(
                condition=~Q(kind="document") | Q(document__isnull=False),
                name="evidence_of_a_document_has_it",
            ),
        ]

    def __str__(self):
        return self.text

    @classmethod
    def in_partnerships(cls, codes):
        return Q(action__recommendation__finding__source__partnership_id__in=codes) | Q(
            impact__recommendation__finding__source__partnership_id__in=codes
        )

    @classmethod
    def seen_by(cls, agency):
        return Q(action__owner_agency_id=agency)
