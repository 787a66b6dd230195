"""Does each group meet as often as it must, and does each agency take part?"""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lscp.desk.downloads import Table, download
from lscp.desk.meetings.forms import PeriodFilter, YearFilter
from lscp.desk.pages import page
from lscp.partnerships.models import Group
from lscp.partnerships.roles import May
from lscp.sources.meetings import queries


def _number(text):
    return {"text": text, "numeric": True}


@page(May.READ_RECORD)
def frequency(request):
    on = timezone.localdate()
    now = queries.year_of(on)[0].year
    first = Group.objects.order_by("started").values_list("started", flat=True).first()
    years = range(now, (queries.year_of(first)[0].year if first else now) - 1, -1)
    chosen = YearFilter(request.GET if "year" in request.GET else None, years=years)
    year = chosen.cleaned_data["year"] if chosen.is_bound and chosen.is_valid() else None
    start, end = queries.year_of(on.replace(year=year or now, month=4, day=1))
    table = Table(
        f"meeting-frequency-{start.year}",
        f"Meetings of each group, {start.year}/{end.year % 100:02}",
        [
            "Group",
            "Standing",
            _number("Fewest"),
            _number("Held"),
            _number("Still planned"),
            _number("Cancelled"),
        ],
        queries.frequency(start, end, on),
        lambda line: [
            {"text": line.group.name, "href": reverse("desk:group", args=[line.group.pk])},
            line.word,
            line.least,
            line.held,
            line.planned,
            line.cancelled,
        ],
        nothing="No group had a minimum number of meetings in this year.",
    )
    return download(request, table) or render(
        request,
        "desk/meetings/frequency.html",
        {"frequency": table, "filter": chosen, "breaches": [one for one in table.things if one.breach]},
    )


@page(May.READ_RECORD)
def engagement(request):
    on = timezone.localdate()
    start, end = queries.year_of(on)
    asked = ("since_year", "until_year", "group")
    chosen = PeriodFilter(request.GET if any(request.GET.get(name) for name in asked) else None)
    group = None
    if chosen.is_bound and chosen.is_valid():
        start = chosen.cleaned_data["since"] or start
        end = chosen.cleaned_data["until"] or end
        group = chosen.cleaned_data["group"]
    table = Table(
        "engagement",
        "Part taken by each agency",
        [
            "Agency",
            _number("Invited to (n)"),
            _number("Attended"),
            _number("Sent a deputy"),
            _number("Apologies"),
            _number("Absent"),
            _number("Not recorded"),
            _number("Represented at"),
        ],
        queries.engagement(start, end, group=group),
        lambda line: [
            {"text": line.agency, "href": reverse("desk:agency", args=[line.agency_id])},
            line.invited,
            line.attended,
            line.deputy,
            line.apologies,
            line.absent,
            line.unmarked,
            f"{line.percent}% (n = {line.invited})",
        ],
        nothing="No meeting was held in this time.",
    )
    return download(request, table) or render(
        request,
        "desk/meetings/engagement.html",
        {"engagement": table, "filter": chosen, "start": start, "end": end, "group": group},
    )
