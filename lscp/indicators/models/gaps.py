"""What is not known: datasets that cannot be had, what was tried, and estimates in their place."""

from django.db import models
from django.db.models import F, Q

from lscp.indicators.figures import written
from lscp.indicators.models.constraints import period_in_order
from lscp.indicators.states import GapStatus
from lscp.partnerships.models import Agency, Partnership
from lscp.scope import Scoped
from lscp.versioned import Versioned


class DataGap(Scoped, Versioned):
    """A dataset the partnership cannot get: who holds it, for which area, and why it matters."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="data_gaps")
    dataset = models.CharField(max_length=250)
    held_by = models.CharField(max_length=250, help_text="The body that holds it, in words")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="data_gaps"
    )
    geography = models.CharField(
        max_length=250, help_text="The area it exists for: a force, a region, a trust"
    )
    indicators = models.JSONField(default=list, help_text="Codes of the catalogue that need it")
    why = models.TextField(blank=True, help_text="What cannot be known without it")
    status = models.CharField(max_length=10, choices=GapStatus.choices, default=GapStatus.OPEN)
    status_on = models.DateField()

    class Meta:
        db_table = "indicators_data_gap"
        default_manager_name = "objects"
        ordering = ["dataset", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "dataset", "held_by"], name="one_gap_a_dataset")
        ]

    def __str__(self):
        return self.dataset

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class GapStep(Scoped):
    """What was asked, what came back, and when: one line of a gap's history."""

    gap = models.ForeignKey(DataGap, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=10, choices=GapStatus.choices)
    text = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta:
        db_table = "indicators_gap_step"
        default_manager_name = "objects"
        ordering = ["on", "pk"]

    def __str__(self):
        return self.text

    @classmethod
    def in_partnerships(cls, codes):
        return Q(gap__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(gap__agency_id=agency)


class LocalEstimate(Scoped):
    """A regional figure brought down to the partnership's area, with the method that is printed beside it.

    Never a reading: it is drawn and printed apart from what was counted.
    """

    gap = models.ForeignKey(DataGap, on_delete=models.CASCADE, related_name="estimates")
    indicator = models.CharField(max_length=20, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    area = models.CharField(max_length=9)
    regional = models.CharField(
        max_length=250, help_text="The regional figure, its area and its source, in words"
    )
    value = models.DecimalField(max_digits=16, decimal_places=3)
    low = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(max_digits=16, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=12, default="count")
    method = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta:
        db_table = "indicators_local_estimate"
        default_manager_name = "objects"
        ordering = ["period_end", "pk"]
        constraints = [
            period_in_order("local_estimate"),
            models.CheckConstraint(condition=~Q(method=""), name="an_estimate_prints_its_method"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True)
                | Q(low__lte=F("value"), high__gte=F("value")),
                name="an_estimate_lies_in_its_interval",
            ),
        ]

    def __str__(self):
        return f"{self.gap}: {written(self.value)}, {self.period_end}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(gap__partnership_id__in=codes)
