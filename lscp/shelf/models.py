"""Published editions as bytes and hashes: the only tables the public site reads."""

from django.db import models


class Edition(models.Model):
    """One published edition of one work (an annual report, the priorities, the glossary).

    ``work`` names the thing that has editions (``annual-report-2023-24``); an edition keeps its address for ever.
    """

    KINDS = [("report", "Annual report"), ("page", "Page")]

    partnership = models.CharField(max_length=40, db_index=True)
    partnership_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=KINDS)
    work = models.SlugField(max_length=80)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=250)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    erratum = models.TextField(blank=True)
    withdrawn_because = models.TextField(blank=True)
    signatures = models.JSONField(default=list)

    class Meta:
        db_table = "shelf_edition"
        ordering = ["partnership", "-period_end", "work", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "work", "number"], name="shelf_one_edition_a_number"
            )
        ]

    def __str__(self):
        return f"{self.title}, edition {self.number}"


class File(models.Model):
    """One file of an edition: its bytes and their SHA-256."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=120)
    label = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "shelf_file"
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["edition", "path"], name="shelf_one_file_a_path")]

    def __str__(self):
        return self.path
