"""Whether one group meets a step more often than another: compared with whom, and out of whom. Pure.

One place for the desk and for the report. A group is compared in two ways, shown beside each other because they may
point in opposite directions: out of the people who live here (the rate ratio), and out of those who reached the step
before (the relative rate index). Each number is a cell (counted, out of how many). The arithmetic, its intervals and
where it is published: ``lscp.statistics.disparity``.
"""

import numpy as np

from lscp.scorecard.catalogue import Unit
from lscp.statistics import disparity

# The group that the others are compared with. Where none is natural, all others together.
AGAINST = {"ethnicity": "White", "sex": "Female", "disability": "No"}
WORDS = {
    "ethnicity": ("By ethnicity", "White children"),
    "sex": ("By sex", "girls"),
    "disability": ("By disability", "children without a disability"),
    "age": ("By age", "all other children"),
}
# The step before, whose count by group a count is compared out of.
STEP_BEFORE = {
    "I05": "I01",
    "I15": "I05",
    "I20-STARTED": "I15",
    "I101": "I05",
    "I09": "I01",
    "I19": "I13",
    "I30": "I13",
}
# Nobody is counted as living here as one of these, so there is no rate of them.
NO_PEOPLE = {"Not known", "Unborn"}


def ratio(entry, dimension, name, cells, *, of_step=False):
    """One group beside the one it is compared with, an ``Estimate``; None where one of the two is not known.

    ``cells``: {group: (counted, out of)}, or a symbol or None in a cell's place. ``of_step``: out of the step before.
    """
    ours, other = cells.get(name), compared_with(dimension, name, cells)
    if not usable(ours) or not usable(other):
        return None
    found = disparity.ratio(*_numbers(ours), *_numbers(other), shares=not of_step and _once(entry))
    return found if np.isfinite(found.value) else None


def change(dimension, name, earlier, later):
    """The later ratio over the earlier one, from the cells of two years; None where one of the four is not known."""
    both = [(cells.get(name), compared_with(dimension, name, cells)) for cells in (earlier, later)]
    if not all(usable(cell) for pair in both for cell in pair):
        return None
    return disparity.change(*((*_numbers(ours), *_numbers(other)) for ours, other in both))


def compared_with(dimension, name, cells):
    """The cell that a group's is compared with; None where it is not known."""
    if dimension in AGAINST:
        return cells.get(AGAINST[dimension])
    rest = [cell for other, cell in cells.items() if other not in {name, *NO_PEOPLE}]
    if not rest or not all(usable(cell) for cell in rest):
        return None
    return sum(top for top, _ in rest), sum(bottom for _, bottom in rest)


def usable(cell):
    return isinstance(cell, tuple) and bool(cell[1])


def _once(entry):
    """Does each child count at most once among those that it is counted out of?"""
    return entry.unit in (Unit.PERCENT, Unit.PER_100) or entry.kind == "stock"


def _numbers(cell):
    return float(cell[0]), float(cell[1])


def changed_in_words(found):
    """Whether a ratio is another than it was, in words; found as ``change`` gives it."""
    if found is None:
        return ""
    if found.lower > 1:
        return "has grown"
    return "has shrunk" if found.upper < 1 else "no clear change"


def interval(found):
    """ "1.12 to 2.40", "0.50 to no limit"."""
    high = f"{found.upper:.2f}" if np.isfinite(found.upper) else "no limit"
    return f"{found.lower:.2f} to {high}"
