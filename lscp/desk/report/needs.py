"""What the annual report needs from somebody today: a signature, a step, a comment, a chapter asked of an agency."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from lscp.desk.home.need import DUE_WITHIN, Need
from lscp.partnerships.roles import May
from lscp.publication import asked, queries


def lines(held, on):
    found = []
    if held.may(May.SIGN_REPORT):
        found += _signatures(held)
    if held.may(May.PUBLISH):
        found += _steps()
    if held.may(May.WRITE_REPORT):
        found += _comments()
        found += _asked(on)
    if held.may(May.WRITE_CHAPTER) and held.agency_id:
        found += _to_write(held, on)
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


def _asked(on):
    """A text that an agency sent waits to be read; one that is late, or of which nothing is heard, to be chased."""
    for one in asked.waiting():
        row = one.request
        itself = reverse("desk:report_request", args=[row.pk])
        chase = f"{reverse('desk:report_request_link', args=[row.pk])}?from=home"
        whose, what = f"{row.person}, {row.agency}", f"{row} for {row.chapter.report}"
        if row.was_sent:
            yield Need("waiting", f"{row.agency} sent {what}", whose, one.wrote, "Read", itself)
        elif one.is_overdue(on):
            yield Need("overdue", what, whose, row.due, "Chase", chase, itself)
        elif one.is_quiet(on):
            since = max(one.told, one.heard or one.told)
            yield Need("quiet", what, whose, since, "Chase", chase, itself)


def _to_write(held, on):
    """What the reader's own agency was asked to write."""
    for one in asked.waiting(agency=held.agency_id):
        row = one.request
        if row.with_the_agency:
            late = "overdue" if row.due < on else "due" if row.due <= on + timedelta(days=DUE_WITHIN) else ""
            what = f"Write {row} for {row.chapter.report}"
            since = row.due if late else row.asked_on
            address = reverse("desk:report_write", args=[row.pk])
            yield Need(late or "waiting", what, str(row.agency), since, "Write", address)
