"""Preparing a committee's next meeting: what it asked for, what it may ask, whom to chase, and the files to send."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.briefing.pack import files, members
from lscp.briefing.pack.committees import committee_of, committees
from lscp.briefing.pack.gathered import gather
from lscp.briefing.pack.likely import likely
from lscp.design.forms import DateField, GovForm
from lscp.desk.editing import form_page
from lscp.desk.pages import page
from lscp.desk.search.answers import questions as questions_of_the_bank
from lscp.desk.thread.doors import KEEPS, UPDATES, opens
from lscp.partnerships.roles import May
from lscp.sources.committee.models import Paper


class MeetingForm(GovForm):
    """Which committee, and when it meets."""

    committee = forms.ChoiceField(label="Committee")
    on = DateField(label="When it meets", help_text="For example 10 12 2026")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].choices = [(str(one.papers[0].pk), one.name) for one in committees()]


@page(May.READ_RECORD)
def prepare(request):
    """Choose the committee and the day."""
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        address = reverse("desk:pack", args=[int(form.cleaned_data["committee"])])
        return redirect(f"{address}?on={form.cleaned_data['on'].isoformat()}")
    none = "There is no committee paper in the record yet: bring in the minutes of its last meeting first."
    return form_page(
        request,
        form,
        heading="Prepare the next meeting",
        back=reverse("desk:papers"),
        verb="Show what it will ask about",
        intro="" if form.fields["committee"].choices else none,
    )


@page(May.READ_RECORD, methods=["GET", "HEAD"])
def pack(request, pk):
    """What the committee asked for with where it stands, its likely questions with their answers, and the files.

    ``pk`` is a paper of the committee; ``?on=`` the day it meets, today where none is given.
    """
    gathered = _gathered(request, pk)
    findings = files.check(gathered, members.compose(gathered))
    questions = _likely(gathered)
    return render(
        request,
        "desk/committee/pack.html",
        {
            "pack": gathered,
            "open": [_line(request.held, each) for each in gathered.told if each.is_open],
            "closed": [_line(request.held, each) for each in gathered.told if not each.is_open],
            "questions": [
                ("Asked before by this committee", [each for each in questions if each.before]),
                ("Often asked, and answered", [e for e in questions if not e.before and e.is_answered]),
                (
                    "Often asked, and not answered",
                    [e for e in questions if not e.before and not e.is_answered],
                ),
            ],
            "count": len(questions),
            "answered": sum(each.is_answered for each in questions),
            "errors": [(finding, _where_to_mend(gathered, finding)) for finding in files.errors(findings)],
            "gaps": members.gaps(gathered),
            "may_build": request.held.may(May.BUILD_PACK),
            "paper": pk,
            "query": {"on": gathered.meeting.isoformat()},
        },
    )


@page(May.BUILD_PACK, methods=["GET", "HEAD"])
def pack_file(request, pk, name):
    """One file of the pack, made when it is asked for. What the checks stop is not handed out."""
    gathered = _gathered(request, pk)
    if name == files.STYLE_SHEET:
        return _as_file(files.style_sheet(), name)
    paper = files.for_members(gathered) if name in files.MEMBERS else None
    if name in files.OFFICERS:
        paper = files.for_officers(gathered, _likely(gathered))
    if paper is None:
        raise Http404
    if name in files.MEMBERS and files.errors(files.check(gathered, members.compose(gathered))):
        return redirect(f"{reverse('desk:pack', args=[pk])}?{request.GET.urlencode()}")
    return _as_file(paper.makers[name](), name)


def _likely(gathered):
    """The likely questions, with the answers to the bank that the page of all questions keeps until something is
    written."""
    return likely(gathered, {question.number: answer for question, answer in questions_of_the_bank().things})


def _as_file(made, name):
    response = HttpResponse(made.content, content_type=made.media_type)
    if not made.media_type.startswith(("text/html", "text/css")):
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _gathered(request, pk):
    """The pack that the address asks for; 404 where it names no paper of ours, or what is no day."""
    paper = get_object_or_404(Paper.objects.defer("lines"), pk=pk)
    today = timezone.localdate()
    try:
        meeting = date.fromisoformat(request.GET.get("on") or today.isoformat())
    except ValueError:
        raise Http404 from None
    return gather(request.held.partnership, committee_of(paper), meeting=meeting, on=today)


@dataclass(frozen=True)
class Line:
    """One thing asked for: where it leads, and the verb of whoever can move it on (empty where nobody here can)."""

    asked: object
    href: str
    verb: str = ""
    verb_href: str = ""


def _line(held, asked):
    proposal = asked.proposal
    paper = f"{reverse('desk:paper', args=[proposal.paper_id])}#found-{proposal.pk}"
    if proposal.is_open:
        decides = held.may(May.IMPORT_MINUTES)
        return Line(asked, paper, "Decide" if decides else "", reverse("desk:proposal", args=[proposal.pk]))
    if proposal.recommendation_id is None:
        return Line(asked, paper)
    thread = reverse("desk:thread", args=[proposal.recommendation_id])
    if not asked.is_open or not opens(held, KEEPS):
        return Line(asked, thread)
    own = next((each for each in asked.to_chase if each.owner_person_id == held.person_id), None)
    if own and opens(held, UPDATES):  # nobody chases themselves
        return Line(asked, thread, "Update", reverse("desk:update_action", args=[own.pk]))
    if asked.to_chase:
        return Line(asked, thread, "Chase", reverse("desk:chase", args=[asked.to_chase[0].pk]))
    if not asked.actions:
        return Line(asked, thread, "Set an action", thread)
    return Line(asked, thread, "See the thread", thread)


def _where_to_mend(gathered, finding):
    """The address of what holds the words that a check stopped, or nothing where they stand elsewhere."""
    for each in gathered.asked:
        words = [each.words, each.taken_up_as, *(f"{known.label} {known.text}" for known in each.known)]
        if any(finding.text in text for text in words):
            about = each.proposal
            return (
                reverse("desk:thread", args=[about.recommendation_id])
                if about.recommendation_id
                else reverse("desk:paper", args=[about.paper_id])
            )
    return ""
