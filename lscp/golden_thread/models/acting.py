"""What is being done: actions, their steps and updates, and who looked at what shows it."""

from django.db import models
from django.db.models import F, Q

from lscp.documents.models import Document
from lscp.golden_thread.models.recommending import Recommendation
from lscp.golden_thread.states import LIVE, ActionStatus, RecommendationStatus, choices
from lscp.partnerships.models import Agency, Person
from lscp.scope import Scoped, ScopedManager
from lscp.versioned import Versioned

VIA = [("desk", "On the desk"), ("link", "By e-mail link")]


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


class OfAnAction(Scoped):
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


class Milestone(OfAnAction):
    """A step on the way to an action, with its own date."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    text = models.TextField()
    due = models.DateField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta(OfAnAction.Meta):
        db_table = "golden_thread_milestone"
        ordering = ["due", "pk"]

    def __str__(self):
        return self.text


class ActionUpdate(OfAnAction):
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

    class Meta(OfAnAction.Meta):
        db_table = "golden_thread_action_update"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.on}: {self.get_status_display()}"


class Verification(OfAnAction):
    """Another agency, or the independent scrutineer, looked at the evidence and says what it shows."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="verifications")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="verifications"
    )
    satisfied = models.BooleanField()
    note = models.TextField(blank=True)
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta(OfAnAction.Meta):
        db_table = "golden_thread_verification"
        ordering = ["on", "pk"]

    def __str__(self):
        return f"{self.on}: {'shown to be done' if self.satisfied else 'not shown yet'}"
