"""The append-only record of who did what, when, and under what authority.

Text references and no foreign keys: the journal neither blocks a deletion nor follows it.
"""

from django.db import models


class Event(models.Model):
    """One thing done. ``hash`` covers every field and the hash of the row before."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    partnership = models.CharField(max_length=40, blank=True, db_index=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=80, db_index=True)
    by = models.CharField(max_length=250)
    authority = models.CharField(max_length=250, blank=True)
    summary = models.TextField()
    details = models.TextField(default="{}")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_event"
        ordering = ["number"]

    def __str__(self):
        return f"{self.number}. {self.summary}"


class Head(models.Model):
    """How long the chain is and how it ends, so that a row cut off at the end is missed too."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "journal_head"

    def __str__(self):
        return f"{self.count} events"
