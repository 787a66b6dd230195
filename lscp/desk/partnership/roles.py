"""Who may do what here: the administrator gives and ends roles, in sessions that end by themselves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from lscp.design.words import gov_date, gov_date_range, gov_time
from lscp.desk.downloads import Table, download, link
from lscp.desk.editing import form_page
from lscp.desk.pages import attempt, page
from lscp.desk.partnership import letters
from lscp.desk.partnership.doors import GIVES_ROLES
from lscp.desk.partnership.forms import AccountForm, EndForm, RoleForm, SessionForm
from lscp.partnerships import operations
from lscp.partnerships.access import elevated_until
from lscp.partnerships.models import Person, RoleHeld
from lscp.partnerships.roles import ROLES


@page(*GIVES_ROLES)
def listed(request):
    on = timezone.localdate()

    def cells(held):
        change = link("End", f"{held.person}, {held.as_role.name}", reverse("desk:role_end", args=[held.pk]))
        row = [
            {"text": held.person.name, "href": reverse("desk:person", args=[held.person_id])},
            held.as_role.name,
            held.agency.name if held.agency else "",
            held.person.user.email if held.person.user else "No account",
            gov_date_range(held.started, held.ended),
        ]
        if request.GET.get("format") == "csv":
            return row
        return [*row, change if held.ended is None and held.person_id != request.held.person_id else ""]

    columns = ["Person", "Role", "Agency", "Signs in as", "When"]
    everyone = RoleHeld.objects.select_related("person__user", "agency")
    now = Table(
        "roles",
        "Roles held today",
        columns if request.GET.get("format") == "csv" else [*columns, "Change"],
        everyone.exclude(ended__lt=on).order_by("role", "person__name", "pk"),
        cells,
    )
    past = Table(
        "ended-roles",
        "Roles that ended",
        columns,
        everyone.filter(ended__lt=on).order_by("-ended", "pk"),
        lambda held: cells(held)[: len(columns)],
        paged=False,
    )
    return download(request, now, past) or render(
        request,
        "desk/partnership/roles.html",
        {
            "tables": [now, past],
            "elevated_until": elevated_until(request.held, timezone.now()),
            "all_roles": ROLES.values(),
        },
    )


@page(*GIVES_ROLES)
def give(request):
    form = RoleForm(request.POST or None, initial={"person": request.GET.get("person")})
    if form.is_valid():
        given = dict(form.cleaned_data)
        held = attempt(
            form,
            operations.give_role,
            given.pop("person"),
            given.pop("role"),
            partnership=request.held.partnership,
            by=request.held,
            **given,
        )
        if held:
            messages.success(
                request, f"{held.person.name} is {held.as_role.name} from {gov_date(held.started)}."
            )
            return redirect("desk:person", held.person_id)
    return form_page(request, form, heading="Give a role", back=reverse("desk:roles"), verb="Give this role")


@page(*GIVES_ROLES)
def end(request, pk):
    held = get_object_or_404(RoleHeld.objects.select_related("person"), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid() and attempt(form, operations.end_role, held, by=request.held, **form.cleaned_data):
        messages.success(request, f"{held.person.name} is {held.as_role.name} until {gov_date(held.ended)}.")
        return redirect("desk:roles")
    return form_page(
        request,
        form,
        heading=f"End the role of {held.person.name}",
        back=reverse("desk:roles"),
        verb="End this role",
        warning=True,
        intro=f"{held.as_role.name} since {gov_date(held.started)}. From the day after the last day they "
        "no longer see the record by this role.",
    )


@page(*GIVES_ROLES)
def open_account(request, pk):
    person = get_object_or_404(Person.objects, pk=pk)
    form = AccountForm(request.POST or None, initial={"email": person.email})
    if form.is_valid():
        user = attempt(
            form,
            operations.open_account,
            person,
            partnership=request.held.partnership,
            by=request.held,
            **form.cleaned_data,
        )
        if user:
            letters.choose_a_password(user, person, request.held.partnership)
            messages.success(
                request,
                f"{person.name} has an account. A link to choose a password went to {user.email}. "
                "They see nothing until they have a role.",
            )
            return redirect(f"{reverse('desk:role_give')}?person={person.pk}")
    return form_page(
        request,
        form,
        heading=f"Let {person.name} sign in",
        back=reverse("desk:person", args=[pk]),
        verb="Open the account",
        intro="They are sent a link to choose a password. Nobody else ever knows it.",
    )


@page(*GIVES_ROLES)
def elevate(request):
    """Begin an administrator's session, then go on to the page that asked for it."""
    onwards = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onwards, {request.get_host()}, require_https=request.is_secure()):
        onwards = reverse("desk:roles")
    form = SessionForm(request.POST or None)
    if form.is_valid():
        session = attempt(form, operations.elevate, request.held, **form.cleaned_data)
        if session:
            messages.success(
                request, f"Your session runs until {gov_time(session.ends_at)} and then ends by itself."
            )
            return redirect(onwards)
    return render(
        request,
        "desk/form.html",
        {
            "form": form,
            "heading": "Start an administrator’s session",
            "intro": "Changes to roles, people and agencies are made in a session of 30 minutes. It ends by itself.",
            "verb": "Start the session",
            "back_url": reverse("desk:roles"),
            "warning": False,
            "meanwhile": None,
            "session_needed": False,
        },
    )
