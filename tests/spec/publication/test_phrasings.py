"""Claims of impact, periods that cannot be, and figures of adults are found however they are put; right ones pass."""

from datetime import date

import pytest

from lscp.publication import checks
from lscp.publication import document as d
from tests.spec.publication import phrasings


def lines(of):
    return of.strip().split("\n")


def found(sentence):
    section = d.Section("a", "Our work", (d.Paragraph(sentence),))
    document = d.Document("Report", "Westbridge", date(2024, 4, 1), date(2025, 3, 31), (section,))
    every = (checks.impact, checks.period, checks.scope, checks.percentage_base)
    return {finding.check for check in every for finding in check(document)}


@pytest.mark.parametrize("check", ["IMPACT", "PERIOD", "SCOPE"])
def test_a_mistake_is_found_however_it_is_put(check):
    sentences = lines(getattr(phrasings, check))
    assert [sentence for sentence in sentences if check.lower() not in found(sentence)] == []


def test_right_sentences_pass():
    assert {sentence: checks for sentence in lines(phrasings.RIGHT) if (checks := found(sentence))} == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "Of the 12% excluded, 40% had a plan.",
        "15% of the 20% who were excluded came back.",
        "The remaining 20% included 60% who had moved away.",
        "School attendance stood at 92%, meaning that 8% of pupils are missing.",
    ],
)
def test_a_share_of_a_share_and_the_rest_of_a_rate_are_questioned(sentence):
    assert found(sentence) == {"percentage-base"}


def test_far_years_are_no_trouble():
    for sentence in (
        "It was so in May 9999.",
        "The year from May 0001 to May 9999.",
        "We met on 1 May 0000.",
    ):
        found(sentence)
