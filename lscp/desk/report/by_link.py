"""The page behind an e-mail link: what is asked, a box that keeps what is typed, and what the checks say of it.

No account, and nothing else of the report. The same link leads back to the text until writing is closed.
"""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from lscp import scope
from lscp.desk.editing import edit
from lscp.desk.pages import ANYONE, attempt, page
from lscp.desk.report import forms
from lscp.desk.report.views import laid_out
from lscp.publication import asked, operations
from lscp.publication.links import ChapterHolder
from lscp.refusal import Refused


@never_cache
@page(ANYONE)
def write(request, token):
    redeem = operations.open_link if request.method == "GET" else operations.redeem
    try:
        link = redeem(token, timezone.now())
    except Refused as refused:
        return _closed(request, token, refused.refusal)
    holder = ChapterHolder(link)
    with scope.within(holder.scope()):
        row, form = link.request, None
        if row.with_the_agency:
            initial = {
                "text": row.text,
                "version": row.version,
                "written_by": row.written_by or link.person.name,
            }
            form = forms.WriteForm(request.POST or None, initial=initial)
        if request.method == "POST" and _done(request.POST.get("verb"), row, form, holder):
            place = "#sent" if request.POST.get("verb") == "send" else "#checks"
            return redirect(reverse("desk:chapter_by_link", args=[token]) + place)
        meanwhile = getattr(form, "meanwhile", None)
        return render(
            request, "desk/report/by_link.html", _shown(link, form), status=409 if meanwhile else 200
        )


def _done(verb, row, form, holder):
    """Save what is in the box; then, if that was asked for, send it. Or take back what was sent."""
    if verb == "take_back":
        return row.was_sent and operations.take_back(row, by=holder)
    if form is None or not form.is_valid():
        return False
    saved = edit(form, operations.save_text, row, by=holder)
    if saved:  # saved for good, whatever is said of sending it
        form.data = form.data.copy()
        form.data["version"] = row.version = saved.version
    return saved and (verb != "send" or attempt(form, operations.send_text, saved, by=holder))


def _shown(link, form):
    row = link.request
    latest = row.texts.select_related("remark_by__person").first()
    before = asked.last_year(row.chapter)
    return {
        "form": form,
        "meanwhile": getattr(form, "meanwhile", None),
        "link": link,
        "asked": row,
        "report": row.chapter.report,
        "of_partnership": row.chapter.report.partnership,
        "latest": latest,
        "remark": latest if latest and latest.remark and row.with_the_agency else None,
        "findings": asked.findings(row),
        "by_themselves": asked.parts_by_themselves(row),
        "before": before and before[0],
        "text_before": before and _alone(before[1], row.chapter.code),
        "text": _alone(asked.as_document(row), row.chapter.code),
    }


def _alone(document, code):
    """The chapter laid out without the numbers of its headings, which mean nothing outside the report."""
    text = laid_out(document, code)
    for section in text["sections"] if text else ():
        section["number"] = ""
    return text


def _closed(request, token, refusal):
    """A link that opens nothing says what happened and whom to ask; words that it did not take are shown again."""
    link = operations.link_known_by(token)
    unsent = request.POST.get("text", "").strip()
    kept = link.request.text if link and refusal.rule in {"RP-30", "RP-35"} else ""
    return render(
        request,
        "desk/report/link_closed.html",
        {
            "refusal": refusal,
            "unsent": "" if unsent == kept else unsent,
            "kept": kept,
            "of_partnership": link and link.request.chapter.report.partnership,
        },
        status=410 if link else 404,
    )
