"""What is asked when the partnership's own record is kept."""

from django import forms

from lscp.design.forms import DateField, FilterForm, GovForm
from lscp.desk.editing import EditForm
from lscp.partnerships.models import (
    Agency,
    Footprint,
    Group,
    GroupMember,
    Objective,
    Person,
    Progress,
)
from lscp.partnerships.queries import could_be_predecessors
from lscp.partnerships.roles import ROLES
from lscp.scorecard.catalogue import catalogue


def _text(label, rows=5, help_text="", required=True):
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def _day(label, help_text="For example, 1 9 2026", required=True):
    return DateField(label=label, help_text=help_text, required=required)


def _indicators():
    """Every indicator by its name, for a list that is asked for when the page is shown."""
    named = sorted((entry.name, code) for code, entry in catalogue().items())
    return [("", "None"), *((code, f"{name} ({code})") for name, code in named)]


def _choices(pairs):
    return [("", "Choose one"), *pairs]


def _start_of(text, longest=60):
    return text if len(text) <= longest else f"{text[:longest]}…"


class EndForm(GovForm):
    """The last day of something."""

    on = _day("Last day")


class PartnershipForm(EditForm):
    name = forms.CharField(label="Name", max_length=200)
    vision = _text("Vision", required=False, help_text="In words that a young person would understand")
    authorities = _text(
        "Local authorities covered",
        rows=3,
        help_text="One a line: the ONS code, a space, the name. For example, E09000099 Thornley",
    )
    contact_email = forms.EmailField(label="Public e-mail address", required=False)
    contact_phone = forms.CharField(label="Public telephone number", max_length=30, required=False)

    def clean_authorities(self):
        found = []
        for line in self.cleaned_data["authorities"].splitlines():
            code, _, name = line.strip().partition(" ")
            if not line.strip():
                continue
            if not (len(code) == 9 and code[0] in "EW" and code[1:].isdecimal() and name.strip()):
                raise forms.ValidationError(
                    f"“{_start_of(line.strip())}” is not a code and a name. "
                    "Write E09000099 Thornley, one authority a line"
                )
            found.append({"code": code, "name": name.strip()})
        return found


class AgencyForm(EditForm):
    name = forms.CharField(label="Full name", max_length=200)
    short_name = forms.CharField(
        label="Short name", max_length=60, required=False, help_text="As people say it: the ICB, Green Lane"
    )
    sector = forms.ChoiceField(label="Sector", choices=_choices(Agency.SECTORS))


class NewAgencyForm(GovForm):
    name = forms.CharField(
        label="Full name",
        max_length=200,
        help_text="An agency that already serves another partnership here is found by its full name",
    )
    short_name = forms.CharField(label="Short name", max_length=60, required=False)
    sector = forms.ChoiceField(label="Sector", choices=_choices(Agency.SECTORS))
    capacity = forms.ChoiceField(
        label="Place in the partnership", choices=Footprint.CAPACITIES, widget=forms.RadioSelect
    )
    started = _day("First day")


class PlaceForm(GovForm):
    """An agency known elsewhere, or one that left, takes a place (again)."""

    capacity = forms.ChoiceField(
        label="Place in the partnership", choices=Footprint.CAPACITIES, widget=forms.RadioSelect
    )
    started = _day("First day")


class PeopleFilter(FilterForm):
    q = forms.CharField(label="Name", required=False)
    agency = forms.ModelChoiceField(label="Agency", queryset=None, required=False)
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "People in post today"), ("all", "Everybody on record")]
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.all()


class PersonForm(EditForm):
    name = forms.CharField(label="Full name", max_length=200)
    email = forms.EmailField(label="E-mail address", required=False)
    phone = forms.CharField(label="Telephone number", max_length=30, required=False)


class PostForm(GovForm):
    agency = forms.ModelChoiceField(label="Agency", queryset=None)
    title = forms.CharField(
        label="Post", max_length=200, help_text="For example, Designated safeguarding lead"
    )
    started = _day("First day in post")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.all()


class NewPersonForm(PostForm):
    name = forms.CharField(label="Full name", max_length=200)
    email = forms.EmailField(label="E-mail address", required=False)
    phone = forms.CharField(label="Telephone number", max_length=30, required=False)
    field_order = ["name", "agency", "title", "started", "email", "phone"]


class NewGroupForm(GovForm):
    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=_choices(Group.KINDS))
    started = _day("First day")
    terms_of_reference = _text("Terms of reference", rows=8, required=False)
    meetings_a_year = forms.IntegerField(
        label="Fewest meetings a year",
        min_value=1,
        max_value=52,
        required=False,
        help_text="A year with fewer is shown as a breach. Leave empty when no minimum is set",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )


class GroupForm(EditForm, NewGroupForm):
    pass


class ConcludeForm(EditForm):
    on = _day("Last day")
    outcome = _text(
        "What the group achieved",
        help_text="A short-life working group must say; it is printed",
        required=False,
    )


class SeatForm(GovForm):
    person = forms.ModelChoiceField(label="Person", queryset=None)
    agency = forms.ModelChoiceField(
        label="Agency they sit for", queryset=None, required=False, help_text="None for a lay member"
    )
    capacity = forms.ChoiceField(label="Seat", choices=GroupMember.CAPACITIES, widget=forms.RadioSelect)
    started = _day("First day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.all()
        self.fields["agency"].queryset = Agency.objects.all()


class NewPriorityForm(GovForm):
    title = forms.CharField(label="Priority", max_length=200)
    plain_words = _text(
        "What it means, in plain words", help_text="For a reader who does not work in the field"
    )
    cross_cutting = forms.BooleanField(label="It runs through all the other priorities", required=False)
    lead_group = forms.ModelChoiceField(label="Group that leads it", queryset=None, required=False)
    started = _day("First day")
    ended = _day("Last day", help_text="Leave empty while no end is set", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead_group"].queryset = Group.objects.all()


class PriorityForm(EditForm, NewPriorityForm):
    pass


class NewObjectiveForm(GovForm):
    strand = forms.ChoiceField(label="Strand", choices=Objective.STRANDS, widget=forms.RadioSelect)
    strand.choice_hints = {
        "prevention": "Harm does not begin",
        "identification": "Harm is noticed early",
        "response": "Children who are harmed get the right help",
    }
    text = _text("Objective", rows=3)
    measure = _text("Success measure", rows=3, help_text="What will be different, and by how much")
    indicator = forms.ChoiceField(label="Figure that shows it", choices=_indicators, required=False)


class ObjectiveForm(EditForm, NewObjectiveForm):
    pass


class DropForm(GovForm):
    because = _text("Why is it dropped?", rows=3)


class ProgressForm(EditForm):
    direction = forms.ChoiceField(
        label="Compared with the period before", choices=Progress.DIRECTIONS, widget=forms.RadioSelect
    )
    text = _text("What says so", help_text="The figures, audits and voices behind the word above")


class NewProgressForm(GovForm):
    period_start = _day("First day of the period", help_text="For example, 1 4 2025")
    period_end = _day("Last day of the period", help_text="For example, 31 3 2026")
    direction = ProgressForm.base_fields["direction"]
    text = ProgressForm.base_fields["text"]


class ArrangementsForm(GovForm):
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = _text("The arrangements", rows=20)
    changes = _text("What changed since the version before, and by when", rows=5, required=False)
    in_force_from = DateField(
        label="In force from",
        help_text="For example, 1 9 2026",
        error_messages={"required": "Enter the day from which they are in force"},
    )


class SuccessionForm(GovForm):
    predecessor = forms.ModelChoiceField(label="The partnership that came before", queryset=None)
    on = _day("Its last day")
    note = _text("What passed over", rows=4, required=False, help_text="For example, which borough of three")

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["predecessor"].queryset = could_be_predecessors(partnership)


class RoleForm(GovForm):
    person = forms.ModelChoiceField(label="Person", queryset=None)
    role = forms.ChoiceField(
        label="Role", choices=[(role.code, role.name) for role in ROLES.values()], widget=forms.RadioSelect
    )
    role.choice_hints = {role.code: role.description for role in ROLES.values()}
    agency = forms.ModelChoiceField(
        label="Agency", queryset=None, required=False, help_text="The agency they act for in this role"
    )
    started = _day("First day")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.all()
        self.fields["agency"].queryset = Agency.objects.all()


class AccountForm(GovForm):
    email = forms.EmailField(label="E-mail address they will sign in with")


class SessionForm(GovForm):
    because = forms.CharField(
        label="What do you need the session for?",
        max_length=250,
        help_text="Kept in the journal. For example, “New contact at Green Lane School”",
    )
