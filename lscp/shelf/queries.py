"""Reads of the shelf. No partnership's scope: what stands here is published."""

from lscp.shelf.models import Edition


def shelves():
    """Everything published, as ``[(partnership's code, name, {work: [edition, latest first]})]`` by name."""
    names, works = {}, {}
    for edition in Edition.objects.order_by("-period_end", "work", "-number"):
        names.setdefault(edition.partnership, edition.partnership_name)
        works.setdefault(edition.partnership, {}).setdefault(edition.work, []).append(edition)
    return [(code, name, works[code]) for code, name in sorted(names.items(), key=lambda row: row[1])]


def shelf_of(partnership):
    """What one partnership has published, as ``(name, {work: [edition, latest first]})``; None for nothing."""
    works = {}
    for edition in Edition.objects.filter(partnership=partnership).order_by("-period_end", "work", "-number"):
        works.setdefault(edition.work, []).append(edition)
    if not works:
        return None
    newest = max((editions[0] for editions in works.values()), key=lambda edition: edition.published_at)
    return newest.partnership_name, works


def editions_of(partnership, work):
    """Every edition of a work, latest first."""
    return list(Edition.objects.filter(partnership=partnership, work=work).order_by("-number"))


def reports(works):
    """The works that are reports, as ``[[edition, latest first]]``, the latest period first."""
    return [editions for editions in works.values() if editions[0].kind == "report"]


def page(works, work):
    """The latest edition of a page that still stands, or None."""
    return next((edition for edition in works.get(work, []) if not edition.withdrawn_because), None)


def files(edition):
    """The files of an edition without their bytes, in order of path."""
    return list(edition.files.defer("content"))
