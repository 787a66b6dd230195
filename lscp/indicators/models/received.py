"""What was asked of whom, and what came in: requests, returns, their readings, and why a number is missing."""

import json

from django.db import models
from django.db.models import F, Q

from lscp.design.words import gov_date_range
from lscp.documents.models import Document
from lscp.indicators.figures import WHOLE
from lscp.indicators.models.constraints import has_a_reason, period_in_order
from lscp.indicators.states import MAY_BECOME, RequestStatus, ReturnStatus
from lscp.partnerships.models import Agency, Partnership, Person
from lscp.scope import Scoped, ScopedManager
from lscp.scorecard.catalogue import called
from lscp.versioned import Versioned


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
            period_in_order("return_request"),
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
            period_in_order("return"),
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
            period_in_order("reading"),
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
        constraints = [period_in_order("not_supplied"), has_a_reason("not_supplied")]

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
