"""Forms with GOV.UK components: what a person typed is kept, and every message says what to do."""

import datetime
import importlib
import pkgutil
from functools import cache
from pathlib import Path

import jinja2
import pytest
from django import forms
from django.core import validators
from django.core.files.uploadedfile import SimpleUploadedFile

import lscp
from lscp.design.forms import (
    DateField,
    FilterForm,
    GovForm,
    defaults_in,
    gov_errors,
    gov_field,
    inside_sentence,
)
from lscp.design.jinja import environment


class Asked(GovForm):
    title = forms.CharField(label="Title", max_length=10)
    due = DateField(label="Due date")
    agency = forms.ChoiceField(label="Agency", choices=[("", "---------"), ("p", "Police"), ("h", "Health")])
    kind = forms.ChoiceField(
        label="How far is it?", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    share = forms.DecimalField(label="Share in %", max_value=100, max_digits=5, decimal_places=2)


def _answers(**changes):
    given = {
        "title": "Bath",
        "due_day": "3",
        "due_month": "4",
        "due_year": "2027",
        "agency": "p",
        "kind": "b",
    }
    return Asked(given | {"share": "5"} | changes)


def _shown(bound, **changes):
    page = environment_with_parts().from_string(
        '{% from "design/parts.html" import form_field %}{{ form_field(bound, **changes) }}'
    )
    return page.render(bound=bound, changes=changes)


@cache
def environment_with_parts():
    templates = Path(lscp.__file__).parent / "design" / "templates"
    return environment(loader=jinja2.FileSystemLoader(templates))


# --- what comes with words that were pasted


def test_a_line_break_of_word_or_a_pdf_becomes_a_line_break_and_other_control_characters_go():
    form = _answers(note="Ask\x0bthe school\x0c\x01twice\x07\x9f.\ufffe")
    assert form.is_valid()
    assert form.cleaned_data["note"] == "Ask\nthe school\ntwice."


def test_a_line_of_its_own_stays_and_a_box_of_control_characters_alone_is_empty():
    form = _answers(note="One\r\n\ttwo", title="\x01\x02")
    assert not form.is_valid()
    assert form.errors == {"title": ["Enter title"]}
    assert form.cleaned_data["note"] == "One\r\n\ttwo"


def test_of_two_boxes_of_which_one_must_be_filled_neither_is_called_optional():
    class Either(GovForm):
        one_of = ("file", "text")
        file = forms.CharField(label="The paper as a file", required=False)
        text = forms.CharField(label="Or paste its text", required=False)
        note = forms.CharField(label="Note", required=False)

    assert [gov_field(bound)[1]["label"]["text"] for bound in Either()] == [
        "The paper as a file", "Or paste its text", "Note (optional)",
    ]  # fmt: skip


def test_a_file_that_came_with_another_mistake_is_to_be_chosen_again():
    class WithFile(GovForm):
        text = forms.CharField(label="Note")
        photo = forms.FileField(label="Photo", required=False)

    sent = {"photo": SimpleUploadedFile("IMG_1.jpg", b"x")}
    assert gov_errors(WithFile({"text": ""}, sent))[1:] == [
        {"text": "Choose the file again: IMG_1.jpg was not kept", "href": "#id_photo"}
    ]
    assert len(gov_errors(WithFile({"text": ""}, {}))) == 1


def test_a_filter_calls_no_box_optional_and_says_what_the_list_was_narrowed_to():
    class Narrow(FilterForm):
        words = forms.CharField(label="Words in it", required=False)
        kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any"), ("p", "Promise")])
        since = DateField(label="From", required=False)

    chosen = Narrow({"kind": "p", "since_day": "1", "since_month": "4", "since_year": "2026"})
    assert chosen.said == ["Kind: Promise", "From: 1 April 2026"]
    assert Narrow({}).said == Narrow().said == Narrow({"kind": "made up"}).said == []
    assert "optional" not in "".join(str(_shown(bound)) for bound in chosen)


# --- dates


@pytest.mark.parametrize("month", ["4", "04", "April", "april", "Apr", "apr."])
def test_a_month_may_be_a_number_or_a_name(month):
    form = _answers(due_month=month)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due"] == datetime.date(2027, 4, 3)


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "box"),
    [
        ("", "", "", "Enter due date", "day"),
        ("3", "", "2027", "Due date must include a month", "month"),
        ("3", "", "", "Due date must include a month and a year", "month"),
        ("31", "2", "2027", "Due date must be a real date, like 27 3 2026", "day"),
        ("3", "13", "2027", "Due date must be a real date, like 27 3 2026", "month"),
        ("3", "4", "27", "Due date: the year must have 4 numbers, like 2026", "year"),
        ("3", "4", "0027", "Due date: the year must be between 1900 and 2100", "year"),
        ("3", "4", "9999", "Due date: the year must be between 1900 and 2100", "year"),
        ("three", "4", "2027", "Due date must be a real date, like 27 3 2026", "day"),
        ("3", "j", "2027", "Due date must be a real date, like 27 3 2026", "month"),
        ("3", "4", "²027", "Due date must be a real date, like 27 3 2026", "day"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_and_leads_to_its_box(day, month, year, message, box):
    form = _answers(due_day=day, due_month=month, due_year=year)
    assert gov_errors(form) == [{"text": message, "href": f"#id_due_{box}"}]
    _, params = gov_field(form["due"])
    assert [item["value"] for item in params["items"]] == [day, month, year]
    assert any(item["id"] == f"id_due_{box}" and "--error" in item["classes"] for item in params["items"])


def test_a_date_that_is_in_the_record_fills_the_three_boxes():
    _, params = gov_field(Asked(initial={"due": datetime.date(2027, 4, 3)})["due"])
    assert [item["value"] for item in params["items"]] == ["3", "4", "2027"]


# --- messages


def test_an_empty_form_says_what_to_do_for_each_question():
    assert [error["text"] for error in gov_errors(Asked({}))] == [
        "Enter title",
        "Enter due date",
        "Select agency",
        "Answer the question: how far is it?",
        "Enter share in %",
    ]


def test_limits_are_said_with_their_numbers_and_a_percent_sign_does_no_harm():
    form = _answers(title="Bathing place", share="101")
    assert [error["text"] for error in gov_errors(form)] == [
        "Title must be 10 characters or fewer",
        "Share in % must be 100 or less",
    ]


def test_a_form_s_own_message_stays():
    class Stated(GovForm):
        title = forms.CharField(error_messages={"required": "Give it a name"})
        code = forms.CharField(validators=[validators.RegexValidator("^[A-Z]$", "Use one capital letter")])

    assert Stated({}).errors["title"] == ["Give it a name"]
    assert Stated({"title": "x", "code": "1"}).errors["code"] == ["Use one capital letter"]


def test_a_label_keeps_its_capitals_where_they_mean_something():
    assert inside_sentence("NHS number") == "NHS number"
    assert inside_sentence("I have read it") == "I have read it"
    assert inside_sentence("Full name") == "full name"


def test_an_error_that_belongs_to_no_field_is_listed_without_a_link():
    form = _answers()
    form.add_error(None, "Two people changed this at once.")
    assert gov_errors(form) == [{"text": "Two people changed this at once."}]


class _Django(forms.Form):
    text = forms.CharField(max_length=3)
    address = forms.EmailField()
    amount = forms.DecimalField(max_digits=4)
    short = forms.SlugField()
    paper = forms.FileField(validators=[validators.FileExtensionValidator(["pdf"])])
    many = forms.MultipleChoiceField(choices=[("a", "A")])
    when = forms.DateTimeField()


def test_djangos_own_words_are_found_where_they_would_be_shown():
    found = defaults_in(_Django)
    for expected in [
        "text: required",
        "text: max_length",
        "address: invalid",
        "amount: max_digits",
        "short: invalid",
    ]:
        assert expected in found
    assert "paper: invalid_extension" in found


def test_the_same_form_in_our_words_has_none_left():
    class Ours(GovForm, _Django):
        pass

    assert defaults_in(Ours) == []


def _forms_of_the_product():
    """Every form class of the product, after importing each module that could hold one."""
    for module in pkgutil.walk_packages(lscp.__path__, "lscp."):
        if module.name.rsplit(".", 1)[-1] in {"forms", "views", "accounts", "editing", "preview"} or (
            module.name.startswith(("lscp.desk.", "lscp.public.")) and "migrations" not in module.name
        ):
            importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("lscp."):
                found.add(kind)
    return sorted(found, key=lambda kind: (kind.__module__, kind.__qualname__))


def test_no_form_of_the_product_can_say_this_field_is_required():
    found = _forms_of_the_product()
    assert len(found) > 10, "the forms were not found, so nothing was looked at"
    faults = {f"{form.__module__}.{form.__qualname__}": defaults_in(form) for form in found}
    assert not {name: codes for name, codes in faults.items() if codes}


# --- what is shown


def test_what_was_typed_is_shown_again_and_escaped():
    form = _answers(title="<b>Bath & Sons of the river</b>", note="\nfirst line\n  second")
    assert 'value="&lt;b&gt;Bath &amp; Sons of the river&lt;/b&gt;"' in _shown(form["title"])
    # The first line break is the one that browsers drop.
    assert ">\n\nfirst line\n  second</textarea>" in _shown(form["note"])


def test_an_optional_question_says_so():
    assert "Note (optional)" in _shown(Asked()["note"])
    assert "(optional)" not in _shown(Asked()["title"])


def test_the_chosen_answers_stay_chosen():
    form = _answers(title="")
    assert '<option value="p" selected>Police</option>' in _shown(form["agency"])
    radios = _shown(form["kind"])
    assert 'value="b" checked' in radios
    assert radios.count("checked") == 1


def test_a_choice_may_carry_a_hint():
    form = Asked()
    form.fields["kind"].choice_hints = {"b": "Say why"}
    assert "Say why" in _shown(form["kind"])


def test_a_message_stands_at_its_question_and_is_tied_to_it():
    shown = _shown(_answers(title="")["title"])
    assert 'aria-describedby="id_title-error"' in shown
    assert "Enter title" in shown


def test_a_label_can_be_the_page_s_heading():
    assert "<h1" in _shown(Asked()["title"], page_heading=True)


def test_a_password_is_never_sent_back():
    class Secret(GovForm):
        password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "new-password"}))

    shown = _shown(Secret({"password": "correct horse"})["password"])
    assert "correct horse" not in shown
    assert 'autocomplete="new-password"' in shown


@pytest.mark.django_db
def test_what_is_missing_is_asked_for_in_words_that_make_a_sentence():
    from lscp.desk.clocks.forms import LimitForm, PauseForm
    from lscp.desk.partnership.forms import ArrangementsForm

    said = {
        error["text"] for form in (PauseForm, LimitForm, ArrangementsForm) for error in gov_errors(form({}))
    }
    assert {
        "Enter the day from which it is paused",
        "Select what the limit is counted in",
        "Enter the day from which it is in force",
        "Enter the day from which they are in force",
    } <= said


class Questions(GovForm):
    what = forms.CharField(label="What is missing?", max_length=5)
    since = DateField(label="Since when?")


def test_what_is_wrong_with_the_answer_to_a_question_reads_as_a_sentence():
    form = Questions({"what": "too long", "since_day": "31", "since_month": "2", "since_year": "2026"})
    assert [error["text"] for error in gov_errors(form)] == [
        "The answer to “What is missing?” must be 5 characters or fewer",
        "The answer to “Since when?” must be a real date, like 27 3 2026",
    ]


def test_signs_that_show_nothing_or_turn_words_round_are_taken_out():
    form = _answers(title="A\u200bb \u202efed\u202c")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Ab fed"
    form = _answers(title="\u200b\u202e")
    assert [error["text"] for error in gov_errors(form)] == ["Enter title"]
