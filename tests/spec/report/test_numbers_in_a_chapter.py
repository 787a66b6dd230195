"""What ``[[scorecard]]``, ``[[figure …]]`` and ``[[disparity …]]`` print, and what they keep back."""

from datetime import date
from decimal import Decimal

import pytest

from lscp import scope
from lscp.indicators import operations as numbers
from lscp.partnerships import operations as partnerships
from lscp.publication import document as d
from lscp.publication import operations, queries, scorecard
from lscp.publication.models import Chapter, Report
from lscp.refusal import Refused
from tests.spec.report.counting import QUARTERS, rows_of, send

SHARES = [(62 + n, 310) for n in range(12)]


def write(report, by, text, code="duties"):
    chapter = Chapter.everywhere.get(report=report, code=code)
    return operations.write_chapter(
        chapter, narrative=f"{chapter.narrative}\n\n{text}", version=chapter.version, by=by
    )


def text_of(report):
    with scope.of_partnership(report.partnership_id):
        return queries.text_now(report)


def blocks(report, kind):
    return [placed.block for placed in d.walk_blocks(text_of(report)) if isinstance(placed.block, kind)]


def tables(report, code):
    found = [b.table if isinstance(b, d.ChartImage) else b for b in blocks(report, d.Table | d.ChartImage)]
    return next(table for table in found if table.code == code)


def said(report):
    return [d.plain(block.spans) for block in blocks(report, d.Paragraph)]


def follow(world, code):
    """A priority of the period that is followed by one indicator."""
    priority = partnerships.set_priority(
        world.partnership,
        title="Help in time",
        plain_words="Help early.",
        started=date(2022, 4, 1),
        by=world.manager,
    )
    numbers.follow(priority, code, by=world.manager)
    return priority


def test_a_figure_prints_its_sentence_its_chart_and_its_table_with_the_total_of_each_year(world, report):
    send(world, rows_of("I06", SHARES))
    write(report, world.manager, "[[figure I06]]")
    (chart,) = blocks(report, d.ChartImage)
    assert "12 quarters, from Apr to Jun 2021 to Jan to Mar 2024" in chart.alt and chart.svg.startswith(
        "<svg"
    )
    labels = [row[0] for row in chart.table.rows]
    assert len(labels) == 15 and labels[4] == "2021/22, total" and labels[-1] == "2023/24, total"
    assert chart.table.rows[-1][1:] == (70 + 71 + 72 + 73, 1240, Decimal("23.1"))
    (sentence,) = [line for line in said(report) if "2023/24: 23.1%" in line]
    assert "(286 of 1,240); in 2022/23: 21.8%" in sentence


def test_a_small_quarter_is_hidden_with_another_so_that_the_year_does_not_give_it_away(world, report):
    send(world, rows_of("I36", [30, 31, 29, 28, 3, 40, 30, 27]))
    write(report, world.manager, "[[figure I36]]")
    (chart,) = blocks(report, d.ChartImage)
    shown = {row[0]: row[1] for row in chart.table.rows}
    hidden = [label for label, value in shown.items() if isinstance(value, d.Hidden)]
    assert "Apr to Jun 2023" in hidden and len(hidden) == 2
    assert shown["2023/24, total"] == 100
    assert "hidden, to protect children" in chart.alt.lower()
    assert not queries.leaks(report, text_of(report))


def test_the_note_on_small_numbers_is_printed_once_and_names_its_symbols(world, report):
    send(world, rows_of("I36", [30, 31, 29, 3]) + rows_of("I06", SHARES))
    write(report, world.manager, "[[figure I36]]\n\n[[figure I06]]")
    notices = [block for block in blocks(report, d.Notice) if block.heading == "Small numbers"]
    assert len(notices) == 1
    words = d.plain(notices[0].spans)
    assert "Hidden are counts of children of 1 to 5." in words
    assert all(f"[{symbol}]" in words for symbol in ("c", ":", "x", "z"))


def test_a_scorecard_says_each_prioritys_figures_and_how_they_are_known(world, report):
    send(world, rows_of("I06", SHARES))
    priority = follow(world, "I06")
    write(report, world.manager, "[[scorecard]]")
    table = tables(report, f"scorecard-{priority.pk}")
    (row,) = table.rows
    assert row[1:3] == ("23.1% (286 of 1,240)", "21.8% (270 of 1,240)")
    assert row[-1] == "Definition 1, signed off"
    assert "annex-a.xlsx (checksum aaaaaaaaaaaa)" in table.source


def test_a_disparity_names_each_groups_ratio_with_its_interval_and_hides_the_small_group(world, report):
    groups = {"Asian": [(1, 20)] * 4, "Black": [(30, 90)] * 4, "White": [(31, 200)] * 4}
    send(world, rows_of("I06", [(62, 310)] * 4, groups=groups))
    write(report, world.manager, "[[disparity I06]]")
    table = tables(report, "disparity-I06")
    assert [row[0] for row in table.rows] == ["Asian", "Black", "White", "Total"]
    assert isinstance(table.rows[0][1], d.Hidden) and isinstance(table.rows[0][-1], d.Hidden)


def test_a_code_that_is_not_in_the_catalogue_is_not_saved(world, report):
    with pytest.raises(Refused, match="figure i999"):
        write(report, world.manager, "[[figure i999]]")


def test_a_figure_that_was_not_supplied_prints_why_in_the_sentence_and_on_the_scorecard(world, report):
    numbers.say_not_supplied(
        world.partnership,
        agency=world.agencies["council"],
        indicator="I38",
        period_start=QUARTERS[8][0],
        period_end=QUARTERS[11][1],
        because="The contract for interviews ended.",
        by=world.manager,
    )
    priority = follow(world, "I38")
    write(report, world.manager, "[[figure I38]]\n\n[[scorecard]]")
    assert any("Not supplied, because The contract for interviews ended." in line for line in said(report))
    (row,) = tables(report, f"scorecard-{priority.pk}").rows
    assert row[1] == d.NotSupplied("The contract for interviews ended")


def test_a_figure_that_its_owner_has_not_signed_off_is_warned_of_and_says_so(world, report):
    received = send(world, rows_of("I36", [30, 31, 29, 28]), sign=False)
    write(report, world.manager, "[[figure I36]]")
    found = [f for f in queries.check(report).findings if f.check == "sign-off"]
    assert [f.severity for f in found] == ["warning"] and "I36" in found[0].message
    assert "Not yet signed off" in tables(report, "figure-I36").source
    numbers.sign_off(received, by=world.partner_lead)
    assert not [f for f in queries.check(report).findings if f.check == "sign-off"]


def test_a_figure_that_differs_from_the_record_is_an_error_in_a_table_too(world, report):
    send(world, rows_of("I36", [30, 31, 29, 28]))
    write(report, world.manager, "[[figure I36]]")
    text = text_of(report)
    send(world, rows_of("I36", [30, 31, 29, 38]))
    found = [f for f in queries.check(report, text).errors if f.check == "contradiction"]
    assert any(
        "The record holds 38 for Missing episodes (I36); the report says 28" in f.message for f in found
    )
    assert any("table" in f.where for f in found)


def test_where_the_children_of_each_group_are_not_counted_there_is_no_rate_and_the_report_says_why(
    world, report
):
    groups = {"Asian": [12] * 4, "White": [50] * 4}
    send(world, rows_of("I15", [62] * 4, groups=groups))
    write(report, world.manager, "[[disparity I15]]")
    assert any("is not on record, so there is no rate to compare" in line for line in said(report))
    assert [row[1] for row in tables(report, "disparity-I15").rows] == [48, 200, 248]


def test_a_count_of_deaths_hides_its_noughts_and_a_sensitive_one_up_to_nine(world, report):
    send(world, rows_of("I78", [0, 7, 8, 9]) + rows_of("I76", [0, 9, 31, 40]))
    write(report, world.manager, "[[figure I78]]\n\n[[figure I76]]")
    deaths, fostering = (tables(report, f"figure-{code}") for code in ("I78", "I76"))
    assert isinstance(deaths.rows[0][1], d.Hidden)
    assert fostering.rows[0][1] == 0 and isinstance(fostering.rows[1][1], d.Hidden)


def test_a_correction_may_print_a_figure_that_the_edition_before_did_not(world, report, leads):
    send(world, rows_of("I36", [30, 31, 29, 28]))
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in leads:
        operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    operations.freeze(report, by=world.manager)
    operations.publish(Report.everywhere.get(pk=report.pk), by=world.manager)
    first = Report.everywhere.get(pk=report.pk)
    second = operations.correct(first, was="wrote it together", now="made it together", by=world.manager)
    write(second, world.manager, "[[figure I36]]")
    assert tables(second, "figure-I36").rows[-1][1] == 118


def test_a_reports_numbers_cost_a_few_queries_however_many_returns_there_are(
    world, report, django_assert_max_num_queries
):
    send(world, rows_of("I06", SHARES) + rows_of("I36", [30] * 12))
    follow(world, "I06")
    write(report, world.manager, "[[scorecard]]\n\n[[figure I06]]\n\n[[figure I36]]")
    with scope.of_partnership("thornley"), django_assert_max_num_queries(16):
        scorecard.parts(
            Report.objects.select_related("partnership").get(), ["scorecard", "figure I06", "figure I36"]
        )


def test_kinds_that_make_up_a_whole_are_made_safe_with_it(world, report):
    whole, schools, other = [60, 62, 61, 60], [45, 47, 46, 55], [15, 15, 15, 5]
    send(world, rows_of("I74", whole) + rows_of("I74-SCHOOLS", schools) + rows_of("I74-OTHER", other))
    write(report, world.manager, "[[figure I74]]\n\n[[figure I74-SCHOOLS]]\n\n[[figure I74-OTHER]]")
    last = {
        code: {row[0]: row[1] for row in tables(report, f"figure-{code}").rows}["Jan to Mar 2024"]
        for code in ("I74", "I74-SCHOOLS", "I74-OTHER")
    }
    assert isinstance(last["I74-OTHER"], d.Hidden)
    assert isinstance(last["I74"], d.Hidden) or isinstance(last["I74-SCHOOLS"], d.Hidden)
    assert not queries.leaks(report, text_of(report))


def test_what_a_share_is_counted_from_is_hidden_as_the_count_of_the_same_children_is(world, report):
    """Re-referrals are counted out of referrals: where one hides the group with four children, so does the other."""
    referrals = {"Asian": [1] * 4, "Black": [8, 8, 8, 6], "Mixed": [15] * 4, "White": [50] * 4}
    whole = [sum(counts) for counts in zip(*referrals.values(), strict=True)]
    again = {"Asian": [0, 1, 0, 1], "Black": [5] * 4, "Mixed": [1, 1, 2, 1], "White": [12] * 4}
    shares = {name: list(zip(again[name], referrals[name], strict=True)) for name in again}
    back = [(sum(g[n] for g in again.values()), whole[n]) for n in range(4)]
    send(world, rows_of("I05", whole, groups=referrals) + rows_of("I06", back, groups=shares))
    write(report, world.manager, "[[disparity I05]]\n\n[[disparity I06]]")
    counts, parts = (tables(report, f"disparity-{code}") for code in ("I05", "I06"))
    hidden = {row[0] for row in counts.rows if isinstance(row[1], d.Hidden)}
    kept_back = {row[0] for row in parts.rows if isinstance(row[2], d.Hidden)}
    assert "Asian" in hidden and len(hidden) > 1 and hidden <= kept_back
    assert not queries.leaks(report, text_of(report))


@pytest.mark.parametrize("parts", ["[[disparity I06]]", "[[figure I06]]\n\n[[disparity I06]]"])
def test_a_year_printed_with_its_quarters_and_with_its_groups_gives_no_group_away(world, report, parts):
    """The quarters make up the year, and so do the groups: one small group alone is the rest of everybody."""
    groups = {"Mixed": [(1, 20)] * 4, "Black": [(30, 90)] * 4, "White": [(31, 200)] * 4}
    send(world, rows_of("I06", [(62, 310)] * 4, groups=groups))
    write(report, world.manager, parts)
    rows = {row[0]: row[1] for row in tables(report, "disparity-I06").rows}
    assert isinstance(rows["Mixed"], d.Hidden)
    assert isinstance(rows["Black"], d.Hidden) or isinstance(rows["White"], d.Hidden)
    assert not queries.leaks(report, text_of(report))
