"""The files in rulebook/ are complete, consistent and honest about what they know."""

import re
from datetime import date
from pathlib import Path

import pytest

from lscp import rulebook
from lscp.clocks.duties import load
from lscp.partnerships.models import Agency, Group

FACTS = Path(__file__).resolve().parents[3].parent / "shared" / "domain" / "statutory.md"
EDITIONS = [(duty, edition) for duty in load().values() for edition in duty.editions]
REQUIREMENTS = [item for each in rulebook.requirement_sets() for item in each.items]


def facts():
    if not FACTS.exists():
        pytest.skip("the compiled statutory facts are not beside this checkout")
    return FACTS.read_text(encoding="utf-8")


def test_every_clock_of_the_compiled_facts_is_a_duty():
    section = facts().split("## 2. Statutory")[1].split("## 3. ")[0]
    codes = set(re.findall(r"^\| (C\d\d[a-z]?) \|", section, re.M))
    assert len(codes) > 50
    assert codes <= set(load())


def test_every_required_item_of_the_compiled_facts_is_in_a_set_with_its_confidence():
    section = facts().split("### 1.2 ")[1].split("### 1.3 ")[0]
    rows = re.findall(r"^\| ((?:L|W\d\d)-\d\d) \|.*\| ([A-Z]+)[^|]*\|$", section, re.M)
    ours = {item.id: item.confidence for item in REQUIREMENTS}
    assert len(rows) > 30
    assert {number: ours.get(number) for number, _ in rows} == dict(rows)


def test_a_duty_is_never_surer_than_the_compiled_facts():
    section = facts().split("## 2. Statutory")[1].split("## 3. ")[0]
    read = {}
    for line in section.splitlines():
        if found := re.match(r"\| (C\d\d[a-z]?) \|.*\| ([^|]*) \|$", line):
            read[found[1]] = set(re.findall(r"\b(UOK|A|B|C)\b", found[2].split(";")[0].split("(")[0]))
    for duty, edition in EDITIONS:
        known = read.get(duty.code) or read.get(duty.code[:3])
        if known and edition.edition not in ("WT2015", "WT2026"):
            assert edition.confidence in known | {"UOK"}, (duty.code, known)


@pytest.mark.parametrize(("duty", "edition"), EDITIONS, ids=[f"{d.code} {e.edition}" for d, e in EDITIONS])
def test_an_edition_without_a_source_carries_a_caution_and_one_with_a_source_does_not_claim_to_have_none(
    duty, edition
):
    if edition.unsure:
        assert edition.caution
    else:
        assert edition.sources


def test_every_source_that_is_listed_is_used():
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in rulebook.FOLDER.rglob("*.yaml")
        if path.name != "sources.yaml"
    )
    unused = [s.number for s in rulebook.all_sources() if not re.search(rf"\b{re.escape(s.number)}\b", text)]
    assert unused == []


@pytest.mark.parametrize(
    ("period_end", "code"),
    [
        (date(2012, 3, 31), "lscb2015"),
        (date(2019, 3, 31), "lscb2015"),
        (date(2020, 3, 31), "wt2018"),
        (date(2023, 3, 31), "wt2018"),
        (date(2024, 3, 31), "wt2023"),
        (date(2025, 3, 31), "wt2023"),
        (date(2026, 3, 31), "wt2026"),
        (date(2031, 3, 31), "wt2026"),
    ],
)
def test_the_last_day_of_the_period_decides_what_a_report_must_contain(period_end, code):
    assert rulebook.requirement_set_for(period_end).code == code


@pytest.mark.parametrize(
    ("period_end", "began", "code"),
    [
        (date(2019, 3, 31), date(2018, 9, 1), "wt2018"),
        (date(2019, 3, 31), date(2019, 9, 1), "lscb2015"),
        (date(2019, 12, 31), date(2019, 9, 1), "wt2018"),
        (date(2025, 3, 31), date(2019, 9, 1), "wt2023"),
    ],
)
def test_an_area_s_own_change_from_board_to_partnership_decides_in_between(period_end, began, code):
    assert rulebook.requirement_set_for(period_end, arrangements_began=began).code == code


def test_the_set_of_2026_keeps_the_items_of_2023_and_says_that_its_text_was_not_read():
    found = rulebook.requirement_set("wt2026")
    earlier = rulebook.requirement_set("wt2023")
    assert {item.id for item in earlier.items} < {item.id for item in found.items}
    assert "has not been read" in found.note
    assert all("has not been read" in item.caution for item in found.items if item.id.startswith("W26"))


def test_an_item_that_came_later_is_not_asked_of_an_earlier_report():
    early = {item.id for item in rulebook.requirement_set_for(date(2014, 3, 31)).items}
    late = {item.id for item in rulebook.requirement_set_for(date(2016, 3, 31)).items}
    assert late - early == {"L-07", "L-08"}


def test_every_section_but_the_plain_ones_answers_some_requirement():
    met = {section for item in REQUIREMENTS for section in item.sections}
    unmet = {section.code for section in rulebook.sections()} - met
    assert unmet == {"area", "membership", "compliance"}


def test_an_unknown_set_lists_those_there_are():
    with pytest.raises(rulebook.RulebookError, match="lscb2015, wt2018, wt2023, wt2026"):
        rulebook.requirement_set("wt2099")


@pytest.mark.parametrize("name", ["agency-sectors", "glossary", "group-kinds", "source-kinds", "themes"])
def test_a_vocabulary_has_short_plain_meanings(name):
    for term in rulebook.vocabulary(name).terms:
        assert 4 <= len(term.meaning.split()) <= 40, term.code
        assert term.meaning.endswith("."), term.code


def test_the_glossary_explains_at_least_forty_terms_and_no_abbreviation_twice():
    terms = rulebook.vocabulary("glossary").terms
    short = [term.short for term in terms if term.short]
    assert len(terms) >= 40
    assert len(short) == len(set(short))


def test_the_record_s_own_codes_are_those_of_the_vocabularies():
    assert {code for code, _ in Agency.SECTORS} == {
        t.code for t in rulebook.vocabulary("agency-sectors").terms
    }
    assert {code for code, _ in Group.KINDS} == {t.code for t in rulebook.vocabulary("group-kinds").terms}
