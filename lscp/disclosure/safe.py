"""Safe numbers for whoever shows them: the scorecard, a report, a chart, a sentence. Pure.

``protect_rows`` for counts; ``protect_ratios`` where a count is part of another; ``ratio_shown`` and
``hide_dependents`` for what is built on counts. ``note`` is the sentence printed under a table. How small is small
comes from an indicator's class (``rulebook/disclosure/classes.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from lscp import rulebook
from lscp.disclosure.suppression import Protected, protect
from lscp.disclosure.table import HIDDEN, NOT_APPLICABLE, NOT_AVAILABLE, TOTAL, BadTable, Key, Table

PART, COUNTED, REST = "part", "counted", "rest"
SECONDS = 5.0  # someone waits for a page


class DisclosureClass(rulebook.Cited):
    """How an indicator's counts are kept safe."""

    code: str
    name: str
    threshold: int
    width: int
    noughts: Literal["shown", "hidden"]
    note: str


class _Classes(rulebook.Entry):
    classes: tuple[DisclosureClass, ...]


@lru_cache(maxsize=1)
def classes() -> dict[str, DisclosureClass]:
    return {each.code: each for each in rulebook.read(_Classes, "disclosure/classes.yaml").classes}


def class_named(code: str) -> DisclosureClass:
    """Raises BadTable."""
    try:
        return classes()[code]
    except KeyError:
        raise BadTable(f"There is no disclosure class {code}. Use one of: {', '.join(classes())}.") from None


def note(code: str) -> str:
    """The sentence to print under what was protected."""
    return class_named(code).note


def protect_rows(
    rows: Iterable[Mapping],
    *,
    by: Sequence[str],
    count: str,
    cls: str = "dfe",
    published: Sequence[Iterable[Mapping]] = (),
    seconds: float = SECONDS,
) -> Protected:
    """Rows of counts, margins as ``Total``; ``published``: the rows of earlier editions. Raises BadTable."""
    table = Table.from_rows(rows, by, count)
    return _protected(table, [_earlier(each, by, count) for each in published], class_named(cls), seconds)


def protect_ratios(
    rows: Iterable[Mapping],
    *,
    by: Sequence[str],
    numerator: str,
    denominator: str,
    cls: str = "dfe",
    seconds: float = SECONDS,
) -> list[dict]:
    """Rows whose numerator is part of the denominator (children seen, of those due): both made safe, and their percent.

    The rest is protected as well: 97 of 100 tells that three were not. Raises BadTable.
    """
    rows = [dict(row) for row in rows]
    table = Table.from_rows(_parts(rows, by, numerator, denominator), (*by, PART), "n")
    kind = class_named(cls)
    made = _protected(table, [], kind, seconds)
    keys = list(Table.from_rows(rows, by, denominator).cells)
    for row, key in zip(rows, keys, strict=True):
        row[numerator], row[denominator] = made.shown((*key, COUNTED)), made.shown((*key, TOTAL))
        row["percent"] = ratio_shown(row[numerator], row[denominator], kind.threshold)
    return rows


def _parts(rows, by, numerator, denominator):
    for number, row in enumerate(rows, start=2):
        key, top, whole = {c: row[c] for c in by}, row[numerator], row[denominator]
        known = isinstance(top, int) and isinstance(whole, int)
        if known and top > whole:
            raise BadTable(
                f"Row {number}: {top} of {whole} is no part. Use protect_rows for the counts alone."
            )
        yield {**key, PART: COUNTED, "n": top}
        yield {**key, PART: REST, "n": whole - top if known else NOT_AVAILABLE}
        yield {**key, PART: TOTAL, "n": whole}


def _earlier(rows, by, count) -> Table:
    rows = list(rows)
    return Table.from_rows(
        rows, [column for column in by if rows and column in rows[0]], count, "an earlier edition"
    )


def _protected(table: Table, published, kind: DisclosureClass, seconds: float) -> Protected:
    if not kind.threshold:
        return Protected(table, 0, 0, {}, proved=True)
    hide_noughts = kind.noughts == "hidden"
    return protect(table, kind.threshold, kind.width, published, hide_noughts=hide_noughts, seconds=seconds)


# --- what is built on counts


def ratio_shown(numerator, denominator, threshold: int = 5, per: float = 100, places: int = 1):
    """A percentage or rate, or the symbol that stands in its place.

    Hidden when either count is, or when the denominator is 1 to ``threshold``: with one count and the ratio a reader
    has the other.
    """
    if NOT_APPLICABLE in (numerator, denominator):
        return NOT_APPLICABLE
    if numerator in (NOT_AVAILABLE, None) or denominator in (NOT_AVAILABLE, None):
        return NOT_AVAILABLE
    if HIDDEN in (numerator, denominator) or 0 < denominator <= threshold:
        return HIDDEN
    return round(numerator / denominator * per, places) if denominator else NOT_APPLICABLE


def hide_dependents(protected: Protected, built_on: Mapping[str, Iterable[Key]]) -> dict[str, str]:
    """Which of the things built on counts must be hidden too, and why.

    ``built_on``: a name (a percentage, a chart's point, a sentence, an alternative text) and the cells it tells of.
    """
    by, found = protected.table.by, {}
    for name, keys in built_on.items():
        hidden = [key for key in keys if key in protected.hidden]
        if hidden:
            cells = "; ".join(", ".join(map(str, key)) for key in hidden[:3])
            found[name] = f"It is built on a count that is hidden ({', '.join(by)}: {cells})."
    return found
