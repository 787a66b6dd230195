"""The rulebook: law and policy as dated, cited YAML in the folder `rulebook/`.

Every entry says where it comes from (citation, sources), how far it can be trusted (confidence) and when it
is in force. A file is read strictly: an unknown key, a repeated key, a missing citation or a source number
that is not in `rulebook/sources.yaml` raises `RulebookError`, whose message names the file and says what to do.

Confidence is A, B, C or UOK: see `CONFIDENCE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    model_validator,
)

FOLDER = Path(__file__).resolve().parent.parent / "rulebook"

Confidence = Literal["A", "B", "C", "UOK"]
Basis = Literal["Law", "WT", "Guidance", "Panel", "Practice", "Statistic"]
Force = Literal["must", "should", "practice"]

UNSOURCED = "No stored source: check the primary text"

# What each confidence says to a reader.
CONFIDENCE = {
    "A": "read in the text of the law, or of its official publisher",
    "B": "read in the text of a council, partnership, procedures site or charity",
    "C": "read in part, or inferred from what was read",
    "UOK": "no stored source; check the primary text before relying on it",
}


class RulebookError(Exception):
    """A rulebook file is missing or wrong. The message names the file, the place in it, and what to do."""


class Entry(BaseModel):
    """Anything read from the rulebook: cannot be changed in memory, and has no keys beyond those declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Entry):
    """Both days included; an empty end is open."""

    from_: date | None = Field(None, alias="from")
    to: date | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Period:
        if self.from_ and self.to and self.to < self.from_:
            raise ValueError(f"ends on {self.to}, before it starts on {self.from_}")
        return self

    def holds(self, on: date) -> bool:
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


class Source(Entry):
    number: str
    title: str
    address: str | None = None

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


def _look_up(number: Any, info: ValidationInfo) -> Source:
    known = (info.context or {}).get("sources", {})
    if number not in known:
        raise ValueError(f"source {number} is not in sources.yaml; add it there or correct the number")
    return known[number]


class Cited(Entry):
    """An entry that stands for law, guidance or practice, and so must say where it comes from."""

    citation: str = Field(min_length=3)
    sources: tuple[Annotated[Source, BeforeValidator(_look_up)], ...]
    confidence: Confidence
    caution: str | None = None

    @model_validator(mode="after")
    def _confidence_has_a_source(self) -> Cited:
        if self.confidence != "UOK" and not self.sources:
            raise ValueError(f"confidence {self.confidence} needs at least one source; without one, use UOK")
        return self

    @property
    def source(self) -> str:
        """One line for people: numbers and titles of the sources, or that there is none."""
        return "; ".join(map(str, self.sources)) or UNSOURCED

    @property
    def unsure(self) -> bool:
        return self.confidence == "UOK"


# ── Reading a file ────────────────────────────────────────────────────────────────────────────────────────


# libyaml's parser where PyYAML was built with it: eight times faster, and a command reads many files.
_SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):
    """PyYAML keeps the last of two equal keys without a word; a rulebook must not."""


def _mapping_without_repeats(loader: _StrictLoader, node: yaml.MappingNode) -> dict:
    seen = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} is given twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_repeats)

Model = TypeVar("Model", bound=BaseModel)


def read(model: type[Model], path: str | Path, *, folder: Path = FOLDER) -> Model:
    """One rulebook file as `model`. `path` is relative to the rulebook folder. Raises `RulebookError`."""
    sources = {} if model is _SourceList else {s.number: s for s in all_sources(folder=folder)}
    return _validated(model, _yaml(folder / path), folder / path, sources)


def read_all(model: type[Model], subfolder: str, *, folder: Path = FOLDER) -> tuple[Model, ...]:
    """Every YAML file of a subfolder, in the order of their names. Raises `RulebookError`."""
    paths = sorted((folder / subfolder).glob("*.yaml"))
    if not paths:
        raise RulebookError(
            f"{folder / subfolder}: no rulebook files here. Check that the rulebook is complete."
        )
    return tuple(read(model, path.relative_to(folder), folder=folder) for path in paths)


def _yaml(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise RulebookError(
            f"{path}: there is no such file. Put it back or give the rulebook's folder."
        ) from None
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506 - a SafeLoader that is stricter still
    except yaml.YAMLError as error:
        raise RulebookError(f"{path}: this is not YAML that can be read. Correct it: {error}") from None


def _validated(model: type[Model], data: Any, path: Path, sources: dict[str, Source]) -> Model:
    try:
        return model.model_validate(data, context={"sources": sources})
    except ValidationError as error:
        lines = [f"  {_place(e['loc'])}: {e['msg']}" for e in error.errors()]
        raise RulebookError(f"{path}: correct these entries and try again.\n" + "\n".join(lines)) from None


def _place(location: tuple) -> str:
    return ".".join(map(str, location)) or "the whole file"


# ── Sources ───────────────────────────────────────────────────────────────────────────────────────────────


class _SourceList(Entry):
    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _numbers_are_unique(self) -> _SourceList:
        _no_repeats("source number", [s.number for s in self.sources])
        return self


@lru_cache(maxsize=8)
def all_sources(*, folder: Path = FOLDER) -> tuple[Source, ...]:
    return read(_SourceList, "sources.yaml", folder=folder).sources


def _no_repeats(what: str, values: list[str]) -> None:
    repeated = sorted({value for value in values if values.count(value) > 1})
    if repeated:
        raise ValueError(f"{what} given more than once: {', '.join(repeated)}")


# ── Editions of the statutory guidance ────────────────────────────────────────────────────────────────────


class Edition(Cited):
    """One edition of Working Together, and the days on which it is in force."""

    code: str
    title: str
    in_force: Period


class _Editions(Entry):
    editions: tuple[Edition, ...]


@lru_cache(maxsize=8)
def editions(*, folder: Path = FOLDER) -> tuple[Edition, ...]:
    """Every edition of the guidance, earliest first."""
    return read(_Editions, "editions.yaml", folder=folder).editions


# ── What a yearly report must contain ─────────────────────────────────────────────────────────────────────


class Section(Entry):
    """A chapter of the yearly report: `holds` says what goes in it."""

    code: str
    heading: str
    holds: str
    appendix: bool = False


class _Sections(Entry):
    sections: tuple[Section, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> _Sections:
        _no_repeats("section code", [s.code for s in self.sections])
        return self


class Part(Entry):
    """One heading of a retelling. `begins`: what stands under it before anybody wrote; `asks`: what a gap asks for;
    `from_report`: the report itself fills it where nobody wrote; `picture`: what is drawn beside it."""

    heading: str
    begins: str = ""
    front: bool = False
    from_report: bool = False
    picture: str = ""
    asks: str = ""


class Retelling(Entry):
    """A chapter that tells the report again for other readers, in a file of its own."""

    code: str
    heading: str
    file: str
    holds: str
    longest_sentence: int | None = None
    reading_age: int | None = None
    parts: tuple[Part, ...]

    @property
    def begins(self) -> str:
        """The text that the chapter begins with, in the markup of a chapter."""
        return "\n\n".join(f"## {part.heading}\n\n{part.begins}".strip() for part in self.parts)


class _Retellings(Entry):
    retellings: tuple[Retelling, ...]


CHAPTERS = ("sections.yaml", "retellings.yaml")  # the other files of the folder are requirement sets


class Requirement(Cited):
    """One thing the guidance in force asks of a yearly report, and the sections that would meet it."""

    id: str
    force: Force
    text: str
    sections: tuple[str, ...] = Field(min_length=1)
    in_force: Period = Period()


class ReportRule(Cited):
    """Something asked of the report as a whole: who signs it, when it is published, who it goes to."""

    text: str


class RequirementSet(Entry):
    """The requirements of one edition of the guidance, for reports whose period ends inside `applies`."""

    code: str
    title: str
    edition: str
    inherits: str | None = None
    applies: Period
    note: str
    duty_holder: ReportRule
    sign_off: ReportRule
    publish: ReportRule
    recipients: ReportRule
    items: tuple[Requirement, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> RequirementSet:
        _no_repeats("requirement", [item.id for item in self.items])
        return self


@lru_cache(maxsize=8)
def sections(*, folder: Path = FOLDER) -> tuple[Section, ...]:
    """The chapters of a yearly report, in the order they are usually printed."""
    return read(_Sections, "report/sections.yaml", folder=folder).sections


@lru_cache(maxsize=8)
def retellings(*, folder: Path = FOLDER) -> tuple[Retelling, ...]:
    """The report told again: easy read, for children, to the committee."""
    return read(_Retellings, "report/retellings.yaml", folder=folder).retellings


@lru_cache(maxsize=8)
def requirement_sets(*, folder: Path = FOLDER) -> tuple[RequirementSet, ...]:
    """Every requirement set, earliest first, each with the items it inherits."""
    names = [path.name for path in (folder / "report").glob("*.yaml") if path.name not in CHAPTERS]
    own = {s.code: s for s in (read(RequirementSet, f"report/{name}", folder=folder) for name in names)}
    _check_names(own.values(), folder)
    sets = [_with_inherited(each, own, folder) for each in own.values()]
    return tuple(sorted(sets, key=lambda s: s.applies.from_ or date.min))


def requirement_set(code: str, *, folder: Path = FOLDER) -> RequirementSet:
    for each in requirement_sets(folder=folder):
        if each.code == code:
            return each
    known = ", ".join(s.code for s in requirement_sets(folder=folder))
    raise RulebookError(f"There is no requirement set {code!r}. Use one of: {known}.")


def requirement_set_for(
    period_end: date, *, arrangements_began: date | None = None, folder: Path = FOLDER
) -> RequirementSet:
    """The set that a report must meet, by the last day of its period.

    Items not in force on that day are left out. Areas left their safeguarding board on different days in 2018
    and 2019: give `arrangements_began`, the day the partnership took over, where it is known.
    """
    found = _set_at(period_end, arrangements_began, folder)
    items = tuple(item for item in found.items if item.in_force.holds(period_end))
    return found.model_copy(update={"items": items})


def _set_at(period_end: date, arrangements_began: date | None, folder: Path) -> RequirementSet:
    sets = requirement_sets(folder=folder)
    board, first = sets[0], sets[1]
    changeover = {board.code, first.code}
    found = next((s for s in sets if s.applies.holds(period_end)), None)
    if found is None:
        raise RulebookError(
            f"No requirement set covers a report that ends on {period_end}. Add one to report/."
        )
    if arrangements_began and found.code in changeover:
        return first if period_end >= arrangements_began else board
    return found


def _with_inherited(each: RequirementSet, own: dict[str, RequirementSet], folder: Path) -> RequirementSet:
    if each.inherits is None:
        return each
    if each.inherits not in own:
        raise RulebookError(
            f"{folder / 'report'}: {each.code} inherits {each.inherits!r}, which is not there."
        )
    parent = _with_inherited(own[each.inherits], own, folder)
    replaced = {item.id for item in each.items}
    kept = tuple(item for item in parent.items if item.id not in replaced)
    return each.model_copy(update={"items": kept + each.items})


def _check_names(sets: Iterable[RequirementSet], folder: Path) -> None:
    """A requirement points at sections, and a set at an edition, that exist."""
    known = {section.code for section in sections(folder=folder)}
    guidance = {edition.code for edition in editions(folder=folder)}
    for each in sets:
        if each.edition not in guidance:
            raise RulebookError(
                f"{folder / 'report'}: {each.code} names {each.edition}, not in editions.yaml."
            )
        for item in each.items:
            if unknown := set(item.sections) - known:
                raise RulebookError(
                    f"{folder / 'report'}: {item.id} names the section {', '.join(sorted(unknown))}, "
                    "which is not in sections.yaml. Correct it there or here."
                )


# ── Vocabularies ──────────────────────────────────────────────────────────────────────────────────────────


class Term(Entry):
    """A word of the field: `code` is stored, `label` is shown, `meaning` explains it in plain words."""

    code: str
    label: str
    meaning: str
    short: str | None = None
    also: tuple[str, ...] = ()


class Vocabulary(Entry):
    title: str
    note: str | None = None
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Vocabulary:
        _no_repeats("code", [t.code for t in self.terms])
        return self

    def choices(self) -> list[tuple[str, str]]:
        return [(term.code, term.label) for term in self.terms]

    def __getitem__(self, code: str) -> Term:
        for term in self.terms:
            if term.code == code:
                return term
        raise KeyError(f"{code!r} is not a term of {self.title!r}")


@lru_cache(maxsize=32)
def vocabulary(name: str, *, folder: Path = FOLDER) -> Vocabulary:
    """One of: agency-sectors, glossary, group-kinds, source-kinds, themes. Raises `RulebookError`."""
    return read(Vocabulary, f"vocabularies/{name}.yaml", folder=folder)
