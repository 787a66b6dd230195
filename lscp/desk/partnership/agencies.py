"""Agencies: by sector, with their place here and where else they serve."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import AgencyForm, EndForm, NewAgencyForm, PlaceForm
from lscp.partnerships import operations, queries
from lscp.partnerships.models import Agency, Footprint, GroupMember, Post


@page(*READS)
def listed(request):
    places, on = queries.places(), timezone.localdate()
    elsewhere = queries.serves_too(
        {place.agency_id for place in places}, partnership=request.held.partnership, on=on
    )

    def cells(place):
        agency = place.agency
        return [
            {"text": agency.name, "href": reverse("desk:agency", args=[agency.pk])},
            agency.get_sector_display(),
            place.get_capacity_display(),
            gov_date(place.started),
            gov_date(place.ended) if place.ended else "",
            "; ".join(elsewhere.get(agency.pk, [])),
        ]

    columns = ["Agency", "Sector", "Place in the partnership", "Since", "Until", "Also serves"]
    here = [place for place in places if place.ended is None or place.ended >= on]
    left = [place for place in places if place.ended is not None and place.ended < on]
    tables = [
        Table(
            "agencies", "Agencies of the partnership", columns, here, cells, "No agency has a place here yet."
        ),
        Table("agencies-that-left", "Agencies that left", columns, left, cells, paged=False),
    ]
    return download(request, *tables) or render(request, "desk/partnership/agencies.html", {"tables": tables})


@page(*KEEPS)
def add(request):
    form = NewAgencyForm(request.POST or None)
    if form.is_valid():
        agency = attempt(
            form, operations.add_agency, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if agency:
            messages.success(request, f"{agency.name} has its place in the partnership.")
            return redirect("desk:agency", agency.pk)
    return form_page(request, form, heading="Add an agency", back=reverse("desk:agencies"), verb="Add")


@page(*READS)
def one(request, pk):
    agency, on = get_object_or_404(Agency.objects, pk=pk), timezone.localdate()
    posts = Table(
        "people",
        f"People at {agency}",
        ["Person", "Post", "From", "Until"],
        Post.objects.filter(agency=agency).select_related("person").order_by("ended", "person__name", "pk"),
        lambda post: [
            {"text": post.person.name, "href": reverse("desk:person", args=[post.person_id])},
            post.title,
            gov_date(post.started),
            gov_date(post.ended),
        ],
        nothing="Nobody at this agency is on record that you can see.",
    )
    seats = Table(
        "seats",
        f"Seats of {agency} in groups",
        ["Group", "Person", "Seat", "From", "Until"],
        GroupMember.objects.filter(agency=agency)
        .select_related("group", "person")
        .order_by("ended", "group__name", "pk"),
        lambda seat: [
            {"text": seat.group.name, "href": reverse("desk:group", args=[seat.group_id])},
            seat.person.name,
            seat.get_capacity_display(),
            gov_date(seat.started),
            gov_date(seat.ended),
        ],
        nothing="This agency has no seat in a group that you can see.",
        paged=False,
    )
    places = Footprint.objects.filter(agency=agency).order_by("-started")
    elsewhere = queries.serves_too([agency.pk], partnership=request.held.partnership, on=on)
    return download(request, posts, seats) or render(
        request,
        "desk/partnership/agency.html",
        {
            "agency": agency,
            "places": places,
            "works_here": any(place.ended is None or place.ended >= on for place in places),
            "elsewhere": elsewhere.get(agency.pk, []),
            "posts": posts,
            "seats": seats,
        },
    )


@page(*KEEPS)
def edit_one(request, pk):
    agency = get_object_or_404(Agency.objects, pk=pk)
    form = AgencyForm(request.POST or None, initial=shown(agency, AgencyForm))
    saved = form.is_valid() and edit(
        form, operations.edit_agency, agency, by=request.held, partnership=request.held.partnership
    )
    if saved:
        messages.success(request, f"{agency.name} is changed.")
        return redirect("desk:agency", pk)
    return form_page(
        request,
        form,
        heading=f"Change {agency.name}",
        back=reverse("desk:agency", args=[pk]),
        intro="The change is seen by every partnership that this agency serves.",
    )


@page(*KEEPS)
def place(request, pk):
    """Give an agency that left, or a known one in another capacity, its place again."""
    agency = get_object_or_404(Agency.objects, pk=pk)
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        placed = attempt(
            form,
            operations.add_agency,
            request.held.partnership,
            name=agency.name,
            sector=agency.sector,
            by=request.held,
            **form.cleaned_data,
        )
        if placed:
            messages.success(request, f"{agency.name} has its place in the partnership.")
            return redirect("desk:agency", pk)
    return form_page(
        request,
        form,
        heading=f"Give {agency.name} a place in the partnership",
        back=reverse("desk:agency", args=[pk]),
    )


@page(*KEEPS)
def end_place(request, pk):
    place = get_object_or_404(Footprint.objects.select_related("agency"), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(
        form, operations.end_footprint, place, by=request.held, **form.cleaned_data
    ):
        messages.success(
            request, f"{place.agency.name} leaves on {gov_date(place.ended)}. What it did stays."
        )
        return redirect("desk:agency", place.agency_id)
    return form_page(
        request,
        form,
        heading=f"End the place of {place.agency.name}",
        back=reverse("desk:agency", args=[place.agency_id]),
        verb="End this place",
        warning=True,
        intro="The agency’s actions, people and attendance stay on record.",
    )
