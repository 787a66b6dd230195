"""Freezing, publishing, proving and correcting an edition; and the pages of the public site."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.desk.report import forms
from lscp.desk.report.views import _report
from lscp.partnerships.roles import May
from lscp.publication import commands, operations, queries
from lscp.refusal import Refused


@page(May.PUBLISH)
def freeze(request, pk):
    return _step(
        request,
        pk,
        operations.freeze,
        heading="Freeze the signed text?",
        sentence="The web pages, the PDF, the Word document and the tables are made once, from exactly the "
        "text that was signed, and kept. After this the text can only be changed by a corrected edition.",
        verb="Freeze it",
        done="The edition is frozen. Read its files, then publish it.",
    )


@page(May.PUBLISH)
def publish(request, pk):
    return _step(
        request,
        pk,
        operations.publish,
        heading="Publish this edition?",
        sentence="It goes on the public site at an address that it keeps for ever. A mistake found later is put "
        "right by a corrected edition, and this one then says what replaced it.",
        verb="Publish it",
        done="The edition is published.",
    )


def _step(request, pk, operation, *, heading, sentence, verb, done):
    """One question, one verb. A refusal is said on the page in place of the question."""
    row = _report(pk)
    refusal = None
    if request.method == "POST":
        try:
            operation(row, by=request.held)
        except Refused as refused:
            refusal = refused.refusal
        else:
            messages.success(request, done)
            return redirect("desk:report", pk)
    state = queries.signing(row)
    return render(
        request,
        "desk/report/step.html",
        {
            "report": row,
            "heading": heading,
            "sentence": sentence,
            "verb": verb,
            "refusal": refusal,
            "signing": state,
        },
    )


@page(May.READ_RECORD)
def proof(request, pk):
    """Whether everything about a published edition still agrees: bytes, signatures, journal."""
    row = _report(pk)
    if not row.is_published:
        raise Http404
    faults = commands.verify(row)
    edition = commands.edition_of(row)
    return render(request, "desk/report/proof.html", {"report": row, "faults": faults, "edition": edition})


@page(May.PUBLISH)
def withdraw(request, pk):
    row = _report(pk)
    form = forms.WithdrawForm(request.POST or None)
    back = reverse("desk:report", args=[pk])
    if form.is_valid() and attempt(form, operations.withdraw, row, by=request.held, **form.cleaned_data):
        messages.success(
            request, "The edition's words are off the public site. Its address gives the reason."
        )
        return redirect(back)
    return form_page(
        request,
        form,
        heading="Withdraw this edition from the public site",
        back=back,
        verb="Withdraw it now",
        warning=True,
        intro="Do this at once when somebody could be recognised. It needs no signatures. Copies that people "
        "have downloaded cannot be taken back. Afterwards publish a corrected edition.",
    )


@page(May.WRITE_REPORT)
def correct(request, pk):
    row = _report(pk)
    form = forms.CorrectionForm(request.POST or None)
    back = reverse("desk:report", args=[pk])
    if form.is_valid():
        edition = attempt(form, operations.correct, row, by=request.held, **form.cleaned_data)
        if edition:
            messages.success(
                request, f"Edition {edition.edition} is begun. Read it, then send it out for signing."
            )
            return redirect("desk:report", edition.pk)
    return form_page(
        request,
        form,
        heading="Correct a published edition",
        back=back,
        verb="Begin the corrected edition",
        intro="The corrected edition says at its top what was wrong. The old one keeps its address and says what "
        "replaced it. Each safeguarding partner signs the corrected text.",
    )


@page(May.WRITE_REPORT)
def add_erratum(request, pk):
    row = _report(pk)
    form = forms.CorrectionForm(request.POST or None)
    back = reverse("desk:report", args=[pk])
    if form.is_valid() and attempt(form, operations.add_erratum, row, by=request.held, **form.cleaned_data):
        messages.success(request, "The correction stands at the top of this edition.")
        return redirect(back)
    return form_page(request, form, heading="One more correction", back=back, verb="Add it")


@page(May.WRITE_REPORT)
def take_the_record(request, pk):
    row = _report(pk)
    back = reverse("desk:report", args=[pk])
    if request.method == "POST":
        operations.take_the_record_as_it_is_now(row, by=request.held)
        messages.success(request, "The live parts now show the record as it is today.")
        return redirect(back)
    return render(
        request,
        "design/confirm.html",
        {
            "heading": "Take the figures from the record as it is now?",
            "sentence": "A corrected edition shows the record as it stood when the old edition was signed. Do this "
            "only where the record itself was wrong: everything else that changed since will change in the text too.",
            "verb": "Take them",
            "back_url": back,
        },
    )


# ── Pages of the public site ──────────────────────────────────────────────────────────────────────────────


@page(May.PUBLISH)
def site_pages(request):
    """The pages that the public site shows beside the reports, and when each was last published."""

    def cells(row):
        work, title, edition = row
        return [
            {"text": title, "href": reverse("desk:site_page", args=[work])},
            f"Edition {edition.number}, {gov_date(edition.published_at)}" if edition else "Not published yet",
        ]

    pages = queries.site_pages(request.held.partnership_id, operations.PAGES)
    listed = Table("pages", "Pages", ["Page", "Published"], list(pages), cells, paged=False)
    return download(request, listed) or render(request, "desk/report/pages.html", {"listed": listed})


@page(May.PUBLISH)
def publish_page(request, work):
    if work not in operations.PAGES:
        raise Http404
    title, back = operations.PAGES[work], reverse("desk:site_pages")
    writes = work == "worried-about-a-child"
    form = (forms.WorriedForm if writes else forms.GovForm)(
        request.POST if request.method == "POST" else None
    )
    if form.is_valid():
        done = attempt(
            form,
            operations.publish_page,
            request.held.partnership,
            work,
            by=request.held,
            **form.cleaned_data,
        )
        if done:
            messages.success(request, f"“{title}” is on the public site, edition {done.number}.")
            return redirect(back)
    return form_page(
        request,
        form,
        heading=f"Publish “{title}”",
        back=back,
        verb="Publish it",
        intro=WHERE_FROM[work],
    )


WHERE_FROM = {
    "priorities": "Made from the partnership's priorities in force today, with how each stands.",
    "glossary": "Made from the words of the rulebook's glossary.",
    "worried-about-a-child": "Your words stand above the general advice, after what to do in an emergency.",
}
