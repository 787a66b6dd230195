"""Serious incidents and reviews: the list, one incident on one page, and a form for each step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.reviews import forms
from lscp.golden_thread import queries as thread
from lscp.partnerships.roles import May
from lscp.sources.reviews import operations, queries
from lscp.sources.reviews.models import AgencySummary, Incident
from lscp.sources.reviews.states import GOES_TO, SHOWN, TURN, IncidentStatus


@page(May.READ_REVIEWS)
def incidents(request):
    listed = Table(
        "incidents",
        "Serious incidents and reviews",
        ["Pseudonym", "Became known", "What happened", "Where it stands", "Notified", "Rapid review sent"],
        queries.incidents(),
        lambda row: [
            {"text": row.pseudonym, "href": reverse("desk:incident", args=[row.pk])},
            gov_date(row.known_on),
            row.get_kind_display(),
            SHOWN[IncidentStatus(row.status)][0],
            gov_date(row.notified_on) or "Not notified",
            gov_date(row.rapid_review_sent_on) or "Not sent",
        ],
        nothing="No serious incident has been recorded.",
    )
    counts = Table(
        "by-year",
        "By year, each counted on the day of the step",
        ["Year to 31 March", *({"text": text, "numeric": True} for text in
          ("Raised", "Notified", "Rapid reviews", "Local reviews"))],
        queries.counts_by_year(),
        lambda year: [year[0], *year[1].values()],
        nothing="There is nothing to count yet.",
        paged=False,
    )  # fmt: skip
    return download(request, listed, counts) or render(
        request, "desk/reviews/incidents.html", {"listed": listed, "counts": counts}
    )


@page(May.READ_REVIEWS)
def incident(request, pk):
    row = get_object_or_404(Incident.objects.select_related("raised_by", "source", "reviewer"), pk=pk)
    status = IncidentStatus(row.status)
    return render(
        request,
        "desk/reviews/incident.html",
        {
            "incident": row,
            "shown": SHOWN[status],
            "turn": TURN[status],
            "next_steps": GOES_TO[status],
            "Status": IncidentStatus,
            "today": timezone.localdate(),
            "clocks": queries.clocks_of(row),
            "summaries": row.summaries.select_related("agency"),
            "links": row.links.select_related("other"),
            "thread": thread.whole_thread(row.source) if row.source else None,
        },
    )


def _to(row):
    return redirect("desk:incident", pk=row.pk)


@page(May.KEEP_REVIEWS)
def raise_incident(request):
    form = forms.RaiseForm(request.POST or None)
    if form.is_valid():
        row = attempt(
            form, operations.raise_incident, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if row:
            messages.success(request, f"{row} is recorded. The notification clock is running.")
            return _to(row)
    return form_page(
        request, form, heading="Record a serious incident", back=reverse("desk:reviews"), verb="Record it"
    )


@page(May.KEEP_REVIEWS)
def edit_account(request, pk):
    row = get_object_or_404(Incident.objects, pk=pk)
    form = forms.AccountForm(request.POST or None, initial=shown(row, forms.AccountForm))
    if form.is_valid() and edit(form, operations.edit_account, row, by=request.held):
        messages.success(request, "The account was changed.")
        return _to(row)
    return form_page(
        request, form, heading=f"Change the account of {row}", back=reverse("desk:incident", args=[pk])
    )


def _step(request, pk, form_class, operation, *, heading, done, verb="Save", intro="", form_facts=None):
    """One step of an incident: a form, one operation, and back to the incident."""
    row = get_object_or_404(Incident.objects.select_related("partnership"), pk=pk)
    form = form_class(request.POST or None, **(form_facts(row) if form_facts else {}))
    if form.is_valid():
        result = attempt(form, operation, row, by=request.held, **form.cleaned_data)
        if result is not None:
            messages.success(request, done.format(row=row))
            return _to(row)
    return form_page(
        request,
        form,
        heading=heading.format(row=row),
        back=reverse("desk:incident", args=[pk]),
        verb=verb,
        intro=intro,
    )


@page(May.DECIDE_REVIEWS)
def notify(request, pk):
    return _step(
        request,
        pk,
        forms.NotifyForm,
        operations.notify,
        heading="The criteria are met: {row} was notified",
        done="{row} is notified. The rapid review is due 15 working days later.",
        verb="Record the decision",
    )


@page(May.DECIDE_REVIEWS)
def not_notifiable(request, pk):
    return _step(
        request,
        pk,
        forms.NotNotifiableForm,
        operations.decide_not_notifiable,
        heading="The criteria are not met for {row}",
        done="The decision on {row} is recorded with its reasons.",
        verb="Record the decision",
    )


def _ask_all(row, *, agencies, on, by):
    return [operations.ask_for_summary(row, agency, on=on, by=by) for agency in agencies]


@page(May.KEEP_REVIEWS)
def ask(request, pk):
    return _step(
        request,
        pk,
        forms.AskForm,
        _ask_all,
        heading="Ask agencies for their summaries on {row}",
        done="The agencies are asked. Their answers are due in 10 working days.",
        verb="Ask them",
        form_facts=lambda row: {"incident": row},
    )


@page(May.KEEP_REVIEWS, May.READ_OWN)
def summary(request, pk):
    """Record an agency's summary; the agency's own contact may give it too."""
    row = get_object_or_404(AgencySummary.objects.select_related("agency", "incident"), pk=pk)
    form = forms.SummaryForm(request.POST or None, initial={"text": row.text} if row.text else None)
    back = (
        reverse("desk:incident", args=[row.incident_id])
        if request.held.may(May.READ_REVIEWS)
        else reverse("desk:home")
    )
    if form.is_valid() and attempt(
        form, operations.receive_summary, row, by=request.held, **form.cleaned_data
    ):
        messages.success(request, f"The summary of {row.agency} is recorded.")
        return redirect(back)
    return form_page(request, form, heading=f"Summary of {row.agency} on {row.incident}", back=back)


@page(May.DECIDE_REVIEWS)
def rapid_review(request, pk):
    return _step(
        request,
        pk,
        forms.RapidReviewForm,
        operations.send_rapid_review,
        heading="The rapid review of {row} was sent to the Panel",
        done="The rapid review of {row} is recorded. Add its recommendations next.",
    )


@page(May.KEEP_REVIEWS)
def recommend(request, pk):
    return _step(
        request,
        pk,
        forms.RecommendForm,
        operations.recommend,
        heading="A recommendation of the review of {row}",
        done="The recommendation stands in the golden thread.",
        verb="Add it",
    )


@page(May.KEEP_REVIEWS)
def link(request, pk):
    return _step(
        request,
        pk,
        forms.LinkForm,
        operations.link,
        heading="Another review that {row} has something in common with",
        done="The link is recorded.",
        form_facts=lambda row: {"incident": row},
    )


@page(May.DECIDE_REVIEWS)
def local_review(request, pk):
    return _step(
        request,
        pk,
        forms.LocalReviewForm,
        operations.begin_local_review,
        heading="Begin a local child safeguarding practice review of {row}",
        done="The local review of {row} has begun; it is due for publication in six months.",
        verb="Begin it",
    )


@page(May.DECIDE_REVIEWS)
def close(request, pk):
    return _step(
        request,
        pk,
        forms.CloseForm,
        operations.close,
        heading="Close {row}",
        done="{row} is closed.",
        verb="Close it",
    )
