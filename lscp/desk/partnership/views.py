"""The partnership at a glance: who, which groups, which priorities, under which arrangements, after whom."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from lscp import scope
from lscp.design.words import dates_in_words, gov_date
from lscp.desk.downloads import Table, download
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.pages import attempt, page
from lscp.desk.partnership.doors import KEEPS, READS
from lscp.desk.partnership.forms import PartnershipForm, SuccessionForm
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Source
from lscp.golden_thread.states import OPEN
from lscp.partnerships import operations, queries
from lscp.partnerships.models import Succession
from lscp.partnerships.roles import May


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
    """What came before and after, and what was inherited with its origin."""
    before, after = queries.line_of_succession(request.held.partnership)
    reads = request.held.may(May.READ_RECORD) or request.held.may(May.READ_OWN)
    inherited = Table(
        "inherited",
        "Inherited into this record",
        ["Source", "Day", "Where it came from"],
        Source.objects.filter(inherited_from__isnull=False),
        lambda source: [
            {"text": source.title} | ({"href": reverse("desk:source", args=[source.pk])} if reads else {}),
            gov_date(source.happened_on),
            dates_in_words(source.origin),
        ],
        nothing="Nothing has been inherited into this record.",
    )
    return download(request, inherited) or render(
        request,
        "desk/partnership/succession.html",
        {"before": before, "after": after, "inherited": inherited},
    )


@page(May.KEEP_THREAD)
def inherit(request, pk):
    """Choose what is still open in the earlier partnership's record and take it over."""
    succession = get_object_or_404(
        Succession.objects.filter(successor=request.held.partnership).select_related("predecessor"), pk=pk
    )
    left = _left_behind(succession)
    if request.method == "POST":
        chosen = [source for source in left if str(source.pk) in request.POST.getlist("take")]
        for source in chosen:
            thread.inherit(source, into=request.held.partnership, by=request.held, on=timezone.localdate())
        if chosen:
            messages.success(request, f"{len(chosen)} taken over. Each keeps its origin; the original stays.")
        else:
            messages.info(request, "Nothing was ticked, so nothing was taken over.")
        return redirect("desk:succession")
    return render(
        request, "desk/partnership/inherit.html", {"predecessor": succession.predecessor, "left": left}
    )


def _left_behind(succession):
    """Sources of the predecessor with something still followed, not yet inherited. A recorded succession opens them."""
    taken = set(
        Source.objects.filter(inherited_from=succession.predecessor_id).values_list(
            "copied_from_id", flat=True
        )
    )
    followed = Q(findings__recommendations__status__in=OPEN)
    with scope.of_partnership(succession.predecessor_id):
        rows = Source.objects.annotate(open_count=Count("findings__recommendations", filter=followed))
        return [
            source
            for source in rows.filter(open_count__gt=0).order_by("happened_on")
            if source.pk not in taken
        ]


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
