"""Safe numbers for whoever shows them: the scorecard, a report, a chart, a sentence. Pure.

``protect_rows`` for counts; ``note`` is the sentence printed under a table. How small is small comes from an
indicator's class (``rulebook/disclosure/classes.yaml``). What is built on counts (a share with the rest it leaves, a
chart, a sentence) is for whoever builds it: ``lscp/indicators/safe.py`` on the desk, ``lscp/publication/printed.py`` in
a report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from lscp import rulebook
from lscp.disclosure.suppression import Protected, protect
from lscp.disclosure.table import BadTable, Table

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
