"""The checks' messages for an agency that writes by a link: each says what they themselves can do."""

from datetime import date

import pytest

from lscp.publication import checks, for_agencies, narrative
from lscp.publication import document as d

TEXT = """Our work has improved outcomes for children. The XYZW met. Call 07700 900123 or sam@post.example.

“I feel safe,” said Oliver Brown, aged 9. There were 3 children there.

1. one

2. two

## Empty

## Plans

Children | Plans
Girls | 3
Boys | c
Total | 30
"""


@pytest.fixture(scope="module")
def findings():
    blocks, parts = narrative.read(TEXT, narrative.Names(), code="x")
    start, end = date(2024, 4, 1), date(2025, 3, 31)
    document = d.Document(
        "Report 2019-20", "Thornley", start, end, (d.Section("x", "Police", blocks, parts),)
    )
    found = checks.check(document).findings
    return found, for_agencies.told(found, document)


def test_every_officers_remedy_is_one_that_a_check_gives(findings):
    said = " ".join(finding.message for finding in findings[0])
    assert [words for words in for_agencies.THEIR_PART if words not in said] == []


def test_nothing_is_asked_that_only_an_officer_can_do_nor_named_by_the_reports_numbers(findings):
    said = " ".join(f"{finding.where} {finding.message}" for finding in findings[1])
    for words in ("glossary", "a claim", "pseudonym", "record", "section 1", "the report", "Report 2019"):
        assert words not in said
    assert "“Empty” This section is empty." in said


def test_what_is_found_is_the_same_but_for_the_title(findings):
    ours, theirs = findings
    assert [f.text for f in theirs] == [f.text for f in ours if f.where != "the title"]
    assert len(theirs) < len(ours)
