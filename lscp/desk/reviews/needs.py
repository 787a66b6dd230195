"""What serious incidents need from somebody today: clocks running out, decisions to take, summaries not in."""

from django.urls import reverse

from lscp.clocks import queries as clocks
from lscp.desk.home.need import Need
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
    for clock in clocks.overdue(on, "incident"):
        yield _clock_line("overdue", clock)
    for clock in clocks.due_within(on, 14, "incident"):
        yield _clock_line("due", clock)


def _clock_line(group, clock):
    address = reverse("desk:incident", args=[clock.subject_reference])
    return Need(group, f"{clock.name}: {clock.subject}", "Safeguarding partners", clock.due, "Open", address)


def _decisions(held):
    if held.may(May.DECIDE_REVIEWS):
        for row in Incident.objects.filter(status=IncidentStatus.RAISED):
            address = reverse("desk:incident", args=[row.pk])
            yield Need(
                "waiting", f"Are the criteria met for {row}?", "You decide", row.known_on, "Decide", address
            )


def _summaries(held, on):
    """Late summaries, for whoever keeps reviews to chase; and a partner's own agency's, to answer."""
    chases = held.may(May.KEEP_REVIEWS)
    for summary in queries.summaries_overdue(on):
        if summary.agency_id == held.agency_id and held.may(May.DECIDE_REVIEWS):
            continue  # theirs to answer, below
        itself = reverse("desk:incident", args=[summary.incident_id])
        chase = f"{reverse('desk:summary_chase', args=[summary.pk])}?from=home"
        verb, address = ("Chase", chase) if chases else ("Open", itself)
        what = f"Summary on {summary.incident}"
        yield Need("overdue", what, str(summary.agency), summary.due, verb, address, itself)
    if held.may(May.DECIDE_REVIEWS) and held.agency_id:
        yield from _asked_of(on, agency=held.agency_id)


def _asked_of(on, **which):
    """An agency's contact sees what their agency was asked, by its pseudonym, and nothing else."""
    for summary in queries.summaries_waited_for().filter(**which):
        group = "overdue" if summary.due < on else "due"
        address = reverse("desk:incident_summary", args=[summary.pk])
        yield Need(
            group, f"Summary on {summary.incident}", str(summary.agency), summary.due, "Answer", address
        )
