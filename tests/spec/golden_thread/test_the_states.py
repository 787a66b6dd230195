"""The tables of statuses: complete, and each says something true."""

import pytest

from lscp.golden_thread import states
from lscp.golden_thread.states import ActionStatus, RecommendationStatus

EVERY = [*ActionStatus, *RecommendationStatus]


@pytest.mark.parametrize("table", ["GOES_TO", "TURN", "JOURNAL", "SHOWN"])
def test_each_table_speaks_of_every_status_and_no_other(table):
    assert set(getattr(states, table)) == set(EVERY)


@pytest.mark.parametrize("statuses", [ActionStatus, RecommendationStatus])
def test_there_are_fewer_than_seven_and_each_can_be_reached(statuses):
    assert len(statuses) < 7
    first = next(iter(statuses))
    reached, ahead = set(), {first}
    while ahead:
        here = ahead.pop()
        reached.add(here)
        ahead |= states.GOES_TO[here] - reached
    assert reached == set(statuses)


def test_no_status_leads_to_the_other_kind():
    for status, onward in states.GOES_TO.items():
        assert onward <= set(type(status))


def test_tags_differ_in_words_and_not_in_colour_alone():
    words = [words for words, _ in states.SHOWN.values()]
    assert len(set(words)) == len(words)


def test_journal_verbs_differ():
    assert len(set(states.JOURNAL.values())) == len(EVERY)
