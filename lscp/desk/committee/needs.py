"""What committee papers need from somebody today: a decision on what was found."""

from django.urls import reverse
from django.utils import timezone

from lscp.design.words import plural
from lscp.desk.home.need import Need, Needs
from lscp.partnerships.roles import May
from lscp.sources.committee import queries


def lines(held, on):
    """One line a paper in which something still waits, the longest waiting first."""
    if not held.may(May.IMPORT_MINUTES):
        return []
    return [Needs("waiting", queries.papers_waiting(), _paper)]


def _paper(paper):
    return Need(
        "waiting",
        f"{plural(paper.waiting, 'item')} in “{paper}”",
        paper.committee or "Committee",
        timezone.localdate(paper.staged_at),
        "Decide",
        reverse("desk:paper", args=[paper.pk]),
    )
