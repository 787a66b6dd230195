"""The page where an agency writes what it was asked for: what is asked, a box that keeps what is typed, and what the
checks say of it. Behind an e-mail link, without an account; or for whoever has one.

It shows nothing else of the report. The same link leads back to the text until writing is closed.
"""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lscp import scope
from lscp.desk.editing import edit
from lscp.desk.pages import ANYONE, attempt, page
from lscp.desk.report import forms
from lscp.desk.report.views import laid_out
from lscp.partnerships.roles import May
from lscp.publication import asked, operations, rules
from lscp.publication.links import ChapterHolder
from lscp.publication.models import ChapterRequest
from lscp.refusal import Refused


@never_cache
@page(ANYONE)
def write(request, token):
    redeem = operations.open_link if request.method == "GET" else operations.redeem
    try:
        link = redeem(token, timezone.now())
    except Refused as refused:
        known = operations.link_known_by(token)
        return _closed(request, refused.refusal, known and known.request)
    holder = ChapterHolder(link)
    with scope.within(holder.scope()):
        return _page(request, link.request, holder, reverse("desk:chapter_by_link", args=[token]), link)


@page(May.WRITE_CHAPTER)
def write_signed_in(request, pk):
    rows = ChapterRequest.objects.select_related("agency", "person", "chapter__report__partnership")
    row = get_object_or_404(rows, pk=pk, agency=request.held.agency_id)
    closed = rules.text_is_still_asked_for(row) or rules.writing_is_open(row.chapter.report)
    if closed:
        return _closed(request, closed, row)
    return _page(request, row, request.held, reverse("desk:report_write", args=[pk]))


def _page(request, row, by, address, link=None):
    form = None
    if row.with_the_agency:
        name = by.person.name if link is None else row.written_by or by.person.name
        initial = {"text": row.text, "version": row.version, "written_by": name}
        form = forms.WriteForm(request.POST or None, initial=initial)
    if request.method == "POST" and _done(request.POST.get("verb"), row, form, by):
        return redirect(address + ("#sent" if request.POST.get("verb") == "send" else "#checks"))
    meanwhile = getattr(form, "meanwhile", None)
    shown = _shown(row, form) | {"link": link, "meanwhile": meanwhile}
    return render(request, "desk/report/by_link.html", shown, status=409 if meanwhile else 200)


def _done(verb, row, form, by):
    """Save what is in the box; then, if that was asked for, send it. Or take back what was sent."""
    if verb == "take_back":
        return row.was_sent and operations.take_back(row, by=by)
    if form is None or not form.is_valid():
        return False
    saved = edit(form, operations.save_text, row, by=by)
    if saved:  # saved for good, whatever is said of sending it
        form.data = form.data.copy()
        form.data["version"] = row.version = saved.version
    return saved and (verb != "send" or attempt(form, operations.send_text, saved, by=by))


def _shown(row, form):
    latest = row.texts.select_related("remark_by__person").first()
    before = asked.last_year(row.chapter)
    return {
        "form": form,
        "asked": row,
        "report": row.chapter.report,
        "of_partnership": row.chapter.report.partnership,
        "latest": latest,
        "remark": latest if latest and latest.remark and row.with_the_agency else None,
        "findings": asked.findings(row),
        "by_themselves": asked.parts_by_themselves(row),
        "before": before and before[0],
        "text_before": before and _alone(before[1], row.chapter.code),
        "text": _alone(asked.as_document(row), row.chapter.code) if row.text else None,
    }


def _alone(document, code):
    """The chapter laid out without the numbers of its headings, which mean nothing outside the report."""
    text = laid_out(document, code)
    for section in text["sections"] if text else ():
        section["number"] = ""
    return text


def _closed(request, refusal, row):
    """What happened and whom to ask, where nothing can be written; words that were not taken are shown again.

    ``row`` is None where no such link was ever sent.
    """
    unsent = request.POST.get("text", "").strip()
    kept = row.text if row and refusal.rule in {"RP-30", "RP-35"} else ""
    return render(
        request,
        "desk/report/link_closed.html",
        {
            "refusal": refusal,
            "unsent": "" if unsent == kept else unsent,
            "kept": kept,
            "of_partnership": row and row.chapter.report.partnership,
            "signed_in": request.user.is_authenticated,
        },
        status=410 if row else 404,
    )
