"""Reads across serious incidents, their clocks and their learning."""

from django.db.models import Count, Q

from lscp.clocks import queries as clocks
from lscp.sources.reviews.models import AgencySummary, Incident


def incidents():
    """Every incident with how many summaries were asked for and came."""
    return Incident.objects.select_related("raised_by", "source").annotate(
        asked=Count("summaries"), received=Count("summaries", filter=Q(summaries__received_on__isnull=False))
    )


def clocks_of(incident):
    """The statutory clocks of one incident, in the order in which they started."""
    return list(clocks.about("incident", incident.pk))


def summaries_overdue(on):
    """Agencies that were asked for a summary and have not answered in time, longest first."""
    return AgencySummary.objects.filter(received_on__isnull=True, due__lt=on).select_related(
        "incident", "agency"
    )


def counts_by_year(first_month=4):
    """Incidents, notifications, rapid reviews and local reviews by year ending in March.

    Returns ``[(year_label, {"raised": n, "notified": n, "rapid_reviews": n, "local_reviews": n})]``, latest first,
    counted by the day of each step, so that a year compares with the year before.
    """
    years = {}
    steps = {
        "raised": "known_on",
        "notified": "notified_on",
        "rapid_reviews": "rapid_review_sent_on",
        "local_reviews": "local_review_on",
    }
    for row in Incident.objects.values(*steps.values()):
        for step, field in steps.items():
            day = row[field]
            if day:
                start = day.year if day.month >= first_month else day.year - 1
                years.setdefault(start, dict.fromkeys(steps, 0))[step] += 1
    return [(f"{start}/{(start + 1) % 100:02}", years[start]) for start in sorted(years, reverse=True)]
