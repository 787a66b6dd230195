"""The children in need census: read into events, every module accounted for."""

import csv
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from lscp.scorecard.events import KINDS
from lscp.scorecard.readers import cin_census
from lscp.scorecard.readers.ledger import CannotRead
from tests.factories import census_file

SHARED = Path(__file__).parents[3] / "../shared/data/data-to-insight-csc-validator-be-cin"
needs_shared = pytest.mark.skipif(
    not SHARED.exists(), reason="the public census files in ../shared are not here"
)

PERSON = """<ChildIdentifiers><LAchildID>{id}</LAchildID><PersonBirthDate>2015-03-27</PersonBirthDate>
<GenderCurrent>2</GenderCurrent></ChildIdentifiers>
<ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>"""
REFERRAL = """<CINdetails><CINreferralDate>2023-05-02</CINreferralDate><ReferralSource>2A</ReferralSource>
<PrimaryNeedCode>N1</PrimaryNeedCode>{inside}<ReferralNFA>0</ReferralNFA>{plans}</CINdetails>"""


def child(*parts, id="A1"):
    return f"<Child>{PERSON.format(id=id)}{''.join(parts)}</Child>"


def referral(inside="", plans=""):
    return REFERRAL.format(inside=inside, plans=plans)


def enquiry(start="2023-05-10", conference=None):
    held = f"<DateOfInitialCPC>{conference}</DateOfInitialCPC>" if conference else ""
    return f"<Section47><S47ActualStartDate>{start}</S47ActualStartDate>{held}</Section47>"


def plan(start, reviews=()):
    held = "".join(f"<CPPreviewDate>{day}</CPPreviewDate>" for day in reviews)
    return (
        f"<ChildProtectionPlans><CPPstartDate>{start}</CPPstartDate><InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse>"
        f"<LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse><NumberOfPreviousCPP>1</NumberOfPreviousCPP>"
        f"<Reviews>{held}</Reviews></ChildProtectionPlans>"
    )


@pytest.fixture
def census(tmp_path):
    """Reads a census of these children: `read(…, year=2024)` gives its ledger; `read.events(kind)` its events."""

    def read(*children, **how):
        area = how.pop("area", None)
        words = how.pop("words", None)
        path = tmp_path / "census.xml"
        text = census_file.header(**how) + f"<Children>{''.join(children)}</Children></Message>"
        path.write_text(text, encoding="utf-8")
        return cin_census.read(path, tmp_path / "events", area=area, words=words)

    read.events = lambda kind: events(tmp_path / "events", kind)
    return read


def events(folder, kind):
    with open(folder / f"{kind}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def counts(ledger, list_):
    tally = ledger.lists[list_]
    assert tally.read == tally.used + tally.duplicate + tally.rejected
    return tally.read, tally.used, tally.duplicate, tally.rejected


# ── Agreement with an independent count ───────────────────────────────────────────────────────────────────


def test_a_thousand_children_count_the_same_when_the_file_is_read_in_another_way(tmp_path):
    path = census_file.write(tmp_path / "census.xml", 1000)
    ledger = cin_census.read(path, tmp_path / "events")
    root = ElementTree.parse(path).getroot()

    def there(kind, column="child"):
        return sum(1 for event in events(tmp_path / "events", kind) if event[column])

    assert there("referrals") == len(root.findall(".//CINdetails")) > 1100
    assert there("assessments") == len(root.findall(".//Assessments")) > 1000
    assert there("enquiries") == len(root.findall(".//Section47")) > 300
    assert there("enquiries", "conference") == len(root.findall(".//Section47/DateOfInitialCPC")) > 80
    assert there("plans") == len(root.findall(".//ChildProtectionPlans")) > 80
    assert there("plan_reviews") == len(root.findall(".//CPPreviewDate")) > 80
    assert ledger.lists["Child"].used == len(root.findall(".//Child")) == 1000


def test_each_childs_details_stand_on_each_of_its_events(tmp_path):
    path = census_file.write(tmp_path / "census.xml", 200)
    cin_census.read(path, tmp_path / "events")
    sexes = {"1": "M", "2": "F", "0": "U", "9": "U"}
    said = {}
    for each in ElementTree.parse(path).getroot().iter("Child"):
        disabled = {part.text for part in each.iter("Disability")}
        said[each.findtext("ChildIdentifiers/LAchildID")] = {
            "birth": each.findtext("ChildIdentifiers/PersonBirthDate"),
            "sex": sexes[each.findtext("ChildIdentifiers/GenderCurrent")],
            "ethnicity": each.findtext("ChildCharacteristics/Ethnicity"),
            "disability": "false" if disabled == {"NONE"} else "true",
            "area": "E09000001",
        }
    for kind in cin_census.MADE:
        for event in events(tmp_path / "events", kind):
            assert {name: event[name] for name in said[event["child"]]} == said[event["child"]]


@needs_shared
def test_the_public_validators_own_sample_counts_as_the_validator_counts_it(tmp_path):
    ledger = cin_census.read(SHARED / "fake_CIN_data.xml", tmp_path, area="E09000001")
    assert counts(ledger, "Child") == (332, 332, 0, 0)
    assert counts(ledger, "CINdetails") == (402, 402, 0, 0)
    assert len(events(tmp_path, "referrals")) == 402
    assert [len(events(tmp_path, kind)) for kind in ("assessments", "enquiries", "plans")] == [0, 0, 0]
    assert any("did not follow an enquiry: 350" in note for note in ledger.notes)


@needs_shared
def test_the_looked_after_childrens_file_is_refused_by_name(tmp_path):
    path = SHARED.parent / "data-to-insight-csc-validator-be-903/fake_903.xml"
    with pytest.raises(CannotRead, match=r"no children in need census: it begins with EXPSSDA903"):
        cin_census.read(path, tmp_path)


@needs_shared
@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("CIN_header_issues_100.xml", "ReferenceDate is 2023-03-28; a census of 2023 ends on 2023-03-31"),
        ("CIN_la_issues_2887Q.xml", "Kinds of disability that occur: 2."),
        ("CIN_Census_2024.xml", "Sex is in the layout from 2025 only"),
        ("CIN_Census_2026.xml", "PreProceedingsandFGDM is in the layout from 2027 only"),
    ],
)
def test_what_is_wrong_in_the_public_fault_files_is_said_and_the_rest_is_read(tmp_path, file, says):
    ledger = cin_census.read(SHARED / file, tmp_path)
    assert any(says in note for note in ledger.notes)
    assert ledger.lists["ChildProtectionPlans"].used == 1


# ── From modules to events ────────────────────────────────────────────────────────────────────────────────


def test_a_referral_without_further_action_begins_no_episode_of_need(census):
    nothing = referral().replace("<ReferralNFA>0<", "<ReferralNFA>true<")
    census(child(nothing), child(referral(), id="A2"))
    assert [event["nfa"] for event in census.events("referrals")] == ["true", "false"]
    assert [event["child"] for event in census.events("needs")] == ["A2"]


def test_an_assessments_factors_are_kept_with_spaces_between(census):
    factors = "".join(f"<AssessmentFactors>{each}</AssessmentFactors>" for each in ("3A", "4B"))
    census(
        child(
            referral(
                "<Assessments><AssessmentActualStartDate>2023-05-03</AssessmentActualStartDate>"
                f"<FactorsIdentifiedAtAssessment>{factors}</FactorsIdentifiedAtAssessment></Assessments>"
                "<Assessments><AssessmentActualStartDate>2023-06-03</AssessmentActualStartDate>"
                "<FactorsIdentifiedAtAssessment/></Assessments>"
            )
        )
    )
    first, second = census.events("assessments")
    assert (first["factors"], second["factors"]) == ("3A 4B", "")
    assert (first["start"], first["end"], first["referred"]) == ("2023-05-03", "", "2023-05-02")


def test_an_enquiry_without_a_conference_is_kept(census):
    census(child(referral(enquiry())))
    (event,) = census.events("enquiries")
    assert (event["start"], event["conference"], event["planned"]) == ("2023-05-10", "", "")


def test_a_plan_comes_from_the_latest_conference_on_or_before_its_start(census):
    census(
        child(
            referral(enquiry("2023-05-10", "2023-05-24"), plan("2023-05-24"))
            + referral(enquiry("2023-09-01", "2023-09-14")).replace("2023-05-02", "2023-08-30")
        ),
        child(
            referral(
                enquiry("2023-05-10", "2023-05-24") + enquiry("2023-08-01", "2023-08-15"), plan("2023-08-16")
            ),
            id="2",
        ),
        child(referral(enquiry("2023-05-10", "2023-05-24"), plan("2023-05-23")), id="3"),
    )
    assert [(event["child"], event["planned"]) for event in census.events("enquiries")] == [
        ("A1", "true"),
        ("A1", "false"),
        ("2", "false"),
        ("2", "true"),
        ("3", "false"),
    ]


def test_a_conference_outside_an_enquiry_is_said_and_not_counted_with_those_of_enquiries(census):
    moved_in = "<DateOfInitialCPC>2023-06-20</DateOfInitialCPC>"
    ledger = census(child(referral(moved_in + enquiry("2023-05-10", "2023-05-24"), plan("2023-06-20"))))
    (event,) = census.events("enquiries")
    assert (event["conference"], event["planned"]) == ("2023-05-24", "false")
    assert any("did not follow an enquiry: 1 " in note for note in ledger.notes)


def test_a_plan_keeps_both_categories_the_plans_before_it_and_its_reviews(census):
    census(child(referral(plans=plan("2023-05-24", ["2023-08-15", "2024-02-10"]))))
    (made,) = census.events("plans")
    assert (made["first_category"], made["category"], made["earlier"]) == ("NEG", "EMO", "1")
    assert [(event["plan_start"], event["date"]) for event in census.events("plan_reviews")] == [
        ("2023-05-24", "2023-08-15"),
        ("2023-05-24", "2024-02-10"),
    ]


def test_an_unborn_childs_expected_birth_is_its_birth(census):
    unborn = child(referral()).replace("PersonBirthDate>", "ExpectedPersonBirthDate>")
    census(unborn.replace("2015-03-27", "2024-06-01"))
    assert census.events("referrals")[0]["birth"] == "2024-06-01"


@pytest.mark.parametrize(
    ("year", "item", "value", "sex"),
    [
        (2024, "GenderCurrent", "1", "M"),
        (2024, "GenderCurrent", "2", "F"),
        (2024, "GenderCurrent", "0", "U"),
        (2024, "GenderCurrent", "9", "U"),
        (2025, "Sex", "F", "F"),
        (2025, "Sex", "U", "U"),
        (2025, "Sex", " m ", "M"),
        (2025, "Sex", "", ""),
    ],
)
def test_sex_is_read_from_both_layouts(census, year, item, value, sex):
    census(
        child(referral()).replace("<GenderCurrent>2</GenderCurrent>", f"<{item}>{value}</{item}>"), year=year
    )
    assert census.events("referrals")[0]["sex"] == sex


@pytest.mark.parametrize(
    ("written", "kept"), [("0", "false"), ("1", "true"), ("false", "false"), ("TRUE", "true")]
)
def test_yes_and_no_are_read_in_both_spellings(census, written, kept):
    census(child(referral()).replace("<ReferralNFA>0<", f"<ReferralNFA>{written}<"))
    assert census.events("referrals")[0]["nfa"] == kept


def test_no_recorded_disability_none_and_some_are_three_things(census):
    def disabled(*codes):
        kinds = "".join(f"<Disability>{code}</Disability>" for code in codes)
        return child(referral()).replace("</Ethnicity>", f"</Ethnicity><Disabilities>{kinds}</Disabilities>")

    census(disabled(), disabled("NONE").replace("A1", "A2"), disabled("HAND", "LD").replace("A1", "A3"))
    assert [event["disability"] for event in census.events("referrals")] == ["", "false", "true"]


def test_every_kind_the_census_holds_is_there_even_when_empty_and_the_others_are_named(census):
    ledger = census()
    for kind in cin_census.MADE:
        assert census.events(kind) == []
    assert set(ledger.missing) == set(KINDS) - set(cin_census.MADE)
    assert "There is no child in this census." in ledger.notes


# ── Codes that come and go ────────────────────────────────────────────────────────────────────────────────


def test_a_retired_code_is_accepted_and_said(census):
    assessment = (
        "<Assessments><AssessmentActualStartDate>2023-05-03</AssessmentActualStartDate><FactorsIdentifiedAtAssessment>"
        "<AssessmentFactors>18A</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>"
    )
    ledger = census(child(referral(assessment)))
    assert census.events("assessments")[0]["factors"] == "18A"
    assert any(
        "AssessmentFactors: the code 18A is in the layout to 2020 only" in note for note in ledger.notes
    )


def test_a_code_of_a_later_year_is_accepted_and_said(census):
    closed = "<CINclosureDate>2021-12-01</CINclosureDate><ReasonForClosure>RC9</ReasonForClosure>"
    ledger = census(child(referral(closed).replace("2023-05-02", "2021-05-02")), year=2022)
    assert census.events("needs")[0]["reason"] == "RC9"
    assert any("the code RC9 is in the layout from 2023 only" in note for note in ledger.notes)


def test_a_code_nobody_knows_is_not_recorded_and_put_to_a_person(census):
    ledger = census(child(referral()).replace("WBRI", "WBRX"))
    assert census.events("referrals")[0]["ethnicity"] == ""
    (word,) = ledger.queue
    assert (word.column, word.value, word.rows) == ("Ethnicity", "WBRX", 1)
    assert counts(ledger, "CINdetails") == (1, 1, 0, 0)


def test_words_where_a_code_is_due_are_looked_up_and_that_is_said(census):
    ledger = census(child(referral()).replace("WBRI", "White British"))
    assert census.events("referrals")[0]["ethnicity"] == "WBRI"
    assert any("Ethnicity: words stand where a code is due" in note for note in ledger.notes)


# ── Rows that are not used ────────────────────────────────────────────────────────────────────────────────


def test_a_module_that_says_the_same_twice_is_counted_once(census):
    ledger = census(child(referral(enquiry() + enquiry() + enquiry("2023-05-11"))))
    assert counts(ledger, "Section47") == (3, 2, 1, 0)
    assert [event["start"] for event in census.events("enquiries")] == ["2023-05-10", "2023-05-11"]


def test_an_empty_item_says_no_more_than_none(census):
    started = "<AssessmentActualStartDate>2023-05-10</AssessmentActualStartDate>"
    empty = "<AssessmentAuthorisationDate/><FactorsIdentifiedAtAssessment/>"
    twice = f"<Assessments>{started}</Assessments><Assessments>{started}{empty}</Assessments>"
    assert counts(census(child(referral(twice))), "Assessments") == (2, 1, 1, 0)


def test_the_same_referral_twice_is_one_and_what_only_the_second_holds_is_kept(census):
    ledger = census(child(referral(enquiry()), referral(enquiry() + enquiry("2023-05-20"))))
    assert counts(ledger, "CINdetails") == (2, 1, 1, 0)
    assert counts(ledger, "Section47") == (3, 2, 1, 0)


def test_a_child_that_stands_in_the_file_twice_is_counted_once(census):
    ledger = census(
        child(referral(enquiry())),
        child(referral(), id="A2"),
        child(referral(enquiry()), referral().replace("2023-05-02", "2023-12-02")),
    )
    assert counts(ledger, "Child") == (3, 2, 1, 0)
    assert counts(ledger, "CINdetails") == (4, 3, 1, 0)
    assert counts(ledger, "Section47") == (2, 1, 1, 0)
    assert len(census.events("referrals")) == 3


@pytest.mark.parametrize(
    ("old", "new", "list_", "column"),
    [
        ("2023-05-02", "2023-02-30", "CINdetails", "CINreferralDate"),
        ("2023-05-02", "02/05/2023", "CINdetails", "CINreferralDate"),
        ("2023-05-02", "", "CINdetails", "CINreferralDate"),
        ("2023-05-10", "yesterday", "Section47", "S47ActualStartDate"),
        ("<DateOfInitialCPC>2023-05-24", "<DateOfInitialCPC>2023-5-24", "Section47", "DateOfInitialCPC"),
        ("<CPPstartDate>2023-05-24", "<CPPstartDate>2023-13-01", "ChildProtectionPlans", "CPPstartDate"),
        ("2023-08-15", "٢٠٢٣-08-15", "Reviews", "CPPreviewDate"),
        ("<CPPstartDate>2023-05-24", "<CPPstartDate>1923-05-24", "ChildProtectionPlans", "CPPstartDate"),
        ("<CPPstartDate>2023-05-24", "<CPPstartDate>0023-05-24", "ChildProtectionPlans", "CPPstartDate"),
        ("<DateOfInitialCPC>2023-05-24", "<DateOfInitialCPC>2203-05-24", "Section47", "DateOfInitialCPC"),
    ],
)
def test_a_date_that_is_none_rejects_its_module_and_no_other(census, old, new, list_, column):
    whole = child(
        referral(enquiry("2023-05-10", "2023-05-24"), plan("2023-05-24", ["2023-08-15", "2024-01-15"]))
    )
    ledger = census(whole.replace(old, new))
    reject = next(iter(ledger.rejects))
    assert (reject.list, reject.column, reject.value) == (list_, column, new.rpartition(">")[2])
    assert reject.todo
    rejected = {name for name in cin_census.LISTS if counts(ledger, name)[3]}
    assert rejected == ({list_, "Reviews"} if list_ == "ChildProtectionPlans" else {list_})


def test_a_date_that_systems_write_for_none_is_no_date_and_costs_nothing_else(census):
    ledger = census(child(referral(enquiry("2023-05-10", "1900-01-01"))))
    assert counts(ledger, "Section47") == (1, 1, 0, 0)
    assert census.events("enquiries")[0]["conference"] == ""
    assert any("DateOfInitialCPC is a date that systems write" in note for note in ledger.notes)


def test_a_birth_date_that_is_none_costs_the_age_only_and_is_said(census):
    ledger = census(child(referral()).replace("2015-03-27", "2015-02-30"))
    assert census.events("referrals")[0]["birth"] == ""
    assert counts(ledger, "Child") == (1, 1, 0, 0)
    assert any("PersonBirthDate is not a date" in note for note in ledger.notes)


def test_a_child_without_an_id_is_rejected_with_everything_it_holds(census):
    ledger = census(child(referral(enquiry(), plan("2023-05-24", ["2023-08-15"])), id=" "))
    for list_ in ("Child", "CINdetails", "Section47", "ChildProtectionPlans", "Reviews"):
        assert counts(ledger, list_) == (1, 0, 0, 1)
    assert census.events("referrals") == []
    assert {reject.reason for reject in ledger.rejects} == {"The child has no LAchildID."}


@pytest.mark.parametrize("place", ["</Child>", "</Assessments>", "</ChildProtectionPlans>"])
def test_a_module_in_the_wrong_place_is_rejected_not_lost(census, place):
    assessment = (
        "<Assessments><AssessmentActualStartDate>2023-05-03</AssessmentActualStartDate></Assessments>"
    )
    whole = child(referral(assessment, plan("2023-05-24"))).replace(place, enquiry() + place)
    ledger = census(whole)
    assert counts(ledger, "Section47") == (1, 0, 0, 1)
    assert counts(ledger, "Assessments") == counts(ledger, "ChildProtectionPlans") == (1, 1, 0, 0)
    assert "stands in another place" in next(iter(ledger.rejects)).reason


def test_an_item_given_twice_in_one_module_is_not_chosen_from(census):
    ledger = census(child(referral("<CINclosureDate>2023-09-01</CINclosureDate>" * 2)))
    assert counts(ledger, "CINdetails") == (1, 0, 0, 1)
    assert next(iter(ledger.rejects)).reason == "CINclosureDate is given more than once."


def test_what_ends_before_it_starts_is_kept_and_said(census):
    ledger = census(child(referral(enquiry("2023-05-10", "2023-05-01"))))
    assert census.events("enquiries")[0]["conference"] == "2023-05-01"
    assert any("ends before it starts" in note for note in ledger.notes)


# ── As files really are ───────────────────────────────────────────────────────────────────────────────────


def test_stray_text_comments_and_namespaces_do_no_harm(tmp_path):
    text = census_file.header() + f"<Children>{child(referral(enquiry()))}</Children></Message>"
    text = text.replace("<Message>", '<Message xmlns="urn:example:cin">')
    text = text.replace("<GenderCurrent>", "PersonBirthDate <!-- sic --> <GenderCurrent>")
    text = text.replace("<Ethnicity>WBRI", "<Ethnicity>WB<!-- sic -->RI")
    path = tmp_path / "census.xml"
    path.write_text('<?xml version="1.0" encoding="UTF-16"?>' + text, encoding="utf-16")
    ledger = cin_census.read(path, tmp_path / "events")
    (event,) = events(tmp_path / "events", "enquiries")
    assert (event["sex"], event["ethnicity"], event["birth"]) == ("F", "WBRI", "2015-03-27")
    assert ledger.lists["Section47"].used == 1


def test_a_date_may_carry_the_zone_that_xml_allows(census):
    census(child(referral()).replace("2023-05-02", "2023-05-02Z"))
    assert census.events("referrals")[0]["date"] == "2023-05-02"


def test_the_rows_number_is_its_line_in_the_file_or_the_next_when_the_file_is_long(tmp_path):
    path = census_file.write(tmp_path / "census.xml", 3000)
    text = path.read_text(encoding="utf-8")
    start, found, end = text.rpartition("<CINreferralDate>")
    path.write_text(start + found + "never" + end[10:], encoding="utf-8")
    (reject,) = [
        each for each in cin_census.read(path, tmp_path / "events").rejects if each.outcome == "rejected"
    ]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert "<CINdetails>" in lines[reject.row - 2 : reject.row] and reject.row > 65_535


@pytest.mark.parametrize(
    ("year", "lea", "area"),
    [(2024, "301", "E09000002"), (2023, "815", "E10000023"), (2024, "815", "E06000065")],
)
def test_the_headers_number_says_whose_file_it_is_on_that_day(census, year, lea, area):
    census(child(referral()), year=year, lea=lea)
    assert census.events("referrals")[0]["area"] == area


def test_a_file_of_another_authority_is_counted_as_asked_and_said(census):
    ledger = census(child(referral()), lea="301", area="E09000003")
    assert census.events("referrals")[0]["area"] == "E09000003"
    assert any("LEA 301 is Barking and Dagenham (E09000002)" in note for note in ledger.notes)


def test_a_number_nobody_has_asks_for_the_area(census):
    with pytest.raises(
        CannotRead, match=r"LEA is '975', no local authority's number\. Correct it, or say whose"
    ):
        census(child(referral()), lea="975")


def test_a_year_that_is_not_described_is_read_by_the_nearest(census):
    ledger = census(child(referral()), year=2031)
    assert any("The layout of 2031 is not described; the nearest, 2027" in note for note in ledger.notes)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04rest", "is compressed, or a workbook"),
        (b"\x1f\x8brest", "is compressed, or a workbook"),
        (b"Child Unique ID,Gender\n", "is not XML"),
        (b"<html><body>Sign in</body></html>", "is XML but no children in need census"),
        (b"<Message><Children><Child/></Children></Message>", "has no header before its children"),
        (census_file.header(collection="CLA").encode() + b"</Message>", "is the collection 'CLA'"),
        (census_file.header().encode() + b"<Children><Child><ChildId", "is not whole"),
        (
            census_file.header().replace("<Year>2024", "<Year>twenty").encode() + b"</Message>",
            "Year is 'twenty'",
        ),
    ],
)
def test_a_file_that_is_no_census_is_refused_in_plain_words(tmp_path, content, says):
    path = tmp_path / "census.xml"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=says) as refused:
        cin_census.read(path, tmp_path / "events")
    assert "census.xml" in str(refused.value) and str(tmp_path) not in str(refused.value)
    assert list((tmp_path / "events").glob("*")) == []


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CannotRead, match=r"nothing\.xml cannot be opened"):
        cin_census.read(tmp_path / "nothing.xml", tmp_path / "events")


def test_a_refused_file_leaves_alone_what_was_read_before(tmp_path):
    cin_census.read(census_file.write(tmp_path / "good.xml", 3), tmp_path / "events")
    before = events(tmp_path / "events", "referrals")
    (tmp_path / "bad.xml").write_bytes(b"<Message/>")
    with pytest.raises(CannotRead):
        cin_census.read(tmp_path / "bad.xml", tmp_path / "events")
    assert events(tmp_path / "events", "referrals") == before != []


def test_a_file_that_breaks_off_leaves_no_events_behind(tmp_path):
    path = census_file.write(tmp_path / "census.xml", 50)
    path.write_text(path.read_text(encoding="utf-8")[:-3000], encoding="utf-8")
    with pytest.raises(CannotRead, match="its XML breaks at line"):
        cin_census.read(path, tmp_path / "events")
    assert list((tmp_path / "events").glob("*")) == []


# ── Files that mean harm ──────────────────────────────────────────────────────────────────────────────────


def test_a_document_type_and_its_entities_are_refused(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a neighbour's file")
    for entity in (f'SYSTEM "{secret.as_uri()}"', '"harmless"'):
        path = tmp_path / "census.xml"
        whole = census_file.header() + f"<Children>{child(referral(), id='&e;')}</Children></Message>"
        path.write_text(f"<!DOCTYPE Message [<!ENTITY e {entity}>]>{whole}", encoding="utf-8")
        with pytest.raises(CannotRead, match="declares a document type") as refused:
            cin_census.read(path, tmp_path / "events")
        assert "neighbour" not in str(refused.value)


def test_entities_that_multiply_are_refused_before_they_do(tmp_path):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "census.xml"
    path.write_text(
        f'<!DOCTYPE Message [<!ENTITY l0 "ha">{laughs}]><Message><Header>&l11;</Header></Message>'
    )
    with pytest.raises(CannotRead):
        cin_census.read(path, tmp_path / "events")


# ── Censuses of several years ─────────────────────────────────────────────────────────────────────────────


def two_years(folder, before, after):
    """A folder with the census of 2023 and that of 2024."""
    folder.mkdir()
    for year, children in ((2023, before), (2024, after)):
        header = census_file.header(year=year)
        (folder / f"{year}.xml").write_text(
            f"{header}<Children>{children}</Children></Message>", encoding="utf-8"
        )
    return folder


def test_a_year_earlier_shows_the_referral_that_a_second_one_follows(tmp_path):
    first = child(referral().replace("2023-05-02", "2022-12-02"))
    folder = two_years(tmp_path / "years", first, child(referral()))
    ledger = cin_census.read(folder, tmp_path / "events")
    assert sorted(event["date"] for event in events(tmp_path / "events", "referrals")) == [
        "2022-12-02",
        "2023-05-02",
    ]
    assert [file["name"] for file in ledger.files] == ["2024.xml", "2023.xml"]
    assert any("The censuses of 2023, 2024 were read together" in note for note in ledger.notes)


def test_what_two_censuses_hold_is_counted_as_the_later_has_it(tmp_path):
    closed = "<CINclosureDate>2023-09-01</CINclosureDate><ReasonForClosure>RC7</ReasonForClosure>"
    episode = referral(enquiry("2023-03-10"), plan("2023-03-20", ["2023-03-30"])).replace(
        "2023-05-02", "2023-03-02"
    )
    later = episode.replace("<Section47>", closed + "<Section47>").replace(
        enquiry("2023-03-10"), enquiry("2023-06-01")
    )
    folder = two_years(tmp_path / "years", child(episode), child(later))
    ledger = cin_census.read(folder, tmp_path / "events")
    (need,) = events(tmp_path / "events", "needs")
    assert need["end"] == "2023-09-01"
    assert counts(ledger, "CINdetails") == (2, 1, 1, 0)
    assert counts(ledger, "ChildProtectionPlans") == (2, 1, 1, 0)
    assert counts(ledger, "Reviews") == (2, 1, 1, 0)
    assert counts(ledger, "Section47") == (2, 2, 0, 0)
    assert {(each.where, each.reason) for each in ledger.rejects} == {
        ("2023.xml", "a later census holds it too")
    }


def test_a_plan_that_the_later_census_holds_still_shows_which_conference_led_to_it(tmp_path):
    episode = referral(enquiry("2023-03-10", "2023-03-20"), plan("2023-03-20")).replace(
        "2023-05-02", "2023-03-02"
    )
    folder = two_years(
        tmp_path / "years", child(episode), child(episode.replace(enquiry("2023-03-10", "2023-03-20"), ""))
    )
    ledger = cin_census.read(folder, tmp_path / "events")
    assert counts(ledger, "ChildProtectionPlans") == (2, 1, 1, 0)
    (event,) = events(tmp_path / "events", "enquiries")
    assert event["planned"] == "true"


def test_what_the_later_census_has_wrong_is_taken_from_the_earlier(tmp_path):
    wrong = referral("<CINclosureDate>soon</CINclosureDate>")
    ledger = cin_census.read(
        two_years(tmp_path / "years", child(referral()), child(wrong)), tmp_path / "events"
    )
    assert counts(ledger, "CINdetails") == (2, 1, 0, 1)


def test_one_census_says_that_re_referrals_come_out_too_low(census):
    assert any("share of re-referrals comes out too low" in note for note in census(child(referral())).notes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"of_2023": {"year": 2024}}, "are both the census of 2024"),
        ({"of_2023": {"lea": "301"}}, "are of two authorities"),
    ],
)
def test_two_censuses_that_do_not_belong_together_are_refused(tmp_path, changes, says):
    folder = tmp_path / "years"
    folder.mkdir()
    for year in (2023, 2024):
        how = {"year": year} | changes.get(f"of_{year}", {})
        text = census_file.header(**how) + f"<Children>{child(referral())}</Children></Message>"
        (folder / f"{year}.xml").write_text(text, encoding="utf-8")
    with pytest.raises(CannotRead, match=says):
        cin_census.read(folder, tmp_path / "events")


def test_a_folder_without_a_census_is_said(tmp_path):
    with pytest.raises(CannotRead, match="There is no XML file in"):
        cin_census.read(tmp_path, tmp_path / "events")
