"""Forms about numbers: sending a return, asking for one, and what people say and decide about an indicator."""

from datetime import date

from django import forms

from lscp.design.forms import DateField, FilterForm, GovForm
from lscp.desk.editing import EditForm
from lscp.desk.uploads import UploadForm
from lscp.indicators.models import ReturnReceived
from lscp.indicators.states import GapStatus
from lscp.partnerships.models import Agency, Person, Priority
from lscp.scorecard.catalogue import catalogue, chapters


def agencies():
    return Agency.objects.order_by("name")


def indicator_choices():
    return [
        (one.code, f"{one.name} ({one.code})") for one in sorted(catalogue().values(), key=lambda i: i.name)
    ]


def indicators_of(codes):
    """Some of the catalogue's indicators to choose from, or none of them."""
    known = catalogue()
    return [("", "None of the catalogue"), *((code, known[code].name) for code in codes if code in known)]


def _text(label, rows=4, **more):
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


# --- returns


class SendForm(UploadForm):
    """A return as a file. Whoever keeps the scorecard may send it for an agency; an agency sends its own."""

    file = forms.FileField(
        label="The return",
        help_text="The file ending in .return.json that “lscp return compute” wrote, or that your system made. "
        "It holds counts only, never a child.",
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
    agency = forms.ModelChoiceField(
        None,
        label="Whose figures are they?",
        required=False,
        empty_label="The agency that the file names",
    )
    replaces = forms.ModelChoiceField(
        None,
        label="Does it correct an earlier return?",
        required=False,
        help_text="A file that gives the same figures for the same time again replaces the earlier one by itself. "
        "Both are kept.",
        empty_label="No, or the program will see",
    )

    def __init__(self, *args, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()
        self.fields["replaces"].queryset = ReturnReceived.objects.current().select_related("agency")
        if held.as_role.own_agency:
            del self.fields["agency"]


class ForWhomForm(GovForm):
    agency = forms.ModelChoiceField(None, label="Which agency do you ask?", empty_label="Choose an agency")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()


class AskForm(GovForm):
    """A return asked of one agency: the indicators of its sector are ticked, the others are at hand."""

    theirs = forms.MultipleChoiceField(
        label="Their indicators", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label="Other indicators", required=False, widget=forms.CheckboxSelectMultiple
    )
    period_start = DateField(label="First day of the period")
    period_end = DateField(label="Last day of the period")
    due = DateField(label="When do you need it?")
    note = _text("Anything they should know?", rows=3, required=False)

    def __init__(self, *args, agency, **kwargs):
        super().__init__(*args, **kwargs)
        theirs = [one for one in catalogue().values() if one.owner == agency.sector]
        others = [one for one in catalogue().values() if one.owner != agency.sector]
        self.fields["theirs"].choices = [(one.code, one.name) for one in theirs]
        self.fields["theirs"].initial = [one.code for one in theirs]
        self.fields["others"].choices = [(one.code, f"{one.name} ({one.code})") for one in others]

    def clean(self):
        given = super().clean()
        if not self.errors and not (given.get("theirs") or given.get("others")):
            self.add_error(
                "theirs" if self.fields["theirs"].choices else "others", "Tick at least one indicator"
            )
        return given

    def asked(self):
        """The fields of the operation."""
        given = dict(self.cleaned_data)
        return given | {"indicators": given.pop("theirs") + given.pop("others")}


class MoveRequestForm(EditForm):
    due = DateField(label="When do you need it now?")


class BecauseForm(GovForm):
    because = _text("Why?")


class NotSuppliedForm(GovForm):
    agency = forms.ModelChoiceField(
        None, label="Which agency cannot give it?", empty_label="Choose an agency"
    )
    indicator = forms.ChoiceField(label="Which figure?")
    period_start = DateField(label="First day of the period")
    period_end = DateField(label="Last day of the period")
    because = _text(
        "Not supplied, because …",
        rows=3,
        help_text="This sentence stands on the scorecard in place of the figure.",
    )

    def __init__(self, *args, held, codes=None, **kwargs):
        super().__init__(*args, **kwargs)
        known = catalogue()
        chosen = [(code, known[code].name) for code in codes or [] if code in known] or indicator_choices()
        self.fields["indicator"].choices = [("", "Choose a figure"), *chosen]
        self.fields["agency"].queryset = agencies()
        if held.as_role.own_agency:
            del self.fields["agency"]


# --- one indicator


class CommentForm(GovForm):
    agency = forms.ModelChoiceField(
        None, label="For which agency do you speak?", empty_label="Choose an agency"
    )
    text = _text(
        "What does the figure mean, and what is being done?",
        rows=6,
        help_text="Name no child and no family. It stands beside the figure, with your name and the date.",
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()
        if held.as_role.own_agency:
            del self.fields["agency"]


class TargetForm(GovForm):
    value = forms.DecimalField(label="The target", max_digits=12, decimal_places=3)
    started = DateField(label="From which day?")
    because = _text("Why this much?", rows=3)


class EndTargetForm(GovForm):
    on = DateField(label="Last day of the target")


class RebaseForm(GovForm):
    """Only the first day of a period on the chart can be chosen."""

    from_period = forms.TypedChoiceField(
        label="From which period do the limits begin anew?", coerce=date.fromisoformat
    )
    because = _text(
        "Why?",
        rows=3,
        help_text="What happened, and why the new level is expected to last. The reason is printed under the chart.",
    )

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_period"].choices = [("", "Choose a period"), *periods]


class OwnerForm(GovForm):
    agency = forms.ModelChoiceField(
        None, label="Which agency supplies and explains it?", empty_label="Choose one"
    )
    person = forms.ModelChoiceField(
        None, label="Who answers for it?", required=False, empty_label="Nobody by name"
    )
    started = DateField(label="From which day?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()
        self.fields["person"].queryset = Person.objects.order_by("name")


class FollowForm(GovForm):
    priority = forms.ModelChoiceField(None, label="Which priority does it follow?", empty_label="Choose one")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["priority"].queryset = Priority.objects.order_by("title")


# --- data gaps


class GapForm(EditForm):
    dataset = forms.CharField(label="What is missing?", max_length=250)
    held_by = forms.CharField(label="Who holds it?", max_length=250)
    geography = forms.CharField(
        label="For which area does it exist?",
        max_length=250,
        help_text="A police force, a region, a hospital trust.",
    )
    indicators = forms.MultipleChoiceField(
        label="Which indicators need it?", required=False, widget=forms.CheckboxSelectMultiple
    )
    why = _text("What cannot be known without it?", rows=3, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicators"].choices = [
            (one.code, one.name) for chapter in chapters() for one in chapter.indicators
        ]


class OpenGapForm(GapForm):
    agency = forms.ModelChoiceField(
        None, label="Is that an agency of the partnership?", required=False, empty_label="No"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies()
        del self.fields["version"]


class StepForm(GovForm):
    status = forms.ChoiceField(
        label="How does it stand now?", choices=GapStatus.choices, widget=forms.RadioSelect
    )
    text = _text("What was asked, or what came back?", rows=3)
    on = DateField(label="On which day?")


def where():
    """Which of a partnership's areas a figure is for; taken out of the form where there is one only."""
    return forms.ChoiceField(
        label="Which area is it for?",
        required=False,
        help_text="An estimate stands under this area, or under all of them together.",
    )


class EstimateForm(GovForm):
    indicator = forms.ChoiceField(label="Which indicator is it for?", required=False)
    area = where()
    period_start = DateField(label="First day of the period")
    period_end = DateField(label="Last day of the period")
    regional = forms.CharField(
        label="The regional figure",
        max_length=250,
        help_text="Its number, its area and its source, in words.",
    )
    value = forms.DecimalField(label="The estimate for here", max_digits=16, decimal_places=3)
    low = forms.DecimalField(label="At least", max_digits=16, decimal_places=3, required=False)
    high = forms.DecimalField(label="At most", max_digits=16, decimal_places=3, required=False)
    method = _text(
        "How was it brought down to here?",
        rows=3,
        help_text="The method is printed beside the figure, always.",
    )

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = indicators_of(codes)


# --- files of others


class PublishedForm(UploadForm):
    file = forms.FileField(
        label="The table",
        help_text="A data file (CSV) of the Department for Education’s statistics, as published.",
        widget=forms.FileInput(attrs={"accept": ".csv"}),
    )


class WordsForm(FilterForm):
    words = forms.CharField(label="Words", required=False, max_length=100)
