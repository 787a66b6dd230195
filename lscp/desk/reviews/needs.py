"""What serious incidents need from somebody today: clocks running out, decisions to take, summaries not in."""

from functools import partial

from django.urls import reverse

from lscp.clocks import queries as clocks
from lscp.desk.home.need import DUE_WITHIN, Need, Needs
from lscp.partnerships.roles import May
from lscp.sources.reviews import queries
from lscp.sources.reviews.models import Incident
from lscp.sources.reviews.states import IncidentStatus


def lines(held, on):
    if held.may(May.READ_OWN):
        return list(_asked_of(on))
    if not held.may(May.READ_REVIEWS):
        return []
    return [*_clocks(on), *_decisions(held), *_summaries(held, on)]


def _clocks(on):
    for group, rows in (
        ("overdue", clocks.overdue(on, "incident")),
        ("due", clocks.due_within(on, DUE_WITHIN, "incident")),
    ):
        yield Needs(group, rows, partial(_clock_line, group))


def _clock_line(group, clock):
    address = reverse("desk:incident", args=[clock.subject_reference])
    return Need(group, f"{clock.name}: {clock.subject}", "Safeguarding partners", clock.due, "Open", address)


def _decisions(held):
    if held.may(May.DECIDE_REVIEWS):
        rows = Incident.objects.filter(status=IncidentStatus.RAISED).order_by("known_on", "pk")
        yield Needs("waiting", rows, _decision)


def _decision(row):
    address = reverse("desk:incident", args=[row.pk])
    return Need("waiting", f"Are the criteria met for {row}?", "You decide", row.known_on, "Decide", address)


def _summaries(held, on):
    """Late summaries, for whoever keeps reviews to chase; and a partner's own agency's, to answer."""
    rows = queries.summaries_overdue(on)
    if held.may(May.DECIDE_REVIEWS) and held.agency_id:
        rows = rows.exclude(agency=held.agency_id)
        yield from _asked_of(on, agency=held.agency_id)
    yield Needs("overdue", rows, partial(_late_summary, held.may(May.KEEP_REVIEWS)))


def _late_summary(chases, summary):
    itself = reverse("desk:incident", args=[summary.incident_id])
    chase = f"{reverse('desk:summary_chase', args=[summary.pk])}?from=home"
    verb, address = ("Chase", chase) if chases else ("Open", itself)
    what = f"Summary on {summary.incident}"
    return Need("overdue", what, str(summary.agency), summary.due, verb, address, itself)


def _asked_of(on, **which):
    """An agency's contact sees what their agency was asked, by its pseudonym, and nothing else."""
    rows = queries.summaries_waited_for().filter(**which)
    for group, these in (("overdue", rows.filter(due__lt=on)), ("due", rows.filter(due__gte=on))):
        yield Needs(group, these, partial(_asked, group))


def _asked(group, summary):
    address = reverse("desk:incident_summary", args=[summary.pk])
    return Need(group, f"Summary on {summary.incident}", str(summary.agency), summary.due, "Answer", address)
