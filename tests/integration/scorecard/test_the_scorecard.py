"""The scorecard and one indicator, as they are read."""

import csv
import json
import re
import string
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from lscp import scope
from lscp.indicators import operations
from lscp.indicators.figures import written
from lscp.indicators.models import Target
from lscp.indicators.surroundings import operations as surroundings
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.partnerships.models import Partnership
from lscp.scorecard import returns
from tests.factories.returns import AREA, quarter, row
from tests.integration.scorecard.conftest import CHANGE, NOISE, QUARTERS

TODAY = timezone.localdate()


def text(response):
    """The words of a page, as a reader hears them."""
    html = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


def read(world, path, role="manager"):
    response = world.client(role).get(f"/desk/scorecard/{path}")
    assert response.status_code == 200
    return text(response)


@pytest.fixture
def priority(world):
    with scope.within(scope_of(world.manager)):
        return partnerships.set_priority(
            world.partnership, title="Help in time", plain_words="Sooner.", started=world.started
        )


def test_a_line_has_its_question_its_figure_with_counts_and_one_word(made, priority):
    made.send(made.series("I11", NOISE))
    operations.follow(priority, "I11", by=made.manager)
    said = read(made.world, "")
    assert "Priority: Help in time Are assessments finished in time?" in said
    assert "76.5% 153 of 200, Jan to Mar 2025" in said
    assert "No clear change The latest figure is within the usual coming and going." in said


def test_a_real_change_is_told_from_noise_and_chance_is_counted(made, priority):
    made.send([*made.series("I11", CHANGE), *made.series("I17", NOISE)])
    for code in ("I11", "I17"):
        operations.follow(priority, code, by=made.manager)
    said = read(made.world, "")
    assert (
        "2 charts were read and 1 shows a signal in the latest figure. Chance alone would give about" in said
    )
    assert "1 stands out even among so many" in said
    assert "Better Stands out" in said and "No clear change" in said


def test_a_page_says_which_chart_it_draws_and_why(made):
    few = [8, 13, 10, 21, 10, 12, 18, 7, 11, 20, 9, 16]
    of = [22, 41, 30, 65, 28, 37, 52, 24, 33, 60, 29, 45]
    rows = [row("I17", q, n, total) for q, n, total in zip(QUARTERS, few, of, strict=False)]
    made.send([*rows, *made.series("I11", NOISE)])
    said = read(made.world, "indicators/I17")
    assert "This is a p chart. The share is of few, or of numbers that differ" in said
    limits = re.findall(r"(\d+\.\d)% \d+ of \d+ 33\.\d% (\d+\.\d)% (\d+\.\d)%", said)
    assert len(limits) == 12 and len({upper for _, _, upper in limits}) > 6
    assert "This is an XmR chart. The figure is counted out of many" in read(made.world, "indicators/I11")


def test_what_was_not_supplied_says_why(made, priority):
    not_supplied = [returns.NotSupplied("I17", "the conference diary was lost")]
    made.send(made.series("I11", NOISE), not_supplied=not_supplied)
    operations.follow(priority, "I17", by=made.manager)
    assert "Not supplied because the conference diary was lost" in read(made.world, "")


def test_the_owners_comment_stands_there_with_its_age(made, priority):
    made.send(made.series("I11", NOISE))
    operations.follow(priority, "I11", by=made.manager)
    operations.comment(
        made.world.partnership, agency=made.world.agencies["council"], indicator="I11", text="One more team.",
        by=made.manager, on=TODAY - timedelta(days=100),
    )  # fmt: skip
    assert "“One more team.” thornley Council, 3 months ago" in read(made.world, "")


def test_figures_that_no_priority_follows_are_found_by_theme(made):
    made.send(made.series("I11", NOISE))
    page = made.world.client("manager").get("/desk/scorecard/")
    theme = re.search(r'href="\?theme=([a-z-]+)"', page.content.decode())[1]
    assert "Are assessments finished in time?" in read(made.world, f"?theme={theme}")


def test_nothing_yet_is_said_and_what_to_do(world):
    assert "There is no figure yet." in read(world, "")


def test_the_scorecard_costs_the_same_whatever_its_size(made, priority):
    client = made.world.client("manager")
    codes = [
        "I11",
        "I17",
        "I06",
        *(f"I12-{name}" for name in ("ALCOHOL", "DRUGS", "MENTAL", "CARER", "NEGLECT")),
    ]

    def cost():
        with CaptureQueriesContext(connection) as caught:
            page = client.get("/desk/scorecard/").content.decode()
        return len(caught), page.count('class="lscp-score"')

    for code in codes[:2]:
        operations.follow(priority, code, by=made.manager)
    made.send([one for code in codes[:2] for one in made.series(code, NOISE)])
    few, lines = cost()
    assert lines == 2
    made.send([one for code in codes for one in made.series(code, NOISE)], agency="police")
    for code in codes:
        operations.follow(priority, code, by=made.manager)
    assert cost() == (few, 8)


# --- small numbers


def small(made):
    """A series with a 3 among its figures."""
    return made.series("I41", [8, 9, 7, 8, 10, 9, 8, 7, 9, 8, 10, 9, 8, 7, 9, 8, 10, 9, 8, 3], None)


@pytest.mark.parametrize(
    "path", ["indicators/I41", "indicators/I41?format=csv", "indicators/I41?format=svg&chart=chart"]
)
def test_who_may_not_see_small_numbers_finds_none_on_page_table_or_picture(made, path):
    made.send(small(made))
    shown = made.world.client("reader").get(f"/desk/scorecard/{path}").content.decode()
    seen = made.world.client("manager").get(f"/desk/scorecard/{path}").content.decode()
    three = re.compile(r'(?:"|>|,|is )3(?:"|<|,| number|\.<|\. )')
    assert three.search(seen), "the manager sees it, or the test looks for the wrong thing"
    assert not three.search(shown)
    assert "idden" in shown or ",c," in shown


def test_a_reader_is_told_that_small_numbers_are_hidden(made, priority):
    made.send(small(made))
    operations.follow(priority, "I41", by=made.manager)
    said = read(made.world, "", "reader")
    assert "counts of one to five, and figures that would give them away, are shown as c" in said
    assert "shown as c" not in read(made.world, "", "analyst")


def with_groups(made, groups, periods=QUARTERS[-4:], **dimension):
    """Counts by group, the same in each period, with their whole."""
    (name,) = dimension or {"ward": None}
    rows = []
    for period in periods:
        rows.append(row("I36", period, sum(groups.values())))
        rows += [row("I36", period, count, **{name: group}) for group, count in groups.items()]
    made.send(rows)


def cells(world, table, role, code="I36"):
    """The rows of a table's file, as lists."""
    answer = world.client(role).get(f"/desk/scorecard/indicators/{code}?format=csv&table={table}")
    return list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))[1:]


def test_a_small_group_cannot_be_worked_out_from_the_whole_and_the_others(made):
    with_groups(made, {"Asian": 41, "Black": 3, "White": 90, "Not known": 12}, ethnicity=None)
    shown = {group: count for group, count, _ in cells(made.world, "by-ethnicity", "reader")}
    assert shown["Black"] == "c" and list(shown.values()).count("c") >= 2
    assert cells(made.world, "chart", "reader")[-1][1] == "146"
    seen = {group: count for group, count, _ in cells(made.world, "by-ethnicity", "manager")}
    assert seen == {"Asian": "41", "Black": "3", "White": "90", "Not known": "12"}


def test_a_small_ward_cannot_be_worked_out_from_the_map(made):
    with_groups(made, {"Abbey": 30, "Dock": 2, "Fell": 44})
    square = [[0, 51], [0.1, 51], [0.1, 51.1], [0, 51]]
    outlines = [
        {
            "type": "Feature", "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x + place / 10, y] for x, y in square]]},
        }
        for place, name in enumerate(["Abbey", "Dock", "Fell"])
    ]  # fmt: skip
    surroundings.import_ward_shapes(
        json.dumps({"type": "FeatureCollection", "features": outlines}).encode(),
        partnership=made.world.partnership, area="E09000099", vintage="Invented", by=made.manager,
    )  # fmt: skip
    assert [line[2] for line in cells(made.world, "by-ward", "manager")] == ["30", "2", "44"]
    shown = [line[2] for line in cells(made.world, "by-ward", "reader")]
    assert shown[1] == "c" and shown.count("c") >= 2


def test_a_hidden_quarter_cannot_be_worked_out_from_its_year(made):
    made.send(
        [
            row("I136", period, count, 200)
            for period, count in zip(QUARTERS[-4:], [30, 3, 28, 31], strict=True)
        ]
    )
    surroundings.import_published(
        [published("E92000001", "England", "england", 50, 100, code_of="I136")], by=made.manager
    )
    assert "Here, from our own returns 11.5% 92 of 800" in read(made.world, "indicators/I136")
    assert "Here, from our own returns" not in read(made.world, "indicators/I136", "reader")


def test_two_sources_that_disagree_are_named_and_small_figures_kept_back(made):
    made.send([row("I41", QUARTERS[-1], 3)])
    made.send([row("I41", QUARTERS[-1], 4)], agency="police")
    said = read(made.world, "indicators/I41")
    assert "thornley Council, Ofsted Annex A says 3; thornley Police, Ofsted Annex A says 4" in said
    kept = read(made.world, "indicators/I41", "reader")
    assert "Two sources disagree" in kept and "thornley Police, Ofsted Annex A" in kept
    assert "Annex A says" not in kept


# --- one indicator


def test_the_page_follows_a_figure_to_its_definition_and_its_files_check_sum(made):
    received = made.send(made.series("I11", NOISE))
    said = read(made.world, "indicators/I11")
    assert "Assessments completed in the period within 45 working days of their start" in said
    assert received.document.sha256 in said
    assert "Return of thornley Council, received on" in said and "Definition version 1" in said


def test_what_is_another_partnerships_is_never_shown(made, elsewhere):
    theirs = made.world.partnership
    made.send(made.series("I11", NOISE))
    assert theirs != elsewhere.partnership
    said = read(elsewhere, "indicators/I11")
    assert "153 of 200" not in said and "There is no figure yet." in said
    assert "153" not in read(elsewhere, "")


def test_an_unknown_code_is_not_found(world):
    assert world.client("manager").get("/desk/scorecard/indicators/I999").status_code == 404
    assert (
        world.client("manager").get("/desk/scorecard/indicators/I11?format=svg&chart=none").status_code == 404
    )


def full(made):
    """An indicator with everything: groups, a target, events, comparators."""
    rows = made.series("I06", [40 + n % 5 for n in range(20)])
    for place, one in enumerate(list(rows)):
        for name, share, of in (("White", 20, 120), ("Black", 15 + place % 2, 40)):
            rows.append(row("I06", (one.period_start, one.period_end), share, of, ethnicity=name))
        left = one.numerator - 20 - 15 - place % 2
        rows.append(row("I06", (one.period_start, one.period_end), left, 40, ethnicity="Not known"))
    made.send(rows)
    operations.set_target(
        made.world.partnership, indicator="I06", value=Decimal(20), started=date(2024, 4, 1), because="As England.",
        by=made.manager,
    )  # fmt: skip


def test_groups_are_compared_with_intervals_and_over_time(made):
    full(made)
    said = read(made.world, "indicators/I06")
    assert "Compared with White children, Apr to Jun 2024 to Jan to Mar 2025" in said
    ratio = re.search(r"Black 62 of 160 (\d\.\d\d) \((\d\.\d\d) to (\d\.\d\d)\)", said)
    assert ratio and [float(v) for v in ratio.groups()] == [
        2.33,
        pytest.approx(1.8, abs=0.15),
        pytest.approx(3, abs=0.3),
    ]
    assert "times as often as White children, over time" in said
    assert "20% from 1 April 2024, because As England." in said


def test_a_count_is_compared_out_of_those_who_reached_the_step_before(made):
    """60 of 400 referred Black children and 60 of 800 White children had an enquiry: twice as often."""
    rows = []
    for period in QUARTERS[-4:]:
        for code, counts in (("I05", {"White": 200, "Black": 100}), ("I15", {"White": 15, "Black": 15})):
            rows.append(row(code, period, sum(counts.values())))
            rows += [row(code, period, count, ethnicity=group) for group, count in counts.items()]
    made.send(rows)
    said = read(made.world, "indicators/I15")
    assert "By ethnicity: Section 47 enquiries, out of referrals" in said
    assert "Black 60 of 400 2.00 (1.40 to 2.86) Higher, more than chance explains" in said
    assert "not on record, so there is no rate to compare" in read(made.world, "indicators/I05")


def by_group(**people):
    surroundings.import_population(
        {"area": AREA, "year": 2021, "ages": "0-17", "breakdown": {"ethnicity": group}, "count": count,
         "vintage": "Census 2021", "released_on": date(2022, 11, 29)}
        for group, count in people.items()
    )  # fmt: skip


def test_a_count_is_compared_out_of_those_who_live_here_too(made):
    """Referred 400 of 2,000 and 800 of 8,000: twice as often. Enquiries: 60 of 2,000 and 60 of 8,000, four times; but
    out of those who were referred only twice. Both stand there."""
    by_group(Black=2_000, White=8_000)
    rows = []
    for year, times in ((1, 1), (0, 1)):
        for period in QUARTERS[-4 * (year + 1) : len(QUARTERS) - 4 * year]:
            for code, counts in (("I05", {"White": 200, "Black": 100}), ("I15", {"White": 15, "Black": 15})):
                rows.append(row(code, period, sum(counts.values()) * times))
                rows += [row(code, period, n * times, ethnicity=group) for group, n in counts.items()]
    made.send(rows)
    said = read(made.world, "indicators/I05")
    assert "Black 400 of 2,000 2.00 (1.77 to 2.26) Higher, more than chance explains" in said
    said = read(made.world, "indicators/I15")
    assert "Black 60 of 2,000 4.00 (2.80 to 5.72) Higher, more than chance explains" in said
    assert "Black 60 of 400 2.00 (1.40 to 2.86) Higher, more than chance explains" in said
    assert "who live here: Census 2021 (mid-2021)" in said
    assert "Black 4.00 4.00 1.00 (0.60 to 1.66) No clear change" in said


def test_every_table_and_every_chart_can_be_downloaded(made):
    full(made)
    client = made.world.client("manager")
    page = client.get("/desk/scorecard/indicators/I06").content.decode()
    charts = set(re.findall(r'href="(\?format=svg[^"]+)"', page))
    tables = set(re.findall(r'href="(\?format=csv[^"]+)"', page))
    assert {"?format=svg&amp;chart=chart", "?format=svg&amp;chart=by-ethnicity"} <= charts and len(
        tables
    ) >= 4
    for address in charts:
        answer = client.get("/desk/scorecard/indicators/I06" + address.replace("&amp;", "&"))
        assert etree.fromstring(answer.content).tag.endswith("svg")
        assert answer["Content-Disposition"].startswith("attachment")
    for address in tables:
        answer = client.get("/desk/scorecard/indicators/I06" + address.replace("&amp;", "&"))
        assert answer["Content-Type"].startswith("text/csv") and len(answer.content.splitlines()) > 1


def test_a_forecast_is_shown_with_its_test_or_the_sentence_why_not(made):
    made.send(made.series("I11", NOISE))
    assert "There is no forecast. Only counts are forecast" in read(made.world, "indicators/I11")
    quarters = [quarter(year, number) for year in range(2010, 2025) for number in (1, 2, 3, 4)]
    seasons = [90, 120, 80, 140]
    made.send([row("I36", q, seasons[n % 4] + n + (n * 7) % 5, None) for n, q in enumerate(quarters)])
    said = read(made.world, "indicators/I36")
    assert "What to expect" in said and "There is no forecast" not in said
    assert re.search(r"of past figures fell inside such a range", said)


def test_comparison_with_england_and_a_funnel_among_authorities(made):
    made.send(made.series("I11", NOISE))
    rows = [
        published("E92000001", "England", "england", 84_000, 100_000),
        published("E09000099", "Thornley", "authority", 612, 800),
        *(published(f"E0900{n:04}", f"Town {n}", "authority", 800 + n, 1000) for n in range(5)),
    ]
    surroundings.import_published(rows, by=made.manager)
    said = read(made.world, "indicators/I11")
    assert "England 84.0% 84,000 of 100,000" in said
    assert "Here, from our own returns 76.1% 609 of 800" in said
    assert (
        "7 places. The average of all is 84.0%" not in said
        and "6 places. The average of all is 84.0%" in said
    )
    assert "Thornley: 76.5%, lower than its size explains." in said


def published(code, name, level, numerator, denominator, code_of="I11"):
    from types import SimpleNamespace

    return SimpleNamespace(
        indicator=code_of, area_code=code, area_name=name, level=level, year_ending=date(2025, 3, 31),
        numerator=numerator, denominator=denominator,
        value=(Decimal(numerator * 100) / denominator).quantize(Decimal("0.1")), symbol="",
        release="An invented release",
    )  # fmt: skip


def test_the_steps_of_the_front_door_stand_on_one_page(made):
    period = QUARTERS[-1]
    made.send(
        [
            row("I94", period, 38, 120), row("I94-LOWER", period, 24, 120), row("I94-UPPER", period, 47, 120),
            row("I94-LIMIT", period, 80, 110), row("I94-WAITING", period, 6, 30),
        ]
    )  # fmt: skip
    said = read(made.world, "front-door")
    assert "How an assessment" not in said
    assert (
        "How long an assessment takes: half within 38 working days; three quarters within 47; the limit is 45; "
        "73% inside it; 30 still waiting, 6 of them over the limit." in said
    )
    assert "From contact to decision: not supplied." in said


def test_a_step_that_half_have_not_finished_is_too_soon_to_tell_and_the_last_that_can_be_told_is_named(made):
    before, latest = QUARTERS[-2:]
    made.send(
        [row("I97", before, 85, 60), row("I97-LIMIT", before, 56, 60), row("I97-WAITING", before, 0, 50)]
    )
    made.send([row("I97-LIMIT", latest, 0, 0), row("I97-WAITING", latest, 1, 68)])
    said = read(made.world, "front-door")
    assert "From plan to first review: too soon to tell; the limit is 3 months; 68 still waiting" in said
    assert "From plan to first review too soon too soon too soon 3 months none due 0 of 0 68 1" in said
    assert "From plan to first review: the last time of which it can be told is Oct to Dec 2024" in said


def assessments_by_ethnicity(period):
    """130 assessments, of which 3 of Black children; 30 wait."""
    counts = {"Asian": (20, 24, 9, 2), "Black": (2, 3, 3, 1), "White": (58, 83, 18, 3)}
    rows = [row("I94", period, 38, 140), row("I94-LIMIT", period, 80, 110), row("I94-WAITING", period, 6, 30)]
    for group, (done, due, waiting, over) in counts.items():
        rows += [
            row("I94", period, 30 + due // 10, due + waiting, ethnicity=group),
            row("I94-UPPER", period, 40 + due // 10, due + waiting, ethnicity=group),
            row("I94-LIMIT", period, done, due, ethnicity=group),
            row("I94-WAITING", period, over, waiting, ethnicity=group),
        ]
    return rows


def table_of(world, path, role="manager"):
    response = world.client(role).get(f"/desk/scorecard/{path}")
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def test_each_step_of_the_front_door_is_shown_by_group(made):
    made.send(assessments_by_ethnicity(QUARTERS[-1]))
    assert "Choose how to look at it." in read(made.world, "front-door")
    said = read(made.world, "front-door?group=ethnicity")
    assert "How long an assessment takes, by ethnicity, Jan to Mar 2025" in said
    assert "Asian 32 42 83.3% 20 of 24 9 2" in said
    assert "No return has given these steps by sex for Jan to Mar 2025." in read(
        made.world, "front-door?group=sex"
    )
    rows = table_of(made.world, "front-door?group=ethnicity&format=csv&table=I94-by-ethnicity")
    assert rows[1] == ["All children", "38", ":", "72.7%", "80 of 110", "30", "6"]
    assert rows[3] == ["Black", "30", "40", "66.7%", "2 of 3", "3", "1"]


def test_a_small_group_of_a_step_cannot_be_worked_out(made):
    made.send(assessments_by_ethnicity(QUARTERS[-1]))
    path = "front-door?group=ethnicity&format=csv&table=I94-by-ethnicity"
    whole, *groups = table_of(made.world, path, role="reader")[1:]
    shown = {name: cells for name, *cells in groups}
    assert shown["Black"][2:] == ["c", "c", "c", "c"]
    assert sum(cells[3] == "c" for cells in shown.values()) > 1, "the whole less the others gives it away"
    assert sum(cells[4] == "c" for cells in shown.values()) > 1
    assert whole[4] == "80 of 110", "the whole is on the scorecard already"


def test_a_step_by_group_costs_the_same_for_few_groups_and_many(made):
    client = made.world.client("manager")

    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get("/desk/scorecard/front-door?group=ward")
        return len(caught)

    def wards(number):
        names = [f"{letter} ward" for letter in string.ascii_uppercase[:number]]
        whole = row("I94-LIMIT", QUARTERS[-1], 7 * number, 10 * number)
        return [whole, *(row("I94-LIMIT", QUARTERS[-1], 7, 10, ward=name) for name in names)]

    made.send(wards(3))
    few = cost()
    made.send(wards(26))
    assert cost() == few


def test_a_round_target_is_written_as_people_write_it_everywhere(made, priority):
    made.send(made.series("I11", NOISE))
    operations.follow(priority, "I11", by=made.manager)
    operations.set_target(
        made.world.partnership, indicator="I11", value=Decimal("2E+1"), started=TODAY, because="Agreed.",
        by=made.manager,
    )  # fmt: skip
    target = Target.everywhere.get()
    said = [read(made.world, path) for path in ("", "indicators/I11")]
    said += [
        str(target),
        *Event.objects.filter(verb="target.set").values_list("summary", flat=True),
    ]
    said += [str(made.world.client("manager").get("/desk/scorecard/?format=csv").content)]
    assert all("20" in one for one in said) and len(said) == 5
    assert not any(re.search(r"\dE\+|20\.000", one) for one in said)


@pytest.mark.parametrize(
    ("number", "words"),
    [("2E+1", "20"), ("20.000", "20"), ("1234.500", "1,234.5"), ("0.000", "0"), (None, "")],
)
def test_a_number_from_the_record_is_written_plainly(number, words):
    assert written(number) == words


@pytest.fixture
def two_areas(made):
    """Thornley and Eastmere in one partnership, with the days that an assessment takes in each."""
    both = [{"code": AREA, "name": "Thornley"}, {"code": "E09000098", "name": "Eastmere"}]
    Partnership.objects.filter(pk=made.world.partnership.pk).update(authorities=both)
    made.world.partnership.refresh_from_db()
    period = QUARTERS[-1]
    made.send(
        [
            one
            for area, days, late in ((AREA, 38, 6), ("E09000098", 29, 2))
            for one in (
                row("I94", period, days, 120, area=area), row("I94-LIMIT", period, 80, 110, area=area),
                row("I94-WAITING", period, late, 30, area=area),
            )
        ]
    )  # fmt: skip
    return made.world


def test_medians_of_several_areas_are_not_added_and_the_page_asks_for_one(two_areas):
    said = read(two_areas, "front-door")
    assert "Medians of several areas cannot be added to one of all. Choose an area to see its days." in said
    assert "Thornley Eastmere" in said and "160 of 220" in said
    said = read(two_areas, "front-door?area=E09000098")
    assert "How an assessment" not in said and "half within 29 working days" in said
    said = read(two_areas, "indicators/I94?area=E09000099")
    assert "38 days" in said and "Medians of several" not in said
    assert "Choose an area to see its days." in read(two_areas, "indicators/I94")


def test_a_small_count_of_one_area_is_not_told_by_the_other_and_the_whole(two_areas):
    """Two of 30 wait too long in Eastmere: hidden there, and in Thornley or in the whole too."""
    told = [
        read(two_areas, f"front-door{area}", role="reader")
        for area in ("", f"?area={AREA}", "?area=E09000098")
    ]
    shown = ["of them over the limit" in said and "a hidden number of them" not in said for said in told]
    assert not shown[2] and sum(shown) <= 1
