"""Keeping a file."""

import hashlib

from django.db import transaction
from django.utils import timezone

from lscp.documents import rules
from lscp.documents.models import Document
from lscp.journal import record
from lscp.refusal import refuse_if


@transaction.atomic
def keep(content, *, name, partnership, by, agency=None, classification="official"):
    """Keep ``content`` (bytes) for ``partnership`` (its code) and return its ``Document``.

    The same bytes already kept for the same ``agency`` (None: for the whole partnership) are returned, not kept
    twice. Raises ``Refused`` (DC-01 to DC-03).
    """
    refuse_if(
        rules.may_be_empty(content),
        rules.may_be_so_large(len(content)),
        rules.may_be_of_this_kind(name, content),
    )
    digest = hashlib.sha256(content).hexdigest()
    kept = Document.everywhere.filter(partnership_id=partnership, agency_id=agency, sha256=digest).first()
    if kept:
        return kept
    document = Document.everywhere.create(
        partnership_id=partnership,
        agency_id=agency,
        name=name[-250:],
        media_type=rules.media_type(name),
        classification=classification,
        content=content,
        size=len(content),
        sha256=digest,
        uploaded_at=timezone.now(),
        uploaded_by=str(by),
    )
    record.write(
        "document.kept",
        f"Kept the file {document.name}",
        by=by,
        about=f"document:{document.pk}",
        partnership=partnership,
        sha256=digest,
        size=len(content),
    )
    return document
