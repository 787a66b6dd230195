"""Reads across serious incidents, their clocks and their learning."""

import json

from django.db.models import Prefetch, Q

from lscp.clocks import queries as clocks
from lscp.golden_thread import queries as thread
from lscp.journal.models import Event
from lscp.partnerships.models import Post, RoleHeld
from lscp.sources.reviews.models import AgencySummary, Incident, LinkedReview, SummaryLink


def incidents():
    """Every incident, the one that became known last first."""
    return Incident.objects.order_by("-known_on", "-pk")


def summaries(incident):
    """What each agency was asked and answered, those still waited for first, with the links sent to it."""
    rows = AgencySummary.objects.filter(incident=incident).select_related("agency")
    links = Prefetch("email_links", SummaryLink.objects.select_related("person"))
    return list(rows.order_by("received_on", "due", "agency__name").prefetch_related(links))


def linked(incident):
    """Reviews with something in common, from either side: ``[(other incident or None, its title, in common)]``."""
    rows = LinkedReview.objects.filter(Q(incident=incident) | Q(other=incident)).select_related(
        "incident", "other"
    )
    found = []
    for row in rows:
        other = row.incident if row.other_id == incident.pk else row.other
        found.append((other, str(other or row.title), row.in_common))
    return found


def history(incident):
    """``[(event, {"because": …, "without": …})]``: the journal about one incident, with the reasons kept there."""
    rows = Event.objects.filter(about=f"incident:{incident.pk}", partnership=incident.partnership_id)
    return [(event, json.loads(event.details)) for event in rows.order_by("number")]


def older_sisters(text, *, but=None, most=3):
    """Earlier recommendations, of any source and year, that may say the same, each with what came of it.

    ``but`` is the recommendation asked about: neither it, nor its own review's others, nor later ones count.
    """
    found = thread.similar_earlier(text, but=but.pk if but else None, most=2 * most)
    if but:
        own = but.finding.source_id
        found = [row for row in found if row.finding.source_id != own and row.made_on <= but.made_on]
    return found[:most]


def who_to_ask(agency, on):
    """People of an agency with an e-mail address: its contacts, then its lead, then others in post there. (A police
    force serves several partnerships: whoever has a role in this one goes before the others.)"""
    answering = ["agency_contact", "partner_lead"]
    contacts = RoleHeld.objects.in_force(on).filter(role__in=answering, agency=agency).order_by("role")
    posts = Post.objects.in_force(on).filter(agency=agency).order_by("person__name")
    people = [held.person for held in contacts.select_related("person")]
    people += [post.person for post in posts.select_related("person")]
    return list({person.pk: person for person in people if person.email}.values())


def clocks_of(incident):
    """The statutory clocks of one incident, in the order in which they started."""
    return list(clocks.about("incident", incident.pk))


def summaries_waited_for():
    """Summaries asked for and not given, of rapid reviews still to be sent, soonest due first."""
    still_wanted = AgencySummary.objects.filter(
        received_on__isnull=True,
        incident__rapid_review_sent_on__isnull=True,
        incident__closed_on__isnull=True,
    )
    return still_wanted.select_related("incident", "agency").order_by("due", "pk")


def summaries_overdue(on):
    """Those whose day has passed, longest first."""
    return summaries_waited_for().filter(due__lt=on)


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
    if not years:
        return []
    nothing = dict.fromkeys(steps, 0)  # a year without any counts too
    return [
        (f"{start}/{(start + 1) % 100:02}", years.get(start, nothing))
        for start in range(max(years), min(years) - 1, -1)
    ]
