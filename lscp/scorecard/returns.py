"""A return: counts by indicator, period, area and breakdown, which an agency sends instead of its records. Pure.

One JSON file (`*.return.json`). It holds no child: numbers of groups, what they were counted from, who signed it.
`read` takes the shape strictly, `check` says everything that is wrong with the content, and `write` refuses to write
what `check` would not pass. A numerator and a denominator are counts, never a rate; with the unit `days` the numerator
is a median and the denominator the number of children behind it.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from lscp.scorecard import return_checks
from lscp.scorecard.return_checks import Fault

SCHEMA = 1
LARGEST = 50_000_000  # bytes, about 200,000 figures

By = Literal["month", "quarter", "year"]
Kind = Literal["annex-a", "cin-census", "csv", "events"]
Whole = Annotated[int, Field(ge=0)]

_STRICT = ConfigDict(extra="forbid", strict=True)


class NotAReturn(Exception):
    """The file is not a return, or not one that can be read. `faults` has every place; the message says them all."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


class Faulty(NotAReturn):
    """A return that would not pass its check was about to be written."""


@dataclass(frozen=True)
class SourceFile:
    """The name (without a folder) and SHA-256 of a file that was counted."""

    name: str
    sha256: str

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class Source:
    kind: Kind
    files: list[SourceFile]

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class ListCount:
    """What became of the rows of one list of an extract: read = used + duplicate + rejected."""

    list: str
    read: Whole
    used: Whole
    duplicate: Whole
    rejected: Whole

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class Period:
    """First and last day, both counted, and how they were divided; `by` is None for one period."""

    start: date
    end: date
    by: By | None = None

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class Row:
    """One figure. `breakdown` is empty for the total, else group by breakdown: {"ethnicity": "Asian"}."""

    indicator: str
    definition_version: int
    period_start: date
    period_end: date
    area: str
    breakdown: dict[str, str]
    numerator: int | float
    denominator: int | None
    unit: str

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class NotSupplied:
    """An indicator that was asked for and is not here, because …"""

    indicator: str
    because: str

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class Comment:
    """What the agency says about a figure."""

    indicator: str
    text: str

    __pydantic_config__ = _STRICT


@dataclass(frozen=True)
class SignedOff:
    """The data owner who vouches for the figures."""

    name: str
    role: str
    on: date

    __pydantic_config__ = _STRICT


@dataclass(frozen=True, kw_only=True)
class Return:
    schema: int = SCHEMA
    agency: str | None
    partnership: str | None
    area: str
    source: Source
    rows_read: Whole
    rows_used: Whole
    rows_duplicate: Whole
    rows_rejected: Whole
    lists: list[ListCount]
    produced_at: datetime
    tool_version: str
    rulebook_version: str
    period: Period
    rows: list[Row]
    not_supplied: list[NotSupplied]
    comments: list[Comment]
    signed_off: SignedOff | None

    __pydantic_config__ = _STRICT

    def as_json(self) -> str:
        """One JSON object, one figure a line, so that people can read it and compare two of them."""
        lines = [f"{_text(name)}: {_lines(value)}" for name, value in asdict(self).items()]
        return "{\n" + ",\n".join(lines) + "\n}\n"


_SHAPE = TypeAdapter(Return)


def json_schema() -> dict:
    """The shape for those who make returns with other tools (JSON Schema 2020-12)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | _SHAPE.json_schema()


def write(made: Return, path: str | Path) -> Path:
    """Writes the whole file or none of it. Raises `Faulty` when the return would not pass its own check."""
    if faults := check(made):
        raise Faulty(faults)
    path = Path(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(made.as_json())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def read(path: str | Path) -> Return:
    """The return in a file, its shape checked. Raises `NotAReturn`, which names every place that is wrong."""
    return parse(_bytes(Path(path)))


def parse(content: bytes) -> Return:
    """As `read`, from bytes that were uploaded."""
    if len(content) > LARGEST:
        raise _too_large()
    document = _json(content)
    if not isinstance(document, dict):
        raise _not(
            "This is not a return: it must be one JSON object. Send the file that lscp return compute wrote."
        )
    if document.get("schema") != SCHEMA or isinstance(document.get("schema"), bool):
        raise NotAReturn(
            [
                Fault(
                    "schema", f"This must be {SCHEMA}, the version this program reads. Make the return again."
                )
            ]
        )
    try:
        return _SHAPE.validate_json(content)
    except ValidationError as error:
        raise NotAReturn(_shape_faults(error)) from None


def check(given: Return | str | Path) -> list[Fault]:
    """Everything that is wrong with a return or with a file, one sentence each; an empty list when nothing is."""
    if isinstance(given, Return):
        return return_checks.faults(given)
    try:
        return return_checks.faults(read(given))
    except NotAReturn as wrong:
        return wrong.faults


# --- the file

TOO_DEEP = "Its brackets are nested too deeply for a return. Send the file as it was made."


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large()
        return path.read_bytes()
    except FileNotFoundError:
        raise _not(f"There is no file {path.name}. Check its name and folder.") from None
    except OSError as error:
        raise _not(f"{path.name} cannot be opened ({error.strerror}). Choose a file you may read.") from None


def _too_large() -> NotAReturn:
    return _not(
        f"The file is larger than {LARGEST // 1_000_000} MB. A return holds counts only: send fewer periods in each "
        "file, and check that this is not an extract of children's records."
    )


def _not(message: str) -> NotAReturn:
    return NotAReturn([Fault("the file", message)])


def _json(content: bytes) -> object:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise _not(
            "The file is not UTF-8 text. Save it again as UTF-8, or send the file as it was made."
        ) from None
    if text.startswith("\ufeff"):
        raise _not("The file begins with a byte order mark. Save it as UTF-8 without one.")
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _not(
            f"This is not JSON: {error.msg} at line {error.lineno}, column {error.colno}. Send the file as it was made."
        ) from None
    except RecursionError:
        raise _not(TOO_DEEP) from None
    except ValueError as error:  # a repeated key, NaN, or a number with thousands of digits
        raise _not(f"{_first_sentence(error)} Send the file as it was made.") from None


def _pairs(pairs: list[tuple[str, object]]) -> dict:
    """JSON keeps the last of two equal keys; what the first one held would never be checked."""
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated = Counter(key for key, _ in pairs).most_common(1)[0][0]
        name = repeated if HARMLESS.fullmatch(repeated) else "?"
        raise ValueError(f"The key {name} stands twice in one object.")
    return found


def _no_constant(name: str):
    raise ValueError(f"{name} is not a count.")


def _first_sentence(error: ValueError) -> str:
    text = str(error)
    return "A number has too many digits." if "integer string conversion" in text else text


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_iso)


def _lines(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_text, value)) + "\n]"
    return _text(value)


def _iso(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written to JSON")


# --- the shape, in words

_SAYS = {
    "json_invalid": TOO_DEEP,  # JSON it is, by then; only its depth can be too much
    "missing": "This is missing. Add it.",
    "extra_forbidden": "This is not part of a return. Take it out.",
    "unexpected_keyword_argument": "This is not part of a return. Take it out.",
    "missing_keyword_only_argument": "This is missing. Add it.",
    "missing_argument": "This is missing. Add it.",
    "greater_than_equal": "This must not be below 0. Correct the count.",
    "literal_error": "This must be one of: {expected}.",
    "string_type": "This must be text in quotation marks.",
    "int_type": "This must be a whole number, without quotation marks.",
    "int_from_float": "This must be a whole number.",
    "float_type": "This must be a number, without quotation marks.",
    "list_type": "This must be a list in square brackets.",
    "dict_type": "This must be an object in curly brackets.",
    "dataclass_type": "This must be an object in curly brackets.",
}
_DATE = "This must be a date like 2024-03-31."
_TIME = "This must be a date and time like 2024-04-15T09:30:00+00:00."


def _shape_faults(error: ValidationError) -> list[Fault]:
    found = {_place(each["loc"]): _says(each) for each in reversed(error.errors(include_url=False))}
    return [Fault(where, message) for where, message in reversed(found.items())]


def _says(error: dict) -> str:
    kind = error["type"]
    if kind.startswith("datetime"):
        return _TIME
    if kind.startswith("date"):
        return _DATE
    known = _SAYS.get(kind, "This is not what a return has here. Correct it.")
    return known.format(**error.get("ctx", {})) if "{" in known else known


HARMLESS = re.compile(
    "[a-z][a-z0-9_]{0,30}"
)  # keys of ours; an unknown key could be somebody's name or number
_NOT_PLACES = {"int", "float", "nullable", "[key]"}


def _place(location: tuple) -> str:
    """("rows", 2, "numerator", "int") is `rows 3, numerator`."""
    words: list[str] = []
    for part in location:
        if isinstance(part, int):
            words[-1:] = [f"{words[-1] if words else 'item'} {part + 1}"]
        elif part not in _NOT_PLACES:
            words.append(part if HARMLESS.fullmatch(part) else "a key")
    return ", ".join(words) or "the file"
