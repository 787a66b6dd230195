"""The journal of this partnership: who did what, when, under what authority; newest first."""

import json

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lscp.design.forms import DateField, FilterForm
from lscp.design.words import gov_date, gov_time
from lscp.desk.downloads import Table, download, opening
from lscp.desk.pages import page
from lscp.journal import record
from lscp.journal.models import Event
from lscp.partnerships.roles import May


class JournalFilter(FilterForm):
    about = forms.CharField(
        label="What", required=False, help_text="A word of the event, or a reference like group:12"
    )
    who = forms.CharField(label="Who", required=False, help_text="Part of a name or role")
    since = DateField(label="From", required=False, help_text="For example, 1 4 2026")
    until = DateField(label="To", required=False)


# A filter must not make the page long to read back: the boxes' names as they stand in the address.
_ASKS = ("about", "who", "since_year", "until_year")


@page(May.READ_JOURNAL)
def listed(request):
    chosen = JournalFilter(request.GET if any(request.GET.get(name) for name in _ASKS) else None)
    table = Table(
        "journal",
        "What was done",
        ["When", "What", "Who", "Number"],
        _events(request.held.partnership_id, chosen),
        _csv if request.GET.get("format") == "csv" else _cells,
        nothing="No event fits. Clear the filters to see all of them.",
    )
    if request.GET.get("format") == "csv":
        table.columns = ["Number", "When", "Event", "About", "What", "Who", "Authority", "Details", "Hash"]
    return download(request, table) or render(
        request,
        "desk/journal/journal.html",
        {
            "events": table,
            "filter": chosen,
            "checked": "chain" in request.GET,
            "broken": record.first_break() if "chain" in request.GET else None,
            "checked_at": timezone.now(),
        },
    )


def _events(partnership, chosen):
    """The journal is no scoped table: what belongs to this partnership is asked for here."""
    events = Event.objects.filter(partnership=partnership).order_by("-number")
    if not chosen.is_bound or not chosen.is_valid():
        return events
    asked = chosen.cleaned_data
    if asked["about"]:
        events = (
            events.filter(about__iexact=asked["about"])
            if ":" in asked["about"]
            else events.filter(summary__icontains=asked["about"])
        )
    if asked["who"]:
        events = events.filter(by__icontains=asked["who"])
    if asked["since"]:
        events = events.filter(at__date__gte=asked["since"])
    if asked["until"]:
        events = events.filter(at__date__lte=asked["until"])
    return events


def _cells(event):
    return [
        f"{gov_date(event.at)}, {gov_time(event.at)}",
        opening(event.summary, reverse("desk:journal_event", args=[event.number]), longest=250),
        event.by,
        event.number,
    ]


def _csv(event):
    when = timezone.localtime(event.at).isoformat(timespec="seconds")
    return [
        event.number,
        when,
        event.verb,
        event.about,
        event.summary,
        event.by,
        event.authority,
        event.details,
        event.hash,
    ]


@page(May.READ_JOURNAL)
def one(request, number):
    """One event with its details, and the other events about the same thing."""
    event = Event.objects.filter(partnership=request.held.partnership_id, number=number).first()
    if event is None:
        raise Http404
    same = Table(
        "same",
        "Everything done about this",
        ["When", "What", "Who", "Number"],
        Event.objects.filter(partnership=event.partnership, about=event.about).order_by("-number"),
        _cells,
    )
    return download(request, same) or render(
        request,
        "desk/journal/event.html",
        {"event": event, "details": json.loads(event.details), "same": same},
    )
