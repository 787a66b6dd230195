"""Answers about who works together: meetings, who comes, who sits where, and the independent scrutineer."""

from datetime import timedelta

from django.urls import reverse

from lscp.briefing.answers import standing
from lscp.briefing.answers.answer import Answer, Evidence
from lscp.briefing.answers.holding import held
from lscp.briefing.answers.thread import about_words, carried_out, judged, source
from lscp.briefing.answers.wording import MOST_EVIDENCE, gov_date, listed, lower, plural, quoted, said
from lscp.calendars.months import add_months
from lscp.golden_thread.models import Recommendation, Source
from lscp.partnerships.models import Agency, Footprint, Group, GroupMember, RoleHeld
from lscp.partnerships.queries import safeguarding_partners
from lscp.sources.meetings.queries import engagement as taking_part
from lscp.sources.meetings.queries import frequency

MOST_AGENCIES = 12


def _year_to(on):
    """The twelve months that end on a day."""
    return add_months(on, -12) + timedelta(days=1), on


def _page(kind, name, text):
    return Evidence(kind, "all", reverse(f"desk:{name}"), text)


def meetings(about, *, on):
    """How often each group met in twelve months beside the fewest it must, and how often each agency was there."""
    first, last = _year_to(on)
    met = frequency(first, last, on)
    if about.group_kinds:
        met = [one for one in met if one.group.kind in about.group_kinds]
    part = taking_part(first, last)
    if not any(one.held for one in met) and not part:
        return Answer(None, missing="The record holds no meeting of the last twelve months.")
    text = said(
        f"In the twelve months to {gov_date(on)}",
        *(_met(one) for one in met),
        f"Represented, of the meetings each was invited to: {_shares(part)}" if part else "",
    )
    evidence = (
        _page("meetings", "meeting_frequency", "How often each group met"),
        _page("attendance", "meeting_engagement", "How each agency took part in meetings"),
    )
    return Answer(text.replace(". ", ": ", 1), on, evidence)


def _met(one):
    below = ", which is fewer" if one.held < one.least else ""
    return f"{one.group.name} met {_times(one.held)}; it must meet at least {_times(one.least)}{below}"


def _times(count):
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _shares(part):
    ordered = sorted(part, key=lambda one: (one.percent, one.agency))
    said_ = [f"{one.agency} {one.attended + one.deputy} of {one.invited}" for one in ordered[:MOST_AGENCIES]]
    more = len(ordered) - len(said_)
    return "; ".join(said_) + (f"; and {plural(more, 'more agency', 'more agencies')}" if more else "")


def engagement(about, *, on):
    """How one sector takes part in meetings, beside everybody."""
    first, last = _year_to(on)
    sectors = dict(Agency.objects.values_list("pk", "sector"))
    name = _sector(about)
    everybody = taking_part(first, last)
    theirs = [one for one in everybody if sectors.get(one.agency_id) == about.sector]
    if not theirs:
        return Answer(
            None, missing=f"The record does not show {name} invited to a meeting in the last twelve months."
        )
    text = said(
        f"In the twelve months to {gov_date(on)} {name} was represented at {_of(theirs)} to which it was invited",
        f"All agencies together: {_of(everybody)}",
        f"By agency: {_shares(theirs)}" if len(theirs) > 1 else "",
    )
    return Answer(
        text, on, (_page("attendance", "meeting_engagement", "How each agency took part in meetings"),)
    )


def _sector(about):
    return f"the sector “{lower(dict(Agency.SECTORS).get(about.sector, 'none'))}”"


def _of(part):
    came, invited = sum(one.attended + one.deputy for one in part), sum(one.invited for one in part)
    return f"{came} of {invited} meetings ({round(100 * came / invited)}%)"


# ── Who sits where ────────────────────────────────────────────────────────────────────────────────────────


def membership(about, *, on):
    """Who the safeguarding partners are, what place a sector has beside them, and in which groups it sits."""
    partners = safeguarding_partners(on)
    places = Footprint.objects.in_force(on).filter(agency__sector=about.sector).select_related("agency")
    if not places:
        return Answer(None, missing="The record names no agency of this sector.")
    seats = GroupMember.objects.in_force(on).filter(agency__sector=about.sector).select_related("group")
    groups = sorted({seat.group.name for seat in seats})
    chaired = sorted({seat.group.name for seat in seats if seat.capacity == "chair"})
    agencies = sorted({str(place.agency) for place in places})
    name = _sector(about)
    text = said(
        f"The safeguarding partners are {listed([str(one) for one in partners])}" if partners else "",
        f"In {name} the partnership has {plural(len(agencies), 'agency', 'agencies')}: {listed(agencies[:8])}",
        f"They sit in {plural(len(groups), 'group')}: {listed(groups)}" if groups else "They sit in no group",
        f"They chair {listed(chaired)}" if chaired else "",
    )
    evidence = (
        _page("agency", "agencies", "The agencies and their places"),
        _page("group", "groups", "The groups and who sits in them"),
    )
    return Answer(text, on, evidence)


def joint_work(about, *, on):
    """A group or a body by its name: since when, how often it met, who came, and what is followed through it."""
    found = held(about.words, "group")["group"]
    groups = list(Group.objects.filter(pk__in=found).order_by("-started", "pk"))
    if not groups:
        return Answer(None, missing=f"The record holds no group{about_words(about)}.")
    first, last = _year_to(on)
    text = said(*(sentence for group in groups[:2] for sentence in _group(group, first, last, on)))
    evidence = tuple(
        Evidence("group", str(group.pk), reverse("desk:group", args=[group.pk]), group.name)
        for group in groups
    )
    return Answer(text, on, evidence)


def _group(group, first, last, on):
    since = f"{group.name} has worked since {gov_date(group.started)}"
    yield since + (f" and ended on {gov_date(group.ended)}: {group.outcome}" if group.ended else "")
    part = taking_part(first, last, group=group)
    yield (
        f"Represented in the twelve months to {gov_date(on)}: {_shares(part)}"
        if part
        else ("The record holds no attendance at its meetings in the last twelve months")
    )
    stands = standing.standing_of(Recommendation.objects.filter(group=group), on)
    yield f"It follows {plural(len(stands), 'recommendation')}: {standing.tallied(stands)}" if stands else ""


# ── Independent scrutiny ──────────────────────────────────────────────────────────────────────────────────


def scrutiny(about, *, on):
    """Who the independent scrutineer is and since when, what they looked at, and what came of what they found."""
    held_ = (
        RoleHeld.objects.in_force(on).filter(role="scrutineer").select_related("person").order_by("started")
    )
    looked = Source.objects.filter(kind="scrutiny", happened_on__lte=on).order_by("-happened_on", "-pk")
    last = looked.first()
    if not held_ and last is None:
        return Answer(None, missing="The record names no independent scrutineer and holds no scrutiny.")
    rows = Recommendation.objects.filter(finding__source__kind="scrutiny")
    stands = standing.standing_of(rows, on)
    named = standing.read(standing.worst_first(stands)[:MOST_EVIDENCE])
    names = [f"{one.person.name}, since {gov_date(one.started)}" for one in held_]
    text = said(
        f"The independent scrutineer is {listed(names)}"
        if names
        else "The record names no independent scrutineer now",
        _found(last, looked.count()) if last else "The record holds nothing yet that scrutiny found",
        carried_out(stands),
        *standing.each(named, stands),
        judged(rows) if stands else "",
        "The register of roles does not keep who made the appointment" if names else "",
    )
    people = [
        Evidence("person", str(one.person_id), reverse("desk:person", args=[one.person_id]), str(one))
        for one in held_
    ]
    return Answer(text, on, (*people, *([source(last)] if last else []), *standing.evidence(named)))


def _found(last, many):
    first = last.findings.order_by("pk").first()
    heard = f". It found: {quoted(first.text)}" if first else ""
    return (
        f"The record holds {plural(many, 'piece')} of scrutiny, the last on {gov_date(last.happened_on)}: "
        f"{quoted(last.title)}{heard}"
    )
