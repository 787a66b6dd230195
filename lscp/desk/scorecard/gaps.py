"""The register of data that the partnership cannot get: who holds it, what was asked, what came back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.scorecard import doors, forms, localise
from lscp.desk.scorecard.words import name_of, names_of
from lscp.indicators import operations
from lscp.indicators.figures import label as period
from lscp.indicators.figures import written
from lscp.indicators.models import DataGap
from lscp.indicators.states import TURN


@page(*doors.READS_RETURNS, methods=["GET", "HEAD"])
def listed(request):
    table = Table(
        "data-gaps",
        "What we cannot know yet",
        ["Missing", "Held by", "Exists for", "How it stands", "Since", "Next step is", "Needed for"],
        DataGap.objects.select_related("agency"),
        lambda gap: [
            {"text": gap.dataset, "href": reverse("desk:gap", args=[gap.pk])},
            gap.held_by,
            gap.geography,
            gap.get_status_display(),
            gov_date(gap.status_on),
            TURN[gap.status],
            names_of(gap.indicators),
        ],
        nothing="Nothing is on the register.",
    )
    return download(request, table) or render(
        request, "desk/scorecard/gaps.html", {"table": table, "keeps": doors.keeps(request.held)}
    )


@page(*doors.READS_RETURNS, methods=["GET", "HEAD"])
def one(request, pk):
    gap = get_object_or_404(DataGap.objects.select_related("agency"), pk=pk)
    steps = Table(
        "steps",
        "What was asked, and what came back",
        ["Day", "How it stood", "What happened", "Written by"],
        gap.steps.all(),
        lambda step: [gov_date(step.on), step.get_status_display(), step.text, step.by],
        nothing="Nobody has asked for it yet.",
        paged=False,
    )
    estimates = Table(
        "estimates",
        "Estimates for here, from a larger area",
        ["Period", "Where", "Figure", {"text": "Estimate", "numeric": True}, "Between", "From", "Method"],
        gap.estimates.all(),
        lambda row: [
            period(row.period_start, row.period_end),
            localise.name_of_area(row.area, request.held.partnership),
            name_of(row.indicator) if row.indicator else gap.dataset,
            written(row.value),
            f"{written(row.low)} and {written(row.high)}" if row.low is not None else "",
            row.regional,
            row.method,
        ],
        nothing="Nothing was estimated.",
        paged=False,
    )
    return download(request, steps, estimates) or render(
        request,
        "desk/scorecard/gap.html",
        {
            "gap": gap,
            "steps": steps,
            "estimates": estimates,
            "turn": TURN[gap.status],
            "needed_for": names_of(gap.indicators),
            "keeps": doors.keeps(request.held),
        },
    )


@page(*doors.KEEPS)
def add(request):
    form = forms.OpenGapForm(request.POST or None)
    if form.is_valid():
        gap = attempt(
            form, operations.open_gap, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if gap:
            messages.success(request, f"{gap} is on the register.")
            return redirect("desk:gap", gap.pk)
    return form_page(
        request, form, heading="Put missing data on the register", back=reverse("desk:gaps"), verb="Put it on"
    )


@page(*doors.KEEPS)
def edit_one(request, pk):
    gap = get_object_or_404(DataGap.objects, pk=pk)
    form = forms.GapForm(request.POST or None, initial=shown(gap, forms.GapForm))
    if form.is_valid() and edit(form, operations.edit_gap, gap, by=request.held):
        messages.success(request, "The register is corrected.")
        return redirect("desk:gap", pk)
    return form_page(request, form, heading=f"Correct: {gap}", back=reverse("desk:gap", args=[pk]))


@page(*doors.KEEPS)
def step(request, pk):
    gap = get_object_or_404(DataGap.objects, pk=pk)
    form = forms.StepForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.record_step, gap, by=request.held, **form.cleaned_data):
        messages.success(request, "The step is on record.")
        return redirect("desk:gap", pk)
    return form_page(
        request,
        form,
        heading=f"What happened about: {gap}",
        back=reverse("desk:gap", args=[pk]),
        verb="Record it",
    )


@page(*doors.KEEPS)
def estimate(request, pk):
    """First the method is chosen; then the figures are given, looked at, and kept."""
    gap = get_object_or_404(DataGap.objects.select_related("partnership"), pk=pk)
    how = request.GET.get("how")
    if how == localise.OWN:
        return _by_own_method(request, gap)
    if how in localise.METHODS:
        return _worked_out(request, gap, *localise.METHODS[how])
    return render(
        request,
        "desk/scorecard/estimate_how.html",
        {"gap": gap, "methods": localise.METHODS, "own": localise.OWN},
    )


def _worked_out(request, gap, heading, _, form_class):
    """A form whose first answer is the estimate; it is kept when the reader sends what they were shown."""
    form = form_class(request.POST or None, gap=gap)
    result = None
    if form.is_valid():
        result = form.sentence()
        if form.cleaned_data["seen"] == result and _kept(request, form, gap, form.worked_out()):
            return redirect("desk:gap", gap.pk)
        form.data = form.data.copy()
        form.data["seen"] = result
    return _estimate_page(
        request, form, gap,
        heading=f"{heading}: {gap}",
        verb="Keep the estimate" if result else "Work it out",
        template="desk/scorecard/estimate.html",
        result=result,
    )  # fmt: skip


def _by_own_method(request, gap):
    form = forms.EstimateForm(request.POST or None, codes=gap.indicators)
    areas = localise.where_of(form, gap.partnership)
    if form.is_valid() and _kept(request, form, gap, {"area": next(iter(areas))} | form.cleaned_data):
        return redirect("desk:gap", gap.pk)
    return _estimate_page(
        request, form, gap, heading=f"Estimate for here: {gap}", verb="Keep the estimate",
        intro="A figure of a larger area, brought down to this one. It is always shown apart from what was counted.",
    )  # fmt: skip


def _kept(request, form, gap, fields):
    kept = attempt(form, operations.estimate, gap, by=request.held, **fields)
    if kept:
        messages.success(request, "The estimate is on record, with its method.")
    return kept


def _estimate_page(request, form, gap, **more):
    return form_page(request, form, back=reverse("desk:gap_estimate", args=[gap.pk]), **more)
