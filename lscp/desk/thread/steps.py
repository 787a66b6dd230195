"""How a page of this room does one thing: a form, one operation, and back to the thread."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from lscp.desk.editing import form_page
from lscp.desk.pages import attempt
from lscp.documents import operations as documents
from lscp.documents import rules as document_rules
from lscp.golden_thread.models import Action, Recommendation, Source
from lscp.refusal import refuse_if
from lscp.versioned import EditedMeanwhile

UP = "finding__source__partnership"


def the_source(pk):
    return get_object_or_404(Source.objects.select_related("partnership"), pk=pk)


def the_recommendation(pk):
    return get_object_or_404(Recommendation.objects.select_related(UP), pk=pk)


def the_action(pk):
    rows = Action.objects.select_related("owner_agency", "owner_person", f"recommendation__{UP}")
    return get_object_or_404(rows, pk=pk)


def thread_address(recommendation, action=None):
    address = reverse("desk:thread", args=[recommendation.pk if action is None else action.recommendation_id])
    return f"{address}#action-{action.pk}" if action is not None else address


def one_step(request, form, operation, *args, heading, back, done, fields=None, **page):
    """The page of one form. Valid and allowed: done, said in ``done``, and on to ``back``. ``fields`` turns the
    form's answers into the operation's; by default they are the same."""
    if form.is_valid():
        given = fields(form.cleaned_data) if fields else form.cleaned_data
        if try_to(form, operation, *args, by=request.held, **given) is not None:
            messages.success(request, done)
            return redirect(back)
    return form_page(request, form, heading=heading, back=back, **page)


def try_to(form, operation, *args, **fields):
    """Like ``attempt``; a change by somebody else in between becomes the form's error, and nothing typed is lost."""
    try:
        return attempt(form, operation, *args, **fields)
    except EditedMeanwhile:
        form.add_error(
            None,
            "Somebody else changed this while you were writing. What you typed is still here: look at the "
            "thread, then send it again.",
        )
        return None


@transaction.atomic
def with_file(operation, *args, file, by, agency=None, **fields):
    """Keep the uploaded ``file`` (or none) and run ``operation(…, document=…)``; both happen or neither."""
    return operation(*args, document=_kept(file, by, agency), by=by, **fields)


def _kept(file, by, agency):
    if not file:
        return None
    refuse_if(document_rules.may_be_so_large(file.size))
    return documents.keep(file.read(), name=file.name, partnership=by.partnership_id, by=by, agency=agency)
