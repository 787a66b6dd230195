"""Groups: terms of reference, who sits in them and for whom, from the first day to the outcome."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date, gov_date_range
from lscp.desk.downloads import Table, download, link
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import ConcludeForm, EndForm, GroupForm, NewGroupForm, SeatForm
from lscp.partnerships import operations, queries
from lscp.partnerships.models import Group, GroupMember, Person, by_rank


@page(*READS)
def listed(request):
    on = timezone.localdate()
    seats = {}
    for seat in GroupMember.objects.in_force(on).select_related("person", "agency"):
        seats.setdefault(seat.group_id, []).append(seat)

    def cells(group):
        held = seats.get(group.pk, [])
        return [
            {"text": group.name, "href": reverse("desk:group", args=[group.pk])},
            group.get_kind_display(),
            "; ".join(seat.person.name for seat in held if seat.capacity == "chair"),
            len({seat.person_id for seat in held}),
            group.meetings_a_year or "",
            gov_date(group.started),
            gov_date(group.ended),
        ]

    columns = [
        "Group",
        "Kind",
        "Chair",
        {"text": "People", "numeric": True},
        {"text": "Fewest meetings a year", "numeric": True},
        "Since",
        "Until",
    ]
    at_work = Group.objects.exclude(ended__lt=on).order_by("name", "pk")
    concluded = Group.objects.filter(ended__lt=on).order_by("-ended", "name", "pk")
    tables = [
        Table("groups", "Groups at work", columns, at_work, cells, "There is no group that you can see."),
        Table("concluded-groups", "Concluded groups", columns, concluded, cells, paged=False),
    ]
    return download(request, *tables) or render(request, "desk/partnership/groups.html", {"tables": tables})


@page(*KEEPS)
def add(request):
    form = NewGroupForm(request.POST or None)
    if form.is_valid():
        group = attempt(
            form, operations.open_group, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if group:
            messages.success(request, f"{group.name} is set up. Give it a chair and members next.")
            return redirect("desk:group", group.pk)
    return form_page(request, form, heading="Set up a group", back=reverse("desk:groups"), verb="Set up")


@page(*READS)
def one(request, pk):
    group, on = get_object_or_404(Group.objects, pk=pk), timezone.localdate()
    others = queries.other_seats(group, on)
    keeps = any(request.held.may(permission) for permission in KEEPS)
    # An agency's contact reads the names of all who sit here, and opens only the pages of their own people.
    may_open = set(Person.objects.filter(seats__group=group).values_list("pk", flat=True))

    def cells(seat):
        also = others.get(seat.person_id, [])
        address = reverse("desk:person", args=[seat.person_id])
        row = [
            {"text": seat.person.name} | ({"href": address} if seat.person_id in may_open else {}),
            seat.get_capacity_display(),
            seat.agency.name if seat.agency else "",
            gov_date_range(seat.started, seat.ended),
            "; ".join(f"{other.get_capacity_display()} of {other.group}" for other in also),
        ]
        if keeps and request.GET.get("format") != "csv":
            change = link("End this seat", seat.person, reverse("desk:seat_end", args=[seat.pk]))
            row.append(change if seat.ended is None else "")
        return row

    columns = ["Person", "Seat", "For", "When", "Also sits as"]
    seats = GroupMember.objects.filter(group=group).select_related("person", "agency")
    now = Table(
        "members",
        "Members",
        columns + (["Change"] if keeps and request.GET.get("format") != "csv" else []),
        by_rank(seats.in_force(on).order_by("person__name", "pk")),
        cells,
        nothing="Nobody has a seat in this group yet.",
        paged=False,
    )
    former = Table(
        "former-members",
        "Former members",
        columns,
        seats.filter(ended__lt=on).order_by("-ended", "pk"),
        lambda seat: cells(seat)[: len(columns)],
        paged=False,
    )
    return download(request, now, former) or render(
        request,
        "desk/partnership/group.html",
        {
            "group": group,
            "members": now,
            "former": former,
            "concluded": group.ended is not None and group.ended < on,
            "priorities": group.priorities.order_by("title"),
        },
    )


@page(*KEEPS)
def edit_one(request, pk):
    group = get_object_or_404(Group.objects, pk=pk)
    form = GroupForm(request.POST or None, initial=shown(group, GroupForm))
    if form.is_valid() and edit(form, operations.edit_group, group, by=request.held):
        messages.success(request, f"{group.name} is changed.")
        return redirect("desk:group", pk)
    return form_page(request, form, heading=f"Change {group.name}", back=reverse("desk:group", args=[pk]))


@page(*KEEPS)
def conclude(request, pk):
    group = get_object_or_404(Group.objects, pk=pk)
    form = ConcludeForm(request.POST or None, initial=shown(group, ConcludeForm))
    if form.is_valid() and edit(form, operations.conclude_group, group, by=request.held):
        messages.success(request, f"{group.name} is concluded.")
        return redirect("desk:group", pk)
    return form_page(
        request,
        form,
        heading=f"Conclude {group.name}",
        back=reverse("desk:group", args=[pk]),
        verb="Conclude the group",
        warning=True,
        intro="Every seat in the group ends on its last day. Its meetings and actions stay on record.",
    )


@page(*KEEPS)
def seat(request, pk):
    group = get_object_or_404(Group.objects.select_related("partnership"), pk=pk)
    form = SeatForm(request.POST or None)
    if form.is_valid():
        given = attempt(form, operations.seat, group, by=request.held, **form.cleaned_data)
        if given:
            messages.success(request, f"{given.person.name} has a seat in {group.name}.")
            return redirect("desk:group", pk)
    return form_page(
        request, form, heading=f"Give a seat in {group.name}", back=reverse("desk:group", args=[pk])
    )


@page(*KEEPS)
def end_seat(request, pk):
    seat = get_object_or_404(GroupMember.objects.select_related("group", "person"), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.unseat, seat, by=request.held, **form.cleaned_data):
        messages.success(request, f"The seat of {seat.person.name} ends on {gov_date(seat.ended)}.")
        return redirect("desk:group", seat.group_id)
    return form_page(
        request,
        form,
        heading=f"End the seat of {seat.person.name}",
        back=reverse("desk:group", args=[seat.group_id]),
        verb="End this seat",
        warning=True,
        intro=f"{seat.get_capacity_display()} of {seat.group.name} since {gov_date(seat.started)}.",
    )
