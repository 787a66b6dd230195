"""A return holds counts and nothing else. Every fault is said in a plain sentence, with where it is and what to do."""

import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lscp import cli
from lscp.scorecard import checking, returns
from lscp.scorecard.catalogue import catalogue
from lscp.scorecard.return_checks import CHILD_ID, WARD
from lscp.scorecard.returns import (
    Comment,
    Faulty,
    ListCount,
    NotAReturn,
    NotSupplied,
    Period,
    Return,
    Row,
    SignedOff,
    Source,
    SourceFile,
    check,
)

AREA = "E09000099"
START, END = date(2024, 1, 1), date(2024, 3, 31)


def row(indicator="I05", numerator=8, denominator=None, breakdown=None, **other):
    entry = catalogue().get(indicator)
    return Row(
        **{
            "indicator": indicator,
            "definition_version": 1,
            "period_start": START,
            "period_end": END,
            "area": AREA,
            "breakdown": breakdown or {},
            "numerator": numerator,
            "denominator": denominator,
            "unit": entry.unit.value if entry else "count",
        }
        | other
    )


def a_return(*rows, **other):
    """A sound return, but for what is given."""
    return Return(
        **{
            "agency": "Thornley Council",
            "partnership": None,
            "area": AREA,
            "source": Source("annex-a", [SourceFile("Annex A 2024-03-31.xlsx", "a1" * 32)]),
            "rows_read": 10,
            "rows_used": 8,
            "rows_duplicate": 1,
            "rows_rejected": 1,
            "lists": [ListCount("List 3", 10, 8, 1, 1)],
            "produced_at": datetime(2024, 4, 15, 9, 30, tzinfo=UTC),
            "tool_version": "0.3.0",
            "rulebook_version": "2026-11-22",
            "period": Period(START, END, "quarter"),
            "rows": list(rows) or [row(), row("I06", 2, 8)],
            "not_supplied": [NotSupplied("I01", "The hub moved to a new system in January.")],
            "comments": [Comment("I06", "Two of the referrals are of one large family.")],
            "signed_off": SignedOff("Ruth Amadi", "Head of performance", date(2024, 4, 16)),
        }
        | other
    )


def the_faults(*rows, **other):
    return [str(fault) for fault in check(a_return(*rows, **other))]


def the_fault(*rows, **other):
    (only,) = the_faults(*rows, **other)
    return only


# --- written and read


def test_what_is_written_is_what_is_read(tmp_path):
    made = a_return()
    assert check(made) == []
    path = returns.write(made, tmp_path / "q4.return.json")
    assert returns.read(path) == made
    assert check(path) == []


def test_the_file_is_the_shape_that_is_agreed(tmp_path):
    path = returns.write(a_return(), tmp_path / "q4.return.json")
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["schema"] == 1
    assert document["period"] == {"start": "2024-01-01", "end": "2024-03-31", "by": "quarter"}
    assert document["rows"][1] == {
        "indicator": "I06",
        "definition_version": 1,
        "period_start": "2024-01-01",
        "period_end": "2024-03-31",
        "area": AREA,
        "breakdown": {},
        "numerator": 2,
        "denominator": 8,
        "unit": "percent",
    }


def test_a_faulty_return_is_not_written_and_an_earlier_file_stays(tmp_path):
    path = returns.write(a_return(), tmp_path / "q4.return.json")
    before = path.read_bytes()
    with pytest.raises(Faulty, match="more than 100%"):
        returns.write(a_return(row("I06", 9, 8)), path)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["q4.return.json"]


def test_nothing_is_left_behind_when_writing_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(returns.os, "replace", lambda *_: (_ for _ in ()).throw(OSError("the disk is full")))
    with pytest.raises(OSError, match="full"):
        returns.write(a_return(), tmp_path / "q4.return.json")
    assert list(tmp_path.iterdir()) == []


def test_the_example_in_the_guide_is_a_sound_return():
    guide = (Path(__file__).parents[3] / "docs/how-to/make-a-return.md").read_text(encoding="utf-8")
    example = guide.partition("```json\n")[2].partition("```")[0]
    assert check(returns.parse(example.encode())) == []


def test_the_schema_says_what_the_reader_asks():
    schema = returns.json_schema()
    assert set(schema["required"]) == set(json.loads(a_return().as_json())) - {"schema"}
    assert schema["additionalProperties"] is False
    assert set(schema["$defs"]["Row"]["required"]) == {field.name for field in dataclasses.fields(Row)}


# --- the shape of the file


def spoilt(tmp_path, change):
    """The faults of a sound file after `change` was made to its document."""
    document = json.loads(a_return().as_json())
    change(document)
    path = tmp_path / "spoilt.return.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return [str(fault) for fault in check(path)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d.pop("area"), "area: This is missing. Add it."),
        (lambda d: d["rows"][1].pop("unit"), "rows 2, unit: This is missing. Add it."),
        (lambda d: d.update(schema=2), "schema: This must be 1, the version"),
        (lambda d: d.update(schema=True), "schema: This must be 1, the version"),
        (lambda d: d.update(children=[]), "children: This is not part of a return. Take it out."),
        (
            lambda d: d["rows"][0].update(child_id="x"),
            "rows 1, child_id: This is not part of a return. Take it out.",
        ),
        (lambda d: d["rows"][0].update({"Jane Ashdown": 1}), "rows 1, a key: This is not part of a return."),
        (lambda d: d["rows"][0].update(numerator="8"), "rows 1, numerator: This must be a whole number"),
        (lambda d: d["rows"][0].update(numerator=True), "rows 1, numerator: This must be a whole number"),
        (lambda d: d["rows"][0].update(denominator=1.5), "rows 1, denominator: This must be a whole number"),
        (
            lambda d: d["rows"][0].update(period_end="31/03/2024"),
            "rows 1, period_end: This must be a date like",
        ),
        (
            lambda d: d["rows"][0].update(period_end="2024-02-31"),
            "rows 1, period_end: This must be a date like",
        ),
        (lambda d: d["rows"][0].update(breakdown=[]), "rows 1, breakdown: This must be an object"),
        (lambda d: d["rows"][0].update(breakdown={"sex": 1}), "rows 1, breakdown, sex: This must be text"),
        (lambda d: d.update(rows={}), "rows: This must be a list"),
        (lambda d: d.update(rows_read=-1), "rows_read: This must not be below 0."),
        (lambda d: d.update(produced_at="yesterday"), "produced_at: This must be a date and time like"),
        (lambda d: d["source"].update(kind="excel"), "source, kind: This must be one of: 'annex-a'"),
        (lambda d: d["period"].update(by="week"), "period, by: This must be one of: 'month'"),
        (lambda d: d.update(signed_off="Ruth Amadi"), "signed_off: This must be an object"),
    ],
)
def test_a_wrong_shape_is_named_by_its_place(tmp_path, change, says):
    (fault,) = spoilt(tmp_path, change)
    assert fault.startswith(says)


def test_every_wrong_place_is_named_at_once(tmp_path):
    def change(document):
        document.pop("area")
        document["rows"][0]["numerator"] = "8"
        document["rows"][1]["period_start"] = "soon"

    assert len(spoilt(tmp_path, change)) == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This is not JSON"),
        (b'{"schema": 1,', "This is not JSON: "),
        (b"PK\x03\x04\xff\xfe", "not UTF-8 text"),
        ('{"schema": 1, "agency": "Caf\u00e9"}'.encode("latin-1"), "not UTF-8 text"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b"[]", "it must be one JSON object"),
        (b'"return"', "it must be one JSON object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"schema": 1, "rows": ' + b"[" * 800 + b"]" * 800 + b"}", "nested too deeply"),
        (b'{"schema": 1, "schema": 1}', "The key schema stands twice"),
        (b'{"schema": 1, "rows": [{"Jane": 1, "Jane": 2}]}', "The key ? stands twice"),
        (b'{"schema": NaN}', "NaN is not a count"),
        (b'{"schema": ' + b"9" * 5000 + b"}", "too many digits"),
    ],
)
def test_a_file_that_is_no_return_says_what_it_is(tmp_path, content, says):
    path = tmp_path / "x.return.json"
    path.write_bytes(content)
    (fault,) = check(path)
    assert says in str(fault)
    with pytest.raises(NotAReturn):
        returns.read(path)


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(returns, "LARGEST", 1000)
    path = tmp_path / "x.return.json"
    path.write_text(a_return().as_json(), encoding="utf-8")
    (fault,) = check(path)
    assert "check that this is not an extract" in str(fault)
    with pytest.raises(NotAReturn, match="larger than"):
        returns.parse(path.read_bytes())


def test_a_missing_file_and_a_folder_say_so(tmp_path):
    assert "There is no file q5.return.json" in str(check(tmp_path / "q5.return.json")[0])
    assert "cannot be opened" in str(check(tmp_path)[0])


# --- the header


def test_an_area_is_a_nine_character_code():
    assert "area: This must be the area's nine-character code" in the_faults(area="Thornley")[0]
    assert "The area must be a nine-character code" in the_fault(row(area="Thornley"))


def test_somebody_sends_it():
    assert the_fault(agency=None).startswith("agency: Say which agency or partnership")
    assert check(a_return(agency=None, partnership="thornley")) == []


def test_a_source_file_has_its_hash_and_no_folder():
    source = Source("csv", [SourceFile("C:\\Users\\Ruth\\referrals.csv", "abc")])
    faults = the_faults(source=source)
    assert "64 hexadecimal digits" in faults[0]
    assert "without its folder" in faults[1]


def test_every_row_of_the_extract_is_accounted_for():
    assert "10 rows were read, but 9 used, 1 duplicate and 1 rejected make 11" in the_faults(rows_used=9)[0]


def test_every_row_of_each_list_is_accounted_for():
    faults = the_faults(lists=[ListCount("List 3", 10, 8, 1, 2)])
    assert "lists, List 3: 10 rows were read, but used, duplicate and rejected make 11" in faults[0]
    assert "rows_rejected: This is 1, but the lists add to 2" in faults[1]


@pytest.mark.parametrize("version", ["0.3", "1.2.3", "0.4.0.dev1", "2026-11-22", "5f4dcc3b5aa7", "0a" * 32])
def test_a_version_is_a_number_a_date_or_a_checksum(version):
    assert check(a_return(tool_version=version, rulebook_version=version)) == []


@pytest.mark.parametrize("version", ["P1002345", "1002345", "", "A123456789012", "child 100234"])
def test_a_version_is_nothing_else(version):
    assert the_fault(tool_version=version).startswith("tool_version: This must be a version")
    assert the_fault(rulebook_version=version).startswith("rulebook_version: This must be a version")


def test_a_signature_has_a_name():
    assert "Name the person who signed" in the_fault(signed_off=SignedOff(" ", "Director", date(2024, 4, 16)))
    assert check(a_return(signed_off=None)) == []


# --- the figures


def test_an_indicator_stands_in_the_catalogue():
    assert the_fault(row("I999")).startswith(
        "row 1 (I999, 2024-01-01 to 2024-03-31): The catalogue has no such"
    )


def test_a_definition_version_stands_in_the_catalogue():
    assert "I05 has no definition version 7. Use one of: 1." in the_fault(row(definition_version=7))


def test_a_unit_is_the_catalogues():
    assert "The unit of I05 is per_10000. Use that." in the_fault(row(unit="count"))


def test_a_share_is_never_more_than_the_whole():
    assert "more than 100%" in the_fault(row("I06", 9, 8))
    assert check(a_return(row("I06", 8, 8), comments=[])) == []


def test_a_count_is_not_below_nought():
    assert "cannot be below 0" in the_fault(row(numerator=-1))
    assert "cannot be below 0" in the_fault(row("I06", 0, -8))


def test_a_count_is_a_whole_number():
    assert "give the count, not a rate" in the_fault(row(numerator=518.3))


def test_a_median_may_end_in_a_half():
    assert check(a_return(row("I54", 12.5, 40))) == []
    assert "I54 needs its denominator: children first seen in the period" in the_fault(row("I54", 12.5))


def test_a_number_alone_has_no_denominator():
    assert "I36 is a number alone" in the_fault(row("I36", 5, 100))


def test_a_share_needs_its_whole_and_a_rate_per_population_does_not():
    assert "I06 needs its denominator: referrals received in the period" in the_fault(row("I06", 2))
    assert check(a_return(row("I51", 2), row("I52", 2, 60_000))) == []


def test_nothing_is_counted_out_of_nothing():
    assert "counts something where the denominator counts nothing" in the_fault(row("I63", 2, 0))
    assert check(a_return(row("I06", 0, 0))) == []


# --- periods


def test_a_period_runs_forward():
    assert "period: It ends before it starts" in the_faults(period=Period(END, START))[0]
    assert "The period ends before it starts" in the_fault(row(period_start=END, period_end=START))


def test_a_figure_lies_inside_the_returns_period():
    assert "lies outside the return's own, 2024-01-01 to 2024-03-31" in the_fault(
        row(period_start=date(2023, 10, 1))
    )


def test_a_period_is_over_when_it_is_counted():
    early = {"produced_at": datetime(2024, 3, 30, 9, 0, tzinfo=UTC), "rows": [row()]}
    assert "The period was not over when the return was made" in the_fault(**early)
    assert the_fault(**early).startswith("period: ")
    last = date(2024, 3, 29)
    assert the_faults(**early | {"period": Period(START, last), "rows": [row(period_end=last)]}) == []


# --- breakdowns


def test_the_same_figure_stands_once():
    assert "row 2 (I05, 2024-01-01 to 2024-03-31): The same figure stands in row 1" in the_fault(row(), row())


def test_the_order_of_a_breakdowns_keys_makes_no_second_figure():
    one = row(numerator=3, breakdown={"sex": "Male", "age": "Under 1"})
    other = row(numerator=3, breakdown={"age": "Under 1", "sex": "Male"})
    assert "The same figure stands in row 1" in the_fault(one, other)


def test_a_breakdown_is_one_that_is_known():
    fault = the_fault(row(breakdown={"team": "North"}))
    assert "A breakdown must be one of: ethnicity, sex, age, disability, ward" in fault


def test_a_group_is_one_that_is_known():
    assert "A group of sex must be one of: Female, Male, Not known" in the_fault(row(breakdown={"sex": "M"}))


def test_no_figure_has_more_than_three_breakdowns():
    four = {"sex": "Male", "age": "Under 1", "disability": "No", "ethnicity": "Asian"}
    assert "No row may have more than 3 breakdowns" in the_fault(row(numerator=1, breakdown=four))


@pytest.mark.parametrize(
    "ward", ["E05000001", "St Mary's", "Ravenscourt Park", "Not known", "Hill-top & Vale"]
)
def test_a_ward_is_its_code_or_its_name(ward):
    assert WARD.fullmatch(ward)
    assert check(a_return(row(breakdown={"ward": ward}))) == []


@pytest.mark.parametrize("ward", ["12 Acacia Avenue", "W6 9JU", "C10023", "", "x" * 61])
def test_a_ward_is_nothing_else(ward):
    assert the_faults(row(breakdown={"ward": ward}))


def test_the_groups_of_a_breakdown_add_to_the_total():
    by_sex = [row(numerator=5, breakdown={"sex": "Female"}), row(numerator=2, breakdown={"sex": "Male"})]
    fault = the_fault(row(numerator=8), *by_sex)
    assert fault.startswith(
        "I05, 2024-01-01 to 2024-03-31, by sex: The groups' numerators add to 7, the total says 8."
    )
    assert "Not known" in fault
    assert check(a_return(row(numerator=7), *by_sex)) == []
    assert check(a_return(*by_sex)) == []


def test_the_denominators_of_a_breakdown_add_as_well():
    fault = the_fault(row("I06", 2, 8), row("I06", 2, 9, {"sex": "Male"}))
    assert "The groups' denominators add to 9, the total says 8" in fault


def test_children_counted_once_may_stand_in_two_groups_but_not_in_none():
    in_two = [
        row("I05-CHILDREN", 5, breakdown={"age": "1 to 4"}),
        row("I05-CHILDREN", 4, breakdown={"age": "5 to 9"}),
    ]
    assert check(a_return(row("I05-CHILDREN", 8), *in_two)) == []
    assert "add to 9, the total says 10" in the_fault(row("I05-CHILDREN", 10), *in_two)


def test_medians_of_groups_do_not_add():
    assert check(a_return(row("I54", 12, 40), row("I54", 30, 10, {"sex": "Male"}))) == []


# --- what is not there, and what is said about it


def test_what_is_not_supplied_says_why():
    assert "Say why it is not supplied" in the_fault(not_supplied=[NotSupplied("I01", "n/a")])


def test_what_is_not_supplied_is_known_given_once_and_not_there():
    reason = "The system was replaced."
    assert "no such indicator" in the_fault(not_supplied=[NotSupplied("I999", reason)])
    assert "given more than once" in the_fault(not_supplied=[NotSupplied("I01", reason)] * 2)
    assert "There are figures for it as well" in the_fault(not_supplied=[NotSupplied("I06", reason)])


def test_a_comment_is_about_an_indicator_and_says_something():
    assert "no such indicator" in the_fault(comments=[Comment("I999", "Higher than usual.")])
    assert "The comment is empty" in the_fault(comments=[Comment("I06", " ")])


# --- no child


@pytest.mark.parametrize(
    "text",
    [
        "One child, NHS number 943 476 5919, accounts for three.",
        "Child ID 100234 was referred twice.",
        "Most concern P1002345.",
        "See case number 55012.",
        "Ref 0c1d2e3f-4a5b-6c7d-8e9f-0a1b2c3d4e5f.",
        "Hashed: 5f4dcc3b5aa765d61d8327deb882cf99.",
        "Call 07700 900123 about the family.",
        "They live at 12 Acacia Avenue, W6 9JU.",
        "A boy born on 12 March 2019.",
        "Referrals of A123456789012 were counted once.",
    ],
)
def test_a_word_that_leads_to_a_child_is_refused_and_not_repeated(text):
    for fault in (
        the_fault(comments=[Comment("I06", text)]),
        the_fault(not_supplied=[NotSupplied("I01", text)]),
    ):
        assert fault.startswith(("comments 1: ", "not_supplied 1: "))
        assert text not in fault
        assert not CHILD_ID.search(fault)


@pytest.mark.parametrize(
    "text",
    [
        "The rise is one large family and a new school in the north of the borough.",
        "4,812 contacts were recorded twice until March 2024; 1,020,000 sessions are in.",
        "Counted under the 2023 guidance, page 12, from the 31 March 2024 extract.",
        "Spending was £157719 in all.",
        "See I06 and the E09000033 figures.",
    ],
)
def test_plain_commentary_passes(text):
    assert check(a_return(comments=[Comment("I06", text)])) == []


def test_a_childs_number_cannot_hide_in_any_other_place():
    for other in (
        {"agency": "Thornley P1002345"},
        {"source": Source("csv", [SourceFile("child 100234.csv", "a1" * 32)])},
        {"lists": [ListCount("P1002345", 10, 8, 1, 1)]},
        {"signed_off": SignedOff("Ruth Amadi", "for child 100234", date(2024, 4, 16))},
    ):
        assert any("take it out" in fault.lower() for fault in the_faults(**other)), other
    for hidden in (
        {"breakdown": {"ward": "P1002345"}},
        {"breakdown": {"P1002345": "Male"}},
        {"unit": "P1002345"},
    ):
        faults = the_faults(row(**hidden))
        assert any("take it out" in fault.lower() for fault in faults)
        assert not any("P1002345" in fault for fault in faults)


def test_the_officer_who_signs_may_be_named_in_the_commentary():
    assert check(a_return(comments=[Comment("I06", "Ruth Amadi checked the two cases by hand.")])) == []


def test_many_faults_of_a_kind_are_counted_and_not_all_printed():
    faults = the_faults(
        *[row("I06", 9, 8, period_start=date(2024, 1, 1 + n % 31), area=f"E0900{n:04}") for n in range(500)]
    )
    assert len(faults) == 201
    assert faults[-1].startswith("the file: There are more than 200 faults")


# --- the command


def test_the_command_says_that_a_return_is_sound(tmp_path, capsys):
    path = returns.write(a_return(), tmp_path / "q4.return.json")
    assert cli.main(["return", "check", str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("q4.return.json is a sound return: 2 figures of 2 indicators for E09000099")
    assert "10 rows read, 8 used, 1 duplicate, 1 rejected" in said


def test_the_command_says_each_fault_on_a_line_and_ends_with_one(tmp_path, capsys):
    path = tmp_path / "q4.return.json"
    path.write_text(a_return(row("I06", 9, 8), row(numerator=-1)).as_json(), encoding="utf-8")
    assert cli.main(["return", "check", str(path)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().split("\n")) == 2
    assert checking.check_file(path)[0] == 1


def test_the_command_prints_one_document(tmp_path, capsys):
    path = tmp_path / "q4.return.json"
    path.write_text(a_return(row("I06", 9, 8)).as_json(), encoding="utf-8")
    assert cli.main(["return", "check", str(path), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["sound"] is False
    assert document["faults"][0]["where"] == "row 1 (I06, 2024-01-01 to 2024-03-31)"


def test_a_return_cannot_be_changed_in_memory():
    with pytest.raises(dataclasses.FrozenInstanceError):
        a_return().area = "E09000001"
