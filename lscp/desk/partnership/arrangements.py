"""The published arrangements: every version, and what changed from one to the next."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import ArrangementsForm
from lscp.partnerships import operations
from lscp.partnerships.models import Arrangements


@page(*READS)
def listed(request):
    table = Table(
        "arrangements",
        "Versions of the published arrangements",
        ["Version", "In force from", "What changed"],
        Arrangements.objects.all(),
        lambda version: [
            {
                "text": f"Version {version.number}",
                "href": reverse("desk:arrangements_version", args=[version.number]),
            },
            gov_date(version.in_force_from),
            version.changes or "The first version",
        ],
        nothing="No arrangements are on record yet. Publish the first version.",
    )
    return download(request, table) or render(
        request, "desk/partnership/arrangements.html", {"versions": table}
    )


@page(*READS)
def one(request, number):
    version = get_object_or_404(Arrangements.objects, number=number)
    around = Arrangements.objects.filter(number__in=[number - 1, number + 1])
    return render(
        request,
        "desk/partnership/arrangements_version.html",
        {"this": version, "around": {other.number - number: other for other in around}},
    )


@page(*KEEPS)
def publish(request):
    latest = Arrangements.objects.first()
    initial = {"text": latest.text, "after": latest.number} if latest else {"after": 0}
    form = ArrangementsForm(request.POST or None, initial=initial)
    if form.is_valid():
        version = attempt(
            form,
            operations.publish_arrangements,
            request.held.partnership,
            by=request.held,
            **form.cleaned_data,
        )
        if version:
            messages.success(request, f"Version {version.number} of the arrangements is on record.")
            return redirect("desk:arrangements_version", version.number)
        if latest and str(latest.number) != str(form.data.get("after")):
            # The reader has now been told; saving again is their choice.
            form.data = form.data.copy()
            form.data["after"] = latest.number
    return form_page(
        request,
        form,
        heading="Publish arrangements",
        back=reverse("desk:arrangements"),
        verb="Publish this version",
        intro="Earlier versions stay on record with what changed between them.",
    )
