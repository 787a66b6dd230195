"""What stands in a sentence or a cell: numbers, why there is none, figures with all that makes them trusted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CHILDREN, ADULTS, BOTH, NOT_PEOPLE = "children", "adults", "both", "not people"
SCOPES = (
    CHILDREN,
    ADULTS,
    BOTH,
    NOT_PEOPLE,
    "",
)  # not people: money, meetings, recommendations; "": not said


@dataclass(frozen=True)
class Hidden:
    """A figure kept back because it is so small that it could point to a child."""

    symbol = "c"
    meaning = "hidden, because a small number could identify a child"


@dataclass(frozen=True)
class NotAvailable:
    """A figure that nobody has."""

    symbol = ":"
    meaning = "not available"


@dataclass(frozen=True)
class NotApplicable:
    """A cell where no figure could stand."""

    symbol = "z"
    meaning = "not applicable"


@dataclass(frozen=True)
class NotSupplied:
    """A figure that was asked for and did not come; the reason prints."""

    because: str
    symbol = "x"

    @property
    def meaning(self) -> str:
        return f"not supplied, because {self.because}"


Number = int | Decimal
Special = Hidden | NotAvailable | NotApplicable | NotSupplied
Cell = int | Decimal | str | Hidden | NotAvailable | NotApplicable | NotSupplied


def is_number(value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


@dataclass(frozen=True)
class Figure:
    """A number in a sentence, with everything needed to trust it. Its source prints under "How we know".

    `unit` is "" for a count, "%" for a percentage, "£" for money, else a few words ("days", "per 10,000").
    No `period_start` means a count on the day `period_end`. `group` is the part of all children that it counts
    ("Asian"), `not_sum_of` what it is not the sum of although it stands beside it: "groups", "periods". `signed_off`:
    the owner of the data has confirmed it. Raises ValueError where a hidden figure comes with the counts that it hides:
    the stored document is published too.
    """

    value: int | Decimal | Hidden | NotAvailable | NotApplicable | NotSupplied
    unit: str = ""
    indicator: str = ""
    definition_version: str = ""
    numerator: int | None = None
    denominator: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    geography: str = ""
    scope: str = CHILDREN
    source: str = ""
    as_of: date | None = None
    group: str = ""
    not_sum_of: tuple[str, ...] = ()
    signed_off: bool = True

    def __post_init__(self):
        check_scope(self.scope)
        check_value(self.value, allow_text=False)
        set_frozen(self, not_sum_of=tuple(self.not_sum_of))
        if isinstance(self.value, Hidden) and (self.numerator, self.denominator) != (None, None):
            raise ValueError("A hidden figure may not carry the counts that it hides. Leave them out.")


@dataclass(frozen=True)
class Link:
    text: str
    url: str


Span = str | Figure | Link
Spans = tuple[Span, ...]


def as_spans(value: str | Spans | list) -> Spans:
    return (value,) if isinstance(value, str) else tuple(value)


def set_frozen(frozen, **values):
    for name, value in values.items():
        object.__setattr__(frozen, name, value)


def check_scope(scope: str):
    if scope not in SCOPES:
        raise ValueError(f"Scope must be children, adults, both or not people, not {scope!r}.")


def check_value(value, *, allow_text: bool):
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("A figure must be a finite number; write NotAvailable() where there is none.")
    if is_number(value) or isinstance(value, Special) or (allow_text and isinstance(value, str)):
        return
    raise ValueError(
        f"{value!r} cannot stand as a figure. Use a whole number, a Decimal, or say why there is none "
        "(Hidden, NotAvailable, NotApplicable, NotSupplied)."
    )
