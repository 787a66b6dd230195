"""Two people editing one thing: the second is told, and loses nothing.

A page carries the version it was shown; the operation passes it back. When somebody saved in between,
``EditedMeanwhile`` carries what is there now, so that the page can show both texts.
"""

from django.db import models
from django.db.models import F


class EditedMeanwhile(Exception):
    """Somebody else saved ``current`` after the page was shown; nothing of the new text was written."""

    def __init__(self, current):
        self.current = current
        super().__init__("Somebody else changed this while you were working on it.")


class Versioned(models.Model):
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


def change(row, *, version=None, **fields):
    """Write ``fields`` to ``row`` in one statement and count its version up.

    ``version`` is the one the user was shown; ``None`` means that the caller holds the row already and nobody
    was shown anything (a scheduled job, a state change). Raises ``EditedMeanwhile`` with the row as it is now.
    """
    shown = row.version if version is None else int(version)
    written = (
        type(row)._base_manager.filter(pk=row.pk, version=shown).update(version=F("version") + 1, **fields)
    )
    row.refresh_from_db()
    if not written:
        raise EditedMeanwhile(row)
    return row
