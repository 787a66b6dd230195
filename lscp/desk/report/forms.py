"""Forms of the annual report."""

from django import forms

from lscp.design.forms import DateField, GovForm
from lscp.desk.editing import EditForm
from lscp.golden_thread.models import Evidence, Impact


def _long(rows):
    return forms.Textarea(attrs={"rows": rows})


MOST_WRITTEN = 30_000  # characters of a text that comes by link
HOW_TO_WRITE = (
    "Leave an empty line between paragraphs. Begin a point of a list with “- ”, and a heading with “## ”. Paste a "
    "table from Word or Excel, or type it with “|” between the cells, headings first; in the line above it write "
    "“Table: ” and what it shows."
)


class NewReportForm(GovForm):
    title = forms.CharField(label="Title", max_length=200, help_text="For example, Annual report 2025-26")
    period_start = DateField(label="First day of the period", help_text="For example, 1 4 2025")
    period_end = DateField(
        label="Last day of the period",
        help_text="For example, 31 3 2026. The guidance in force on this day says what the report must contain",
    )


class ChapterForm(EditForm):
    """The narrative, its heading, and the required items that its writer says it answers."""

    heading = forms.CharField(label="Heading", max_length=200)
    narrative = forms.CharField(
        label="Text",
        required=False,
        widget=_long(20),
        help_text=f"{HOW_TO_WRITE} The names of the live parts, to be put in double square brackets, are listed below.",
    )
    meets = forms.MultipleChoiceField(
        label="What this chapter answers",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick what a reader of the guidance would agree is answered here.",
    )

    def __init__(self, *args, items=(), **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["meets"]
        field.choices = [(item.item, f"{item.text} ({item.item})") for item in items]
        field.choice_hints = {item.item: item.caution for item in items if item.caution}
        if not items:
            del self.fields["meets"]


class HeadingForm(GovForm):
    heading = forms.CharField(label="Heading of the chapter", max_length=200)


class CommentForm(GovForm):
    text = forms.CharField(label="Your comment", widget=_long(4))


class ClaimForm(GovForm):
    text = forms.CharField(label="What the report claims", widget=_long(3), help_text="One or two sentences")
    impact = forms.BooleanField(
        label="It says that something changed for children or families",
        required=False,
        help_text="Such a claim is not published without evidence",
    )


class EditClaimForm(EditForm, ClaimForm):
    """The same two questions, about a claim that stands."""


class CiteForm(GovForm):
    """Evidence of the record, or a source outside it."""

    evidence = forms.ModelChoiceField(label="Evidence of an action", queryset=None, required=False)
    impact = forms.ModelChoiceField(label="A judged test of impact", queryset=None, required=False)
    label = forms.CharField(
        label="Or a source outside the record",
        max_length=250,
        required=False,
        help_text="For example, Ofsted letter of 12 June 2025, page 3",
    )
    quoted = forms.CharField(label="The words or figure quoted from it", widget=_long(3), required=False)
    as_of = DateField(label="The date on which it was so", required=False)
    url = forms.URLField(label="Address where it is published", required=False, assume_scheme="https")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = Evidence.objects.select_related("document").order_by("-as_of")
        self.fields["impact"].queryset = Impact.objects.exclude(verdict="not_known_yet").order_by(
            "-judged_on"
        )
        self.fields["evidence"].label_from_instance = _evidence
        self.fields["impact"].label_from_instance = _impact


def _evidence(row):
    return _short(f"{row.source_label or row.get_kind_display()}: {row.text}")


def _impact(row):
    return _short(f"{row.get_verdict_display()}: {row.test}")


def _short(text):
    return text if len(text) <= 120 else f"{text[:117]}…"


class AskForm(GovForm):
    """Whom to ask, for what, by when. ``people``: ``[(agency, person)]``."""

    who = forms.ChoiceField(label="Who is asked?")
    part = forms.CharField(
        label="Only a part of the chapter?",
        max_length=200,
        required=False,
        help_text="The heading it stands under, for example Police. Leave it empty to ask for the whole chapter",
    )
    asks = forms.CharField(label="What should they write?", widget=_long(3), help_text="In a line or two")
    due = DateField(label="By when?", help_text="They are reminded a week before")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {f"{agency.pk}-{person.pk}": (agency, person) for agency, person in people}
        self.fields["who"].choices = [
            ("", "Choose a person"),
            *((key, f"{agency}: {person}") for key, (agency, person) in self.people.items()),
        ]

    def clean_who(self):
        return self.people[self.cleaned_data["who"]]


class DueForm(GovForm):
    due = DateField(label="By when?", help_text="They are told at once, and reminded a week before")


class WriteForm(EditForm):
    """What an agency's contact writes through a link. The box may be saved empty, and sent only with words in it."""

    one_of = ("text",)
    text = forms.CharField(
        label="Your text",
        required=False,
        widget=_long(16),
        help_text=f"{HOW_TO_WRITE} Name no child and no family.",
    )
    written_by = forms.CharField(label="Your name", max_length=200)

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > MOST_WRITTEN:
            raise forms.ValidationError(
                f"Your text must be {MOST_WRITTEN:,} characters or fewer, about ten pages. It is still in the box"
            )
        return text


class TakeOverForm(GovForm):
    """The places that are taken over, of the chapter's text with this version."""

    numbers = forms.Field(required=False, widget=forms.CheckboxSelectMultiple)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_numbers(self):
        return {int(number) for number in self.cleaned_data["numbers"] or [] if number.isdecimal()}


class SendBackForm(GovForm):
    remark = forms.CharField(
        label="What should they change?", widget=_long(4), help_text="They read this above their text"
    )


class RecallForm(GovForm):
    because = forms.CharField(label="Why is it taken back?", widget=_long(2))


class WithdrawForm(GovForm):
    because = forms.CharField(
        label="Why is it withdrawn?",
        widget=_long(3),
        help_text="This prints at the report's address. Do not repeat here what must not be read",
    )


class SignForm(GovForm):
    """Carries the number of the text that was shown: only that text can be signed."""

    checksum = forms.CharField(widget=forms.HiddenInput, required=False)


class CorrectionForm(GovForm):
    was = forms.CharField(
        label="What does it say now?", widget=_long(2), help_text="The words exactly as they are printed"
    )
    now = forms.CharField(label="What should it say?", widget=_long(2))
    where = forms.CharField(
        label="Where is it?",
        max_length=200,
        required=False,
        help_text="For example, page 48, second paragraph",
    )
    reason = forms.CharField(
        label="Why was it wrong?", max_length=250, required=False, help_text="For example, a typing error"
    )


class WorriedForm(GovForm):
    words = forms.CharField(
        label="Your own words",
        widget=_long(15),
        help_text="Whom to call here, when, and what happens next. Write as for a chapter: an empty line between "
        "paragraphs, “## ” before a heading, “- ” before a point.",
    )
