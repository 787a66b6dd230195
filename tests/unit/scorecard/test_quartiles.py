"""Many histograms at once have the quartiles that each has alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp.scorecard.quartiles import quartiles_of_many
from lscp.statistics.waiting import quartiles

HISTOGRAM = st.dictionaries(st.integers(0, 60), st.integers(1, 9), max_size=6)


@given(st.lists(st.tuples(HISTOGRAM, HISTOGRAM), min_size=1, max_size=8))
def test_each_quartile_is_the_one_of_its_histogram_alone(histograms):
    rows = [
        (cell, days, done, number)
        for cell, (completed, waiting) in enumerate(histograms)
        for done, histogram in ((1, completed), (0, waiting))
        for days, number in histogram.items()
    ]
    for place, share in enumerate((0.25, 0.5, 0.75)):
        found = many(rows, len(histograms), share)
        for cell, (completed, waiting) in enumerate(histograms):
            alone = quartiles(completed, waiting)[place]
            assert found[cell] == alone if alone is not None else np.isnan(found[cell])


@pytest.mark.parametrize(
    "waiting, median", [({}, 20), ({5: 1}, 20), ({15: 3}, 20), ({40: 3}, 30), ({40: 4}, None)]
)
def test_those_who_wait_are_not_forgotten(waiting, median):
    completed = {10: 1, 20: 1, 30: 1}
    rows = [(0, d, 1, n) for d, n in completed.items()] + [(0, d, 0, n) for d, n in waiting.items()]
    (found,) = many(rows, 1, 0.5)
    assert found == median if median is not None else np.isnan(found)


def many(rows, cells, share):
    cell, days, done, number = (np.array([row[place] for row in rows], np.int64) for place in range(4))
    return quartiles_of_many(cell, days, number, done=done == 1, cells=cells, share=share)
