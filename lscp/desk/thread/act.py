"""Actions: set, changed, chased, reported on, shown and verified."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from lscp.desk import notices
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import page
from lscp.desk.thread import forms
from lscp.desk.thread.doors import BRINGS, KEEPS, READS, UPDATES, VERIFIES, opens
from lscp.desk.thread.one import may_open
from lscp.desk.thread.steps import (
    one_step,
    the_action,
    the_recommendation,
    thread_address,
    try_to,
    with_file,
)
from lscp.desk.whom import WhomForm
from lscp.golden_thread import operations, queries, rules
from lscp.golden_thread.models import ActionLink, Milestone
from lscp.golden_thread.reminders import end_of_day
from lscp.golden_thread.states import SHOWN
from lscp.partnerships.models import Agency

LINK_LASTS = timedelta(days=14)


@page(*READS)
def action(request, pk):
    """An action has no page of its own: its place is in its thread."""
    return redirect(thread_address(None, the_action(pk)))


@page(*BRINGS)
def assign(request, pk):
    row = the_recommendation(pk)
    asked = list(row.addressees.all()[:2])
    initial = {"text": row.text, "due": row.due}
    if len(asked) == 1:
        initial["owner_agency"] = asked[0].agency_id
    return one_step(
        request,
        forms.AssignForm(request.POST or None, initial=initial),
        operations.assign,
        row,
        heading="Set an action",
        back=thread_address(row),
        done="The action is set.",
        verb="Set the action",
        intro=f"So that: {row.text}",
    )


@page(*KEEPS)
def edit_action(request, pk):
    row = the_action(pk)
    form = forms.ActionForm(request.POST or None, initial=shown(row, forms.ActionForm))
    if form.is_valid() and edit(form, operations.edit_action, row, by=request.held):
        messages.success(request, "The action is changed.")
        return redirect(thread_address(None, row))
    return form_page(request, form, heading="Change the action", back=thread_address(None, row))


@page(*UPDATES)
def report(request, pk):
    row = the_action(pk)
    return one_step(
        request,
        forms.ReportForm(request.POST or None, request.FILES or None),
        with_file,
        operations.report_on,
        row,
        heading="How does this action stand?",
        back=thread_address(None, row),
        done="Your answer is in the thread.",
        verb="Send",
        intro=row.text,
        fields=lambda given: given | {"on": timezone.localdate(), "agency": row.owner_agency_id},
    )


@page(*UPDATES)
def add_evidence(request, pk):
    row = the_action(pk)
    return one_step(
        request,
        forms.EvidenceForm(
            request.POST or None, request.FILES or None, initial={"as_of": timezone.localdate()}
        ),
        with_file,
        operations.add_evidence,
        row,
        heading="What shows that it was done?",
        back=thread_address(None, row),
        done="The evidence is in the thread.",
        verb="Add the evidence",
        intro=row.text,
        fields=lambda given: given | {"agency": row.owner_agency_id},
    )


@page(*VERIFIES)
def verify(request, pk):
    row, held = the_action(pk), request.held
    evidence = list(row.evidence.select_related("document").defer("document__content"))
    return one_step(
        request,
        forms.VerifyForm(
            request.POST or None, agencies=_verifiers(row, held), initial={"on": timezone.localdate()}
        ),
        operations.verify,
        row,
        heading="Does the evidence show that it was done?",
        back=thread_address(None, row),
        done="What you found is in the thread.",
        verb="Save",
        intro=_or_why_not(row.text, rules.another_agency_verifies(row, by=held, agency=None)),
        template="desk/thread/verify.html",
        action=row,
        last=row.updates.last(),
        shown=evidence,
        files=may_open([each.document for each in evidence], held),
        SHOWN=SHOWN,
    )


def _or_why_not(text, refusal):
    """What the page is about; where the reader may not do it, why, before anything is typed."""
    return f"{text} {refusal}" if refusal else text


def _verifiers(action, held):
    """Agencies in whose name this reader may verify: the keeper of the thread for any but the owner's."""
    agencies = Agency.objects.exclude(pk=action.owner_agency_id).order_by("name")
    return agencies if opens(held, KEEPS) else agencies.filter(pk=held.agency_id)


@page(*KEEPS)
def add_milestone(request, pk):
    row = the_action(pk)
    return one_step(
        request,
        forms.MilestoneForm(request.POST or None),
        operations.add_milestone,
        row,
        heading="Add a step on the way",
        back=thread_address(None, row),
        done="The step is added.",
        intro=row.text,
    )


@page(*UPDATES, methods=["POST"])
def reach_milestone(request, pk):
    milestone = get_object_or_404(Milestone.objects, pk=pk)
    operations.reach_milestone(milestone, on=timezone.localdate(), by=request.held)
    messages.success(request, "The step is marked as reached.")
    return redirect(thread_address(None, the_action(milestone.action_id)))


@page(*KEEPS)
def chase(request, pk):
    """Two clicks: the first opens this page with the right person chosen, the second sends the link."""
    row = the_action(pk)
    back = reverse("desk:home") if request.GET.get("from") == "home" else thread_address(None, row)
    people = queries.who_to_ask(row, timezone.localdate())
    form = WhomForm(request.POST or None, people=people)
    if form.is_valid():
        expires = end_of_day(timezone.localdate() + LINK_LASTS)
        if _sent(form, row, expires, by=request.held):
            messages.success(request, f"A link was sent to {form.cleaned_data['to_person']}.")
            return redirect(back)
    return form_page(
        request,
        form,
        heading="Send a link to answer by",
        back=back,
        verb="Send the link",
        intro=_what_a_link_does(row, people),
    )


def _what_a_link_does(action, people):
    if not people:
        return (
            f"“{action.text}”: nobody can be asked yet. Name the agency that owns it, and somebody there with an "
            "e-mail address, then come back."
        )
    return (
        f"“{action.text}”: whoever you choose gets an e-mail with a link to this one action. It needs no "
        "password, can be used once, and ends after 14 days."
    )


def _sent(form, action, expires, *, by):
    try:
        return try_to(
            form,
            operations.send_link,
            action,
            by=by,
            to_person=form.cleaned_data["to_person"],
            expires=expires,
            send=notices.send_action_link,
        )
    except OSError:
        form.add_error(None, "The e-mail could not be sent, so no link was made. Try again in a few minutes.")
        return None


@page(*KEEPS, methods=["POST"])
def revoke_link(request, pk):
    link = get_object_or_404(ActionLink.objects.select_related("action"), pk=pk)
    operations.revoke(link, by=request.held)
    messages.success(request, f"The link sent to {link.person} no longer works.")
    return redirect(thread_address(None, link.action))
