"""A scorecard of any size costs the same number of queries, and each figure on it is the one of its return."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from lscp.documents import operations as documents
from lscp.golden_thread import operations as thread
from lscp.indicators import operations, queries
from lscp.indicators.models import Reading, ReturnReceived
from lscp.partnerships import operations as partnerships
from lscp.scorecard.catalogue import catalogue
from tests.factories.returns import AREA, a_return, quarter, row

ON = date(2024, 12, 1)
QUARTERS = [quarter(year, number) for year in range(2004, 2024) for number in (1, 2, 3, 4)]


def send(world, rows):
    content = a_return(rows, agency=world.agencies["council"].name)
    return operations.receive(content, name="q.json", partnership=world.partnership, by=world.analyst)


def ten_thousand(world):
    """40 indicators over 80 quarters, four figures each, straight into the tables."""
    document = documents.keep(b"{}", name="all.json", partnership=world.partnership.pk, by="a test")
    received = ReturnReceived.everywhere.create(
        partnership=world.partnership,
        agency=world.agencies["council"],
        document=document,
        area=AREA,
        source="events",
        period_start=QUARTERS[0][0],
        period_end=QUARTERS[-1][1],
        produced_at=datetime(2024, 4, 1, tzinfo=UTC),
        tool_version="0.3",
        rulebook_version="2026-11",
        rows_read=0,
        rows_used=0,
        rows_duplicate=0,
        rows_rejected=0,
        received_at=datetime(2024, 4, 2, tzinfo=UTC),
        received_by="a test",
    )
    shares = [one.code for one in catalogue().values() if one.unit == "percent" and not one.population][:40]
    Reading.everywhere.bulk_create(
        (
            Reading(
                received=received,
                indicator=code,
                definition_version=1,
                period_start=start,
                period_end=end,
                area=AREA,
                breakdown=breakdown,
                dimensions=dimensions,
                numerator=Decimal(20),
                denominator=80,
                unit="percent",
            )
            for code in shares
            for start, end in QUARTERS
            for breakdown, dimensions in [("{}", ""), ('{"sex": "Female"}', "sex"), ('{"sex": "Male"}', "sex"),
                                          ('{"ethnicity": "Asian"}', "ethnicity")]
        ),
        batch_size=2000,
    )  # fmt: skip
    return shares


def test_ten_thousand_readings_cost_as_many_queries_as_three(inside, django_assert_num_queries):
    priority = partnerships.set_priority(
        inside.partnership, title="Neglect", plain_words="Seen sooner.", started=inside.started
    )
    operations.follow(priority, "I05", by=inside.analyst)
    send(inside, [row("I05", period, 30) for period in QUARTERS[-3:]])
    with django_assert_num_queries(12):
        assert len(queries.scorecard(inside.partnership, ON).lines) == 1
    codes = ten_thousand(inside)
    assert Reading.objects.count() > 10_000
    with django_assert_num_queries(12):
        card = queries.scorecard(inside.partnership, ON)
    assert set(card.lines) == {*codes, "I05"}
    assert {len(card.lines[code].points) for code in codes} == {80}
    assert {card.lines[code].latest.shown for code in codes} == {"25.0%"}


def test_one_chart_with_every_group_costs_a_handful(inside, django_assert_num_queries):
    codes = ten_thousand(inside)
    with django_assert_num_queries(4):
        found = queries.groups(inside.partnership, codes[0], "sex")
    assert {name: len(points) for name, points in found.items()} == {"": 80, "Female": 80, "Male": 80}


def test_each_line_says_whose_it_is_what_was_said_and_how_long_ago(inside):
    send(inside, [row("I06", quarter(2024, 1), 30, 100)])
    operations.give_to_owner(
        inside.partnership,
        indicator="I06",
        agency=inside.agencies["council"],
        person=inside.analyst.person,
        started=inside.started,
        by=inside.analyst,
    )
    operations.comment(
        inside.partnership,
        agency=inside.agencies["council"],
        indicator="I06",
        text="Two big families.",
        by=inside.analyst,
        on=ON - timedelta(days=40),
    )
    operations.comment(
        inside.partnership,
        agency=inside.agencies["police"],
        indicator="I06",
        text="Not ours.",
        by=inside.analyst,
        on=ON,
    )
    operations.set_target(
        inside.partnership,
        indicator="I06",
        value=Decimal(20),
        started=date(2024, 4, 1),
        because="England's.",
        by=inside.analyst,
    )
    line = queries.scorecard(inside.partnership, ON).lines["I06"]
    assert (line.latest.shown, line.comment.text) == ("30.0%", "Two big families.")
    assert (ON - line.comment.on).days == 40
    assert (line.owner.person, line.target.value) == (inside.analyst.person, 20)


def test_a_line_without_a_figure_says_why(inside):
    send(inside, [row("I06", quarter(2024, 1), 30, 100)])
    operations.say_not_supplied(
        inside.partnership,
        agency=inside.agencies["council"],
        indicator="I06",
        period_start=quarter(2024, 2)[0],
        period_end=quarter(2024, 2)[1],
        because="the system was replaced",
        by=inside.analyst,
    )
    line = queries.scorecard(inside.partnership, ON).lines["I06"]
    assert line.latest.shown == "30.0%"
    assert line.missing == "Not supplied, because the system was replaced"


def test_by_theme_each_indicator_stands_under_its_themes(inside):
    send(inside, [row("I06", quarter(2024, 1), 30, 100), row("I05", quarter(2024, 1), 31)])
    card = queries.scorecard(inside.partnership, ON)
    for heading, lines in card.by_theme:
        assert heading and lines
    assert {line.code for _, lines in card.by_theme for line in lines} == {"I05", "I06"}


def test_what_happened_on_the_thread_stands_on_the_chart(inside):
    priority = partnerships.set_priority(
        inside.partnership, title="Neglect", plain_words="Seen sooner.", started=inside.started
    )
    other = partnerships.set_priority(
        inside.partnership, title="Online", plain_words="Seen sooner.", started=inside.started
    )
    operations.follow(priority, "I06", by=inside.analyst)
    source = thread.open_source(
        inside.partnership,
        kind="single-agency-audit",
        title="Audit",
        happened_on=date(2024, 1, 5),
        by=inside.manager,
    )
    finding = thread.record_finding(source, text="Plans were late.", by=inside.manager)
    for about, text in ((priority, "Write one plan."), (other, "Teach parents.")):
        recommendation = thread.recommend(
            finding,
            text=f"{text} Always.",
            addressed_to=[inside.agencies["council"]],
            priority=about,
            on=date(2024, 1, 6),
            by=inside.manager,
        )
        action = thread.assign(
            recommendation,
            text=text,
            owner_agency=inside.agencies["council"],
            due=date(2024, 6, 1),
            on=date(2024, 1, 7),
            by=inside.manager,
        )
        thread.add_evidence(action, kind="statement", text="Done.", as_of=date(2024, 5, 1), by=inside.manager)
        thread.report_on(action, outcome="done", text="It is done.", on=date(2024, 5, 2), by=inside.manager)
    send(inside, [row("I06", quarter(2024, 1), 30, 100)])
    operations.rebase(
        inside.partnership,
        indicator="I06",
        from_period=date(2024, 4, 1),
        because="A new form.",
        by=inside.analyst,
    )
    happened = [
        one for one in queries.events_on(inside.partnership, "I06") if one.kind in ("action", "rebase")
    ]
    assert [(one.on, one.kind, one.text) for one in happened] == [
        (date(2024, 4, 1), "rebase", "A new form."),
        (date(2024, 5, 2), "action", "Write one plan."),
    ]
    assert happened[1].about is not None


def test_breaks_of_the_catalogue_are_events_too(inside):
    broken = next(one for one in catalogue().values() if one.breaks)
    found = queries.events_on(inside.partnership, broken.code)
    assert {one.on for one in broken.breaks} <= {one.on for one in found if one.kind == "break"}
