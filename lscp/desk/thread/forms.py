"""What is asked when a thread is kept. Choices are read in ``__init__``, inside the reader's scope."""

from django import forms
from django.db.models import Prefetch
from django.utils import timezone

from lscp.design.forms import DateField, FilterForm, GovForm
from lscp.design.words import gov_date
from lscp.desk.childrens_names import AsksAboutNames
from lscp.desk.editing import EditForm
from lscp.documents.rules import KINDS
from lscp.golden_thread import states
from lscp.golden_thread.models import (
    EVIDENCE_KINDS,
    IMPACTS,
    RECOMMENDATION_KINDS,
    RESPONSES,
    source_kinds,
)
from lscp.golden_thread.queries import ACTION_CONCERNS, CONCERNS
from lscp.partnerships.models import Agency, Footprint, Group, Person, Post, Priority

ANY = [("", "Any")]
FILE_HINT = "A PDF, Word, Excel, open-document, text, PNG or JPEG file, up to 25 MB"


def _text(label, rows=4, help_text="", required=True):
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def _day(label, help_text="For example, 1 9 2026", required=True):
    return DateField(label=label, help_text=help_text, required=required)


def _file(label, help_text=FILE_HINT):
    """A telephone that takes photos in a form of its own makes a JPEG of them for a page that names what it takes."""
    widget = forms.FileInput(attrs={"accept": ",".join(KINDS)})
    return forms.FileField(label=label, required=False, help_text=help_text, widget=widget)


def _one_of(label, required=False, help_text="", empty="None"):
    return forms.ModelChoiceField(
        None, label=label, required=required, help_text=help_text, empty_label=empty
    )


def _agencies():
    here = Footprint.objects.in_force(timezone.localdate()).values("agency_id")
    return Agency.objects.filter(pk__in=here).order_by("name")


def _groups():
    return Group.objects.in_force(timezone.localdate()).order_by("name")


def _priorities():
    return Priority.objects.in_force(timezone.localdate()).order_by("title")


class PersonField(forms.ModelChoiceField):
    """A person with the agency they work at, so that two of one name can be told apart."""

    def label_from_instance(self, person):
        posts = "; ".join(f"{post.title}, {post.agency}" for post in person.posts_now)
        return f"{person.name} ({posts})" if posts else person.name


def _people():
    posts = Post.objects.in_force(timezone.localdate()).select_related("agency")
    return (
        Person.objects.filter(pk__in=posts.values("person"))
        .order_by("name")
        .prefetch_related(Prefetch("posts", posts, to_attr="posts_now"))
    )


# ── Filters ───────────────────────────────────────────────────────────────────────────────────────────────


class _Filter(FilterForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Those of the past too: what a concluded group followed is still looked up.
        for name, kind, order in (
            ("agency", Agency, "name"),
            ("group", Group, "name"),
            ("priority", Priority, "title"),
        ):
            if name in self.fields:
                self.fields[name].queryset = kind.objects.order_by(order)
        for field in self.fields.values():
            field.required = False

    def chosen(self):
        """What was chosen, for the query; a choice that does not exist chooses nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ThreadFilter(_Filter):
    words = forms.CharField(label="Words in it", max_length=100)
    status = forms.ChoiceField(
        label="Where it stands", choices=ANY + states.choices(states.RecommendationStatus)
    )
    kind = forms.ChoiceField(label="What it is", choices=ANY + RECOMMENDATION_KINDS)
    source_kind = forms.ChoiceField(label="Where it was learned")
    agency = _one_of("Agency", empty="Any")
    group = _one_of("Group that follows it", empty="Any")
    priority = _one_of("Priority", empty="Any")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source_kind"].choices = ANY + source_kinds()


class ActionFilter(_Filter):
    status = forms.ChoiceField(label="Where it stands", choices=ANY + states.choices(states.ActionStatus))
    concern = forms.ChoiceField(
        label="What needs attention", choices=ANY + [(code, CONCERNS[code]) for code in ACTION_CONCERNS]
    )
    agency = _one_of("Agency that owns it", empty="Any")
    group = _one_of("Group that follows it", empty="Any")
    priority = _one_of("Priority", empty="Any")


class AttentionFilter(_Filter):
    concern = forms.ChoiceField(label="What is the matter", choices=ANY + list(CONCERNS.items()))
    group = _one_of("Group that follows it", empty="Any")


# ── What was learned, and what should be done ─────────────────────────────────────────────────────────────


class SourceForm(AsksAboutNames, EditForm):
    kind = forms.ChoiceField(label="Where was this learned?")
    title = forms.CharField(label="Title", max_length=300)
    reference = forms.CharField(label="Reference", max_length=120, required=False)
    happened_on = _day("Date of the paper, meeting or event")
    summary = _text("What it is, in one or two sentences", required=False)
    group = _one_of("Group that follows it")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = source_kinds()
        self.fields["group"].queryset = _groups()


class NewSourceForm(SourceForm):
    file = _file("The paper itself")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class FindingForm(AsksAboutNames, EditForm):
    text = _text("What was learned?", help_text="In your own words, so that a colleague understands it alone")
    quotation = _text("The source’s own words", required=False)
    theme = forms.CharField(label="Theme", max_length=120, required=False)


class RecommendForm(AsksAboutNames):
    text = _text("What should be done?")
    kind = forms.ChoiceField(label="What is it?", choices=RECOMMENDATION_KINDS)
    number = forms.CharField(label="Number in the source", max_length=20, required=False)
    addressed_to = forms.ModelMultipleChoiceField(
        None,
        label="Which agencies should answer?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asked_of = forms.CharField(
        label="Body outside the partnership",
        max_length=200,
        required=False,
        help_text="For an ask of others: a government department, a regulator, a commissioner",
    )
    priority = _one_of("Priority it serves")
    group = _one_of("Group that follows it")
    due = _day("When should it be done?", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["addressed_to"].queryset = _agencies()
        self.fields["priority"].queryset = _priorities()
        self.fields["group"].queryset = _groups()


class RecommendationForm(AsksAboutNames, EditForm):
    text = _text("What should be done?")
    number = forms.CharField(label="Number in the source", max_length=20, required=False)
    priority = _one_of("Priority it serves")
    group = _one_of("Group that follows it")
    due = _day("When should it be done?", required=False)
    printed_in = forms.CharField(
        label="Where it is printed", max_length=300, required=False, help_text="A report or a committee paper"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["priority"].queryset = _priorities()
        self.fields["group"].queryset = _groups()


class AddressForm(GovForm):
    to = _one_of("Which agency should answer?", required=True, empty="Choose one")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = _agencies()


class WithdrawForm(AsksAboutNames):
    reason = _text("Why is it withdrawn?", help_text="The reason stays in the history")


class StandingForm(AsksAboutNames):
    text = _text("Where does it stand?", help_text="For example: answered, and not dealt with")
    on = _day("On which day?")


class RespondForm(AsksAboutNames):
    agency = forms.ModelChoiceField(None, label="Which agency answers?", empty_label=None)
    verdict = forms.ChoiceField(label="What is the answer?", widget=forms.RadioSelect, choices=RESPONSES)
    reason = _text(
        "Reason",
        required=False,
        help_text="Needed to decline, or to accept in part. It is published with the answer",
    )
    on = _day("Day of the answer")

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(pk__in=agencies).order_by("name")
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = agencies[0]


# ── Actions ───────────────────────────────────────────────────────────────────────────────────────────────


class ActionForm(AsksAboutNames, EditForm):
    text = _text("What will be done?")
    owner_agency = _one_of("Agency that owns it", empty="Not named yet")
    owner_person = PersonField(
        None,
        label="Person who owns it",
        required=False,
        empty_label="Nobody by name",
        help_text="Somebody who works at that agency. Without a name its contact is asked",
    )
    owner_as_printed = forms.CharField(label="Owner as printed in the source", max_length=200, required=False)
    due = _day("Due date", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner_agency"].queryset = _agencies()
        self.fields["owner_person"].queryset = _people()


class AssignForm(ActionForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["version"]


class ReportForm(AsksAboutNames):
    """How an action stands: three choices and a box. The page behind an e-mail link asks the same."""

    outcome = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        choices=[("done", "It is done"), ("under_way", "It is under way"), ("cannot", "We cannot do it")],
        error_messages={"required": "Select whether it is done, under way, or cannot be done"},
    )
    text = forms.CharField(
        label="What was done, or what stands in the way?",
        help_text="Do not name a child or a family",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say in the box what was done, how far it is, or why it cannot be done"},
    )
    file = _file("Something that shows it", f"A photo of a page is enough. {FILE_HINT}")


class EvidenceForm(AsksAboutNames):
    kind = forms.ChoiceField(label="What kind of evidence?", widget=forms.RadioSelect, choices=EVIDENCE_KINDS)
    text = _text(
        "What does it say?",
        help_text="Copy the words or the figure themselves, so that they stay as they are today",
    )
    as_of = _day("Date of the evidence")
    source_label = forms.CharField(
        label="Where it comes from", max_length=200, required=False, help_text="A report, a page, a system"
    )
    file = _file("The document")


class VerifyForm(AsksAboutNames):
    agency = forms.ModelChoiceField(
        None, label="Which agency verified it?", required=False, empty_label="Choose one"
    )
    satisfied = forms.TypedChoiceField(
        label="Does the evidence show that it was done?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "Not yet")],
        coerce=lambda value: value == "yes",
    )
    note = _text("What did you look at, or what is missing?", required=False)
    on = _day("On which day?")

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        if len(agencies) < 2:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = agencies[0].pk if agencies else None


class MilestoneForm(AsksAboutNames):
    text = _text("Which step on the way?", rows=2)
    due = _day("By when?")


# ── Impact ────────────────────────────────────────────────────────────────────────────────────────────────


class TestForm(AsksAboutNames):
    text = _text(
        "What will be judged, and how?",
        help_text="Something that can be measured or heard: an indicator, a repeat audit, children’s own words",
    )
    before = _text("How is it now?", rows=2, help_text="The figure or the words, with their date")
    judge_on = _day("When will it be judged?")


class JudgeForm(AsksAboutNames):
    verdict = forms.ChoiceField(label="What does the test show?", widget=forms.RadioSelect, choices=IMPACTS)
    after = _text("How is it now?", required=False, help_text="The figure or the words, with their date")
    on = _day("Day of the judgement")
    evidence = forms.ModelMultipleChoiceField(
        None,
        label="Which evidence of its actions shows it?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    figure = _text(
        "Other evidence",
        rows=2,
        required=False,
        help_text="A figure or a statement that is not in the list, copied as it stands",
    )
    figure_as_of = _day("Date of the other evidence", required=False)
    figure_from = forms.CharField(label="Where it comes from", max_length=200, required=False)
    judge_on = _day(
        "If it is not known yet: when will it be judged?", help_text="For example, 1 9 2026", required=False
    )

    def __init__(self, *args, evidence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = evidence
        if not evidence:
            del self.fields["evidence"]

    def clean(self):
        given = super().clean()
        if given.get("figure") and not given.get("figure_as_of") and "figure_as_of" not in self.errors:
            self.add_error("figure_as_of", "Enter the date of the other evidence")
        return given


class InheritForm(GovForm):
    sources = forms.MultipleChoiceField(
        label="Which sources do you take over?", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sources"].choices = [
            (str(source.pk), f"{source.title}, {gov_date(source.happened_on)} ({source.partnership})")
            for source in sources
        ]
        self.fields["sources"].initial = [str(source.pk) for source in sources]
