"""An edition with small numbers, and the corrected edition after it: what a reader of both can work out.

The reader here is a few lines of its own: every whole number that fits the printed sums is tried, one after the other.
It reads the tables as they stand on the public site, and knows nothing of the code that hides.
"""

import csv
import io
import itertools
import re
from datetime import date

import pytest

from lscp import scope
from lscp.indicators import operations as numbers
from lscp.indicators.models import PublishedFigure
from lscp.publication import document as d
from lscp.publication import operations, queries
from lscp.publication.models import Chapter, Report
from lscp.refusal import Refused
from lscp.shelf.models import Edition, File
from tests.spec.report.counting import rows_of, send
from tests.spec.report.writing import leads_of, open_written

QUARTERS = [30, 31, 29, 28, 3, 40, 30, 27]
ASIAN, BLACK, MIXED, WHITE = [(1, 9), (0, 8), (1, 9), (1, 9)], [(5, 30)] * 4, [(4, 21)] * 4, [(40, 150)] * 4
WHOLE = [(a[0] + 49, a[1] + 201) for a in ASIAN]
GROUPS = {"Asian": ASIAN, "Black": BLACK, "Mixed": MIXED, "White": WHITE}


@pytest.fixture
def leads(world):
    return leads_of(world)


@pytest.fixture
def report(world):
    opened = open_written(world)
    chapter = Chapter.everywhere.get(report=opened, code="duties")
    text = f"{chapter.narrative}\n\n[[figure I36]]\n\n[[disparity I06]]"
    operations.write_chapter(chapter, narrative=text, version=chapter.version, by=world.manager)
    return opened


def sent(world, quarters=QUARTERS, groups=GROUPS, whole=WHOLE):
    return send(world, rows_of("I36", quarters) + rows_of("I06", whole, groups=groups))


def publish(world, report, leads):
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in leads:
        operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    operations.freeze(report, by=world.manager)
    operations.publish(Report.everywhere.get(pk=report.pk), by=world.manager)
    return Report.everywhere.get(pk=report.pk)


# ── The reader ────────────────────────────────────────────────────────────────────────────────────────────


def printed(number, name):
    """{first cell: other cells} of a table of an edition, as it can be downloaded."""
    edition = Edition.objects.get(kind="report", number=number)
    content = bytes(File.objects.get(edition=edition, path=f"tables/{name}.csv").content).decode()
    rows = list(csv.reader(io.StringIO(content)))[1:]
    return {row[0]: row[1:] for row in rows}


def cells(number):
    """Every count of an edition by name, None where it is hidden; and the sums among them."""
    found, sums = {}, []
    year = []
    for label, (count, *_) in printed(number, "figure-i36").items():
        found[label] = _count(count)
        if label.endswith("total"):
            sums.append((label, year))
            year = []
        else:
            year.append(label)
    disparity = printed(number, "disparity-i06")
    for part, place in (("counted", 0), ("out of", 1)):
        for label, row in disparity.items():
            found[label, part] = _count(row[place])
        sums.append((("Total", part), [(label, part) for label in disparity if label != "Total"]))
    return found, sums


def _count(text):
    return None if text == "[c]" else int(text)


def possible(total, shown, hidden):
    """Every value that each of so many hidden counts of one sum can have, tried one after the other."""
    left = total - sum(shown)
    values = [set() for _ in range(hidden)]
    for tried in itertools.product(range(1, left + 1), repeat=hidden - 1):
        if left - sum(tried) >= 1:
            for place, value in enumerate((*tried, left - sum(tried))):
                values[place].add(value)
    return values


def assert_nothing_is_given_away(found, sums):
    """Each sum by itself: no cell of these tables stands in two. A hidden total tells nothing of its parts."""
    for total, parts in sums:
        hidden = [name for name in parts if found[name] is None]
        if hidden and found[total] is not None:
            shown = [found[name] for name in parts if found[name] is not None]
            for could_be in possible(found[total], shown, len(hidden)):
                assert len(could_be) > 3, (total, hidden, could_be)


# ── What is published ─────────────────────────────────────────────────────────────────────────────────────


def test_one_edition_shows_no_small_count_and_gives_none_away(world, report, leads):
    sent(world)
    publish(world, report, leads)
    found, sums = cells(1)
    assert found["Apr to Jun 2023"] is None and found["2023/24, total"] == 100
    assert found["Asian", "counted"] is None
    assert not [name for name, count in found.items() if count is not None and 0 < count <= 5]
    assert_nothing_is_given_away(found, sums)


def test_neither_edition_alone_nor_both_together_give_a_hidden_count_away(world, report, leads):
    sent(world)
    first = publish(world, report, leads)
    # Two children who had been counted in the wrong quarter; one child more in two groups.
    sent(
        world,
        quarters=[30, 31, 29, 28, 3, 38, 32, 27],
        groups=GROUPS | {"White": [(41, 151), *WHITE[1:]]},
        whole=[(WHOLE[0][0] + 1, WHOLE[0][1] + 1), *WHOLE[1:]],
    )
    second = operations.correct(first, was="wrote it together", now="made it together", by=world.manager)
    operations.take_the_record_as_it_is_now(second, by=world.manager)
    publish(world, Report.everywhere.get(pk=second.pk), leads)
    (old, old_sums), (new, new_sums) = cells(1), cells(2)
    assert_nothing_is_given_away(new, new_sums)
    for name in old.keys() & new.keys():
        if old[name] is not None and new[name] is not None:
            assert not 0 < abs(old[name] - new[name]) <= 5, name
    # The reader takes what is hidden now to be what was shown before, and the other way about.
    for sums, first, other in ((new_sums, new, old), (old_sums, old, new)):
        joined = {name: other.get(name) if count is None else count for name, count in first.items()}
        assert_nothing_is_given_away(joined, sums)


def test_rp29_a_number_that_was_published_meanwhile_and_gives_a_hidden_one_away_stops_the_edition(
    world, report, leads
):
    sent(world)
    proof = operations.send_for_signing(report, by=world.manager)
    for lead in leads:
        operations.sign(report, agency=lead.agency, by=lead, checksum=proof.checksum)
    operations.freeze(report, by=world.manager)
    hidden = [n for n, c in _counts_of(proof, "figure-I36").items() if isinstance(c, d.Hidden)]
    assert hidden == ["Apr to Jun 2023", "Jan to Mar 2024"]
    numbers.remember_published(
        world.partnership,
        [
            {
                "indicator": "I36",
                "period_start": date(2024, 1, 1),
                "period_end": date(2024, 3, 31),
                "area": "E09000099",
                "breakdown": {},
                "shown": "27",
            }
        ],
        edition="a leaflet for schools",
        by=world.manager,
    )
    with pytest.raises(Refused, match="could work out") as caught:
        operations.publish(Report.everywhere.get(pk=report.pk), by=world.manager)
    assert (
        caught.value.refusal.rule == "RP-29"
        and "Missing episodes" in str(caught.value)
        and "Apr to Jun 2023" in str(caught.value)
    )
    assert not Edition.objects.exists()


def _counts_of(proof, code):
    document = d.from_json(proof.document)
    charts = [p.block.table for p in d.walk_blocks(document) if isinstance(p.block, d.ChartImage)]
    return {row[0]: row[1] for row in next(t for t in charts if t.code == code).rows}


def test_the_record_remembers_what_each_edition_printed(world, report, leads):
    sent(world)
    publish(world, report, leads)
    kept = PublishedFigure.everywhere.filter(edition="annual-report-2023-24, edition 1")
    assert kept.get(indicator="I36", period_start="2023-04-01", period_end="2023-06-30").shown == "c"
    whole = kept.get(indicator="I06", breakdown="{}", period_start="2023-04-01")
    assert (whole.shown, whole.out_of) == ("199", "839")


def test_a_correction_keeps_the_figures_of_the_edition_that_it_corrects(world, report, leads):
    sent(world)
    first = publish(world, report, leads)
    sent(world, quarters=[30, 31, 29, 28, 8, 40, 30, 27])
    second = operations.correct(first, was="wrote it together", now="made it together", by=world.manager)
    publish(world, Report.everywhere.get(pk=second.pk), leads)
    assert printed(1, "figure-i36") == printed(2, "figure-i36")


def test_the_picture_and_its_description_say_no_more_than_the_table(world, report, leads):
    sent(world)
    publish(world, report, leads)
    with scope.of_partnership("thornley"):
        document = queries.text_now(Report.everywhere.get())
    charts = [p.block for p in d.walk_blocks(document) if isinstance(p.block, d.ChartImage)]
    drawn = next(c for c in charts if c.table.code == "figure-I36")
    hidden = [row for row in drawn.table.rows if isinstance(row[1], d.Hidden)]
    assert len(hidden) == 2
    assert drawn.svg.count("<circle") == 6 + 1  # six quarters that are shown, and one in the key
    shown = [str(row[1]) for row in drawn.table.rows if not isinstance(row[1], d.Hidden)]
    said = {
        number
        for number in re.findall(r"\b\d+\b", drawn.alt.partition("The latest")[2].partition("Average")[0])
    }
    assert "hidden, to protect children" in drawn.alt.lower() and "The latest is hidden" in drawn.alt
    assert not said & ({"3", "27"} - set(shown))
