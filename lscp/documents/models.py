"""Uploaded files: bytes, hash, classification. What a file is evidence of, other rooms know."""

from django.db import models
from django.db.models import Q

from lscp.scope import Scoped


class Document(Scoped):
    """One uploaded file. The same bytes sent twice for one agency, or twice for the whole partnership,
    are kept once; two agencies that send the same file each have their own, and learn nothing of the other's."""

    CLASSIFICATIONS = [
        ("public", "Public: already published"),
        ("official", "Official: for the partnership"),
        ("sensitive", "Official-sensitive: for named groups"),
    ]

    partnership_id = models.CharField(max_length=40, db_index=True)
    agency_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    name = models.CharField(max_length=250)
    media_type = models.CharField(max_length=100)
    classification = models.CharField(max_length=10, choices=CLASSIFICATIONS, default="official")
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=250)

    class Meta:
        db_table = "documents_document"
        default_manager_name = "objects"
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership_id", "sha256"],
                condition=Q(agency_id__isnull=True),
                name="documents_bytes_once",
            ),
            models.UniqueConstraint(
                fields=["partnership_id", "agency_id", "sha256"],
                condition=Q(agency_id__isnull=False),
                name="documents_bytes_once_an_agency",
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def seen_by(cls, agency):
        return Q(agency_id=agency) | Q(classification="public")
