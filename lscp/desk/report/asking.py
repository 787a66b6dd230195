"""Asking agencies for chapters: who was asked and who is silent, and what is done with a text that arrived."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.desk import notices
from lscp.desk.downloads import Table, download
from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.desk.report import forms
from lscp.desk.report.views import _chapter, _report
from lscp.desk.whom import WhomForm
from lscp.partnerships.roles import May
from lscp.publication import asked, operations
from lscp.publication.models import ChapterLink, ChapterRequest
from lscp.versioned import EditedMeanwhile

NOT_SENT = "The e-mail could not be sent, so nothing was done. Try again in a few minutes."


def _request(pk):
    rows = ChapterRequest.objects.select_related("chapter__report__partnership", "agency", "person")
    return get_object_or_404(rows, pk=pk)


@page(May.WRITE_REPORT)
def requests(request, pk):
    """Who was asked for what, by when, whether they opened it, and who is silent."""
    row, on = _report(pk), timezone.localdate()
    listed = Table(
        "asked",
        "Asked of agencies",
        ["What", "Where it stands", "Asked of", "Due", "Opened", "Last written", "Link last sent"],
        asked.standings(chapter__report=row),
        lambda one: [
            {
                "text": f"{one.request.chapter}: {one.request.part}"
                if one.request.part
                else str(one.request.chapter),
                "href": reverse("desk:report_request", args=[one.request.pk]),
            },
            stands(one, on),
            f"{one.request.person}, {one.request.agency}",
            gov_date(one.request.due),
            gov_date(one.opened) or "Not yet",
            gov_date(one.wrote) or "Not yet",
            gov_date(one.told),
        ],
        nothing="No agency has been asked to write. Open a chapter to ask for it, or for a part of it.",
        paged=False,
    )
    return download(request, listed) or render(
        request, "desk/report/asked.html", {"report": row, "listed": listed}
    )


def stands(one, on):
    """Where a request stands, in a few words: the status, or how long nothing was heard."""
    if one.is_overdue(on):
        return "Overdue" if one.heard else "Overdue, not opened"
    if one.is_quiet(on):
        return "Silent" if one.heard else "Silent, not opened"
    return one.request.get_status_display()


@page(May.WRITE_REPORT)
def ask(request, pk):
    row = _chapter(pk)
    people = asked.who_can_write(timezone.localdate())
    form = forms.AskForm(request.POST or None, people=people)
    back = reverse("desk:report_chapter", args=[pk])
    if form.is_valid():
        given = dict(form.cleaned_data)
        agency, person = given.pop("who")
        made = _mailed(
            form,
            operations.ask_for_chapter,
            row,
            agency=agency,
            person=person,
            by=request.held,
            send=notices.send_chapter_link,
            **given,
        )
        if made:
            messages.success(
                request,
                f"{person} at {agency} has an e-mail with a link to write {made}. It is due on {gov_date(made.due)}.",
            )
            return redirect("desk:report_request", made.pk)
    return form_page(
        request,
        form,
        heading=f"Ask an agency to write “{row}”",
        back=back,
        verb="Send them the link",
        intro="They write on a page of their own, without an account or a password. Nothing of it stands in the report "
        "before you have taken it over.",
    )


def _mailed(form, operation, *args, **kwargs):
    """As ``attempt``; an e-mail that cannot be sent is the form's error, and then nothing was done."""
    try:
        return attempt(form, operation, *args, **kwargs)
    except OSError:
        form.add_error(None, NOT_SENT)
        return None


@page(May.WRITE_REPORT)
def one_request(request, pk):
    """One request: where it stands, the text that arrived beside the chapter as it is, and what is done with it."""
    row, stale = _request(pk), False
    found, shown = asked.places(row) if row.was_sent else [], {"version": row.chapter.version}
    form = forms.TakeOverForm(request.POST or None, initial=shown)
    if row.was_sent and form.is_valid():
        try:
            taken = attempt(form, operations.take_over, row, by=request.held, **form.cleaned_data)
        except EditedMeanwhile:  # the ticks were for another text of the chapter: show them anew
            stale = True
            form = forms.TakeOverForm(initial=shown)
        else:
            if taken:
                messages.success(
                    request, f"What {row.writer} wrote stands in the chapter now. Read it as a whole."
                )
                return redirect("desk:report_chapter", row.chapter_id)
    return render(
        request,
        "desk/report/request.html",
        {
            "asked": row,
            "report": row.chapter.report,
            "standing": asked.standings(pk=pk)[0],
            "form": form,
            "places": found,
            "ticked": _ticked(form, found),
            "stale": stale,
            "findings": asked.findings(row) if row.was_sent else (),
            "now": timezone.now(),
        },
        status=409 if stale else 200,
    )


def _ticked(form, places):
    """The numbers of the places that are ticked: what was posted, else what the agency wrote itself."""
    if form.is_bound:
        return {int(number) for number in form.data.getlist("numbers") if number.isdecimal()}
    return {place.number for place in places if place.theirs}


@page(May.WRITE_REPORT)
def send_back(request, pk):
    row = _request(pk)
    form = forms.SendBackForm(request.POST or None)
    back = reverse("desk:report_request", args=[pk])
    if form.is_valid() and _mailed(
        form, operations.send_back, row, by=request.held, send=notices.send_chapter_back, **form.cleaned_data
    ):
        messages.success(request, f"{row.person} at {row.agency} has your remark, and can change the text.")
        return redirect(back)
    return form_page(
        request,
        form,
        heading=f"Send {row} back to {row.agency}",
        back=back,
        verb="Send it back",
        intro="They read your remark on the page where they wrote, change their text and send it again.",
    )


@page(May.WRITE_REPORT)
def send_link(request, pk):
    """Two clicks: the first opens this page with the right person chosen, the second sends the link."""
    row = _request(pk)
    people = [person for _, person in asked.who_can_write(timezone.localdate(), row.agency)]
    people.sort(key=lambda person: person != row.person)
    form = WhomForm(request.POST or None, people=people)
    back = (
        reverse("desk:home")
        if request.GET.get("from") == "home"
        else reverse("desk:report_request", args=[pk])
    )
    if form.is_valid() and _mailed(
        form,
        operations.send_chapter_link,
        row,
        by=request.held,
        send=notices.send_chapter_link,
        **form.cleaned_data,
    ):
        messages.success(request, f"A link was sent to {form.cleaned_data['to_person']} at {row.agency}.")
        return redirect(back)
    intro = "The link leads to what was written so far. A link sent before keeps working."
    nobody = f"Nobody at {row.agency} has an e-mail address yet. Add one to somebody in post there, then come back."
    return form_page(
        request,
        form,
        heading=f"Send {row.agency} the link to write {row}",
        back=back,
        verb="Send the link",
        intro=intro if people else nobody,
    )


@page(May.WRITE_REPORT)
def move_due(request, pk):
    row = _request(pk)
    form = forms.DueForm(request.POST or None, initial={"due": row.due})
    back = reverse("desk:report_request", args=[pk])
    if form.is_valid() and _mailed(
        form, operations.move_due, row, by=request.held, send=notices.send_chapter_day, **form.cleaned_data
    ):
        due = gov_date(form.cleaned_data["due"])
        messages.success(request, f"{row} is due on {due} now. {row.person} was told by e-mail.")
        return redirect(back)
    return form_page(
        request,
        form,
        heading=f"Choose another day for {row}",
        back=back,
        verb="Move the day and tell them",
        intro=f"It is due on {gov_date(row.due)}. {row.person} at {row.agency} gets an e-mail with the new day and a "
        "fresh link. What was written is kept.",
    )


@page(May.WRITE_REPORT)
def hand_over(request, pk):
    row = _request(pk)
    people = [person for _, person in asked.who_can_write(timezone.localdate(), row.agency)]
    people = [person for person in people if person != row.person]
    form = WhomForm(request.POST or None, people=people)
    back = reverse("desk:report_request", args=[pk])
    if form.is_valid() and _mailed(
        form, operations.hand_over, row, by=request.held, send=notices.send_chapter_link, **form.cleaned_data
    ):
        messages.success(
            request, f"{form.cleaned_data['to_person']} was sent a link. Earlier links have ended."
        )
        return redirect(back)
    intro = (
        f"{row.person}'s link ends at once. What was written so far is there for the colleague to go on with."
    )
    nobody = (
        f"Nobody else at {row.agency} has an e-mail address yet. Add one to somebody in post there first."
    )
    return form_page(
        request,
        form,
        heading=f"Ask a colleague at {row.agency} to write {row}",
        back=back,
        verb="Hand it over",
        intro=intro if people else nobody,
    )


@page(May.WRITE_REPORT)
def withdraw(request, pk):
    row = _request(pk)
    back = reverse("desk:report_request", args=[pk])
    if request.method == "POST":
        operations.withdraw_request(row, by=request.held)
        messages.success(request, f"{row} is no longer asked of {row.agency}. What was written is kept.")
        return redirect(back)
    return render(
        request,
        "design/confirm.html",
        {
            "heading": f"No longer ask {row.agency} for {row}?",
            "sentence": "Their links then say that nothing more is needed. What they wrote is kept. No e-mail is sent.",
            "verb": "Ask no longer",
            "back_url": back,
        },
    )


@page(May.WRITE_REPORT, methods=["POST"])
def end_link(request, pk):
    link = get_object_or_404(ChapterLink.objects.select_related("request", "person"), pk=pk)
    operations.end_chapter_link(link, by=request.held)
    messages.success(request, f"The link sent to {link.person} no longer works.")
    return redirect("desk:report_request", link.request_id)
