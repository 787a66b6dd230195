"""Pages that change one thing, and what happens when two people change it at once.

The form carries the version that was shown. When somebody saved in between, nothing is written: the page comes
back (409) with both texts, the reader's own still in its boxes, and saving again is then a choice.
"""

from dataclasses import dataclass

from django import forms
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.forms import GovForm
from lscp.design.words import gov_date
from lscp.desk.pages import attempt
from lscp.journal.models import Event
from lscp.partnerships.access import elevated_until
from lscp.versioned import EditedMeanwhile

FORM = "desk/form.html"


class EditForm(GovForm):
    """A form over a ``Versioned`` row: it remembers which version the reader was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved: ``event`` is the journal's last word on it (or None), ``differences`` the
    fields on which the two disagree, as ``(label, theirs, mine)``."""

    event: Event | None
    differences: list


def shown(row, form_class):
    """The initial values of an edit form: the row's own, field by field."""
    return {name: getattr(row, name) for name in form_class.base_fields if hasattr(row, name)}


def edit(form, operation, row, *, by, **more):
    """Run ``operation(row, version=…, by=by, **fields)`` with a valid form's fields; the row, or None.

    A refusal becomes the form's error; an edit by somebody else becomes ``form.meanwhile``.
    """
    fields = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    version = form.cleaned_data["version"] or 0
    try:
        return attempt(form, operation, row, version=version, by=by, **fields, **more)
    except EditedMeanwhile as stale:
        form.meanwhile = _compare(form, stale.current)
        form.data = form.data.copy()
        form.data[form.add_prefix("version")] = stale.current.version
        return None


def _compare(form, current):
    differences = []
    for name, mine in form.cleaned_data.items():
        if name == "version" or not hasattr(current, name):
            continue
        theirs = getattr(current, name)
        if theirs != mine:
            field = form.fields[name]
            differences.append((field.label, _in_words(field, theirs), _in_words(field, mine)))
    about = f"{current._meta.model_name}:{current.pk}"
    return Meanwhile(Event.objects.filter(about=about).order_by("-number").first(), differences)


def _in_words(field, value):
    if value in (None, ""):
        return "(nothing)"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if hasattr(value, "strftime"):
        return gov_date(value)
    if isinstance(value, list):
        return "; ".join(" ".join(one.values()) if isinstance(one, dict) else str(one) for one in value)
    choices = dict(getattr(field, "choices", ())) if not hasattr(value, "pk") else {}
    return str(choices.get(value, value))


def form_page(request, form, *, heading, back, verb="Save", warning=False, intro="", template=FORM, **more):
    """The page of one form. An administrator is first asked to begin a session, before anything is typed."""
    if request.method != "POST" and needs_session(request.held):
        return redirect(f"{reverse('desk:elevate')}?next={request.path}")
    meanwhile = getattr(form, "meanwhile", None)
    return render(
        request,
        template,
        {
            "form": form,
            "heading": heading,
            "back_url": back,
            "verb": verb,
            "warning": warning,
            "intro": intro,
            "meanwhile": meanwhile,
            "session_needed": needs_session(request.held),
            **more,
        },
        status=409 if meanwhile else 200,
    )


def needs_session(held):
    """Does this role work in administrator's sessions, with none running?"""
    return bool(held and held.as_role.elevated and elevated_until(held, timezone.now()) is None)
