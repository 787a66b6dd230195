"""Annex A files that others published, counted by hand; the figures stand here, the files do not."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from lscp.scorecard.readers import annex_a
from lscp.scorecard.readers.ledger import CannotRead
from tests.spec.readers.conftest import AREA

PUBLIC = Path(__file__).parents[4] / "shared" / "data"


@pytest.fixture
def public():
    def found(name):
        if not (PUBLIC / name).exists():
            pytest.skip(f"the public file {name} is not beside this repository")
        return PUBLIC / name

    return found


def counts(ledger):
    return {int(name[5]): (t.read, t.used, t.duplicate, t.rejected) for name, t in ledger.lists.items()}


def test_the_dirty_sample_of_a_regional_pipeline(public, into, events):
    """SocialFinanceDigitalLabs/liia-tools-pipeline, spec/samples: 49 invented rows in lists 1 to 9."""
    ledger = annex_a.read(
        public("SocialFinanceDigitalLabs-liia-tools-pipeline/Annex_A_2024_Jan.xlsx"), into, area=AREA
    )
    rows = {1: 5, 2: 5, 3: 6, 4: 5, 5: 5, 6: 5, 7: 7, 8: 5, 9: 6}
    assert counts(ledger) == {number: (count, count, 0, 0) for number, count in rows.items()}
    assert [(word.value, word.rows) for word in ledger.queue] == [
        ("CS Assessment Updated", 5),
        ("PSRMEM - Support with memory and cognition", 1),
    ]
    assert ledger.missing == {}
    assert ledger.files[0]["sha256"].startswith("e14b4b72c6c0c483")
    # counted by eye in the workbook
    assert Counter(event["source"] for event in events("contacts")) == {"6": 3, "1B": 1, "9": 1}
    assert sum(event["conference"] == "" for event in events("enquiries")) == 2
    assert Counter(event["legal_status"] for event in events("care")) == {"E1": 1, "C2": 3, "C1": 1}
    assert Counter(event["activity"] for event in events("care_leavers"))["G5"] >= 1


def test_the_legacy_xls_with_its_title_above_the_headings(public, into, events):
    """CSCDP/sfdata-annexa-clean, example A: one contact and twelve early help rows, rows 7 and 8 the same."""
    ledger = annex_a.read(public("CSCDP-sfdata-annexa-clean/example-A-2005.xls"), into, area=AREA)
    assert {n: c for n, c in counts(ledger).items() if c[0]} == {1: (1, 1, 0, 0), 2: (12, 11, 1, 0)}
    assert [reject.row for reject in ledger.rejects] == [8]
    assert {event["start"] for event in events("early_help")} == {f"2010-01-0{day}" for day in range(1, 8)}
    assert events("contacts")[0]["source"] == "6"


def test_a_date_of_birth_in_words_is_said(public, into, events):
    """Example B: ten early help rows, rows 11 and 12 the same, row 10 born on "May be 8 Jan 2000"."""
    ledger = annex_a.read(public("CSCDP-sfdata-annexa-clean/example-B-2004.xlsx"), into, area=AREA)
    assert counts(ledger)[2] == (10, 9, 1, 0)
    assert any("Date of Birth is not a date" in note and "(1 row: 10)" in note for note in ledger.notes)
    assert [event["birth"] for event in events("early_help")].count("") == 1


def test_ofsted_s_blank_template_holds_every_list_and_no_row(public, into):
    ledger = annex_a.read(public("CSCDP-sfdata-annexa-clean/2016-02-sample.xlsx"), into, area=AREA)
    assert counts(ledger) == {number: (0, 0, 0, 0) for number in range(1, 10)}
    assert set(ledger.absent.values()) == {()}
    assert ledger.missing == {}


def test_two_of_the_examples_read_together_count_a_child_s_row_once(public, into):
    paths = [
        public(f"CSCDP-sfdata-annexa-clean/{name}") for name in ("example-A-2005.xls", "example-B-2004.xlsx")
    ]
    ledger = annex_a.read(paths, into, area=AREA)
    assert counts(ledger)[1] == (2, 1, 1, 0)  # the same contact of child 1001
    assert ledger.total.settled == ledger.total.read


def test_the_journeys_example_of_dates_only(public, into, events):
    """CSCDP/child-event-journeys: rows counted by eye; the third list 5 row has a conference and no enquiry."""
    ledger = annex_a.read(public("CSCDP-child-event-journeys/annexa_example.xlsx"), into, area=AREA)
    rows = {1: 13, 2: 2, 3: 11, 4: 5, 5: 4, 6: 2, 7: 3, 8: 3, 9: 0}
    assert counts(ledger) == {number: (count, count, 0, 0) for number, count in rows.items()}
    assert [event["start"] for event in events("enquiries")].count("") == 1


def test_the_special_needs_book_is_refused(public, into):
    with pytest.raises(CannotRead, match="area SEND inspection"):
        annex_a.read(public("data-to-insight-annex-a-sen-validator-be/fake_sen.xlsx"), into, area=AREA)


def test_no_event_of_the_public_files_holds_a_column_the_model_does_not_have(public, into):
    annex_a.read(
        public("SocialFinanceDigitalLabs-liia-tools-pipeline/Annex_A_2024_Jan.xlsx"), into, area=AREA
    )
    for path in into.glob("*.csv"):
        with open(path, encoding="utf-8", newline="") as handle:
            assert all(None not in line for line in csv.DictReader(handle))
