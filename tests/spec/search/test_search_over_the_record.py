"""Search: what it finds, for whom, and what it says when there is nothing."""

from datetime import date

import pytest

from lscp import scope
from lscp.briefing.search import KINDS, search
from lscp.golden_thread import operations as thread
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.sources.committee import operations as committee
from tests.factories.committee_paper import COPY

DAY = date(2025, 5, 6)


def keep_a_thread(
    world, text, *, owner="school", finding="Something was learned", title="Audit of case files"
):
    """One thread with an action and its evidence; returns the recommendation."""
    source = thread.open_source(
        world.partnership, kind="multi-agency-audit", title=title, happened_on=DAY, by=world.manager
    )
    found = thread.record_finding(source, text=finding, quotation="In their own words.", by=world.manager)
    agency = world.agencies[owner]
    recommendation = thread.recommend(found, text=text, addressed_to=[agency], by=world.manager, on=DAY)
    thread.assign(recommendation, text=f"Action on: {text}", owner_agency=agency, by=world.manager, on=DAY)
    return recommendation


@pytest.fixture
def record(inside):
    keep_a_thread(
        inside,
        "Make sure children with bruises are seen the same day",
        finding="Practitioners were not curious about the injury",
    )
    keep_a_thread(
        inside, "Tell the LADO about every allegation", owner="police", title="Review of allegations"
    )
    partnerships.set_priority(
        inside.partnership, title="Neglect", plain_words="Every child has enough to eat.", started=DAY
    )
    partnerships.open_group(
        inside.partnership,
        name="Domestic abuse sub-group",
        kind="subgroup",
        started=DAY,
        terms_of_reference="Watches over help for families.",
    )
    return inside


def found(question, kind):
    return ["".join(words for words, _ in hit.title) for hit in search(question).hits.get(kind, [])]


# ── What is found ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_is_found_in_any_of_its_forms(record):
    assert found("child bruise", "recommendation") == [
        "Make sure children with bruises are seen the same day"
    ]
    assert found("curiosity", "finding") == ["Practitioners were not curious about the injury"]
    assert found("neglected", "priority") == ["Neglect"]


def test_an_abbreviation_finds_the_name_and_a_name_the_abbreviation(record):
    assert found("local authority designated officer", "recommendation") == [
        "Tell the LADO about every allegation"
    ]
    assert found("DA", "group") == found("domestic violence", "group") == ["Domestic abuse sub-group"]


def test_an_abbreviation_is_a_word_and_not_some_letters(record):
    """“DA” stands in the letters of “same day”, and that is no find."""
    assert found("DA", "recommendation") == []


def test_every_kind_of_record_is_searched(record):
    recommendation = keep_a_thread(
        record, "Zebra crossing outside each school", finding="zebra", title="Zebra"
    )
    action = recommendation.actions.get()
    thread.add_evidence(action, kind="statement", text="The zebra is painted", as_of=DAY, by=record.manager)
    paper = committee.stage(
        COPY.replace("damp homes", "zebra crossings").encode(),
        name="a.txt",
        partnership=record.partnership,
        by=record.manager,
    )
    committee.accept_all_remaining(paper, by=record.manager, on=DAY)
    partnerships.add_agency(record.partnership, name="Zebra Trust", sector="voluntary", started=DAY)
    partnerships.set_priority(record.partnership, title="Zebras", plain_words="x", started=DAY)
    partnerships.open_group(record.partnership, name="Zebra group", kind="subgroup", started=DAY)
    kinds = set(search("zebra").hits)
    assert kinds >= {
        "recommendation",
        "action",
        "finding",
        "source",
        "evidence",
        "question",
        "agency",
        "priority",
        "group",
    }


def test_all_words_must_be_held_but_not_in_one_text(record):
    assert found("curious own words", "finding") == ["Practitioners were not curious about the injury"]
    assert found("curious allegation", "finding") and search("curious allegation").partly


def test_when_nothing_holds_every_word_it_says_so_and_shows_what_holds_some(record):
    result = search("bruises zeppelin")
    assert result.partly and result.hits["recommendation"]
    assert not search("bruises").partly


def test_what_is_found_is_marked_where_it_stands(record):
    (hit,) = search("child bruising seen").hits["recommendation"] or [None]
    assert [words for words, marked in hit.title if marked] == ["children", "bruises", "seen"]


def test_a_long_text_is_cut_around_what_was_found(inside):
    long = "word " * 200 + "peer mentors " + "word " * 200
    keep_a_thread(inside, long)
    (hit,) = search("peer mentors").hits["recommendation"]
    shown = "".join(words for words, _ in hit.title)
    assert shown.startswith("… ") and shown.endswith(" …") and "peer mentors" in shown
    assert len(shown) < 250


def test_a_find_in_the_title_comes_before_one_in_the_text(inside):
    partnerships.set_priority(inside.partnership, title="Later", plain_words="About vaping.", started=DAY)
    partnerships.set_priority(inside.partnership, title="Vaping", plain_words="x", started=date(2022, 1, 1))
    assert found("vaping", "priority") == ["Vaping", "Later"]


def test_the_newest_comes_first_among_equals(inside):
    for year in (2022, 2024, 2023):
        partnerships.open_group(
            inside.partnership, name=f"Vaping {year}", kind="subgroup", started=date(year, 1, 1)
        )
    assert found("vaping", "group") == ["Vaping 2024", "Vaping 2023", "Vaping 2022"]


def test_signs_of_the_database_are_words_like_others(record):
    assert search("100% _x_ \\ '").count == 0
    assert search("%").terms == []


# ── Nothing found ─────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_found_says_so_and_offers_a_near_word(record):
    result = search("neglekt")
    assert result.count == 0
    assert "neglect" in result.instead


def test_nothing_near_is_not_made_up(record):
    result = search("zeppelin airship")
    assert result.count == 0 and result.instead == []


def test_only_question_words_is_no_search(record):
    assert search("what is the").terms == [] and search("").count == 0


# ── For whom ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_agency_contact_finds_what_is_asked_of_them_and_nothing_of_others(record):
    with scope.within(scope_of(record.agency_contact)):
        assert found("bruises", "recommendation") and found("bruises", "action")
        assert search("allegation").count == 0
        assert search("LADO").count == 0


def test_an_agency_contact_finds_no_question_of_the_committee(record):
    paper = committee.stage(COPY.encode(), name="a.txt", partnership=record.partnership, by=record.manager)
    committee.accept_all_remaining(paper, by=record.manager, on=DAY)
    assert search("damp").hits["question"]
    with scope.within(scope_of(record.agency_contact)):
        assert "question" not in search("damp").hits


def test_another_partnership_finds_nothing_and_is_offered_nothing_of_ours(record, elsewhere):
    partnerships.set_priority(record.partnership, title="Quokkas", plain_words="Only here.", started=DAY)
    with scope.within(scope_of(elsewhere.manager)):
        assert search("bruises").count == 0
        result = search("Quokkaz")
        assert result.count == 0 and result.instead == []


def test_outside_a_scope_nothing_is_searched(world):
    with pytest.raises(scope.OutsideScope):
        search("neglect")


# ── What it costs ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_search_is_one_query_a_kind_however_many_records_there_are(inside, django_assert_num_queries):
    for upto in (3, 30):
        for number in range(upto):
            keep_a_thread(inside, f"Vaping is talked about in year {number}")
        with django_assert_num_queries(len(KINDS)):
            assert search("vaping").hits["recommendation"]


def test_a_question_of_very_many_words_is_still_answered(record):
    many = " ".join(f"{first}{second}" for first in "qxzvk" for second in "bcdfghjklmnp")
    assert search(many + "\x00").count == 0
    assert search("bruises " + many).partly
