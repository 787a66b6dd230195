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
from lscp.disclosure.cuts import EVERY_RANGE_UP_TO, Reader
from lscp.disclosure.linked import Linked, link
from lscp.disclosure.table import HIDDEN, Key, Table, in_words
from lscp.disclosure.widening import Widening

SMALL, BEFORE, DIFFERS, SECONDARY = "small", "before", "differs", "secondary"
SECONDS = 30.0  # of work on a better pattern once there is a safe one
PATIENCE = 5  # times that long by the clock, on a busy machine
MANY = 100  # cuts sought in one pattern before it is mended, or a tenth as many as there are hidden cells
LARGE = 250  # hidden cells, from which patterns are made by moves alone: cuts hide less and take too long
FIRST = 0.4  # share of the time left at which the first pattern is finished by moves
FEW = 25  # hidden cells, up to which cuts alone are quicker
BY_MOVES = 0.3  # share of the time that goes into moves before cuts
IDLE = 6  # patterns in a row that hide no fewer
PAUSE = 2.0  # seconds between two words on progress
MUCH = 0.3  # share of cells hidden from which a person is warned


@dataclass
class Protected:
    """A table made safe: what each cell shows, and why."""

    table: Table
    threshold: int
    width: int
    hidden: dict[Key, str]  # why: small, before, differs, secondary
    exposed: list[Key] = field(
        default_factory=list
    )  # cannot be made safe: what was published gives them away
    too_late: list[Key] = field(default_factory=list)  # small, and published already
    notes: list[str] = field(default_factory=list)
    proved: bool = False  # no pattern hides fewer cells
    least: int = 1  # 0 where noughts are hidden too
    fewest: int = 0  # secondary cells that any safe pattern must hide: a proved bound

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
            "before": self.number(BEFORE),
            "differs": self.number(DIFFERS),
            "secondary": self.number(SECONDARY),
            "share_hidden": round(len(self.hidden) / cells, 4),
            "fewest_possible": self.proved,
            "secondary_at_least": self.fewest,
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
            f"{told['hidden']} of {told['cells']} counts are hidden: {told['small']} because they are {self.least} to "
            f"{self.threshold}, {told['secondary']} so that those cannot be worked out from the totals."
        ]
        if told["differs"]:
            lines.append(
                f"{told['differs']} more would differ by 1 to {self.threshold} from what was published before, so they "
                "are hidden too."
            )
        if told["before"]:
            lines.append(f"{told['before']} more were hidden in what was published before, and stay so.")
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
    """``seconds`` of work. ``exact_only``: no count can be worked out, and ranges are wide sum by sum only: all that
    is promised for very large tables. Raises BadTable.
    """
    hide_noughts = options.pop("hide_noughts", False)
    linked = link(table, published, threshold, hide_noughts)
    hidden, cover, proved = _pattern(linked, width, **options)
    reasons = {}
    for key, i in linked.place.items():
        if hidden[i]:
            reasons[key] = _why(linked, i, threshold)
    back = {i: key for key, i in linked.place.items()}
    if hidden.sum() > EVERY_RANGE_UP_TO or options.get("exact_only"):
        linked.notes.append(
            "Exact disclosure was ruled out for all hidden counts together; how wide each range is was checked only "
            "sum by sum."
        )
    exposed = [back.get(i, linked.keys[i]) for i in sorted(cover.exposed)]
    return Protected(
        table,
        threshold,
        width,
        reasons,
        exposed,
        linked.too_late,
        linked.notes,
        proved,
        int(not hide_noughts),
        max(0, int(np.ceil(cover.fewest - 0.5))),
    )


def _why(linked: Linked, cell: int, threshold: int) -> str:
    if not linked.primary[cell]:
        return SECONDARY
    if linked.count[cell] <= threshold:
        return SMALL
    return DIFFERS if linked.keys[cell] in linked.revised else BEFORE


def _pattern(
    linked: Linked,
    width: int,
    seconds: float = SECONDS,
    seed: int = 0,
    say=lambda text: None,
    exact_only=False,
):
    """Cuts and covers in turn. Between them covers are mended into safe patterns, and the best of those is kept."""
    search = _Search(linked, width, seconds, seed, say, exact_only)
    return search.run(), search.cover, search.proved


class _Search:
    def __init__(self, linked: Linked, width: int, seconds: float, seed: int, say, exact_only=False) -> None:
        self.reader, self.tell, self.told = Reader(linked, width, seed), say, time.monotonic()
        cost = 1.0 + 1e-3 * np.log1p(linked.count) / np.log1p(linked.count.max(initial=1))
        self.cover = Cover(self.reader.always, self.reader.can_hide, cost)
        self.best, self.seconds = None, seconds
        self.exact_only = exact_only or self.reader.always.sum() > EVERY_RANGE_UP_TO
        self.work, self.clock = time.thread_time(), time.monotonic()
        self.random = np.random.default_rng(seed)

    @property
    def proved(self) -> bool:
        """Costs are a cell each and a little: the bound rounds to whole cells."""
        return self.best is not None and self._secondary(self.best) <= int(np.ceil(self.cover.fewest - 0.5))

    @property
    def left(self) -> float:
        """Seconds of work left: other people's work on the machine does not make a worse table, up to a point."""
        worked, waited = time.thread_time() - self.work, time.monotonic() - self.clock
        return self.seconds - max(worked, waited / PATIENCE)

    def say(self, text: str) -> None:
        """Progress, now and then."""
        if time.monotonic() - self.told > PAUSE:
            self.tell(text)
            self.told = time.monotonic()

    def run(self) -> np.ndarray:
        hidden = self.reader.always.copy()
        if self.exact_only:
            self._take(self._mended(hidden))
            return self.best
        if self._is_large(hidden):
            return self._by_moves()
        if hidden.sum() > FEW:
            self._by_moves(spare=(1 - BY_MOVES) * self.seconds)
        while True:
            if self._is_large(hidden):
                return self._by_moves()
            mended = self._mended(hidden)
            self._take(mended)
            self._take(self._trimmed(mended))
            for _ in range(3):
                if self.left < 0 or self.proved or not self._improved():
                    break
            if self.proved or self.left < 0:
                return self.best
            found = self.cover.exact(min(3.0, max(1.0, self.left / 4)))
            hidden = found if found is not None else self.best

    def _secondary(self, hidden) -> int:
        return int((hidden & ~self.cover.always).sum())

    def _take(self, safe) -> bool:
        better = self.best is None or self.cover.cost[safe].sum() < self.cover.cost[self.best].sum() - 1e-9
        if better:
            self.best = safe
            self.say(f"safe with {self._secondary(safe)} secondary cells; looking for fewer")
        return better

    def _narrow(self, hidden, enough=None) -> bool:
        """Whether something hidden is too narrow; what would widen it is added to the cuts."""
        enough = enough or max(MANY, int(hidden.sum()) // 10)
        if self._narrow_sums(hidden):
            return True
        fresh = self.cover.add(self.reader.from_programmes(hidden, enough))
        return fresh > 0 or bool((hidden & self.cover.barred).any())

    def _mended(self, hidden) -> np.ndarray:
        """More is hidden, as little as possible each time, until nothing is narrow."""
        while True:
            if not self._narrow_sums(hidden):
                if not self._has_time(hidden):
                    return self._widened(hidden & ~self.cover.barred)
                if not self._narrow(hidden):
                    return hidden
            hidden = hidden & ~self.cover.barred
            found = self.cover.exact(2.0, keep=hidden)
            hidden = found if found is not None else self.cover.extended(hidden)

    def _by_moves(self, spare=0.0) -> np.ndarray:
        """Patterns made anew, in turn within the best one and beyond part of it, until that hides no fewer."""
        always, idle = self.reader.always, 0
        self._take(self._widened(always))
        while self.left > spare and idle < IDLE and self.best.sum() <= EVERY_RANGE_UP_TO:
            if idle % 2:
                share = self.random.choice([0.1, 0.2, 0.4])
                kept = always | (self.best & (self.random.random(len(self.best)) > share))
                within = self.best | kept | self.reader.can_hide
            else:
                kept, within = always, self.best
            idle = 0 if self._take(self._widened(kept, within)) else idle + 1
        return self.best

    def _widened(self, hidden, within=None) -> np.ndarray:
        widening = Widening(
            self.reader, self.cover.cost, hidden, lambda: self.left < 0, self.say, within, self.cover.exposed
        )
        hidden = widening.run(self.exact_only)
        self.cover.exposed |= widening.stuck
        return hidden

    def _has_time(self, hidden) -> bool:
        """For cuts: they hide less than moves do, and take longer."""
        if self.exact_only:
            return False
        if self.best is None:
            return not self._is_large(hidden) and self.left > FIRST * self.seconds
        return self.left > 0

    def _is_large(self, hidden) -> bool:
        return hidden.sum() > LARGE

    def _narrow_sums(self, hidden) -> bool:
        return not self.cover.holds(hidden) or self.cover.add(self.reader.from_single_sums(hidden)) > 0

    def _trimmed(self, hidden) -> np.ndarray:
        """Nothing is hidden in vain: each secondary cell is shown again unless that makes something narrow."""
        hidden = hidden.copy()
        extra = np.flatnonzero(hidden & ~self.cover.always)
        for cell in extra[np.argsort(-self.cover.cost[extra])]:
            if self.left < 0:
                break
            hidden[cell] = False
            if self._narrow(hidden, enough=1):
                hidden[cell] = True
        return hidden

    def _improved(self) -> bool:
        """Part of the best pattern is given up and mended again, a few times over."""
        for share in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            if self.left < 0:
                return False
            keep = self.best & (self.cover.always | (self.random.random(len(self.best)) > share))
            if self._take(self._trimmed(self._mended(keep))):
                return True
        return False
