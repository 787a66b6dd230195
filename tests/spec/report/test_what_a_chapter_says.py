"""The small markup of a chapter, the live parts of the record, and what changed between two texts."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lscp import scope
from lscp.golden_thread import operations as thread
from lscp.golden_thread.models import Finding, Recommendation
from lscp.publication import checks, facts, narrative, operations, queries
from lscp.publication import document as d
from lscp.publication.compose import compose
from lscp.publication.differences import Difference, differences
from lscp.publication.models import Chapter

NAMES = narrative.Names(
    live={"groups": narrative.Live("Groups", (d.Paragraph("GROUPS"),), (d.Section("g", "A group"),))},
    figures={"actions": d.Figure(12)},
    claims={1: d.Claim("It changed.")},
)


def read(text):
    return narrative.read(text, NAMES, code="c")


def test_empty_lines_end_paragraphs_and_other_line_ends_do_not():
    blocks, _ = read("One\nline.\r\n\r\nTwo.\n \nThree.")
    assert [d.plain(block.spans) for block in blocks] == ["One line.", "Two.", "Three."]


def test_dashes_make_a_list_even_right_under_a_sentence():
    blocks, _ = read("We did:\n- one\n- two\n  and more\nAfter")
    assert blocks[0] == d.Paragraph("We did:")
    assert [d.plain(item) for item in blocks[1].items] == ["one", "two and more After"]


def test_headings_make_parts_of_the_chapter():
    blocks, sections = read("Before.\n## Early help\nInside.\n## Schools\n- a point")
    assert blocks == (d.Paragraph("Before."),)
    assert [(s.code, s.heading, len(s.blocks)) for s in sections] == [
        ("c-1", "Early help", 1),
        ("c-2", "Schools", 1),
    ]


def test_a_live_part_stands_where_its_name_stands_and_brings_its_sections_at_the_end():
    blocks, sections = read("Before.\n\n[[groups]]\n\nAfter.")
    assert [d.plain(block.spans) for block in blocks] == ["Before.", "GROUPS", "After."]
    assert [section.heading for section in sections] == ["A group"]


def test_a_figure_stands_inside_its_sentence_and_a_claim_on_its_own():
    blocks, _ = read("There were [[actions]] actions.\n\n[[claim 1]]")
    assert blocks[0].spans == ("There were ", d.Figure(12), " actions.")
    assert blocks[1] == d.Claim("It changed.")


PASTED = """Table: Plans by ward
Ward\t2023/24\tPlans\tShare
North\t10\t1,200\t48%
South\t20\t1,300\t52%
Total\t30\t2,400\t100%
From our system."""


@pytest.mark.parametrize(
    "text",
    [
        PASTED,
        PASTED.replace("\t", " | "),
        PASTED.replace("by ward\n", "by ward\n\n").replace("\n", "\r\n"),
        "Table 1: Plans by ward\n| Ward | 2023/24 | Plans | Share |\n|---|---|---:|---|\n| North | 10 | 1,200 | 48% |\n"
        "| South | 20 | 1,300 | 52%|\n| Total | 30 | 2,400 | 100% |\n\nFrom our system.",
    ],
)
def test_a_table_is_pasted_or_typed_row_by_row_and_its_numbers_are_numbers(text):
    (table, after), _ = narrative.read(text, narrative.Names(), code="x")
    assert (table.caption, [column.heading for column in table.columns]) == (
        "Plans by ward", ["Ward", "2023/24", "Plans", "Share"],
    )  # fmt: skip
    assert table.rows == (("North", 10, 1200, 48), ("South", 20, 1300, 52), ("Total", 30, 2400, 100))
    assert table.columns[3].unit == "%" and d.plain(after.spans) == "From our system."
    document = d.Document(
        "Report", "Thornley", date(2024, 4, 1), date(2025, 3, 31), (d.Section("x", "Plans", (table,)),)
    )
    wrong = [finding for finding in checks.check(document).findings if finding.severity == checks.ERROR]
    assert ["add up to 2,500" in finding.message for finding in wrong] == [True]


def test_a_figure_of_the_record_in_a_cell_keeps_what_is_known_of_it():
    figure = d.Figure(7, indicator="I06", period_end=date(2025, 3, 31))
    names = narrative.Names(figures={"reviews": figure})
    (table,), _ = narrative.read("Table: Reviews\n\tDone\nAll\t[[reviews]]\nLate\tc", names, code="x")
    assert table.rows[:1] == (("All", 7),) and table.figures == (figure,)
    assert table.columns[0].heading == "" and isinstance(table.rows[1][1], d.Hidden)


def test_lists_from_word_single_lines_and_rules_are_no_tables():
    assert read("Points:\n•\tone\n• two") == read("Points:\n- one\n- two")
    for text in ("1.\tone\n2.\ttwo", "- a | b\n- c | d", "One a | b line", "---|---\n| |"):
        blocks, _ = narrative.read(text, narrative.Names(), code="x")
        assert not any(isinstance(block, d.Table) for block in blocks), text


@given(st.text("ab1 |-:\t\n[]%£#T", max_size=60))
def test_whatever_is_typed_is_read(text):
    narrative.read(text, narrative.Names(), code="x")


def test_html_is_words_and_nothing_else():
    blocks, _ = read("<script>alert(1)</script> & co")
    assert blocks == (d.Paragraph("<script>alert(1)</script> & co"),)


def test_names_that_stand_for_nothing_are_found_and_not_printed():
    text = "[[nothing]]\n\nThere were [[no_such]] of them. [[claim 9]]"
    assert narrative.unknown_names(text, NAMES) == ["nothing", "no_such", "claim 9"]
    blocks, _ = read(text)
    assert [d.plain(block.spans) for block in blocks] == ["There were  of them. "]


def test_the_words_of_a_chapter_are_those_that_somebody_wrote():
    assert narrative.words("[[groups]]\n\n## Early help\n\nText") == "Early help Text"
    assert narrative.words("[[groups]]\n") == ""


# ── The record ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def several(world, report):
    """Three more recommendations: one declined, one closed on its impact, one made a year earlier and open."""
    finding = Finding.everywhere.get()

    def recommend(text, on):
        return thread.recommend(
            finding, text=text, addressed_to=[world.agencies["school"]], on=on, by=world.manager
        )

    declined = recommend("Visit every home twice.", date(2023, 7, 1))
    thread.respond(
        declined,
        agency=world.agencies["school"],
        verdict="decline",
        reason="Nobody could be spared.",
        on=date(2023, 7, 9),
        by=world.agency_contact,
    )
    recommend("Write to each family.", date(2022, 7, 1))
    closed = recommend("Read the file first.", date(2023, 8, 1))
    test = thread.state_test(
        closed,
        text="Children say that they told their story once.",
        before="Four of ten said so in 2022.",
        judge_on=date(2024, 1, 10),
        on=date(2023, 8, 2),
        by=world.manager,
    )
    thread.judge_impact(
        test,
        verdict="changed",
        after="Nine of ten said so.",
        on=date(2024, 1, 10),
        evidence=[thread.Proof("figure", "9 of 10 children asked", date(2024, 1, 5), "Voice survey")],
        by=world.manager,
    )
    return report


def part(report, name):
    with scope.of_partnership("thornley"):
        live, figures = facts.gather(report, as_of=date(2024, 5, 1))
    return live[name], figures


def test_the_tracker_counts_each_recommendation_once_and_its_totals_add_up(several):
    live, _ = part(several, "recommendations")
    table = live.blocks[0]
    assert table.total_row and table.total_column
    *rows, total = table.rows
    assert (
        total[-1]
        == sum(row[-1] for row in rows)
        == Recommendation.everywhere.exclude(kind="ask").count()
        == 4
    )
    assert all(row[-1] == sum(row[1:-1]) for row in table.rows)


def test_a_figure_in_a_sentence_says_of_how_many_for_which_period_from_where_and_when(several):
    _, figures = part(several, "recommendations")
    declined = figures["recommendations_declined"]
    assert (declined.value, declined.numerator, declined.denominator) == (1, 1, 4)
    assert (declined.period_start, declined.period_end) == (several.period_start, several.period_end)
    assert declined.source and declined.as_of == date(2024, 5, 1)
    assert figures["recommendations_made"].value == 3


def test_a_declined_recommendation_prints_its_reason(several):
    live, _ = part(several, "each_recommendation")
    assert any("Nobody could be spared." in row[2] for row in live.blocks[0].rows)


def test_a_judged_change_is_a_claim_with_its_evidence_as_it_was_quoted(several):
    live, _ = part(several, "impacts")
    claim = next(block for block in live.blocks if isinstance(block, d.Claim))
    assert claim.impact
    assert [(e.label, e.quoted, e.as_of) for e in claim.evidence] == [
        ("Voice survey", "9 of 10 children asked", date(2024, 1, 5))
    ]


def test_what_is_composed_is_short_sentences_though_the_record_has_no_full_stops(world, several):
    live, _ = part(several, "impacts")
    claim = next(block for block in live.blocks if isinstance(block, d.Claim))
    assert d.plain(claim.spans) == (
        "At the start, four of ten said so in 2022. When we looked again, nine of ten said so. That is a change. "
        "We tested this: children say that they told their story once."
    )
    assert d.sentence("9 of 41 shops") == "9 of 41 shops."
    assert (
        d.sentence("Is it so?") == "Is it so?"
        and d.sentence("“It is.”") == "“It is.”"
        and d.sentence("") == ""
    )


def test_what_was_judged_after_the_period_was_not_known_in_it(world, several):
    test = thread.state_test(
        Recommendation.everywhere.get(text="Write to each family."),
        text="Families say that they were written to",
        before="None in ten",
        judge_on=date(2024, 6, 10),
        on=date(2023, 8, 2),
        by=world.manager,
    )
    evidence = [thread.Proof("figure", "8 of 10", date(2024, 6, 5), "Survey")]
    thread.judge_impact(
        test,
        verdict="changed",
        after="Eight in ten",
        on=date(2024, 6, 10),
        evidence=evidence,
        by=world.manager,
    )
    live, figures = part(several, "impacts")
    assert [d.plain(block.spans) for block in live.blocks if isinstance(block, d.Paragraph)] == [
        "Not known yet: Families say that they were written to. At the start: None in ten. "
        "It was judged after this period, on 10 June 2024."
    ]
    assert (figures["impacts_changed"].value, figures["impacts_not_known_yet"].value) == (1, 1)


def test_the_counts_of_the_partnerships_own_work_say_that_they_count_no_people(several):
    with scope.of_partnership("thornley"):
        live, figures = facts.gather(several)
    tables = [block for one in live.values() for block in one.blocks if isinstance(block, d.Table)]
    assert len(tables) >= 3
    assert {one.scope for one in (*tables, *figures.values())} == {d.NOT_PEOPLE}


def test_nothing_done_about_a_priority_is_said_and_not_left_out(world, report):
    from lscp.partnerships import operations as partnerships

    partnerships.set_priority(
        world.partnership, title="Neglect", plain_words="Seen sooner.", started=date(2022, 4, 1)
    )
    live, _ = part(report, "priorities")
    said = [d.plain(block.spans) for block in live.sections[0].blocks]
    assert said[-1] == "How this priority stood at the end of the period has not been recorded."


def test_another_partnerships_record_is_not_in_the_report(elsewhere, report):
    from tests.spec.report.writing import a_thread

    a_thread(elsewhere)
    thread.recommend(
        Finding.everywhere.get(source__partnership=elsewhere.partnership),
        text="Only for Eastmere.",
        on=date(2023, 7, 1),
        by=elsewhere.manager,
    )
    said = d.to_json(compose(report))
    assert "Only for Eastmere." not in said and "eastmere" not in said


def test_the_same_record_gives_the_same_text_and_the_facts_come_back_as_they_were_kept(several):
    assert d.checksum(compose(several)) == d.checksum(compose(several))
    with scope.of_partnership("thornley"):
        live, figures = facts.gather(several)
    kept = d.from_json(d.to_json(facts.as_document(several, live, figures)))
    assert facts.from_document(kept) == (live, figures)


def test_every_required_item_is_met_by_a_chapter_or_said_to_be_missing(report):
    document = compose(report)
    table = next(block for s in document.sections if s.code == "compliance" for block in s.blocks)
    where = {row[0]: row[2] for row in table.rows}
    assert where["W23-15"] == "section 10 “Education”"
    assert where["W23-17"] == "Not met"
    assert sum(place != "Not met" for place in where.values()) == int(table.note.split()[0])


def test_an_empty_chapter_is_left_out_and_its_number_goes_to_the_next(world, report):
    row = Chapter.everywhere.get(report=report, code="foreword")
    operations.write_chapter(row, narrative="", version=row.version, by=world.manager)
    assert compose(report).sections[0].code == "about"


def test_the_glossary_explains_the_words_that_the_text_uses_and_no_others(world, report):
    row = Chapter.everywhere.get(report=report, code="foreword")
    operations.write_chapter(
        row, narrative="CAMHS helped us.", version=row.version, by=world.manager, meets=row.meets
    )
    terms = {term.term for term in compose(report).glossary}
    assert "Child and adolescent mental health services (CAMHS)" in terms
    assert "Children in need census (CIN census)" not in terms


def test_findings_lead_to_the_chapter_that_they_are_about(world, report):
    row = Chapter.everywhere.get(report=report, code="voice")
    text = f"{row.narrative}\n\n## Said to us\n\nHer NHS number is 943 476 5919."
    operations.write_chapter(row, narrative=text, version=row.version, by=world.manager)
    tasks = {task.chapter.code: task for task in queries.desk(report).tasks}
    assert [f.check for f in tasks["voice"].findings if f.severity == "error"] == ["identifying-detail"]
    assert not [f for f in tasks["training"].findings if f.severity == "error"]


# ── What changed ──────────────────────────────────────────────────────────────────────────────────────────


def _document(*paragraphs, rows=((1,),)):
    blocks = (*map(d.Paragraph, paragraphs), d.Table("T", ("N",), rows, row_header=False))
    return d.Document("R", "P", date(2023, 4, 1), date(2024, 3, 31), (d.Section("a", "About", blocks),))


def test_the_changed_comma_itself_is_marked_and_nothing_else():
    was, now = Difference("", "We met and spoke.", "We met, and spoke.").marked
    assert now == [("We met", False), (",", True), (" and spoke.", False)]
    assert was == [("We met", False), (" and spoke.", False)]
    for text, runs in (("We met and spoke.", was), ("We met, and spoke.", now)):
        assert "".join(words for words, _ in runs) == text


def test_long_texts_that_share_only_their_ends_are_marked_without_comparing_each_word():
    one, other = " ".join(["one", "more"] * 2000), " ".join(["other", "word"] * 2000)
    began = time.process_time()
    was, now = Difference("", f"We {one} end.", f"We {other} end.").marked
    assert was == [("We ", False), (one, True), (" end.", False)]
    assert now == [("We ", False), (other, True), (" end.", False)]
    assert time.process_time() - began < 1, "compared word by word it takes ten seconds"


def test_a_changed_comma_an_added_line_and_a_changed_cell_are_each_one_difference():
    before = _document("We met, and spoke.", "Last.")
    assert differences(before, before) == []
    assert differences(before, _document("We met and spoke.", "Last.")) == [
        Difference("About", "We met, and spoke.", "We met and spoke.")
    ]
    assert differences(before, _document("We met, and spoke.", "New.", "Last.")) == [
        Difference("About", "", "New.")
    ]
    assert differences(before, _document("We met, and spoke.", "Last.", rows=((2,),))) == [
        Difference("About", "1", "2")
    ]
