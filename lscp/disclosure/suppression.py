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
from itertools import takewhile

import numpy as np

from lscp.disclosure.covering import A_CELL, Cover
from lscp.disclosure.cuts import Reader
from lscp.disclosure.linked import Linked, link
from lscp.disclosure.table import HIDDEN, Key, Table, in_words
from lscp.disclosure.widening import Widening

SMALL, BEFORE, DIFFERS, SECONDARY = "small", "before", "differs", "secondary"
SECONDS = 30.0  # of work on a better pattern once there is a safe one
PATIENCE = 5  # times that long by the clock, on a busy machine
LARGE = 250  # hidden cells, from which patterns are made by moves alone: cuts hide less and take too long
EVERY_RANGE_UP_TO = 20_000  # hidden cells; with more, only exact disclosure is ruled out for the whole
GIVEN_UP = (0.8, 0.6, 0.5, 0.4, 0.3, 0.2)  # shares of the best pattern
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
        cover.fewest,
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
        self.cover = Cover(self.reader, cost)
        self.best, self.seconds = None, seconds
        self.exact_only = exact_only or self.reader.always.sum() > EVERY_RANGE_UP_TO
        self.work, self.clock = time.thread_time(), time.monotonic()
        self.random = np.random.default_rng(seed)

    @property
    def proved(self) -> bool:
        """Costs are a cell each and a little: the bound rounds to whole cells."""
        return self.best is not None and self._secondary(self.best) <= self.cover.fewest

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
        if self.exact_only:
            self._take(self._exact())
        elif self._is_large(self.reader.always):
            self._by_moves()
        else:
            self._by_cuts()
        return self.best

    def _exact(self) -> np.ndarray:
        """No count can be worked out: covers that no sum, and no combination of sums, gives away."""
        reader, hidden = self.reader, self.reader.always
        while hidden is not None and self.left > 0:
            cuts = reader.from_single_sums(hidden) or reader.from_pinned(hidden)
            if not cuts:
                return hidden
            if not self.cover.add(cuts):
                break  # what was published gives something away
            hidden = self.cover.rounded(max(1.0, self.left))
        return self._widened(reader.always)

    def _by_cuts(self) -> None:
        """Covers that break no cut known, and the cuts that each breaks, until one breaks none: it hides the fewest."""
        while self.best is None or (self.left > 0 and not self.proved):
            if not self._tightened():
                hidden = self._cover()
                if hidden is None or self._is_large(hidden):
                    return self._by_moves()
                self._add_from_shares(hidden.astype(float))
                better = self._take(self._trimmed(self._mended(hidden)))
                while better:
                    better = self._improved()

    def _improved(self) -> bool:
        """Part of the best pattern is given up and mended again, less and less of it."""
        for share in GIVEN_UP:
            if self.left < 0 or self.proved:
                return False
            keep = self.best & (self.reader.always | (self.random.random(len(self.best)) > share))
            if self._take(self._trimmed(self._mended(keep))):
                return True
        return False

    def _cover(self) -> np.ndarray | None:
        """While the best pattern is far from the bound, the next need only be half as far."""
        if self.best is None:
            return self.cover.rounded(max(1.0, self.left))
        far = self._secondary(self.best) - self.cover.lowest
        return self.cover.exact(max(1.0, self.left), slack=max(A_CELL, far / 2))

    def _tightened(self) -> bool:
        """Whether the cheapest shares break cuts that were not known."""
        share = self.cover.relaxed()
        return share is not None and self._add_from_shares(share) > 0

    def _add_from_shares(self, share) -> int:
        """As many as half of the time that is left allows."""
        enough = self.left / 2
        return self.cover.add([*takewhile(lambda _: self.left > enough, self.reader.from_shares(share))])

    def _secondary(self, hidden) -> int:
        return int((hidden & ~self.cover.always).sum())

    def _take(self, safe) -> bool:
        better = self.best is None or self.cover.cost[safe].sum() < self.cover.cost[self.best].sum() - 1e-9
        if better:
            self.best = safe
            self.say(f"safe with {self._secondary(safe)} secondary cells; looking for fewer")
        return better

    def _mended(self, hidden) -> np.ndarray:
        """More is hidden, as little as possible each time, until nothing is narrow."""
        while self._narrow(hidden):
            if self.left < 0 and self.best is not None:
                return self.best
            found = self.cover.extended(hidden) if self.left > 0 else None
            if found is None:
                return self._widened(hidden & ~self.cover.barred)
            hidden = found
        return hidden

    def _narrow(self, hidden, enough=10**9) -> bool:
        """Whether something hidden is too narrow; what would widen it is added to the cuts."""
        cover = self.cover
        if not cover.holds(hidden) or cover.add(self.reader.from_single_sums(hidden)):
            return True
        return cover.add(self.reader.from_programmes(hidden, enough)) > 0

    def _by_moves(self) -> None:
        """Patterns made anew, in turn within the best one and beyond part of it, until that hides no fewer."""
        always, idle = self.reader.always, 0
        self._take(self._widened(always))
        while self.left > 0 and idle < IDLE and self.best.sum() <= EVERY_RANGE_UP_TO:
            if idle % 2:
                share = self.random.choice([0.1, 0.2, 0.4])
                kept = always | (self.best & (self.random.random(len(self.best)) > share))
                within = self.best | kept | self.reader.can_hide
            else:
                kept, within = always, self.best
            idle = 0 if self._take(self._widened(kept, within)) else idle + 1

    def _widened(self, hidden, within=None) -> np.ndarray:
        widening = Widening(
            self.reader, self.cover.cost, hidden, lambda: self.left < 0, self.say, within, self.cover.exposed
        )
        hidden = widening.run(self.exact_only)
        self.cover.exposed |= widening.stuck
        return hidden

    def _is_large(self, hidden) -> bool:
        return hidden.sum() > LARGE

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
