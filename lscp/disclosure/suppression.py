"""Hide what is too small to show, and the fewest other cells that keep it hidden. Pure.

``protect(table)`` hides counts of 1 to ``threshold`` (primary), then others (secondary) until every hidden cell,
primary or not, could be any of at least ``width + 1`` whole numbers for a reader who knows every sum, every count shown
now or in ``published``, and that a hidden count is at least one because true noughts are shown. The number of hidden
cells is minimised; between equals, smaller counts go first, so that totals stay.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from lscp.disclosure.covering import Cover
from lscp.disclosure.cuts import Reader
from lscp.disclosure.linked import Linked, link
from lscp.disclosure.table import HIDDEN, Key, Table, in_words

SMALL, DIFFERS, SECONDARY = "small", "differs", "secondary"
SECONDS = 60.0
MUCH = 0.3  # share of cells hidden from which a person is warned


@dataclass
class Protected:
    """A table made safe: what each cell shows, and why."""

    table: Table
    threshold: int
    width: int
    hidden: dict[Key, str]  # why: small, differs, secondary
    exposed: list[Key] = field(
        default_factory=list
    )  # cannot be made safe: what was published gives them away
    too_late: list[Key] = field(default_factory=list)  # small, and published already
    notes: list[str] = field(default_factory=list)
    proved: bool = False  # no pattern hides fewer cells

    def shown(self, key: Key):
        """``c``, or what the table holds."""
        return HIDDEN if key in self.hidden else self.table.cells[key]

    def rows(self) -> list[dict]:
        return list(self.table.written({key: self.shown(key) for key in self.table.cells}))

    def number(self, why: str) -> int:
        return sum(1 for reason in self.hidden.values() if reason == why)

    def report(self) -> dict:
        """Figures about the hiding; none of them is a hidden count."""
        cells = len(self.table.cells)
        return {
            "cells": cells,
            "hidden": len(self.hidden),
            "small": self.number(SMALL),
            "differs": self.number(DIFFERS),
            "secondary": self.number(SECONDARY),
            "share_hidden": round(len(self.hidden) / cells, 4),
            "fewest_possible": self.proved,
            "threshold": self.threshold,
            "width": self.width,
            "exposed": [in_words(self.table.by, key) for key in self.exposed],
            "too_late": [in_words(self.table.by, key) for key in self.too_late],
            "notes": self.notes,
        }

    def sentences(self) -> list[str]:
        """What was hidden and why, for the person who must answer for it."""
        told = self.report()
        lines = [
            f"{told['hidden']} of {told['cells']} counts are hidden: {told['small']} because they are 1 to "
            f"{self.threshold}, {told['secondary']} so that those cannot be worked out from the totals."
        ]
        if told["differs"]:
            lines.append(
                f"{told['differs']} more would differ by 1 to {self.threshold} from what was published before, so they "
                "are hidden too."
            )
        if told["secondary"]:
            lines.append(
                "No table hides fewer and is as safe."
                if self.proved
                else "A few fewer might have been enough."
            )
        if told["share_hidden"] > MUCH:
            lines.append(
                f"That is {told['share_hidden']:.0%} of the table. Fewer breakdowns, wider groups or a longer period "
                "would show more."
            )
        lines += [
            f"{cell} is small and was published before: it cannot be hidden now." for cell in told["too_late"]
        ]
        lines += [
            f"{cell} cannot be kept safe: what was published before gives it away. Ask whether that can be withdrawn."
            for cell in told["exposed"]
        ]
        return lines + self.notes


def protect(
    table: Table, threshold: int = 5, width: int = 3, published: Sequence[Table] = (), **options
) -> Protected:
    """Raises BadTable."""
    hide_noughts = options.pop("hide_noughts", False)
    linked = link(table, published, threshold, hide_noughts)
    hidden, cover, proved = _pattern(linked, width, **options)
    reasons = {}
    for key, i in linked.place.items():
        if hidden[i]:
            small = linked.count[i] <= threshold
            reasons[key] = (SMALL if small else DIFFERS) if linked.primary[i] else SECONDARY
    back = {i: key for key, i in linked.place.items()}
    exposed = [back.get(i, linked.keys[i]) for i in sorted(cover.exposed)]
    return Protected(table, threshold, width, reasons, exposed, linked.too_late, linked.notes, proved)


def _pattern(linked: Linked, width: int, seconds: float = SECONDS, seed: int = 0):
    """Cuts and covers in turn; between them a safe pattern is made of each cover, and the best is kept."""
    reader = Reader(linked, width, seed)
    cost = 1.0 + 1e-3 * np.log1p(linked.count) / np.log1p(linked.count.max(initial=1))
    cover = Cover(reader.always, reader.can_hide, cost)
    hidden, best, until = reader.always.copy(), None, time.monotonic() + seconds
    for round_ in range(10_000):
        if not cover.add(reader.from_single_sums(hidden)) and not cover.add(reader.from_programmes(hidden)):
            return hidden, cover, True
        if round_ & (round_ - 1) == 0 or time.monotonic() > until:
            safe = _trimmed(_repaired(hidden, reader, cover), reader, cover)
            best = safe if best is None or cost[safe].sum() < cost[best].sum() else best
        floor = int(np.ceil(cover.fewest - 0.5))
        if best is not None and (time.monotonic() > until or _secondary(best, cover) <= floor):
            return best, cover, _secondary(best, cover) <= floor
        found = cover.exact(max(1.0, (until - time.monotonic()) / 4))
        hidden = found if found is not None else best
    return best, cover, False


def _secondary(hidden, cover) -> int:
    return int((hidden & ~cover.always).sum())


def _repaired(hidden, reader: Reader, cover: Cover):
    """More is hidden until nothing is narrow."""
    while True:
        hidden = cover.extended(hidden)
        if not cover.add(reader.from_single_sums(hidden)) and not cover.add(reader.from_programmes(hidden)):
            return hidden


def _trimmed(hidden, reader: Reader, cover: Cover):
    """Nothing is hidden in vain: each secondary cell is shown again unless that makes something narrow."""
    hidden = hidden.copy()
    extra = np.flatnonzero(hidden & ~cover.always)
    for cell in extra[np.argsort(-cover.cost[extra])]:
        hidden[cell] = False
        if not cover.holds(hidden) or cover.add(
            reader.from_single_sums(hidden) or reader.from_programmes(hidden, enough=1)
        ):
            hidden[cell] = True
    return hidden
