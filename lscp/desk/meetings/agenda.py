"""The agenda: own items, what was proposed, order, and what was said."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from lscp.design.forms import GovForm
from lscp.design.words import plural
from lscp.desk.editing import edit, form_page, shown
from lscp.desk.meetings.doors import KEEPS
from lscp.desk.meetings.forms import ItemForm, NewItemForm, PlaceForm
from lscp.desk.meetings.views import meeting_or_404
from lscp.desk.pages import attempt, page
from lscp.sources.meetings import operations
from lscp.sources.meetings.models import AgendaItem
from lscp.sources.meetings.states import PLANNED


def item_or_404(pk):
    return get_object_or_404(AgendaItem.objects.select_related("meeting__group", "finding"), pk=pk)


def to_item(item):
    return f"{reverse('desk:meeting', args=[item.meeting_id])}#item-{item.pk}"


@page(*KEEPS)
def add(request, pk):
    meeting = meeting_or_404(pk)
    form = NewItemForm(request.POST or None)
    if form.is_valid():
        item = attempt(form, operations.add_item, meeting, by=request.held, **form.cleaned_data)
        if item:
            messages.success(request, "The item is on the agenda.")
            return redirect(to_item(item))
    return form_page(
        request, form, heading="Add an agenda item", back=reverse("desk:meeting", args=[pk]), verb="Add"
    )


@page(*KEEPS, methods=["POST"])
def proposed(request, pk):
    """Take the proposals that are ticked."""
    taken = operations.take_proposals(
        meeting_or_404(pk),
        references=request.POST.getlist("take"),
        on=timezone.localdate(),
        by=request.held,
    )
    if taken:
        messages.success(request, f"{plural(len(taken), 'item')} put on the agenda.".capitalize())
    else:
        messages.info(request, "Nothing was ticked, so the agenda is as it was. Tick what should be on it.")
    return redirect("desk:meeting", pk)


@page(*KEEPS)
def edit_one(request, pk):
    item = item_or_404(pk)
    form = ItemForm(request.POST or None, initial=shown(item, ItemForm))
    if item.meeting.status == PLANNED:
        form.fields["notes"].help_text = "Fill this in during or after the meeting"
    if form.is_valid() and edit(form, operations.edit_item, item, by=request.held):
        messages.success(request, "The item is saved.")
        return redirect(to_item(item))
    return form_page(request, form, heading=f"Item {item.place}", back=to_item(item))


@page(*KEEPS)
def move(request, pk):
    item = item_or_404(pk)
    form = PlaceForm(request.POST or None, initial={"to": item.place})
    if form.is_valid() and attempt(form, operations.move_item, item, by=request.held, **form.cleaned_data):
        messages.success(request, "The agenda is in its new order.")
        return redirect(to_item(item))
    return form_page(
        request, form, heading="Move this item", back=to_item(item), verb="Move", intro=item.title
    )


@page(*KEEPS)
def remove(request, pk):
    item = item_or_404(pk)
    form = GovForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, operations.remove_item, item, by=request.held):
        messages.success(request, "The item is off the agenda.")
        return redirect("desk:meeting", item.meeting_id)
    return form_page(
        request,
        form,
        heading="Take this item off the agenda",
        back=to_item(item),
        verb="Take it off",
        warning=True,
        intro=item.title,
    )
