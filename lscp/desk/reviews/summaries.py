"""Agencies' summaries: asked for, chased in two clicks, and answered, with an account or by a link."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lscp import scope
from lscp.desk.editing import edit, form_page
from lscp.desk.pages import ANYONE, attempt, page
from lscp.desk.reviews import forms, letters
from lscp.desk.whom import WhomForm
from lscp.golden_thread.reminders import end_of_day
from lscp.partnerships.roles import May
from lscp.refusal import Refused
from lscp.sources.reviews import operations, queries
from lscp.sources.reviews.holder import SummaryHolder
from lscp.sources.reviews.models import AgencySummary, Incident

LINK_OUTLASTS = timedelta(days=14)  # a late answer is better than none


def the_summary(pk):
    rows = AgencySummary.objects.select_related("agency", "incident__partnership")
    return get_object_or_404(rows, pk=pk)


@page(May.KEEP_REVIEWS)
def ask(request, pk):
    row = get_object_or_404(Incident.objects.select_related("partnership"), pk=pk)
    form = forms.AskForm(request.POST or None, incident=row)
    back = reverse("desk:incident", args=[pk])
    if form.is_valid():
        given = form.cleaned_data
        asked = attempt(
            form, operations.ask_for_summaries, row, given["agencies"], on=given["on"], by=request.held
        )
        if asked:
            _say_who_was_told(request, asked, _told(asked, request.held) if given["tell"] else [])
            return redirect(back)
    return form_page(
        request,
        form,
        heading=f"Ask agencies for their summaries on {row}",
        back=back,
        verb="Ask them",
        intro="Each agency says what it knew, what it did and what it learned. They have 10 working days.",
    )


def _told(asked, by):
    """Those to whom a link could be sent. Asking stands whether or not an e-mail goes."""
    return [summary for summary in asked if _told_one(summary, by)]


def _told_one(summary, by):
    people = queries.who_to_ask(summary.agency, timezone.localdate())
    try:
        return people and _send(summary, people[0], by)
    except (OSError, Refused):
        return None


def _send(summary, person, by):
    expires = end_of_day(max(summary.due, timezone.localdate()) + LINK_OUTLASTS)
    return operations.send_link(
        summary, by=by, to_person=person, expires=expires, send=letters.send_summary_link
    )


def _say_who_was_told(request, asked, told):
    due = asked[0].due
    messages.success(
        request,
        f"Asked {_names(asked)}. Their summaries are due on {due.day} {due:%B %Y}, 10 working days on.",
    )
    untold = [summary for summary in asked if summary not in told]
    if untold:
        messages.warning(
            request,
            f"No e-mail was sent to {_names(untold)}. Use “Chase” beside the agency to choose who gets the link.",
        )


def _names(summaries):
    return ", ".join(str(summary.agency) for summary in summaries)


@page(May.KEEP_REVIEWS, May.READ_OWN, May.DECIDE_REVIEWS)
def summary(request, pk):
    """Record an agency's summary, or give one's own."""
    row, held = the_summary(pk), request.held
    keeps = held.may(May.KEEP_REVIEWS)
    form_class = forms.SummaryForm if keeps else forms.OwnSummaryForm
    initial = {"text": row.text, "version": row.version, "on": row.received_on or timezone.localdate()}
    form = form_class(request.POST or None, initial=initial)
    back = (
        reverse("desk:incident", args=[row.incident_id])
        if held.may(May.READ_REVIEWS)
        else reverse("desk:home")
    )
    more = {} if keeps else {"on": timezone.localdate()}
    if form.is_valid() and edit(form, operations.receive_summary, row, by=held, **more):
        messages.success(request, f"The summary of {row.agency} on {row.incident} is recorded.")
        return redirect(back)
    return form_page(
        request,
        form,
        heading=f"Summary of {row.agency} on {row.incident}",
        back=back,
        verb="Save the summary" if keeps else "Send the summary",
        intro=_what_is_asked(row),
    )


def _what_is_asked(row):
    return (
        f"For the rapid review, due on {row.due.day} {row.due:%B %Y}. {row.incident} is a made-up name: which child "
        "it stands for is told separately, by secure e-mail."
    )


@page(May.KEEP_REVIEWS)
def chase(request, pk):
    """Two clicks: the first opens this page with the right person chosen, the second sends the link."""
    row = the_summary(pk)
    people = queries.who_to_ask(row.agency, timezone.localdate())
    form = WhomForm(request.POST or None, people=people)
    back = reverse("desk:home") if request.GET.get("from") == "home" else _incident_of(row)
    if form.is_valid() and _sent(form, row, request.held):
        messages.success(request, f"A link was sent to {form.cleaned_data['to_person']} at {row.agency}.")
        return redirect(back)
    return form_page(
        request,
        form,
        heading=f"Chase {row.agency} for its summary on {row.incident}",
        back=back,
        verb="Send the link",
        intro="Whoever you choose gets an e-mail with a link to this one summary. It needs no password and can be "
        "used once."
        if people
        else f"Nobody at {row.agency} has an e-mail address yet. Add one to somebody in post there, then come back.",
    )


def _sent(form, row, by):
    try:
        return attempt(form, _send, row, form.cleaned_data["to_person"], by)
    except OSError:
        form.add_error(None, "The e-mail could not be sent, so no link was made. Try again in a few minutes.")
        return None


def _incident_of(row):
    return reverse("desk:incident", args=[row.incident_id])


@never_cache
@page(ANYONE)
def by_link(request, token):
    """The page behind an e-mail link: one summary and a box. Opening it uses nothing up."""
    try:
        link = operations.redeem(token, timezone.now())
    except Refused as refused:
        return _closed(request, refused.refusal)
    with scope.within(SummaryHolder(link).scope()):
        form = forms.AnswerForm(request.POST or None)
        if form.is_valid() and attempt(
            form, operations.answer_by_link, token, at=timezone.now(), **form.cleaned_data
        ):
            return redirect("desk:summary_by_link", token)
        row = link.summary
        return render(
            request,
            "desk/reviews/by_link.html",
            {"form": form, "link": link, "summary": row, "of_partnership": row.incident.partnership},
        )


def _closed(request, refusal):
    """A link that opens nothing says so, and what to do next."""
    status = {"GT-24": 404, "GT-25": 200, "RV-18": 200}.get(refusal.rule, 410)
    unsent = request.POST.get("text", "").strip()
    shown = {"refusal": refusal, "used": refusal.rule == "GT-25", "unsent": unsent}
    return render(request, "desk/thread/link_closed.html", shown, status=status)
