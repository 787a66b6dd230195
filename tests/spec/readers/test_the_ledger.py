import csv

import pytest

from lscp.scorecard.readers.ledger import Ledger, Reject, Unaccounted


def rejected(row, value="", list_="Referrals"):
    return Reject(list_, row, "Date of referral", value, "it is not a date", "Correct it.")


def load(verdicts):
    ledger = Ledger("csv")
    for number, verdict in ledger.reading("Referrals", enumerate(verdicts, 2)):
        match verdict:
            case "use":
                ledger.use("Referrals")
            case "duplicate":
                ledger.duplicate("Referrals", number, of=2)
            case "reject":
                ledger.reject(rejected(number))
    return ledger


def test_every_row_read_is_used_or_a_duplicate_or_rejected():
    tally = load(["use", "duplicate", "reject", "use"]).lists["Referrals"]
    assert (tally.read, tally.used, tally.duplicate, tally.rejected) == (4, 2, 1, 1)


def test_a_reader_that_loses_a_row_is_stopped():
    with pytest.raises(Unaccounted, match="2 rows read, 1 settled"):
        load(["use", "forget", "use"])


def test_a_reader_that_loses_the_last_row_is_stopped():
    with pytest.raises(Unaccounted):
        load(["use", "forget"])


def test_a_reader_that_counts_a_row_twice_is_stopped():
    ledger = Ledger("csv")
    with pytest.raises(Unaccounted):
        for _ in ledger.reading("Referrals", [1]):
            ledger.use("Referrals")
            ledger.use("Referrals")


def test_the_rejects_file_names_the_row_the_reason_and_what_to_do(tmp_path):
    ledger = load(["use", "duplicate", "reject"])
    ledger.write_rejects(tmp_path / "out.rejects.csv")
    with open(tmp_path / "out.rejects.csv", encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert [(line["outcome"], line["row in the file"]) for line in lines] == [
        ("duplicate", "3"),
        ("rejected", "4"),
    ]
    assert lines[0]["reason"] == "the same as row 2 in every column"
    assert (lines[1]["reason"], lines[1]["what to do"]) == ("it is not a date", "Correct it.")


def test_a_value_that_looks_like_a_formula_is_written_as_text(tmp_path):
    ledger = Ledger("csv")
    for number in ledger.reading("Referrals", [2]):
        ledger.reject(rejected(number, value='=HYPERLINK("http://example.invalid")'))
    ledger.write_rejects(tmp_path / "r.csv")
    assert "'=HYPERLINK" in (tmp_path / "r.csv").read_text(encoding="utf-8-sig")


def test_rejects_can_be_read_while_more_arrive():
    ledger = Ledger("csv")
    for number in ledger.reading("Referrals", [2, 3]):
        ledger.reject(rejected(number))
        assert [reject.row for reject in ledger.rejects][-1] == number


def test_a_word_nobody_mapped_is_queued_once_with_its_rows_and_the_nearest_known_words():
    ledger = Ledger("csv")
    for _ in range(3):
        ledger.unmapped("ethnicity", "Ethnicity", "Wite British", ("White British", "Pakistani"))
    (word,) = ledger.queue
    assert (word.value, word.rows, word.nearest) == ("Wite British", 3, ("White British",))


def test_a_note_is_said_once_with_the_number_of_rows_and_the_first_of_them():
    ledger = Ledger("csv")
    for row in range(2, 12):
        ledger.note("List 1", "the age does not fit", row)
    assert ledger.notes == ["List 1: the age does not fit (10 rows: 2, 3, 4, 5, 6, …)"]


def test_the_header_of_a_return_holds_counts_and_file_hashes_and_no_folder(tmp_path):
    file = tmp_path / "extract.csv"
    file.write_bytes(b"abc")
    ledger = load(["use", "reject"])
    ledger.add_file(file)
    assert ledger.as_header() == {
        "source": {
            "kind": "csv",
            "files": [
                {
                    "name": "extract.csv",
                    "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                }
            ],
        },
        "rows_read": 2,
        "rows_used": 1,
        "rows_duplicate": 0,
        "rows_rejected": 1,
        "lists": [{"list": "Referrals", "read": 2, "used": 1, "duplicate": 0, "rejected": 1}],
    }
