"""What people decide about an indicator: comments, targets, owners, new limits, the register of data gaps."""

from datetime import date
from decimal import Decimal

import pytest

from lscp import scope
from lscp.indicators import operations, queries
from lscp.indicators.models import Commentary, IndicatorOwner, LocalEstimate, PublishedFigure, Target
from lscp.journal.models import Event
from lscp.partnerships import operations as partnerships
from lscp.partnerships.access import scope_of
from lscp.refusal import Refused
from lscp.versioned import EditedMeanwhile
from tests.factories.returns import a_return, quarter, row

Q1, Q2 = quarter(2024, 1), quarter(2024, 2)


def refused(rule, operation, *given, **more):
    with pytest.raises(Refused) as caught:
        operation(*given, **more)
    assert caught.value.refusal.rule == rule
    return caught.value.refusal.because


def sent(world, *rows):
    content = a_return(list(rows), agency=world.agencies["council"].name)
    return operations.receive(content, name="q.json", partnership=world.partnership, by=world.analyst)


# ── The owner's comment ──


def say(world, text, by="analyst", agency="council", **more):
    return operations.comment(
        world.partnership,
        agency=world.agencies[agency],
        indicator="I05",
        text=text,
        by=world.roles[by],
        on=date(2024, 7, 9),
        **more,
    )


def test_a_new_comment_keeps_the_earlier_ones(inside):
    first = say(inside, "More from schools.")
    say(inside, "Fewer again.", after=first.pk)
    assert [(one.number, one.text) for one in queries.commentary(inside.partnership, "I05")] == [
        (2, "Fewer again."),
        (1, "More from schools."),
    ]


def test_two_who_comment_at_once_lose_nothing(inside):
    say(inside, "More from schools.", after=0)
    with pytest.raises(EditedMeanwhile) as caught:
        say(inside, "A new form.", after=0)
    assert caught.value.current.text == "More from schools."
    assert Commentary.objects.count() == 1


def test_the_same_comment_twice_is_one(inside):
    assert say(inside, "More from schools.") == say(inside, "More from schools.")
    assert Commentary.objects.count() == 1


def test_in14_an_empty_comment_is_not_kept(inside):
    refused("IN-14", say, inside, "  ")


def test_an_agency_comments_on_its_own_figures_only(inside):
    assert say(inside, "Term time.", by="agency_contact", agency="school").agency == inside.agencies["school"]
    refused("IN-02", say, inside, "Not mine.", by="agency_contact")


# ── Targets and owners ──


def aim(world, value="80", started=date(2024, 4, 1), because="The best quarter of England.", indicator="I06"):
    return operations.set_target(
        world.partnership,
        indicator=indicator,
        value=Decimal(value),
        started=started,
        because=because,
        by=world.analyst,
    )


def test_a_new_target_ends_the_one_before(inside):
    first, second = aim(inside), aim(inside, "85", date(2025, 4, 1))
    first.refresh_from_db()
    assert (first.ended, second.ended) == (date(2025, 3, 31), None)
    assert [str(one) for one in Target.objects.in_force(date(2025, 6, 1))] == [
        "Re-referrals within 12 months (I06): 85"
    ]
    assert "85 from 2025-04-01" in Event.objects.get(about=f"target:{second.pk}").summary


@pytest.mark.parametrize("value", ["-1", "101"])
def test_in21_a_target_can_be_reached(inside, value):
    refused("IN-21", aim, inside, value)


def test_in21_a_rate_may_be_over_a_hundred(inside):
    assert aim(inside, "180", indicator="I05").value == 180


def test_in13_a_target_has_a_reason(inside):
    refused("IN-13", aim, inside, because=" ")


def test_in25_a_new_target_does_not_begin_before_the_one_in_force(inside):
    aim(inside, started=date(2025, 4, 1))
    refused("IN-25", aim, inside, "85", date(2024, 4, 1))


def test_a_target_ends_without_another(inside):
    target = operations.end_target(aim(inside), on=date(2025, 3, 31), by=inside.analyst)
    assert not Target.objects.in_force(date(2025, 4, 1)).exists()
    refused("PA-07", operations.end_target, target, on=date(2023, 1, 1), by=inside.analyst)


def test_an_indicator_has_one_owner_at_a_time(inside):
    own = {"indicator": "I05", "by": inside.analyst}
    for agency, day in (("council", date(2024, 4, 1)), ("police", date(2025, 4, 1))):
        operations.give_to_owner(inside.partnership, agency=inside.agencies[agency], started=day, **own)
    assert IndicatorOwner.objects.get(ended__isnull=True).agency == inside.agencies["police"]
    assert IndicatorOwner.objects.get(ended=date(2025, 3, 31)).agency == inside.agencies["council"]


def test_a_reader_decides_nothing(inside):
    for operation, given in [
        (operations.set_target, {"value": Decimal(1), "started": Q1[0], "because": "x"}),
        (operations.rebase, {"from_period": Q1[0], "because": "x"}),
        (operations.give_to_owner, {"agency": inside.agencies["council"], "started": Q1[0]}),
    ]:
        refused("PA-01", operation, inside.partnership, indicator="I05", by=inside.reader, **given)


# ── New limits ──


def renew(world, day=Q2[0], because="A new way of recording.", **more):
    return operations.rebase(
        world.partnership, indicator="I06", from_period=day, because=because, by=world.analyst, **more
    )


def test_limits_begin_anew_from_a_period_by_a_person_with_a_reason(inside):
    sent(inside, row("I06", Q1, 30, 100), row("I06", Q2, 60, 100))
    kept = renew(inside)
    assert queries.rebases(inside.partnership, "I06") == [kept]
    (line,) = queries.scorecard(inside.partnership, date(2024, 12, 1)).lines.values()
    assert (line.rebase_places, line.rebases[0].because) == ([1], "A new way of recording.")
    operations.undo_rebase(kept, because="It was not so.", by=inside.analyst)
    assert queries.rebases(inside.partnership, "I06") == []


def test_in22_limits_begin_anew_only_where_a_figure_begins(inside):
    sent(inside, row("I06", Q1, 30, 100))
    refused("IN-22", renew, inside, date(2024, 5, 1))


def test_in23_limits_begin_anew_once_in_one_place(inside):
    sent(inside, row("I06", Q2, 30, 100))
    renew(inside)
    refused("IN-23", renew, inside)


def test_in24_a_rebase_is_undone_once(inside):
    sent(inside, row("I06", Q2, 30, 100))
    kept = operations.undo_rebase(renew(inside), because="Wrong.", by=inside.analyst)
    refused("IN-24", operations.undo_rebase, kept, because="Again.", by=inside.analyst)
    assert renew(inside).undone_on is None


# ── Priorities ──


def test_a_priority_is_followed_by_indicators(inside):
    priority = partnerships.set_priority(
        inside.partnership, title="Neglect", plain_words="Seen sooner.", started=inside.started
    )
    link = operations.follow(priority, "I05", by=inside.analyst)
    assert operations.follow(priority, "I05", by=inside.analyst) == link
    partnerships.add_objective(priority, strand="prevention", text="x", measure="y", indicator="I06")
    sent(inside, row("I05", Q1, 31), row("I11", Q1, 20, 30))
    card = queries.scorecard(inside.partnership, date(2024, 12, 1))
    assert [
        (heading and heading.title, [line.code for line in lines]) for heading, lines in card.by_priority
    ] == [
        ("Neglect", ["I05", "I06"]),
        (None, ["I11"]),
    ]
    operations.unfollow(link, by=inside.analyst)
    assert "I05" in {
        line.code for line in queries.scorecard(inside.partnership, date(2024, 12, 1)).by_priority[1][1]
    }


# ── Data gaps ──


def gap(world, dataset="Stop and search by ward", held_by="The police force", **more):
    return operations.open_gap(
        world.partnership,
        dataset=dataset,
        held_by=held_by,
        geography="The force's area",
        indicators=["I05"],
        why="Nobody can say where children are searched.",
        by=world.analyst,
        on=date(2024, 4, 1),
        **more,
    )


def step(row, world, status, text="They will look.", on=date(2024, 5, 1)):
    return operations.record_step(row, status=status, text=text, on=on, by=world.analyst)


def test_the_register_says_what_was_asked_and_what_came_back(inside, django_assert_num_queries):
    missing = gap(inside)
    step(missing, inside, "asked", "Asked the force's analyst.")
    step(missing, inside, "refused", "Only for the whole force.", date(2024, 6, 1))
    with django_assert_num_queries(3):
        (kept,) = list(queries.gaps(inside.partnership))
        assert [(one.status, str(one.on)) for one in kept.steps.all()] == [
            ("asked", "2024-05-01"),
            ("refused", "2024-06-01"),
        ]
        assert list(kept.estimates.all()) == []
    assert (kept.status, kept.status_on) == ("refused", date(2024, 6, 1))


def test_in26_a_gap_is_on_the_register_once(inside):
    gap(inside)
    refused("IN-26", gap, inside)
    other = gap(inside, dataset="Stop and search by age")
    refused(
        "IN-26", operations.edit_gap, other, version=1, by=inside.analyst, dataset="Stop and search by ward"
    )


def test_in27_a_gap_names_the_data_and_who_holds_them(inside):
    refused("IN-27", gap, inside, held_by=" ")


def test_in28_steps_come_in_order(inside):
    missing = gap(inside)
    step(missing, inside, "asked")
    assert "2024-05-01" in refused("IN-28", step, missing, inside, "refused", "No.", date(2024, 4, 30))


def test_in29_a_gap_does_not_go_back_to_nobody_has_asked(inside):
    missing = gap(inside)
    step(missing, inside, "asked")
    refused("IN-29", step, missing, inside, "open", "x", date(2024, 6, 1))


def brought_down(missing, world, value="40", low="30", high="50", area="E09000099"):
    return operations.estimate(
        missing,
        period_start=Q1[0],
        period_end=Q1[1],
        area=area,
        regional="620 in the region in April to June 2024 (the force)",
        value=Decimal(value),
        low=Decimal(low) if low else None,
        high=Decimal(high) if high else None,
        method="By the area's share of the region's children, 6.5%.",
        on=date(2024, 8, 1),
        by=world.analyst,
    )


def test_a_regional_figure_is_brought_down_with_its_method_and_is_no_reading(inside):
    missing = gap(inside)
    kept = brought_down(missing, inside)
    missing.refresh_from_db()
    assert (missing.status, kept.method) == (
        "estimated",
        "By the area's share of the region's children, 6.5%.",
    )
    assert queries.series(inside.partnership, "I05") == []
    assert LocalEstimate.objects.get().regional.startswith("620")


def test_in30_an_estimate_lies_between_its_bounds(inside):
    missing = gap(inside)
    refused("IN-30", brought_down, missing, inside, "60")
    refused("IN-30", brought_down, missing, inside, "40", "30", None)
    assert brought_down(missing, inside, "40", None, None).low is None


def test_two_who_correct_a_gap_at_once_lose_nothing(inside):
    missing = gap(inside)
    operations.edit_gap(missing, version=1, by=inside.analyst, why="Searches are not mapped.")
    with pytest.raises(EditedMeanwhile):
        operations.edit_gap(missing, version=1, by=inside.analyst, why="Another reason.")


def test_another_partnership_neither_sees_nor_changes_a_gap(world, elsewhere):
    missing = gap(world)
    with scope.within(scope_of(elsewhere.manager)):
        assert list(queries.gaps(world.partnership)) == []
    refused("PA-02", step, missing, elsewhere, "asked")


# ── What was published ──


def printed(shown="12", **more):
    return {
        "indicator": "I05",
        "period_start": Q1[0],
        "period_end": Q1[1],
        "area": "E09000099",
        "breakdown": {},
        "shown": shown,
    } | more


def remember(world, *figures, edition="annual-report, edition 1"):
    return operations.remember_published(
        world.partnership, figures, edition=edition, by=world.manager, on=date(2025, 9, 1)
    )


def test_what_an_edition_printed_is_remembered_once_and_for_ever(inside):
    assert remember(inside, printed(), printed("c", breakdown={"sex": "Male"})) == 2
    assert remember(inside, printed()) == 0
    assert remember(inside, printed("13"), edition="annual-report, edition 2") == 1
    assert [one.shown for one in queries.published(inside.partnership, ["I05"])] == ["12", "c", "13"]
    assert Event.objects.filter(verb="figures.published").count() == 2


def test_in32_an_edition_does_not_print_another_figure_in_the_same_cell(inside):
    remember(inside, printed())
    refused("IN-32", remember, inside, printed("13"))
    assert PublishedFigure.objects.get().shown == "12"
