"""Bringing in committee papers, and deciding on what was found in them beside the paper's own text."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from lscp.design.forms import GovForm, sentence_start
from lscp.design.words import gov_date, plural
from lscp.desk.committee.forms import (
    AboutForm,
    BringInForm,
    DecideForm,
    DismissForm,
    MissedForm,
    OwnerForm,
    WarningForm,
)
from lscp.desk.committee.owners import Owners
from lscp.desk.downloads import Table, download
from lscp.desk.editing import Meanwhile, edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.golden_thread.states import SHOWN
from lscp.journal.models import Event
from lscp.partnerships.roles import May
from lscp.sources.committee import operations, queries, states
from lscp.sources.committee.models import Paper, PaperWarning, Proposal
from lscp.versioned import EditedMeanwhile


@page(May.READ_RECORD, methods=["GET", "HEAD"])
def papers(request):
    """Every committee paper, with what is left to decide in it."""
    table = Table(
        key="committee-papers",
        caption="Committee papers",
        columns=["Paper", "Report", "Committee met", "Brought in", "Left to decide"],
        things=queries.papers(),
        cells=_paper_row,
        nothing="No committee paper has been brought in yet.",
    )
    return download(request, table) or render(request, "desk/committee/papers.html", {"table": table})


def _paper_row(paper):
    return [
        {"text": str(paper), "href": reverse("desk:paper", args=[paper.pk])},
        paper.report_period,
        gov_date(paper.meeting_date) or "Not known yet",
        gov_date(paper.staged_at),
        f"{paper.waiting} of {paper.found}" if paper.waiting else "Nothing",
    ]


@page(May.READ_RECORD, methods=["GET", "HEAD"])
def questions(request):
    """What members asked, what they were told and what came of it, from every paper whose questions were accepted."""
    on = timezone.localdate()
    table = Table(
        key="committee-questions",
        caption="What members asked, and what came of it",
        columns=["Question", "Asked by", "Answer on the day", "What came of it", "Committee met"],
        things=queries.questions_answered(),
        cells=lambda question: _question_row(question, on),
        nothing="No question has been accepted from a committee paper yet.",
    )
    return download(request, table) or render(request, "desk/committee/questions.html", {"table": table})


def _question_row(question, on):
    where = f"{reverse('desk:paper', args=[question.paper_id])}#found-{question.pk}"
    return [
        question.text,
        question.asked_by or "The paper does not say",
        question.answer or "No answer is printed",
        _what_came(queries.came_of(question), on),
        {"text": gov_date(question.paper.meeting_date) or str(question.paper), "href": where},
    ]


def _what_came(asked, on):
    """Each action or promise as a link to its thread, with where it stands."""
    if not asked:
        return "No action or promise"
    lines = [
        (reverse("desk:thread", args=[each.recommendation_id]), each.text, _stands(each, on))
        for each in asked
    ]
    shown = format_html_join(mark_safe("<br>"), '<a class="govuk-link" href="{}">{}</a>: {}', lines)
    return {"text": "; ".join(f"{text}: {stands}" for _, text, stands in lines), "html": shown}


def _stands(asked, on):
    action = asked.action
    if action is None:
        return SHOWN[asked.recommendation.status][0].lower()
    if action.is_overdue(on):
        return f"overdue since {gov_date(action.due)}"
    return SHOWN[action.status][0].lower()


@page(May.IMPORT_MINUTES)
def bring_in(request):
    """Upload or paste a paper; what is found in it waits on its page."""
    form = BringInForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        content, name = form.paper()
        known = queries.paper_of(content)
        paper = attempt(
            form, operations.stage, content, name=name, partnership=request.held.partnership, by=request.held
        )
        if paper:
            _say_what_came(request, paper, known)
            return redirect("desk:paper", paper.pk)
    status = 422 if form.errors else 200
    return render(request, "desk/committee/bring_in.html", {"form": form}, status=status)


def _say_what_came(request, paper, known):
    if known:
        messages.info(
            request,
            f"This paper was brought in before, on {gov_date(known.staged_at)}. Nothing was added or changed.",
        )
        return
    found = paper.proposals.count()
    messages.success(
        request,
        f"The paper was read: {plural(found, 'item')} found. Nothing is in the record until you accept it.",
    )


@page(May.READ_RECORD, methods=["GET", "HEAD"])
def paper(request, pk):
    """The paper's own text beside what was found in it."""
    paper = get_object_or_404(Paper.objects.select_related("source"), pk=pk)
    proposals = list(paper.proposals.select_related("action__owner_agency", "action__owner_person"))
    table = Table(
        key="found",
        caption=f"What was found in {paper}",
        columns=["What", "Line", "Words", "Owner as printed", "Decision", "Decided by", "Reason"],
        things=proposals,
        cells=_proposal_row,
        paged=False,
    )
    file = download(request, table)
    return file or render(request, "desk/committee/paper.html", _paper_page(request, paper, proposals, table))


def _proposal_row(proposal):
    return [
        proposal.get_kind_display(),
        proposal.line,
        proposal.text,
        proposal.owner,
        states.SHOWN[proposal.status],
        proposal.decided_by,
        proposal.dismissed_because,
    ]


@dataclass
class Card:
    """One proposal as the page shows it: ``label`` is “Action 2”; ``form`` is empty where it cannot be accepted yet."""

    proposal: Proposal
    label: str
    repeated: Proposal | None
    form: Any


def _paper_page(request, paper, proposals, table):
    may_decide = request.held.may(May.IMPORT_MINUTES)
    may_accept = may_decide and paper.meeting_date is not None
    waiting = [proposal for proposal in proposals if proposal.is_open]
    repeated = queries.accepted_elsewhere(paper, waiting)
    owners = Owners(timezone.localdate()) if may_accept and waiting else None
    cards, count = [], Counter()
    for proposal in proposals:
        count[proposal.kind] += 1
        label = f"{proposal.get_kind_display()} {count[proposal.kind]}"
        form = _owner_form(proposal, owners) if owners and proposal.is_open else ()
        cards.append(Card(proposal, label, repeated.get(proposal.pk), form))
    warnings = list(paper.warnings.all())
    return {
        "paper": paper,
        "cards": cards,
        "labels": {card.proposal.pk: card.label for card in cards},
        "lines": queries.printed_lines(paper, proposals),
        "warnings": warnings,
        "warnings_left": sum(1 for warning in warnings if not warning.dealt_with_at),
        "waiting": len(waiting),
        "in_one_go": sum(
            1 for each in waiting if each.kind in operations.SAFE_IN_ONE_GO and each.pk not in repeated
        ),
        "may_decide": may_decide,
        "may_accept": may_accept,
        "may_take_away": may_decide and not any(each.is_accepted for each in proposals),
        "shown": states.SHOWN,
        "sentence_start": sentence_start,
        "table": table,
    }


def _owner_form(proposal, owners):
    """The short form of a card: owner and date where the kind gives somebody a task, otherwise only the version."""
    form = OwnerForm(
        auto_id=f"found-{proposal.pk}-%s",
        owners=owners,
        printed=proposal.owner,
        initial={"version": proposal.version},
    )
    if proposal.kind not in ("action", "promise"):
        del form.fields["owner"], form.fields["due"]
    return form


@page(May.IMPORT_MINUTES)
def about(request, pk):
    """Correct what the paper is; give the date of the meeting where the paper does not. Title and date stand once
    something of it is in the thread."""
    paper = get_object_or_404(Paper.objects.all(), pk=pk)
    form = AboutForm(request.POST if request.method == "POST" else None, initial=shown(paper, AboutForm))
    standing = {"title": paper.title, "meeting_date": paper.meeting_date} if paper.source_id else {}
    for name in standing:
        del form.fields[name]
    back = reverse("desk:paper", args=[pk])
    if form.is_valid():
        done = edit(form, operations.describe, paper, by=request.held, on=timezone.localdate(), **standing)
        if done:
            messages.success(request, "What the paper is has been saved.")
            return redirect(back)
    return form_page(request, form, heading="What this paper is", back=back)


@page(May.IMPORT_MINUTES)
def warning(request, pk):
    """Deal with a warning, and say how."""
    warning = get_object_or_404(PaperWarning.objects.select_related("paper"), pk=pk)
    form = WarningForm(
        request.POST if request.method == "POST" else None, initial={"outcome": warning.outcome}
    )
    back = f"{reverse('desk:paper', args=[warning.paper_id])}#warnings"
    if form.is_valid() and attempt(
        form, operations.deal_with_warning, warning, by=request.held, **form.cleaned_data
    ):
        messages.success(request, "The warning is marked as dealt with.")
        return redirect(back)
    return form_page(
        request, form, heading="Deal with a warning", back=back, intro=f"{sentence_start(warning.text)}."
    )


@page(May.IMPORT_MINUTES)
def decide(request, pk):
    """Accept one proposal (as it is or with its words changed) or dismiss it with a reason."""
    proposal = get_object_or_404(Proposal.objects.select_related("paper"), pk=pk)
    owners = Owners(timezone.localdate())
    repeated = queries.accepted_elsewhere(proposal.paper, [proposal]).get(pk)
    verb = request.POST.get("verb") if request.method == "POST" else None
    accepting = DecideForm(
        _with_own_words(request.POST, proposal) if verb == "accept" else None,
        proposal=proposal,
        repeated=repeated,
        owners=owners,
        initial=shown(proposal, DecideForm),
    )
    dismissing = DismissForm(
        request.POST if verb == "dismiss" else None, prefix="dismiss", initial={"version": proposal.version}
    )
    form = dismissing if verb == "dismiss" else accepting
    run = _dismiss if verb == "dismiss" else _accept
    if verb and form.is_valid() and _decided(request, form, run, proposal, owners):
        return redirect(_next_after(proposal))
    meanwhile = getattr(form, "meanwhile", None)
    return render(
        request,
        "desk/committee/decide.html",
        {
            "proposal": proposal,
            "paper": proposal.paper,
            "form": form,
            "accepting": accepting,
            "dismissing": dismissing,
            "repeated": repeated,
            "meanwhile": meanwhile,
            "context": _lines_around(proposal),
            "shown": states.SHOWN,
        },
        status=409 if meanwhile else 422 if form.errors else 200,
    )


def _with_own_words(posted, proposal):
    """The short form beside the paper sends no words: they are the proposal's own."""
    data = posted.copy()
    for name in ("text", "asked_by", "answer", "role"):
        data.setdefault(name, getattr(proposal, name))
    return data


def _accept(proposal, form, owners, by):
    given = dict(form.cleaned_data)
    agency, person = owners.chosen(given.pop("owner", ""))
    operations.accept(
        proposal,
        by=by,
        on=timezone.localdate(),
        version=given.pop("version") or 0,
        owner_agency=agency,
        owner_person=person,
        **given,
    )
    return f"Accepted: {proposal.get_kind_display().lower()}. {_where_it_went(proposal)}"


def _where_it_went(proposal):
    if proposal.is_noted:
        return "It is in the record as something noted, and asks nobody for an answer."
    return "It is in the thread now." if proposal.reaches_thread else "It is kept with the paper."


def _dismiss(proposal, form, owners, by):
    operations.dismiss(proposal, by=by, because=form.because(), version=form.cleaned_data["version"] or 0)
    return f"Dismissed: {proposal.get_kind_display().lower()}. You can restore it from the paper’s page."


def _decided(request, form, run, proposal, owners):
    """Run the decision. A refusal or somebody else's decision goes to the form; nothing typed is lost."""
    try:
        said = attempt(form, run, proposal, form, owners, request.held)
    except EditedMeanwhile as stale:
        form.meanwhile = _compare(form, stale.current)
        return False
    if said:
        messages.success(request, said)
    return bool(said)


def _compare(form, current):
    event = Event.objects.filter(about=f"proposal:{current.pk}").order_by("-number").first()
    differences = [("Decision", states.SHOWN[current.status], "None of yours was saved")]
    for name in ("text", "answer", "role", "asked_by", "detail"):
        mine = form.cleaned_data.get(name)
        theirs = getattr(current, name, current.dismissed_because)
        if mine is not None and mine != theirs:
            differences.append((form.fields[name].label, theirs or "(nothing)", mine or "(nothing)"))
    return Meanwhile(event, differences)


def _next_after(proposal):
    """The paper's page, at the next proposal that waits; at the count when none does."""
    waiting = list(proposal.paper.proposals.waiting().values_list("line", "place", "pk"))
    after = [each for each in waiting if each[:2] > (proposal.line, proposal.place)] or waiting
    place = f"found-{after[0][2]}" if after else "left"
    return f"{reverse('desk:paper', args=[proposal.paper_id])}#{place}"


def _lines_around(proposal):
    """The lines of the paper around a proposal, ``[(number, text)]``."""
    numbered = [(n, text) for n, text in enumerate(proposal.paper.lines, 1) if text.strip()]
    at = next((place for place, (n, _) in enumerate(numbered) if n >= proposal.line), 0)
    return numbered[max(at - 1, 0) : at + 2]


@page(May.IMPORT_MINUTES, methods=["POST"])
def restore(request, pk):
    """Put a dismissed proposal back among those that wait."""
    proposal = get_object_or_404(Proposal.objects.all(), pk=pk)
    try:
        operations.restore(proposal, by=request.held, version=request.POST.get("version", "0"))
        messages.success(request, "Restored: it waits for a decision again.")
    except EditedMeanwhile:
        messages.info(request, "Somebody else decided on this meanwhile. The page shows what stands now.")
    return redirect(f"{reverse('desk:paper', args=[proposal.paper_id])}#found-{pk}")


@page(May.IMPORT_MINUTES)
def missed(request, pk):
    """Add what the reading missed, at a line of the paper."""
    paper = get_object_or_404(Paper.objects.all(), pk=pk)
    asked = request.GET.get("line", "")
    line = int(asked) if asked.isdecimal() and len(asked) < 7 else None
    form = MissedForm(
        request.POST if request.method == "POST" else None,
        initial={"line": line, "text": paper.line(line), "kind": "action"},
    )
    if form.is_valid():
        proposal = attempt(form, operations.add_missed, paper, by=request.held, **form.found())
        if proposal:
            messages.success(request, "Added. It waits for a decision like the others.")
            return redirect(f"{reverse('desk:paper', args=[pk])}#found-{proposal.pk}")
    back = reverse("desk:paper", args=[pk]) + (f"#line-{line}" if line else "")
    return form_page(request, form, heading="Add what was missed", back=back, verb="Add")


@page(May.IMPORT_MINUTES)
def accept_remaining(request, pk):
    """Accept the speakers, questions and resolutions that still wait, in one go."""
    paper = get_object_or_404(Paper.objects.all(), pk=pk)
    form = GovForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        accepted = attempt(
            form, operations.accept_all_remaining, paper, by=request.held, on=timezone.localdate()
        )
        if accepted is not None:
            messages.success(request, f"Accepted {plural(len(accepted), 'item')}.")
            return redirect(f"{reverse('desk:paper', args=[pk])}#left")
    context = {
        "form": form,
        "heading": "Accept the rest in one go",
        "sentence": "Every speaker, question and resolution that still waits is accepted in the paper’s own words. "
        "Actions and promises stay: each needs an owner. So does whatever another copy of the paper brought in, and a "
        "resolution that names somebody who does not speak in the paper.",
        "verb": "Accept them",
        "back_url": reverse("desk:paper", args=[pk]),
    }
    return render(request, "design/confirm.html", context)


@page(May.IMPORT_MINUTES)
def take_away(request, pk):
    """A paper brought in by mistake, of which nothing was accepted, is taken away again."""
    paper = get_object_or_404(Paper.objects.all(), pk=pk)
    form = GovForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        attempt(form, operations.take_away, paper, by=request.held)
        if form.is_valid():
            messages.success(request, f"“{paper}” was taken away.")
            return redirect("desk:papers")
    context = {
        "form": form,
        "heading": "Take this paper away",
        "sentence": f"“{paper}” and everything that was found in it go. It can be brought in again.",
        "verb": "Take it away",
        "back_url": reverse("desk:paper", args=[pk]),
    }
    return render(request, "design/confirm.html", context)
