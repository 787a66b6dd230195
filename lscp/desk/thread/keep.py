"""Recording by hand what was learned and what should be done, and the answers of those asked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import page
from lscp.desk.thread import forms
from lscp.desk.thread.doors import BRINGS, KEEPS, RESPONDS, opens
from lscp.desk.thread.steps import (
    one_step,
    the_recommendation,
    the_source,
    thread_address,
    try_to,
    with_file,
)
from lscp.golden_thread import operations
from lscp.golden_thread.models import Addressee, Finding


@page(*BRINGS)
def new_source(request):
    form = forms.NewSourceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        source = try_to(
            form,
            with_file,
            operations.open_source,
            request.held.partnership,
            by=request.held,
            **form.cleaned_data,
        )
        if source:
            messages.success(request, f"“{source}” is recorded. Say next what was learned there.")
            return redirect("desk:new_finding", source.pk)
    return form_page(
        request,
        form,
        heading="Record where something was learned",
        back=reverse("desk:threads"),
        verb="Save and go on to what was learned",
    )


@page(*BRINGS)
def edit_source(request, pk):
    source = the_source(pk)
    form = forms.SourceForm(request.POST or None, initial=shown(source, forms.SourceForm))
    back = reverse("desk:source", args=[pk])
    if form.is_valid() and edit(form, operations.edit_source, source, by=request.held):
        messages.success(request, "The source is corrected.")
        return redirect(back)
    return form_page(request, form, heading="Correct the source", back=back)


@page(*BRINGS)
def new_finding(request, pk):
    source = the_source(pk)
    form = forms.FindingForm(request.POST or None)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        finding = try_to(form, operations.record_finding, source, by=request.held, **said)
        if finding:
            messages.success(request, "What was learned is recorded. Say next what should be done about it.")
            return redirect("desk:recommend", finding.pk)
    return form_page(
        request,
        form,
        heading="What was learned?",
        back=reverse("desk:source", args=[pk]),
        verb="Save and go on to what should be done",
        intro=f"From “{source}”.",
    )


@page(*BRINGS)
def edit_finding(request, pk):
    finding = get_object_or_404(Finding.objects.select_related("source__partnership"), pk=pk)
    form = forms.FindingForm(request.POST or None, initial=shown(finding, forms.FindingForm))
    back = reverse("desk:source", args=[finding.source_id])
    if form.is_valid() and edit(form, operations.edit_finding, finding, by=request.held):
        messages.success(request, "What was learned is corrected.")
        return redirect(back)
    return form_page(request, form, heading="Correct what was learned", back=back)


@page(*BRINGS)
def recommend(request, pk):
    finding = get_object_or_404(Finding.objects.select_related("source__partnership"), pk=pk)
    form = forms.RecommendForm(request.POST or None)
    if form.is_valid():
        made = try_to(form, operations.recommend, finding, by=request.held, **form.cleaned_data)
        if made:
            messages.success(request, "It is in the golden thread now.")
            return redirect("desk:thread", made.pk)
    return form_page(
        request,
        form,
        heading="What should be done?",
        back=reverse("desk:source", args=[finding.source_id]),
        intro=f"We learned: {finding.text}",
    )


@page(*KEEPS)
def edit_recommendation(request, pk):
    row = the_recommendation(pk)
    form = forms.RecommendationForm(request.POST or None, initial=shown(row, forms.RecommendationForm))
    if form.is_valid() and edit(form, operations.edit_recommendation, row, by=request.held):
        messages.success(request, "The change is saved.")
        return redirect(thread_address(row))
    return form_page(request, form, heading="Change what should be done", back=thread_address(row))


@page(*KEEPS)
def address(request, pk):
    row = the_recommendation(pk)
    return one_step(
        request,
        forms.AddressForm(request.POST or None),
        operations.address,
        row,
        heading="Ask one more agency to answer",
        back=thread_address(row),
        done="The agency is asked to answer.",
        verb="Ask them",
    )


@page(*KEEPS)
def withdraw(request, pk):
    row = the_recommendation(pk)
    return one_step(
        request,
        forms.WithdrawForm(request.POST or None),
        operations.withdraw,
        row,
        heading="Withdraw this",
        back=thread_address(row),
        done="It is withdrawn. The thread stays readable, with your reason.",
        verb="Withdraw it",
        warning=True,
        intro=row.text,
    )


@page(*KEEPS)
def standing(request, pk):
    row = the_recommendation(pk)
    return one_step(
        request,
        forms.StandingForm(request.POST or None, initial={"on": timezone.localdate()}),
        operations.say_where_it_stands,
        row,
        heading=f"Where does it stand with {row.asked_of or 'those asked'}?",
        back=thread_address(row),
        done="Where it stands is recorded.",
        intro=row.text,
    )


@page(*RESPONDS)
def respond(request, pk):
    row, held = the_recommendation(pk), request.held
    asked = [place.agency_id for place in Addressee.objects.filter(recommendation=row)]
    mine = asked if opens(held, KEEPS) else [agency for agency in asked if agency == held.agency_id]
    form = forms.RespondForm(
        request.POST or None, agencies=mine or [held.agency_id], initial={"on": timezone.localdate()}
    )
    return one_step(
        request,
        form,
        operations.respond,
        row,
        heading="Answer this recommendation",
        back=thread_address(row),
        done="The answer is recorded.",
        verb="Send the answer",
        intro=row.text,
    )
