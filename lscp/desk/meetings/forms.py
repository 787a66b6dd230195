"""What is asked when meetings are kept."""

from django import forms
from django.utils.html import format_html

from lscp.design.forms import DateField, FilterForm, GovForm
from lscp.desk.childrens_names import AsksAboutNames
from lscp.desk.editing import EditForm
from lscp.partnerships.models import Agency, Group, Person
from lscp.sources.meetings.models import AgendaItem, Attendance

_NARROW = {"class": "govuk-input--width-5"}
# What a person chooses; the other kinds come with a proposal.
OWN_KINDS = [
    choice for choice in AgendaItem.KINDS if choice[0] in ("discussion", "decision", "information", "other")
]


def _text(label, rows=4, help_text="", required=False):
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


class _WhenAndWhere(GovForm):
    held_on = DateField(
        label="Day",
        help_text="For example, 13 5 2026",
        error_messages={"required": "Enter the day of the meeting"},
    )
    starts_at = forms.TimeField(
        label="Starts at",
        required=False,
        help_text="For example, 14:30. Leave empty when the time is not known yet",
        error_messages={"invalid": "Enter a time like 14:30"},
        widget=forms.TimeInput(attrs=_NARROW, format="%H:%M"),
    )
    place = forms.CharField(label="Place", max_length=200, required=False)


class PlanForm(_WhenAndWhere):
    group = forms.ModelChoiceField(label="Group", queryset=None)
    field_order = ["group", "held_on", "starts_at", "place"]

    def __init__(self, *args, groups, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups


class MeetingForm(EditForm, _WhenAndWhere):
    pass


class CancelForm(GovForm):
    because = forms.CharField(label="Why is it cancelled?", max_length=250)


class InviteForm(GovForm):
    person = forms.ModelChoiceField(label="Person", queryset=None, required=False)
    agency = forms.ModelChoiceField(label="Agency", queryset=None, required=False)
    capacity = forms.CharField(
        label="Comes as", max_length=40, required=False, help_text="For example, guest or speaker"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.all()
        self.fields["agency"].queryset = Agency.objects.all()


class NewItemForm(AsksAboutNames):
    title = forms.CharField(label="Agenda item", max_length=300)
    kind = forms.ChoiceField(label="What is it for?", choices=OWN_KINDS, widget=forms.RadioSelect)
    text = _text("What members should know before the meeting")


class ItemForm(AsksAboutNames, EditForm):
    title = forms.CharField(label="Agenda item", max_length=300)
    text = _text("What members should know before the meeting")
    notes = _text("What was said", rows=8, help_text="Goes into the minutes. No name of a child or family")


class PlaceForm(GovForm):
    to = forms.IntegerField(
        label="New place on the agenda", min_value=1, widget=forms.NumberInput(attrs=_NARROW)
    )


class NewDecisionForm(AsksAboutNames):
    text = _text("What was decided", rows=3, required=True)
    reasons = _text("Reasons", rows=3)
    comes_back_on = DateField(
        label="Comes back on", required=False, help_text="The next agenda after this day proposes it"
    )


class DecisionForm(NewDecisionForm, EditForm):
    pass


class ArisingForm(AsksAboutNames):
    text = _text("What is to be done", rows=3, required=True)
    owner_agency = forms.ModelChoiceField(label="Agency that owns it", queryset=None, required=False)
    owner_person = forms.ModelChoiceField(
        label="Person there", queryset=None, required=False, help_text="Who will be reminded"
    )
    owner_as_printed = forms.CharField(
        label="Owner as said in the meeting",
        max_length=200,
        required=False,
        help_text="When the agency is not known yet. For example, housing officers",
    )
    due = DateField(label="Due on", required=False, help_text="For example, 30 9 2026")
    learned = _text("What led to it", rows=3, help_text="Stands at the beginning of the thread")

    def __init__(self, *args, finding=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner_agency"].queryset = Agency.objects.all()
        self.fields["owner_person"].queryset = Person.objects.all()
        if finding is not None:
            del self.fields["learned"]


class AttendanceForm(EditForm):
    """One line for each row of ``rows``: what came of the invitation, and the deputy's name."""

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            name = " for ".join(str(part) for part in (row.person, row.agency) if part)
            self.fields[f"status_{row.pk}"] = forms.ChoiceField(
                label=name,
                choices=Attendance.STATUSES,
                initial=row.status,
                widget=forms.RadioSelect,
            )
            self.fields[f"deputy_{row.pk}"] = forms.CharField(
                label=format_html(
                    'Deputy’s name<span class="govuk-visually-hidden">, instead of {}</span> (optional)', name
                ),
                max_length=200,
                required=False,
                initial=row.deputy,
                error_messages={"max_length": "The deputy’s name must be 200 characters or fewer"},
            )

    def marks(self):
        return {
            row.pk: (self.cleaned_data[f"status_{row.pk}"], self.cleaned_data[f"deputy_{row.pk}"])
            for row in self.rows
        }


class ApproveForm(AsksAboutNames):
    at = forms.ModelChoiceField(label="Approved at the meeting of", queryset=None)
    corrections = _text(
        "Corrections", help_text="As the approving meeting agreed them; printed in the minutes"
    )

    def __init__(self, *args, meetings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["at"].queryset = meetings


class GroupFilter(FilterForm):
    group = forms.ModelChoiceField(label="Group", queryset=None, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = Group.objects.all()


class PeriodFilter(GroupFilter):
    since = DateField(label="From", required=False, help_text="For example, 1 4 2025")
    until = DateField(label="To", required=False)
    field_order = ["since", "until", "group"]


class YearFilter(FilterForm):
    year = forms.TypedChoiceField(label="Year, 1 April to 31 March", coerce=int, required=False)

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, f"{year}/{(year + 1) % 100:02}") for year in years]
