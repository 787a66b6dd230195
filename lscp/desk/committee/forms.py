"""Forms about committee papers."""

from django import forms

from lscp.design.forms import DateField, GovForm
from lscp.desk.childrens_names import AsksAboutNames
from lscp.desk.editing import EditForm
from lscp.desk.uploads import UploadForm
from lscp.sources.committee.models import Proposal

PASTED = "Pasted text.txt"
READABLE = ".pdf,.docx,.html,.htm,.txt"


class BringInForm(UploadForm):
    """A file, or the paper's text pasted: one of the two."""

    one_of = ("file", "text")
    file = forms.FileField(
        required=False,
        label="The paper as a file",
        help_text="A web page, PDF, Word document or text file of up to 25 MB, as the council published it.",
        widget=forms.FileInput(attrs={"accept": READABLE}),
    )
    text = forms.CharField(
        required=False,
        label="Or paste its text",
        help_text="From the council’s page: select all of the item, copy it, and paste it here.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def clean(self):
        given = super().clean()
        file, text = given.get("file"), given.get("text", "").strip()
        if "file" in self.errors:
            return given
        if file and text:
            self.add_error("file", "Choose a file or paste the text, not both. Clear the one you do not need")
        elif not file and not text:
            self.add_error("file", "Choose the file of the paper, or paste its text in the box below")
        return given

    def paper(self):
        """``(bytes, name)`` of a valid form."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), file.name
        return self.cleaned_data["text"].strip().encode(), PASTED


class AboutForm(EditForm):
    """What the paper is."""

    title = forms.CharField(label="Title of the item", max_length=500)
    committee = forms.CharField(label="Committee", max_length=250, required=False)
    report_period = forms.CharField(
        label="Period of the report it is about",
        max_length=60,
        required=False,
        help_text="For example 2022/23",
    )
    meeting_date = DateField(
        label="When the committee met",
        required=False,
        help_text="For example 16 11 2023. It becomes the date of everything you accept from this paper.",
    )


class WarningForm(GovForm):
    outcome = forms.CharField(
        label="How you dealt with it",
        help_text="For example which of the two dates is right, and who confirmed it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OwnerForm(EditForm):
    """Accept as printed, choosing an owner and a date: the short form beside the paper."""

    owner = forms.ChoiceField(label="Who will do it", required=False)
    due = DateField(label="By when", required=False)

    def __init__(self, *args, owners, printed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", "Nobody yet: decide later"), *owners.choices(printed)]
        self.fields["owner"].help_text = owners.hint(printed)


class DecideForm(AsksAboutNames, OwnerForm):
    """Accept, with the words changed where they need it."""

    text = forms.CharField(label="What is to be done", widget=forms.Textarea(attrs={"rows": 4}))
    asked_by = forms.CharField(label="Who asked", max_length=250, required=False)
    answer = forms.CharField(
        label="The answer given", required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    role = forms.CharField(label="In what role", max_length=250, required=False)
    another_item = forms.BooleanField(
        label="This is another item, although the words are the same", required=False
    )
    field_order = ["version", "text", "asked_by", "answer", "role", "owner", "due", "another_item"]

    LABELS = {
        "action": "What is to be done",
        "resolution": "What was resolved",
        "promise": "What was promised",
        "question": "The question",
        "speaker": "Name",
    }
    ONLY = {"asked_by": "question", "answer": "question", "role": "speaker"}

    def __init__(self, *args, proposal, repeated=None, **kwargs):
        super().__init__(*args, printed=proposal.owner, **kwargs)
        self.proposal = proposal
        self.fields["text"].label = self.LABELS[proposal.kind]
        if proposal.kind == "speaker":
            self.fields["text"].widget = forms.TextInput()
        for name, kind in self.ONLY.items():
            if proposal.kind != kind:
                del self.fields[name]
        if not proposal.reaches_thread:
            del self.fields["owner"], self.fields["due"]
        if repeated is None:
            del self.fields["another_item"]

    def also_known(self):
        """Whoever speaks in the paper may be named in what is accepted from it."""
        speakers = Proposal.objects.filter(paper=self.proposal.paper_id, kind="speaker")
        return speakers.values_list("text", flat=True)

    def before(self, name):
        """The paper's own words are new to the record: they are asked about like any others."""
        return None


class DismissForm(EditForm):
    OTHER = "other"
    REASONS = [
        ("It only looks like one", "It only looks like one: nothing was asked, resolved or promised"),
        ("It is in the record already", "It is in the record already"),
        ("Nothing needs to follow from it", "Nothing needs to follow from it"),
        (OTHER, "Another reason"),
    ]

    reason = forms.ChoiceField(label="Why it is dismissed", choices=REASONS, widget=forms.RadioSelect)
    detail = forms.CharField(
        label="In your words", max_length=500, required=False, help_text="Needed for another reason."
    )

    def because(self):
        reason, detail = self.cleaned_data["reason"], self.cleaned_data["detail"].strip()
        return ": ".join(part for part in (reason, detail) if part and part != self.OTHER)


class MissedForm(AsksAboutNames):
    kind = forms.ChoiceField(label="What was missed", choices=Proposal.KINDS, widget=forms.RadioSelect)
    line = forms.IntegerField(
        label="Line of the paper", min_value=1, help_text="The number beside the paper’s text."
    )
    text = forms.CharField(
        label="Its words",
        help_text="As the paper prints them. For a speaker, the name.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    who = forms.CharField(
        label="Whom it names",
        max_length=250,
        required=False,
        help_text="Whose action or promise, who asked the question, or the speaker’s role.",
    )
    answer = forms.CharField(
        label="The answer given, for a question", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    NAMES = {"action": "owner", "promise": "owner", "question": "asked_by", "speaker": "role"}

    def found(self):
        """The fields of ``operations.add_missed`` from a valid form."""
        given = self.cleaned_data
        fields = {name: given[name] for name in ("kind", "line", "text", "answer")}
        if given["kind"] in self.NAMES:
            fields[self.NAMES[given["kind"]]] = given["who"]
        return fields
