"""The annual report: an edition, its chapters, the claims it makes, and the signatures under its exact text."""

from django.db import models
from django.db.models import F, Q

from lscp.golden_thread.models import EmailLink, Evidence, Impact
from lscp.golden_thread.models import Reminder as ActionReminder
from lscp.partnerships.models import Agency, Partnership, Person, RoleHeld
from lscp.publication.states import (
    IN_WRITING,
    REQUEST_OPEN,
    REQUEST_STATUSES,
    STATUSES,
    WITH_THE_AGENCY,
)
from lscp.scope import Scoped
from lscp.versioned import Versioned


class Report(Scoped, Versioned):
    """One edition of a report on one period. A correction is the next edition, and names what it replaces.

    ``work`` is the same for every edition and is part of its address: ``annual-report-2023-24``.
    ``facts`` (a ``Document`` as JSON) is what the record said when the edition that this one corrects was signed: so
    a correction differs from the old text by what it corrects, and not by a year of later records.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    period_start = models.DateField()
    period_end = models.DateField()
    requirement_set = models.CharField(max_length=20)
    work = models.SlugField(max_length=80)
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    status = models.CharField(max_length=10, choices=STATUSES, default="draft")
    facts = models.TextField(blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "publication_report"
        default_manager_name = "objects"
        ordering = ["-period_end", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "work", "edition"], name="one_report_an_edition"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="report_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(edition=1, replaces__isnull=True) | Q(edition__gt=1, replaces__isnull=False),
                name="a_later_report_replaces_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False),
                name="a_published_report_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["frozen", "published"]) | Q(frozen_at__isnull=False),
                name="a_frozen_report_says_when",
            ),
        ]

    def __str__(self):
        return self.title if self.edition == 1 else f"{self.title}, edition {self.edition}"

    @property
    def in_writing(self):
        return self.status in IN_WRITING

    @property
    def is_a_draft(self):
        return self.status == "draft"

    @property
    def out_for_signing(self):
        return self.status == "signing"

    @property
    def is_published(self):
        return self.status == "published"

    @property
    def where_it_stands(self):
        """Its status in words; of a published edition that another has replaced, which one."""
        later = getattr(self, "replaced_by", None)
        if later and later.is_published:
            return f"Replaced by edition {later.edition}"
        return self.get_status_display()


class Erratum(Scoped):
    """What a corrected edition puts right in the one before."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="errata")
    was = models.TextField()
    now = models.TextField()
    where = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=250, blank=True)
    on = models.DateField()

    class Meta:
        db_table = "publication_erratum"
        default_manager_name = "objects"
        ordering = ["pk"]
        verbose_name_plural = "errata"

    def __str__(self):
        return f"“{self.was}” is now “{self.now}”"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(report__partnership_id__in=codes)


class Chapter(Scoped, Versioned):
    """A chapter as its writer left it: narrative in a small markup (see ``compose``), and what it answers."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="chapters")
    code = models.CharField(max_length=40)
    heading = models.CharField(max_length=200)
    narrative = models.TextField(blank=True)
    meets = models.JSONField(default=list, blank=True, help_text="Codes of the required items it answers")
    place = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "publication_chapter"
        default_manager_name = "objects"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["report", "code"], name="one_chapter_a_code")]

    def __str__(self):
        return self.heading

    @classmethod
    def in_partnerships(cls, codes):
        return Q(report__partnership_id__in=codes)


class ChapterRevision(Scoped):
    """A chapter as somebody saved it. Kept for ever, so that nobody's words are lost."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    narrative = models.TextField(blank=True)
    meets = models.JSONField(default=list, blank=True)
    by = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="+")
    written_by = models.CharField(
        max_length=450, blank=True, help_text="Whose words were taken over, where they came by link"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "publication_chapter_revision"
        default_manager_name = "objects"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["chapter", "number"], name="one_revision_a_number")]

    def __str__(self):
        return f"{self.heading}, version {self.number}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(chapter__report__partnership_id__in=codes)


class ChapterRequest(Scoped, Versioned):
    """A chapter, or one part of it, asked of an agency. What its contact writes is a proposal until it is taken over.

    ``text`` is what they wrote so far (``texts`` keeps each version), ``began_with`` what stood in the box at first.
    """

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="chapter_requests")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(
        max_length=200, blank=True, help_text="A heading of the chapter; empty: all of it"
    )
    asks = models.TextField()
    due = models.DateField()
    asked_on = models.DateField()
    asked_by = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="+")
    began_with = models.TextField(blank=True)
    text = models.TextField(blank=True)
    written_by = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=REQUEST_STATUSES, default="asked")

    class Meta:
        db_table = "publication_chapter_request"
        default_manager_name = "objects"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "agency", "part"],
                condition=Q(status__in=REQUEST_OPEN),
                name="a_chapter_is_asked_once_at_a_time",
            )
        ]

    def __str__(self):
        return f"“{self.part or self.chapter.heading}”"

    @property
    def with_the_agency(self):
        return self.status in WITH_THE_AGENCY

    @property
    def was_sent(self):
        return self.status == "sent"

    @property
    def is_open(self):
        return self.status in REQUEST_OPEN

    @property
    def is_taken(self):
        return self.status == "taken"

    @property
    def is_withdrawn(self):
        return self.status == "withdrawn"

    @property
    def writer(self):
        """Whose words it holds: a name and the agency."""
        return f"{self.written_by or self.person.name}, {self.agency}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(chapter__report__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class _OfARequest(Scoped):
    """A row that belongs to what was asked of an agency, and is seen by whoever sees that."""

    class Meta:
        abstract = True
        default_manager_name = "objects"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(request__chapter__report__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(request__agency_id=agency)


class ChapterLink(EmailLink, _OfARequest):
    """The link by which one person writes what was asked of their agency, until the text goes out for signing."""

    request = models.ForeignKey(ChapterRequest, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta(EmailLink.Meta):
        db_table = "publication_chapter_link"


class ProposedText(_OfARequest):
    """What the agency's contact saved, once for each time. ``remark``: what the partnership answered to a text sent."""

    request = models.ForeignKey(ChapterRequest, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    written_by = models.CharField(max_length=200)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    remark_by = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(_OfARequest.Meta):
        db_table = "publication_proposed_text"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="one_proposed_text_a_number"),
            models.CheckConstraint(
                condition=Q(remark="", remark_by__isnull=True) | (Q(remark_by__isnull=False) & ~Q(remark="")),
                name="a_remark_has_somebody_who_made_it",
            ),
        ]

    def __str__(self):
        return f"{self.request}, version {self.number}"


class ChapterReminder(_OfARequest):
    """A reminder that was sent: one a stage and due date for each person, so that a second run sends nothing."""

    request = models.ForeignKey(ChapterRequest, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=ActionReminder.STAGES)
    due = models.DateField()
    sent_on = models.DateField()

    class Meta(_OfARequest.Meta):
        db_table = "publication_chapter_reminder"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person", "stage", "due"], name="reminded_of_a_chapter_once"
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.person}"


class Comment(Scoped):
    """A reader's remark on a chapter, open until it is settled."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "publication_comment"
        default_manager_name = "objects"
        ordering = ["at"]

    def __str__(self):
        return self.text[:80]

    @classmethod
    def in_partnerships(cls, codes):
        return Q(chapter__report__partnership_id__in=codes)


class Claim(Scoped, Versioned):
    """Something the report says is so. ``impact``: it says that something changed for children."""

    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="claims")
    text = models.TextField()
    impact = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "publication_claim"
        default_manager_name = "objects"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["chapter", "place"], name="one_claim_a_place")]

    def __str__(self):
        return self.text[:80]

    @classmethod
    def in_partnerships(cls, codes):
        return Q(chapter__report__partnership_id__in=codes)


class Citation(Scoped):
    """How we know a claim: words copied, with their date, from the evidence or the judged impact of an action.

    The copy prints. The link back to the record is for the next reader of the record, and may be none for a source
    outside it (a published inspection letter).
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(
        Evidence, on_delete=models.SET_NULL, null=True, blank=True, related_name="citations"
    )
    impact = models.ForeignKey(
        Impact, on_delete=models.SET_NULL, null=True, blank=True, related_name="citations"
    )
    label = models.CharField(max_length=250)
    quoted = models.TextField(blank=True)
    url = models.URLField(max_length=500, blank=True)
    as_of = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "publication_citation"
        default_manager_name = "objects"
        ordering = ["pk"]

    def __str__(self):
        return self.label

    @classmethod
    def in_partnerships(cls, codes):
        return Q(claim__chapter__report__partnership_id__in=codes)


class Proof(Scoped):
    """The exact text sent out for signing: the document's canonical JSON and its checksum. Never edited.

    ``facts`` is what the record said then; ``beside`` names the editions whose figures it was held against.

    ``void_because`` says why its signatures no longer count. A report out for signing, frozen or published has one
    proof that is not void.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="proofs")
    number = models.PositiveSmallIntegerField()
    document = models.TextField()
    facts = models.TextField()
    checksum = models.CharField(max_length=64)
    beside = models.JSONField(default=list, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="+")
    void_at = models.DateTimeField(null=True, blank=True)
    void_because = models.TextField(blank=True)

    class Meta:
        db_table = "publication_proof"
        default_manager_name = "objects"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_proof_a_number"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(void_at__isnull=True), name="one_proof_in_force"
            ),
            models.CheckConstraint(
                condition=Q(void_at__isnull=True, void_because="")
                | (Q(void_at__isnull=False) & ~Q(void_because="")),
                name="a_void_proof_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.report}, text {self.number}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(report__partnership_id__in=codes)


class Signature(Scoped):
    """An agency's signature under one proof. It counts while the proof is in force."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(RoleHeld, on_delete=models.PROTECT, related_name="+")
    checksum = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "publication_signature"
        default_manager_name = "objects"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["proof", "agency"], name="one_signature_an_agency")]

    def __str__(self):
        return f"{self.agency}: {self.by}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(proof__report__partnership_id__in=codes)


class FrozenFile(Scoped):
    """One file of a frozen edition, kept until the shelf has it."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=120)
    label = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "publication_frozen_file"
        default_manager_name = "objects"
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["report", "path"], name="one_frozen_file_a_path")]

    def __str__(self):
        return self.path

    @classmethod
    def in_partnerships(cls, codes):
        return Q(report__partnership_id__in=codes)
