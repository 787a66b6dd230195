"""Putting an edition on the shelf, and saying what became of it. Nothing is ever taken off without a notice."""

import hashlib

from django.db import transaction
from django.utils import timezone

from lscp.shelf.models import Edition, File


def manifest_hash(files):
    """SHA-256 over ``{path: bytes}``: each path with its own hash, in order of path."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@transaction.atomic
def put(
    files, *, partnership, partnership_name, kind, work, title, period=(None, None), erratum="", signatures=()
):
    """Put ``files`` (``{path: Rendered(content, media_type, label)}``) on the shelf as the next edition of ``work``."""
    latest = Edition.objects.filter(partnership=partnership, work=work).order_by("-number").first()
    edition = Edition.objects.create(
        partnership=partnership,
        partnership_name=partnership_name,
        kind=kind,
        work=work,
        number=latest.number + 1 if latest else 1,
        title=title,
        period_start=period[0],
        period_end=period[1],
        published_at=timezone.now(),
        sha256=manifest_hash({path: file.content for path, file in files.items()}),
        erratum=erratum,
        signatures=list(signatures),
    )
    for path, file in files.items():
        File.objects.create(
            edition=edition,
            path=path,
            label=file.label,
            media_type=file.media_type,
            content=file.content,
            size=len(file.content),
            sha256=hashlib.sha256(file.content).hexdigest(),
        )
    return edition


def withdraw(edition, *, because):
    """Take the words away but not the address: a reader finds the reason there."""
    edition.withdrawn_because = because
    edition.save(update_fields=["withdrawn_because"])
    return edition


def faults(edition):
    """What is wrong with the bytes of ``edition``: a list of sentences, empty when every hash holds."""
    found, contents = [], {}
    for file in edition.files.all():
        contents[file.path] = bytes(file.content)
        if hashlib.sha256(contents[file.path]).hexdigest() != file.sha256:
            found.append(f"{file.path} is not the file that was published.")
    if manifest_hash(contents) != edition.sha256:
        found.append("The set of files is not the set that was published and signed.")
    return found
