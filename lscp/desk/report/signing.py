"""Sending out for signing, reading the exact text, and signing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.desk.report import forms
from lscp.desk.report.views import _report
from lscp.partnerships.roles import May
from lscp.publication import asked, operations, queries
from lscp.publication import document as d
from lscp.publication.render import layout, retold
from lscp.refusal import Refused


@page(May.WRITE_REPORT)
def send(request, pk):
    """Ask before the text is fixed and the partners are asked to sign; say what stands in the way, if anything."""
    row = _report(pk)
    refusal = None
    if request.method == "POST":
        try:
            proof = operations.send_for_signing(row, by=request.held)
        except Refused as refused:
            refusal = refused.refusal
        else:
            waiting = ", ".join(str(agency) for agency in queries.signing(proof.report).waiting)
            messages.success(request, f"Text {proof.number} is out for signing. It waits for {waiting}.")
            return redirect("desk:report", pk)
    desk = queries.desk(row)
    return render(
        request,
        "desk/report/send.html",
        {
            "report": row,
            "desk": desk,
            "refusal": refusal,
            "partners": operations.partners_of(row),
            "asked": [one for one in asked.standings(chapter__report=row) if one.request.is_open],
        },
    )


@page(May.WRITE_REPORT)
def recall(request, pk):
    row = _report(pk)
    form = forms.RecallForm(request.POST or None)
    back = reverse("desk:report", args=[pk])
    if form.is_valid() and attempt(form, operations.recall, row, by=request.held, **form.cleaned_data):
        messages.success(request, "The text is a draft again. Signatures under it no longer count.")
        return redirect(back)
    return form_page(
        request,
        form,
        heading="Take the text back from signing",
        back=back,
        verb="Take it back",
        warning=True,
        intro="Those who have signed will be asked again, and will read your reason.",
    )


def _chapters(text, changes):
    """Everything that is signed, laid out chapter by chapter, each with its own notes and whether it changed.

    What is told again is numbered in no edition, so not here either.
    """
    laid_out = layout.lay_out(d.whole(text))
    changed, chapters = {change.where for change in changes}, []
    for section in laid_out["sections"]:
        if section["depth"] == 1:
            chapters.append({**laid_out, "corrections": [], "glossary": [], "sections": []})
        if len(chapters) > len(text.sections):
            section["number"] = ""
        chapters[-1]["sections"].append(section)
    for place, chapter in enumerate(chapters, 1):
        chapter["changed"] = any(section["heading"] in changed for section in chapter["sections"])
        chapter["notes"] = _notes_of(chapter, place)
    return {**laid_out, "chapters": chapters}


def _notes_of(chapter, place):
    """The notes that the chapter calls. Two chapters may call one: each then has it at an address of its own."""
    called = set()
    for run in (run for s in chapter["sections"] for block in s["blocks"] for run in layout.runs_of(block)):
        if run["note"]:
            called.add(run["note"])
            run["at"] = f"{place}-{run['note']}"
    return [
        {**note, "at": f"{place}-{note['number']}"} for note in chapter["notes"] if note["number"] in called
    ]


@page(May.SIGN_REPORT, May.READ_RECORD)
def sign(request, pk):
    """The exact text, its number, what changed since this partner last signed, who has signed, and one button."""
    row = _report(pk)
    state = queries.signing(row)
    agency = request.held.agency
    form = forms.SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        signature = attempt(
            form,
            operations.sign,
            row,
            agency=agency,
            by=request.held,
            checksum=form.cleaned_data["checksum"],
        )
        if signature:
            messages.success(
                request, f"You signed text {state.proof.number} for {agency}. Nothing more is needed."
            )
            return redirect("desk:report_sign", pk)
    earlier, changes = queries.changed_since_signed(row, agency)
    text = queries.text_now(row) if state.proof else None
    return render(
        request,
        "desk/report/sign.html",
        {
            "report": row,
            "signing": state,
            "form": form,
            "agency": agency,
            "mine": next((s for s in state.signed if s.agency == agency), None),
            "may_sign": request.held.may(May.SIGN_REPORT) and agency in state.waiting,
            "earlier": earlier,
            "changes": changes,
            "void": queries.last_void_proof(row),
            "text": _chapters(text, changes) if state.proof else None,
            "told_again": retold.named(text) if state.proof else {},
        },
    )
