from datetime import date

from lscp.scorecard.commands import Asked, return_compute

TABLE = "Child ID,Contact Date,Source\n1,02/01/2024,Police\n2,05/01/2024,Front desk\n"


def asked(tmp_path, **more):
    table = tmp_path / "contacts.csv"
    table.write_text(TABLE)
    return Asked(
        csv=[table],
        area="E09000001",
        start=date(2024, 1, 1),
        end=date(2024, 3, 31),
        out=tmp_path / "return.json",
        **more,
    )


def test_words_that_nobody_mapped_are_filled_in_and_read_on_the_next_run(tmp_path):
    first = return_compute(asked(tmp_path))
    assert [word.value for word in first.ledger.queue] == ["Front desk"]
    first.words.write_text(first.words.read_text().replace('  # "Front desk":', '  "Front desk": "8"'))
    second = return_compute(asked(tmp_path, words=first.words))
    assert second.ledger.queue == []
    assert second.words is None


def test_the_same_words_are_asked_for_in_one_file(tmp_path):
    assert return_compute(asked(tmp_path)).words == return_compute(asked(tmp_path)).words


def test_a_file_of_words_that_may_be_filled_in_is_never_overwritten(tmp_path):
    first = return_compute(asked(tmp_path))
    first.words.write_text("sources:\n  Front office: '8'\n")
    second = return_compute(asked(tmp_path))
    assert second.words.name == "return.json.words-2.yaml"
    assert first.words.read_text() == "sources:\n  Front office: '8'\n"
