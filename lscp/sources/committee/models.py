"""The papers a scrutiny committee published, and what was found in them, waiting for a person to decide."""

from django.db import models
from django.db.models import Q

from lscp.documents.models import Document
from lscp.golden_thread.models import Action, Finding, Recommendation, Source
from lscp.partnerships.models import Partnership
from lscp.scope import Scoped, ScopedManager
from lscp.sources.committee import states
from lscp.sources.committee.wording import only_notes
from lscp.versioned import Versioned


class Paper(Scoped, Versioned):
    """One committee paper, as it was published. ``lines`` is its own text; every proposal names a line of it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=250)
    title = models.CharField(max_length=500, blank=True)
    report_period = models.CharField(max_length=60, blank=True)
    meeting_date = models.DateField(null=True, blank=True)
    committee = models.CharField(max_length=250, blank=True)
    lines = models.JSONField(default=list)
    source = models.OneToOneField(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="committee_paper"
    )
    staged_at = models.DateTimeField()
    staged_by = models.CharField(max_length=250)

    class Meta:
        db_table = "committee_paper"
        default_manager_name = "objects"
        ordering = ["-staged_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "sha256"], name="committee_paper_bytes_once"),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | Q(meeting_date__isnull=False),
                name="committee_paper_in_the_thread_has_a_date",
            ),
        ]

    def __str__(self):
        return self.title or self.name

    def line(self, number):
        """The words of a line, counted from 1; empty where there is no such line."""
        return self.lines[number - 1] if number and 0 < number <= len(self.lines) else ""


class PaperWarning(Scoped):
    """Something in a paper that does not fit together. A person deals with it and says how."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="warnings")
    place = models.PositiveSmallIntegerField()
    text = models.TextField()
    outcome = models.TextField(blank=True, help_text="How it was dealt with")
    dealt_with_by = models.CharField(max_length=250, blank=True)
    dealt_with_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "committee_paper_warning"
        default_manager_name = "objects"
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dealt_with_at__isnull=True, dealt_with_by="", outcome="")
                | (Q(dealt_with_at__isnull=False) & ~Q(dealt_with_by="") & ~Q(outcome="")),
                name="committee_warning_dealt_with_says_how",
            )
        ]

    def __str__(self):
        return self.text

    @classmethod
    def in_partnerships(cls, codes):
        return Q(paper__partnership_id__in=codes)


class ProposalRows(models.QuerySet):
    def waiting(self):
        return self.filter(status=states.PROPOSED)

    def of_question(self):
        return self.filter(kind="question", status=states.ACCEPTED)


class Proposal(Scoped, Versioned):
    """One thing found in a paper (or one that was missed, added by hand). A person decides what becomes of it.

    ``printed`` is the paper's own words and never changes; ``text`` is what was accepted (a speaker's is the name).
    ``owner`` is the owner as printed: whose action, whose promise.
    """

    KINDS = [
        ("action", "Action"),
        ("resolution", "Resolution"),
        ("promise", "Promise"),
        ("question", "Question"),
        ("speaker", "Speaker"),
    ]
    IN_THREAD = ("action", "resolution", "promise")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=KINDS)
    place = models.PositiveSmallIntegerField(help_text="Its place in the paper's own order")
    line = models.PositiveIntegerField()
    printed = models.TextField()
    text = models.TextField()
    owner = models.CharField(max_length=250, blank=True)
    number = models.CharField(max_length=12, blank=True)
    asked_by = models.CharField(max_length=250, blank=True)
    role = models.CharField(max_length=250, blank=True)
    answer = models.TextField(blank=True)
    missed = models.BooleanField(default=False, help_text="The reading missed it; a person added it")
    fingerprint = models.CharField(max_length=64, db_index=True, help_text="Equal for equal printed words")
    status = models.CharField(max_length=10, choices=states.CHOICES, default=states.PROPOSED)
    dismissed_because = models.TextField(blank=True)
    decided_by = models.CharField(max_length=250, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="committee_proposal"
    )
    recommendation = models.OneToOneField(
        Recommendation, on_delete=models.PROTECT, null=True, blank=True, related_name="committee_proposal"
    )
    action = models.OneToOneField(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="committee_proposal"
    )

    objects = ScopedManager.from_queryset(ProposalRows)()

    class Meta:
        db_table = "committee_proposal"
        default_manager_name = "objects"
        ordering = ["line", "place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=states.PROPOSED, decided_at__isnull=True)
                | Q(~Q(status=states.PROPOSED), decided_at__isnull=False),
                name="committee_decision_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=states.DISMISSED) | ~Q(dismissed_because=""),
                name="committee_dismissal_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status=states.ACCEPTED, kind__in=("action", "promise"))
                | Q(recommendation__isnull=False),
                name="committee_acceptance_asks_somebody",
            ),
            models.CheckConstraint(  # a resolution that only notes is a finding and no more
                condition=~Q(status=states.ACCEPTED, kind__in=("action", "resolution", "promise"))
                | Q(finding__isnull=False),
                name="committee_acceptance_is_in_the_thread",
            ),
        ]
        indexes = [models.Index(fields=["status", "paper"], name="committee_waiting")]

    def __str__(self):
        return self.text

    @classmethod
    def in_partnerships(cls, codes):
        return Q(paper__partnership_id__in=codes)

    @property
    def is_open(self):
        return self.status == states.PROPOSED

    @property
    def is_accepted(self):
        return self.status == states.ACCEPTED

    @property
    def reaches_thread(self):
        return self.kind in self.IN_THREAD

    @property
    def only_notes(self):
        """As it stands it asks nobody for anything."""
        return self.kind == "resolution" and only_notes(self.text)

    @property
    def is_noted(self):
        """It is in the thread as a finding, and nothing was recommended."""
        return self.finding_id is not None and self.recommendation_id is None

    @property
    def edited(self):
        return self.text != self.printed
