"""One's own dates: on the desk, and by a secret address in one's own calendar program."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.meetings.doors import READS
from lscp.desk.pages import ANYONE, page
from lscp.partnerships.access import scope_of
from lscp.sources.meetings import calendar, operations
from lscp.sources.meetings.models import CalendarKey


def _address(one):
    return reverse(f"desk:{one.kind}", args=[one.pk])


@page(*READS)
def mine(request, address=None):
    on = timezone.localdate()
    dates = [one for one in calendar.dates_of(request.held, on) if one.day >= on]
    table = Table(
        "calendar",
        "To come",
        ["Day", "What", "Time and place"],
        dates,
        lambda one: [
            gov_date(one.day),
            {"text": f"{one.title} (cancelled)" if one.cancelled else one.title, "href": _address(one)},
            ", ".join(
                part for part in [f"{one.starts_at:%H:%M}" if one.starts_at else "", one.place] if part
            ),
        ],
        nothing="Nothing is planned and nothing is due for you.",
    )
    key = CalendarKey.objects.filter(held=request.held, revoked_at__isnull=True).first()
    return download(request, table) or render(
        request, "desk/meetings/calendar.html", {"dates": table, "key": key, "address": address}
    )


@page(*READS, methods=["POST"])
def make(request):
    """Make the address and show it this once."""
    _, token = operations.make_calendar_key(by=request.held)
    address = f"{settings.SITE_ADDRESS}{reverse('desk:calendar_feed', query={'key': token})}"
    response = mine(request, address=address)
    response["Cache-Control"] = "no-store"
    return response


@page(*READS, methods=["POST"])
def revoke(request, pk):
    key = get_object_or_404(CalendarKey.objects.filter(held=request.held), pk=pk)
    operations.revoke_calendar_key(key, by=request.held)
    messages.success(request, "The calendar address no longer works. Programs that use it show nothing new.")
    return redirect("desk:calendar")


@page(ANYONE, methods=["GET", "HEAD"])
def feed(request):
    """What a calendar program reads. The key in the address stands for one role, until it is ended."""
    now = timezone.now()
    held = operations.redeem_calendar_key(request.GET.get("key", ""), on=timezone.localdate())
    if held is None:
        return HttpResponse(
            "This calendar address does not work, or no longer works. Sign in and make a new one under Calendar.",
            status=404,
            content_type="text/plain; charset=utf-8",
        )
    with scope.within(scope_of(held)):
        content = calendar.as_ics(
            calendar.dates_of(held, timezone.localdate()),
            name=f"{held.partnership.name}: {held.as_role.name}",
            site=settings.SITE_ADDRESS,
            address_of=_address,
            now=now,
        )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="safeguarding.ics"'
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
