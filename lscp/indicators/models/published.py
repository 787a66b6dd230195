"""What editions printed, kept so that nothing printed later gives away what was hidden."""

import json

from django.db import models

from lscp.indicators.figures import WHOLE
from lscp.indicators.models.constraints import period_in_order
from lscp.partnerships.models import Partnership
from lscp.scope import Scoped
from lscp.scorecard.catalogue import called


class PublishedFigure(Scoped):
    """What an edition printed in one cell: a number, or ``c`` hidden, ``:`` not available, ``z`` not applicable.

    Kept for ever, withdrawn editions too: what was once printed can always be subtracted from what is printed next.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="published_figures")
    edition = models.CharField(
        max_length=200, help_text="Where it was printed: annual-report-2024-25, edition 1"
    )
    indicator = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()
    area = models.CharField(max_length=9)
    breakdown = models.CharField(max_length=250, default=WHOLE)
    shown = models.CharField(max_length=20)
    out_of = models.CharField(
        max_length=20,
        blank=True,
        help_text="What it was counted from, where that was counted and printed too",
    )
    published_on = models.DateField()

    class Meta:
        db_table = "indicators_published_figure"
        default_manager_name = "objects"
        ordering = ["indicator", "period_end", "pk"]
        constraints = [
            period_in_order("published_figure"),
            models.UniqueConstraint(
                fields=[
                    "partnership",
                    "edition",
                    "indicator",
                    "period_start",
                    "period_end",
                    "area",
                    "breakdown",
                ],
                name="one_figure_a_cell_of_an_edition",
            ),
        ]

    def __str__(self):
        return f"{called(self.indicator)}, {self.period_end}: {self.shown}"

    @property
    def groups(self):
        """The breakdown as a dictionary."""
        return json.loads(self.breakdown)
