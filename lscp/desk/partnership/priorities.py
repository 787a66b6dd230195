"""Priorities over the years: objectives by strand, how anyone will know, and how each stood at each period's end."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date, gov_date_range
from lscp.desk.downloads import Table, download, link
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import (
    DropForm,
    NewObjectiveForm,
    NewPriorityForm,
    NewProgressForm,
    ObjectiveForm,
    PriorityForm,
    ProgressForm,
)
from lscp.partnerships import operations, queries
from lscp.partnerships.models import Objective, Priority, Progress
from lscp.scorecard.catalogue import catalogue


@page(*READS)
def listed(request):
    on = timezone.localdate()

    def cells(pair):
        priority, latest = pair
        return [
            {"text": priority.title, "href": reverse("desk:priority", args=[priority.pk])},
            gov_date_range(priority.started, priority.ended),
            priority.lead_group.name if priority.lead_group else "",
            latest.get_direction_display() if latest else "Not known yet",
            gov_date(latest.period_end) if latest else "",
            len(priority.objectives.all()),
        ]

    columns = [
        "Priority",
        "Years",
        "Led by",
        "Direction",
        "As of",
        {"text": "Objectives", "numeric": True},
    ]
    everything = queries.all_priorities()
    now = [pair for pair in everything if pair[0].ended is None or pair[0].ended >= on]
    past = [pair for pair in everything if pair[0].ended is not None and pair[0].ended < on]
    tables = [
        Table("priorities", "Priorities", columns, now, cells, "No priority is on record yet."),
        Table("earlier-priorities", "Earlier priorities", columns, past, cells, paged=False),
    ]
    return download(request, *tables) or render(
        request, "desk/partnership/priorities.html", {"tables": tables}
    )


@page(*KEEPS)
def add(request):
    form = NewPriorityForm(request.POST or None)
    if form.is_valid():
        priority = attempt(
            form, operations.set_priority, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if priority:
            messages.success(request, "The priority is set. Add its first objective next.")
            return redirect("desk:priority", priority.pk)
    return form_page(request, form, heading="Set a priority", back=reverse("desk:priorities"), verb="Set")


@page(*READS)
def one(request, pk):
    priority = get_object_or_404(Priority.objects.select_related("lead_group"), pk=pk)
    objectives = list(Objective.objects.filter(priority=priority))
    strands = [
        (words, [objective for objective in objectives if objective.strand == code])
        for code, words in Objective.STRANDS
    ]
    keeps = any(request.held.may(permission) for permission in KEEPS)
    on_page = keeps and request.GET.get("format") != "csv"

    def cells(progress):
        period = gov_date_range(progress.period_start, progress.period_end)
        change = link("Correct", period, reverse("desk:progress_edit", args=[progress.pk]))
        return [
            period,
            progress.get_direction_display(),
            progress.text,
            *([change] if on_page else []),
        ]

    progress = Table(
        "progress",
        "How it stood at the end of each period",
        ["Period", "Direction", "What says so", *(["Change"] if on_page else [])],
        Progress.objects.filter(priority=priority),
        cells,
        nothing="Nothing has been said about this priority yet. Its direction is not known.",
        paged=False,
    )
    return download(request, progress) or render(
        request,
        "desk/partnership/priority.html",
        {"priority": priority, "strands": strands, "progress": progress, "indicators": catalogue()},
    )


@page(*KEEPS)
def edit_one(request, pk):
    priority = get_object_or_404(Priority.objects.select_related("lead_group"), pk=pk)
    form = PriorityForm(request.POST or None, initial=shown(priority, PriorityForm))
    if form.is_valid() and edit(form, operations.edit_priority, priority, by=request.held):
        messages.success(request, "The priority is changed.")
        return redirect("desk:priority", pk)
    return form_page(request, form, heading="Change the priority", back=reverse("desk:priority", args=[pk]))


@page(*KEEPS)
def add_objective(request, pk):
    priority = get_object_or_404(Priority.objects, pk=pk)
    form = NewObjectiveForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.add_objective, priority, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "The objective is added.")
        return redirect("desk:priority", pk)
    return form_page(
        request,
        form,
        heading="Add an objective",
        back=reverse("desk:priority", args=[pk]),
        intro=priority.title,
        verb="Add",
    )


@page(*KEEPS)
def edit_objective(request, pk):
    objective = get_object_or_404(Objective.objects.select_related("priority"), pk=pk)
    form = ObjectiveForm(request.POST or None, initial=shown(objective, ObjectiveForm))
    if form.is_valid() and edit(form, operations.edit_objective, objective, by=request.held):
        messages.success(request, "The objective is changed.")
        return redirect("desk:priority", objective.priority_id)
    return form_page(
        request,
        form,
        heading="Change the objective",
        back=reverse("desk:priority", args=[objective.priority_id]),
        intro=objective.priority.title,
    )


@page(*KEEPS)
def drop_objective(request, pk):
    objective = get_object_or_404(Objective.objects.select_related("priority"), pk=pk)
    form = DropForm(request.POST or None)
    if form.is_valid():
        dropped = attempt(form, operations.drop_objective, objective, by=request.held, **form.cleaned_data)
        if dropped:
            messages.success(
                request, "The objective is dropped. Its words and the reason are in the journal."
            )
            return redirect("desk:priority", objective.priority_id)
    return form_page(
        request,
        form,
        heading="Drop this objective",
        back=reverse("desk:priority", args=[objective.priority_id]),
        intro=objective.text,
        verb="Drop it",
        warning=True,
    )


@page(*KEEPS)
def add_progress(request, pk):
    priority = get_object_or_404(Priority.objects, pk=pk)
    form = NewProgressForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.report_progress, priority, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "The progress is on record.")
        return redirect("desk:priority", pk)
    return form_page(
        request,
        form,
        heading="How did this priority stand?",
        back=reverse("desk:priority", args=[pk]),
        intro=priority.title,
    )


@page(*KEEPS)
def edit_progress(request, pk):
    progress = get_object_or_404(Progress.objects.select_related("priority"), pk=pk)
    form = ProgressForm(request.POST or None, initial=shown(progress, ProgressForm))
    if form.is_valid() and edit(form, operations.edit_progress, progress, by=request.held):
        messages.success(request, "The progress is corrected. The journal keeps what it said before.")
        return redirect("desk:priority", progress.priority_id)
    period = gov_date_range(progress.period_start, progress.period_end)
    return form_page(
        request,
        form,
        heading=f"Correct the progress for {period}",
        back=reverse("desk:priority", args=[progress.priority_id]),
        intro=progress.priority.title,
    )
