"""Django forms shown with GOV.UK components: parameters for the macros, dates in three boxes, plain messages.

A form inherits `GovForm`. Its messages are written from the label ("Enter the child's pseudonym"), unless the
form states better ones in `error_messages`; Django's own wording never reaches a reader (`defaults_in`).
"""

import copy
import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import widgets
from django.forms.utils import pretty_name
from django.http import QueryDict

from lscp.design.words import gov_date

YEARS = range(1900, 2101)  # any other is a slip of the finger: 0026, 20266, 9999
# Signs that show nothing and turn the words after them round, or hide a difference between two names; and control
# characters that come with words pasted from Word or a PDF, and that no Word file or PDF of ours could hold.
INVISIBLE = dict.fromkeys(
    [0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    + [code for code in (*range(1, 0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\v\f\r\x85"]
) | dict.fromkeys(map(ord, "\v\f\x85"), "\n")  # their line breaks
MONTHS = [datetime.date(2000, month, 1).strftime("%B").lower() for month in range(1, 13)]
BOXES = ("day", "month", "year")


class DateBoxes(forms.MultiWidget):
    """Day, month and year in three text boxes."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({box: forms.TextInput() for box in BOXES}, attrs)

    def decompress(self, value: datetime.date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else ["", "", ""]


class DateField(forms.DateField):
    """A date typed into three boxes; a month may be a number or a name. Errors name the boxes concerned."""

    widget = DateBoxes

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, list):
            return super().to_python(value)
        typed = [str(part or "").strip() for part in value]
        if not any(typed):
            return None
        name = subject(self.label or "The date")
        missing = [BOXES[place] for place, part in enumerate(typed) if not part]
        if missing:
            raise _wrong_date(f"{name} must include a {' and a '.join(missing)}", missing)
        day, month, year = typed[0], _month_number(typed[1]), typed[2]
        if year.isdecimal() and len(year) != 4:
            raise _wrong_date(f"{name}: the year must have 4 numbers, like 2026", ["year"])
        try:
            typed_day = datetime.date(int(year), int(month), int(day))
        except ValueError as error:
            raise _wrong_date(f"{name} must be a real date, like 27 3 2026", _unreal(day, month)) from error
        if typed_day.year not in YEARS:
            raise _wrong_date(f"{name}: the year must be between {YEARS[0]} and {YEARS[-1]}", ["year"])
        return typed_day


class GovForm(forms.Form):
    """A form whose every message is in plain words. For a model's form put it before `forms.ModelForm`."""

    use_required_attribute = False  # the server's message says more than the browser's bubble
    one_of: tuple[str, ...] = ()  # boxes of which one must be filled: neither is called optional

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            put_plainly(field, name)
        super().full_clean()

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name, value in list(self.cleaned_data.items()):
            if not isinstance(value, str) or not set(map(ord, value)) & INVISIBLE.keys():
                continue
            self.cleaned_data[name] = value.translate(INVISIBLE).strip()
            if not self.cleaned_data[name] and self.fields[name].required:
                self.add_error(name, self.fields[name].error_messages["required"])


class FilterForm(GovForm):
    """What narrows a list: every box may be left alone, so none is called optional."""

    @property
    def one_of(self) -> tuple[str, ...]:
        return tuple(self.fields)

    @property
    def said(self) -> list[str]:
        """What the list was narrowed to, in words: "Priority: Neglect"."""
        found = []
        for bound in self if self.is_bound and self.is_valid() else ():
            value = self.cleaned_data.get(bound.name)
            if value and bound.name in self.changed_data:
                words = gov_date(value) if isinstance(value, datetime.date) else _choice(bound.field, value)
                found.append(f"{bound.label}: {words}")
        return found


def _choice(field: forms.Field, value: Any) -> str:
    known = {} if hasattr(value, "pk") else dict(getattr(field, "choices", ()))
    return str(known.get(value, value))


def gov_field(bound: forms.BoundField, **changes: Any) -> tuple[str, dict[str, Any]]:
    """(kind, parameters) for the macro that shows this field; `changes` are laid over the parameters.

    `page_heading=True` makes the label the page's h1; `label_size` is s, m, l or xl.
    """
    heading, size = changes.pop("page_heading", False), changes.pop("label_size", "")
    widget = bound.field.widget
    kind = _kind(widget)
    params: dict[str, Any] = {"name": bound.html_name, "id": bound.auto_id or bound.html_name}
    if bound.help_text and kind != "checkbox":
        params["hint"] = _text(bound.help_text)
    if bound.errors:
        params["errorMessage"] = {"text": " ".join(bound.errors)}
    title = _text(_label(bound)) | {"isPageHeading": heading}
    size = size or ("l" if heading else "")
    if kind in {"radios", "checkboxes", "date"}:
        title["classes"] = f"govuk-fieldset__legend--{size or 's'}"
        params["fieldset"] = {"legend": title}
    elif kind != "checkbox":
        title["classes"] = f"govuk-label--{size or 's'}"
        params["label"] = title
    if bound.field.disabled:
        params["disabled"] = True
    params |= _PARAMETERS[kind](bound, widget)
    return ("checkboxes" if kind == "checkbox" else kind), params | changes


def gov_errors(form: forms.BaseForm) -> list[dict[str, str]]:
    """For the error summary: each message with a link to the box it is about. A browser sends no file twice, so a
    file that came with other mistakes is to be chosen again."""
    found = []
    for name, errors in form.errors.as_data().items():
        for error in errors:
            text = " ".join(error.messages)
            if name == NON_FIELD_ERRORS or form[name].is_hidden:
                found.append({"text": text})
            else:
                found.append({"text": text, "href": f"#{_box_id(form[name], error)}"})
    for bound in form:
        sent = form.files.get(bound.html_name)
        if sent and bound.name not in form.errors:
            found.append(
                {"text": f"Choose the file again: {sent.name} was not kept", "href": f"#{bound.auto_id}"}
            )
    return found


def defaults_in(form_class: type[forms.BaseForm]) -> list[str]:
    """Each message of this form that would still be Django's own, as "field: code". Empty is right."""
    found = []
    for name, declared in form_class.base_fields.items():
        field = copy.deepcopy(declared)
        if issubclass(form_class, GovForm):
            put_plainly(field, name)
        if not field.disabled and not field.widget.is_hidden:
            found += [f"{name}: {code}" for code in _still_default(field)]
    return found


def put_plainly(field: forms.Field, name: str) -> None:
    """Replaces each of Django's own messages on this field with one that says what to do."""
    if field.label is None:
        field.label = pretty_name(name)
    label = str(field.label).strip() or pretty_name(name)
    for code in _still_default(field):
        message = _message(field, code, label)
        if message:
            field.error_messages[code] = message


def subject(label: str) -> str:
    """What a sentence about the box begins with: "Full name" stays; a question is answered."""
    return f"The answer to “{label}”" if label.endswith("?") else sentence_start(label)


def sentence_start(label: str) -> str:
    return label[:1].upper() + label[1:]


def inside_sentence(label: str) -> str:
    """ "Full name" → "full name"; "NHS number" stays."""
    first = label.split(" ", 1)[0]
    return label if first == "I" or first[1:].lower() != first[1:] else label[:1].lower() + label[1:]


def empty_query() -> QueryDict:
    return QueryDict(mutable=True)


# --- messages


def _message(field: forms.Field, code: str, label: str) -> str:
    says = {
        "max_length": "{Label} must be %(limit_value)d characters or fewer",
        "min_length": "{Label} must be %(limit_value)d characters or more",
        "max_value": "{Label} must be %(limit_value)s or less",
        "min_value": "{Label} must be %(limit_value)s or more",
        "max_digits": "{Label} must have %(max)s digits or fewer",
        "max_decimal_places": "{Label} must have %(max)s digits or fewer after the point",
        "max_whole_digits": "{Label} must have %(max)s digits or fewer before the point",
        "null_characters_not_allowed": "{Label} holds a character that cannot be stored. Type it again",
        "invalid_choice": "Select {label} from the list",
        "invalid_list": "Select {label} from the list",
        "invalid_pk_value": "Select {label} from the list",
        "incomplete": "Complete {label}",
        "missing": "The file did not arrive. Choose it again",
        "empty": "The file is empty. Choose a different file",
        "invalid_image": "The file must be a picture",
        "contradiction": "Either choose a new file or remove the present one, not both",
        "overflow": "{Label} is too long a time",
        "invalid_extension": "The file must be one of these kinds: %(allowed_extensions)s",
        "required": _required(field, label),
        "invalid": _invalid(field),
    }
    if isinstance(field, forms.FileField):
        says["max_length"] = "The file's name must be %(max)d characters or fewer"
    pattern = says.get(code, "")
    plain = label.replace("%", "%%") if "%(" in pattern else label
    return pattern.format(label=inside_sentence(plain), Label=subject(plain))


def _required(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return "Answer the question: {label}"
    if isinstance(field, forms.FileField):
        return "Choose a file: {label}"
    if isinstance(field, forms.BooleanField):
        return "Tick the box “{Label}”"
    return (
        "Select {label}" if isinstance(field, forms.ChoiceField | forms.ModelChoiceField) else "Enter {label}"
    )


def _invalid(field: forms.Field) -> str:
    by_type = [
        (forms.EmailField, "Enter an e-mail address in the right form, like name@example.com"),
        (forms.URLField, "Enter a web address in the right form, like https://www.example.com"),
        (forms.FileField, "The file could not be read. Choose it again"),
        (forms.FloatField, "{Label} must be a number, like 12.5"),
        (forms.DecimalField, "{Label} must be a number, like 12.5"),
        (forms.IntegerField, "{Label} must be a whole number, like 12"),
        (forms.DateTimeField, "{Label} must be a date and a time, like 27/03/2026 14:30"),
        (forms.fields.BaseTemporalField, "{Label} must be real and in the right form"),
    ]
    return next(
        (text for kind, text in by_type if isinstance(field, kind)), "Check {label} and enter it again"
    )


def _still_default(field: forms.Field) -> list[str]:
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        ours = not kind.__module__.startswith("django.")
        for code, text in kind.__dict__.get("default_error_messages", {}).items():
            defaults[code] = None if ours else text
    codes = [code for code, text in defaults.items() if text and field.error_messages.get(code) == text]
    checked = {code for validator in field.validators for code in _codes_in_djangos_words(validator)}
    return codes + sorted(checked - set(field.error_messages))


def _codes_in_djangos_words(validator: Any) -> set[str]:
    """The codes a validator raises, unless a form gave it a message of its own."""
    if isinstance(validator, validators.DecimalValidator):
        return {"invalid", *validator.messages}
    own_words = getattr(validator, "message", None) is not getattr(type(validator), "message", None)
    if own_words and not any(validator is djangos for djangos in vars(validators).values()):
        return set()
    return {validator.code} if hasattr(validator, "code") else set()


# --- parameters


def _kind(widget: forms.Widget) -> str:
    kinds = [
        (DateBoxes, "date"),
        (widgets.Textarea, "textarea"),
        (widgets.PasswordInput, "password"),
        (widgets.FileInput, "file"),
        (widgets.CheckboxSelectMultiple, "checkboxes"),
        (widgets.SelectMultiple, "checkboxes"),  # a list with several choices is hard to use without a mouse
        (widgets.RadioSelect, "radios"),
        (widgets.Select, "select"),
        (widgets.CheckboxInput, "checkbox"),
    ]
    return next((name for kind, name in kinds if isinstance(widget, kind)), "input")


def _label(bound: forms.BoundField) -> Any:
    said = "(optional)" in str(bound.label) or bound.name in getattr(bound.form, "one_of", ())
    optional = not bound.field.required and not bound.field.disabled and not said
    return f"{bound.label} (optional)" if optional else bound.label


def _text(value: Any) -> dict[str, Any]:
    return {"html": value} if hasattr(value, "__html__") else {"text": str(value)}


def _written(bound: forms.BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _input(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    attrs = widget.attrs
    kind = attrs.get("type", getattr(widget, "input_type", "text"))
    params = {
        "value": _written(bound),
        "type": kind if kind in {"email", "tel", "url", "search"} else "text",
        "classes": attrs.get("class", ""),
    }
    if isinstance(widget, forms.NumberInput):
        whole = isinstance(bound.field, forms.IntegerField) and not isinstance(
            bound.field, forms.FloatField | forms.DecimalField
        )
        params |= {"inputmode": "numeric" if whole else "decimal", "spellcheck": False}
        params["classes"] = params["classes"] or "govuk-input--width-5"
    if kind in {"email", "url"}:
        params["spellcheck"] = False
    return params | {
        name: attrs[name] for name in ("autocomplete", "inputmode", "spellcheck") if name in attrs
    }


def _textarea(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    text = _written(bound)
    # A browser drops a first empty line inside a text area; one more keeps what was typed.
    return {
        "value": f"\n{text}" if text.startswith(("\n", "\r")) else text,
        "rows": widget.attrs.get("rows", 5),
        "classes": widget.attrs.get("class", ""),
        "maxlength": getattr(bound.field, "max_length", None),
    }


def _password(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    return {"autocomplete": widget.attrs.get("autocomplete", "current-password")}


def _file(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    accept = widget.attrs.get("accept")
    return {"attributes": {"accept": accept}} if accept else {}


def _date(bound: forms.BoundField, widget: DateBoxes) -> dict[str, Any]:
    value = bound.value()
    typed = value if isinstance(value, list) else widget.decompress(value)
    errors = [error for error in bound.form.errors.as_data().get(bound.name, [])] if bound.errors else []
    wrong = {box for error in errors for box in ((error.params or {}).get("boxes") or BOXES)}
    items = []
    for place, box in enumerate(BOXES):
        items.append(
            {
                "id": f"{bound.auto_id}_{box}",
                "name": f"{bound.html_name}_{box}",
                "label": box.capitalize(),
                "classes": f"govuk-input--width-{4 if box == 'year' else 2}"
                + (" govuk-input--error" if box in wrong else ""),
                "value": str(typed[place] or ""),
            }
        )
    return {"items": items}


def _choices(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    """`field.choice_hints = {value: sentence}` puts a hint under a choice."""
    hints = getattr(bound.field, "choice_hints", {})
    items = []
    for option in _options(bound, widget):
        item = {"value": str(option["value"]), "checked": bool(option["selected"])} | _text(option["label"])
        if hints.get(option["value"]):
            item["hint"] = {"text": hints[option["value"]]}
        items.append(item)
    return {"items": items, "idPrefix": bound.auto_id}


def _select(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    items = []
    for option in _options(bound, widget, with_empty=True):
        label = "Choose one" if str(option["label"]) == "---------" else str(option["label"])
        items.append({"value": str(option["value"]), "text": label, "selected": bool(option["selected"])})
    return {"items": items, "classes": widget.attrs.get("class", "")}


def _checkbox(bound: forms.BoundField, widget: forms.Widget) -> dict[str, Any]:
    item = {"value": "on", "checked": bool(bound.value())} | _text(bound.label)
    if bound.help_text:
        item["hint"] = _text(bound.help_text)
    return {"items": [item], "idPrefix": bound.auto_id}


def _options(
    bound: forms.BoundField, widget: forms.Widget, with_empty: bool = False
) -> Iterator[dict[str, Any]]:
    chosen = widget.format_value(bound.value())
    for group, options, _ in widget.optgroups(bound.html_name, chosen):
        for option in options:
            if with_empty or option["value"] != "":
                yield option | ({"label": f"{group}: {option['label']}"} if group else {})


_PARAMETERS = {
    "input": _input,
    "textarea": _textarea,
    "password": _password,
    "file": _file,
    "date": _date,
    "radios": _choices,
    "checkboxes": _choices,
    "select": _select,
    "checkbox": _checkbox,
}


# --- dates


def _box_id(bound: forms.BoundField, error: ValidationError) -> str:
    if not isinstance(bound.field.widget, DateBoxes):
        return bound.auto_id
    boxes = (error.params or {}).get("boxes") or BOXES
    return f"{bound.auto_id}_{boxes[0]}"


def _wrong_date(message: str, boxes: list[str]) -> ValidationError:
    # Without a "%" in it the message survives Django's formatting with these parameters.
    return ValidationError(message.replace("%", "%%"), code="invalid", params={"boxes": boxes})


def _month_number(typed: str) -> str:
    word = typed.lower().rstrip(".")
    names = [str(place) for place, name in enumerate(MONTHS, 1) if len(word) >= 3 and name.startswith(word)]
    return names[0] if names else typed


def _unreal(day: str, month: str) -> list[str]:
    """The boxes that cannot be right whatever the others say; all three when only together they are wrong."""
    wrong = []
    if not (day.isdecimal() and 1 <= int(day) <= 31):
        wrong.append("day")
    if not (month.isdecimal() and 1 <= int(month) <= 12):
        wrong.append("month")
    return wrong or list(BOXES)
