"""What can be wrong with the content of a return, one function for each kind of fault. Pure.

Every fault is one sentence or two with where it is and what to do. Nothing found here is repeated back when it could
identify a child: a fault names the place and the kind of detail only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lscp.disclosure import identifying
from lscp.scorecard.catalogue import Indicator, Unit, UnknownIndicator, catalogue

if TYPE_CHECKING:
    from lscp.scorecard.returns import Return, Row

# The groups of each breakdown; a ward is called as the area calls it.
GROUPS: dict[str, frozenset[str] | None] = {
    "ethnicity": frozenset(["Asian", "Black", "Mixed", "White", "Other", "Not known"]),
    "sex": frozenset(["Female", "Male", "Not known"]),
    "age": frozenset(
        ["Unborn", "Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and over", "Not known"],
    ),
    "disability": frozenset(["Yes", "No", "Not known"]),
    "ward": None,
}
UNITS = frozenset(Unit)
MOST_BREAKDOWNS = 3
NOT_OVER = "The period was not over when the return was made. Give its last day counted."
MOST_FAULTS = 200  # of one kind; the rest are counted

# Authorities, counties, regions and England; anything else of that length could be somebody's number.
AREA = re.compile(r"E(?:0[6-9]|1[0-3]|47|92)\d{6}")
AREA_OR_WARD = re.compile(rf"\b(?:{AREA.pattern}|E05\d{{6}})\b")
WARD = re.compile(
    r"E05\d{6}|(?=.{1,60}$)[^\W\d_][^\W\d_ '’.,&()/-]*(?:[ '’.,&()/-]+[^\W\d_]+)*[.)]?", re.UNICODE
)
VERSION = re.compile(r"\d{1,4}([.-]\d{1,2}){0,3}([.+-]?[a-z]+\d{0,3})?|[0-9a-f]{12,64}")
SHA256 = re.compile(r"[0-9a-f]{64}")
# An agency's own number for a child, however it is dressed: long digits, letters with digits, hashes, GUIDs.
CHILD_ID = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"  # a GUID
    r"|\b(?=[a-f]*\d)[0-9a-f]{32,}\b"  # a hash of something
    r"|\b[a-z]{1,6}[-_/#]?\d{5,}\b"  # P123456, CH-10023
    r"|\b(?:child|case|person|client|pupil|record)\W{0,3}(?:id|no|number|ref|reference)?\W{0,3}\d{3,}\b"
    r"|(?<![\d.,£])\d{7,}(?![\d,])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Fault:
    """`where` in the file it is, and what is wrong and what to do."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


def faults(given: Return) -> list[Fault]:
    """Everything wrong with a return that has the right shape."""
    known = catalogue()
    return [
        fault
        for kind in (
            _header(given),
            _ledger(given),
            _codes(given, known),
            _periods(given),
            _figures(given, known),
            _breakdowns(given),
            _repeats(given),
            _sums(given, known),
            _not_supplied(given),
            _comments(given),
            _identifiers(given),
        )
        for fault in _no_more_than(kind)
    ]


def _no_more_than(found: Iterator[Fault]) -> Iterator[Fault]:
    for number, fault in enumerate(found, 1):
        if number > MOST_FAULTS:
            yield Fault(
                "the file",
                f"There are more than {MOST_FAULTS} faults of the last kind. Correct those and check again.",
            )
            return
        yield fault


def _at(number: int, row: Row) -> str:
    """A row as a person can find it; only what is known to be harmless is repeated."""
    code = row.indicator if re.fullmatch(r"I\d{2,3}(-[A-Z]+)?", row.indicator) else "?"
    return f"row {number} ({code}, {row.period_start} to {row.period_end})"


# --- the header


def _header(given: Return) -> Iterator[Fault]:
    if given.schema != 1:
        yield Fault("schema", "This must be 1, the version this program reads. Make the return again.")
    if not AREA.fullmatch(given.area):
        yield Fault("area", "This must be the area's nine-character code, like E09000000. Correct it.")
    if not (given.agency or given.partnership or "").strip():
        yield Fault("agency", "Say which agency or partnership the figures are from.")
    for number, file in enumerate(given.source.files, 1):
        if not SHA256.fullmatch(file.sha256):
            yield Fault(
                f"source, files {number}", "The SHA-256 must be 64 hexadecimal digits. Make the return again."
            )
        if "/" in file.name or "\\" in file.name:
            yield Fault(
                f"source, files {number}", "Give the file's name without its folder: a path names people."
            )
    for name in ("tool_version", "rulebook_version"):
        if not VERSION.fullmatch(getattr(given, name)):
            yield Fault(
                name, "This must be a version like 0.3.0, 2026-11-22 or a checksum. Make the return again."
            )
    if given.signed_off and not given.signed_off.name.strip():
        yield Fault("signed_off", "Name the person who signed, or put null.")


def _ledger(given: Return) -> Iterator[Fault]:
    """Every row of the extract is accounted for, in the whole and list by list."""
    if given.rows_read != given.rows_used + given.rows_duplicate + given.rows_rejected:
        yield Fault(
            "rows_read",
            f"{given.rows_read:,} rows were read, but {given.rows_used:,} used, {given.rows_duplicate:,} duplicate and "
            f"{given.rows_rejected:,} rejected make "
            f"{given.rows_used + given.rows_duplicate + given.rows_rejected:,}. Make the return again.",
        )
    for each in given.lists:
        if each.read != each.used + each.duplicate + each.rejected:
            yield Fault(
                f"lists, {_short(each.list)}",
                f"{each.read:,} rows were read, but used, duplicate and rejected make "
                f"{each.used + each.duplicate + each.rejected:,}. Make the return again.",
            )
    for what in ("read", "used", "duplicate", "rejected") if given.lists else ():
        total, parts = getattr(given, f"rows_{what}"), sum(getattr(each, what) for each in given.lists)
        if total != parts:
            yield Fault(
                f"rows_{what}", f"This is {total:,}, but the lists add to {parts:,}. Make the return again."
            )


def _short(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9 _-]{1,40}", text) else "?"


# --- the rows


def _codes(given: Return, known: dict[str, Indicator]) -> Iterator[Fault]:
    """The indicator, its definition and its unit are those of the catalogue."""
    for number, row in enumerate(given.rows, 1):
        indicator = known.get(row.indicator)
        if indicator is None:
            yield Fault(
                _at(number, row),
                "The catalogue has no such indicator. Correct the code, or leave the row out.",
            )
            continue
        try:
            indicator.version(row.definition_version)
        except UnknownIndicator as unknown:
            yield Fault(_at(number, row), str(unknown))
        if row.unit != indicator.unit:
            yield Fault(
                _at(number, row), f"The unit of {indicator.code} is {indicator.unit.value}. Use that."
            )


def _periods(given: Return) -> Iterator[Fault]:
    if given.period.end < given.period.start:
        yield Fault("period", "It ends before it starts. Put the first day first.")
    over = given.period.end <= given.produced_at.date()
    if not over:
        yield Fault("period", NOT_OVER)
    for number, row in enumerate(given.rows, 1):
        if row.period_end < row.period_start:
            yield Fault(_at(number, row), "The period ends before it starts. Put the first day first.")
        elif row.period_end > given.period.end or row.period_start < given.period.start:
            yield Fault(
                _at(number, row),
                f"The period lies outside the return's own, {given.period.start} to {given.period.end}. "
                "Correct one of them.",
            )
        if over and row.period_end > given.produced_at.date():
            yield Fault(_at(number, row), NOT_OVER)
        if not AREA.fullmatch(row.area):
            yield Fault(
                _at(number, row), "The area must be a nine-character code, like E09000000. Correct it."
            )


def _figures(given: Return, known: dict[str, Indicator]) -> Iterator[Fault]:
    for number, row in enumerate(given.rows, 1):
        indicator = known.get(row.indicator)
        for message in _figure(row, indicator) if indicator else ():
            yield Fault(_at(number, row), message)


def _figure(row: Row, indicator: Indicator) -> Iterator[str]:
    top, bottom, unit = row.numerator, row.denominator, indicator.unit
    if top < 0 or (bottom is not None and bottom < 0):
        yield "A count cannot be below 0. Correct it."
        return
    if isinstance(top, float) and unit != Unit.DAYS:
        yield "The numerator must be a whole number: give the count, not a rate or an average."
    if unit in (Unit.COUNT, Unit.POUNDS) and bottom is not None:
        yield f"{indicator.code} is a number alone. Put null for the denominator."
    elif bottom is None and (unit == Unit.DAYS or (unit.per and not indicator.population)):
        what = indicator.denominator or "How many are behind the median"
        yield f"{indicator.code} needs its denominator: {what[0].lower()}{what[1:]}."
    if bottom is None:
        return
    if unit == Unit.PERCENT and top > bottom:
        yield "The numerator is larger than the denominator, which would be more than 100%. Correct one of them."
    elif bottom == 0 and top > 0:
        yield "The numerator counts something where the denominator counts nothing. Correct one of them."


def _breakdowns(given: Return) -> Iterator[Fault]:
    for number, row in enumerate(given.rows, 1):
        if len(row.breakdown) > MOST_BREAKDOWNS:
            yield Fault(
                _at(number, row), f"No row may have more than {MOST_BREAKDOWNS} breakdowns. Leave some out."
            )
        for name, group in row.breakdown.items():
            if name not in GROUPS:
                yield Fault(_at(number, row), f"A breakdown must be one of: {', '.join(GROUPS)}. Correct it.")
            elif GROUPS[name] is not None and group not in GROUPS[name]:
                yield Fault(
                    _at(number, row),
                    f"A group of {name} must be one of: {', '.join(sorted(GROUPS[name]))}. Correct it.",
                )
            elif name == "ward" and not WARD.fullmatch(group):
                yield Fault(
                    _at(number, row), "A ward must be its code (E05000000) or its name in words. Correct it."
                )


def _key(row: Row) -> tuple:
    return row.indicator, row.period_start, row.period_end, row.area, tuple(sorted(row.breakdown.items()))


def _repeats(given: Return) -> Iterator[Fault]:
    first: dict[tuple, int] = {}
    for number, row in enumerate(given.rows, 1):
        if (earlier := first.setdefault(_key(row), number)) != number:
            yield Fault(_at(number, row), f"The same figure stands in row {earlier}. Keep one of them.")


def _sums(given: Return, known: dict[str, Indicator]) -> Iterator[Fault]:
    """The groups of one breakdown add to the total, where both are given. Medians do not add."""
    totals, parts = {}, defaultdict(list)
    for row in given.rows:
        indicator = known.get(row.indicator)
        if indicator is None or indicator.kind == "median" or len(row.breakdown) > 1:
            continue
        figure = _key(row)[:4]
        if row.breakdown:
            parts[figure, next(iter(row.breakdown))].append(row)
        else:
            totals[figure] = row
    for (figure, name), rows in parts.items():
        if total := totals.get(figure):
            yield from _sum(total, name, rows, known[total.indicator].distinct)


def _sum(total: Row, name: str, rows: list[Row], distinct: bool) -> Iterator[Fault]:
    for what in ("numerator", "denominator"):
        values = [getattr(row, what) for row in rows]
        whole = getattr(total, what)
        if whole is None or None in values:
            continue
        added = sum(values)
        if added != whole and not (distinct and added > whole):
            yield Fault(
                f"{total.indicator}, {total.period_start} to {total.period_end}, by {name}",
                f"The groups' {what}s add to {added:,}, the total says {whole:,}. Correct them, and give children "
                "whose group was not recorded as Not known.",
            )


# --- the words


def _not_supplied(given: Return) -> Iterator[Fault]:
    known, present = catalogue(), {row.indicator for row in given.rows}
    for code, times in Counter(each.indicator for each in given.not_supplied).items():
        if code not in known:
            yield Fault(
                "not_supplied", "The catalogue has no such indicator. Correct the code, or take it out."
            )
        elif times > 1:
            yield Fault(f"not_supplied, {code}", "It is given more than once. Keep one reason.")
        elif code in present:
            yield Fault(f"not_supplied, {code}", "There are figures for it as well. Take one of them out.")
    for number, each in enumerate(given.not_supplied, 1):
        if len(each.because.strip()) < 5:
            yield Fault(f"not_supplied {number}", "Say why it is not supplied, in a few words.")


def _comments(given: Return) -> Iterator[Fault]:
    for number, each in enumerate(given.comments, 1):
        if each.indicator not in catalogue():
            yield Fault(
                f"comments {number}", "The catalogue has no such indicator. Correct the code, or take it out."
            )
        if not each.text.strip():
            yield Fault(f"comments {number}", "The comment is empty. Write it, or take it out.")


def _identifiers(given: Return) -> Iterator[Fault]:
    """No word of a return may lead to a child. What was found is not repeated."""
    officer = [given.signed_off.name] if given.signed_off else []
    seen: dict[str, str | None] = {}
    for where, text in _words(given):
        if text not in seen:
            seen[text] = _identifying(text, officer)
        if seen[text]:
            yield Fault(where, seen[text])


def _identifying(text: str, officers: list[str]) -> str | None:
    if found := identifying.scan(text, known_names=officers):
        return found[0].message
    if CHILD_ID.search(AREA_OR_WARD.sub("", text)):
        return "This looks like a number that an agency gives to a child. A return holds counts only: take it out."
    return None


def _words(given: Return) -> Iterator[tuple[str, str]]:
    """Everything in a return that is free text, and where."""
    for name in ("agency", "partnership"):
        yield name, getattr(given, name) or ""
    for number, file in enumerate(given.source.files, 1):
        yield f"source, files {number}", file.name
    for number, each in enumerate(given.lists, 1):
        yield f"lists {number}", each.list
    for number, row in enumerate(given.rows, 1):
        for text in (row.indicator, row.area, row.unit, *row.breakdown, *row.breakdown.values()):
            if text not in UNITS and not AREA.fullmatch(text):
                yield _at(number, row), text
    for number, each in enumerate(given.not_supplied, 1):
        yield f"not_supplied {number}", each.because
        yield f"not_supplied {number}", each.indicator
    for number, each in enumerate(given.comments, 1):
        yield f"comments {number}", each.text
        yield f"comments {number}", each.indicator
    if given.signed_off:
        yield "signed_off", given.signed_off.role
        yield "signed_off", given.signed_off.name
