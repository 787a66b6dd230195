"""The thread: source → finding → recommendation → response → action → evidence → verification → impact.

Only a ``Source`` names its partnership; every row below reaches it through its parent, so that no two rows of one
thread can disagree about whose it is. An agency sees the recommendations addressed to it and the actions it owns,
with what led to them; never another agency's response, action or evidence.
"""

from django.db import models
from django.db.models import F, Q

from lscp.documents.models import Document
from lscp.golden_thread.states import LIVE, ActionStatus, RecommendationStatus, choices
from lscp.partnerships.models import Agency, Group, Partnership, Person, Priority
from lscp.rulebook import vocabulary
from lscp.scope import Scoped, ScopedManager
from lscp.versioned import Versioned

RECOMMENDATION_KINDS = [
    ("recommendation", "Recommendation"),
    ("action_asked", "Action asked for"),
    ("promise", "Promise"),
    ("resolution", "Resolution"),
    ("ask", "Ask of others"),
]
RESPONSES = [("accept", "Accept"), ("accept_in_part", "Accept in part"), ("decline", "Decline")]
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
VIA = [("desk", "On the desk"), ("link", "By e-mail link")]


def source_kinds():
    """Code and words of each kind of source, from the rulebook."""
    return vocabulary("source-kinds").choices()


def _of_agency(agency):
    """Recommendations that one agency sees: addressed to it, or with an action it owns."""
    addressed = Addressee.everywhere.filter(agency_id=agency).values("recommendation_id")
    owned = Action.everywhere.filter(owner_agency_id=agency).values("recommendation_id")
    return Recommendation.everywhere.filter(Q(pk__in=addressed) | Q(pk__in=owned))


class Source(Scoped, Versioned):
    """What the partnership learned from: a paper, a review, a meeting, a child's voice, a number."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=30, help_text="A code of the rulebook's source-kinds")
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=120, blank=True)
    happened_on = models.DateField()
    summary = models.TextField(blank=True)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="sources")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="sources"
    )
    inherited_from = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, null=True, blank=True, related_name="handed_on"
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    origin = models.CharField(max_length=500, blank=True, help_text="Whose it was, in words, when inherited")

    class Meta:
        db_table = "golden_thread_source"
        default_manager_name = "objects"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "copied_from"], name="a_source_is_inherited_once"),
            models.CheckConstraint(
                condition=Q(inherited_from__isnull=True, copied_from__isnull=True, origin="")
                | (Q(inherited_from__isnull=False, copied_from__isnull=False) & ~Q(origin="")),
                name="an_inherited_source_keeps_its_origin",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def kind_shown(self):
        """The rulebook's words for its kind."""
        return dict(source_kinds()).get(self.kind, self.kind)

    @classmethod
    def seen_by(cls, agency):
        return Q(pk__in=_of_agency(agency).values("finding__source_id"))


class Finding(Scoped, Versioned):
    """One thing learned. ``quotation`` is the paper's own words; ``line`` where they stand in it."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="findings")
    text = models.TextField()
    quotation = models.TextField(blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    theme = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "golden_thread_finding"
        default_manager_name = "objects"
        ordering = ["pk"]

    def __str__(self):
        return self.text

    @property
    def partnership_id(self):
        return self.source.partnership_id

    @classmethod
    def in_partnerships(cls, codes):
        return Q(source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(pk__in=_of_agency(agency).values("finding_id"))


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
        return Q(pk__in=_of_agency(agency).values("pk"))


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


class ActionRows(models.QuerySet):
    def live(self):
        """Actions still asked of their owner, on recommendations that stand."""
        return self.filter(status__in=LIVE).exclude(recommendation__status=RecommendationStatus.WITHDRAWN)

    def overdue(self, on):
        return self.live().filter(due__lt=on)

    def due_between(self, first, last):
        return self.live().filter(due__gte=first, due__lte=last)


class Action(Scoped, Versioned):
    """Something to be done about a recommendation. Its owner may stand as printed until somebody names the agency."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField()
    owner_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )
    owner_as_printed = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    assigned_on = models.DateField()
    status = models.CharField(max_length=14, choices=choices(ActionStatus), default=ActionStatus.PLANNED)

    objects = ScopedManager.from_queryset(ActionRows)()

    class Meta:
        db_table = "golden_thread_action"
        default_manager_name = "objects"
        ordering = [F("due").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["status", "due"], name="action_by_status_and_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=ActionStatus.UNDER_WAY)
                | Q(owner_agency__isnull=False, due__isnull=False),
                name="an_action_under_way_has_owner_and_date",
            ),
            models.CheckConstraint(
                condition=Q(owner_person__isnull=True) | Q(owner_agency__isnull=False),
                name="an_owner_answers_for_an_agency",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def partnership_id(self):
        return self.recommendation.partnership_id

    @property
    def owner(self):
        """Who owns it, in words; empty where nobody does."""
        if self.owner_person_id:
            return f"{self.owner_person}, {self.owner_agency}"
        return str(self.owner_agency or self.owner_as_printed)

    @property
    def is_live(self):
        """As ``ActionRows.live``, of a row whose recommendation is at hand."""
        return self.status in LIVE and not self.recommendation.is_withdrawn

    @property
    def is_verified(self):
        return self.status == ActionStatus.VERIFIED

    def is_overdue(self, on):
        return self.is_live and self.due is not None and self.due < on

    @classmethod
    def in_partnerships(cls, codes):
        return Q(recommendation__finding__source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(owner_agency_id=agency)


class _OfAnAction(Scoped):
    """A row that belongs to an action, and is seen by whoever sees it."""

    class Meta:
        abstract = True
        default_manager_name = "objects"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(action__recommendation__finding__source__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(action__owner_agency_id=agency)


class Milestone(_OfAnAction):
    """A step on the way to an action, with its own date."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    text = models.TextField()
    due = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta(_OfAnAction.Meta):
        db_table = "golden_thread_milestone"
        ordering = ["due", "pk"]

    def __str__(self):
        return self.text


class ActionUpdate(_OfAnAction):
    """What somebody said about an action, and the status it had then."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    text = models.TextField(blank=True)
    on = models.DateField()
    by = models.CharField(max_length=250)
    status = models.CharField(max_length=14, choices=choices(ActionStatus))
    via = models.CharField(max_length=4, choices=VIA, default="desk")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="action_updates"
    )

    class Meta(_OfAnAction.Meta):
        db_table = "golden_thread_action_update"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.on}: {self.get_status_display()}"


class Verification(_OfAnAction):
    """Another agency, or the independent scrutineer, looked at the evidence and says what it shows."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="verifications")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="verifications"
    )
    satisfied = models.BooleanField()
    note = models.TextField(blank=True)
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta(_OfAnAction.Meta):
        db_table = "golden_thread_verification"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.on}: {'shown to be done' if self.satisfied else 'not shown yet'}"


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
        return Q(recommendation_id__in=_of_agency(agency).values("pk"))


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


class EmailLink(Scoped):
    """A link sent by e-mail to one ``person`` about one thing. Only the hash of its token is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        default_manager_name = "objects"
        ordering = ["-sent_at", "-pk"]

    def __str__(self):
        return f"Link for {self.person}"


class ActionLink(EmailLink, _OfAnAction):
    """The link by which one person answers about one action, once."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="action_links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="action_links")
    sent_by = models.CharField(max_length=250)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta(EmailLink.Meta):
        db_table = "golden_thread_action_link"


class Reminder(_OfAnAction):
    """A reminder that was sent: one a stage and due date for each person, so that a second run sends nothing."""

    STAGES = [
        ("soon", "Due within 7 days"),
        ("overdue", "Overdue"),
        ("escalated", "Overdue by 14 days or more"),
    ]

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    stage = models.CharField(max_length=10, choices=STAGES)
    due = models.DateField()
    sent_on = models.DateField()

    class Meta(_OfAnAction.Meta):
        db_table = "golden_thread_reminder"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "person", "stage", "due"], name="reminded_once_a_stage")
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.person}"
