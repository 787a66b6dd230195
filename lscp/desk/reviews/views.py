"""Serious incidents and reviews: the list, and a form for each step."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from lscp.clocks import states as clock_states
from lscp.design.words import gov_date
from lscp.desk.clocks.steps import taken
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.reviews import forms
from lscp.golden_thread import states as thread_states
from lscp.partnerships.roles import May
from lscp.sources.reviews import operations, queries
from lscp.sources.reviews.models import Incident
from lscp.sources.reviews.states import SHOWN, IncidentStatus

CRITERIA = (
    "The criteria: abuse or neglect of a child is known or suspected, and the child died or was seriously harmed. "
    "The death of a child looked after, or of a care leaver aged 24 or under, is always notified."
)


@page(May.READ_REVIEWS)
def incidents(request):
    listed = Table(
        "incidents",
        "Incidents, latest first",
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
        "By year, each step counted in the year it was taken",
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
            messages.success(request, f"{row} is recorded. {_due(row)}")
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


def _due(row):
    """What the incident's clocks ask for now: Rapid review is due on 22 April 2026."""
    clocks = (clock for clock in queries.clocks_of(row) if clock.status == clock_states.RUNNING)
    return " ".join(f"{clock.name} is due on {gov_date(clock.due)}." for clock in clocks)


def _step(request, pk, form_class, operation, *, heading, done, form_facts=None, page_facts=None, **more):
    """One step of an incident: a form, one operation, and back to the incident. ``form_facts`` and ``page_facts``
    say of the incident what the form and its page need to know."""
    row = get_object_or_404(Incident.objects.select_related("partnership"), pk=pk)
    form = form_class(request.POST or None, **(form_facts(row) if form_facts else {}))
    if form.is_valid():
        result = taken(form, operation, row, by=request.held, **form.cleaned_data)
        if result is not None:
            messages.success(request, f"{done.format(row=row)} {_due(row)}".strip())
            return _to(row)
    return form_page(
        request,
        form,
        heading=heading.format(row=row),
        back=reverse("desk:incident", args=[pk]),
        **more,
        **(page_facts(row) if page_facts else {}),
    )


@page(May.DECIDE_REVIEWS)
def notify(request, pk):
    return _step(
        request,
        pk,
        forms.NotifyForm,
        operations.notify,
        heading="The criteria are met: {row} was notified",
        done="{row} is notified.",
        verb="Record the decision",
        intro=CRITERIA,
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
        intro=CRITERIA,
    )


@page(May.DECIDE_REVIEWS)
def rapid_review(request, pk):
    return _step(
        request,
        pk,
        forms.RapidReviewForm,
        operations.send_rapid_review,
        heading="The rapid review of {row} was sent to the Panel",
        done="The rapid review of {row} is recorded. Add its recommendations next.",
        verb="Record it",
        page_facts=lambda row: {
            "template": "desk/reviews/rapid_review.html",
            "answers": [each for each in queries.summaries(row) if each.received_on],
        },
        form_facts=lambda row: {"missing": [s.agency for s in queries.summaries(row) if not s.received_on]},
    )


@page(May.KEEP_REVIEWS)
def recommend(request, pk):
    """Adding a recommendation: earlier ones that may say the same are shown before it is added."""
    row = get_object_or_404(Incident.objects.select_related("partnership", "source"), pk=pk)
    form = forms.RecommendForm(request.POST or None)
    sisters = []
    if form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("seen").split()
        sisters = queries.older_sisters(given["text"])
        if all(str(sister.pk) in seen for sister in sisters):
            made = attempt(form, operations.recommend, row, by=request.held, **given)
            if made:
                messages.success(request, "The recommendation stands in the golden thread.")
                return _to(row)
        else:
            form.data = form.data.copy()
            form.data["seen"] = " ".join(str(sister.pk) for sister in sisters)
    return form_page(
        request,
        form,
        heading=f"Add a recommendation of the review of {row}",
        back=reverse("desk:incident", args=[pk]),
        verb="Add it all the same" if sisters else "Add it",
        template="desk/reviews/recommend.html",
        sisters=sisters,
        SHOWN=thread_states.SHOWN,
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
        done="The local review of {row} has begun.",
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
        form_facts=lambda row: {"incident": row},
    )
