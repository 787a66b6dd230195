"""Taking over what a predecessor left open."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.desk.thread.doors import KEEPS
from lscp.desk.thread.forms import InheritForm
from lscp.golden_thread import operations, queries


@page(*KEEPS)
def inherit(request):
    into = request.held.partnership
    waiting = queries.still_to_inherit(into)
    form = InheritForm(request.POST or None, sources=waiting)
    if form.is_valid():
        chosen = [source for source in waiting if str(source.pk) in form.cleaned_data["sources"]]
        if attempt(form, _inherit_each, chosen, into=into, by=request.held, on=timezone.localdate()):
            messages.success(request, "What was still open now stands in your record, with its origin.")
            return redirect("desk:sources")
    return form_page(
        request,
        form,
        heading="Take over what was left open",
        back=reverse("desk:sources"),
        verb="Take over",
        intro=_what_happens(waiting),
    )


def _what_happens(waiting):
    if not waiting:
        return "Nothing is left to take over: no predecessor of your partnership has an open thread."
    return (
        "Open recommendations come with their answers, actions, history, evidence and files. What was closed stays "
        "in the old record. An owner who does not work in your partnership stands as printed."
    )


@transaction.atomic
def _inherit_each(sources, **how):
    return [operations.inherit(source, **how) for source in sources]
