"""Each part of a page with samples, to look at while working. Wired to an address in demonstrations only."""

from datetime import date

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lscp.design.forms import DateField, GovForm


class SampleForm(GovForm):
    title = forms.CharField(
        label="Title", max_length=80, help_text="A short name that a colleague would recognise"
    )
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "email"}))
    account = forms.CharField(
        label="What happened", max_length=500, widget=forms.Textarea({"rows": 4}), required=False
    )
    due = DateField(label="Due date", help_text="For example, 27 3 2027")
    agency = forms.ChoiceField(
        label="Agency",
        choices=[("", "---------"), ("police", "Police"), ("health", "Health"), ("council", "Council")],
    )
    answer = forms.ChoiceField(
        label="How far is it?",
        widget=forms.RadioSelect,
        choices=[("done", "Done"), ("under-way", "Under way"), ("cannot", "We cannot do this")],
        error_messages={"required": "Select how far it is"},
    )
    answer.choice_hints = {"cannot": "Say why in the box; the reason is recorded"}
    children = forms.MultipleChoiceField(
        label="Who does it concern?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("children", "Children"), ("families", "Families"), ("staff", "Staff")],
    )
    number = forms.IntegerField(label="Number of children", min_value=0, max_value=999)
    paper = forms.FileField(label="The paper")
    agree = forms.BooleanField(label="I have read the whole text")


def preview(request: HttpRequest) -> HttpResponse:
    """The page; a POST shows the sample form's messages."""
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    if request.method == "GET":
        messages.success(request, "The action is recorded and its owner has been told.")
        messages.warning(request, "Two answers are overdue.")
    pages = Paginator(range(1, 96), 10)
    years = [f"{year} to {year + 1}" for year in range(2018, 2026)]
    context = {
        "partnership_name": "Eastmarsh Safeguarding Children Partnership",
        "service_name": "Partnership record",
        "navigation": [
            {"text": "Home", "href": "#home", "current": True},
            {"text": "Threads", "href": "#threads"},
            {"text": "Reports", "href": "#reports"},
        ],
        "account_links": [{"text": "Dana Okafor", "href": "#account"}, {"text": "Sign out", "href": "#out"}],
        "form": form,
        "page": pages.get_page(request.GET.get("page", 4)),
        "today": date(2026, 11, 22),
        "start": date(2026, 4, 1),
        "columns": ["Agency", *({"text": year, "numeric": True} for year in years)],
        "rows": [
            [{"text": "Police", "href": "#police"}, *range(1204, 1212)],
            ["Integrated care board", *range(310, 318)],
            ["Council", "not supplied, because the system changed", *range(820, 827)],
        ],
        "colours": ["grey", "blue", "teal", "green", "yellow", "orange", "red", "purple", "magenta"],
    }
    return render(request, "design/preview.html", context)
