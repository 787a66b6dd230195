"""The partnership's numbers: what was asked of whom, what came in, and what it is compared with.

A **return** is a file of counts that an agency made where its data lives; each of its rows is kept as a **reading**,
and no reading is ever changed. A corrected return replaces an earlier one and both are kept: the current figure is
the one of the latest return that nobody replaced or withdrew (``queries`` knows which). An indicator is a code of
the catalogue (``lscp.scorecard.catalogue``), never a row here.
"""

import json

from django.db import models
from django.db.models import F, Q

from lscp.design.words import gov_date_range
from lscp.documents.models import Document
from lscp.indicators.figures import WHOLE, written
from lscp.indicators.states import MAY_BECOME, GapStatus, RequestStatus, ReturnStatus
from lscp.indicators.surroundings.models import (  # noqa: F401 - tables of this room too
    Comparator,
    Neighbour,
    Population,
    ResourcePoint,
    WardShape,
)
from lscp.partnerships.models import Agency, Lasting, Partnership, Person, Priority
from lscp.scope import Scoped, ScopedManager
from lscp.scorecard.catalogue import called
from lscp.versioned import Versioned


def breakdown_key(breakdown):
    """The one text for a breakdown, whatever the order of its keys: ``{"sex": "Female"}``; ``{}`` for the whole."""
    return json.dumps(breakdown or {}, sort_keys=True, ensure_ascii=False)


def dimensions_key(breakdown):
    """What it is broken down by: ``ethnicity`` or ``ethnicity*sex``; empty for the whole."""
    return "*".join(sorted(breakdown or {}))


def _period_in_order(name):
    return models.CheckConstraint(
        condition=Q(period_end__gte=F("period_start")), name=f"{name}_period_in_order"
    )


def _has_a_reason(name):
    return models.CheckConstraint(condition=~Q(because=""), name=f"{name}_has_a_reason")


# ── What was asked, and what came in ──


class RequestRows(models.QuerySet):
    def waiting(self):
        return self.filter(status=RequestStatus.ASKED)

    def overdue(self, on):
        return self.waiting().filter(due__lt=on)


class ReturnRequest(Scoped, Versioned):
    """A return asked of an agency: which indicators (codes), for which period, by when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="return_requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="return_requests")
    indicators = models.JSONField(default=list, help_text="Codes of the catalogue")
    period_start = models.DateField()
    period_end = models.DateField()
    due = models.DateField()
    note = models.TextField(blank=True)
    asked_on = models.DateField()
    asked_by = models.CharField(max_length=250)
    status = models.CharField(max_length=10, choices=RequestStatus.choices, default=RequestStatus.ASKED)
    withdrawn_because = models.TextField(blank=True)

    objects = ScopedManager.from_queryset(RequestRows)()

    class Meta:
        db_table = "indicators_return_request"
        default_manager_name = "objects"
        ordering = ["due", "pk"]
        constraints = [
            _period_in_order("return_request"),
            models.CheckConstraint(
                condition=~Q(status=RequestStatus.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="a_withdrawn_request_has_a_reason",
            ),
        ]

    @property
    def waiting(self):
        """Asked for, and neither answered nor withdrawn."""
        return self.status == RequestStatus.ASKED

    def __str__(self):
        return f"Return from {self.agency} for {gov_date_range(self.period_start, self.period_end)}"

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class RequestReminder(Scoped):
    """A reminder that was sent: one a stage and due date for each person, so that a second run sends nothing."""

    STAGES = [
        ("soon", "Due within 7 days"),
        ("overdue", "Overdue"),
        ("escalated", "Overdue by 14 days or more"),
    ]

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="return_reminders")
    stage = models.CharField(max_length=10, choices=STAGES)
    due = models.DateField()
    sent_on = models.DateField()

    class Meta:
        db_table = "indicators_request_reminder"
        default_manager_name = "objects"
        ordering = ["sent_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person", "stage", "due"], name="return_reminded_once_a_stage"
            )
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.person}"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(request__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(request__agency_id=agency)


class ReturnRows(models.QuerySet):
    def current(self):
        """Returns that stand: not withdrawn, and no return that stands replaces them."""
        standing = self.model.everywhere.exclude(status=ReturnStatus.WITHDRAWN).filter(replaces__isnull=False)
        return self.exclude(status=ReturnStatus.WITHDRAWN).exclude(pk__in=standing.values("replaces_id"))


class ReturnReceived(Scoped):
    """One file of counts as an agency sent it: its bytes, what its header says, and whether its owner signed it off.

    ``replaces`` is the earlier return that this one corrects. Withdrawing the correction lets the earlier one stand
    again. The counts of rows are those the tool wrote where the data lives.
    """

    SOURCES = [
        ("annex-a", "Ofsted Annex A"),
        ("cin-census", "Children in need census"),
        ("csv", "The agency's own table"),
        ("events", "A store of events"),
    ]

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="returns")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="returns")
    request = models.ForeignKey(
        ReturnRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="returns")
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    area = models.CharField(max_length=9)
    source = models.CharField(max_length=10, choices=SOURCES)
    source_files = models.JSONField(
        default=list, help_text="Name and SHA-256 of each file it was counted from"
    )
    period_start = models.DateField()
    period_end = models.DateField()
    produced_at = models.DateTimeField()
    tool_version = models.CharField(max_length=40)
    rulebook_version = models.CharField(max_length=80)
    rows_read = models.PositiveIntegerField()
    rows_used = models.PositiveIntegerField()
    rows_duplicate = models.PositiveIntegerField()
    rows_rejected = models.PositiveIntegerField()
    signed_in_file = models.CharField(max_length=250, blank=True, help_text="Who signed it, as the file says")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=250)
    status = models.CharField(max_length=10, choices=ReturnStatus.choices, default=ReturnStatus.RECEIVED)
    signed_off_by = models.CharField(max_length=250, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = ScopedManager.from_queryset(ReturnRows)()

    class Meta:
        db_table = "indicators_return"
        default_manager_name = "objects"
        ordering = ["-received_at", "-pk"]
        verbose_name_plural = "returns received"
        constraints = [
            _period_in_order("return"),
            models.UniqueConstraint(
                fields=["partnership", "agency", "document"], name="a_return_is_received_once"
            ),
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_used") + F("rows_duplicate") + F("rows_rejected")),
                name="every_row_of_a_return_is_accounted_for",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReturnStatus.SIGNED_OFF)
                | (Q(signed_off_on__isnull=False) & ~Q(signed_off_by="")),
                name="a_signed_return_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReturnStatus.WITHDRAWN) | ~Q(withdrawn_because=""),
                name="a_withdrawn_return_has_a_reason",
            ),
        ]

    @property
    def withdrawn(self):
        return self.status == ReturnStatus.WITHDRAWN

    @property
    def may_be_signed_off(self):
        """As far as its own state goes: whether a later return replaces it is for whoever counts those."""
        return ReturnStatus.SIGNED_OFF in MAY_BECOME[self.status]

    def __str__(self):
        return f"{self.agency}: {gov_date_range(self.period_start, self.period_end)}"

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class _OfAReturn(Scoped):
    """A row that came in a return, and is seen by whoever sees the return."""

    class Meta:
        abstract = True
        default_manager_name = "objects"

    @classmethod
    def in_partnerships(cls, codes):
        return Q(received__partnership_id__in=codes)

    @classmethod
    def seen_by(cls, agency):
        return Q(received__agency_id=agency)


class Reading(_OfAReturn):
    """One count of one indicator, as a return gave it. Written once, never changed.

    The counts are kept, never the rate. ``denominator`` is empty where the indicator is a count, or a rate whose
    population is published (``Population``). With the unit ``days`` the numerator is a median in days and the
    denominator the number of children behind it. ``breakdown`` is ``breakdown_key``'s text, ``dimensions`` what it is
    broken down by.
    """

    received = models.ForeignKey(ReturnReceived, on_delete=models.CASCADE, related_name="readings")
    indicator = models.CharField(max_length=20)
    definition_version = models.PositiveSmallIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    area = models.CharField(max_length=9)
    breakdown = models.CharField(max_length=250, default=WHOLE)
    dimensions = models.CharField(max_length=60, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=3)
    denominator = models.BigIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12)

    class Meta(_OfAReturn.Meta):
        db_table = "indicators_reading"
        ordering = ["indicator", "period_end", "pk"]
        indexes = [
            models.Index(fields=["indicator", "dimensions", "period_end"], name="reading_by_indicator")
        ]
        constraints = [
            _period_in_order("reading"),
            models.UniqueConstraint(
                fields=["received", "indicator", "period_start", "period_end", "area", "breakdown"],
                name="one_reading_a_cell_of_a_return",
            ),
            models.CheckConstraint(
                condition=Q(numerator__gte=0) & (Q(denominator__isnull=True) | Q(denominator__gte=0)),
                name="counts_are_not_negative",
            ),
        ]

    def __str__(self):
        return f"{called(self.indicator)}, {gov_date_range(self.period_start, self.period_end)}"

    @property
    def groups(self):
        """The breakdown as a dictionary."""
        return json.loads(self.breakdown)


class NotSupplied(Scoped):
    """An agency says that it cannot give an indicator for a period, and why. A value: it prints."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="not_supplied")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="not_supplied")
    received = models.ForeignKey(
        ReturnReceived, on_delete=models.CASCADE, null=True, blank=True, related_name="not_supplied"
    )
    indicator = models.CharField(max_length=20)
    period_start = models.DateField()
    period_end = models.DateField()
    because = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta:
        db_table = "indicators_not_supplied"
        default_manager_name = "objects"
        ordering = ["indicator", "period_end", "pk"]
        verbose_name_plural = "not supplied"
        constraints = [_period_in_order("not_supplied"), _has_a_reason("not_supplied")]

    def __str__(self):
        return f"{called(self.indicator)} not supplied, because {self.because}"

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


class Commentary(Scoped):
    """What the owner of the data says about an indicator. A new text is a new row; the earlier ones stay.

    ``number`` counts up for one agency's comments on one indicator; ``period_end`` is the latest period it is about.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="commentary")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="commentary")
    received = models.ForeignKey(
        ReturnReceived, on_delete=models.CASCADE, null=True, blank=True, related_name="commentary"
    )
    indicator = models.CharField(max_length=20)
    period_end = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField()
    text = models.TextField()
    on = models.DateField()
    by = models.CharField(max_length=250)

    class Meta:
        db_table = "indicators_commentary"
        default_manager_name = "objects"
        ordering = ["indicator", "agency", "-number"]
        verbose_name_plural = "commentary"
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "agency", "indicator", "number"], name="one_comment_a_number"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="a_comment_says_something"),
        ]

    def __str__(self):
        return self.text

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency)


# ── What the partnership decided about an indicator ──


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
            _has_a_reason("target"),
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
            _has_a_reason("rebase"),
            models.CheckConstraint(
                condition=Q(undone_on__isnull=True) | ~Q(undone_because=""),
                name="an_undone_rebase_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{called(self.indicator)} from {self.from_period}"


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
            _period_in_order("published_figure"),
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


# ── What is not known ──


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
            _period_in_order("local_estimate"),
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
