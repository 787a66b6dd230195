"""What came of a meeting: decisions, actions that stand in the thread, and the minutes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.desk.editing import edit, form_page, shown
from lscp.desk.meetings.agenda import item_or_404, to_item
from lscp.desk.meetings.doors import KEEPS, keeps
from lscp.desk.meetings.forms import ApproveForm, ArisingForm, DecisionForm, NewDecisionForm
from lscp.desk.meetings.views import meeting_or_404
from lscp.desk.pages import attempt, page
from lscp.documents.rules import media_type
from lscp.partnerships.roles import May
from lscp.sources.meetings import minutes, operations, queries, word
from lscp.sources.meetings.models import Decision
from lscp.sources.meetings.states import HELD

WORD = media_type("minutes.docx")


@page(*KEEPS)
def decide(request, pk):
    """A decision that stands under no item of the agenda."""
    return _decide(request, meeting_or_404(pk), None, reverse("desk:meeting", args=[pk]))


@page(*KEEPS)
def decide_under(request, pk):
    item = item_or_404(pk)
    return _decide(request, item.meeting, item, to_item(item))


def _decide(request, meeting, item, back):
    form = NewDecisionForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.decide, meeting, item=item, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "The decision is on record.")
        return redirect(back)
    return form_page(
        request, form, heading="Record a decision", back=back, intro=item.title if item else str(meeting)
    )


@page(*KEEPS)
def edit_decision(request, pk):
    decision = get_object_or_404(Decision.objects.select_related("meeting__group"), pk=pk)
    back = reverse("desk:meeting", args=[decision.meeting_id])
    form = DecisionForm(request.POST or None, initial=shown(decision, DecisionForm))
    if form.is_valid() and edit(form, operations.edit_decision, decision, by=request.held):
        messages.success(request, "The decision is corrected.")
        return redirect(back)
    return form_page(request, form, heading="Correct the decision", back=back)


@page(*KEEPS)
def arise(request, pk):
    item = item_or_404(pk)
    suggested = f"{item.title}. {item.notes}".strip(" .")
    form = ArisingForm(request.POST or None, finding=item.finding, initial={"learned": suggested})
    if form.is_valid() and attempt(form, operations.arise, item, by=request.held, **form.cleaned_data):
        messages.success(request, "The action stands in the golden thread, with its owner and date.")
        return redirect(to_item(item))
    return form_page(
        request,
        form,
        heading="Record an action arising",
        back=to_item(item),
        verb="Record the action",
        intro=item.title,
    )


@page(May.READ_RECORD)
def minutes_page(request, pk):
    """The minutes as the record tells them today; once approved, they no longer change."""
    meeting = meeting_or_404(pk)
    return render(
        request,
        "desk/meetings/minutes.html",
        {
            "meeting": meeting,
            "minutes": minutes.compose(meeting),
            "keeps": keeps(request.held) and meeting.status == HELD and meeting.approved_on is None,
        },
    )


@page(May.READ_RECORD, methods=["GET", "HEAD"])
def minutes_file(request, pk):
    """The Word file: the very bytes that were approved, or a draft made now."""
    meeting = meeting_or_404(pk)
    content = (
        bytes(meeting.minutes.content) if meeting.minutes else word.minutes_file(minutes.compose(meeting))
    )
    name = minutes.file_name(meeting) + ("" if meeting.minutes else "-draft")
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return response


@page(*KEEPS)
def approve(request, pk):
    meeting, on = meeting_or_404(pk), timezone.localdate()
    form = ApproveForm(
        request.POST or None, meetings=queries.could_approve(meeting, on).select_related("group")
    )
    if form.is_valid() and attempt(
        form, operations.approve_minutes, meeting, on=on, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "The minutes are approved. Their Word file is kept as it reads now.")
        return redirect("desk:minutes", pk)
    return form_page(
        request,
        form,
        heading="Approve the minutes",
        back=reverse("desk:minutes", args=[pk]),
        verb="Approve",
        intro=f"{meeting}. After this nothing in the record of the meeting can be changed.",
    )
