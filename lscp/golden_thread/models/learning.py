"""What was learned: the source, and each finding in it."""

from django.db import models
from django.db.models import Q

from lscp.documents.models import Document
from lscp.partnerships.models import Group, Partnership
from lscp.rulebook import vocabulary
from lscp.scope import Scoped
from lscp.versioned import Versioned


def source_kinds():
    """Code and words of each kind of source, from the rulebook."""
    return vocabulary("source-kinds").choices()


def seen_by_agency(model, path, agency):
    """Rows of ``model`` whose recommendations (at ``path``) are addressed to an agency or have an action it owns."""
    rows = model.everywhere
    addressed = rows.filter(**{f"{path}addressees__agency_id": agency})
    owned = rows.filter(**{f"{path}actions__owner_agency_id": agency})
    return Q(pk__in=addressed.values("pk")) | Q(pk__in=owned.values("pk"))


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
        return seen_by_agency(cls, "findings__recommendations__", agency)


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
        return seen_by_agency(cls, "recommendations__", agency)
