"""Forms for each step of a serious incident. Each question is asked when it can be answered."""

from django import forms
from django.utils import timezone

from lscp.clocks.duties import load
from lscp.design.forms import DateField
from lscp.design.words import gov_date
from lscp.desk.childrens_names import AsksAboutNames
from lscp.desk.editing import EditForm
from lscp.partnerships.models import Agency, Person
from lscp.sources.reviews.models import Incident
from lscp.sources.reviews.operations import NOTIFY

NO_DETAILS = (
    "Use the pseudonym. Leave out names, dates of birth, addresses, schools and anything else by which somebody "
    "could recognise the child or family."
)


class RaiseForm(AsksAboutNames):
    pseudonym = forms.CharField(max_length=60, help_text="A made-up name, like Rowan. Never the child's own.")
    kind = forms.ChoiceField(label="What happened", choices=Incident.KINDS, widget=forms.RadioSelect)
    occurred_on = DateField(label="When it happened", help_text="For example, 27 3 2026")
    known_on = DateField(
        label="When the council became aware",
        help_text="The time to notify is counted from this day. For example, 29 3 2026",
    )
    raised_by = forms.ModelChoiceField(label="Agency that raised it", queryset=None)
    account = forms.CharField(
        label="What happened, in a few sentences",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=NO_DETAILS,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["raised_by"].queryset = Agency.objects.order_by("name")

    def also_known(self):
        return [self.cleaned_data.get("pseudonym", "")]

    def clean_known_on(self):
        known_on, first = self.cleaned_data["known_on"], load()[NOTIFY].editions[0].in_force.from_
        if first and known_on < first:
            raise forms.ValidationError(
                f"No time to notify can be counted from before {gov_date(first)}, when the earliest guidance known "
                "here began. Check the year",
                code="invalid",
            )
        return known_on


class AccountForm(AsksAboutNames, EditForm):
    account = forms.CharField(
        label="What happened", widget=forms.Textarea(attrs={"rows": 8}), help_text=NO_DETAILS
    )


class _StepForm(AsksAboutNames):
    on = DateField(label="Date", initial=timezone.localdate, help_text="For example, 27 3 2026")

    field_order = ["on"]


class NotifyForm(_StepForm):
    on = DateField(label="Date notified", initial=timezone.localdate, help_text="For example, 27 3 2026")
    reason = forms.CharField(
        label="Why the criteria are met",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"Serious harm is not the same as significant harm. Say which criterion is met and what shows it. "
        f"{NO_DETAILS}",
    )


class NotNotifiableForm(_StepForm):
    on = DateField(
        label="Date of the decision", initial=timezone.localdate, help_text="For example, 27 3 2026"
    )
    reason = forms.CharField(
        label="Why the criteria are not met",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"There can be learning without a rapid review: say where it will be taken up. {NO_DETAILS}",
    )


class AskForm(_StepForm):
    on = DateField(label="Date asked", initial=timezone.localdate, help_text="For example, 27 3 2026")
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies to ask", queryset=None, widget=forms.CheckboxSelectMultiple
    )
    tell = forms.BooleanField(
        label="Send each agency’s contact an e-mail with a link to answer by",
        required=False,
        initial=True,
        help_text="The e-mail names the pseudonym only. Tell them which child it is by secure e-mail of your own.",
    )

    def __init__(self, *args, incident, **kwargs):
        super().__init__(*args, **kwargs)
        asked = incident.summaries.values("agency_id")
        self.fields["agencies"].queryset = Agency.objects.exclude(pk__in=asked).order_by("name")


class AnswerForm(AsksAboutNames):
    """An agency's own answer: given today, so it needs no date."""

    text = forms.CharField(
        label="Your agency’s summary",
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=f"What you knew of the child and family, what you did and when, and what you would do "
        f"differently. {NO_DETAILS}",
    )


class OwnSummaryForm(AnswerForm, EditForm):
    """The same, by somebody signed in."""


class SummaryForm(AsksAboutNames, EditForm):
    on = DateField(label="Date received", initial=timezone.localdate, help_text="For example, 27 3 2026")
    text = forms.CharField(
        label="The agency’s summary", widget=forms.Textarea(attrs={"rows": 12}), help_text=NO_DETAILS
    )


class RapidReviewForm(_StepForm):
    on = DateField(
        label="Date sent to the Panel", initial=timezone.localdate, help_text="For example, 27 3 2026"
    )
    learning = forms.CharField(
        label="What was learned", widget=forms.Textarea(attrs={"rows": 6}), help_text=NO_DETAILS
    )
    next_step = forms.ChoiceField(
        label="What follows?", choices=Incident.NEXT_STEPS, widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Why this follows", widget=forms.Textarea(attrs={"rows": 4}))
    without = forms.CharField(
        label="Why the review goes without an answer", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, missing, **kwargs):
        super().__init__(*args, **kwargs)
        if missing:
            waited_for = ", ".join(str(agency) for agency in missing)
            self.fields["without"].help_text = f"Not answered yet: {waited_for}"
        else:
            del self.fields["without"]


class RecommendForm(AsksAboutNames):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # older ones the reader was shown
    finding = forms.CharField(
        label="What the review found", widget=forms.Textarea(attrs={"rows": 3}), help_text=NO_DETAILS
    )
    text = forms.CharField(label="What it recommends", widget=forms.Textarea(attrs={"rows": 3}))
    number = forms.CharField(label="Number in the review", required=False, max_length=20)
    addressed_to = forms.ModelMultipleChoiceField(
        label="Which agencies are asked to answer",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due = DateField(label="To be answered by", required=False, help_text="For example, 27 3 2026")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["addressed_to"].queryset = Agency.objects.order_by("name")


class LinkForm(AsksAboutNames):
    other = forms.ModelChoiceField(label="One of our own reviews", queryset=None, required=False)
    title = forms.CharField(
        label="Or a national or another area's review", required=False, max_length=250, help_text="Its title"
    )
    in_common = forms.CharField(label="What they have in common", widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, incident, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = Incident.objects.exclude(pk=incident.pk)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("other") and not cleaned.get("title"):
            self.add_error("other", "Select one of our own reviews, or enter the title of another")
        return cleaned


class LocalReviewForm(_StepForm):
    on = DateField(
        label="Date of the decision", initial=timezone.localdate, help_text="For example, 27 3 2026"
    )
    reviewer = forms.ModelChoiceField(label="Reviewer", queryset=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = Person.objects.order_by("name")


class CloseForm(_StepForm):
    on = DateField(label="Date closed", initial=timezone.localdate, help_text="For example, 27 3 2026")
    published_on = DateField(
        label="Date the local review was published",
        required=False,
        help_text="Leave empty if it is not published, and say why below. For example, 27 3 2026",
    )
    reason = forms.CharField(
        label="Why it is closed", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, incident, **kwargs):
        super().__init__(*args, **kwargs)
        if not incident.local_review_on:
            del self.fields["published_on"]
            self.fields["reason"].required = True
