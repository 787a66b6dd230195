"""What the partnership decided about an indicator: who owns it, which priority it follows, its target, its breaks."""

from django.db import models
from django.db.models import F, Q

from lscp.indicators.figures import WHOLE, written
from lscp.indicators.models.constraints import has_a_reason
from lscp.partnerships.models import Agency, Lasting, Partnership, Person, Priority
from lscp.scope import Scoped
from lscp.scorecard.catalogue import called


class IndicatorOwner(Lasting):
    """Whose indicator it is here: the agency that supplies and explains it, and the person who answers for it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="indicator_owners")
    indicator = models.CharField(max_length=20)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="indicators_owned")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators_owned"
    )

    class Meta:
        db_table = "indicators_owner"
        default_manager_name = "objects"
        ordering = ["indicator"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "indicator"],
                condition=Q(ended__isnull=True),
                name="one_owner_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("started")),
                name="indicator_owner_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{called(self.indicator)}: {self.person or self.agency}"

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class PriorityIndicator(Scoped):
    """An indicator by which a priority is followed. (An objective may name one too: ``Objective.indicator``.)"""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.CharField(max_length=20)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "indicators_priority_indicator"
        default_manager_name = "objects"
        ordering = ["place", "indicator"]
        constraints = [
            models.UniqueConstraint(fields=["priority", "indicator"], name="an_indicator_once_a_priority")
        ]

    def __str__(self):
        return f"{called(self.indicator)} for {self.priority}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(priority__partnership_id__in=codes)


class Target(Lasting):
    """What the partnership wants an indicator to reach, from a day, and why that much. A new one ends the earlier."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="targets")
    indicator = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=14, decimal_places=3)
    because = models.TextField()
    set_on = models.DateField()
    set_by = models.CharField(max_length=250)

    class Meta:
        db_table = "indicators_target"
        default_manager_name = "objects"
        ordering = ["indicator", "-started"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "indicator"],
                condition=Q(ended__isnull=True),
                name="one_target_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("started")),
                name="target_ends_after_it_starts",
            ),
            has_a_reason("target"),
        ]

    def __str__(self):
        return f"{called(self.indicator)}: {written(self.value)}"


class Rebase(Scoped):
    """A person let a chart's limits begin anew from a period, and says why. Never done by the machine."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="rebases")
    indicator = models.CharField(max_length=20)
    breakdown = models.CharField(max_length=250, default=WHOLE)
    from_period = models.DateField(help_text="First day of the first period of the new limits")
    because = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=250)
    undone_on = models.DateField(null=True, blank=True)
    undone_because = models.TextField(blank=True)

    class Meta:
        db_table = "indicators_rebase"
        default_manager_name = "objects"
        ordering = ["indicator", "from_period"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "indicator", "breakdown", "from_period"],
                condition=Q(undone_on__isnull=True),
                name="one_rebase_a_period",
            ),
            has_a_reason("rebase"),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True) | ~Q(undone_because=""),
                name="an_undone_rebase_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{called(self.indicator)} from {self.from_period}"
