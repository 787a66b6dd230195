"""People and their posts over time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.design.words import gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import EndForm, NewPersonForm, PeopleFilter, PersonForm, PostForm
from lscp.partnerships import operations, queries
from lscp.partnerships.models import GroupMember, Person, Post, RoleHeld


@page(*READS)
def listed(request):
    on = timezone.localdate()
    chosen = PeopleFilter(request.GET if any(key in request.GET for key in ("q", "agency", "show")) else None)
    people = Person.objects.all()
    if not chosen.is_bound or (chosen.is_valid() and chosen.cleaned_data["show"] != "all"):
        people = people.filter(pk__in=Post.objects.in_force(on).values("person_id"))
    if chosen.is_bound and chosen.is_valid():
        people = people.filter(name__icontains=chosen.cleaned_data["q"])
        if chosen.cleaned_data["agency"]:
            people = people.filter(
                pk__in=Post.objects.filter(agency=chosen.cleaned_data["agency"]).values("person_id")
            )
    table = Table(
        "people",
        "People",
        ["Name", "Post", "Agency", "E-mail", "Can sign in"],
        people.order_by("name", "pk").prefetch_related(queries.posts_with_agencies()),
        _cells,
        nothing="Nobody on record fits. Clear the filters, or add the person.",
    )
    return download(request, table) or render(
        request, "desk/partnership/people.html", {"people": table, "filter": chosen}
    )


def _cells(person):
    post = next(iter(person.seen_posts), None)
    left = f" (until {gov_date(post.ended)})" if post and post.ended else ""
    return [
        {"text": person.name, "href": reverse("desk:person", args=[person.pk])},
        f"{post.title}{left}" if post else "",
        post.agency.name if post else "",
        person.email,
        "Yes" if person.user_id else "No",
    ]


@page(*KEEPS)
def add(request):
    form = NewPersonForm(request.POST or None)
    if form.is_valid():
        person = attempt(
            form, operations.add_person, request.held.partnership, by=request.held, **form.cleaned_data
        )
        if person:
            messages.success(request, f"{person.name} is on record.")
            return redirect("desk:person", person.pk)
    return form_page(
        request,
        form,
        heading="Add a person",
        back=reverse("desk:people"),
        verb="Add",
        intro="Professionals and lay members only. Never a child or a member of a child’s family.",
    )


@page(*READS)
def one(request, pk):
    person, on = get_object_or_404(Person.objects, pk=pk), timezone.localdate()
    seats = (
        GroupMember.objects.filter(person=person).select_related("group", "agency").order_by("-started", "pk")
    )
    held = RoleHeld.objects.filter(person=person).select_related("agency").order_by("-started", "pk")
    return render(
        request,
        "desk/partnership/person.html",
        {
            "person": person,
            "posts": Post.objects.filter(person=person).select_related("agency").order_by("-started", "pk"),
            "seats": seats,
            "two_seats": len(queries.seats_of(person, on)) > 1,
            "roles_held": held,
            "today": on,
        },
    )


@page(*KEEPS)
def edit_one(request, pk):
    person = get_object_or_404(Person.objects, pk=pk)
    form = PersonForm(request.POST or None, initial=shown(person, PersonForm))
    saved = form.is_valid() and edit(
        form, operations.edit_person, person, by=request.held, partnership=request.held.partnership
    )
    if saved:
        messages.success(request, f"{person.name} is changed.")
        return redirect("desk:person", pk)
    return form_page(
        request,
        form,
        heading=f"Change {person.name}",
        back=reverse("desk:person", args=[pk]),
        intro="The address they sign in with does not change by this.",
    )


@page(*KEEPS)
def add_post(request, pk):
    person = get_object_or_404(Person.objects, pk=pk)
    form = PostForm(request.POST or None)
    if form.is_valid():
        post = attempt(
            form,
            operations.add_post,
            person,
            partnership=request.held.partnership,
            by=request.held,
            **form.cleaned_data,
        )
        if post:
            messages.success(request, f"{person.name} is {post.title} at {post.agency.name}.")
            return redirect("desk:person", pk)
    return form_page(
        request, form, heading=f"A new post for {person.name}", back=reverse("desk:person", args=[pk])
    )


@page(*KEEPS)
def end_post(request, pk):
    post = get_object_or_404(Post.objects.select_related("person", "agency"), pk=pk)
    form = EndForm(request.POST or None)
    ended = form.is_valid() and attempt(
        form,
        operations.end_post,
        post,
        partnership=request.held.partnership,
        by=request.held,
        **form.cleaned_data,
    )
    if ended:
        messages.success(request, f"{post.person.name} leaves {post.agency.name} on {gov_date(post.ended)}.")
        return redirect("desk:person", post.person_id)
    return form_page(
        request,
        form,
        heading=f"{post.person.name} leaves {post.agency.name}",
        back=reverse("desk:person", args=[post.person_id]),
        verb="End this post",
        warning=True,
        intro="Their roles for this agency end on the same day. What they did stays on record.",
    )
