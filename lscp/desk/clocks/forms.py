"""Forms of clocks, of the partnership's own limits, and for working out a date."""

from django import forms
from django.utils import timezone

from lscp.clocks.duties import load
from lscp.clocks.models import UNITS
from lscp.design.forms import DateField, FilterForm, GovForm
from lscp.disclosure.identifying import scan

EXAMPLE = "For example, 27 3 2026"


def duties():
    """Every duty of the rulebook by its name, for choosing one."""
    return [("", "Choose one"), *sorted(((code, f"{duty.name} ({code})") for code, duty in load().items()),
                                        key=lambda choice: choice[1])]  # fmt: skip


def _with_a_limit():
    """Units in which a limit can be counted here; school days differ from school to school."""
    return [(unit, words) for unit, words in UNITS if unit != "school days"]


class StandingForm(FilterForm):
    """Which clocks the list shows."""

    show = forms.ChoiceField(
        label="Which clocks",
        required=False,
        choices=[
            ("open", "Running and paused"),
            ("overdue", "Overdue"),
            ("done", "Done"),
            ("void", "No longer needed"),
            ("all", "All of them"),
        ],
    )


class ReasonForm(GovForm):
    because = forms.CharField(
        label="Why",
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the clock. Name no child or family.",
    )

    def clean_because(self):
        because = self.cleaned_data["because"]
        found = scan(because)
        if found:
            raise forms.ValidationError(f"“{found[0].text}”: {found[0].message}")
        return because


class PauseForm(ReasonForm):
    on = DateField(
        label="Paused from",
        initial=timezone.localdate,
        help_text=EXAMPLE,
        error_messages={"required": "Enter the day from which it is paused"},
    )

    field_order = ["on", "because"]


class ResumeForm(GovForm):
    on = DateField(
        label="Goes on from",
        initial=timezone.localdate,
        help_text=EXAMPLE,
        error_messages={"required": "Enter the day from which it goes on"},
    )


class WorkOutForm(GovForm):
    duty = forms.ChoiceField(label="Duty")
    started = DateField(label="The day the time runs from", help_text=EXAMPLE)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties()


class LimitForm(GovForm):
    duty = forms.ChoiceField(label="Duty")
    limit = forms.IntegerField(label="Your limit", min_value=1, max_value=999)
    unit = forms.ChoiceField(
        label="Counted in",
        choices=_with_a_limit,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the limit is counted in"},
    )
    basis = forms.CharField(
        label="What says so",
        max_length=250,
        help_text="Where it is written down and who decided it, like “Local procedures 2.4, agreed by the executive "
        "on 3 June 2026”",
    )
    started = DateField(
        label="In force from",
        error_messages={"required": "Enter the day from which it is in force"},
        initial=timezone.localdate,
        help_text=f"Clocks that start from this day use it; those already running keep theirs. {EXAMPLE}",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties()


class EndLimitForm(GovForm):
    on = DateField(label="Last day", initial=timezone.localdate, help_text=EXAMPLE)
