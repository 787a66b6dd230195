"""Papers in the forms that English and Welsh councils print, each with what a person reads in it.

Every paper is invented: its people, places and figures are fictional. `papers/*.yaml` holds one paper each.
"""

import pytest

from tests.spec.minutes.scoring import PAPERS, load, score


@pytest.mark.parametrize("path", sorted(PAPERS.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_paper_comes_out_as_a_person_reads_it(path):
    paper, expected = load(path)
    assert score(paper, expected).wrong == []
