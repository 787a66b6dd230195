"""The partnership at a glance: who, which groups, which priorities, under which arrangements, after whom."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import PartnershipForm, SuccessionForm
from lscp.partnerships import operations, queries


@page(*READS)
def overview(request):
    on, partnership = timezone.localdate(), request.held.partnership
    before, after = queries.line_of_succession(partnership)
    return render(
        request,
        "desk/partnership/overview.html",
        {
            "partnership": partnership,
            "partners": queries.safeguarding_partners(on),
            "groups": queries.groups_with_members(on),
            "priorities": queries.priorities_with_progress(on),
            "arrangements": queries.arrangements_in_force(on),
            "before": before,
            "after": after,
        },
    )


@page(*KEEPS)
def edit_partnership(request):
    partnership = request.held.partnership
    initial = shown(partnership, PartnershipForm)
    initial["authorities"] = "\n".join(f"{one['code']} {one['name']}" for one in partnership.authorities)
    form = PartnershipForm(request.POST or None, initial=initial)
    if form.is_valid() and edit(form, operations.edit_partnership, partnership, by=request.held):
        messages.success(request, "The partnership’s details are changed.")
        return redirect("desk:partnership")
    return form_page(request, form, heading="Change the partnership", back=reverse("desk:partnership"))


@page(*READS)
def succession(request):
    """What came before and after."""
    before, after = queries.line_of_succession(request.held.partnership)
    return render(request, "desk/partnership/succession.html", {"before": before, "after": after})


@page(*KEEPS)
def add_succession(request):
    partnership = request.held.partnership
    form = SuccessionForm(request.POST or None, partnership=partnership)
    if form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form,
            operations.succeed,
            given["predecessor"],
            partnership,
            on=given["on"],
            note=given["note"],
            by=request.held,
        )
        if made:
            messages.success(
                request, f"It is on record that {partnership} took over from {made.predecessor}."
            )
            return redirect("desk:succession")
    return form_page(request, form, heading="Say what came before", back=reverse("desk:succession"))
