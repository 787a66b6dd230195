"""The catalogue as it stands, and what a mistake in it says."""

import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from lscp import rulebook
from lscp.rulebook import RulebookError
from lscp.scorecard import measures
from lscp.scorecard.catalogue import (
    Polarity,
    Unit,
    UnknownIndicator,
    catalogue,
    chapters,
    definition,
    indicator,
)

ALL = catalogue().values()
CAUTIOUS = ["I41", "I47", "I48", "I48-CHANNEL", "I74", "I76", "I76-OPEN", "I81", "I120", "I134"]


def test_ninety_indicators_and_more_are_in_the_catalogue():
    assert len(ALL) >= 90


def test_every_number_of_the_published_list_is_there():
    assert set(range(1, 92)) - {each.number for each in ALL} == set()


def test_every_entry_can_be_understood_by_a_councillor():
    assert [each.code for each in ALL if not each.question.endswith("?")] == []
    texts = [(each.code, text) for each in ALL for text in (each.meaning, each.why)]
    assert [(code, text) for code, text in texts if not text.endswith(".")] == []
    assert [(code, text) for code, text in texts if not 5 <= len(text.split()) <= 80] == []
    assert [each.code for each in ALL if each.name == each.meaning or not each.data_source] == []


def test_a_share_or_rate_says_out_of_what():
    divided = {each.code for each in ALL if each.unit.per is not None or each.unit == Unit.DAYS}
    assert divided == {each.code for each in ALL if each.denominator is not None}


def test_what_has_no_source_or_was_read_in_part_carries_a_caution():
    careful = [each for each in ALL if each.unsure or each.confidence == "C"]
    assert len({each.confidence for each in careful}) > 1
    assert [each.code for each in careful if not each.caution] == []


@pytest.mark.parametrize("code", CAUTIOUS)
def test_small_and_sensitive_numbers_have_the_small_class(code):
    assert indicator(code).disclosure == "small"


def test_deaths_have_a_class_of_their_own():
    assert {each.code for each in ALL if each.disclosure == "death"} == {
        *("I78", "I78-REVIEWED", "I79", "I80", "I123-CHILDREN", "I123-ADULTS")
    }


def test_the_nhs_rules_hold_for_what_hospitals_count():
    assert {indicator(code).disclosure for code in ("I51", "I52", "I53-CHILD", "I56-ALCOHOL", "I58")} == {
        "nhs"
    }


def test_only_numbers_about_schools_staff_and_the_partnership_itself_are_without_a_class():
    unclassed = {each.number for each in ALL if each.disclosure == "none"}
    assert unclassed <= {68, 83, 84, 86, 88, 89, 90, 91}


def test_names_are_told_apart():
    names = [each.name for each in ALL]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_chapter_begins_where_the_last_one_ended():
    firsts = [chapter.indicators[0].number for chapter in chapters()]
    assert firsts == sorted(firsts)


def test_every_measure_that_is_counted_has_an_entry():
    """`lscp return compute` writes nothing that nobody has explained."""
    counted = {code: set(indicator(code).computed_from) for code in measures.MEASURES}
    assert [code for code, source in counted.items() if not source & {"annex-a", "cin-census", "csv"}] == []


def test_what_is_said_to_be_read_from_an_extract_is_measured():
    read = {each.code for each in ALL if {"annex-a", "cin-census"} & set(each.computed_from)}
    assert read and read - set(measures.MEASURES) == set()


def test_what_is_said_to_be_published_is_read_and_compared():
    read = re.findall(r"indicator: (I\d+[-A-Z]*)", (rulebook.FOLDER / "extracts/published.yaml").read_text())
    assert {each.code for each in ALL if "published" in each.computed_from} == set(read)
    assert [code for code in read if not indicator(code).comparators] == []


# --- definitions have dates


def test_a_definition_is_the_one_of_its_time():
    assert "15%" in definition("I61", date(2015, 8, 31)).numerator
    assert "10%" in definition("I61", date(2015, 9, 1)).numerator
    assert indicator("I61").latest.version == 2
    assert indicator("I61").version(1).numerator == definition("I61", date(2010, 1, 1)).numerator


def test_a_figure_from_before_the_first_definition_is_refused():
    with pytest.raises(UnknownIndicator, match="no definition for 2021-03-31"):
        definition("I137", date(2021, 3, 31))


def test_an_unknown_code_is_answered_with_those_of_the_same_number():
    with pytest.raises(UnknownIndicator, match="Did you mean I21-NEG, I21-EMO"):
        indicator("I21")
    with pytest.raises(UnknownIndicator, match="no indicator 'X1'"):
        indicator("X1")
    with pytest.raises(UnknownIndicator, match="no definition version 9"):
        indicator("I05").version(9)


def test_the_breaks_that_everybody_asks_about_are_marked():
    marked = {(code, each.on) for code in catalogue() for each in catalogue()[code].breaks}
    for expected in [
        ("I51", date(2022, 4, 1)),
        ("I61", date(2015, 9, 1)),
        ("I65", date(2024, 9, 1)),
        ("I05", date(2024, 4, 1)),
        ("I12-CCE", date(2021, 4, 1)),
    ]:
        assert expected in marked


# --- units


@pytest.mark.parametrize(
    ("unit", "numerator", "denominator", "shown"),
    [
        (Unit.COUNT, 1234, None, "1,234"),
        (Unit.PERCENT, 543_210, 643_170, "84.5%"),
        (Unit.PERCENT, 1, 2000, "0.1%"),
        (Unit.PERCENT, 0, 7, "0.0%"),
        (Unit.PERCENT, 0, 0, "not applicable"),
        (Unit.PER_10000, 399_460, 11_998_646, "332.9 per 10,000"),
        (Unit.PER_10000, 399_460, 12_059_476, "331.2 per 10,000"),
        (Unit.PER_10000, 399_460, None, "399,460"),
        (Unit.DAYS, 1, 4, "1 day"),
        (Unit.DAYS, 12.0, 4, "12 days"),
        (Unit.DAYS, 12.5, 4, "12.5 days"),
        (Unit.POUNDS, 157_719, None, "£157,719"),
        (Unit.EACH, 332, 20, "16.6 each"),
    ],
)
def test_a_figure_is_shown_as_people_read_it(unit, numerator, denominator, shown):
    assert unit.show(numerator, denominator) == shown


def test_an_entry_may_want_more_decimals_than_its_unit():
    assert indicator("I64").show(11, 12_345) == "0.09 per 100"
    assert indicator("I64").unit.figure(11, 12_345, 2) == Decimal("0.09")


def test_each_polarity_has_words_for_the_reader():
    assert len({polarity.words for polarity in Polarity}) == 4


# --- a mistake is named


@pytest.fixture
def folder(tmp_path):
    """A copy of the rulebook that a test may spoil."""
    return shutil.copytree(rulebook.FOLDER, tmp_path / "rulebook")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("code: I14\n", "code: i14\n", "code"),
        ("code: I14\n", "code: I15\n", "I15 is given twice"),
        ("        denominator: Strategy discussions held in the period\n", "", "percent needs a denominator"),
        ("    themes: [information-sharing, challenge]", "    themes: [weather]", "the theme weather"),
        ("  owner: council", "  owner: witches", "the owner witches"),
        ("polarity: band", "polarity: context", "needs a band with its reason"),
        ("unit: percent", "unit: proportion", "unit"),
        ("      - version: 1\n", "      - version: 2\n", "definition versions run 1, 2, 3"),
        ("kind: stock", "kind: flow", "a stock is a snapshot"),
        (
            "    citation: Working Together names",
            "    citation: ''\n    x: Working Together names",
            "citation",
        ),
        ("sources: [S50, S49]", "sources: [S50, S999]", "source S999 is not in sources.yaml"),
        ("sources: [S50, S49]", "sources: []", "confidence A needs at least one source"),
    ],
)
def test_a_mistake_in_an_entry_is_named(folder, old, new, says):
    path = folder / "indicators" / "child-protection.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError, match="indicators") as error:
        catalogue(folder=folder)
    assert says in str(error.value)


def test_an_entry_without_source_or_caution_is_refused(folder):
    path = folder / "indicators" / "child-protection.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    unsure = next(place for place, line in enumerate(lines) if line.strip() == "confidence: UOK")
    del lines[unsure + 1 : lines.index("", unsure)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RulebookError, match="needs a caution"):
        catalogue(folder=folder)


def test_a_later_definition_says_what_changed(folder):
    path = folder / "indicators" / "education.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("        what: The threshold is 10%")
    path.write_text(text[:start] + text[text.index("    citation", start) :], encoding="utf-8")
    with pytest.raises(RulebookError, match="version 2 must say what changed"):
        catalogue(folder=folder)


def test_definitions_follow_each_other(folder):
    path = folder / "indicators" / "education.yaml"
    text = path.read_text(encoding="utf-8")
    later = "      - version: 2\n        from: 2015-09-01\n"
    assert later in text
    path.write_text(text.replace(later, "      - version: 2\n"), encoding="utf-8")
    with pytest.raises(RulebookError, match="version 2 must begin after version 1"):
        catalogue(folder=folder)
