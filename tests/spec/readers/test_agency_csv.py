import pytest

from lscp.scorecard.events import KINDS
from lscp.scorecard.readers import agency_csv
from lscp.scorecard.readers.ledger import CannotRead
from tests.spec.readers.conftest import AREA

LAYOUT = """
title: Thornley early help
kind: early_help
needs: [start]
order: [[start, end]]
columns:
  - {name: Person number, to: child, type: id}
  - {name: Born, to: birth, type: date}
  - {name: Opened, to: start, type: date}
  - {name: Closed, to: end, type: date}
  - {name: Lead, to: organisation, map: {Yr7: School, FSW: Family support}}
  - {name: Heritage, to: ethnicity, words: ethnicity, map: {Local 9: BCRB}}
"""


@pytest.fixture
def file(tmp_path):
    def written(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def counts(ledger):
    (tally,) = ledger.lists.values()
    return tally.read, tally.used, tally.duplicate, tally.rejected


def test_a_table_is_read_by_the_layout_that_describes_it(file, into, events):
    table = file(
        "eh.csv",
        "Person number,Born,Opened,Closed,Lead,Heritage\n"
        "7,01/02/2015,03/01/2024,,Yr7,Local 9\n"
        "8,,04/01/2024,05/02/2024,FSW,White British\n"
        "8,,04/01/2024,03/01/2024,FSW,\n"
        "8,,04/01/2024,05/02/2024,FSW,White British\n",
    )
    ledger = agency_csv.read(table, into, area=AREA, layout=file("layout.yaml", LAYOUT))
    assert counts(ledger) == (4, 2, 1, 1)
    assert [
        (event["child"], event["start"], event["organisation"], event["ethnicity"])
        for event in events("early_help")
    ] == [
        ("7", "2024-01-03", "School", "BCRB"),
        ("8", "2024-01-04", "Family support", "WBRI"),
    ]


def test_a_word_that_the_layout_s_map_does_not_hold_waits_for_a_person(file, into, events):
    table = file("eh.csv", "Person number,Opened,Lead\n7,03/01/2024,Police\n")
    ledger = agency_csv.read(table, into, area=AREA, layout=file("layout.yaml", LAYOUT))
    assert [(word.value, word.column) for word in ledger.queue] == [("Police", "Thornley early help, Lead")]
    assert events("early_help")[0]["organisation"] == ""


def test_dates_are_month_first_only_when_the_layout_says_so(file, into, events):
    table = file("eh.csv", "Person number,Opened\n7,03/25/2024\n8,03/04/2024\n")
    layout = file("layout.yaml", LAYOUT + "dates: month first\n")
    agency_csv.read(table, into, area=AREA, layout=layout)
    assert [event["start"] for event in events("early_help")] == ["2024-03-25", "2024-03-04"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_layout_the_headings_may_be_the_event_model_s_own(file, into, events, kind):
    columns = [column for column in KINDS[kind] if column != "area"]
    values = {"string": "", "date": "2024-01-03", "boolean": "true", "int64": "1"}
    cells = ["7" if column == "child" else values[KINDS[kind][column]] for column in columns]
    table = file(f"{kind}.csv", f"{','.join(columns)}\n{','.join(cells)}\n")
    ledger = agency_csv.read(table, into, area=AREA)
    assert counts(ledger) == (1, 1, 0, 0)
    (event,) = events(kind)
    assert event == dict(zip(["child", "area"], ["7", AREA], strict=True)) | dict(
        zip(columns, cells, strict=True)
    )


def test_a_ready_layout_knows_who_took_part_in_a_strategy_discussion(file, into, events):
    table = file(
        "Strategy discussions 2024.csv",
        "Child ID,Date of strategy discussion,Children's Social Care attended,Police attended,Health attended\n"
        "7,03/01/2024,Yes,Yes,No\n",
    )
    agency_csv.read(table, into, area=AREA)
    (event,) = events("strategy_discussions")
    assert (event["care"], event["police"], event["health"]) == ("true", "true", "false")


def test_a_core_group_that_has_not_met_is_kept_by_the_day_it_was_due(file, into, events):
    table = file("export.csv", "Child ID,Core Group Due Date,Core Group Date\n7,03/01/2024,\n7,,\n")
    ledger = agency_csv.read(table, into, area=AREA, layout="core-groups")
    assert counts(ledger) == (2, 1, 0, 1)
    assert events("core_groups")[0]["date"] == ""


def test_a_contact_that_became_a_referral_says_so(file, into, events):
    table = file(
        "contacts.csv",
        "Child ID,Contact Date,Source,Decision Date,Outcome\n7,03/01/2024,Police,04/01/2024,Progressed to referral\n",
    )
    agency_csv.read(table, into, area=AREA)
    assert [(event["outcome"], event["source"], event["decided"]) for event in events("contacts")] == [
        ("referral", "6", "2024-01-04")
    ]


def test_several_files_of_several_kinds_are_read_together(file, into, events):
    tables = [
        file("contacts.csv", "child,date\n1,2024-01-01\n"),
        file("core_groups.csv", "child,due\n1,2024-01-01\n"),
        file("contacts-february.csv", "child,date\n1,2024-02-01\n1,2024-01-01\n"),
    ]
    ledger = agency_csv.read(tables, into, area=AREA)
    assert {name: (tally.read, tally.used, tally.duplicate) for name, tally in ledger.lists.items()} == {
        "Contacts": (3, 2, 1),
        "Core groups": (1, 1, 0),
    }
    assert len(events("contacts")) == 2


def test_a_table_that_nothing_describes_is_refused_with_what_to_do(file, into):
    with pytest.raises(CannotRead, match=r"export\.csv.*--layout"):
        agency_csv.read(file("export.csv", "Ref,When\n1,2024-01-01\n"), into, area=AREA)


def test_a_table_without_the_layout_s_headings_is_refused_naming_them(file, into):
    with pytest.raises(CannotRead, match="Looked for: Person number"):
        agency_csv.read(file("eh.csv", "a,b\n1,2\n"), into, area=AREA, layout=file("layout.yaml", LAYOUT))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (LAYOUT.replace("kind: early_help", "kind: early_halp"), "'early_halp' is not a kind of event"),
        (LAYOUT.replace("to: start", "to: begin"), "early_help has no column 'begin'"),
        (LAYOUT.replace("words: ethnicity", "words: ethnic"), "no vocabulary 'ethnic'"),
        (LAYOUT.replace("to: child", "to: organisation"), "no column goes to `child`"),
        (LAYOUT.replace("title:", "titel:"), "titel"),
        ("columns: [", "cannot be read"),
    ],
)
def test_a_layout_that_is_wrong_is_refused_naming_the_place(file, into, wrong, says):
    with pytest.raises(CannotRead, match=says):
        agency_csv.read(file("eh.csv", "a\n1\n"), into, area=AREA, layout=file("layout.yaml", wrong))


def test_a_layout_that_is_not_there_is_refused_with_the_ready_ones(file, into):
    with pytest.raises(CannotRead, match="early-help"):
        agency_csv.read(file("eh.csv", "a\n1\n"), into, area=AREA, layout="none.yaml")


def test_a_child_of_another_authority_is_not_counted_here(file, into, events):
    table = file(
        "referrals.csv",
        f"child,area,date\n1,{AREA},01/04/2024\n2,E09000003,02/04/2024\n3,North locality,03/04/2024\n4,,04/04/2024\n",
    )
    ledger = agency_csv.read(table, into, area=AREA)
    assert counts(ledger) == (4, 3, 0, 1)
    assert [(event["child"], event["area"]) for event in events("referrals")] == [
        ("1", AREA),
        ("3", AREA),
        ("4", AREA),
    ]
    (reject,) = ledger.rejects
    assert (reject.row, reject.column, reject.value) == (3, "area", "E09000003")
    assert reject.reason == f"it is of another authority than {AREA}"


def test_a_ready_layout_minds_another_authority_too(file, into, events):
    table = file("contacts.csv", "Child ID,Local Authority,Date of Contact\n1,E09000003,01/04/2024\n")
    assert counts(agency_csv.read(table, into, area=AREA)) == (1, 0, 0, 1)
