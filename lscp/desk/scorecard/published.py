"""Figures that others published, to stand beside ours; and the catalogue of everything that can be followed."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.db.models import Count, Max, Min
from django.shortcuts import redirect, render
from django.urls import reverse

from lscp.design.words import gov_date, plural
from lscp.desk.downloads import Table, download
from lscp.desk.pages import attempt, page
from lscp.desk.scorecard import doors, forms
from lscp.desk.scorecard.scorecard import SCOPES
from lscp.desk.scorecard.words import name_of
from lscp.indicators.models import Comparator
from lscp.indicators.surroundings import operations as surroundings
from lscp.scorecard.catalogue import chapters


@page(*doors.READS)
def published(request):
    """What is on record of each release; whoever keeps the scorecard brings in another file."""
    form = forms.PublishedForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and doors.keeps(request.held) and form.is_valid():
        new = _bring_in(request, form)
        if new is not None:
            said = (
                f"{plural(new, 'published figure')} brought in."
                if new
                else "All of it was on record already."
            )
            messages.success(request, said)
            return redirect("desk:published")
    table = Table(
        "published",
        "On record",
        ["Indicator", "Release", "Years to", {"text": "Areas", "numeric": True}, "Brought in"],
        Comparator.objects.values("indicator", "release")
        .annotate(areas=Count("area_code", distinct=True), first=Min("year_ending"), last=Max("year_ending"),
                  day=Max("imported_on"))
        .order_by("indicator", "release"),
        lambda row: [
            name_of(row["indicator"]),
            row["release"],
            f"{row['first']:%Y} to {row['last']:%Y}" if row["first"] != row["last"] else f"{row['last']:%Y}",
            row["areas"],
            gov_date(row["day"]),
        ],
        nothing="No published figure is on record yet.",
    )  # fmt: skip
    return download(request, table) or render(
        request,
        "desk/scorecard/published.html",
        {"table": table, "form": form, "keeps": doors.keeps(request.held)},
        status=422 if form.errors else 200,
    )


def _bring_in(request, form):
    """How many figures and populations were new; None with the reason on the form."""
    uploaded = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(uploaded.name).name or "table.csv")
        path.write_bytes(uploaded.read())
        done = attempt(form, surroundings.import_files, [path], by=request.held)
    return done and done.figures + done.populations


@page(*doors.READS, methods=["GET", "HEAD"])
def catalogue(request):
    """Every indicator that can be followed, whether or not it has a figure here."""
    form = forms.WordsForm(request.GET or None)
    words = (form.cleaned_data["words"] if form.is_valid() else "").casefold().split()
    found = [
        (chapter.title, entry)
        for chapter in chapters()
        for entry in chapter.indicators
        if all(
            word in f"{entry.code} {entry.name} {entry.question} {entry.meaning}".casefold() for word in words
        )
    ]
    table = Table(
        "indicators",
        "Indicators",
        ["Question", "Name", "Code", "Chapter", "About", "In", "How often"],
        found,
        lambda each: [
            {"text": each[1].question, "href": reverse("desk:indicator", args=[each[1].code])},
            each[1].name,
            each[1].code,
            each[0],
            SCOPES[each[1].scope],
            each[1].unit.words,
            ", ".join(each[1].frequency),
        ],
        nothing="No indicator has all these words. Try fewer.",
    )
    return download(request, table) or render(
        request, "desk/scorecard/catalogue.html", {"table": table, "form": form}
    )
