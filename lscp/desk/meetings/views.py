"""Meetings: the list, one meeting whole, and who came."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import Meanwhile, edit, form_page, shown
from lscp.desk.meetings.doors import KEEPS, READS, keeps
from lscp.desk.meetings.forms import (
    AttendanceForm,
    CancelForm,
    GroupFilter,
    InviteForm,
    MeetingForm,
    PlanForm,
)
from lscp.desk.pages import attempt, page
from lscp.journal.models import Event
from lscp.partnerships.models import Group
from lscp.partnerships.roles import May
from lscp.sources.meetings import operations, queries
from lscp.sources.meetings.models import AgendaItem, Attendance, Decision, Meeting
from lscp.sources.meetings.states import HELD, PLANNED, SHOWN
from lscp.versioned import EditedMeanwhile


def meeting_or_404(pk):
    return get_object_or_404(
        Meeting.objects.select_related("group", "partnership", "source", "approved_at__group"), pk=pk
    )


@page(*READS)
def listed(request):
    on = timezone.localdate()
    chosen = GroupFilter(request.GET if "group" in request.GET else None)
    group = chosen.cleaned_data["group"] if chosen.is_bound and chosen.is_valid() else None
    rows = queries.listed(group=group)

    def cells(meeting):
        return [
            {"text": gov_date(meeting.held_on), "href": reverse("desk:meeting", args=[meeting.pk])},
            meeting.group.name,
            meeting.place,
            _standing(meeting, on),
            meeting.item_count,
        ]

    columns = ["Day", "Group", "Place", "Status", {"text": "Agenda items", "numeric": True}]
    coming = Table(
        "meetings-to-come",
        "To come",
        columns,
        rows.filter(held_on__gte=on).order_by("held_on", "pk"),
        cells,
        nothing="No meeting is planned.",
        paged=False,
    )
    past = Table(
        "meetings", "Earlier", columns, rows.filter(held_on__lt=on), cells, nothing="No earlier meeting."
    )
    return download(request, past, coming) or render(
        request,
        "desk/meetings/meetings.html",
        {"coming": coming, "past": past, "filter": chosen, "keeps": keeps(request.held)},
    )


def _standing(meeting, on):
    if meeting.approved_on:
        return "Held, minutes approved"
    if meeting.status == HELD:
        return "Held, minutes not approved yet"
    if meeting.status == PLANNED and meeting.held_on < on:
        return "Planned; not recorded whether it took place"
    return SHOWN[meeting.status][0]


@page(*KEEPS)
def plan(request):
    groups = Group.objects.exclude(ended__lt=timezone.localdate())
    form = PlanForm(request.POST or None, groups=groups, initial={"group": request.GET.get("group")})
    if form.is_valid():
        given = dict(form.cleaned_data)
        meeting = attempt(form, operations.plan, given.pop("group"), by=request.held, **given)
        if meeting:
            messages.success(
                request, "The meeting is planned and its members are invited. Fill its agenda next."
            )
            return redirect("desk:meeting", meeting.pk)
    return form_page(request, form, heading="Plan a meeting", back=reverse("desk:meetings"), verb="Plan it")


@page(*READS)
def one(request, pk):
    meeting, on = meeting_or_404(pk), timezone.localdate()
    may_keep = keeps(request.held) and meeting.approved_on is None and meeting.status != "cancelled"
    decisions, actions = {}, {}
    for decision in Decision.objects.filter(meeting=meeting):
        decisions.setdefault(decision.item_id, []).append(decision)
    arising = list(queries.actions_arising(meeting))
    for action in arising:
        actions.setdefault(action.item_id, []).append(action)
    items = AgendaItem.objects.filter(meeting=meeting)
    who, todo = _who(meeting, held=meeting.status == HELD), _actions_table(arising, request.held)
    return download(request, who, todo) or render(
        request,
        "desk/meetings/meeting.html",
        {
            "meeting": meeting,
            "standing": _standing(meeting, on),
            "items": [
                (item, decisions.get(item.pk, []), actions.get(item.pk, []), _about(item, request.held))
                for item in items
            ],
            "other_decisions": decisions.get(None, []),
            "proposals": queries.proposals(meeting, on) if may_keep and meeting.status == PLANNED else [],
            "who": who,
            "actions": todo,
            "keeps": may_keep,
            "day_has_come": meeting.held_on <= on,
            "held_it": meeting.status == HELD,
            "planned": meeting.status == PLANNED,
        },
    )


def _about(item, held):
    """The page of the thing that an item is about (``action:12``), or None where the reader may open none."""
    kind, _, number = item.reference.partition(":")
    opens = {"action", "priority", "meeting"} | ({"clock"} if held.may(May.READ_REVIEWS) else set())
    return reverse(f"desk:{kind}", args=[number]) if kind in opens else None


def _who(meeting, *, held):
    def cells(row):
        status = f"{row.get_status_display()}: {row.deputy}" if row.deputy else row.get_status_display()
        if held and row.status == "invited":
            status = "Invited; not recorded whether they came"
        return [
            row.person.name if row.person else "Nobody named",
            row.agency.name if row.agency else "",
            row.capacity,
            status,
        ]

    return Table(
        "attendance",
        "Who came" if held else "Who is invited",
        ["Person", "Agency", "Comes as", "Attendance"],
        Attendance.objects.filter(meeting=meeting).select_related("person", "agency"),
        cells,
        nothing="Nobody is invited yet.",
        paged=False,
    )


def _actions_table(actions, held):
    return Table(
        "actions-arising",
        "Actions arising",
        ["Action", "Owner", "Due", "Status"],
        actions,
        lambda action: [
            {"text": action.text, "href": reverse("desk:action", args=[action.pk])},
            action.owner or "Nobody yet",
            gov_date(action.due) or "Not set",
            action.get_status_display(),
        ],
        nothing="No action arose for your agency." if held.as_role.own_agency else "No action arose.",
        paged=False,
    )


@page(*KEEPS)
def edit_one(request, pk):
    meeting = meeting_or_404(pk)
    form = MeetingForm(request.POST or None, initial=shown(meeting, MeetingForm))
    if form.is_valid() and edit(form, operations.edit_meeting, meeting, by=request.held):
        messages.success(request, "The meeting is changed. Members who joined by then are invited.")
        return redirect("desk:meeting", pk)
    return form_page(request, form, heading=f"Change {meeting}", back=reverse("desk:meeting", args=[pk]))


@page(*KEEPS)
def cancel(request, pk):
    meeting = meeting_or_404(pk)
    form = CancelForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.cancel, meeting, by=request.held, **form.cleaned_data):
        messages.success(request, "The meeting is cancelled. It stays on record with the reason.")
        return redirect("desk:meeting", pk)
    return form_page(
        request,
        form,
        heading=f"Cancel {meeting}",
        back=reverse("desk:meeting", args=[pk]),
        verb="Cancel the meeting",
        warning=True,
        intro="A cancelled meeting does not count towards the group’s minimum.",
    )


@page(*KEEPS, methods=["POST"])
def hold(request, pk):
    meeting = meeting_or_404(pk)
    operations.hold(meeting, on=timezone.localdate(), by=request.held)
    messages.success(request, "It is on record that the meeting took place. Say next who came.")
    return redirect("desk:meeting_attendance", pk)


@page(*KEEPS)
def attendance(request, pk):
    meeting = meeting_or_404(pk)
    rows = list(Attendance.objects.filter(meeting=meeting).select_related("person", "agency"))
    form = AttendanceForm(request.POST or None, rows=rows, initial={"version": meeting.version})
    if form.is_valid() and _saved(form, meeting, request.held):
        messages.success(request, "Who came is on record.")
        return redirect("desk:meeting", pk)
    lines = [(form[f"status_{row.pk}"], form[f"deputy_{row.pk}"], row) for row in rows]
    return form_page(
        request,
        form,
        heading=f"Who came to the {meeting}",
        back=reverse("desk:meeting", args=[pk]),
        template="desk/meetings/attendance.html",
        lines=lines,
        meeting=meeting,
    )


def _saved(form, meeting, by):
    """Record the marks; when somebody saved meanwhile, both lists are shown and nothing was written."""
    try:
        return attempt(
            form,
            operations.record_attendance,
            meeting,
            marks=form.marks(),
            version=form.cleaned_data["version"] or 0,
            by=by,
        )
    except EditedMeanwhile as stale:
        words = dict(Attendance.STATUSES)
        now = [(row, form.marks()[row.pk]) for row in form.rows]
        form.meanwhile = Meanwhile(
            Event.objects.filter(about=f"meeting:{meeting.pk}").order_by("-number").first(),
            [
                (
                    str(row.person or row.agency),
                    f"{words[row.status]} {row.deputy}".strip(),
                    f"{words[status]} {deputy}".strip(),
                )
                for row, (status, deputy) in now
                if (row.status, row.deputy) != (status, deputy)
            ],
        )
        form.data = form.data.copy()
        form.data["version"] = stale.current.version
        return None


@page(*KEEPS)
def invite(request, pk):
    meeting = meeting_or_404(pk)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        row = attempt(form, operations.invite, meeting, by=request.held, **form.cleaned_data)
        if row:
            messages.success(request, f"{row.person or row.agency} is invited.")
            return redirect("desk:meeting", pk)
    return form_page(
        request,
        form,
        heading="Invite somebody else",
        back=reverse("desk:meeting", args=[pk]),
        verb="Invite",
        intro="Members of the group are invited already.",
    )
