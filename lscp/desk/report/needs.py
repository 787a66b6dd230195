"""What the annual report needs from somebody today: a signature, a step to publication, a comment to settle."""

from django.urls import reverse
from django.utils import timezone

from lscp.desk.home.need import Need
from lscp.partnerships.roles import May
from lscp.publication import queries


def lines(held, on):
    found = []
    if held.may(May.SIGN_REPORT):
        found += _signatures(held)
    if held.may(May.PUBLISH):
        found += _steps()
    if held.may(May.WRITE_REPORT):
        found += _comments()
    return found


def _day(moment):
    return timezone.localdate(moment)


def _signatures(held):
    for proof in queries.waiting_for(held.agency):
        address = reverse("desk:report_sign", args=[proof.report_id])
        yield Need("waiting", f"Sign {proof.report}", str(held.agency), _day(proof.sent_at), "Sign", address)


def _steps():
    """A text that everybody signed waits to be frozen; a frozen one to be published."""
    for report, since in queries.ready_to_freeze():
        address = reverse("desk:report_freeze", args=[report.pk])
        yield Need("waiting", f"Everybody has signed {report}", "You decide", _day(since), "Freeze", address)
    for report in queries.frozen():
        address = reverse("desk:report_publish", args=[report.pk])
        yield Need("waiting", f"{report} is frozen", "You decide", _day(report.frozen_at), "Publish", address)


def _comments():
    for comment in queries.open_comments():
        address = reverse("desk:report_chapter", args=[comment.chapter_id])
        what = f"Comment on “{comment.chapter}” in {comment.chapter.report}"
        yield Need("waiting", what, comment.by.person.name, _day(comment.at), "Read", address)
