"""What people say and decide about one indicator: a comment, a target, new limits, an owner, a priority it follows."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.desk.editing import Meanwhile, form_page
from lscp.desk.pages import attempt, page
from lscp.desk.scorecard import doors, forms
from lscp.indicators import operations
from lscp.indicators.figures import label, written
from lscp.indicators.models import Commentary, IndicatorOwner, PriorityIndicator, Reading, Rebase, Target
from lscp.journal.models import Event
from lscp.scorecard.catalogue import catalogue
from lscp.versioned import EditedMeanwhile


def entry_or_404(code):
    """The catalogue's entry for a code in an address."""
    entry = catalogue().get(code)
    if entry is None:
        raise Http404
    return entry


def _decide(request, entry, form, operation, *, heading, done, **more):
    """A form about an indicator, one operation, and back to the indicator."""
    if form.is_valid():
        row = attempt(
            form,
            operation,
            request.held.partnership,
            indicator=entry.code,
            by=request.held,
            **form.cleaned_data,
        )
        if row:
            messages.success(request, done(row))
            return redirect("desk:indicator", entry.code)
    return form_page(
        request, form, heading=heading, back=reverse("desk:indicator", args=[entry.code]), **more
    )


# --- the owner's comment


@page(*doors.EXPLAINS)
def comment(request, code):
    """A new comment stands beside the figure; the earlier ones are kept. Two writers at once lose nothing."""
    entry = entry_or_404(code)
    latest = _latest_comment(request.held, code)
    form = forms.CommentForm(
        request.POST or None, held=request.held, initial=_start(request.held, code, latest)
    )
    if form.is_valid():
        try:
            if _said(request, form, entry):
                messages.success(request, "Your comment stands beside the figure.")
                return redirect("desk:indicator", code)
        except EditedMeanwhile as stale:
            _show_both(form, stale.current)
    return form_page(
        request,
        form,
        heading=f"What the figure means: {entry.name}",
        back=reverse("desk:indicator", args=[code]),
        intro=f"The last comment is of {gov_date(latest.on)}: “{latest.text}”" if latest else "",
    )


def _said(request, form, entry):
    given = {"agency": request.held.agency} | form.cleaned_data
    after = given.pop("after")
    return attempt(
        form,
        operations.comment,
        request.held.partnership,
        indicator=entry.code,
        after=after,
        period_end=_last_period_end(entry.code),
        by=request.held,
        **given,
    )


def _start(held, code, latest):
    owner = IndicatorOwner.objects.filter(indicator=code, ended__isnull=True).first()
    return {"agency": owner.agency_id if owner else held.agency_id, "after": latest.pk if latest else 0}


def _latest_comment(held, code):
    rows = Commentary.objects.filter(indicator=code)
    return (rows.filter(agency=held.agency_id) if held.as_role.own_agency else rows).order_by("-pk").first()


def _last_period_end(code):
    return (
        Reading.objects.filter(indicator=code)
        .order_by("-period_end")
        .values_list("period_end", flat=True)
        .first()
    )


def _show_both(form, theirs):
    """Somebody else commented meanwhile: both texts, and saving again is a choice."""
    event = Event.objects.filter(about=f"commentary:{theirs.pk}").order_by("-number").first()
    form.meanwhile = Meanwhile(event, [("Comment", theirs.text, form.cleaned_data["text"])])
    form.data = form.data.copy()
    form.data["after"] = theirs.pk


# --- what the partnership decides


@page(*doors.KEEPS)
def target(request, code):
    entry = entry_or_404(code)
    return _decide(
        request,
        entry,
        forms.TargetForm(request.POST or None),
        operations.set_target,
        heading=f"Set a target: {entry.name}",
        done=lambda row: (
            f"The target is {written(row.value)} {entry.unit.words} from {gov_date(row.started)}."
        ),
        verb="Set the target",
        intro=f"In {entry.unit.words}. {entry.polarity.words}. The target before it ends the day before.",
    )


@page(*doors.KEEPS)
def end_target(request, pk):
    row = get_object_or_404(Target.objects, pk=pk)
    form = forms.EndTargetForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.end_target, row, by=request.held, **form.cleaned_data):
        messages.success(request, f"The target ends on {gov_date(row.ended)}.")
        return redirect("desk:indicator", row.indicator)
    return form_page(
        request,
        form,
        heading=f"End the target of {written(row.value)}",
        back=reverse("desk:indicator", args=[row.indicator]),
        verb="End it",
    )


@page(*doors.KEEPS)
def rebase(request, code):
    """Let the limits begin anew. Only a person does this, and the reason is printed under the chart."""
    entry = entry_or_404(code)
    periods = (
        Reading.objects.filter(indicator=code, dimensions="")
        .order_by("-period_start")
        .values_list("period_start", "period_end")
        .distinct()
    )
    form = forms.RebaseForm(
        request.POST or None, periods=[(start.isoformat(), label(start, end)) for start, end in periods]
    )
    return _decide(
        request,
        entry,
        form,
        operations.rebase,
        heading=f"Let the limits begin anew: {entry.name}",
        done=lambda row: (
            f"The limits begin anew from {gov_date(row.from_period)}. The figures stay as they are."
        ),
        verb="Begin anew",
        intro="Do this when something lasting has changed and at least eight figures show the new level. "
        "It changes no figure.",
    )


@page(*doors.KEEPS)
def undo_rebase(request, pk):
    row = get_object_or_404(Rebase.objects, pk=pk)
    form = forms.BecauseForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.undo_rebase, row, by=request.held, **form.cleaned_data):
        messages.success(request, "The limits are one again.")
        return redirect("desk:indicator", row.indicator)
    return form_page(
        request,
        form,
        heading=f"Undo the new limits from {gov_date(row.from_period)}",
        back=reverse("desk:indicator", args=[row.indicator]),
        verb="Undo it",
        intro=f"They were begun anew because: {row.because}",
    )


@page(*doors.KEEPS)
def owner(request, code):
    entry = entry_or_404(code)
    return _decide(
        request,
        entry,
        forms.OwnerForm(request.POST or None, initial={"started": timezone.localdate()}),
        operations.give_to_owner,
        heading=f"Who answers for it: {entry.name}",
        done=lambda row: f"{row.person or row.agency} answers for it from {gov_date(row.started)}.",
    )


@page(*doors.KEEPS)
def follow(request, code):
    """Follow a priority by this indicator: it stands under that priority on the scorecard."""
    entry = entry_or_404(code)
    form = forms.FollowForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.follow, form.cleaned_data["priority"], code, by=request.held
    ):
        messages.success(request, f"“{form.cleaned_data['priority']}” is followed by this indicator.")
        return redirect("desk:indicator", code)
    return form_page(
        request,
        form,
        heading=f"Follow a priority by: {entry.name}",
        back=reverse("desk:indicator", args=[code]),
    )


@page(*doors.KEEPS)
def unfollow(request, pk):
    row = get_object_or_404(PriorityIndicator.objects.select_related("priority"), pk=pk)
    form = forms.GovForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = row.indicator
        attempt(form, operations.unfollow, row, by=request.held)
        messages.success(request, f"“{row.priority}” is no longer followed by it.")
        return redirect("desk:indicator", code)
    return form_page(
        request,
        form,
        heading=f"No longer follow “{row.priority}” by this indicator",
        back=reverse("desk:indicator", args=[row.indicator]),
        verb="No longer follow",
    )
